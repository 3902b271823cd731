//! What people would have to hear of and that no other message says.

use crate::about;
use crate::house::House;

const HELD: &str = r#"
id = "case-a"
host = "RU"
gravity = "grave"
laws = ["ru"]
[team]
lawyers = ["counsel"]
[[event]]
kind = "arrest"
on = 2026-03-01T10:00
[[event]]
kind = "custody-ordered"
on = 2026-03-02T10:00
until = 2026-08-01
"#;

fn event(kind: &str, rest: &str) -> String {
    format!("[[event]]\nkind = \"{kind}\"\n{rest}\n")
}

/// The texts of the mails from one on, unfolded.
fn texts(house: &House, from: usize) -> Vec<String> {
    house.mail.mails()[from..].iter().map(|mail| mail.data.replace("=\r\n", "").replace("=\n", "")).collect()
}

#[tokio::test]
async fn the_urgent_actions_that_a_disappearance_opens_are_told_at_once_and_once() {
    let held = HELD.replace("host = \"RU\"", "host = \"AM\"").replace("laws = [\"ru\"]\n", "");
    let mut house = House::at("2026-03-10T07:00:00Z", &[("a.toml", &held)]).await;
    house.until("2026-03-10T07:10:00Z").await;
    house.mails();
    let from = house.mail.mails().len();
    house.edits("a.toml", &format!("{held}{}", event("disappeared", "on = 2026-03-10T11:15"))).await;
    house.until("2026-03-10T07:20:00Z").await;
    let said = texts(&house, from);
    let alarm = said.iter().find(|mail| mail.contains("IMMINENT")).expect("an alarm");
    for way in ["CED urgent action", "(WGEID)"] {
        assert!(alarm.contains(way), "the alarm lists {way}: {alarm}");
    }
    assert_eq!(about(&house.mails(), "new terms").len(), 1);
    house.until("2026-03-12T10:00:00Z").await;
    assert_eq!(about(&house.mails(), "new term"), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_term_that_outlives_the_handover_is_said_to_be_over() {
    let text = "id = \"case-a\"\nhost = \"RS\"\ngravity = \"grave\"\n[team]\nlawyers = [\"counsel\"]\n".to_owned()
        + &event("extradition-final", "on = 2026-01-20")
        + &event("surrendered", "on = 2026-01-25");
    let mut house = House::at("2026-05-19T10:00:00Z", &[("a.toml", &text)]).await;
    house.until("2026-05-21T10:00:00Z").await;
    let over = about(&house.mails(), "is OVER");
    assert_eq!(over.len(), 1, "{over:?}");
    assert!(over[0].contains("2026-05-20"), "{over:?}");
}
