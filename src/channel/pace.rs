//! The pace at which messages leave: no faster than whoever takes them allows.
//!
//! In: how far apart. Out: one turn after the other, in the order of asking. It refuses nobody, and counts what is sent and not
//! what becomes of it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Turns that lie apart.
#[derive(Debug)]
pub(super) struct Pace {
    apart: Duration,
    /// No turn before this.
    free: Mutex<Option<Instant>>,
}

impl Pace {
    pub(super) fn new(apart: Duration) -> Self {
        Self { apart, free: Mutex::default() }
    }

    /// Waits for a turn.
    pub(super) async fn turn(&self) {
        let now = Instant::now();
        let at = {
            let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
            let at = free.map_or(now, |free| free.max(now));
            *free = Some(at + self.apart);
            at
        };
        if at > now {
            sleep_until(at).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::telegram::{Telegram, TelegramSettings};
    use super::super::{Address, Letter};
    use super::*;
    use crate::notice::message::Message;

    #[tokio::test(start_paused = true)]
    async fn turns_lie_apart_and_none_is_saved_for_later() {
        let (pace, began) = (Pace::new(Duration::from_millis(35)), Instant::now());
        let at = async || {
            pace.turn().await;
            began.elapsed().as_millis()
        };
        assert_eq!(tokio::join!(at(), at(), at()), (0, 35, 70));
        tokio::time::advance(Duration::from_secs(9)).await;
        assert_eq!(tokio::join!(at(), at()), (9070, 9105));
    }

    #[tokio::test(start_paused = true)]
    async fn what_goes_to_chats_waits_for_its_turn_letters_and_new_words() {
        // Nobody listens there.
        let api_url = Some("http://127.0.0.1:1".parse().unwrap());
        let settings = TelegramSettings { token: "1:x".into(), api_url, timeout: TelegramSettings::TIMEOUT };
        let mut telegram = Telegram::new(settings).unwrap();
        telegram.pace = Pace::new(Duration::from_hours(1));
        let letter = Letter {
            key: "k".into(),
            thread: "t".into(),
            dated: "2026-03-02T06:00:00Z".parse().unwrap(),
            to: Address::Telegram(4242),
            message: Message { subject: "s".into(), ..Message::default() },
            repeat: false,
            buttons: Vec::new(),
            seal: None,
        };
        let began = Instant::now();
        telegram.send(&letter).await;
        telegram.send(&letter).await;
        assert!(began.elapsed() >= Duration::from_hours(1));
        telegram.edit(4242, "7", &letter.message).await;
        assert!(began.elapsed() >= Duration::from_hours(2));
    }
}
