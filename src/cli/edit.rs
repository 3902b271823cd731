//! `edit`: change a case file, encrypted or not, and have it read before it counts.
//!
//! In: the code of a case, an editor. Out: the file with what was written, whole and in its place, or as it was. A text
//! that is kept encrypted lies in memory only, while the editor has it open and afterwards no longer.

mod desk;
mod draft;
mod editor;

use std::io::BufRead as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use zeroize::Zeroizing;

use super::{Call, Exit, act, complain};
use crate::config::{Setup, Vault, put, sealed, shred, turn, turn_in, usable};
use crate::form::{Sheet, render};
use crate::ids::CaseId;
use crate::openpgp::Form;
use desk::{Desk, swaps};
use draft::Draft;
use editor::{Left, Privacy};

#[derive(Debug, Args)]
pub(super) struct EditArgs {
    /// The code of the case
    case: String,
    /// A case that is not there yet; encrypted if there is a key for it
    #[arg(long)]
    new: bool,
    /// Go on with what could not be saved last time
    #[arg(long)]
    draft: bool,
    #[command(flatten)]
    form: FormArgs,
}

/// In which form a file is kept.
#[derive(Debug, Args)]
struct FormArgs {
    /// Keep the file encrypted from now on, with its reports: staywatch edit --encrypt kudin
    #[arg(long, conflicts_with_all = ["decrypt", "draft"])]
    encrypt: bool,
    /// Keep the file in the clear from now on
    #[arg(long, conflicts_with_all = ["new", "draft"])]
    decrypt: bool,
}

pub(super) fn run(call: &mut Call<'_>, args: &EditArgs) -> anyhow::Result<Exit> {
    // What is wrong elsewhere is not in the way; what is wrong here, the editor is for.
    let (setup, _) = Setup::load(&call.folder, call.now)?;
    let vault = &setup.vault;
    let id = CaseId::parse(&args.case)?;
    let there = place(&setup, &call.folder, &id);
    if args.new {
        anyhow::ensure!(there.is_none(), "the case `{id}` is there already; leave out --new");
        let ending = if args.form.encrypt || vault.has_key() { "toml.pgp" } else { "toml" };
        let folder = call.folder.join("watchlist");
        std::fs::create_dir_all(&folder)?;
        return change(call, (&setup, vault), &folder.join(format!("{id}.{ending}")), None, args.draft);
    }
    let Some(file) = there else {
        let known = setup.cases.places().iter().map(|place| place.id.as_str());
        let hint = crate::form::nearest(id.as_str(), known).map(|near| format!("; did you mean `{near}`?"));
        anyhow::bail!("there is no case `{id}`{}: --new makes one", hint.unwrap_or_default());
    };
    if args.form.encrypt || args.form.decrypt {
        return convert(call, (&setup, vault), (&id, &file), args.form.encrypt);
    }
    let text = vault.text(&file).with_context(|| format!("cannot read {}", file.display()))?;
    change(call, (&setup, vault), &file, Some(&text), args.draft)
}

/// The file of a case; one that cannot be read is known by its name alone.
fn place(setup: &Setup, folder: &Path, id: &CaseId) -> Option<PathBuf> {
    let by_code = setup.cases.place(id.as_str()).map(|place| PathBuf::from(&*place.file));
    let by_name = ["toml", "toml.pgp", "toml.asc"].map(|end| folder.join("watchlist").join(format!("{id}.{end}")));
    by_code.into_iter().chain(by_name).find(|path| path.is_file())
}

/// Offers a text to the editor until it can be used, or is given up; what is given up is kept as a draft.
fn change(
    call: &mut Call<'_>,
    (setup, vault): (&Setup, &Vault),
    file: &Path,
    before: Option<&Zeroizing<String>>,
    from_draft: bool,
) -> anyhow::Result<Exit> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let code = name.split('.').next().unwrap_or_default();
    let private = if Sheet::sealed_name(&name) { Privacy::Sealed } else { Privacy::Plain };
    if private == Privacy::Sealed {
        vault.own()?;
        if swaps() {
            complain("warning: this machine swaps to a disk; memory may be written there (swapoff -a, or encrypt it)");
        }
    }
    let draft = Draft::of(file, vault);
    let kept = if from_draft { draft.text()? } else { None };
    if from_draft {
        anyhow::ensure!(kept.is_some(), "there is no draft of `{code}`");
    } else if draft.exists() {
        complain(&format!("note: there is a draft that was not saved: staywatch edit --draft {code}"));
    }
    // What stands in the file when the editor is opened: whoever saves knows that much.
    let mut seen = before.cloned();
    let desk = Desk::set_up(&format!("{code}.toml"))?;
    let fresh = || Zeroizing::new(fresh(code));
    desk.lay(kept.as_ref().unwrap_or(&seen.clone().unwrap_or_else(fresh)))?;
    let mut beside = seen.clone().filter(|_| from_draft);
    loop {
        let other = beside.as_deref().map(|text| desk.lay_beside(text)).transpose()?;
        let left = editor::open(&desk, other.as_deref(), private)?;
        let text = desk.take().context("what the editor left cannot be read")?;
        if left == Left::CutOff {
            // A line that broke, a machine that went down: nobody decided anything.
            if Some(&text) != seen.as_ref() {
                keep(&draft, &text, code)?;
            }
            anyhow::bail!("the editor was cut off; {} is as it was", file.display());
        }
        if Some(&text) == seen.as_ref() {
            writeln!(call.out, "Nothing was changed.")?;
            return Ok(Exit::Fine);
        }
        let (id, problems) = setup.try_case(file, &text, call.now);
        for problem in &problems {
            complain(&render(problem, call.colour));
        }
        // One edit is put in place at a time, whatever process it comes from.
        let turn = turn_in(file.parent().unwrap_or(Path::new(".")))?;
        let now = vault.text(file).ok();
        let meanwhile = now != seen;
        if usable(&problems) && !meanwhile {
            save(vault, call, file, &text)?;
            drop(turn);
            draft.done()?;
            if let Some(id) = id.filter(|id| id.as_str() != code && before.is_some()) {
                complain(&format!("note: this file is about the case `{id}`"));
            }
            let action = if before.is_some() { "edit" } else { "edit-new" };
            act::enter(call, setup, action, &serde_json::json!({ "case": code, "file": name }));
            writeln!(call.out, "Saved {}. A running daemon reads it within seconds.", file.display())?;
            return Ok(Exit::Fine);
        }
        drop(turn);
        if meanwhile {
            let what = match &now {
                Some(_) => {
                    format!("changed by somebody else meanwhile. Theirs is opened beside yours ({})", desk::BESIDE)
                }
                None => "taken away by somebody else meanwhile".to_owned(),
            };
            complain(&format!("{} was {what}; what you leave in yours is saved", file.display()));
            (beside, seen) = (now.clone(), now);
        }
        if !again(call)? {
            keep(&draft, &text, code)?;
            complain(&format!("{} is as it was", file.display()));
            return Ok(Exit::Findings);
        }
    }
}

/// What was written is not thrown away because it cannot be saved.
fn keep(draft: &Draft<'_>, text: &str, code: &str) -> anyhow::Result<()> {
    draft.keep(text)?;
    complain(&format!("what you wrote is kept in {}; go on with: staywatch edit --draft {code}", draft.path.display()));
    Ok(())
}

/// The example of `init`, as a case of this code.
fn fresh(code: &str) -> String {
    include_str!("init/example.toml").replace("id           = \"example\"", &format!("id           = \"{code}\""))
}

fn save(vault: &Vault, call: &Call<'_>, file: &Path, text: &str) -> anyhow::Result<()> {
    let name = file.to_string_lossy();
    let form = if name.ends_with(".asc") { Form::Armored } else { Form::Binary };
    let written = if Sheet::sealed_name(&name) {
        put(file, &vault.seal(text, form, call.now)?, Some(file))
    } else {
        put(file, text.as_bytes(), Some(file))
    };
    written.with_context(|| format!("cannot write {}", file.display()))
}

/// Without anybody to answer it is not asked again for ever.
fn again(call: &mut Call<'_>) -> anyhow::Result<bool> {
    write!(call.out, "This was not saved. Edit again? [Y/n] ")?;
    call.out.flush()?;
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer)?;
    Ok(read > 0 && !answer.trim().to_lowercase().starts_with('n'))
}

/// The same text in the other form, with its file of reports.
fn convert(
    call: &mut Call<'_>,
    (setup, vault): (&Setup, &Vault),
    (id, file): (&CaseId, &Path),
    seal: bool,
) -> anyhow::Result<Exit> {
    let name = file.to_string_lossy().into_owned();
    if Sheet::sealed_name(&name) == seal {
        writeln!(call.out, "{name} is kept so already.")?;
        return Ok(Exit::Fine);
    }
    // Nothing is reported while the file changes its form.
    let _turn = turn(&setup.reports_folder())?;
    let reports = setup.reports_file(id);
    // Reports first: a case reads them in either form.
    for old in [reports, file.to_owned()].into_iter().filter(|path| path.is_file()) {
        let plain = old.to_string_lossy();
        if Sheet::sealed_name(&plain) == seal {
            continue;
        }
        let bare = plain.trim_end_matches(".pgp").trim_end_matches(".asc");
        let new = if seal { sealed(&old) } else { PathBuf::from(bare) };
        let text = vault.text(&old).with_context(|| format!("cannot read {}", old.display()))?;
        let bytes = if seal { vault.seal(&text, Form::Binary, call.now)? } else { text.as_bytes().to_vec() };
        put(&new, &bytes, Some(&old)).with_context(|| format!("cannot write {}", new.display()))?;
        // Only what can be read back may take the place of what was there.
        anyhow::ensure!(vault.text(&new)? == text, "{} cannot be read back", new.display());
        shred(&old).with_context(|| format!("cannot take {} away", old.display()))?;
        writeln!(call.out, "{} is now {}.", old.display(), new.display())?;
    }
    let action = if seal { "encrypt" } else { "decrypt" };
    act::enter(call, setup, action, &serde_json::json!({ "case": id.as_str() }));
    if seal {
        complain(
            "note: what stood in the clear may still be found on the disk, in its snapshots and in backups: an SSD \
             and a journal keep what was overwritten",
        );
    }
    Ok(Exit::Fine)
}
