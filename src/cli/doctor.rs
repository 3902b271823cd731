//! `doctor`: tries everything the watch needs, and says what to do.
//!
//! In: configuration, store, disk, clock, mail server, bot. Out: one line for each, ok, warn or fail. It sends nothing to
//! anybody, changes nothing, and works beside a running daemon.

mod machine;
mod outside;
mod store;

use serde::Serialize;

use super::render::counted;
use super::{Call, Exit, Format};
use crate::config::Setup;
use crate::form::Weight;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    Warn,
    Fail,
}

/// One line.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    state: State,
    says: String,
    /// What to do, when there is something to do.
    help: Option<String>,
}

impl Finding {
    fn ok(what: &'static str, says: impl Into<String>) -> Self {
        Self { what, state: State::Ok, says: says.into(), help: None }
    }

    fn warn(what: &'static str, says: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what, state: State::Warn, says: says.into(), help: Some(help.into()) }
    }

    fn fail(what: &'static str, says: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what, state: State::Fail, says: says.into(), help: Some(help.into()) }
    }
}

/// Exit status: 0 all well, 1 something to do, 3 it could not even begin.
pub(super) fn run(call: &mut Call<'_>) -> anyhow::Result<Exit> {
    let (setup, problems) = Setup::load(&call.folder, call.now)?;
    let mut found = Vec::new();
    let errors = problems.iter().filter(|problem| problem.weight == Weight::Error).count();
    found.push(if errors == 0 {
        {
            let cases = counted(setup.cases.len(), "case", "cases");
            let people = counted(setup.people.all().count(), "person or chat", "people and chats");
            Finding::ok("configuration", format!("{cases}, {people}"))
        }
    } else {
        let says = format!("{}: what stands there is not in force", counted(errors, "error", "errors"));
        Finding::fail("configuration", says, "staywatch check shows each with file, line and what to do")
    });
    found.extend(machine::look(&setup, call));
    found.extend(store::look(&setup, call));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    found.extend(runtime.block_on(outside::look(&setup, call)));
    let worst = found.iter().map(|finding| finding.state).max().unwrap_or(State::Ok);
    if call.format == Format::Json {
        serde_json::to_writer_pretty(&mut *call.out, &found)?;
        writeln!(call.out)?;
    } else {
        for finding in &found {
            let word = match finding.state {
                State::Ok => "ok",
                State::Warn => "warn",
                State::Fail => "FAIL",
            };
            writeln!(call.out, "{word:<5} {:<14} {}", finding.what, finding.says)?;
            if let Some(help) = &finding.help {
                writeln!(call.out, "{:21}-> {help}", "")?;
            }
        }
    }
    Ok(if worst == State::Ok { Exit::Fine } else { Exit::Findings })
}
