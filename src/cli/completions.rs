//! `completions`: what a shell needs to complete our commands, made from the command line itself.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::{Args, Call, Exit};

pub(super) fn run(call: &mut Call<'_>, shell: Shell) -> anyhow::Result<Exit> {
    // The generator stops the program when it cannot write, so it writes to memory.
    let mut script = Vec::new();
    generate(shell, &mut Args::command(), "staywatch", &mut script);
    call.out.write_all(&script)?;
    Ok(Exit::Fine)
}
