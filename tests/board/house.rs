//! A board that answers on a port of its own, with a clock that is moved by hand.
//!
//! Its cases are full of marked words in every field that must not leave the machine.

use std::fs;
use std::sync::Arc;

use jiff::Timestamp;
use reqwest::{Client, Response, StatusCode, redirect};
use staywatch::clock::{Clock, HandClock};
use staywatch::config::{Ground, Setup, Web};
use staywatch::ids::PersonId;
use staywatch::notice::words::Words;
use staywatch::schedule::{Scope, refresh, tick};
use staywatch::store::{self, Store};
use staywatch::telemetry::Pulse;
use staywatch::web::{Board, Glances, SIGN_IN, Vitals};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

pub const PEOPLE: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "MARKED-mailbox@example.org"
zone = "Europe/Vilnius"

[[person]]
id = "other"
role = "lawyer"
email = "MARKED-second@example.org"
language = "be"

[[person]]
id = "duty"
role = "coordinator"
telegram = 7771001
language = "ru"

[[person]]
id = "press"
role = "advocacy"
email = "MARKED-press@example.org"

[[person]]
id = "admin"
role = "admin"
email = "MARKED-admin@example.org"

[[group]]
id = "room"
members = ["duty"]
telegram = -7772002
"#;

pub fn alpha(team: &str) -> String {
    format!(
        r#"
id = "alpha"
host = "RU"
requested_by = "BY"
gravity = "grave"
[team]
lawyers = ["{team}"]
coordinators = ["room"]
[[event]]
kind = "arrest"
on = 2026-01-12
note = "MARKED-note <b>"
source = "MARKED-source"
[[event]]
kind = "facility-changed"
on = 2026-01-20
what = "MARKED-facility"
[[event]]
kind = "extradition-granted"
on = 2026-02-20
notified = 2026-02-24
id = "MARKED-event-id"
[[event]]
kind = "measure-requested"
on = 2026-02-26
body = "echr"
[[event]]
kind = "measure-granted"
on = 2026-02-27
body = "echr"
until = "2026-03-20"
[[event]]
kind = "signal"
on = 2026-02-28
what = "told-to-pack"
"#
    )
}

pub const BETA: &str = "id = \"beta\"\nhost = \"KG\"\n[team]\nlawyers = [\"other\"]\n";

/// A board that answers on a port of its own.
pub struct House {
    pub url: String,
    pub store: Store,
    pub clock: HandClock,
    pub announce: watch::Sender<Ground>,
    pub browser: Client,
    pub folder: TempDir,
    /// The board goes with the house.
    _guard: DropGuard,
}

pub fn setup(folder: &TempDir, now: Timestamp) -> Setup {
    let (setup, problems) = Setup::load(folder.path(), now).unwrap();
    let errors: Vec<_> = problems.iter().filter(|problem| problem.weight == staywatch::form::Weight::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    setup
}

pub fn browser() -> Client {
    Client::builder().redirect(redirect::Policy::none()).build().unwrap()
}

impl House {
    pub async fn open() -> Self {
        Self::called(Web::default()).await
    }

    pub async fn called(web: Web) -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("watchlist")).unwrap();
        fs::write(folder.path().join("people.toml"), PEOPLE).unwrap();
        fs::write(folder.path().join("watchlist/alpha.toml"), alpha("counsel")).unwrap();
        fs::write(folder.path().join("watchlist/beta.toml"), BETA).unwrap();
        let clock = HandClock::at("2026-03-02T09:00:00Z".parse().unwrap());
        let store = Store::in_memory().unwrap();
        let ground = Ground { setup: Arc::new(setup(&folder, clock.now())), words: Arc::new(Words::default()) };
        refresh(&store, &ground, Vec::new(), Scope::All, clock.now()).await.unwrap();
        tick(&store, &ground, clock.now()).await.unwrap();
        let (announce, ground) = watch::channel(ground);
        let board = Board {
            store: store.clone(),
            ground,
            clock: Arc::new(clock.clone()),
            door: Arc::new(clock.clone()),
            web,
            vitals: Vitals::of([("planning", Pulse::default())]),
            glances: Glances::default(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        tokio::spawn(board.serve(listener, stop.clone()));
        let stops_when_left = stop.drop_guard();
        Self { url, store, clock, announce, browser: browser(), folder, _guard: stops_when_left }
    }

    pub async fn link(&self, person: &str) -> String {
        let (id, now) = (PersonId::parse(person).unwrap(), self.clock.now());
        let token = self.store.write(move |tx| store::offer_sign_in(tx, &id, now)).await.unwrap();
        format!("{SIGN_IN}{}", token.reveal())
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Response {
        self.browser.get(format!("{}{path}", self.url)).header("cookie", cookie).send().await.unwrap()
    }

    pub async fn post(&self, path: &str, cookie: &str, form: &str) -> Response {
        let post = self.browser.post(format!("{}{path}", self.url)).header("cookie", cookie);
        post.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned()).send().await.unwrap()
    }

    /// The cookie of somebody who came in through a link.
    pub async fn enters(&self, person: &str) -> String {
        let link = self.link(person).await;
        let entered = self.post(&link, "", "").await;
        assert_eq!(entered.status(), StatusCode::SEE_OTHER, "{person}");
        cookie_of(&entered)
    }
}

pub fn cookie_of(response: &Response) -> String {
    let set = response.headers()["set-cookie"].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}
