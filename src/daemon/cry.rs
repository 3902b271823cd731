//! Telling the admins without the store: when it cannot be opened, or when the loop that sends stands still.
//!
//! In: trouble. Out: one attempt on every channel of every admin. Nothing is recorded and nothing tried again: this is
//! for what no letter in the store can say.

use jiff::Timestamp;

use crate::channel::{Address, Answer, Channels, Letter};
use crate::config::Ground;
use crate::people::Role;
use crate::schedule::{Trouble, trouble_message};

/// Tells every admin, on whatever works.
pub(super) async fn cry(channels: &Channels, ground: &Ground, trouble: &Trouble, now: Timestamp) {
    for admin in ground.setup.people.with_role(Role::Admin) {
        let mail = admin.email.clone().map(Address::Email);
        let chat = admin.telegram.map(Address::Telegram);
        for to in [mail, chat].into_iter().flatten() {
            let letter = Letter {
                key: format!("system-{}-{}-{}", trouble.what, admin.id, now.as_second()),
                thread: "system".to_owned(),
                dated: now,
                to,
                message: trouble_message(ground, admin, trouble, trouble.what),
                repeat: false,
                buttons: Vec::new(),
                seal: ground.setup.recipient(admin, now).ok().flatten(),
            };
            let answer = channels.send(&letter).await;
            if !matches!(answer, Answer::Sent(_)) {
                tracing::error!(person = admin.id.as_str(), ?answer, "An admin could not be told of trouble");
            }
        }
    }
}
