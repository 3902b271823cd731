//! `login`: a link that lets one person into the board, once; or the address of their calendar.
//!
//! It writes into the store beside a running daemon. The secret goes to standard output and nowhere else.

use clap::Args;

use super::{Call, Exit, act, load};
use crate::daemon::peek_store;
use crate::ids::PersonId;
use crate::people::Role;
use crate::store::{self, LINK_LASTS};
use crate::web::{FEED, SIGN_IN};

#[derive(Debug, Args)]
pub(super) struct LoginArgs {
    /// A name of people.toml: a lawyer, a coordinator or an admin
    person: String,
    /// The address of their private calendar instead; an address given out before stops working
    #[arg(long)]
    feed: bool,
    /// End their sessions, and take back their links and the address of their calendar
    #[arg(long, conflicts_with = "feed")]
    revoke: bool,
}

pub(super) fn run(call: &mut Call<'_>, args: &LoginArgs) -> anyhow::Result<Exit> {
    let (setup, _) = load(call)?;
    let person = PersonId::parse(&args.person).ok().and_then(|id| setup.people.person(&id));
    // Somebody who was taken out of people.toml can still be shut out.
    let Some(store) = peek_store(&setup, &call.folder)? else {
        anyhow::bail!("there is no store yet: `staywatch run` makes it");
    };
    let (now, by) = (call.now, act::operator());
    let about = |id: &PersonId| serde_json::json!({ "person": id.as_str() });
    if args.revoke {
        let id = PersonId::parse(&args.person)?;
        let shut = store.write_now(|tx| {
            store::enter_act(tx, "login-revoke", &by, &about(&id), now)?;
            store::shut_out(tx, &id, now)
        })?;
        writeln!(call.out, "{id}: {shut} taken back (sessions, links, the address of the calendar)")?;
        return Ok(Exit::Fine);
    }
    let Some(person) = person.filter(|person| !setup.people.is_group(&person.id)) else {
        let names = setup.people.all().filter(|person| !setup.people.is_group(&person.id));
        let near = crate::form::nearest(&args.person, names.map(|person| person.id.as_str()));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        anyhow::bail!("no person in people.toml is called `{}`{hint}", args.person);
    };
    let Some(web) = &setup.settings.web else {
        anyhow::bail!("there is no board: put [web] into staywatch.toml and start the daemon again");
    };
    if person.role == Role::Advocacy {
        anyhow::bail!("`{}` is advocacy: the board is for lawyers, coordinators and admins", person.id);
    }
    let address = web.address();
    if args.feed {
        let token = store.write_now(|tx| {
            store::enter_act(tx, "login-feed", &by, &about(&person.id), now)?;
            store::renew_feed(tx, &person.id, now)
        })?;
        writeln!(call.out, "{address}{FEED}{}.ics", token.reveal())?;
        writeln!(call.out, "Whoever has this address reads the calendar of {}; --revoke takes it back.", person.id)?;
    } else {
        let token = store.write_now(|tx| {
            store::enter_act(tx, "login", &by, &about(&person.id), now)?;
            store::offer_sign_in(tx, &person.id, now)
        })?;
        writeln!(call.out, "{address}{SIGN_IN}{}", token.reveal())?;
        let minutes = LINK_LASTS.as_mins();
        writeln!(call.out, "Lets {} in once, within {minutes} minutes.", person.id)?;
        if web.public_url.is_none() {
            let port = web.listen.port();
            writeln!(call.out, "From another machine: ssh -L {port}:{} THIS-MACHINE, then open the link.", web.listen)?;
        }
    }
    Ok(Exit::Fine)
}
