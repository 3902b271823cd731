//! `run`: the daemon, or a rehearsal of it on a moved clock.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{Call, Exit, complain};
use crate::clock::{Clock, MovedClock, WallClock};
use crate::daemon::{self, Run};
use crate::notice::message::Block;
use crate::store::Claimed;

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// With --at: a rehearsal whose clock runs so many times as fast as the wall
    #[arg(long, requires = "at", value_name = "TIMES", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    speed: u32,
    /// With --at: where a rehearsal keeps its store and writes its messages
    #[arg(long, requires = "at", value_name = "DIR", default_value = "rehearsal")]
    folder: PathBuf,
}

/// `moved`: the moment given with `--at`. A rehearsal never writes to real people: its messages go to files, its
/// store is its own and begins empty.
pub(super) fn run(call: &mut Call<'_>, args: &RunArgs, moved: bool) -> anyhow::Result<Exit> {
    crate::telemetry::start(if moved { "warn" } else { "staywatch=info,warn" });
    let clock: Arc<dyn Clock> =
        if moved { Arc::new(MovedClock::new(call.now, args.speed)) } else { Arc::new(WallClock) };
    let (tell, mut sent) = mpsc::unbounded_channel();
    let rehearsal = moved.then(|| args.folder.clone());
    if let Some(folder) = &rehearsal {
        empty(folder)?;
        writeln!(call.out, "Rehearsal from {} at {} times the speed; nobody is written to.", call.now, args.speed)?;
        writeln!(call.out, "Every message is a file in {}/messages. Ctrl-C ends it.\n", folder.display())?;
        call.out.flush()?;
    }
    let run = Run {
        folder: call.folder.clone(),
        clock: Arc::clone(&clock),
        sent: rehearsal.is_some().then_some(tell),
        rehearsal,
    };
    // A thread that works for the store every ten seconds is not to end, and begin, as often.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_keep_alive(Duration::from_secs(30))
        .enable_all()
        .build()?;
    let stop = CancellationToken::new();
    runtime.block_on(async {
        let running = daemon::run(run, stop);
        tokio::pin!(running);
        loop {
            tokio::select! {
                done = &mut running => return done,
                // A closed terminal does not end a rehearsal: its messages are files.
                Some(letter) = sent.recv() => drop(line(call, &letter)),
            }
        }
    })?;
    Ok(Exit::Fine)
}

/// What a rehearsal shows of a message: when, to whom, on what channel, its subject, and the beginning of its why.
fn line(call: &mut Call<'_>, letter: &Claimed) -> anyhow::Result<()> {
    let at = letter.owed_at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC");
    writeln!(call.out, "{at}  {:<9} {:<12} {}", letter.channel, letter.person, letter.message.subject)?;
    let why = letter.message.blocks.iter().find_map(|block| match block {
        Block::List { title, items } | Block::Folded { title, items } => Some(format!("{title}: {}", items.join("; "))),
        _ => None,
    });
    if let Some(why) = why {
        let short: String = why.chars().take(WHY).collect();
        let more = if short.len() < why.len() { " …" } else { "" };
        writeln!(call.out, "{:21}{short}{more}", "")?;
    }
    call.out.flush()?;
    Ok(())
}

/// How much of the why fits two lines of a terminal; the whole of it is in the file.
const WHY: usize = 190;

/// A rehearsal begins with nothing told. Only what an earlier rehearsal left is taken away.
fn empty(folder: &std::path::Path) -> anyhow::Result<()> {
    for name in ["rehearsal.db", "rehearsal.db-wal", "rehearsal.db-shm", "rehearsal.key", "rehearsal.lock"] {
        let path = folder.join(name);
        if path.exists() {
            std::fs::remove_file(&path)?;
        }
    }
    let messages = folder.join("messages");
    if messages.is_dir() {
        for entry in std::fs::read_dir(&messages)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ext| ext == "eml" || ext == "json") {
                std::fs::remove_file(path)?;
            }
        }
    }
    if folder.exists() && !folder.is_dir() {
        complain("the rehearsal's folder is a file");
        anyhow::bail!("{} is not a folder", folder.display());
    }
    Ok(())
}
