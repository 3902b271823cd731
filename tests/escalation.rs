//! The pace of escalation, the time that an answer holds, and what a plan owes when some answer and others do not.
//!
//! In: a case, random moments at which somebody answers. Out: everything that would be owed, which must never come
//! twice, never after the end, never while somebody has it, and must reach everybody before the end when nobody does.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use staywatch::docket::docket;
use staywatch::form::Sheet;
use staywatch::law::rule::Severity;
use staywatch::law::{Law, OwnLaw};
use staywatch::notice::answered::{Act, Answered, Matter, Who, matters, snooze_until};
use staywatch::notice::ladder::{Escalation, Ladders};
use staywatch::notice::plan::{Content, Kind, Notice, Told, View, plan};
use staywatch::people::People;
use staywatch::risk::assess;
use staywatch::watchlist::Case;

const PEOPLE: &str = r#"
[[person]]
id = "first"
role = "lawyer"
email = "first@example.org"
quiet = "22:00-07:00"
[[person]]
id = "second"
role = "lawyer"
email = "second@example.org"
[[person]]
id = "duty"
role = "coordinator"
telegram = 1001
quiet = "23:00-08:00"
[[person]]
id = "press"
role = "advocacy"
email = "press@example.org"
[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

const CASE: &str = r#"
id = "case-a"
host = "RU"
gravity = "grave"
laws = ["ru"]
[team]
lawyers = ["first", "second"]
coordinators = ["duty"]
advocacy = ["press"]
[[event]]
kind = "extradition-granted"
on = 2026-03-02
notified = 2026-03-02
known = 2026-03-02T12:00:00Z
"#;

const APPEAL: &str = "ru-cpc-463-appeal/extradition-granted-1";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

struct Played {
    said: Vec<(Timestamp, Notice)>,
    told: Told,
    end: Timestamp,
}

/// Plays the case from the first day to after its end; `answers` are given at these moments by these people.
fn play(answers: &[(Timestamp, &str, Act)]) -> Played {
    let law = Law::load(OwnLaw::default()).0;
    let people = People::read(Sheet::new("people.toml", PEOPLE)).0.unwrap();
    let case = Case::read(Sheet::new("a.toml", CASE), &law.zones()).0.unwrap();
    let ladders = Ladders::default();
    let (mut told, mut said) = (Told::default(), Vec::new());
    let (mut now, last) = (at("2026-03-02T12:00:00Z"), at("2026-03-14T00:00:00Z"));
    let mut waiting: Vec<_> = answers.to_vec();
    waiting.sort_by_key(|(when, ..)| *when);
    let mut end = last;
    loop {
        while waiting.first().is_some_and(|(when, ..)| *when <= now) {
            let (when, who, act) = waiting.remove(0);
            let docket = docket(&case, &law, when);
            let deadline = docket.deadlines.iter().find(|deadline| deadline.key.subject() == APPEAL).unwrap();
            let matter = Matter::of(deadline);
            let until = (act == Act::Snoozed).then(|| snooze_until(matter.ends, None, when)).flatten();
            if act == Act::Snoozed && until.is_none() {
                continue;
            }
            told.answers.push(Answered {
                subject: matter.subject,
                revision: matter.revision,
                act,
                person: staywatch::ids::PersonId::parse(who).unwrap(),
                who: Who::Lawyer,
                at: when,
                until,
            });
        }
        let docket = docket(&case, &law, now);
        if let Some(deadline) = docket.deadlines.iter().find(|deadline| deadline.key.subject() == APPEAL) {
            end = deadline.earliest.end;
        }
        let assessment = assess(&case, &law, &docket, now);
        let view = View {
            case: &case,
            docket: &docket,
            assessment: &assessment,
            people: &people,
            ladders: &ladders,
            told: &told,
            now,
        };
        let look = plan(view);
        for notice in look.notices {
            told.remember(&notice, now);
            said.push((now, notice));
        }
        let answered = waiting.first().map(|(when, ..)| *when);
        let next = look.look_again.into_iter().chain(answered).filter(|next| *next > now).min();
        match next {
            Some(next) if next <= last => now = next,
            _ => break,
        }
    }
    Played { said, told, end }
}

fn speaks_of(notice: &Notice) -> bool {
    matters(notice).iter().any(|matter| matter.subject == APPEAL)
}

/// Asks for an answer: a step of the escalation, or the question whether it is done.
fn presses(notice: &Notice) -> bool {
    notice.kind == Kind::Escalation || matches!(notice.content, Content::Reminder { again: true, .. })
}

fn severity() -> impl Strategy<Value = Severity> {
    prop_oneof![Just(Severity::High), Just(Severity::Critical)]
}

proptest! {
    #[test]
    fn the_pause_never_grows_as_the_time_runs_out(severity in severity(), a in 1_i64..20_000, b in 1_i64..20_000) {
        let pace = Escalation::default().of(severity).unwrap();
        let (less, more) = (SignedDuration::from_mins(a.min(b)), SignedDuration::from_mins(a.max(b)));
        prop_assert!(pace.pause(less) <= pace.pause(more));
        prop_assert!(pace.least <= pace.pause(less) && pace.pause(more) <= pace.after);
    }

    #[test]
    fn the_last_call_lies_between_the_middle_and_the_end(severity in severity(), left in 1_i64..40_000) {
        let pace = Escalation::default().of(severity).unwrap();
        let asked = at("2026-03-02T12:00:00Z");
        let end = asked + SignedDuration::from_mins(left);
        let call = pace.last_call(asked, end);
        prop_assert!(call <= end && call.duration_since(asked) * 2 >= end.duration_since(asked) - SignedDuration::from_secs(2));
        prop_assert!(end.duration_since(call) <= pace.unconfirmed);
    }

    #[test]
    fn a_snooze_leaves_at_least_half_of_the_time_and_lasts_no_longer_than_twelve_hours(left in 1_i64..200_000, wanted in 1_i64..10_000) {
        let now = at("2026-03-02T12:00:00Z");
        let end = now + SignedDuration::from_mins(left);
        if let Some(until) = snooze_until(Some(end), Some(SignedDuration::from_mins(wanted)), now) {
            prop_assert!(until > now && until.duration_since(now) * 2 <= end.duration_since(now));
            prop_assert!(until.duration_since(now) <= hours(12));
        } else {
            prop_assert!(left < 30 || wanted < 15);
        }
    }
}

fn moments() -> impl Strategy<Value = Vec<(i64, usize, bool)>> {
    proptest::collection::vec((0_i64..13_000, 0_usize..3, any::<bool>()), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn nothing_is_owed_twice_nothing_after_the_end_and_nobody_is_pressed_while_somebody_has_it(given in moments()) {
        let start = at("2026-03-02T12:00:00Z");
        let people = ["first", "second", "duty"];
        let answers: Vec<(Timestamp, &str, Act)> = given
            .into_iter()
            .map(|(minute, who, taken)| {
                (start + SignedDuration::from_mins(minute), people[who], if taken { Act::Taken } else { Act::Snoozed })
            })
            .collect();
        let Played { said, told, end } = play(&answers);
        let mut once = BTreeSet::new();
        for (when, notice) in &said {
            for person in &notice.to {
                for mark in &notice.marks {
                    // A step that one message settles with another is owed once, by whichever came first.
                    let fresh = once.insert((mark.clone(), person.clone()));
                    prop_assert!(fresh || notice.marks.len() > 1, "{when}: twice to {person}: {mark:?}");
                }
            }
            if !speaks_of(notice) {
                continue;
            }
            prop_assert!(notice.kind == Kind::Lapsed || *when < end, "{when}: {:?} after the end {end}", notice.kind);
            if presses(notice) {
                let matter = Matter { subject: APPEAL.into(), revision: end.as_second(), ends: Some(end) };
                prop_assert!(told.holding(&matter, *when).is_none(), "{when}: pressed while somebody has it");
            }
        }
    }
}

#[test]
fn when_nobody_answers_everybody_and_the_admins_are_called_before_the_end() {
    let Played { said, end, .. } = play(&[]);
    let asked: Vec<&(Timestamp, Notice)> =
        said.iter().filter(|(_, notice)| speaks_of(notice) && presses(notice)).collect();
    let called = asked.last().unwrap();
    assert_eq!(called.0, end - hours(6));
    let to: BTreeSet<&str> = called.1.to.iter().map(staywatch::ids::PersonId::as_str).collect();
    assert_eq!(to, BTreeSet::from(["admin", "duty", "first", "press", "second"]));
    assert_eq!(called.1.severity, Severity::Critical);
}

#[test]
fn an_answer_is_asked_for_again_when_half_of_the_time_has_gone() {
    let when = at("2026-03-08T21:00:00Z");
    let Played { said, end, .. } = play(&[(when, "second", Act::Taken)]);
    assert_eq!(end.duration_since(when), hours(72));
    let again: Vec<&(Timestamp, Notice)> =
        said.iter().filter(|(_, notice)| matches!(notice.content, Content::Reminder { again: true, .. })).collect();
    let (asked, notice) = again.first().unwrap();
    assert_eq!(*asked, when + hours(36));
    assert!(notice.to.iter().any(|person| person.as_str() == "second"), "{:?}", notice.to);
    // The step of one day lies within the time that the answer held: it came to whoever had it alone.
    let day =
        said.iter().find(|(when, notice)| speaks_of(notice) && *when == end - hours(24)).map(|(_, notice)| &notice.to);
    assert!(day.is_none_or(|to| !to.is_empty()));
}

#[test]
fn while_somebody_has_it_the_steps_come_to_them_and_the_last_one_to_all() {
    // Taken again and again, so that it is held at every step.
    let answers: Vec<(Timestamp, &str, Act)> = (0..600)
        .map(|nth| (at("2026-03-04T22:00:00Z") + SignedDuration::from_mins(20 * nth), "second", Act::Taken))
        .collect();
    let Played { said, end, .. } = play(&answers);
    let to = |lead: i64| -> BTreeSet<String> {
        let step = said.iter().filter(|(_, notice)| speaks_of(notice) && notice.lead == Some(hours(lead)));
        step.flat_map(|(_, notice)| notice.to.iter().map(ToString::to_string)).collect()
    };
    assert_eq!(to(72), BTreeSet::from(["second".to_owned()]), "{end}");
    assert_eq!(to(6), BTreeSet::from(["second".to_owned()]));
    assert_eq!(to(1), BTreeSet::from(["duty".to_owned(), "first".to_owned(), "second".to_owned()]));
    let taken = answers[0].0;
    assert!(!said.iter().any(|(when, notice)| *when >= taken && speaks_of(notice) && presses(notice)));
}

/// Somebody took it and was then taken out of people.toml, or cannot be reached any more: the others hear everything.
#[test]
fn what_is_with_somebody_who_is_gone_is_with_nobody() {
    let heard = |played: Played| -> Vec<String> {
        let about = played.said.iter().filter(|(_, notice)| speaks_of(notice));
        about.map(|(when, notice)| format!("{when} {:?} {:?}", notice.kind, notice.to)).collect()
    };
    let taken = at("2026-03-04T21:05:00Z");
    assert_eq!(heard(play(&[(taken, "nobody-any-more", Act::Taken)])), heard(play(&[])));
    assert_ne!(heard(play(&[(taken, "second", Act::Taken)])), heard(play(&[])));
}

/// Important, not critical: whoever sleeps is asked in the morning, and those who are awake in their place.
#[test]
fn nobody_is_woken_for_what_is_important_and_the_next_who_are_awake_are_asked() {
    let Played { said, .. } = play(&[]);
    let level = |notice: &Notice| matches!(&notice.content, Content::Unanswered { risk: Some(_), .. });
    let asked = said.iter().filter(|(_, notice)| level(notice) && notice.severity == Severity::High);
    let story: Vec<String> = asked
        .take(4)
        .map(|(when, notice)| {
            let to: Vec<&str> = notice.to.iter().map(staywatch::ids::PersonId::as_str).collect();
            let local = when.to_zoned(jiff::tz::TimeZone::get("Europe/Moscow").unwrap());
            format!("{} {}", local.strftime("%d %H:%M"), to.join(", "))
        })
        .collect();
    insta::assert_snapshot!(story.join("\n"), @r"
    02 19:00 second
    02 23:00 second
    03 07:00 first
    03 08:00 duty
    ");
}

/// What is tied to no term that nears waits for the morning; nothing grave does.
#[test]
fn what_can_wait_for_the_morning_waits_and_nothing_else() {
    let people = People::read(Sheet::new("people.toml", PEOPLE)).0.unwrap();
    let first = people.all().find(|person| person.id.as_str() == "first").unwrap();
    let moscow = jiff::tz::TimeZone::get("Europe/Moscow").unwrap();
    let (night, day) = (at("2026-03-02T22:00:00Z"), at("2026-03-03T12:00:00Z"));
    let Played { said, .. } = play(&[]);
    let of = |kind: Kind| said.iter().map(|(_, notice)| notice).find(|notice| notice.kind == kind).unwrap();
    let held = |notice: &Notice, now| staywatch::notice::plan::held_until(notice, first, &moscow, now);
    let morning = Some(at("2026-03-03T04:00:00Z"));
    let mut risk = of(Kind::Risk).clone();
    risk.severity = Severity::Normal;
    assert_eq!(held(&risk, night), morning);
    assert_eq!(held(&risk, day), None);
    for severity in [Severity::High, Severity::Critical] {
        risk.severity = severity;
        assert_eq!(held(&risk, night), None);
    }
    assert_eq!(held(of(Kind::Entry), night), morning, "terms that end days later");
    // The night before the last day nothing about the term waits.
    assert_eq!(held(of(Kind::Entry), at("2026-03-10T22:00:00Z")), None);
    assert_eq!(held(of(Kind::Reminder), night), None);
    assert_eq!(held(of(Kind::Escalation), night), None);
}
