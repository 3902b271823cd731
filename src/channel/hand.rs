//! Letters handed to somebody in this very process, who answers for each of them.
//!
//! In: letters. Out: what the other side says. For simulations and for programs that carry mail in their own way. It
//! keeps nothing, and waits for as long as the other side takes.

use tokio::sync::{mpsc, oneshot};

use super::{Answer, Letter};

/// A letter, and where its answer is expected. Dropped without an answer, nobody knows whether it arrived.
pub type Handed = (Letter, oneshot::Sender<Answer>);

/// The giving end.
#[derive(Clone, Debug)]
pub struct Hand(mpsc::UnboundedSender<Handed>);

impl Hand {
    /// A giving and a taking end.
    #[must_use]
    pub fn new() -> (Self, mpsc::UnboundedReceiver<Handed>) {
        let (give, take) = mpsc::unbounded_channel();
        (Self(give), take)
    }

    /// Hands one letter over and waits for the answer.
    pub async fn send(&self, letter: &Letter) -> Answer {
        let (give, answer) = oneshot::channel();
        if self.0.send((letter.clone(), give)).is_err() {
            return Answer::Temporary { why: "nobody takes letters at the other end".to_owned(), after: None };
        }
        answer.await.unwrap_or_else(|_| Answer::Unknown { why: "the other end took the letter and left".to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::Address;
    use crate::notice::message::Message;

    fn letter() -> Letter {
        Letter {
            key: "k".into(),
            thread: "t".into(),
            dated: jiff::Timestamp::UNIX_EPOCH,
            to: Address::Telegram(1),
            message: Message { subject: "s".into(), blocks: Vec::new(), language: "en".into(), ..Message::default() },
            repeat: false,
            buttons: Vec::new(),
            seal: None,
        }
    }

    #[tokio::test]
    async fn what_the_other_end_says_is_the_answer_and_silence_is_none() {
        let (hand, mut take) = Hand::new();
        let other_end = async {
            let (taken, answer) = take.recv().await.unwrap();
            assert_eq!(taken.key, "k");
            answer.send(Answer::Sent("receipt".into())).unwrap();
            drop(take.recv().await.unwrap());
        };
        let (letter, ours) = (letter(), async { (hand.send(&letter()).await, hand.send(&letter()).await) });
        let ((sent, silence), ()) = tokio::join!(ours, other_end);
        assert_eq!(sent, Answer::Sent("receipt".into()));
        assert!(matches!(silence, Answer::Unknown { .. }), "{silence:?}");
        drop(take);
        assert!(matches!(hand.send(&letter).await, Answer::Temporary { .. }));
    }
}
