//! The surfaces that are asked for: the board's pages, and what the commands print.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use staywatch::clock::{Clock, HandClock};
use staywatch::config::{Ground, Web};
use staywatch::ids::PersonId;
use staywatch::notice::words::Words;
use staywatch::schedule::load_good;
use staywatch::store;
use staywatch::telemetry::Pulse;
use staywatch::web::{Board, Glances, SIGN_IN, Vitals};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::files::CASES;
use crate::house::House;
use crate::marks::Search;
use crate::may;

/// Every page of the board, as a lawyer, a coordinator and an admin see it, and what it shows without signing in.
pub async fn board(search: &mut Search, house: &House) {
    let now = house.clock.now();
    let setup = load_good(&house.config(), house.store(), now).unwrap().setup;
    let (announce, ground) = watch::channel(Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) });
    let clock: Arc<dyn Clock> = Arc::new(HandClock::at(now));
    let vitals = Vitals::of([("planning", Pulse::default())]);
    let board = Board {
        store: house.store().clone(),
        ground,
        clock: clock.clone(),
        door: clock,
        web: Web::default(),
        vitals,
        glances: Glances::default(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let stop = CancellationToken::new();
    tokio::spawn(board.serve(listener, stop.clone()));
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for person in ["zq-anna", "zq-boris", "zq-root"] {
        let id = PersonId::parse(person).unwrap();
        let token = house.store().write(move |tx| store::offer_sign_in(tx, &id, now)).await.unwrap();
        let entered = browser.post(format!("{url}{SIGN_IN}{}", token.reveal())).send().await.unwrap();
        let cookie = entered.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        let cases = CASES.iter().map(|(code, _)| format!("/case/{code}"));
        for path in ["/", "/?wall", "/health", "/nothing"].into_iter().map(str::to_owned).chain(cases) {
            let page = browser.get(format!("{url}{path}")).header("cookie", &cookie).send().await.unwrap();
            let headers = format!("{:?}", page.headers());
            search.look("board", may("board"), &[], &(headers + &page.text().await.unwrap()));
        }
    }
    for path in ["/", "/metrics", "/healthz", "/in/zq-nobody", "/case/amber", "/style.css"] {
        let page = browser.get(format!("{url}{path}")).send().await.unwrap();
        search.look("board without signing in, metrics, health", &[], &[], &page.text().await.unwrap());
    }
    stop.cancel();
    drop(announce);
}

/// What the reading commands say, and what they complain of.
pub fn cli(search: &mut Search, config: &Path) {
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_staywatch"));
        let out =
            command.arg("--config").arg(config).args(["--at", "2026-03-02T12:00:00Z"]).args(args).output().unwrap();
        (String::from_utf8_lossy(&out.stdout).into_owned(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let evidence = config.join("evidence.jsonl");
    let json = ["--format", "json"];
    let calls: &[(&'static str, &[&str])] = &[
        ("cli: due, risk", &["due", "--all"]),
        ("cli: due, risk", &["risk"]),
        ("cli: explain", &["explain", "amber"]),
        ("cli: due, risk", &[json[0], json[1], "due", "--all"]),
        ("cli: due, risk", &[json[0], json[1], "risk"]),
        ("cli: plan, replay", &[json[0], json[1], "plan"]),
        ("cli: plan, replay", &[json[0], json[1], "replay", "amber", "--from", "2026-02-20", "--to", "2026-03-10"]),
        ("cli: plan, replay", &["replay", "basil", "--from", "2026-02-20", "--to", "2026-03-10"]),
        ("cli: fact sheet", &["brief", "cedar"]),
        ("cli: fact sheet", &["brief", "delta", "--language", "ru"]),
        ("cli: export", &["export", "ics"]),
        ("cli: export", &["export", "csv"]),
        ("cli: export", &["export", "json"]),
        ("cli: evidence", &["audit", "--case", "amber", "--export", evidence.to_str().unwrap()]),
        ("cli: errors in the log", &["explain", "zqmistyped-nobody"]),
        ("cli: errors in the log", &["send-test", "zqmistyped-nobody"]),
    ];
    for (surface, args) in calls {
        let (out, complaints) = run(args);
        let own: &[&str] = if args.last().unwrap().starts_with("zqmistyped") { &["zqmistyped"] } else { &[] };
        assert!(!out.is_empty() || surface.ends_with("log"), "{args:?} said nothing: {complaints}");
        let folder = config.to_str().unwrap();
        search.look(surface, may(surface), &[own, &[folder]].concat(), &(out + &complaints));
    }
    for name in ["evidence.jsonl", "evidence.jsonl.md"] {
        search.look("cli: evidence", may("cli: evidence"), &[], &fs::read_to_string(config.join(name)).unwrap());
    }
}
