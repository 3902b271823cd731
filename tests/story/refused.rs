//! Letters that a server refused because of something it has against us: nobody's letter is given up for it.

use crate::house::House;
use crate::smtp::{Act, Stage};
use crate::{GRANTED, about};

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
    assert_eq!(about(&mails, "3 days left: Appeal against").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}
