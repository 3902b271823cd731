//! The daemon's days as stories: a hand-moved clock, a real store, servers that speak the real protocols.

#[path = "story/answers.rs"]
mod answers;
#[path = "story/audit.rs"]
mod audit;
#[path = "story/minding.rs"]
mod minding;
#[path = "story/ways.rs"]
mod ways;
#[path = "story/gone.rs"]
mod gone;
#[path = "story/knocks.rs"]
mod knocks;
#[path = "story/supergroup.rs"]
mod supergroup;
#[path = "story/silence.rs"]
mod silence;
#[path = "story/news.rs"]
mod news;
#[path = "story/standby.rs"]
mod standby;
#[path = "story/reload.rs"]
mod reload;
#[path = "story/backup.rs"]
mod backup;
#[path = "support/botapi.rs"]
mod botapi;
#[path = "story/found.rs"]
mod found;
#[path = "story/files.rs"]
mod files;
#[path = "story/moved.rs"]
mod moved;
#[path = "story/refused.rs"]
mod refused;
#[path = "story/reported.rs"]
mod reported;
#[path = "support/house.rs"]
mod house;
#[path = "story/last_word.rs"]
mod last_word;
#[path = "story/who_is_asked.rs"]
mod who_is_asked;
#[cfg(feature = "pgp")]
#[path = "story/sealed.rs"]
mod sealed;
#[path = "story/summary.rs"]
mod summary;
#[path = "support/smtp.rs"]
mod smtp;
#[path = "story/untold.rs"]
mod untold;
#[path = "story/waited.rs"]
mod waited;
#[path = "story/weighed.rs"]
mod weighed;

use botapi::{flood, forbidden};
use house::House;
use smtp::{Act, Stage};

/// A lawyer hears of the decision on the day it is served; ten days run.
const GRANTED: &str = r#"
id = "case-a"
host = "RU"
gravity = "grave"
laws = ["ru"]
[team]
lawyers = ["counsel"]
[[event]]
kind = "extradition-granted"
on = 2026-03-02
notified = 2026-03-02
"#;

fn about(all: &[String], words: &str) -> Vec<String> {
    all.iter().filter(|subject| subject.contains(words)).cloned().collect()
}

#[tokio::test]
async fn a_deadline_is_told_at_each_rung_and_then_over() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-13T10:00:00Z").await;
    let appeal = about(&house.mails(), "Appeal against the decision to extradite");
    insta::assert_snapshot!(appeal.join("\n"), @r"
    case-a: 1 new term, Wed 2026-03-11 24:00 (Europe/Moscow): Appeal against the decision to extradite (9 days 11 hours left)
    case-a: 7 days left: Appeal against the decision to extradite, by Wed 2026-03-11 24:00 (Europe/Moscow)
    case-a: NOBODY CONFIRMED, 6 days 23 h left: Appeal against the decision to extradite, by Wed 2026-03-11 24:00 (Europe/Moscow)
    case-a: 3 days left: Appeal against the decision to extradite, by Wed 2026-03-11 24:00 (Europe/Moscow)
    case-a: 1 day left: Appeal against the decision to extradite, by Wed 2026-03-11 24:00 (Europe/Moscow)
    case-a: 6 h left: Appeal against the decision to extradite, by Wed 2026-03-11 24:00 (Europe/Moscow)
    case-a: NOBODY CONFIRMED, 6 h left: Appeal against the decision to extradite, by Wed 2026-03-11 24:00 (Europe/Moscow)
    case-a: NOBODY CONFIRMED, 6 h left: Appeal against the decision to extradite, by Wed 2026-03-11 24:00 (Europe/Moscow)
    case-a: 1 h left: Appeal against the decision to extradite, by Wed 2026-03-11 24:00 (Europe/Moscow)
    case-a: earlier reading PASSED: Appeal against the decision to extradite; the later ends Thu 2026-03-12 24:00 (Europe/Moscow)
    case-a: term is OVER: Appeal against the decision to extradite, since Thu 2026-03-12 24:00 (Europe/Moscow)
    ");
    house.ignores_the_rest();
}

#[tokio::test]
async fn asked_twice_it_says_nothing_twice() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    assert!(!house.mails().is_empty());
    house.reloads().await;
    house.until("2026-03-02T12:00:00Z").await;
    assert_eq!(house.mails(), Vec::<String>::new());
}

#[tokio::test]
async fn a_machine_that_slept_a_week_sends_one_message_that_says_how_late_it_is() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    house.mails();
    house.sleeps_until("2026-03-10T12:00:00Z");
    house.until("2026-03-10T12:00:00Z").await;
    let texts: Vec<String> = house.mail.mails().iter().map(|mail| mail.data.clone()).collect();
    let appeal = about(&house.mails(), "Appeal against");
    assert_eq!(appeal.len(), 1, "{appeal:?}");
    assert!(texts.iter().any(|text| text.contains("This message is late by")), "{texts:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_reminder_survives_a_dead_mail_server() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.until("2026-03-02T20:00:00Z").await;
    assert_eq!(house.mails(), Vec::<String>::new());
    house.mail.always(None);
    house.until("2026-03-02T21:00:00Z").await;
    assert_eq!(about(&house.mails(), "1 new term").len(), 1);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_send_that_was_cut_off_is_made_again_and_says_so() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.looks().await;
    house.dies_while_sending().await;
    house.until("2026-03-02T10:30:00Z").await;
    let mails = house.mail.mails();
    assert!(!mails.is_empty());
    assert!(mails.iter().all(|mail| mail.data.contains("X-Staywatch-Repeat: yes")));
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_answer_lost_after_the_final_dot_leads_to_a_marked_repeat() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.mail.next(Stage::Verdict, Act::Drop);
    house.until("2026-03-02T12:00:00Z").await;
    let mails = house.mail.mails();
    let repeats = mails.iter().filter(|mail| mail.data.contains("X-Staywatch-Repeat: yes")).count();
    assert_eq!(repeats, 1);
    house.ignores_the_rest();
}

#[tokio::test]
async fn one_chat_that_must_wait_delays_no_other_letter() {
    let case = GRANTED.replace("lawyers = [\"counsel\"]", "lawyers = [\"counsel\"]\ncoordinators = [\"duty\"]");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", &case)]).await;
    house.bot.next(flood(600));
    house.bot.next(flood(600));
    house.until("2026-03-02T10:05:00Z").await;
    assert!(!house.mails().is_empty());
    assert_eq!(house.chats().len(), 2, "both were refused");
    house.until("2026-03-02T10:09:00Z").await;
    assert_eq!(house.chats(), Vec::<String>::new(), "the chat is left alone for as long as it asked");
    house.until("2026-03-02T10:30:00Z").await;
    assert_eq!(house.chats().len(), 2);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_blocked_chat_is_given_up_and_the_admin_is_told() {
    let case = GRANTED.replace("lawyers = [\"counsel\"]", "coordinators = [\"duty\"]");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", &case)]).await;
    house.bot.always(1001, forbidden("bot was blocked by the user"));
    house.until("2026-03-02T10:30:00Z").await;
    assert_eq!(house.chats().len(), 2, "each letter is tried once");
    let told = about(&house.mails(), "a message could not be delivered");
    assert!(!told.is_empty());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_date_that_was_told_and_then_moves_is_corrected() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-03T10:00:00Z").await;
    house.mails();
    house.edits("a.toml", &GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-03")).await;
    house.until("2026-03-03T10:10:00Z").await;
    let corrections = about(&house.mails(), "CHANGED");
    assert_eq!(corrections.len(), 1, "{corrections:?}");
    assert!(corrections[0].contains("now Thu 2026-03-12"), "{corrections:?}");
    assert!(corrections[0].contains("was Wed 2026-03-11"), "{corrections:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_appeal_on_record_ends_the_reminders() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-03T10:00:00Z").await;
    house.mails();
    let filed = format!("{GRANTED}\n[[event]]\nkind = \"extradition-appeal-filed\"\non = 2026-03-03\n");
    house.edits("a.toml", &filed).await;
    house.until("2026-03-20T10:00:00Z").await;
    let last = about(&house.mails(), "Appeal against the decision to extradite");
    assert_eq!(last, ["case-a: entered as done, please check: Appeal against the decision to extradite"]);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_broken_edit_leaves_the_last_good_case_running_and_tells_the_admin_where() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    house.mails();
    house.edits("a.toml", &GRANTED.replace("2026-03-02", "2026-02-30")).await;
    house.until("2026-03-02T11:10:00Z").await;
    let mails = house.mail.mails();
    let subjects = house.mails();
    assert_eq!(about(&subjects, "configuration has 2 errors").len(), 1, "{subjects:?}");
    let told = mails.last().unwrap();
    assert!(told.data.contains("a.toml:10:6"), "{}", told.data);
    // The reminders of the case as it was go on.
    house.until("2026-03-10T22:00:00Z").await;
    assert!(!about(&house.mails(), "Appeal against the decision").is_empty());
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_ended_is_silent() {
    let over = format!("{GRANTED}\n[[event]]\nkind = \"freed\"\non = 2026-03-04\n");
    let mut house = House::at("2026-03-05T10:00:00Z", &[("a.toml", &over)]).await;
    house.until("2026-06-05T10:00:00Z").await;
    assert_eq!(house.mails(), Vec::<String>::new());
}

#[tokio::test]
async fn a_signal_from_the_chat_reaches_the_whole_team_at_once() {
    let case = GRANTED.replace("lawyers = [\"counsel\"]", "lawyers = [\"counsel\"]\ncoordinators = [\"duty\"]");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", &case)]).await;
    house.until("2026-03-02T10:05:00Z").await;
    assert!(about(&house.mails(), "IMMINENT").is_empty());
    house.chats();
    let buttons = house.hears(1001, "/signal case-a moved").await;
    house.until("2026-03-02T10:06:00Z").await;
    insta::assert_snapshot!(house.chats().join("\n"), @"case-a: внести: переведён(а) или увезён(а)?");
    assert_eq!(house.mails(), Vec::<String>::new(), "nothing is told before the Yes");
    house.puts_on_record(1001, &buttons[0]).await;
    house.until("2026-03-02T10:06:30Z").await;
    insta::assert_snapshot!(house.mails().join("\n"), @"case-a: transfer risk IMMINENT: Reported moved from the place of detention: a transport is how a handover starts");
    insta::assert_snapshot!(house.chats().join("\n"), @"case-a: риск передачи КРИТИЧЕСКИЙ: Сообщают, что человека вывезли из места содержания: с этапирования начинается передача");
}

#[tokio::test]
async fn a_case_whose_file_is_gone_is_not_dropped_in_silence() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    house.mails();
    house.loses("a.toml").await;
    house.until("2026-03-20T11:00:00Z").await;
    insta::assert_snapshot!(house.mails().join("\n"), @r"
    staywatch: the case case-a is no longer watched
    staywatch: case-a: the file is gone, nobody is reminded of this case any more
    ");
}

#[tokio::test]
async fn taking_out_somebody_whom_a_case_names_leaves_the_case_running() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    house.mails();
    house.people(&house::PEOPLE.replace("\"counsel\"", "\"somebody-else\"")).await;
    house.until("2026-03-10T22:00:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "configuration has 1 error").len(), 1, "{mails:?}");
    assert_eq!(about(&mails, "no longer watched"), Vec::<String>::new());
    assert!(!about(&mails, "Appeal against the decision").is_empty(), "{mails:?}");
}

#[tokio::test]
async fn an_edit_counts_while_another_file_is_broken() {
    let other = GRANTED.replace("case-a", "case-b");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED), ("b.toml", &other)]).await;
    house.until("2026-03-03T10:00:00Z").await;
    house.edits("b.toml", "id = \"case-b\"\nhost = ").await;
    house.until("2026-03-03T10:05:00Z").await;
    house.mails();
    house.edits("a.toml", &GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-03")).await;
    house.until("2026-03-03T10:10:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "case-a: date CHANGED").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_fact_of_today_counts_before_noon() {
    let mut house = House::at("2026-03-02T05:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T05:10:00Z").await;
    assert_eq!(about(&house.mails(), "1 new term").len(), 1);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_second_report_of_the_same_kind_is_news() {
    let signal = |on: &str| format!("\n[[event]]\nkind = \"signal\"\nwhat = \"moved\"\non = {on}\n");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    house.edits("a.toml", &format!("{GRANTED}{}", signal("2026-03-02T14:00:00+03:00"))).await;
    house.until("2026-03-02T11:10:00Z").await;
    assert_eq!(about(&house.mails(), "IMMINENT: Reported moved").len(), 1);
    house.takes("case-a", "counsel").await;
    let twice = format!("{GRANTED}{}{}", signal("2026-03-02T14:00:00+03:00"), signal("2026-03-02T18:00:00+03:00"));
    house.edits("a.toml", &twice).await;
    house.until("2026-03-02T15:10:00Z").await;
    assert_eq!(about(&house.mails(), "IMMINENT: Reported moved").len(), 1);
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_was_called_off_by_mistake_and_comes_back_is_said_again() {
    let filed = format!("{GRANTED}\n[[event]]\nkind = \"consented\"\non = 2026-03-03\n");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-03T10:00:00Z").await;
    house.edits("a.toml", &filed).await;
    house.until("2026-03-03T11:00:00Z").await;
    assert_eq!(about(&house.mails(), "no longer run").len(), 1);
    house.edits("a.toml", GRANTED).await;
    house.until("2026-03-03T11:10:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "Appeal against the decision").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_save_before_noon_repeats_nothing() {
    let consented = format!("{GRANTED}\n[[event]]\nkind = \"consented\"\non = 2026-03-03\n");
    let mut house = House::at("2026-03-03T05:00:00Z", &[("a.toml", &consented)]).await;
    house.until("2026-03-03T05:10:00Z").await;
    assert!(!about(&house.mails(), "IMMINENT").is_empty());
    house.takes("case-a", "counsel").await;
    house.edits("a.toml", &format!("{consented}\n# a remark\n")).await;
    house.until("2026-03-03T20:00:00Z").await;
    assert_eq!(about(&house.mails(), "IMMINENT"), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_mail_server_that_stays_down_is_told_by_another_way() {
    let case = GRANTED.replace("lawyers = [\"counsel\"]", "coordinators = [\"duty\"]");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", &case)]).await;
    house.bot.always(1001, flood(1));
    house.until("2026-03-02T12:00:00Z").await;
    assert!(!about(&house.mails(), "a message could not be delivered").is_empty());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_broken_calendar_of_ones_own_takes_no_deadline_away() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-03T10:00:00Z").await;
    house.mails();
    house.calendar("ru-courts.toml", "[calendar\n").await;
    house.until("2026-03-03T11:00:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "no longer run"), Vec::<String>::new());
    assert_eq!(about(&mails, "configuration has").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}
