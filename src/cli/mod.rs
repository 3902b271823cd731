//! The command line: one file a command.
//!
//! In: arguments. Out: text for people or JSON for programs on standard output, findings on standard error, and
//! an exit status. Nothing is counted or decided here.

mod ack;
mod act;
mod audit;
mod backup;
mod brief;
mod check;
mod completions;
mod custody;
mod doctor;
mod due;
mod evidence;
mod edit;
mod explain;
mod export;
mod import;
mod init;
mod invite;
mod json;
mod key;
mod law;
mod login;
mod man;
mod memory;
mod plan;
mod purge;
mod progress;
mod render;
mod replay;
mod report;
mod risk;
mod run;
mod schema;
mod send_test;
mod term;
mod timeline;

pub use law::page as law_page;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::{Timestamp, tz::TimeZone};

use crate::clock::{Clock, WallClock};
use crate::config::Setup;
use crate::form::{Colour, Problem, Weight, render as render_problem};
use crate::law::words::Language;
use crate::watchlist::{NOON, When};

/// How a command ended; the number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// It worked, and found something wrong.
    Findings = 1,
    /// The words of the call are off.
    Usage = 2,
    /// It could not be done.
    CouldNot = 3,
}

/// Counts the clocks that run for people held on an extradition request, and tells the people who can act.
#[derive(Debug, Parser)]
#[command(name = "staywatch", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit status: 0 fine, 1 findings, 2 wrong usage, 3 could not do it.\n\
    staywatch counts; it gives no legal advice. A lawyer checks every date.")]
pub struct Args {
    /// The configuration folder [default: ./config, then /etc/staywatch]
    #[arg(long, global = true, value_name = "DIR")]
    config: Option<PathBuf>,
    /// Text for people, or JSON for programs
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Answer as of this moment; only facts known by then exist. Examples: 2021-07-21T09:00:00+03:00,
    /// "2021-07-21T09:00[Europe/Moscow]"; a bare day means noon UTC [default: now]
    #[arg(long, global = true, value_name = "INSTANT", value_parser = instant)]
    at: Option<Timestamp>,
    /// Language of the text: en, ru or be
    #[arg(long, global = true, value_parser = language, default_value = "en")]
    language: Language,
    #[command(subcommand)]
    command: Command,
}

/// How a command answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The daemon: watches the files, counts, and tells people until stopped. With --at: a rehearsal
    ///
    /// With --at MOMENT the clock starts there, and nobody is written to: every message becomes a file, and its
    /// subject a line on the terminal. --speed 3600 makes an hour pass in a second.
    Run(run::RunArgs),
    /// Everything wrong or suspicious in the configuration: where, what, and what to do
    Check,
    /// What would change against the running store if this configuration were loaded, and what would be sent
    Plan {
        /// Put into force what waits because it takes reminders away ([reload] dropping = "wait")
        #[arg(long)]
        accept: bool,
    },
    /// Deadlines, soonest first
    Due {
        /// Only this case
        case: Option<String>,
        /// Also those that are met, lapsed or withdrawn
        #[arg(long)]
        all: bool,
    },
    /// How near a transfer is, and why
    Risk {
        /// Only this case
        case: Option<String>,
    },
    /// One case on one page: where it stands, each deadline with its steps and citations, each reason for alarm
    Explain {
        /// The case
        case: String,
    },
    /// The fact sheet of a case for a request to a body, or for an appeal: Markdown, or PDF
    Brief(brief::BriefArgs),
    /// A case as a picture: facts, terms in both readings, custody. Try: staywatch timeline kudin --svg kudin.svg
    Timeline(timeline::TimelineArgs),
    /// Change a case file, encrypted or not, in your editor, and have it read before it counts: staywatch edit kudin
    ///
    /// A file that is kept encrypted (watchlist/CODE.toml.pgp) is opened in memory: no copy in the clear touches a disk.
    Edit(edit::EditArgs),
    /// The daemon's own OpenPGP key, for case files that are kept encrypted
    Key(key::KeyArgs),
    /// See to something that people were told: staywatch ack A7K-4QX; or see what waits in a case: staywatch ack kudin
    Ack(ack::AckArgs),
    /// Copy the store, beside a running daemon or without one; the copy is encrypted like it, opened and checked
    ///
    /// Example: staywatch backup /mnt/usb
    Backup(backup::BackupArgs),
    /// Put a copy in place of the store, which is kept. Stop the daemon first
    ///
    /// Example: staywatch restore /var/lib/staywatch/backups/staywatch-20261124T080000Z.db
    Restore(backup::RestoreArgs),
    /// Try everything the watch needs: store, key, backups, disk, clock, calendars, mail server, bot; and say what to do
    ///
    /// Example: staywatch --config /etc/staywatch doctor
    Doctor,
    /// Put an event on record: staywatch report kudin signal --what moved
    Report(report::ReportArgs),
    /// Is the ledger whole, and what was sent to whom and when? Writes evidence with --export
    Audit(audit::AuditArgs),
    /// Erase a closed case from the store, for good; the ledger stays provable
    Purge(purge::PurgeArgs),
    /// A link that lets one person into the board, once; --feed: the address of their calendar
    ///
    /// Try: staywatch login counsel
    Login(login::LoginArgs),
    /// A one-time code by which somebody's chat becomes known to the bot
    Invite(invite::InviteArgs),
    /// Send a message marked TEST to one person, on every channel they have
    SendTest {
        /// A name of people.toml
        person: String,
    },
    /// Every notice the daemon would have sent over a period, on the facts known at each moment
    Replay(replay::ReplayArgs),
    /// Cases, deadlines and notices for a calendar, a spreadsheet or a program: staywatch export ics --for counsel
    Export(export::ExportArgs),
    /// Every rule with its citation, source and confidence, as a Markdown page
    Law {
        /// Only this pack
        pack: Option<String>,
    },
    /// The calculator: when does a term end? Try: staywatch term 2021-04-26 "10 days" --counting ru.cpc-days
    Term(term::TermArgs),
    /// Case files from a spreadsheet, with a report row by row: staywatch import cases.xlsx
    Import(import::ImportArgs),
    /// Make a working configuration by asking five questions
    Init(init::InitArgs),
    /// JSON Schemas of the configuration files, for editors
    Schema(schema::SchemaArgs),
    /// A script that completes our commands in a shell. Try: source <(staywatch completions bash)
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Manual pages
    Man(man::ManArgs),
}

fn instant(text: &str) -> Result<Timestamp, String> {
    match When::parse(text) {
        Some(When::At(at)) => Ok(at),
        Some(When::Day(day)) => {
            day.to_datetime(NOON).to_zoned(TimeZone::UTC).map(|at| at.timestamp()).map_err(|e| e.to_string())
        }
        Some(When::Local(_)) => Err("say whose clock: add an offset (+03:00) or a zone ([Europe/Moscow])".to_owned()),
        _ => Err("this is not a moment: write 2021-07-21T09:00:00+03:00".to_owned()),
    }
}

fn language(text: &str) -> Result<Language, String> {
    Language::WORDS
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, language)| *language)
        .ok_or_else(|| "en, ru or be".to_owned())
}

/// Everything a command is given.
pub(crate) struct Call<'a> {
    pub(crate) now: Timestamp,
    /// True when `now` is the present and not a moment asked for.
    pub(crate) live: bool,
    pub(crate) format: Format,
    pub(crate) language: Language,
    pub(crate) folder: PathBuf,
    pub(crate) out: &'a mut dyn Write,
    pub(crate) colour: Colour,
}

/// Runs the program on its arguments.
#[must_use]
pub fn main() -> Exit {
    memory::keep_private();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let asked = !error.use_stderr();
            let _closed_pipe = error.print();
            return if asked { Exit::Fine } else { Exit::Usage };
        }
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let colour = render::colour_of(&io::stderr());
    let folder = args.config.clone().unwrap_or_else(default_folder);
    let now = args.at.unwrap_or_else(|| WallClock.now());
    let mut call = Call {
        now,
        live: args.at.is_none(),
        format: args.format,
        language: args.language,
        folder,
        out: &mut out,
        colour,
    };
    let done = run(args, &mut call);
    let flushed = out.flush();
    match done {
        Ok(exit) => exit,
        Err(error) if broken_pipe(&error) => Exit::Fine,
        Err(error) => {
            complain(&format!("error: {error:#}"));
            Exit::CouldNot
        }
    }
    .min_with(flushed)
}

impl Exit {
    fn min_with(self, flushed: io::Result<()>) -> Self {
        match flushed {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Self::CouldNot,
            _ => self,
        }
    }
}

fn broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// A line on standard error; a closed one is nobody's loss.
pub(crate) fn complain(line: &str) {
    let _closed = writeln!(io::stderr(), "{line}");
}

fn default_folder() -> PathBuf {
    let here = PathBuf::from("config");
    let system = PathBuf::from("/etc/staywatch");
    if here.is_dir() || !system.is_dir() { here } else { system }
}

fn run(args: Args, call: &mut Call<'_>) -> anyhow::Result<Exit> {
    match args.command {
        Command::Run(run) => run::run(call, &run, args.at.is_some()),
        Command::Login(args) => login::run(call, &args),
        Command::SendTest { person } => send_test::run(call, &person),
        Command::Audit(args) => audit::run(call, &args),
        Command::Invite(args) => invite::run(call, &args),
        Command::Purge(args) => purge::run(call, &args),
        Command::Check => check::run(call),
        Command::Plan { accept } => plan::run(call, accept),
        Command::Due { case, all } => due::run(call, case.as_deref(), all),
        Command::Risk { case } => risk::run(call, case.as_deref()),
        Command::Explain { case } => explain::run(call, &case),
        Command::Brief(args) => brief::run(call, &args),
        Command::Timeline(args) => timeline::run(call, &args),
        Command::Edit(args) => edit::run(call, &args),
        Command::Key(args) => key::run(call, &args),
        Command::Ack(args) => ack::run(call, &args),
        Command::Backup(args) => backup::back_up(call, &args),
        Command::Restore(args) => backup::restore(call, &args),
        Command::Doctor => doctor::run(call),
        Command::Report(args) => report::run(call, &args),
        Command::Replay(args) => replay::run(call, &args),
        Command::Export(args) => export::run(call, &args),
        Command::Law { pack } => law::run(call, pack.as_deref()),
        Command::Term(args) => term::run(call, &args),
        Command::Import(args) => import::run(call, &args),
        Command::Init(args) => init::run(call, &args),
        Command::Schema(args) => schema::run(call, &args),
        Command::Completions { shell } => completions::run(call, shell),
        Command::Man(args) => man::run(call, &args),
    }
}

/// Reads the configuration for a reading command. Findings that make a file unusable go to standard error:
/// an answer that silently leaves a case out would be a false calm.
pub(crate) fn load(call: &Call<'_>) -> anyhow::Result<(Setup, Vec<Problem>)> {
    let loaded = load_first(call)?;
    if loaded.0.cases.is_empty() {
        complain(&format!("no case is read from {}: nothing is watched", call.folder.join("watchlist").display()));
    }
    Ok(loaded)
}

/// The same for a command that brings the first cases.
pub(crate) fn load_first(call: &Call<'_>) -> anyhow::Result<(Setup, Vec<Problem>)> {
    let (mut setup, problems) = Setup::load(&call.folder, call.now)?;
    if call.live {
        setup.known_as_entered();
    }
    let errors: Vec<Problem> = problems.into_iter().filter(|problem| problem.weight == Weight::Error).collect();
    for problem in &errors {
        complain(&render_problem(problem, call.colour));
    }
    Ok((setup, errors))
}

/// What a reading command returns when files were left out.
pub(crate) fn findings(errors: &[Problem]) -> Exit {
    if errors.is_empty() {
        return Exit::Fine;
    }
    complain("what stands above could not be read and is left out of this answer");
    Exit::Findings
}

/// A case by its code, or an error that names the nearest.
pub(crate) fn find(setup: &Setup, code: &str) -> anyhow::Result<std::sync::Arc<crate::watchlist::Case>> {
    setup.case(code).ok_or_else(|| {
        let near = crate::form::nearest(code, setup.cases.places().iter().map(|place| place.id.as_str()));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        anyhow::anyhow!("there is no case `{code}`{hint}")
    })
}

/// A person by name, or an error that names the nearest.
pub(crate) fn find_person<'s>(setup: &'s Setup, name: &str) -> anyhow::Result<&'s crate::people::Person> {
    crate::ids::PersonId::parse(name).ok().and_then(|id| setup.people.person(&id)).ok_or_else(|| {
        let near = crate::form::nearest(name, setup.people.all().map(|person| person.id.as_str()));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        anyhow::anyhow!("nobody in people.toml is called `{name}`{hint}")
    })
}
