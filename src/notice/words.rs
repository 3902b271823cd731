//! The sentences of the program in the languages people read, and the writing of dates.
//!
//! In: a message id and its variables. Out: a sentence. Words come from `config/locales`, one file a
//! language, shipped inside the program; a sentence that a language lacks is said in the language that stands in for it
//! rather than not at all.
//! 24:00 is written as 24:00 of the last day, never as 00:00 of the next.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use unic_langid::{LanguageIdentifier, langid};

use crate::law::count::Reading;
use crate::law::step::{Says, Side, Step};
use crate::law::term::{Direction, Term, Unit};
use crate::law::words::Language;
use crate::watchlist::When;

type Bundle = FluentBundle<FluentResource>;

/// Every sentence in every language, in the order of `LOCALES`; read when it is spoken for the first time.
pub struct Words([OnceLock<Bundle>; LOCALES.len()]);

/// A language, the tag whose plural rules it follows, and its one file.
const LOCALES: &[(Language, LanguageIdentifier, &str)] = &[
    (Language::En, langid!("en"), include_str!("../../config/locales/en.ftl")),
    (Language::Ru, langid!("ru"), include_str!("../../config/locales/ru.ftl")),
    // The plural tables of the library are wrong for Belarusian; its whole-number rules are those of Russian.
    (Language::Be, langid!("ru"), include_str!("../../config/locales/be.ftl")),
];

/// One language, ready to speak.
#[derive(Clone, Copy, Debug)]
pub struct Speaker<'a> {
    words: &'a Words,
    /// The language spoken.
    pub language: Language,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words")
    }
}

fn bundle(plurals: LanguageIdentifier, text: &str) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![plurals]);
    // Isolation marks are invisible in a terminal and ugly in a mail subject.
    bundle.set_use_isolating(false);
    // What a broken line loses is noticed by the parity test; at run time the rest must still speak.
    let resource = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let _duplicates = bundle.add_resource(resource);
    bundle
}

impl Default for Words {
    fn default() -> Self {
        Self([const { OnceLock::new() }; LOCALES.len()])
    }
}

impl Words {
    /// A speaker of a language.
    #[must_use]
    pub fn speak(&self, language: Language) -> Speaker<'_> {
        Speaker { words: self, language }
    }
}

/// A variable of a sentence.
pub type Arg<'a> = (&'static str, FluentValue<'a>);

/// A variable holding text.
#[must_use]
pub fn text<'a>(name: &'static str, value: &'a str) -> Arg<'a> {
    (name, FluentValue::from(value))
}

/// A variable holding a number.
#[must_use]
pub fn number<'a>(name: &'static str, value: i64) -> Arg<'a> {
    (name, FluentValue::from(value))
}

impl Speaker<'_> {
    /// Says a message.
    #[must_use]
    pub fn say(&self, id: &str, args: &[Arg<'_>]) -> String {
        let mut variables = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            variables.set(*name, value.clone());
        }
        let spoken = |language| {
            let mut locales = LOCALES.iter().zip(&self.words.0);
            let (locale, read) = locales.find(|((other, ..), _)| *other == language)?;
            Some(read.get_or_init(|| bundle(locale.1.clone(), locale.2)))
        };
        for bundle in self.language.and_below().filter_map(spoken) {
            if let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) {
                let mut errors = Vec::new();
                let says = bundle.format_pattern(pattern, Some(&variables), &mut errors).into_owned();
                // A message goes out all the same: what it lacks is the least part of it.
                debug_assert!(errors.is_empty(), "{id}: {errors:?}");
                return says;
            }
        }
        id.to_owned()
    }

    /// A day with its weekday: `Wed 2021-07-21`.
    #[must_use]
    pub fn day(&self, day: Date) -> String {
        let weekday = self.say(&format!("weekday-{}", day.weekday().to_monday_one_offset()), &[]);
        self.say("day", &[text("weekday", &weekday), text("day", &day.to_string())])
    }

    /// When something was, as exactly as the record knows it.
    #[must_use]
    pub fn when(&self, when: &When, zone: &TimeZone) -> String {
        let (first, last) = when.days(zone);
        match when.moment(zone) {
            Some(at) => self.moment(at, zone),
            None if first == last => self.day(first),
            None => format!("{} … {}", self.day(first), self.day(last)),
        }
    }

    /// The end of a reading in the zone that counts: `Tue 2021-05-04 24:00 (Europe/Moscow)`.
    #[must_use]
    pub fn end(&self, reading: Reading, zone: &TimeZone) -> String {
        let at = zone.to_datetime(reading.end);
        if at.date() > reading.last_day {
            self.clock(reading.last_day, "24:00", zone)
        } else {
            self.moment(reading.end, zone)
        }
    }

    /// An instant in a zone.
    #[must_use]
    pub fn moment(&self, at: Timestamp, zone: &TimeZone) -> String {
        let civil = zone.to_datetime(at);
        self.clock(civil.date(), &civil.time().strftime("%H:%M").to_string(), zone)
    }

    /// The end of a term in a reader's own zone, where midnight still belongs to the day before.
    #[must_use]
    pub fn end_elsewhere(&self, at: Timestamp, zone: &TimeZone) -> String {
        let civil = zone.to_datetime(at);
        match civil.date().yesterday() {
            Ok(before) if civil.time() == jiff::civil::Time::midnight() => self.clock(before, "24:00", zone),
            _ => self.moment(at, zone),
        }
    }

    fn clock(&self, day: Date, time: &str, zone: &TimeZone) -> String {
        let weekday = self.say(&format!("weekday-{}", day.weekday().to_monday_one_offset()), &[]);
        let zone = zone.iana_name().unwrap_or("UTC").replace('_', " ");
        let day = day.to_string();
        self.say("moment", &[text("weekday", &weekday), text("day", &day), text("time", time), text("zone", &zone)])
    }

    /// How long: the two largest units, rounded down so that nobody counts on time that is not there.
    #[must_use]
    pub fn left(&self, time: SignedDuration) -> String {
        self.length(time, "term-hours", "term-minutes")
    }

    /// The same for a locked phone, which shows some forty letters of a subject.
    #[must_use]
    pub fn left_short(&self, time: SignedDuration) -> String {
        self.length(time, "short-hours", "short-minutes")
    }

    fn length(&self, time: SignedDuration, hour: &str, minute: &str) -> String {
        let minutes = time.as_mins().max(0);
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let say = |id, count| self.say(id, &[number("count", count)]);
        let (first, second) = match (days, hours, rest) {
            (14.., ..) | (1.., 0, _) => (say("term-days", days), None),
            (1.., ..) => (say("term-days", days), Some(say(hour, hours))),
            (_, 0, _) => (say(minute, rest), None),
            (_, _, 0) => (say(hour, hours), None),
            _ => (say(hour, hours), Some(say(minute, rest))),
        };
        match second {
            Some(second) => self.say("term-and", &[text("first", &first), text("second", &second)]),
            None => first,
        }
    }

    /// A term as the law words it.
    #[must_use]
    pub fn term(&self, term: Term) -> String {
        let id = match term.unit {
            Unit::Hours => "term-hours",
            Unit::Days => "term-days",
            Unit::WorkingDays => "term-working-days",
            Unit::Months => "term-months",
            Unit::Years => "term-years",
        };
        let length = self.say(id, &[number("count", i64::from(term.count))]);
        match term.direction {
            Direction::After => length,
            Direction::Before => self.say("term-before", &[text("term", &length)]),
        }
    }

    /// What a step did.
    #[must_use]
    pub fn step(&self, step: &Step, zone: &TimeZone) -> String {
        let says = self.step_says(&step.says, zone);
        match step.side {
            Side::Both => says,
            Side::Earliest => format!("{}: {says}", self.say("side-earliest", &[])),
            Side::Latest => format!("{}: {says}", self.say("side-latest", &[])),
        }
    }

    fn step_says(&self, says: &Says, zone: &TimeZone) -> String {
        match says {
            Says::Starts { event } => {
                let event = self.say(&format!("event-{}", event.word()), &[]);
                self.say("step-starts", &[text("event", &event)])
            }
            Says::Silent => self.say("step-silent", &[]),
            Says::NotServed => self.say("step-not-served", &[]),
            Says::SomeTimeUntil { last } => self.say("step-some-time-until", &[text("last", &self.day(*last))]),
            Says::DayExcluded => self.say("step-day-excluded", &[]),
            Says::DayIncluded => self.say("step-day-included", &[]),
            Says::FromMoment { at } => self.say("step-from-moment", &[text("at", &self.moment(*at, zone))]),
            Says::TimeUnknown => self.say("step-time-unknown", &[]),
            Says::Counted { term } => self.say("step-counted", &[text("term", &self.term(*term))]),
            Says::DayBefore { of } => self.say("step-day-before", &[text("of", &self.day(*of))]),
            Says::NoSuchDate { day } => self.say("step-no-such-date", &[number("number", i64::from(*day))]),
            Says::Rolled { from, calendar } => {
                self.say("step-rolled", &[text("from", &self.day(*from)), text("calendar", calendar.as_str())])
            }
            Says::NotRolled => self.say("step-not-rolled", &[]),
            Says::MaybeClosed { day } => self.say("step-maybe-closed", &[text("day", &self.day(*day))]),
            Says::BeyondCalendar { calendar, until } => self
                .say("step-beyond-calendar", &[text("calendar", calendar.as_str()), text("until", &until.to_string())]),
            Says::WeekendsOnly => self.say("step-weekends-only", &[]),
            Says::Provisional { calendar } => self.say("step-provisional", &[text("calendar", calendar.as_str())]),
            Says::EndsAt { at, zone } => {
                let at = at.strftime("%H:%M").to_string();
                self.say("step-ends-at", &[text("at", &at), text("zone", zone.iana_name().unwrap_or_default())])
            }
            Says::Stated => self.say("step-stated", &[]),
            Says::OrderedTerm => self.say("step-ordered-term", &[]),
            Says::StandsStill => self.say("step-stands-still", &[]),
            Says::Stopped { days } => self.say("step-stopped", &[number("days", i64::from(*days))]),
        }
    }
}
