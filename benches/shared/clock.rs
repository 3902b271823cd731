//! The wall's clock: a bench measures it.
//!
//! In: nothing. Out: now. It is no clock for anything but a bench.

use std::time::Instant;

/// Now.
#[expect(clippy::disallowed_methods, reason = "a bench measures the wall")]
pub fn clock() -> Instant {
    Instant::now()
}
