//! `ack`: see to something from the command line, beside a running daemon.

use std::sync::Arc;

use clap::Args;

use super::{Call, Exit, find, load};
use crate::config::{Ground, Setup};
use crate::daemon::peek_store;
use crate::ids::PersonId;
use crate::law::rule::word_of;
use crate::notice::answered::{Act, Who};
use crate::notice::words::{Speaker, Words, number, text};
use crate::outbox::{Outcome, Reply, Standing, Target, answer, standing};
use crate::people::Person;
use crate::store::{self, Store, StoreError, Via};
use crate::watchlist::Case;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    staywatch ack A7K-4QX                 the code in a mail: its reader has it\n  \
    staywatch ack A7K-4QX --as duty       somebody else has it\n  \
    staywatch ack kudin                   what waits in a case, and who has what")]
pub(super) struct AckArgs {
    /// The code in a mail, the name of a notice (as in Message-ID), or a case: what waits in it
    notice: String,
    /// Who sees to it: a name of people.toml [default: whoever the mail went to]
    #[arg(long = "as", value_name = "PERSON")]
    by: Option<String>,
}

pub(super) fn run(call: &mut Call<'_>, args: &AckArgs) -> anyhow::Result<Exit> {
    let (setup, _) = load(call)?;
    let Some(store) = peek_store(&setup, &call.folder)? else {
        anyhow::bail!("there is no store yet: nothing was ever sent");
    };
    let by = args.by.as_deref().map(|name| person(&setup, name)).transpose()?.cloned();
    let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
    let now = crate::clock::Clock::now(&crate::clock::WallClock);
    let letter = letter(&store, &args.notice)?;
    let Some(letter) = letter else {
        let case = find(&ground.setup, &args.notice).map_err(|error| {
            anyhow::anyhow!("no mail bears the code `{}`, no notice is called that, and {error}", args.notice)
        })?;
        return list(call, &store, &ground, &case);
    };
    let taken = store.write_now(|tx| {
        let reader = store::reader_of(tx, letter)?.map(|(reader, _)| reader);
        let reader = reader.and_then(|reader| ground.setup.people.person(&reader));
        let Some(by) = by.as_ref().or(reader) else { return Ok(None) };
        let target = Target::Letter(letter);
        let reply = Reply { by, via: Via::CommandLine, act: Act::Taken, pause: None, target };
        Ok(Some((answer(tx, &ground, &reply, now)?, by.clone())))
    })?;
    let Some((outcome, by)) = taken else {
        anyhow::bail!("whoever this went to is no longer in people.toml: say who sees to it, --as PERSON");
    };
    let speaker = ground.words.speak(call.language);
    match outcome {
        Outcome::Taken { case, .. } => {
            writeln!(
                call.out,
                "{case}: {} has it now. A running daemon shows that in the chats within seconds.",
                by.id
            )?;
        }
        Outcome::Already { case, held } => {
            let who = speaker.say(&format!("who-{}", word_of(held.who, Who::WORDS)), &[]);
            let zone = ground.setup.case(&case).map_or(jiff::tz::TimeZone::UTC, |case| case.zone.clone());
            let moment = speaker.moment(held.since, &zone);
            let says = speaker.say("answer-already", &[text("who", &who), text("moment", &moment)]);
            writeln!(call.out, "{case}: {says}")?;
        }
        Outcome::Refused(sentence) => anyhow::bail!("{}", speaker.say(sentence, &[])),
    }
    Ok(Exit::Fine)
}

fn person<'s>(setup: &'s Setup, name: &str) -> anyhow::Result<&'s Person> {
    PersonId::parse(name).ok().and_then(|id| setup.people.person(&id)).ok_or_else(|| {
        let near = crate::form::nearest(name, setup.people.all().map(|person| person.id.as_str()));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        anyhow::anyhow!("nobody in people.toml is called `{name}`{hint}")
    })
}

/// The letter behind the code of a mail or the name of a notice.
fn letter(store: &Store, typed: &str) -> Result<Option<i64>, StoreError> {
    store.write_now(|tx| {
        if let Some(code) = store::answer_code(typed)
            && let Some(letter) = store::letter_of_code(tx, &code)?
        {
            return Ok(Some(letter));
        }
        // A Message-ID may be given as it stands in the mail.
        let key = typed.trim_matches(['<', '>']).split('@').next().unwrap_or_default();
        store::letter_of_key(tx, key)
    })
}

/// What waits in a case.
fn list(call: &mut Call<'_>, store: &Store, ground: &Ground, case: &Case) -> anyhow::Result<Exit> {
    let waits = store.write_now(|tx| standing(tx, ground, case, call.now))?;
    let speaker = ground.words.speak(call.language);
    if waits.is_empty() {
        writeln!(call.out, "{}", speaker.say("bot-ack-nothing", &[text("case", case.id.as_str())]))?;
        return Ok(Exit::Fine);
    }
    for one in &waits {
        writeln!(call.out, "{}: {}", case.id, line(one, case, speaker))?;
    }
    super::complain("to answer, give the code of a mail: staywatch ack CODE");
    Ok(Exit::Fine)
}

fn line(one: &Standing, case: &Case, speaker: Speaker<'_>) -> String {
    let mut parts = if let Some(deadline) = &one.deadline {
        vec![deadline.title.get(speaker.language).to_owned(), speaker.end(deadline.earliest, &deadline.zone)]
    } else {
        let level = word_of(one.level, crate::law::grounds::Level::WORDS);
        let level = speaker.say(&format!("level-{level}"), &[]);
        vec![speaker.say("bot-ack-level", &[text("level", &level)])]
    };
    parts.push(match one.held {
        Some(held) => {
            let who = speaker.say(&format!("who-{}", word_of(held.who, Who::WORDS)), &[]);
            let moment = speaker.moment(held.since, &case.zone);
            speaker.say("bot-ack-has", &[text("who", &who), text("moment", &moment)])
        }
        None => speaker.say("bot-ack-nobody", &[]),
    });
    parts.push(speaker.say("bot-ack-told", &[number("count", one.told)]));
    parts.join("; ")
}
