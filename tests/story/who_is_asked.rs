//! Stories of who is asked: whoever works on the case now, about what holds now.

use crate::house::House;
use crate::GRANTED;

const INVITED: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
telegram = "invited"

[[person]]
id = "press"
role = "advocacy"
email = "press@example.org"

[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

fn with(lawyers: &str) -> String {
    GRANTED.replace("\"counsel\"", lawyers)
}

/// Mails to somebody, the first of them left out.
fn to(house: &House, person: &str, from: usize) -> Vec<String> {
    let mine = |data: &str| data.contains(&format!("To: {person}@")) || data.contains(&format!("To: <{person}@"));
    let all = house.mail.mails();
    all[from..].iter().filter(|mail| mine(&mail.data)).map(|mail| mail.data.clone()).collect()
}

#[tokio::test]
async fn while_the_lawyer_is_only_invited_the_rest_of_the_team_is_told() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(INVITED).await;
    house.edits("a.toml", &with("\"counsel\"").replace("[[event]]", "advocacy = [\"press\"]\n[[event]]")).await;
    let from = house.mail.mails().len();
    house.until("2026-03-14T10:00:00Z").await;
    let press = to(&house, "press", from);
    assert!(press.iter().any(|mail| mail.contains("7 days left")), "{press:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn while_nobody_of_the_team_can_be_reached_the_admins_are_told() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(INVITED).await;
    house.edits("a.toml", &with("\"counsel\"")).await;
    let from = house.mail.mails().len();
    house.until("2026-03-14T10:00:00Z").await;
    let admin = to(&house, "admin", from);
    for step in ["7 days left", "1 h left", "term is OVER"] {
        assert!(admin.iter().any(|mail| mail.contains(step)), "{step}");
    }
    assert!(to(&house, "press", from).is_empty());
    house.ignores_the_rest();
}
