//! `invite`: a code by which somebody's chat becomes known to the bot.

use clap::Args;

use super::{Call, Exit, act, find_person, load};
use crate::bot::{grouped, new_code};
use crate::daemon::peek_store;
use crate::store;

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  staywatch invite duty\n\nIn people.toml the person has `telegram = \"invited\"` until then."
)]
pub(super) struct InviteArgs {
    /// A name of people.toml
    person: String,
}

pub(super) fn run(call: &mut Call<'_>, args: &InviteArgs) -> anyhow::Result<Exit> {
    let (setup, _) = load(call)?;
    let person = find_person(&setup, &args.person)?;
    let name = person.id.as_str();
    if !person.invited {
        let now = if person.telegram.is_some() { "in place of the number of the old chat" } else { "to this person" };
        anyhow::bail!("{name} is not asked in: write telegram = \"invited\" {now} in people.toml, and try again");
    }
    if setup.settings.telegram.is_none() {
        anyhow::bail!("there is no bot to write to: add [telegram] to staywatch.toml first");
    }
    let Some(store) = peek_store(&setup, &call.folder)? else {
        anyhow::bail!("there is no store yet: start the daemon first, it is the daemon that listens");
    };
    let code = new_code()?;
    let by = act::operator();
    store.write_now(|tx| store::invite(tx, name, &code, &by, call.now))?;
    writeln!(call.out, "Give this to {name} in person, or on a way that nobody else reads. It works once, for a day,")?;
    writeln!(call.out, "in a private chat with the bot, written from the account that is to be alerted:\n")?;
    writeln!(call.out, "    /start {}\n", grouped(&code))?;
    writeln!(
        call.out,
        "Any earlier code or chat of {name} is void from now on. When it was used, the admins are sent the"
    )?;
    writeln!(call.out, "line to write into people.toml.")?;
    Ok(Exit::Fine)
}
