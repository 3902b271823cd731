//! The board over a real socket: who gets in, what they see, and what no answer may lack.
//!
//! In: a configuration as text and a clock that is moved by hand. Out: answers as a browser gets them. Cases are full of
//! marked words in every field that must not leave the machine; no page may show one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::sync::Arc;

use jiff::Timestamp;
use reqwest::{Client, Method, Response, StatusCode, redirect};
use rstest::rstest;
use staywatch::clock::{Clock, HandClock};
use staywatch::config::{Ground, Setup, Web};
use staywatch::ids::PersonId;
use staywatch::notice::words::Words;
use staywatch::schedule::{Scope, refresh, tick};
use staywatch::store::{self, Store};
use staywatch::telemetry::Pulse;
use staywatch::web::{Board, SIGN_IN, Vitals};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

const PEOPLE: &str = r#"
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

fn alpha(team: &str) -> String {
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

const BETA: &str = "id = \"beta\"\nhost = \"KG\"\n[team]\nlawyers = [\"other\"]\n";

/// A board that answers on a port of its own.
struct House {
    url: String,
    store: Store,
    clock: HandClock,
    announce: watch::Sender<Ground>,
    browser: Client,
    folder: TempDir,
    /// The board goes with the house.
    _guard: DropGuard,
}

fn setup(folder: &TempDir, now: Timestamp) -> Setup {
    let (setup, problems) = Setup::load(folder.path(), now).unwrap();
    let errors: Vec<_> = problems.iter().filter(|problem| problem.weight == staywatch::form::Weight::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    setup
}

fn browser() -> Client {
    Client::builder().redirect(redirect::Policy::none()).build().unwrap()
}

impl House {
    async fn open() -> Self {
        Self::called(Web::default()).await
    }

    async fn called(web: Web) -> Self {
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
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        tokio::spawn(board.serve(listener, stop.clone()));
        let stops_when_left = stop.drop_guard();
        Self { url, store, clock, announce, browser: browser(), folder, _guard: stops_when_left }
    }

    async fn link(&self, person: &str) -> String {
        let (id, now) = (PersonId::parse(person).unwrap(), self.clock.now());
        let token = self.store.write(move |tx| store::offer_sign_in(tx, &id, now)).await.unwrap();
        format!("{SIGN_IN}{}", token.reveal())
    }

    async fn get(&self, path: &str, cookie: &str) -> Response {
        self.browser.get(format!("{}{path}", self.url)).header("cookie", cookie).send().await.unwrap()
    }

    async fn post(&self, path: &str, cookie: &str, form: &str) -> Response {
        let post = self.browser.post(format!("{}{path}", self.url)).header("cookie", cookie);
        post.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned()).send().await.unwrap()
    }

    /// The cookie of somebody who came in through a link.
    async fn enters(&self, person: &str) -> String {
        let link = self.link(person).await;
        let entered = self.post(&link, "", "").await;
        assert_eq!(entered.status(), StatusCode::SEE_OTHER, "{person}");
        cookie_of(&entered)
    }
}

fn cookie_of(response: &Response) -> String {
    let set = response.headers()["set-cookie"].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

/// Every page that shows something, and every one that does something.
const ROUTES: &[(&str, &str)] =
    &[("GET", "/"), ("GET", "/?wall"), ("GET", "/case/alpha"), ("GET", "/case/nobody"), ("GET", "/health")];

#[tokio::test]
async fn whoever_is_not_signed_in_sees_the_door_and_nothing_else() {
    let house = House::open().await;
    for (method, path) in ROUTES {
        for cookie in ["", "staywatch=", "staywatch=0123", "__Host-staywatch=1"] {
            let request = house.browser.request(method.parse::<Method>().unwrap(), format!("{}{path}", house.url));
            let answer = request.header("cookie", cookie).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path} {cookie}");
            let text = answer.text().await.unwrap();
            assert!(text.contains("staywatch login"), "{text}");
            assert!(!text.contains("alpha") && !text.contains("counsel"), "{text}");
        }
    }
}

#[rstest]
#[case("counsel", "/case/alpha", StatusCode::OK)]
#[case("counsel", "/case/beta", StatusCode::NOT_FOUND)]
#[case("counsel", "/case/nobody", StatusCode::NOT_FOUND)]
#[case("other", "/case/alpha", StatusCode::NOT_FOUND)]
#[case("other", "/case/beta", StatusCode::OK)]
#[case::by_a_group("duty", "/case/alpha", StatusCode::OK)]
#[case("duty", "/case/beta", StatusCode::NOT_FOUND)]
#[case("admin", "/case/alpha", StatusCode::OK)]
#[case("admin", "/case/beta", StatusCode::OK)]
#[case("admin", "/case/..%2f..%2fetc", StatusCode::NOT_FOUND)]
#[case("counsel", "/health", StatusCode::OK)]
#[case("counsel", "/nowhere", StatusCode::NOT_FOUND)]
#[tokio::test]
async fn everybody_sees_their_own_cases(#[case] person: &str, #[case] path: &str, #[case] status: StatusCode) {
    let house = House::open().await;
    let cookie = house.enters(person).await;
    let answer = house.get(path, &cookie).await;
    assert_eq!(answer.status(), status);
    let start = house.get("/", &cookie).await.text().await.unwrap();
    assert_eq!(start.contains("/case/beta"), matches!(person, "other" | "admin"), "{start}");
}

#[tokio::test]
async fn somebody_elses_case_looks_like_none_at_all() {
    let house = House::open().await;
    let cookie = house.enters("counsel").await;
    let [theirs, none] = ["/case/beta", "/case/none"].map(|path| house.get(path, &cookie));
    assert_eq!(theirs.await.text().await.unwrap(), none.await.text().await.unwrap());
}

#[tokio::test]
async fn every_answer_carries_what_keeps_it_in() {
    let house = House::open().await;
    let cookie = house.enters("admin").await;
    let link = house.link("admin").await;
    for path in ["/", "/case/alpha", "/nowhere", "/style.css", "/icon.svg", "/metrics", "/healthz", "/health", &link] {
        for cookie in ["", cookie.as_str()] {
            let answer = house.get(path, cookie).await;
            let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            let policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
            assert_eq!(header("content-security-policy").as_deref(), Some(policy), "{path}");
            assert_eq!(header("cache-control").as_deref(), Some("no-store"), "{path}");
            assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"), "{path}");
            assert_eq!(header("referrer-policy").as_deref(), Some("no-referrer"), "{path}");
            let text = answer.text().await.unwrap();
            for forbidden in ["<script", "style=", " onclick", "javascript:"] {
                assert!(!text.contains(forbidden), "{path}: {forbidden}");
            }
        }
    }
}

#[tokio::test]
async fn a_link_is_opened_often_used_once_and_over_soon() {
    let house = House::open().await;
    let link = house.link("counsel").await;
    for _ in 0..3 {
        let looked = house.get(&link, "").await;
        assert_eq!(looked.status(), StatusCode::OK);
        assert!(looked.headers().get("set-cookie").is_none());
        assert!(looked.text().await.unwrap().contains("<button"));
    }
    let entered = house.post(&link, "", "").await;
    let set = entered.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict") && !set.contains("Secure"), "{set}");
    assert_eq!(house.get("/", &cookie_of(&entered)).await.status(), StatusCode::OK);
    for again in [house.post(&link, "", "").await, house.get(&link, "").await] {
        assert_eq!(again.status(), StatusCode::GONE);
        assert!(again.headers().get("set-cookie").is_none());
    }
    let late = house.link("counsel").await;
    house.clock.set("2026-03-02T09:15:00Z".parse().unwrap());
    assert_eq!(house.post(&late, "", "").await.status(), StatusCode::GONE);
}

#[rstest]
#[case::speaks_to_the_public("press")]
#[case::a_group("room")]
#[case::a_stranger("stranger")]
#[tokio::test]
async fn a_link_for_somebody_who_may_not_enter_opens_nothing(#[case] person: &str) {
    let house = House::open().await;
    let link = house.link(person).await;
    let answer = house.post(&link, "", "").await;
    assert_eq!(answer.status(), StatusCode::GONE);
    assert!(answer.headers().get("set-cookie").is_none());
}

#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_the_name() {
    let web = Web { public_url: Some("https://board.example.org".to_owned()), ..Web::default() };
    let house = House::called(web).await;
    let entered = house.post(&house.link("counsel").await, "", "").await;
    let set = entered.headers()["set-cookie"].to_str().unwrap();
    assert!(set.starts_with("__Host-staywatch=") && set.contains("; Path=/;") && set.contains("; Secure"), "{set}");
}

#[tokio::test]
async fn a_session_ends_when_it_is_left_when_it_idles_and_when_its_person_goes() {
    let house = House::open().await;
    let (left, idle, gone) =
        (house.enters("counsel").await, house.enters("counsel").await, house.enters("counsel").await);
    let page = house.get("/", &left).await.text().await.unwrap();
    let (_, form) = page.split_once("name=\"form\" value=\"").unwrap();
    let form = &form[..32];
    for wrong in ["form=0", ""] {
        assert!(house.post("/out", &left, wrong).await.status().is_client_error());
        assert_eq!(house.get("/", &left).await.status(), StatusCode::OK);
    }
    assert_eq!(house.post("/out", &left, &format!("form={form}")).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(house.get("/", &left).await.status(), StatusCode::UNAUTHORIZED);
    house.clock.set("2026-03-02T09:59:00Z".parse().unwrap());
    assert_eq!(house.get("/", &gone).await.status(), StatusCode::OK);
    house.clock.set("2026-03-02T10:00:00Z".parse().unwrap());
    assert_eq!(house.get("/", &idle).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(house.get("/", &gone).await.status(), StatusCode::OK);
    let without = PEOPLE.replace("id = \"counsel\"", "id = \"successor\"");
    fs::write(house.folder.path().join("people.toml"), without).unwrap();
    fs::write(house.folder.path().join("watchlist/alpha.toml"), alpha("successor")).unwrap();
    let next = Ground { setup: Arc::new(setup(&house.folder, house.clock.now())), words: Arc::new(Words::default()) };
    house.announce.send_replace(next);
    assert_eq!(house.get("/", &gone).await.status(), StatusCode::UNAUTHORIZED);
}

#[rstest]
#[case::another_name(&[("host", "evil.example.org")], StatusCode::MISDIRECTED_REQUEST)]
#[case::made_to_look_local(&[("host", "127.0.0.1.evil.example.org")], StatusCode::MISDIRECTED_REQUEST)]
#[case::ours(&[("host", "localhost:1234")], StatusCode::OK)]
#[tokio::test]
async fn only_our_own_names_are_answered(#[case] headers: &[(&str, &str)], #[case] status: StatusCode) {
    let house = House::open().await;
    let cookie = house.enters("counsel").await;
    let mut request = house.browser.get(&house.url).header("cookie", cookie);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    assert_eq!(request.send().await.unwrap().status(), status);
}

#[rstest]
#[case(&[("origin", "https://evil.example.org")])]
#[case(&[("sec-fetch-site", "cross-site")])]
#[case(&[("sec-fetch-site", "same-site"), ("origin", "null")])]
#[tokio::test]
async fn another_site_cannot_press_our_buttons(#[case] headers: &[(&str, &str)]) {
    let house = House::open().await;
    let link = house.link("counsel").await;
    let mut request = house.browser.post(format!("{}{link}", house.url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    // And the link was not used up by it.
    assert_eq!(house.post(&link, "", "").await.status(), StatusCode::SEE_OTHER);
}

#[rstest]
#[case("/metrics")]
#[case("/healthz")]
#[tokio::test]
async fn what_is_for_programs_is_for_those_of_this_machine(#[case] path: &str) {
    let web = Web { public_url: Some("https://board.example.org".to_owned()), ..Web::default() };
    let house = House::called(web).await;
    assert_eq!(house.get(path, "").await.status(), StatusCode::OK);
    for (name, value) in [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=x"), ("host", "board.example.org")] {
        let request = house.browser.get(format!("{}{path}", house.url)).header(name, value);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn no_page_shows_what_must_not_leave_the_machine() {
    let house = House::open().await;
    let mut looked = 0;
    for person in ["counsel", "other", "duty", "admin"] {
        let cookie = house.enters(person).await;
        for path in ["/", "/case/alpha", "/case/beta", "/health", "/metrics", "/healthz", "/nowhere"] {
            let text = house.get(path, &cookie).await.text().await.unwrap();
            for secret in ["MARKED", "777100", "777200"] {
                assert!(!text.contains(secret), "{person} {path}: {secret}");
            }
            looked += text.len();
        }
    }
    assert!(looked > 100_000, "the pages were empty");
}

#[tokio::test]
async fn a_case_is_shown_whole_in_each_language() {
    let house = House::open().await;
    let page = |person: &'static str| async {
        let cookie = house.enters(person).await;
        house.get("/case/alpha", &cookie).await.text().await.unwrap()
    };
    let english = page("admin").await;
    for wanted in [
        "<html lang=\"en\">",
        "Held by RU, requested by BY",
        "Fri 2026-03-06 24:00 (Europe/Moscow)",
        "Earlier reading",
        "CPC RF art. 463(1)",
        "European Court of Human Rights",
        "in force",
        "told to pack",
        "to be sent, since",
        "<title id=\"timeline-alpha-900-title\">Time line of alpha</title>",
        "Consumed 49–50 of",
    ] {
        assert!(english.contains(wanted), "{wanted}\n{english}");
    }
    let russian = page("duty").await;
    assert!(russian.contains("<html lang=\"ru\">") && russian.contains("Обеспечительные меры"), "{russian}");
    // What no translation has would be shown by its bare name.
    for text in [&english, &russian] {
        for id in ["board-", "chart-", "health-", "letter-", "measure-", "duty-", "event-"] {
            assert!(!text.contains(&format!(">{id}")), "{id}\n{text}");
        }
    }
}

#[tokio::test]
async fn the_word_of_health_means_it() {
    let house = House::open().await;
    assert_eq!(house.get("/healthz", "").await.text().await.unwrap(), "ok\n");
    // The letters of the first look are still owed: nobody sends them here.
    house.clock.set("2026-03-02T09:16:00Z".parse().unwrap());
    let answer = house.get("/healthz", "").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.text().await.unwrap(), "a critical message has waited for 960 s\n");
}

#[tokio::test]
async fn metrics_are_numbers_without_codes() {
    let house = House::open().await;
    let text = house.get("/metrics", "").await.text().await.unwrap();
    for wanted in [
        "staywatch_cases{level=\"imminent\"} 1\n",
        "staywatch_config_errors 0\n",
        "staywatch_loop_still_seconds{loop=\"planning\"} 0\n",
        "staywatch_letters{channel=\"email\",state=\"owed\"}",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert!(text.ends_with("# EOF\n") && !text.contains("alpha") && !text.contains("counsel"), "{text}");
}
