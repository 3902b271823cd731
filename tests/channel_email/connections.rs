//! What letters share, and what they do not: connections that hang, are kept, and are gone when the next letter comes.

use std::sync::Arc;

use rstest::rstest;
use staywatch::channel::{Answer, Then, email::Email};

use crate::smtp::{Act, SmtpServer, Stage};
use crate::{letter, settings};

#[tokio::test]
async fn one_hanging_letter_does_not_hold_up_the_others() {
    let server = SmtpServer::start().await;
    server.next(Stage::Rcpt, Act::Hang);
    let email = Arc::new(Email::new(settings(server.port())).unwrap());
    let held = tokio::spawn({
        let email = Arc::clone(&email);
        async move { email.send(&letter()).await }
    });
    server.reached().await;
    for _ in 0..20 {
        assert!(matches!(email.send(&letter()).await, Answer::Sent(_)));
    }
    held.abort();
    // A connection for each: none is kept unless another letter follows.
    assert_eq!(server.connections(), 21);
}

#[tokio::test]
async fn letters_that_follow_one_another_share_a_connection() {
    let server = SmtpServer::start().await;
    let email = Email::new(settings(server.port())).unwrap();
    for _ in 0..5 {
        assert!(matches!(email.send_then(&letter(), Then::Another).await, Answer::Sent(_)));
    }
    assert_eq!((server.connections(), server.mails().len()), (1, 5));
    email.rest().await;
    assert_eq!(server.heard().last().map(String::as_str), Some("QUIT"));
    assert!(matches!(email.send(&letter()).await, Answer::Sent(_)));
    assert_eq!((server.connections(), server.mails().len()), (2, 6));
}

/// Whatever has become of the connection meanwhile, the letter goes out over another, once.
#[rstest]
#[case::hung_up(Act::Drop)]
#[case::says_goodbye(Act::Say("221 idle timeout"))]
#[case::too_many(Act::Say("421 too many messages"))]
#[case::confused(Act::Say("503 bad sequence"))]
#[tokio::test]
async fn a_connection_that_waited_too_long_loses_nothing(#[case] meanwhile: Act) {
    let server = SmtpServer::start().await;
    server.later(meanwhile);
    let email = Email::new(settings(server.port())).unwrap();
    for _ in 0..3 {
        assert!(matches!(email.send_then(&letter(), Then::Another).await, Answer::Sent(_)));
    }
    assert_eq!((server.connections(), server.mails().len()), (3, 3));
}
