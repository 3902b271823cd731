//! The program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(feature = "crash-points")]
    let _armed = armed();
    ExitCode::from(staywatch::cli::main() as u8)
}

/// Reads from `FAILPOINTS` at which named points this program ends as if it had been killed: nothing is unwound,
/// nothing is written any more.
#[cfg(feature = "crash-points")]
fn armed() -> fail::FailScenario<'static> {
    std::panic::set_hook(Box::new(|_| std::process::abort()));
    fail::FailScenario::setup()
}
