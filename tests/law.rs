//! The conformance suite: every way of counting, the worked examples of the sources, and every shipped rule.
//!
//! In: the law as it ships. Out: dates, compared with dates that were not computed by the engine. The one exception
//! are the vectors, which hold what each rule gave when it was last looked at, so that no rule moves unseen.

/// The suite.
#[cfg(test)]
mod law {
    mod acts;
    mod counting;
    mod hours;
    mod mutation;
    mod packs;
    mod properties;
    mod rolling;
    mod table;
    mod unknown;
    mod vectors;
    mod worked;
}
