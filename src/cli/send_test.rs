//! `send-test`: can staywatch reach this person?

use crate::channel::{Address, Answer, Letter};
use crate::config::Setup;
use crate::daemon::channels;
use crate::notice::daily::test;
use crate::notice::words::Words;

use super::{Call, Exit, find_person, load};

pub(super) fn run(call: &mut Call<'_>, name: &str) -> anyhow::Result<Exit> {
    let (setup, _) = load(call)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(send(call, &setup, name))
}

async fn send(call: &mut Call<'_>, setup: &Setup, name: &str) -> anyhow::Result<Exit> {
    let person = find_person(setup, name)?;
    let channels = channels(setup, &call.folder)?;
    let words = Words::default();
    let seal = setup
        .recipient(person, call.now)
        .map_err(|why| anyhow::anyhow!("nothing can be encrypted to `{name}`: {why}"))?;
    super::act::enter(call, setup, "send-test", &serde_json::json!({ "person": name }));
    let addresses = [person.email.clone().map(Address::Email), person.telegram.map(Address::Telegram)];
    if addresses.iter().all(Option::is_none) {
        let waits = if person.invited { " (the invitation was not taken up yet)" } else { "" };
        anyhow::bail!(
            "`{name}` has no address on any way that is set up{waits}: nothing was sent, and no alert would be"
        );
    }
    let mut exit = Exit::Fine;
    for to in addresses.into_iter().flatten() {
        let (channel, set) = match &to {
            Address::Email(_) => ("e-mail", channels.email.is_some()),
            _ => ("Telegram", channels.telegram.is_some()),
        };
        let letter = Letter {
            key: format!("test-{}", call.now.as_second()),
            thread: "system".to_owned(),
            dated: call.now,
            to,
            message: test(person, &words),
            repeat: false,
            buttons: Vec::new(),
            seal: seal.clone(),
        };
        match channels.send(&letter).await {
            Answer::Sent(receipt) if set => writeln!(call.out, "{channel}: taken ({receipt})")?,
            Answer::Sent(file) => {
                let folder = call.folder.join(&setup.settings.folder);
                writeln!(call.out, "{channel}: not set up, so it was written to {}/{file}", folder.display())?;
            }
            Answer::Temporary { why, .. } | Answer::Permanent { why } | Answer::Unknown { why } => {
                writeln!(call.out, "{channel}: FAILED: {why}")?;
                exit = Exit::CouldNot;
            }
            Answer::Moved(chat) => {
                writeln!(call.out, "{channel}: the group has a new id; write telegram = {chat} in people.toml")?;
                exit = Exit::Findings;
            }
        }
    }
    Ok(exit)
}
