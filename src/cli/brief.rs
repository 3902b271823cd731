//! `brief`: the fact sheet of a case, as Markdown or PDF.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::{Call, Exit, Format, complain, find, findings, load};
use crate::brief::{Detail, Purpose, Sheet, markdown, sheet};
use crate::law::words::Language;
use crate::notice::words::Words;

#[derive(Debug, Args)]
pub(super) struct BriefArgs {
    /// The case
    case: String,
    /// What for: rule39, hrc, ced or public
    #[arg(long = "for", value_name = "PURPOSE", default_value = "rule39", value_parser = purpose)]
    purpose: Purpose,
    /// code: codes, dates, kinds and citations; full: also notes and sources, for encrypted mail or paper only
    #[arg(long, default_value = "code", value_parser = detail)]
    detail: Detail,
    /// Write it as PDF to this file
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Write the text to this file instead of standard output, and the time line into an .svg file beside it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn purpose(text: &str) -> Result<Purpose, String> {
    let found = Purpose::WORDS.iter().find(|(word, _)| *word == text);
    found.map(|(_, purpose)| *purpose).ok_or_else(|| "rule39, hrc, ced or public".to_owned())
}

fn detail(text: &str) -> Result<Detail, String> {
    match text {
        "code" => Ok(Detail::Code),
        "full" => Ok(Detail::Full),
        _ => Err("code or full".to_owned()),
    }
}

pub(super) fn run(call: &mut Call<'_>, args: &BriefArgs) -> anyhow::Result<Exit> {
    if (args.purpose, args.detail) == (Purpose::Public, Detail::Full) {
        complain("notes and sources of facts have no place in a public sheet: leave out --detail full");
        return Ok(Exit::Usage);
    }
    let (setup, errors) = load(call)?;
    let case = find(&setup, &args.case)?;
    let words = Words::default();
    if call.language == Language::Be && args.purpose != Purpose::Public {
        complain("no body takes a request in Belarusian: for filing use --language en or ru");
    }
    let sheet = sheet(&case, &setup.law, call.now, (args.purpose, args.detail), words.speak(call.language));
    if args.detail == Detail::Full {
        complain(
            "WARNING: this sheet holds notes and sources of facts. It must NOT be mailed unencrypted and never goes \
             into a chat: print it, or encrypt it before it leaves this machine.",
        );
    }
    if let Some(file) = &args.pdf {
        write_pdf(file, &sheet)?;
    }
    let beside = match (&args.out, call.format) {
        (Some(file), Format::Text) => picture_beside(file, &sheet)?,
        _ => None,
    };
    let text = match call.format {
        Format::Text => markdown(&sheet, beside.as_deref()),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&sheet)?),
    };
    match &args.out {
        Some(file) => write(file, text.as_bytes())?,
        None if args.pdf.is_none() => call.out.write_all(text.as_bytes())?,
        None => {}
    }
    Ok(findings(&errors))
}

/// Writes the time line into a file beside the text, and says what it is called.
fn picture_beside(file: &Path, sheet: &Sheet) -> anyhow::Result<Option<String>> {
    let Some(drawing) = &sheet.picture else { return Ok(None) };
    let picture = file.with_extension("svg");
    write(&picture, drawing.file().as_bytes())?;
    Ok(picture.file_name().map(|name| name.to_string_lossy().into_owned()))
}

#[cfg(feature = "pdf")]
fn write_pdf(file: &Path, sheet: &Sheet) -> anyhow::Result<()> {
    write(file, &crate::brief::pdf::pdf(sheet)?)
}

#[cfg(not(feature = "pdf"))]
fn write_pdf(_: &Path, _: &Sheet) -> anyhow::Result<()> {
    anyhow::bail!("this build writes no PDF: build it with the feature `pdf`, or convert the Markdown")
}

/// Writes a file that only its owner can read.
pub(super) fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut open = OpenOptions::new();
    open.write(true).create(true).truncate(true).mode(0o600);
    let failed = || format!("{} could not be written", file.display());
    open.open(file).with_context(failed)?.write_all(bytes).with_context(failed)
}
