//! `timeline`: a case as a picture.

use std::path::PathBuf;

use clap::Args;

use super::{Call, Exit, brief, find, findings, load};
use crate::chart::{View, timeline};
use crate::docket::custody::custody;
use crate::docket::docket;
use crate::notice::words::Words;

#[derive(Debug, Args)]
pub(super) struct TimelineArgs {
    /// The case
    case: String,
    /// Write it to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// How wide it is, in pixels; below 700 the words stand above the line
    #[arg(long, value_name = "PIXELS", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(300..=4000))]
    width: u32,
}

pub(super) fn run(call: &mut Call<'_>, args: &TimelineArgs) -> anyhow::Result<Exit> {
    let (setup, errors) = load(call)?;
    let case = find(&setup, &args.case)?;
    let docket = docket(&case, &setup.law, call.now);
    let custody = custody(&case, &setup.law, &docket, call.now);
    let words = Words::default();
    let speaker = words.speak(call.language);
    let drawing =
        timeline(View { case: &case, docket: &docket, custody: &custody, now: call.now, speaker }, args.width);
    match &args.svg {
        Some(file) => brief::write(file, drawing.file().as_bytes())?,
        None => call.out.write_all(drawing.file().as_bytes())?,
    }
    Ok(findings(&errors))
}
