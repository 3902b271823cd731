//! The memory of this process, kept from core dumps and from other programs of the same user.
//!
//! In: nothing. Out: a process that leaves no core file and that no debugger of its own user can open. Children inherit
//! the first, so an editor leaves no core file either. A kernel that refuses is told of and changes nothing else: it is
//! a second lock.

use super::complain;
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Closes both ways.
pub(super) fn keep_private() {
    if let Err(error) = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }) {
        complain(&format!("warning: core dumps cannot be switched off: {error}"));
    }
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        complain(&format!("warning: other programs of this user could read the memory of this one: {error}"));
    }
}

#[cfg(test)]
mod tests {
    use rustix::process::{dumpable_behavior, getrlimit};

    use super::*;

    #[test]
    fn no_core_file_is_left() {
        keep_private();
        assert_eq!(getrlimit(Resource::Core), Rlimit { current: Some(0), maximum: Some(0) });
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }
}
