//! Letters that a server refused: what was owed at a wrong address, or while a server held something against us, is not
//! given up for good.

use crate::botapi::{flood, forbidden};
use crate::house::{House, PEOPLE};
use crate::smtp::{Act, Stage};
use crate::{GRANTED, about};

/// Subjects of the mails to somebody, from the nth mail on.
fn to(house: &House, address: &str, from: usize) -> Vec<String> {
    let theirs = house.mail.mails().into_iter().skip(from).filter(|mail| mail.data.contains(address));
    theirs.filter_map(|mail| mail.data.lines().find(|line| line.starts_with("Subject:")).map(str::to_owned)).collect()
}

#[tokio::test]
async fn what_a_server_refuses_because_of_us_is_sent_once_it_takes_our_mail_again() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-08T10:00:00Z").await;
    house.mails();
    let blocked = Act::Say("554 5.7.1 Service unavailable; Client host blocked using zen.example.org");
    house.mail.always(Some((Stage::Rcpt, blocked)));
    house.until("2026-03-08T22:00:00Z").await;
    assert_eq!(house.mails(), Vec::<String>::new());
    house.mail.always(None);
    house.until("2026-03-08T22:30:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "2 days 22 h left: Appeal against").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_address_that_is_put_right_gets_the_last_of_what_was_refused_at_the_wrong_one() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(&PEOPLE.replace("counsel@", "cuonsel@")).await;
    house.mail.always(Some((Stage::Rcpt, Act::Say("550 5.1.1 no such user"))));
    house.edits("a.toml", GRANTED).await;
    house.until("2026-03-02T10:20:00Z").await;
    house.mail.always(None);
    let from = house.mail.mails().len();
    house.people(PEOPLE).await;
    house.until("2026-03-02T13:00:00Z").await;
    let mails = to(&house, "counsel@example.org", from);
    assert_eq!(about(&mails, "1 new term").len(), 1, "{mails:?}");
    assert_eq!(about(&mails, "case-a: transfer risk").len(), 1, "{mails:?}");
    // Read again, nothing goes out twice.
    let from = house.mail.mails().len();
    house.people(&format!("{PEOPLE}\n# a remark\n")).await;
    house.until("2026-03-02T14:00:00Z").await;
    assert_eq!(to(&house, "counsel@example.org", from), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_address_that_takes_letters_again_gets_what_the_chat_has_not_taken_either() {
    let people = PEOPLE.replace("email = \"counsel@example.org\"", "email = \"counsel@example.org\"\ntelegram = 1003");
    let mut house = House::at("2026-03-04T19:00:00Z", &[]).await;
    house.people(&people).await;
    house.mail.always(Some((Stage::Rcpt, Act::Say("550 5.1.1 no such user"))));
    house.bot.always(1003, flood(600));
    house.edits("a.toml", GRANTED).await;
    house.until("2026-03-04T19:30:00Z").await;
    house.mail.always(None);
    // Nothing knocks at the mailbox while the chat may still take what waits; the next letter to it finds it open.
    let from = house.mail.mails().len();
    house.until("2026-03-04T21:05:00Z").await;
    let mails = to(&house, "counsel@example.org", from);
    assert_eq!(about(&mails, "7 days left: Appeal against").len(), 1, "{mails:?}");
    assert_eq!(about(&mails, "case-a: transfer risk").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_reached_somebody_another_way_is_not_repeated_when_their_chat_works_again() {
    let people = PEOPLE.replace("telegram = 1001", "telegram = 1001\nemail = \"duty@example.org\"");
    let case = GRANTED.replace("lawyers = [\"counsel\"]", "coordinators = [\"duty\"]");
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(&people).await;
    house.bot.always(1001, forbidden("bot was blocked by the user"));
    house.edits("a.toml", &case).await;
    house.until("2026-03-02T10:30:00Z").await;
    let (tried, mailed) = (house.chats().len(), house.mails().len());
    assert!(tried > 0 && mailed > 0);
    house.people(&people.replace("1001", "1002")).await;
    house.until("2026-03-02T12:00:00Z").await;
    assert_eq!(house.chats(), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn the_members_of_a_group_whose_chat_is_closed_to_us_are_told_themselves() {
    let anna = "\n[[person]]\nid = \"anna\"\nrole = \"coordinator\"\nemail = \"anna@example.org\"\n\
                \n[[group]]\nid = \"night\"\nmembers = [\"anna\"]\ntelegram = 1002\n";
    let custody = "\n[[event]]\nkind = \"custody-ordered\"\non = 2026-03-02T10:00\nuntil = 2026-03-20\n";
    let team = "lawyers = [\"counsel\"]\ncoordinators = [\"night\"]";
    let case = format!("{}{custody}", GRANTED.replace("lawyers = [\"counsel\"]", team));
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(&format!("{PEOPLE}{anna}")).await;
    house.bot.always(1002, forbidden("bot was kicked from the group chat"));
    house.edits("a.toml", &case).await;
    house.until("2026-03-16T10:00:00Z").await;
    let from = house.mail.mails().len();
    house.until("2026-03-18T10:00:00Z").await;
    let mails = to(&house, "anna@example.org", from);
    assert!(!about(&mails, "3 days").is_empty(), "what is high and not critical: {mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_chat_that_asks_for_a_day_of_patience_does_not_keep_what_the_mailbox_can_take() {
    let people = PEOPLE.replace("telegram = 1001", "telegram = 1001\nemail = \"duty@example.org\"");
    let case = GRANTED.replace("lawyers = [\"counsel\"]", "coordinators = [\"duty\"]");
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(&people).await;
    for _ in 0..9 {
        house.bot.next(flood(80_000));
    }
    house
        .edits(
            "a.toml",
            &format!("{case}\n[[event]]\nkind = \"custody-ordered\"\non = 2026-03-02\nuntil = 2026-03-20\n"),
        )
        .await;
    house.until("2026-03-02T10:10:00Z").await;
    let (tried, mails) = (house.chats(), house.mails());
    assert!(!tried.is_empty());
    assert!(!about(&mails, "could not be delivered").is_empty(), "the admin hears of it: {mails:?}");
    let mailed = to(&house, "duty@example.org", 0).len();
    assert!(mailed >= tried.len(), "what the chat would not take went by mail: {mails:?}");
    // What is owed meanwhile takes the open way at once.
    let from = house.mail.mails().len();
    house
        .edits(
            "a.toml",
            &format!("{case}\n[[event]]\nkind = \"signal\"\nwhat = \"told-to-pack\"\non = 2026-03-02T13:20\n"),
        )
        .await;
    house.until("2026-03-02T10:30:00Z").await;
    assert!(!to(&house, "duty@example.org", from).is_empty());
    house.ignores_the_rest();
}

#[tokio::test]
async fn another_chat_of_somebody_does_not_wait_for_what_the_old_one_asked() {
    let case = GRANTED.replace("lawyers = [\"counsel\"]", "lawyers = [\"counsel\"]\ncoordinators = [\"duty\"]");
    let event = |rest: &str| format!("\n[[event]]\n{rest}\n");
    let signal = format!("{case}{}", event("kind = \"signal\"\nwhat = \"told-to-pack\"\non = 2026-03-02T13:10"));
    let people = |chat: &str| PEOPLE.replace("language = \"ru\"", "language = \"en\"").replace("1001", chat);
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(&people("1001")).await;
    house.bot.always(1001, flood(80_000));
    house.edits("a.toml", &case).await;
    house.until("2026-03-02T10:05:00Z").await;
    // What is owed while the old chat waits stands in line behind it.
    house.edits("a.toml", &signal).await;
    house.until("2026-03-02T10:20:00Z").await;
    house.people(&people("1003")).await;
    house.until("2026-03-02T10:25:00Z").await;
    let heard = |house: &House| {
        let sent = house.bot.sent();
        let here = sent.iter().filter(|one| one["chat_id"] == 1003);
        here.map(|one| one["text"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let first: Vec<String> = heard(&house).iter().filter_map(|text| text.lines().next().map(str::to_owned)).collect();
    assert_eq!((about(&first, "1 new term").len(), about(&first, "IMMINENT: Told to pack").len()), (1, 1), "{first:?}");
    // The new one may ask for patience, too; a remark in the file makes no other of it.
    house.bot.always(1003, flood(80_000));
    house.edits("a.toml", &format!("{signal}{}", event("kind = \"disappeared\"\non = 2026-03-02T13:26"))).await;
    house.until("2026-03-02T10:30:00Z").await;
    let asked = heard(&house).len();
    assert!(asked > first.len());
    house.people(&format!("{}\n# a remark\n", people("1003"))).await;
    house.until("2026-03-02T11:00:00Z").await;
    assert_eq!(heard(&house).len(), asked);
    house.ignores_the_rest();
}
