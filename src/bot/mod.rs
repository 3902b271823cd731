//! The listening side of the Telegram bot: commands and buttons of the people on a case.
//!
//! In: updates of the Bot API, the configuration in force. Out: answers in the chat, and reports in the report
//! files, from where they go the way of every fact: the files are read again, the tick plans, the outbox tells the
//! team. It answers known chats with a role and is silent to everybody else. It never decides who is told what,
//! never sends an alert itself, and never keeps the name a chat shows.
//!
//! A press counts once: its question and the offset of the update change in one transaction, then the report is
//! appended, and an append that may have happened before is recognised. After a crash what was pressed and not yet
//! appended is appended first. Answers are sent at most once, at once, and past the outbox: who misses one asks again.
//!
//! One token has one listener: the lock of the store keeps a second daemon off the same store, and two daemons on
//! two stores are told apart by Telegram itself, which answers one of them with a conflict.

mod answer;
mod ask;
mod board;
mod command;
mod hear;
mod heard;
mod invite;
mod limit;
mod listen;
mod strangers;
mod taken;
mod wire;

pub use command::{Command, parse};
pub use invite::{grouped, new_code};
pub use listen::Listener;
pub use wire::Wire;
