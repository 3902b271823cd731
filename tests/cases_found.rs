//! Cases that are not held: found again in the store, trusted at a start, read anew one by one.
//!
//! In: the example's cases in a folder of their own, and a real store. What is found must be what a reading of the whole
//! folder gives, and anything in doubt must lead to such a reading.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use staywatch::clock::{Clock, HandClock, WallClock};
use staywatch::config::{Ground, Place, Setup};
use staywatch::docket::docket;
use staywatch::notice::words::Words;
use staywatch::schedule::{Auditor, Scope, load_good, refresh, tick, trusted};
use staywatch::store::{self, Store, StoreKey};
use tempfile::TempDir;
use tokio::sync::watch;

struct Desk {
    home: TempDir,
    folder: PathBuf,
    store: Store,
    now: Timestamp,
}

impl Desk {
    /// The example, put into force an hour from now: by then every file has come to rest.
    async fn new() -> Self {
        let home = TempDir::new().unwrap();
        let folder = home.path().join("config");
        fs::create_dir_all(folder.join("watchlist")).unwrap();
        for name in ["people.toml", "staywatch.toml"] {
            fs::copy(format!("config/{name}"), folder.join(name)).unwrap();
        }
        for file in fs::read_dir("config/watchlist").unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folder.join("watchlist").join(file.file_name())).unwrap();
        }
        let key = StoreKey::create(&home.path().join("key")).unwrap();
        let store = Store::open(&home.path().join("staywatch.db"), &key).unwrap();
        let now = WallClock.now().checked_add(SignedDuration::from_hours(1)).unwrap();
        let desk = Self { home, folder, store, now };
        desk.puts_into_force().await;
        desk
    }

    async fn puts_into_force(&self) -> Arc<Setup> {
        let change = load_good(&self.folder, &self.store, self.now).unwrap();
        let ground = Ground { setup: Arc::new(change.setup), words: Arc::new(Words::default()) };
        refresh(&self.store, &ground, change.errors, Scope::Changed, self.now).await.unwrap();
        ground.setup
    }

    fn case(&self, name: &str) -> PathBuf {
        self.folder.join("watchlist").join(name)
    }

    fn trusts(&self) -> bool {
        trusted(&self.folder, &self.store, self.now).unwrap().is_some()
    }

    /// Cases that were looked at, or are to be at once, since all were put to sleep.
    fn stirred(&self) -> BTreeSet<String> {
        let asleep = Some(Some(self.later()));
        let stirred = |tx: &rusqlite::Transaction<'_>| {
            let mut stirred = BTreeSet::new();
            for id in store::known_cases(tx)? {
                if store::wake_of(tx, &id)? != asleep {
                    stirred.insert(id);
                }
            }
            Ok(stirred)
        };
        self.store.write_now(stirred).unwrap()
    }

    fn later(&self) -> Timestamp {
        let later = self.now.checked_add(SignedDuration::from_hours(1)).unwrap();
        Timestamp::from_second(later.as_second()).unwrap()
    }

    fn all_sleep(&self) {
        let later = self.later();
        let sleep = |tx: &rusqlite::Transaction<'_>| {
            for id in store::known_cases(tx)? {
                store::wake(tx, &id, Some(later), None)?;
            }
            Ok(())
        };
        self.store.write_now(sleep).unwrap();
    }
}

/// Everything about every deadline, in words.
fn all(setup: &Setup, now: Timestamp) -> String {
    let mut out = String::new();
    for case in &setup.cases {
        let deadlines = docket(&case, &setup.law, now).deadlines;
        writeln!(out, "{} {:?} {:?}\n{deadlines:?}", case.id, case.team, case.events).unwrap();
    }
    out
}

#[tokio::test]
async fn what_is_found_again_is_what_was_read() {
    let desk = Desk::new().await;
    let (held, problems) = Setup::load(&desk.folder, desk.now).unwrap();
    assert!(held.cases.len() > 5, "{problems:?}");
    let expected = all(&held, desk.now);
    assert_eq!(all(&*desk.puts_into_force().await, desk.now), expected);
    assert_eq!(all(&trusted(&desk.folder, &desk.store, desk.now).unwrap().unwrap(), desk.now), expected);
    // A file that breaks, or goes away, takes nothing out of force.
    let found = desk.puts_into_force().await;
    fs::write(desk.case("kudin.toml"), "id = ").unwrap();
    fs::remove_file(desk.case("lapa.toml")).unwrap();
    assert_eq!(all(&found, desk.now), expected);
    let mended = load_good(&desk.folder, &desk.store, desk.now).unwrap();
    assert!(!mended.errors.is_empty());
    assert!(mended.setup.case("kudin").is_some());
}

#[tokio::test]
async fn a_text_that_is_not_in_force_yet_is_the_one_that_counts() {
    let desk = Desk::new().await;
    let text = fs::read_to_string(desk.case("kudin.toml")).unwrap();
    fs::write(desk.case("kudin.toml"), format!("{text}\n[[event]]\nkind = \"closed\"\non = 2021-08-01\n")).unwrap();
    let change = load_good(&desk.folder, &desk.store, desk.now).unwrap();
    let ended = |setup: &Setup| setup.case("kudin").unwrap().events.iter().any(|event| event.kind.word() == "closed");
    assert!(ended(&change.setup));
    assert!(ended(&*desk.puts_into_force().await));
}

#[rstest]
#[case::nothing(|_: &Desk| {}, true)]
#[case::saved_again(|desk: &Desk| fs::write(desk.case("kudin.toml"), fs::read(desk.case("kudin.toml")).unwrap()).unwrap(), false)]
#[case::put_in_its_place(|desk: &Desk| {
    let other = desk.home.path().join("other");
    fs::copy(desk.case("lapa.toml"), &other).unwrap();
    fs::rename(other, desk.case("kudin.toml")).unwrap();
}, false)]
#[case::gone(|desk: &Desk| fs::remove_file(desk.case("kudin.toml")).unwrap(), false)]
#[case::new(|desk: &Desk| { fs::copy(desk.case("kudin.toml"), desk.case("other.toml")).unwrap(); }, false)]
#[case::renamed(|desk: &Desk| fs::rename(desk.case("kudin.toml"), desk.case("other.toml")).unwrap(), false)]
#[case::reported(|desk: &Desk| {
    let setup = Setup::without_cases(&desk.folder, desk.now).unwrap().0;
    fs::create_dir_all(setup.reports_folder()).unwrap();
    fs::write(setup.reports_folder().join("kudin.toml"), "").unwrap();
}, false)]
#[case::people(|desk: &Desk| {
    let text = fs::read_to_string(desk.folder.join("people.toml")).unwrap();
    fs::write(desk.folder.join("people.toml"), format!("{text}\n# ")).unwrap();
}, false)]
#[case::law(|desk: &Desk| {
    fs::create_dir_all(desk.folder.join("law")).unwrap();
    fs::write(desk.folder.join("law/ru.toml"), fs::read_to_string("config/law/ru.toml").unwrap() + "\n# ").unwrap();
}, false)]
#[tokio::test]
async fn a_start_trusts_only_what_has_not_changed(#[case] change: fn(&Desk), #[case] trusts: bool) {
    let desk = Desk::new().await;
    change(&desk);
    assert_eq!(desk.trusts(), trusts);
}

#[tokio::test]
async fn errors_and_fresh_saves_are_never_trusted() {
    let mut desk = Desk::new().await;
    let text = fs::read_to_string(desk.case("kudin.toml")).unwrap();
    fs::write(desk.case("kudin.toml"), "id = ").unwrap();
    desk.puts_into_force().await;
    assert!(!desk.trusts());
    fs::write(desk.case("kudin.toml"), text).unwrap();
    desk.puts_into_force().await;
    assert!(desk.trusts());
    // Read within the same tick of the system's clock as it was saved: it may change again and look the same.
    desk.now = WallClock.now();
    desk.puts_into_force().await;
    assert!(!desk.trusts());
}

#[tokio::test]
async fn one_save_wakes_one_case() {
    let desk = Desk::new().await;
    let before = desk.puts_into_force().await;
    desk.all_sleep();
    let path = desk.case("kudin.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n[[event]]\nkind = \"contact\"\non = 2021-07-20\n")).unwrap();
    let files = BTreeSet::from([path]);
    let setup = before.amended(&files, desk.now).unwrap();
    let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
    refresh(&desk.store, &ground, Vec::new(), Scope::Changed, desk.now).await.unwrap();
    assert_eq!(desk.stirred(), BTreeSet::from(["kudin".to_owned()]));
    assert_eq!(all(&ground.setup, desk.now), all(&Setup::load(&desk.folder, desk.now).unwrap().0, desk.now));
    // The same save again changes nothing.
    desk.all_sleep();
    let again = Ground { setup: Arc::new(ground.setup.amended(&files, desk.now).unwrap()), ..ground };
    refresh(&desk.store, &again, Vec::new(), Scope::Changed, desk.now).await.unwrap();
    assert_eq!(desk.stirred(), BTreeSet::new());
}

/// What all cases rest on, and the cases whose place is the very same in both.
fn kept(before: &Setup, after: &Setup) -> (bool, BTreeSet<String>) {
    let same =
        |place: &&Place| before.cases.place(place.id.as_str()).is_some_and(|was| Arc::ptr_eq(&was.file, &place.file));
    let cases = after.cases.places().iter().filter(same).map(|place| place.id.to_string()).collect();
    (before.basis == after.basis, cases)
}

/// Everything that changed shows in what is the very same after a reading.
#[rstest]
#[case::nothing(|_: &Desk| {}, true, None)]
#[case::saved_again(|desk: &Desk| fs::write(desk.case("kudin.toml"), fs::read(desk.case("kudin.toml")).unwrap()).unwrap(), true, None)]
#[case::saved_otherwise(|desk: &Desk| {
    let text = fs::read_to_string(desk.case("kudin.toml")).unwrap();
    fs::write(desk.case("kudin.toml"), text + "\n# ").unwrap();
}, true, Some("kudin"))]
#[case::gone(|desk: &Desk| fs::remove_file(desk.case("kudin.toml")).unwrap(), true, Some("kudin"))]
#[case::renamed(|desk: &Desk| fs::rename(desk.case("kudin.toml"), desk.case("other.toml")).unwrap(), true, Some("kudin"))]
#[case::reported(|desk: &Desk| {
    let setup = Setup::without_cases(&desk.folder, desk.now).unwrap().0;
    fs::create_dir_all(setup.reports_folder()).unwrap();
    fs::write(setup.reports_folder().join("kudin.toml"), "").unwrap();
}, true, Some("kudin"))]
#[case::people(|desk: &Desk| {
    let text = fs::read_to_string(desk.folder.join("people.toml")).unwrap();
    fs::write(desk.folder.join("people.toml"), text + "\n# ").unwrap();
}, false, None)]
#[case::settings(|desk: &Desk| {
    let text = fs::read_to_string(desk.folder.join("staywatch.toml")).unwrap();
    fs::write(desk.folder.join("staywatch.toml"), text + "\n# ").unwrap();
}, false, None)]
#[case::law(|desk: &Desk| {
    fs::create_dir_all(desk.folder.join("law")).unwrap();
    fs::write(desk.folder.join("law/ru.toml"), fs::read_to_string("config/law/ru.toml").unwrap() + "\n# ").unwrap();
}, false, None)]
#[tokio::test]
async fn what_has_not_changed_is_the_very_same(
    #[case] change: fn(&Desk),
    #[case] basis: bool,
    #[case] but: Option<&str>,
) {
    let desk = Desk::new().await;
    let before = desk.puts_into_force().await;
    let mut all: BTreeSet<String> = before.cases.places().iter().map(|place| place.id.to_string()).collect();
    assert!(but.is_none_or(|but| all.remove(but)));
    change(&desk);
    let mut after = load_good(&desk.folder, &desk.store, desk.now).unwrap().setup;
    assert_eq!(kept(&before, &after), (false, BTreeSet::new()), "read anew");
    after.keep(&before);
    assert_eq!(kept(&before, &after), (basis, all));
    let one_and_the_same = std::ptr::eq(after.cases.places(), before.cases.places());
    assert_eq!(one_and_the_same, but.is_none(), "held once, and not in pieces of every reading");
}

#[tokio::test]
async fn a_chat_that_was_let_in_makes_another_basis_of_the_same_text() {
    let desk = Desk::new().await;
    let people = desk.folder.join("people.toml");
    let text = fs::read_to_string(&people).unwrap();
    let newcomer = "[[person]]\nid = \"newcomer\"\nrole = \"lawyer\"\ntelegram = \"invited\"\n";
    fs::write(&people, format!("{text}\n{newcomer}")).unwrap();
    let before = desk.puts_into_force().await;
    let read = || {
        let mut after = trusted(&desk.folder, &desk.store, desk.now).unwrap().unwrap();
        after.keep(&before);
        kept(&before, &after)
    };
    assert!(read().0);
    desk.store.write_now(|tx| store::set_memo(tx, "adopted/newcomer", "77")).unwrap();
    let (basis, cases) = read();
    assert!(!basis && cases.len() == before.cases.len());
}

/// Reading the same again, as a whole or not, leaves what an audit found out in force; reading it anew does not.
#[tokio::test]
async fn a_reading_that_finds_the_same_has_no_case_planned_anew() {
    let desk = Desk::new().await;
    let first = desk.puts_into_force().await;
    let words = Arc::new(Words::default());
    let (announce, in_force) = watch::channel(Ground { setup: Arc::clone(&first), words: Arc::clone(&words) });
    tick(&desk.store, &in_force.borrow().clone(), desk.now).await.unwrap();
    let (clock, turn): (Arc<dyn Clock>, _) = (Arc::new(HandClock::at(desk.now)), Arc::default());
    let mut auditor = Auditor::planning(desk.store.clone(), 0);
    let mut planned = async |setup: Setup| {
        announce.send_replace(Ground { setup: Arc::new(setup), words: Arc::clone(&words) });
        auditor.pass(&in_force, &turn, &clock, desk.now, Duration::ZERO).await.unwrap().planned
    };
    let all = first.cases.len();
    // The first pass cannot know who has written before.
    for _ in 0..2 {
        planned((*first).clone()).await;
    }
    let usual = planned((*first).clone()).await;
    assert!(usual < all, "{usual} of {all}");
    for trusts in [true, false] {
        let again = || {
            let known = trusted(&desk.folder, &desk.store, desk.now).unwrap().filter(|_| trusts);
            known.unwrap_or_else(|| load_good(&desk.folder, &desk.store, desk.now).unwrap().setup)
        };
        let mut kept = again();
        kept.keep(&first);
        let few = planned(kept).await;
        assert!(few < all, "{few} of {all}");
        assert_eq!(planned(again()).await, all);
        planned((*first).clone()).await;
    }
}

#[rstest]
#[case::broken("kudin.toml", Some("id = "))]
#[case::gone("kudin.toml", None)]
#[case::another_code("kudin.toml", Some("id = \"other\"\nhost = \"RU\"\n[team]\nlawyers = [\"counsel\"]\n"))]
#[case::a_code_that_stands_elsewhere(
    "new.toml",
    Some("id = \"kudin\"\nhost = \"RU\"\n[team]\nlawyers = [\"counsel\"]\n")
)]
#[case::nobody("kudin.toml", Some("id = \"kudin\"\nhost = \"RU\"\n[team]\nlawyers = [\"nobody-knows\"]\n"))]
#[case::not_a_case("../people.toml", None)]
#[tokio::test]
async fn a_save_that_is_in_doubt_is_read_with_the_whole_folder(#[case] name: &str, #[case] text: Option<&str>) {
    let desk = Desk::new().await;
    let before = desk.puts_into_force().await;
    match text {
        Some(text) => fs::write(desk.case(name), text).unwrap(),
        None if name == "kudin.toml" => fs::remove_file(desk.case(name)).unwrap(),
        None => {}
    }
    assert!(before.amended(&BTreeSet::from([desk.case(name)]), desk.now).is_none());
}
