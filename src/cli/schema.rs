//! `schema`: what the files of a configuration may hold, for editors.
//!
//! In: the program's own word tables. Out: JSON Schemas, draft 2020-12, to standard output or into a folder. They
//! refuse nothing that the loader takes; the loader refuses more, and its word is the last.

mod calendar;
mod case;
mod pack;
mod parts;
mod people;
mod risk;
mod staywatch;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value};

use super::{Call, Exit};

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Which file; without it, all five
    #[arg(value_enum)]
    of: Option<Of>,
    /// Write NAME.json into this folder instead of to standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The kinds of file in a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Of {
    /// watchlist/*.toml
    Case,
    /// people.toml
    People,
    /// staywatch.toml
    Staywatch,
    /// law/*.toml
    Pack,
    /// calendars/*.toml
    Calendar,
}

impl Of {
    const ALL: [Self; 5] = [Self::Case, Self::People, Self::Staywatch, Self::Pack, Self::Calendar];

    fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::People => "people",
            Self::Staywatch => "staywatch",
            Self::Pack => "pack",
            Self::Calendar => "calendar",
        }
    }

    fn schema(self) -> Value {
        match self {
            Self::Case => case::schema(),
            Self::People => people::schema(),
            Self::Staywatch => staywatch::schema(),
            Self::Pack => pack::schema(),
            Self::Calendar => calendar::schema(),
        }
    }
}

pub(super) fn run(call: &mut Call<'_>, args: &SchemaArgs) -> anyhow::Result<Exit> {
    if let Some(folder) = &args.out {
        std::fs::create_dir_all(folder)?;
        for (name, text) in texts(args.of) {
            std::fs::write(folder.join(name), text)?;
        }
        return Ok(Exit::Fine);
    }
    let shown = match args.of {
        Some(of) => of.schema(),
        None => Of::ALL.iter().map(|of| (of.name().to_owned(), of.schema())).collect::<Map<_, _>>().into(),
    };
    serde_json::to_writer_pretty(&mut *call.out, &shown)?;
    writeln!(call.out)?;
    Ok(Exit::Fine)
}

/// File names and texts of one schema, or of all.
pub(super) fn texts(of: Option<Of>) -> impl Iterator<Item = (String, String)> {
    let wanted = Of::ALL.into_iter().filter(move |one| of.is_none_or(|of| of == *one));
    wanted.map(|of| (format!("{}.json", of.name()), format!("{:#}\n", of.schema())))
}
