//! Which ways out there are, and what is not offered on them.

use crate::GRANTED;
use crate::house::{House, PEOPLE};

#[tokio::test]
async fn an_address_without_a_way_out_is_no_address() {
    let smtp = "[smtp]\nhost = \"mail.example.org\"\nfrom = \"staywatch@example.org\"\n[digest]\nat = \"never\"\n";
    let mut house = House::with("2026-03-02T10:00:00Z", &[], smtp).await;
    house.people(&PEOPLE.replace("telegram = 1001", "telegram = 1001\nemail = \"duty@example.org\"")).await;
    house.edits("a.toml", &GRANTED.replace("[team]", "[team]\ncoordinators = [\"duty\"]")).await;
    house.until("2026-03-11T20:30:00Z").await;
    let to_duty = house.mail.mails().iter().filter(|mail| mail.to[0].contains("duty@")).count();
    assert!(to_duty > 0, "whatever would go to the chat goes to the mailbox");
    assert!(house.bot.sent().is_empty(), "nobody reads a chat that nothing is sent to");
    house.mails();
    house.ignores_the_rest();
}

#[tokio::test]
async fn advocacy_is_offered_no_button() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    let press = "[[person]]\nid = \"press\"\nrole = \"advocacy\"\ntelegram = 1007\n";
    house.people(&format!("{PEOPLE}{press}")).await;
    let team = "[team]\nadvocacy = [\"press\"]\ncoordinators = [\"duty\"]";
    let gone = "[[event]]\nkind = \"disappeared\"\non = 2026-03-02T09:00:00Z\n";
    house.edits("a.toml", &format!("{}{gone}", GRANTED.replace("[team]", team))).await;
    house.until("2026-03-02T10:30:00Z").await;
    let buttons = |chat: i64| {
        let sent = house.bot.sent();
        let to: Vec<_> = sent.iter().filter(|call| call["chat_id"] == chat).collect();
        (to.len(), to.iter().filter(|call| !call["reply_markup"].is_null()).count())
    };
    let (press, duty) = (buttons(1007), buttons(1001));
    assert!(press.0 > 0 && press.1 == 0, "{press:?}");
    assert!(duty.1 > 0, "{duty:?}");
    house.ignores_the_rest();
}
