//! Letters as files in a folder, for machines without a mail server and a bot, and for rehearsals.
//!
//! In: letters. Out: one file a letter: a complete mail (`.eml`) for mailboxes and people without an address,
//! the message as Telegram would get it (`.json`) for chats. The name comes from the letter alone, so an
//! attempt that is repeated overwrites its own file. A file is complete and on the disk before it has its
//! name; it can be read by nobody but the daemon's user.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use jiff::tz::TimeZone;
use serde_json::json;

use super::{Address, Answer, Letter, mime};

/// Whom the files are from: nobody on any network.
const FROM: &str = "staywatch <staywatch@localhost>";

/// The folder channel.
#[derive(Clone, Debug)]
pub struct Folder {
    dir: PathBuf,
}

impl Folder {
    /// Writes into this folder, which is made when the first letter comes.
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// Writes one letter. The receipt is the name of the file.
    pub async fn send(&self, letter: &Letter) -> Answer {
        let (name, bytes) = match render(letter) {
            Ok(file) => file,
            Err(why) => return Answer::Temporary { why, after: None },
        };
        let (dir, receipt) = (self.dir.clone(), name.clone());
        match tokio::task::spawn_blocking(move || write(&dir, &name, &bytes)).await {
            Ok(Ok(())) => Answer::Sent(receipt),
            Ok(Err(error)) => Answer::Temporary { why: format!("writing the letter to a file: {error}"), after: None },
            Err(error) => Answer::Temporary { why: format!("writing the letter to a file: {error}"), after: None },
        }
    }
}

/// The name and the content of the file.
fn render(letter: &Letter) -> Result<(String, Vec<u8>), String> {
    let to = match &letter.to {
        Address::Telegram(chat) => return Ok((name(letter, "json"), chat_file(letter, *chat))),
        Address::Email(mailbox) => mailbox.clone(),
        Address::Folder(person) => format!("{}@localhost", mime::safe(person)),
    };
    let mailbox = |text: &str| mime::mailbox(text).map_err(|error| error.to_string());
    let mail = mime::mail(letter, &mailbox(FROM)?, &mailbox(&to)?).map_err(|error| error.to_string())?;
    Ok((name(letter, "eml"), mail.formatted()))
}

/// Sorts by time, tells letters apart, and cannot leave the folder.
fn name(letter: &Letter, kind: &str) -> String {
    let dated = letter.dated.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string();
    format!("{dated}-{}.{kind}", mime::safe(&letter.key))
}

fn chat_file(letter: &Letter, chat: i64) -> Vec<u8> {
    let buttons: Vec<_> =
        letter.buttons.iter().map(|(label, data)| json!({ "text": label, "callback_data": data })).collect();
    let file = json!({
        "chat": chat,
        "text": letter.message.chat().as_str(),
        "buttons": buttons,
        "dated": letter.dated.to_string(),
        "key": letter.key,
        "repeat": letter.repeat,
    });
    format!("{file:#}\n").into_bytes()
}

/// Writes beside the name, forces it to the disk, and only then gives it the name.
fn write(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let beside = dir.join(format!(".{name}.part"));
    // What a crash left under this name may belong to another mode or be a link to elsewhere.
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, dir.join(name))?;
    // The name is on the disk only when the folder is.
    File::open(dir)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::notice::message::{Block, Message};

    fn letter(to: Address) -> Letter {
        Letter {
            key: "kudin/463".into(),
            thread: "kudin".into(),
            dated: "2026-03-02T06:00:00Z".parse().unwrap(),
            to,
            message: Message {
                subject: "kudin: appeal".into(),
                blocks: vec![Block::Strong("a < b".into())],
                language: "en".into(),
                ..Message::default()
            },
            repeat: false,
            buttons: vec![("I have it".into(), "ack:1".into())],
            seal: None,
        }
    }

    #[tokio::test]
    async fn a_repeat_overwrites_its_own_file_and_only_we_can_read_it() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("out/letters");
        let folder = Folder::new(&dir);
        for to in [Address::Email("a@b.test".into()), Address::Folder("no/body".into())] {
            let Answer::Sent(name) = folder.send(&letter(to)).await else { panic!("not written") };
            assert_eq!(name, "20260302T060000Z-kudin-463_081e441ee516b024.eml");
        }
        let files: Vec<_> = fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        let mail = fs::read_to_string(&files[0]).unwrap();
        assert!(mail.starts_with("From: staywatch <staywatch@localhost>\r\n"), "{mail}");
        assert!(mail.contains("To: no-body_"), "{mail}");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&dir), mode(&files[0])), (0o700, 0o600));
    }

    #[tokio::test]
    async fn a_chat_letter_is_json() {
        let home = tempfile::tempdir().unwrap();
        let answer = Folder::new(home.path()).send(&letter(Address::Telegram(-1005))).await;
        let Answer::Sent(name) = answer else { panic!("{answer:?}") };
        insta::assert_snapshot!(fs::read_to_string(home.path().join(name)).unwrap(), @r#"
{
  "buttons": [
    {
      "callback_data": "ack:1",
      "text": "I have it"
    }
  ],
  "chat": -1005,
  "dated": "2026-03-02T06:00:00Z",
  "key": "kudin/463",
  "repeat": false,
  "text": "<b>kudin: appeal</b>\n\n<b>a &lt; b</b>\n"
}
"#);
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_made_is_a_temporary_trouble() {
        let home = tempfile::tempdir().unwrap();
        let in_the_way = home.path().join("file");
        fs::write(&in_the_way, "").unwrap();
        let answer = Folder::new(in_the_way).send(&letter(Address::Telegram(1))).await;
        assert!(matches!(answer, Answer::Temporary { .. }), "{answer:?}");
    }
}
