//! `init`: a working configuration from five answers.
//!
//! In: answers on a terminal, or defaults. Out: a folder that `check` finds no error in, open to its owner alone. It
//! never writes over anything, and it asks for no secret.

mod ask;
mod files;

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use clap::Args;

use super::{Call, Exit, complain};
use crate::config::Setup;
use crate::form::{Weight, render as render_problem};

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder to make [default: as with --config]
    folder: Option<PathBuf>,
    /// Ask nothing: take what is given here, and the defaults
    #[arg(long)]
    yes: bool,
    /// Your e-mail: you are told when staywatch itself has trouble [default: admin@example.org]
    #[arg(long, value_name = "MAILBOX")]
    email: Option<String>,
    /// Your time zone [default: this machine's]
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// Your mail server; without one, e-mail is written into a folder
    #[arg(long, value_name = "HOST")]
    smtp: Option<String>,
}

pub(super) fn run(call: &mut Call<'_>, args: &InitArgs) -> anyhow::Result<Exit> {
    let mut answers = ask::Answers::default_for(args, &call.folder, call.language);
    if !args.yes {
        if !io::stdin().is_terminal() {
            complain("error: nobody is there to answer: run this on a terminal, or with --yes");
            return Ok(Exit::Usage);
        }
        ask::all(&mut answers, call.out, &mut io::stdin().lock())?;
    }
    answers.check().map_err(anyhow::Error::msg)?;
    files::write(&answers)?;
    let (_, problems) = Setup::load(&answers.folder, call.now)?;
    for problem in problems.iter().filter(|problem| problem.weight == Weight::Error) {
        complain(&render_problem(problem, call.colour));
    }
    next(call, &answers)?;
    Ok(Exit::Fine)
}

/// What to do now.
fn next(call: &mut Call<'_>, answers: &ask::Answers) -> anyhow::Result<()> {
    let folder = answers.folder.display();
    writeln!(call.out, "Wrote {folder}. It is open to its owner alone.\n")?;
    if files::is_system(&answers.folder) {
        writeln!(call.out, "For the service to read it: systemd-tmpfiles --create staywatch.conf\n")?;
    }
    if answers.smtp.is_some() {
        writeln!(call.out, "Write the mail password into {folder}/secrets/smtp_password (chmod 600), then:\n")?;
        writeln!(call.out, "  staywatch --config {folder} send-test admin")?;
    }
    writeln!(call.out, "  staywatch --config {folder} check")?;
    writeln!(call.out, "  staywatch --config {folder} run\n")?;
    writeln!(call.out, "Copy {folder}/watchlist/example.toml for your first case.")?;
    writeln!(call.out, "Keep a copy of {folder}/secrets/store_key elsewhere: without it the store cannot be read.")?;
    Ok(())
}
