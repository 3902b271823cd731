//! `audit`: is the ledger whole, what did admins do, and what was sent to whom and when?
//!
//! It reads the store and writes nothing into it: a daemon may be running on it.

use std::path::PathBuf;

use clap::Args;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;

use super::evidence::{Evidence, told};
use super::json::instant;
use super::render::counted;
use super::{Call, Exit, Format, load};
use crate::daemon::peek_store;
use crate::store::{self, Entry, Head, Verdict, hex};

/// So many acts are shown when nobody asks for all.
const SHOWN: usize = 20;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  staywatch audit\n  staywatch audit --acts\n  staywatch audit --head 1204:9f3ac2d07be11640\n  \
    staywatch audit --case kudin --export kudin-evidence.jsonl"
)]
pub(super) struct AuditArgs {
    /// A head that was written down, as the morning list of the admins names it; may be given several times
    #[arg(long, value_name = "NUMBER:HASH", value_parser = written_down)]
    head: Vec<(i64, String)>,
    /// Only what is about this case (with --export)
    #[arg(long, value_name = "CODE", requires = "export")]
    case: Option<String>,
    /// Every act of an admin on record, and not only the last
    #[arg(long)]
    acts: bool,
    /// Write what was sent to whom and when: FILE as JSON lines, and beside it a page for people, FILE.md
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
}

fn written_down(text: &str) -> Result<(i64, String), String> {
    let (seq, hash) = text.split_once(':').ok_or("write NUMBER:HASH, as in 1204:9f3ac2d07be11640")?;
    let digits: String = hash.chars().filter(|c| !c.is_whitespace()).collect();
    let fits = (8..=64).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_hexdigit());
    let seq = seq.trim().parse().map_err(|_| format!("`{seq}` is not the number of an entry"))?;
    fits.then_some((seq, digits)).ok_or_else(|| "the hash must be 8 to 64 hexadecimal digits".to_owned())
}

pub(super) fn run(call: &mut Call<'_>, args: &AuditArgs) -> anyhow::Result<Exit> {
    let (setup, _) = load(call)?;
    let Some(store) = peek_store(&setup, &call.folder)? else {
        let path = call.folder.join(&setup.settings.store);
        anyhow::bail!("there is no store at {}: the daemon makes one when it first runs", path.display());
    };
    let (verdict, acts) = store.write_now(|tx| Ok((store::verify(tx, &args.head)?, store::acts(tx)?)))?;
    match call.format {
        Format::Json => writeln!(call.out, "{}", as_json(&verdict, &acts))?,
        Format::Text => {
            as_text(call, &verdict)?;
            show_acts(call, &acts, args.acts)?;
        }
    }
    if let Some(file) = &args.export {
        let evidence = store.write_now(|tx| Evidence::gather(tx, args.case.as_deref()))?;
        if evidence.is_empty() {
            let what = args.case.as_deref().unwrap_or("anything");
            anyhow::bail!("the ledger holds nothing about {what}; a case that was purged has no evidence left");
        }
        let page = evidence.write(file, &verdict, call.now)?;
        if call.format == Format::Text {
            writeln!(call.out, "Written: {} and {}", file.display(), page.display())?;
        }
    }
    Ok(if verdict.broken.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// A moment of the ledger for people and programs.
pub(super) fn moment(at: i64) -> String {
    instant(Timestamp::from_second(at).unwrap_or(Timestamp::MIN), &TimeZone::UTC)
}

/// What admins did, the last at the end.
fn show_acts(call: &mut Call<'_>, acts: &[Entry], all: bool) -> anyhow::Result<()> {
    let first = if all { 0 } else { acts.len().saturating_sub(SHOWN) };
    if acts.is_empty() {
        return Ok(());
    }
    let which = if first == 0 { String::new() } else { format!(", the last {SHOWN} of {} (all: --acts)", acts.len()) };
    writeln!(call.out, "\nActs of admins{which}:")?;
    for entry in &acts[first..] {
        writeln!(call.out, "  {}  {:>5}  {}", moment(entry.at), entry.seq, told(entry))?;
    }
    Ok(())
}

fn as_json(verdict: &Verdict, acts: &[Entry]) -> serde_json::Value {
    let acts: Vec<_> = acts
        .iter()
        .map(|entry| json!({ "seq": entry.seq, "at": moment(entry.at), "kind": entry.kind, "says": entry.says() }))
        .collect();
    let broken: Vec<_> =
        verdict.broken.iter().map(|broken| json!({ "seq": broken.seq, "what": broken.what })).collect();
    json!({
        "whole": verdict.broken.is_empty(), "entries": verdict.entries, "erased": verdict.erased,
        "letters": verdict.letters, "first_at": verdict.first_at.map(moment), "last_at": verdict.last_at.map(moment),
        "head": verdict.head.map(|Head { seq, hash }| json!({ "seq": seq, "hash": hex(&hash) })), "broken": broken, "acts": acts,
    })
}

fn as_text(call: &mut Call<'_>, verdict: &Verdict) -> anyhow::Result<()> {
    for broken in &verdict.broken {
        match broken.seq {
            Some(seq) => writeln!(call.out, "entry {seq}: {}", broken.what)?,
            None => writeln!(call.out, "{}", broken.what)?,
        }
    }
    let (entries, letters, erased) = (verdict.entries, verdict.letters, verdict.erased);
    let (Some(first), Some(last), Some(head)) = (verdict.first_at, verdict.last_at, verdict.head) else {
        writeln!(call.out, "The ledger is empty: nothing was ever owed or changed.")?;
        return Ok(());
    };
    let whole = if verdict.broken.is_empty() { "The ledger is whole" } else { "THE LEDGER IS BROKEN" };
    let entries = counted(entries, "entry", "entries");
    writeln!(call.out, "{whole}: {entries}, {} to {}.", moment(first), moment(last))?;
    let compared = counted(letters, "letter", "letters");
    writeln!(call.out, "Compared with it: {compared}. Erased from it: {}.", counted(erased, "entry", "entries"))?;
    writeln!(call.out, "Head: {}:{}", head.seq, hex(&head.hash))?;
    if !verdict.broken.is_empty() {
        super::complain("keep this store as it is; compare the heads in the admins' morning lists: audit --head");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_the_morning_list_writes_it() {
        assert_eq!(written_down("12:9f3ac2d0 7be11640"), Ok((12, "9f3ac2d07be11640".to_owned())));
        for text in ["", "12", "12:", "12:9f3ac2d", "x:9f3ac2d07be11640", "12:9f3ac2d0zz"] {
            assert!(written_down(text).is_err(), "{text}");
        }
    }
}
