//! `man`: manual pages, made from the command line itself.

use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_mangen::{Man, generate_to};

use super::{Call, Exit};

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Write a page for every command into this folder instead of the main page to standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(call: &mut Call<'_>, args: &ManArgs) -> anyhow::Result<Exit> {
    let command = super::Args::command().disable_help_subcommand(true);
    if let Some(folder) = &args.out {
        std::fs::create_dir_all(folder)?;
        generate_to(command, folder)?;
    } else {
        Man::new(command).render(&mut call.out)?;
    }
    Ok(Exit::Fine)
}
