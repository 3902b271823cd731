//! `key`: the daemon's own OpenPGP key, for case files that are kept encrypted.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Call, Exit, Format, act, complain};
use crate::config::Setup;
use crate::openpgp::{Certificate, OwnKey};

#[derive(Debug, Args)]
pub(super) struct KeyArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a key, once: staywatch key new --out config.key
    New {
        /// The file it is written to, with mode 0600 [default: what `key_file` in [config] names]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print its public half: whoever has it can encrypt a case file to the daemon
    Show,
}

pub(super) fn run(call: &mut Call<'_>, args: &KeyArgs) -> anyhow::Result<Exit> {
    let (setup, _) = Setup::load(&call.folder, call.now)?;
    match &args.what {
        What::New { out } => {
            let named = setup.settings.sealing.key.file.as_ref().map(|file| call.folder.join(file));
            let Some(file) = out.clone().or(named) else {
                complain("say where: --out FILE, or key_file in the table [config] of staywatch.toml");
                return Ok(Exit::Usage);
            };
            let (key, text) = OwnKey::create(call.now)?;
            keep(&file, text.as_bytes()).with_context(|| format!("cannot write {}", file.display()))?;
            act::enter(call, &setup, "key-new", &json!({ "fingerprint": key.certificate().fingerprint() }));
            complain(&format!(
                "Made the key {}. Keep a copy of it where neither this machine nor its backups are: without it no \
                 encrypted file can ever be opened again.",
                file.display()
            ));
            print(call, &key.certificate())
        }
        What::Show => {
            let certificate = setup.vault.own().map(OwnKey::certificate)?;
            print(call, &certificate)
        }
    }
}

fn print(call: &mut Call<'_>, certificate: &Certificate) -> anyhow::Result<Exit> {
    let public = certificate.armored()?;
    match call.format {
        Format::Text => write!(call.out, "{public}")?,
        Format::Json => {
            writeln!(call.out, "{}", json!({ "fingerprint": certificate.fingerprint(), "public": public }))?;
        }
    }
    Ok(Exit::Fine)
}

/// A key that is there is never overwritten.
fn keep(file: &Path, text: &[u8]) -> std::io::Result<()> {
    let mut opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    opened.write_all(text)?;
    opened.sync_all()
}
