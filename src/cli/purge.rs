//! `purge`: take a case out of the store.
//!
//! What is erased cannot be brought back, so the code has to be typed once more. Files are never touched: they are named.

use clap::Args;
use std::io::{self, BufRead as _};
use std::path::PathBuf;

use super::render::counted;
use super::{Call, Exit, act, load};
use crate::config::Setup;
use crate::daemon::peek_store;
use crate::notice::plan::Kind;
use crate::schedule::is_over;
use crate::store;

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  staywatch purge linden")]
pub(super) struct PurgeArgs {
    /// The code of the case
    case: String,
    /// Do not ask: the code given here stands for the code typed once more
    #[arg(long, value_name = "CODE")]
    yes: Option<String>,
}

pub(super) fn run(call: &mut Call<'_>, args: &PurgeArgs) -> anyhow::Result<Exit> {
    let (setup, errors) = load(call)?;
    let code = args.case.as_str();
    if !errors.is_empty() {
        anyhow::bail!("mend what stands above first: nobody can say which case a broken file is about");
    }
    if let Some(case) = setup.case(code)
        && !is_over(&case, call.now)
    {
        anyhow::bail!("{code} is still watched: write status = \"closed\" into its file, or take the file away, first");
    }
    let Some(store) = peek_store(&setup, &call.folder)? else {
        anyhow::bail!("there is no store, so nothing to erase")
    };
    if !store.write_now(store::remembered_cases)?.contains(code) {
        anyhow::bail!("the store holds nothing about a case `{code}`");
    }
    writeln!(call.out, "This erases from the store what was owed, sent, counted and entered about {code}, for good.")?;
    writeln!(call.out, "Evidence for later: staywatch audit --case {code} --export FILE")?;
    let typed = if let Some(code) = &args.yes {
        code.clone()
    } else {
        writeln!(call.out, "Type the code of the case to go on:")?;
        call.out.flush()?;
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        line
    };
    if typed.trim() != code {
        anyhow::bail!("that is not the code; nothing was erased");
    }
    let by = act::operator();
    let purged = store.purge_now(code, &by, call.now)?;
    writeln!(
        call.out,
        "Erased: {}, {} of the ledger, {}. The ledger's entry {} says so without the code.",
        counted(purged.letters, "letter", "letters"),
        counted(purged.entries, "body", "bodies"),
        counted(purged.rows, "other row", "other rows"),
        purged.seq
    )?;
    if purged.left > 0 {
        let left = counted(purged.left, "message", "messages");
        writeln!(call.out, "Still to go out and naming it: {left}. Run this again afterwards.")?;
    }
    for path in leftovers(&setup, call, code) {
        writeln!(call.out, "Not touched, and yours to delete: {}", path.display())?;
    }
    writeln!(call.out, "Older backups still hold it.")?;
    Ok(if purged.left > 0 { Exit::Findings } else { Exit::Fine })
}

/// Files that still speak of a case.
fn leftovers(setup: &Setup, call: &Call<'_>, code: &str) -> Vec<PathBuf> {
    let mut left = Vec::new();
    if let Some(case) = setup.case(code) {
        left.push(PathBuf::from(&*case.sheet.name));
        left.extend(case.reports.as_ref().map(|reports| PathBuf::from(&*reports.name)));
    } else {
        let reports = call.folder.join(setup.settings.reports()).join(format!("{code}.toml"));
        left.extend(Some(reports).filter(|path| path.exists()));
    }
    let drafts = ["draft", "draft-pgp"].map(|end| call.folder.join("watchlist").join(format!(".{code}.{end}")));
    left.extend(drafts.into_iter().filter(|path| path.exists()));
    let messages = call.folder.join(&setup.settings.folder);
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        is_of(&name, code)
    };
    let written = std::fs::read_dir(messages).into_iter().flatten().flatten().map(|entry| entry.path());
    left.extend(written.filter(named));
    left
}

/// True for the name of a letter in the folder that is about this case, and not about one whose code only begins so: a moment,
/// the code, the kind and a hash.
fn is_of(name: &str, code: &str) -> bool {
    let key = name.split_once("Z-").and_then(|(_, rest)| rest.strip_prefix(code)?.strip_prefix('-'));
    let kind = key.and_then(|rest| rest.rsplit_once('-')).map(|(kind, _)| kind);
    kind.is_some_and(|kind| Kind::ALL.iter().any(|known| known.word() == kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_a_case_whose_code_begins_alike_is_none_of_it() {
        let hash = "081e441ee516b024081e441ee516b024";
        let name = |code: &str, kind: &str| format!("20260302T060000Z-{code}-{kind}-{hash}.eml");
        assert!(is_of(&name("kudin", "reminder"), "kudin") && is_of(&name("kudin", "check-in"), "kudin"));
        assert!(is_of(&name("kudin-2", "reminder"), "kudin-2"));
        for other in [name("kudin-2", "reminder"), name("kudin-risk", "check-in"), name("ak", "kudin-risk")] {
            assert!(!is_of(&other, "kudin"), "{other}");
        }
    }
}
