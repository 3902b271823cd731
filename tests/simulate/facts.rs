//! What happens to people: case files as they grow, are corrected, and end.
//!
//! In: dice and the day. Out: the text of a case file. Every date that is known lies in the past or on the day itself,
//! so that nothing changes between two edits but the time.

use std::fmt::Write as _;

use jiff::{Span, civil::Date};

use crate::dice::Dice;

/// Hosts with their zones. Three of them change their clocks twice a year.
const HOSTS: [(&str, &str); 8] = [
    ("RU", "Europe/Moscow"),
    ("RU", "Asia/Yekaterinburg"),
    ("PL", "Europe/Warsaw"),
    ("DE", "Europe/Berlin"),
    ("RS", "Europe/Belgrade"),
    ("TR", "Europe/Istanbul"),
    ("KZ", "Asia/Almaty"),
    ("GE", "Asia/Tbilisi"),
];

const TEAMS: [(&str, &str, &str); 5] = [
    ("\"counsel\"", "\"duty\"", ""),
    ("\"counsel\", \"second\"", "\"desk\"", "\"press\""),
    ("\"second\"", "\"duty\", \"night\"", ""),
    ("", "\"desk\"", "\"press\""),
    ("\"only-mail\"", "\"only-chat\"", ""),
];

const GRAVITIES: [&str; 4] = ["minor", "medium", "grave", "especially-grave"];

/// One event of a file.
#[derive(Clone, Debug)]
struct Fact {
    kind: &'static str,
    on: String,
    more: Vec<(&'static str, String)>,
}

/// One case from the first arrest to its end.
#[derive(Clone, Debug)]
pub struct Life {
    pub id: String,
    head: String,
    zone: &'static str,
    facts: Vec<Fact>,
    /// Taken out by mistake; it comes back.
    missing: Option<Fact>,
    /// Steps left before the end.
    left: i64,
    pub ended: bool,
    /// It has a file of reports.
    pub reported: bool,
}

/// What an edit did, as far as it matters for what must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    Usual,
    /// A report that the whole team must hear of at once.
    Signal,
    /// A report that was taken out stands there again: it may be told once more.
    Again,
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(Span::new().days(days)).expect("no simulation lasts that long")
}

fn day(date: Date) -> String {
    date.to_string()
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

impl Life {
    /// A case as it is first written down.
    pub fn begins(number: usize, dice: &mut Dice, today: Date) -> Self {
        let (host, zone) = *dice.pick(&HOSTS);
        let (lawyers, coordinators, advocacy) = *dice.pick(&TEAMS);
        let (id, gravity) = (format!("sim-{number}"), dice.pick(&GRAVITIES));
        let head = format!(
            "id = \"{id}\"\nhost = \"{host}\"\nrequested_by = \"BY\"\nzone = \"{zone}\"\ngravity = \"{gravity}\"\n\
             [team]\nlawyers = [{lawyers}]\ncoordinators = [{coordinators}]\nadvocacy = [{advocacy}]\n"
        );
        let left = dice.between(3, 12);
        let mut life = Self { id, head, zone, facts: Vec::new(), missing: None, left, ended: false, reported: false };
        let arrested = later(today, -dice.between(0, 45));
        life.add("arrest", arrested, &[]);
        if dice.once_in(2) {
            let until = later(arrested, dice.between(30, 80));
            life.add("custody-ordered", later(arrested, 2).min(today), &[("until", day(until))]);
        }
        life.next_step(dice, today);
        life
    }

    /// Another works on it from now on.
    pub fn goes_to(&mut self, from: &str, to: &str) {
        self.head = self.head.replace(&quoted(from), &quoted(to));
    }

    fn add(&mut self, kind: &'static str, on: Date, more: &[(&'static str, String)]) {
        self.facts.push(Fact { kind, on: day(on), more: more.to_vec() });
    }

    /// The next thing that happens, or a correction of what stands there.
    pub fn goes_on(&mut self, dice: &mut Dice, today: Date) -> Edit {
        if let Some(fact) = self.missing.take() {
            let again = if fact.kind == "signal" { Edit::Again } else { Edit::Usual };
            self.facts.push(fact);
            return again;
        }
        self.left -= 1;
        match dice.between(0, 10) {
            _ if self.left <= 0 => {
                self.ended = true;
                let end = dice.pick(&["surrendered", "freed", "left-country", "closed", "removed"]);
                self.add(end, today, &[]);
            }
            0 | 1 => self.corrected(dice),
            2 if self.facts.len() > 2 => self.missing = self.facts.pop(),
            3 if !self.facts.iter().any(|fact| fact.kind == "signal" && fact.on.starts_with(&day(today))) => {
                // To the minute: of two signals of one day the second is news too.
                let what =
                    quoted(dice.pick::<&str>(&["moved", "told-to-pack", "papers-collected", "transfer-being-agreed"]));
                self.add("signal", today, &[("what", what)]);
                return Edit::Signal;
            }
            _ => self.next_step(dice, today),
        }
        Edit::Usual
    }

    /// A date in the file was wrong.
    fn corrected(&mut self, dice: &mut Dice) {
        let dated = ["notified", "answer_by", "until"];
        let places: Vec<(usize, usize)> = self
            .facts
            .iter()
            .enumerate()
            .flat_map(|(f, fact)| fact.more.iter().enumerate().map(move |(m, (name, value))| (f, m, *name, value)))
            .filter(|(.., name, value)| dated.contains(name) && value.parse::<Date>().is_ok())
            .map(|(f, m, ..)| (f, m))
            .collect();
        if places.is_empty() {
            return;
        }
        let (fact, more) = *dice.pick(&places);
        let on: Date = self.facts[fact].on.parse().expect("every fact has a day");
        let was: Date = self.facts[fact].more[more].1.parse().expect("it was filtered");
        self.facts[fact].more[more].1 = day(later(was, dice.between(-4, 5)).max(on));
    }

    fn next_step(&mut self, dice: &mut Dice, today: Date) {
        let back = later(today, -dice.between(0, 3));
        let (soon, far) = (later(today, dice.between(1, 12)), later(today, dice.between(5, 90)));
        let body = quoted(dice.pick::<&str>(&["echr", "hrc"]));
        let served = ("notified", day(later(back, dice.between(0, 2)).min(today)));
        match dice.between(0, 17) {
            0 => self.add("request-received", back, &[]),
            1 | 2 => self.add("extradition-granted", back, &[served]),
            3 => self.add("extradition-appeal-filed", today, &[]),
            4 => self.add("extradition-upheld", back, &[served]),
            5 => self.add("extradition-final", back, &[served]),
            6 | 7 => {
                let stage = quoted(dice.pick::<&str>(&["extradition", "extradition-final", "expulsion", "custody"]));
                let hour = dice.between(9, 17);
                let on = quoted(&format!("{soon}T{hour:02}:30[{}]", self.zone));
                self.facts.push(Fact { kind: "hearing", on, more: vec![("known", day(today)), ("stage", stage)] });
            }
            8 => self.add("measure-requested", today, &[("body", body)]),
            9 => self.add("measure-granted", today, &[("body", body), ("until", day(far))]),
            10 => self.add("measure-documents-due", today, &[("body", body), ("until", day(soon))]),
            11 | 12 => self.add("registry-letter", today, &[("body", body), ("answer_by", day(soon))]),
            13 => self.add("expulsion-ordered", back, &[served]),
            14 => self.add("asylum-refused", back, &[served]),
            15 => self.add("custody-extended", back, &[("until", day(far))]),
            _ => {
                let at = format!("\"{soon}T{:02}:00[{}]\"", dice.between(0, 24), self.zone);
                self.add("surrender-date-set", today, &[("until", at)]);
            }
        }
    }

    pub fn text(&self) -> String {
        let mut out = self.head.clone();
        for fact in &self.facts {
            let _ = write!(out, "[[event]]\nkind = \"{}\"\non = {}\n", fact.kind, fact.on);
            for (name, value) in &fact.more {
                let _ = writeln!(out, "{name} = {value}");
            }
        }
        out
    }

    pub fn zone(&self) -> &'static str {
        self.zone
    }
}
