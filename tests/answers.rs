//! What the store keeps of answers: codes and links, what an answer takes back, chats that asked for patience, addresses
//! that were refused.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::{SignedDuration, Timestamp};
use staywatch::ids::{CaseId, PersonId};
use staywatch::law::rule::Severity;
use staywatch::notice::answered::{Act, Answered, Matter, Who};
use staywatch::notice::message::Message;
use staywatch::notice::plan::Mark;
use staywatch::store::{self, Open, Owed, Refused, Store, Via};

const LEASE: SignedDuration = SignedDuration::from_mins(10);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn person(id: &str) -> PersonId {
    PersonId::parse(id).unwrap()
}

fn matter(rule: &str) -> Matter {
    Matter { subject: format!("{rule}/arrest-1"), revision: 9000, ends: Some(at(9000)) }
}

fn owed(kind: &'static str, who: &str, channel: &'static str, about: &[&str]) -> Owed {
    Owed {
        case: Some(CaseId::parse("case-a").unwrap()),
        key: format!("case-a-{kind}-{who}-{channel}-{}", about.join("-")),
        thread: "case-a".into(),
        kind,
        severity: Severity::High,
        person: person(who),
        channel,
        message: Message { subject: "s".into(), language: "en".into(), ..Message::default() },
        moot: None,
        marks: vec![Mark { subject: about.join("+"), revision: 9000, step: kind.into() }],
        matters: about.iter().map(|rule| matter(rule)).collect(),
        code: (channel == "email").then(|| format!("{}-222", who.to_uppercase().chars().take(3).collect::<String>())),
        not_before: None,
    }
}

#[test]
fn a_link_is_good_only_as_this_store_made_it() {
    let (ours, other) = (Store::in_memory().unwrap(), Store::in_memory().unwrap());
    ours.write_now(|tx| store::owe(tx, &owed("reminder", "counsel", "email", &["x"]), at(0))).unwrap();
    other.write_now(|tx| store::owe(tx, &owed("reminder", "counsel", "email", &["x"]), at(0))).unwrap();
    let token = ours.write_now(|tx| store::answer_token(tx, "COU-222")).unwrap();
    let letter = |store: &Store, token: &str| store.write_now(|tx| store::verify_token(tx, token)).unwrap();
    assert_eq!(letter(&ours, &token), Some(1));
    assert_eq!(letter(&other, &token), None, "another store has another key");
    let (code, signature) = token.split_once('.').unwrap();
    for forged in [
        code.to_owned(),
        format!("{code}."),
        format!("{code}.{}", &signature[..30]),
        format!("{code}.{signature}0"),
        format!("{code}.{}", signature.to_uppercase()),
        format!("{code}.{}", "0".repeat(32)),
        format!("DUT-222.{signature}"),
        format!(".{signature}"),
        String::new(),
    ] {
        assert!(forged == token || letter(&ours, &forged).is_none(), "{forged}");
    }
    // The same again after the key was made: a link in a mail of yesterday works today.
    assert_eq!(ours.write_now(|tx| store::answer_token(tx, "COU-222")).unwrap(), token);
}

#[test]
fn an_answer_takes_back_what_would_be_noise_and_nothing_else() {
    let store = Store::in_memory().unwrap();
    let letters = [
        ("reminder", "counsel", "email", vec!["x"]),        // theirs: still comes
        ("reminder", "duty", "telegram", vec!["x"]),        // noise now
        ("escalation", "second", "email", vec!["x"]),       // noise now
        ("escalation", "duty", "telegram", vec!["x", "y"]), // the other matter still waits
        ("entry", "second", "email", vec!["x"]),            // facts that are new to them
        ("reminder", "second", "email", vec!["y"]),         // another matter
    ];
    let left = store
        .write_now(|tx| {
            for (kind, who, channel, about) in letters {
                let letter = Owed { code: None, ..owed(kind, who, channel, &about) };
                assert!(store::owe(tx, &letter, at(0))?);
            }
            let id = store::matter(tx, "case-a", &matter("x"), Severity::High)?;
            assert_eq!(store::withdraw(tx, &[id], &person("counsel"), |_| false, at(5))?, 2);
            let mut left = Vec::new();
            for channel in ["email", "telegram"] {
                left.extend(store::claim(tx, channel, at(10), LEASE, 99)?);
            }
            assert_eq!(store::counts(tx)?.2, 0, "taken back is not refused");
            Ok(left)
        })
        .unwrap();
    let mut left: Vec<String> = left.iter().map(|letter| format!("{} {}", letter.kind, letter.person)).collect();
    left.sort();
    assert_eq!(left, ["entry second", "escalation duty", "reminder counsel", "reminder second"]);
}

#[test]
fn an_answer_is_never_changed() {
    let store = Store::in_memory().unwrap();
    let changed = store.write_now(|tx| {
        let id = store::matter(tx, "case-a", &matter("x"), Severity::High)?;
        let about = Open { id, case: "case-a".into(), matter: matter("x"), severity: Severity::High };
        let answer = Answered {
            subject: matter("x").subject,
            revision: 9000,
            act: Act::Taken,
            person: person("counsel"),
            who: Who::Lawyer,
            at: at(7),
            until: None,
        };
        store::add_answer(tx, &about, &answer, (Via::Code, "duty"), None)?;
        assert_eq!(store::answers(tx, &CaseId::parse("case-a").unwrap())?, [answer]);
        Ok(tx.execute("UPDATE answer SET person = 'duty'", []).is_err())
    });
    assert!(changed.unwrap());
}

#[test]
fn a_chat_that_asked_for_patience_makes_only_its_own_letters_wait() {
    let store = Store::in_memory().unwrap();
    store
        .write_now(|tx| {
            store::owe(tx, &owed("reminder", "duty", "telegram", &["x"]), at(0))?;
            store::owe(tx, &owed("reminder", "second", "telegram", &["x"]), at(0))?;
            store::set_wait(tx, ("duty", None), "telegram", at(600))?;
            // Owed later, and to the same chat.
            store::owe(tx, &owed("escalation", "duty", "telegram", &["x"]), at(60))?;
            let who =
                |letters: Vec<store::Claimed>| letters.into_iter().map(|letter| letter.person).collect::<Vec<_>>();
            assert_eq!(who(store::claim(tx, "telegram", at(599), LEASE, 9)?), ["second"]);
            assert_eq!(who(store::claim(tx, "telegram", at(600), LEASE, 9)?), ["duty", "duty"]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_refused_address_is_remembered_since_when_and_forgiven() {
    let store = Store::in_memory().unwrap();
    let refused = |address: &str, second| Refused { address: address.into(), why: "550".into(), since: at(second) };
    let since = |tx: &rusqlite::Transaction<'_>| {
        let all = store::refused_contacts(tx)?;
        Ok::<_, store::StoreError>(all.get(&("counsel".to_owned(), "email".to_owned())).map(|one| one.since))
    };
    store
        .write_now(|tx| {
            store::refuse_contact(tx, "counsel", "email", &refused("a", 5))?;
            store::refuse_contact(tx, "counsel", "email", &refused("a", 50))?;
            assert_eq!(since(tx)?, Some(at(5)), "the same address: since the first time");
            store::refuse_contact(tx, "counsel", "email", &refused("b", 70))?;
            assert_eq!(since(tx)?, Some(at(70)), "another address");
            store::forgive_contact(tx, "counsel", "email")?;
            assert_eq!(since(tx)?, None);
            Ok(())
        })
        .unwrap();
}
