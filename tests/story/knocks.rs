//! What is asked or listed again and again while nothing gets out: after the outage only the last of it does.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::SignedDuration;
use staywatch::ids::PersonId;
use staywatch::notice::answered::Act as AnswerAct;
use staywatch::outbox::{Reply, Target, answer};
use staywatch::store::Via;

use crate::about;
use crate::house::House;
use crate::smtp::{Act, Stage};

const PEOPLE: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "counsel@example.org"
quiet = "20:00-08:00"
[[person]]
id = "duty"
role = "coordinator"
telegram = 1001
quiet = "20:00-08:00"
[[person]]
id = "second"
role = "coordinator"
email = "second@example.org"
quiet = "20:00-08:00"
[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

/// Two letters of international bodies: both are told at the same moment, and asked about together at first.
const CASE: &str = r#"
id = "case-a"
host = "RU"
gravity = "grave"
laws = ["ru"]
[team]
lawyers = ["counsel"]
coordinators = ["duty", "second"]
[[event]]
kind = "arrest"
on = 2026-03-01
[[event]]
kind = "registry-letter"
body = "echr"
on = 2026-03-03
answer_by = 2026-03-05
[[event]]
kind = "registry-letter"
body = "hrc"
on = 2026-03-03
answer_by = 2026-03-06
"#;

/// A house in which nothing gets out from the first moment on.
async fn shut(settings: &str) -> House {
    let mut house = House::with("2026-03-03T10:00:00Z", &[], settings).await;
    house.people(PEOPLE).await;
    house.edits("a.toml", CASE).await;
    house
}

/// Everything that waits goes out: to whom, and what its subject says.
async fn opens(house: &mut House) -> Vec<String> {
    let from = house.mail.mails().len();
    house.mails();
    house.mail.always(None);
    let end = house.moment() + SignedDuration::from_mins(20);
    house.until(&end.to_string()).await;
    let to: Vec<String> = house.mail.mails()[from..].iter().map(|mail| mail.to[0].clone()).collect();
    house.mails().into_iter().zip(to).map(|(subject, to)| format!("{to} {subject}")).collect()
}

/// What one person reads of it.
fn read(mails: &[String], person: &str, words: &str) -> Vec<String> {
    let theirs = about(mails, &format!("<{person}@"));
    about(&theirs, words).iter().map(|mail| mail.split_once("> ").unwrap().1.to_owned()).collect()
}

#[tokio::test]
async fn of_what_nobody_has_confirmed_only_what_was_asked_last_goes_out() {
    let both = "case-a: NOBODY CONFIRMED 2 terms, the first Thu 2026-03-05 24:00 (Europe/Moscow): Answer to the letter of an \
                international body";
    let first = "case-a: NOBODY CONFIRMED, 6 h left: Answer to the letter of an international body, by Thu 2026-03-05";
    let second = "case-a: NOBODY CONFIRMED, 6 h left: Answer to the letter of an international body, by Fri 2026-03-06";
    // At first they ask of both together, and it is said once however often they do. Then of the first alone: of the second
    // there is no newer word. At last of the second: whoever reads that has nothing to learn from the old letter.
    for (until, goes_out) in [
        ("2026-03-04T10:00:00Z", vec![both]),
        ("2026-03-05T15:05:00Z", vec![both, first]),
        ("2026-03-06T15:00:00Z", vec![second]),
    ] {
        let mut house = shut("[digest]\nat = \"never\"\n").await;
        house.only_looks_until(until).await;
        let mails = opens(&mut house).await;
        for person in ["counsel", "second"] {
            let asked = read(&mails, person, "CONFIRMED");
            let asked: Vec<&String> = asked.iter().filter(|asked| !asked.contains("transfer risk")).collect();
            assert_eq!(asked.len(), goes_out.len(), "{person}, {until}: {asked:?}");
            assert!(
                goes_out.iter().all(|says| asked.iter().any(|asked| asked.starts_with(says))),
                "{until}: {asked:?}"
            );
        }
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn that_nobody_has_two_terms_is_not_said_once_somebody_took_one() {
    let mut house = shut("[digest]\nat = \"never\"\n").await;
    house.only_looks_until("2026-03-03T11:00:00Z").await;
    let (ground, now) = (house.ground(), house.moment());
    let taken = house.store().write_now(|tx| {
        let sql = "SELECT id FROM matter WHERE subject LIKE '%registry-letter-1'";
        let target = Target::Matter(tx.query_row(sql, [], |row| row.get(0))?);
        let by = ground.setup.people.person(&PersonId::parse("counsel").unwrap()).unwrap();
        let reply = Reply { by, via: Via::CommandLine, act: AnswerAct::Taken, pause: None, target };
        answer(tx, &ground, &reply, now)
    });
    taken.unwrap();
    let asked = read(&opens(&mut house).await, "second", "2 terms");
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].starts_with("case-a: OLDER, in part no longer true: NOBODY CONFIRMED 2 terms"), "{asked:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn of_the_lists_of_several_mornings_only_the_last_goes_out() {
    let mut house = shut("[digest]\nat = \"08:00\"\n").await;
    house.only_looks_until("2026-03-06T09:00:00Z").await;
    let from = house.mail.mails().len();
    let mails = opens(&mut house).await;
    for person in ["counsel", "second", "admin"] {
        assert_eq!(read(&mails, person, "Today and this week"), ["Today and this week: 1 term"], "{person}: {mails:?}");
    }
    let lists = house.mail.mails()[from..].iter().filter(|mail| mail.data.contains("Today and this week")).count();
    assert_eq!(lists, 3);
    assert_eq!(about(&house.chats(), "2026-03-06").len(), 1);
    house.ignores_the_rest();
}

#[tokio::test]
async fn of_the_days_on_which_the_same_did_not_get_out_only_the_last_is_told() {
    let mut house = House::at("2026-03-03T21:00:00Z", &[]).await;
    house.people(PEOPLE).await;
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.edits("a.toml", CASE).await;
    // Before midnight, and after it.
    house.until("2026-03-04T08:30:00Z").await;
    let mails = opens(&mut house).await;
    // Of the lawyer, and of the coordinator.
    assert_eq!(read(&mails, "admin", "could not be delivered so far").len(), 2, "{mails:?}");
    house.ignores_the_rest();
}
