//! The surfaces that are asked for: the board's pages, and what the commands print.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use staywatch::clock::{Clock, HandClock};
use staywatch::config::{ANSWER, Ground, Web};
use staywatch::ids::PersonId;
use staywatch::notice::words::Words;
use staywatch::schedule::load_good;
use staywatch::store;
use staywatch::telemetry::Pulse;
use staywatch::web::{Board, FEED, Glances, SIGN_IN, Vitals};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::files::CASES;
use crate::house::House;
use crate::marks::{Class, Search};
use crate::may;

/// A spreadsheet as a team keeps one, with names and notes in it, and a row that cannot be read.
const TABLE: &str = "code,name,host,event,date,note\n\
    willow,zqcomment Жмыхов,RU,arrest,2026-01-05,zqnote-amber-0\n\
    willow,zqcomment Жмыхов,RU,custody-extended,soon,zqnote-amber-0\n\
    aspen,zqcomment Жмыхов,RU,arrest,2026-01-05,zqnote-amber-0\n";

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
        // What opens a door is a secret from now on, wherever it would stand.
        search.mark(Class::Secret, token.reveal());
        search.mark(Class::Secret, cookie.split('=').nth(1).unwrap());
        calendar(search, house, (&browser, &url), person).await;
        let cases = CASES.iter().map(|(code, _)| format!("/case/{code}"));
        for path in ["/", "/?wall", "/health", "/nothing"].into_iter().map(str::to_owned).chain(cases) {
            let page = browser.get(format!("{url}{path}")).header("cookie", &cookie).send().await.unwrap();
            let headers = format!("{:?}", page.headers());
            search.look("board", may("board"), &[], &(headers + &page.text().await.unwrap()));
        }
        refused(search, (&browser, &url), &cookie).await;
    }
    answer_page(search, house, (&browser, &url)).await;
    for path in ["/", "/metrics", "/healthz", "/in/zq-nobody", "/case/amber", "/style.css"] {
        let page = browser.get(format!("{url}{path}")).send().await.unwrap();
        search.look("board without signing in, metrics, health", &[], &[], &page.text().await.unwrap());
    }
    stop.cancel();
    drop(announce);
}

/// The private calendar of one person, by its address.
async fn calendar(search: &mut Search, house: &House, (browser, url): (&reqwest::Client, &str), person: &str) {
    let (id, now) = (PersonId::parse(person).unwrap(), house.clock.now());
    let feed = house.store().write(move |tx| store::renew_feed(tx, &id, now)).await.unwrap();
    search.mark(Class::Secret, feed.reveal());
    let got = browser.get(format!("{url}{FEED}{}.ics", feed.reveal())).send().await.unwrap();
    assert_eq!(got.status(), 200);
    let headers = format!("{:?}", got.headers());
    let text = got.text().await.unwrap();
    assert!(text.matches("BEGIN:VEVENT").count() > 5, "{text}");
    search.look("calendar feed", &[], &[], &(headers + &text));
}

/// Pages that say no: for what is not there, not theirs, not from here, too long, or not a form.
async fn refused(search: &mut Search, (browser, url): (&reqwest::Client, &str), cookie: &str) {
    let get = |path: &str| browser.get(format!("{url}{path}")).header("cookie", cookie);
    let post = |path: &str| browser.post(format!("{url}{path}")).header("cookie", cookie);
    let form = "application/x-www-form-urlencoded";
    let asked = [
        get("/case/zqmistyped"),
        get("/zqmistyped?zqmistyped=%3Cscript%3Ezqmistyped"),
        get("/feed/zqmistyped.ics"),
        get("/in/zqmistyped"),
        get("/a/zqmistyped.zqmistyped"),
        get("/").header("host", "zqmistyped.example"),
        get("/metrics").header("x-forwarded-for", "zqmistyped"),
        post("/case/amber/take").header("content-type", form).body("act=zqmistyped&matter=1&form=zqmistyped"),
        post("/case/amber/take").header("content-type", form).body("zqmistyped=zqmistyped"),
        post("/case/amber/take").header("content-type", "text/zqmistyped").body("zqmistyped"),
        post("/out").header("content-type", form).body("form=zqmistyped"),
        post("/out").header("origin", "https://zqmistyped.example"),
        post("/case/amber/take").header("content-type", form).body("zqmistyped".repeat(1000)),
    ];
    for request in asked {
        let page = request.send().await.unwrap();
        assert!(page.status().is_client_error(), "{} {}", page.url(), page.status());
        let headers = format!("{:?}", page.headers());
        search.look("error page", may("board"), &[], &(headers + &page.text().await.unwrap()));
    }
}

/// The page behind the link of a mail.
async fn answer_page(search: &mut Search, house: &House, (browser, url): (&reqwest::Client, &str)) {
    let tokens = house.store().write(|tx| {
        let mut select = tx.prepare("SELECT code FROM answer_code ORDER BY letter DESC LIMIT 10")?;
        let codes: Vec<String> = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        codes.iter().map(|code| store::answer_token(tx, code)).collect::<Result<Vec<_>, _>>()
    });
    let mut shown = 0;
    for token in tokens.await.unwrap() {
        search.mark(Class::Secret, token.split('.').nth(1).unwrap());
        let page = browser.get(format!("{url}{ANSWER}{token}")).send().await.unwrap();
        shown += usize::from(page.status() == 200);
        search.look("page behind the link of a mail", &[], &[], &page.text().await.unwrap());
    }
    assert!(shown > 3, "{shown} pages");
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
    let table = config.join("table.csv");
    fs::write(&table, TABLE).unwrap();
    let sheet = table.to_str().unwrap();
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
        ("cli: timeline", &["timeline", "amber"]),
        ("cli: timeline", &["--language", "ru", "timeline", "larch", "--width", "400"]),
        ("cli: doctor", &["doctor"]),
        ("cli: doctor", &[json[0], json[1], "doctor"]),
        ("cli: import", &["import", sheet]),
        ("cli: import", &[json[0], json[1], "import", sheet]),
        ("cli: completions, manual", &["completions", "bash"]),
        ("cli: completions, manual", &["completions", "zsh"]),
        ("cli: completions, manual", &["completions", "fish"]),
        ("cli: evidence", &["audit", "--acts"]),
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
