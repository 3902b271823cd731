//! Questions and the presses that answer them. Pure: in a question as it stands, out what becomes of it.
//!
//! A button holds nothing but the number of its question and a word: `yes:41`, `no:41`, `is:41:moved`. Whatever
//! else it could say would have to be believed, and anybody can make up a press. So the case, the chat and the
//! right to answer are looked up anew for every press.

use jiff::{SignedDuration, Timestamp};

use crate::store::{Ask, AskState, Taken};
use crate::watchlist::{Kind, Reporter, SIGNALS, report_line};

/// A question older than this is asked anew rather than answered.
const STALE: SignedDuration = SignedDuration::from_hours(24);

/// What a button says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// Put it on record.
    Yes,
    /// Do not.
    No,
    /// The signal is this one.
    Is(&'static str),
}

/// Who pressed, where and when.
#[derive(Clone, Debug)]
pub(super) struct Presser {
    /// The chat, by the id it has now.
    pub(super) chat: i64,
    /// The name in `people.toml`.
    pub(super) by: String,
    /// The message with the button.
    pub(super) message: i32,
    /// When.
    pub(super) now: Timestamp,
}

/// What becomes of a question by a press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing; the presser is told why by this sentence.
    Refused(&'static str),
    /// It is now this.
    Becomes(Ask),
}

pub(super) fn yes(id: u32) -> String {
    format!("yes:{id}")
}

pub(super) fn no(id: u32) -> String {
    format!("no:{id}")
}

pub(super) fn is(id: u32, signal: &str) -> String {
    format!("is:{id}:{signal}")
}

/// Reads the data of a button; `None` when we never wrote it.
pub(super) fn parse(data: &str) -> Option<(u32, Choice)> {
    let (word, rest) = data.split_once(':')?;
    let (id, signal) = rest.split_once(':').map_or((rest, None), |(id, signal)| (id, Some(signal)));
    let choice = match (word, signal) {
        ("yes", None) => Choice::Yes,
        ("no", None) => Choice::No,
        ("is", Some(signal)) => Choice::Is(SIGNALS.iter().find(|known| **known == signal)?),
        _ => return None,
    };
    Some((id.parse().ok()?, choice))
}

/// Judges a press. `may` says whether the chat works on a case.
pub(super) fn press(ask: Option<Ask>, choice: Choice, who: &Presser, may: impl Fn(&str) -> bool) -> Outcome {
    let Some(mut ask) = ask.filter(|ask| ask.chat == who.chat) else { return Outcome::Refused("bot-press-unknown") };
    if !may(&ask.case) {
        return Outcome::Refused("bot-press-refused");
    }
    match ask.state {
        AskState::Taken(_) | AskState::Recorded(_) => return Outcome::Refused("bot-press-done"),
        AskState::Declined => return Outcome::Refused("bot-press-declined"),
        AskState::Open => {}
    }
    let age = who.now.as_second().saturating_sub(ask.asked);
    if age > STALE.as_secs() {
        return Outcome::Refused("bot-press-unknown");
    }
    let signal = ask.kind == Kind::Signal.word();
    match choice {
        Choice::No => ask.state = AskState::Declined,
        Choice::Is(what) if signal && ask.what.is_none() => ask.what = Some(what.to_owned()),
        Choice::Yes if !signal || ask.what.is_some() => {
            let taken = Taken { by: who.by.clone(), at: who.now.as_second(), message: who.message };
            ask.state = AskState::Taken(taken);
        }
        Choice::Yes | Choice::Is(_) => return Outcome::Refused("bot-press-unknown"),
    }
    Outcome::Becomes(ask)
}

/// The report of a question that was answered with Yes: the same text however often it is asked for.
pub(super) fn report(ask: &Ask, taken: &Taken) -> Option<String> {
    let kind = Kind::parse(&ask.kind)?;
    let (on, known) = (Timestamp::from_second(ask.on).ok()?, Timestamp::from_second(taken.at).ok()?);
    let by = Reporter { who: taken.by.clone(), via: "telegram".to_owned() };
    let fields: Vec<(&str, &str)> = ask.what.iter().map(|what| ("what", what.as_str())).collect();
    Some(report_line(kind, &on.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), known, &by, &fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(what: Option<&str>) -> Ask {
        Ask {
            chat: 5,
            case: "kudin".into(),
            kind: "signal".into(),
            what: what.map(str::to_owned),
            on: 90,
            asked: 100,
            state: AskState::Open,
        }
    }

    fn somebody(chat: i64, second: i64) -> Presser {
        Presser { chat, by: "duty".into(), message: 9, now: Timestamp::from_second(second).unwrap() }
    }

    fn judged(ask: Option<Ask>, choice: Choice, chat: i64, second: i64) -> Outcome {
        press(ask, choice, &somebody(chat, second), |case| case == "kudin")
    }

    #[test]
    fn made_up_data_is_no_press() {
        for data in
            ["", "yes", "yes:", "yes:-1", "yes:1:moved", "yes:4294967296", "is:1", "is:1:freed", "no:1 ", "ack:1"]
        {
            assert_eq!(parse(data), None, "{data}");
        }
        assert_eq!(parse(&yes(41)), Some((41, Choice::Yes)));
        assert_eq!(parse(&no(41)), Some((41, Choice::No)));
    }

    #[test]
    fn every_button_fits_and_reads_back() {
        for signal in SIGNALS {
            let data = is(u32::MAX, signal);
            assert!(data.len() <= 64, "{data}");
            assert_eq!(parse(&data), Some((u32::MAX, Choice::Is(signal))));
        }
    }

    #[test]
    fn a_yes_is_taken_once() {
        let Outcome::Becomes(taken) = judged(Some(open(Some("moved"))), Choice::Yes, 5, 200) else { panic!() };
        assert!(matches!(&taken.state, AskState::Taken(taken) if taken.by == "duty" && taken.at == 200));
        for choice in [Choice::Yes, Choice::No, Choice::Is("other")] {
            assert_eq!(judged(Some(taken.clone()), choice, 5, 201), Outcome::Refused("bot-press-done"));
        }
    }

    #[test]
    fn another_chat_another_case_and_another_day_change_nothing() {
        let ask = || Some(open(Some("moved")));
        assert_eq!(judged(None, Choice::Yes, 5, 200), Outcome::Refused("bot-press-unknown"));
        assert_eq!(judged(ask(), Choice::Yes, 6, 200), Outcome::Refused("bot-press-unknown"));
        assert_eq!(judged(ask(), Choice::Yes, 5, 100 + 86_401), Outcome::Refused("bot-press-unknown"));
        let refused = press(ask(), Choice::Yes, &somebody(5, 200), |_| false);
        assert_eq!(refused, Outcome::Refused("bot-press-refused"));
    }

    #[test]
    fn a_signal_without_words_cannot_be_confirmed_and_words_do_not_change() {
        assert_eq!(judged(Some(open(None)), Choice::Yes, 5, 200), Outcome::Refused("bot-press-unknown"));
        let Outcome::Becomes(chosen) = judged(Some(open(None)), Choice::Is("moved"), 5, 200) else { panic!() };
        assert_eq!(chosen, open(Some("moved")));
        assert_eq!(judged(Some(chosen), Choice::Is("other"), 5, 200), Outcome::Refused("bot-press-unknown"));
    }

    #[test]
    fn a_no_stays_a_no() {
        let Outcome::Becomes(declined) = judged(Some(open(Some("moved"))), Choice::No, 5, 200) else { panic!() };
        assert_eq!(judged(Some(declined), Choice::Yes, 5, 201), Outcome::Refused("bot-press-declined"));
    }
}
