//! For every rule the days it is asked about, and what it answers.
//!
//! In: a rule. Out: one synthetic case a day, with a single event that starts the rule: a plain weekday, every month's
//! end, the days around a leap day, a Saturday and a Sunday, moved and decree days; and for terms by day the starts
//! from which the last day falls on such days.

use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use staywatch::docket::docket;
use staywatch::form::Sheet;
use staywatch::ids::RuleId;
use staywatch::law::Law;
use staywatch::law::count::Reading;
use staywatch::law::counting::StartDay;
use staywatch::law::pack::{Hosts, Pack};
use staywatch::law::rule::{From, Rule, word_of};
use staywatch::law::term::{Direction, Unit};
use staywatch::watchlist::{Case, Gravity, Kind, Stage};

/// Years without a leap day, the preferred first.
const COMMON: &[i16] = &[2026, 2027, 2025, 2023, 2022, 2021, 2019, 2015, 2014, 2013, 2011, 2010, 2009, 2007, 2006];

/// Years with a leap day, the preferred first.
const LEAP: &[i16] = &[2024, 2028, 2020, 2016, 2012, 2008, 2004];

/// Days on which an event is special in the courts' calendar.
const SPECIAL: &[(Date, &str)] =
    &[(date(2021, 5, 5), "decree day"), (date(2024, 4, 27), "worked Saturday"), (date(2025, 5, 2), "moved Friday")];

/// Days on which a last day is special in the courts' calendar.
const LANDINGS: &[(Date, &str)] = &[
    (date(2020, 4, 15), "to decree day"),
    (date(2021, 2, 20), "to worked Saturday"),
    (date(2021, 2, 22), "to swapped Monday"),
    (date(2021, 5, 5), "to decree day"),
    (date(2024, 4, 27), "to worked Saturday"),
    (date(2025, 5, 2), "to moved Friday"),
    (date(2026, 1, 1), "to New Year"),
    (date(2027, 2, 22), "to provisional"),
    (date(2028, 1, 22), "to unknown"),
];

/// Saturdays of several decades: a version of a rule is asked about the first that it can reach.
const SATURDAYS: &[Date] = &[date(2026, 3, 14), date(2024, 3, 16), date(2022, 3, 12), date(2012, 3, 10)];

/// One version of one rule with the days it is asked about.
pub struct Vectors {
    /// Pack, rule and version.
    pub head: String,
    /// The rule.
    pub rule: RuleId,
    /// The days.
    pub asked: Vec<Asked>,
}

/// One day.
pub struct Asked {
    /// The event's date as a case file has it.
    pub on: String,
    /// Why this day.
    pub why: &'static str,
    case: Case,
}

/// The vectors of every rule.
pub fn all(law: &Law) -> Vec<Vectors> {
    law.rules().map(|(pack, rule)| Vectors::of(law, pack, rule)).collect()
}

impl Vectors {
    fn of(law: &Law, pack: &Pack, rule: &Rule) -> Self {
        let until = rule.in_force.1.map(|until| until.to_string()).unwrap_or_default();
        let head = format!("{} / {} {}..{until}", pack.id, rule.id, rule.in_force.0);
        let kind = rule.on.kinds[0];
        let ask = |(on, why): (String, &'static str)| Asked { case: case(pack, rule, kind, &on), on, why };
        Self { head, rule: rule.id.clone(), asked: days(law, pack, rule).into_iter().map(ask).collect() }
    }

    /// The block of the golden table.
    pub fn table(&self, law: &Law) -> String {
        let line = |asked: &Asked| format!("  {:<16} {:<18} {}\n", asked.on, asked.why, asked.answer(law, &self.rule));
        format!("{}\n{}\n", self.head, self.asked.iter().map(line).collect::<String>())
    }
}

impl Asked {
    /// A case of its own.
    pub fn on(case: Case, day: Date) -> Self {
        Self { on: day.to_string(), why: "", case }
    }

    /// What a law answers: both last days (with the clock time where a day does not end at 24:00), and `?` where a
    /// step warns; or why there is none. An answer that contradicts itself is a panic.
    pub fn answer(&self, law: &Law, rule: &RuleId) -> String {
        let docket = docket(&self.case, law, now());
        let mut found = docket.deadlines.iter().filter(|deadline| deadline.key.rule == *rule);
        if let Some(refused) = docket.refused.iter().find(|refused| refused.rule == *rule) {
            assert!(found.next().is_none() && !refused.why.to_string().is_empty(), "{rule} on {}", self.on);
            return format!("refused: {}", refused.why);
        }
        let deadline = found.next().unwrap_or_else(|| panic!("{rule}: nothing follows from {}", self.on));
        assert!(found.next().is_none(), "{rule}: two deadlines from one event on {}", self.on);
        let (earliest, latest) = (deadline.earliest, deadline.latest);
        assert!(earliest.end <= latest.end && earliest.last_day <= latest.last_day, "{rule} on {}", self.on);
        assert!(!deadline.steps.is_empty(), "{rule}: no reasons for {}", self.on);
        let mark = if deadline.steps.iter().any(|step| step.says.warns()) { " ?" } else { "" };
        let (first, last) = (shown(earliest, &deadline.zone), shown(latest, &deadline.zone));
        if first == last { format!("{first}{mark}") } else { format!("{first} {last}{mark}") }
    }
}

/// Late enough that every event is known.
fn now() -> Timestamp {
    "2150-01-01T00:00:00Z".parse().unwrap()
}

fn shown(reading: Reading, zone: &TimeZone) -> String {
    let civil = zone.to_datetime(reading.end);
    if civil == reading.last_day.tomorrow().unwrap().at(0, 0, 0, 0) {
        reading.last_day.to_string()
    } else {
        civil.strftime("%Y-%m-%dT%H:%M").to_string()
    }
}

/// A case with one event of a kind that starts a rule.
pub fn case(pack: &Pack, rule: &Rule, kind: Kind, on: &str) -> Case {
    // Of a state that no record speaks of every mechanism may be asked.
    let (host, zone) = match &pack.hosts {
        Hosts::These(hosts) => (hosts[0].to_string(), pack.zone.iana_name().unwrap()),
        Hosts::All => ("ZZ".to_owned(), "Europe/Moscow"),
    };
    let pair = |key: &str, value: &str| format!("{key} = \"{value}\"");
    let mut lines = vec![pair("id", "vector"), pair("host", &host), pair("zone", zone)];
    lines.push(format!("laws = [\"{}\"]", pack.id));
    lines.extend(rule.gravity.first().map(|gravity| pair("gravity", word_of(*gravity, Gravity::WORDS))));
    lines.extend(["[[event]]".to_owned(), pair("kind", kind.word()), pair("within", "10 days")]);
    lines.extend(["on", "until", "notified", "answer_by"].map(|key| pair(key, on)));
    lines.extend(rule.on.body.or(pack.body).map(|body| pair("body", body.word())));
    let stage = rule.on.stage.first().copied().or((kind == Kind::Hearing).then_some(Stage::Custody));
    lines.extend(stage.map(|stage| pair("stage", stage.word())));
    let what = rule.on.what.as_deref().or((kind == Kind::Signal).then_some("other"));
    lines.extend(what.map(|what| pair("what", what)));
    let text = lines.join("\n");
    let (case, _, notes) = Case::read(Sheet::new("vector.toml", &text), &std::collections::BTreeMap::new());
    let problems: Vec<String> = notes.finish().iter().map(staywatch::form::Problem::line).collect();
    case.unwrap_or_else(|| panic!("{}: {problems:?}\n{text}", rule.id))
}

/// The days a rule is asked about, each once.
fn days(law: &Law, pack: &Pack, rule: &Rule) -> Vec<(String, &'static str)> {
    let mut days: Vec<(Date, &'static str)> = Vec::new();
    let month_ends = |year: i16| (1..=12).map(move |month| date(year, month, 1).last_of_month());
    let in_force = |day: &Date| rule.in_force_on(*day);
    let best = |year: &&i16| month_ends(**year).filter(in_force).count();
    let most = COMMON.iter().map(|year| best(&year)).max().unwrap();
    let common = *COMMON.iter().find(|year| best(year) == most).unwrap();
    let plain = plain_weekday(rule, common);
    days.push((plain, "plain"));
    days.push((plain + Span::new().days(3), "Saturday"));
    days.push((plain + Span::new().days(4), "Sunday"));
    days.extend([29, 30].map(|day| (date(common, 1, day), "late January")));
    days.extend(month_ends(common).map(|day| (day, "month end")));
    if let Some(leap) = LEAP.iter().copied().find(|year| rule.in_force_on(date(*year, 2, 29))) {
        days.extend([30, 31].map(|day| (date(leap, 1, day), "leap January")));
        days.extend([28, 29].map(|day| (date(leap, 2, day), "leap February")));
    }
    if rule.term.is_none() && rule.on.from != From::Within {
        // A date the order names needs no arithmetic.
        days.retain(|(day, why)| !matches!(*why, "late January" | "month end") || *day == date(common, 1, 31));
    } else {
        days.extend(SPECIAL);
        days.extend(landings(law, pack, rule));
    }
    let mut seen = std::collections::BTreeSet::new();
    days.retain(|(day, _)| rule.in_force_on(*day) && seen.insert(*day));
    days.sort_by_key(|(day, _)| *day);
    let mut asked: Vec<(String, &str)> = days.into_iter().map(|(day, why)| (day.to_string(), why)).collect();
    if by_clock(law, pack, rule) {
        asked.push((format!("{plain}T14:30"), "clock time"));
    }
    asked
}

/// A Wednesday in the middle of a month in which a rule is law, March before the others.
fn plain_weekday(rule: &Rule, year: i16) -> Date {
    let wednesday =
        |month: i8| date(year, month, 9).series(Span::new().days(1)).find(|day| day.weekday() == Weekday::Wednesday);
    let mut days = [3, 4, 6, 7, 8, 9, 10, 11, 12, 1, 2, 5].into_iter().filter_map(wednesday);
    days.find(|day| rule.in_force_on(*day)).unwrap_or_else(|| panic!("{}: no plain day in {year}", rule.id))
}

fn by_clock(law: &Law, pack: &Pack, rule: &Rule) -> bool {
    let counting = rule.counting.as_ref().and_then(|name| law.counting(&name.value, Some(pack)));
    let moment = counting.is_some_and(|(_, counting)| counting.start_day == StartDay::Moment);
    moment || rule.term.is_none_or(|term| term.unit == Unit::Hours)
}

/// The starts from which a term in days, months or years falls on a special day when its first day is left out.
fn landings(law: &Law, pack: &Pack, rule: &Rule) -> Vec<(Date, &'static str)> {
    let Some(term) = rule.term else { return Vec::new() };
    let span = match term.unit {
        Unit::Days => Span::new().days(i64::from(term.count)),
        Unit::Months | Unit::Years => Span::new().months(term.months().unwrap()),
        Unit::Hours | Unit::WorkingDays => return Vec::new(),
    };
    let start = |day: Date| if term.direction == Direction::Before { day + span } else { day - span };
    let reachable =
        |day: &&Date| rule.in_force_on(start(**day)) && rule.in_force_on(start(**day + Span::new().days(1)));
    let saturday = SATURDAYS.iter().find(reachable);
    let mut found: Vec<(Date, &str)> = saturday
        .into_iter()
        .flat_map(|day| [(start(*day), "to Saturday"), (start(*day + Span::new().days(1)), "to Sunday")])
        .collect();
    let counting = rule.counting.as_ref().and_then(|name| law.counting(&name.value, Some(pack)));
    if counting.is_some_and(|(_, how)| how.calendar.as_ref().is_some_and(|id| id.as_str() == "ru-courts")) {
        found.extend(LANDINGS.iter().map(|(day, why)| (start(*day), *why)));
    }
    found
}
