//! What must hold for every start, every term and every convention.
//!
//! A property names no date: it catches what nobody thought of writing a row for.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::Config;
use staywatch::ids::{CalendarId, Text};
use staywatch::law::calendar::{State, Trust};
use staywatch::law::count::{Counted, Start};
use staywatch::law::counting::{Counting, Ends, MonthEnd, Roll, StartDay, Zone};
use staywatch::law::term::{Direction, Term, Unit};

use super::table::{How, LAW};

fn day_in(first: Date, last: Date) -> impl Strategy<Value = Date> {
    let days = first.until(last).unwrap().get_days();
    (0..=days).prop_map(move |days| first + Span::new().days(days))
}

/// Any day of two centuries.
fn any_day() -> impl Strategy<Value = Date> {
    day_in(date(1950, 1, 1), date(2149, 12, 31))
}

/// A day on which the courts' calendar is known, and so is every day a short term leads to.
fn known_day() -> impl Strategy<Value = Date> {
    day_in(date(2013, 3, 1), date(2027, 6, 30))
}

fn any_unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Months, Unit::Years])
}

fn any_direction() -> impl Strategy<Value = Direction> {
    prop::sample::select(vec![Direction::After, Direction::Before])
}

/// A term such as laws know.
fn short_term() -> impl Strategy<Value = Term> {
    (0..=90_u16, any_unit(), any_direction()).prop_map(|(count, unit, direction)| Term { count, unit, direction })
}

/// Any way of counting but the start day.
fn any_how() -> impl Strategy<Value = How> {
    let month_end = prop::option::of(prop::sample::select(vec![MonthEnd::Last, MonthEnd::Next, MonthEnd::Reject]));
    let roll = prop::sample::select(vec![Roll::None, Roll::Forward, Roll::Backward]);
    let calendar = prop::sample::select(vec!["ru-courts", "echr-registry", "weekends"]);
    let ends = prop::sample::select(vec!["24:00", "16:00", "02:30"]);
    let places = ["Europe/Moscow", "Europe/Paris", "Europe/Vilnius", "Asia/Almaty", "America/Santiago", "Etc/UTC"];
    let zone = prop::sample::select(places.map(|name| TimeZone::get(name).unwrap()).to_vec());
    (month_end, roll, calendar, ends, zone).prop_map(|(month_end, roll, calendar, ends, zone)| How {
        counting: Counting {
            start_day: StartDay::Excluded,
            month_end,
            roll,
            calendar: Some(CalendarId::parse(calendar).unwrap()),
            ends: staywatch::law::counting::ends(ends).unwrap(),
            zone: Zone::Case,
            cite: Text::default(),
        },
        zone,
    })
}

fn any_start_day() -> impl Strategy<Value = StartDay> {
    prop::sample::select(StartDay::WORDS.iter().map(|(_, start_day)| *start_day).collect::<Vec<_>>())
}

fn by_day() -> impl Strategy<Value = StartDay> {
    prop::sample::select(vec![StartDay::Excluded, StartDay::Included, StartDay::Disputed])
}

fn counted(how: &How, start_day: StartDay, start: Date, term: Term) -> Option<Counted> {
    let counting = Counting { start_day, ..how.counting.clone() };
    How { counting, zone: how.zone.clone() }.between((Start::Day(start), Start::Day(start)), term).ok()
}

/// Without the roll where a term ends at a clock time: a moment on a day off moves to the end of a day, one on a
/// working day stays, so that of two moments the earlier can end later. No shipped law rolls such terms.
fn unrolled_by_clock(how: How, start_day: StartDay, unit: Unit) -> How {
    let by_clock = unit == Unit::Hours || start_day == StartDay::Moment;
    let roll = if by_clock { Roll::None } else { how.counting.roll };
    How { counting: Counting { roll, ..how.counting }, ..how }
}

fn state(how: &How, day: Date) -> (State, Trust) {
    let calendar = LAW.calendar(how.counting.calendar.as_ref().unwrap()).unwrap();
    (calendar.state(day), calendar.trust(day))
}

fn tried(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(tried(400))]

    #[test]
    fn earliest_is_never_after_latest(
        (first, more) in (any_day(), 0..40_i32), how in any_how(), start_day in any_start_day(), term in short_term(),
    ) {
        let last = first + Span::new().days(more);
        let how = How { counting: Counting { start_day, ..how.counting }, zone: how.zone };
        if let Ok(counted) = how.between((Start::Day(first), Start::Day(last)), term) {
            prop_assert!(counted.earliest.end <= counted.latest.end);
            prop_assert!(counted.earliest.last_day <= counted.latest.last_day);
            prop_assert!(!counted.steps.is_empty() || term.count == 0);
        }
    }

    #[test]
    fn a_later_start_never_ends_earlier(
        (start, later) in (any_day(), 1..70_i32), how in any_how(), start_day in any_start_day(), term in short_term(),
    ) {
        let after = start + Span::new().days(later);
        let how = unrolled_by_clock(how, start_day, term.unit);
        let (one, other) = (counted(&how, start_day, start, term), counted(&how, start_day, after, term));
        if let (Some(one), Some(other)) = (one, other) {
            prop_assert!(one.earliest.end <= other.earliest.end, "{} > {}", one.earliest.end, other.earliest.end);
            prop_assert!(one.latest.end <= other.latest.end, "{} > {}", one.latest.end, other.latest.end);
        }
    }

    #[test]
    fn a_longer_term_never_ends_sooner(
        start in any_day(), how in any_how(), start_day in any_start_day(), term in short_term(), more in 1..30_u16,
    ) {
        let longer = Term { count: term.count + more, ..term };
        let how = unrolled_by_clock(how, start_day, term.unit);
        let (one, other) = (counted(&how, start_day, start, term), counted(&how, start_day, start, longer));
        if let (Some(one), Some(other)) = (one, other) {
            let back = term.direction == Direction::Before;
            let (near, far) = if back { (other, one) } else { (one, other) };
            prop_assert!(near.earliest.end <= far.earliest.end);
            prop_assert!(near.latest.end <= far.latest.end);
        }
    }

    #[test]
    fn disputed_reaches_from_one_reading_to_the_other(start in any_day(), how in any_how(), term in short_term()) {
        // Months counted back are left out: around a missing date the two readings change places, and no law counts so.
        let direction = if term.months().is_some() { Direction::After } else { term.direction };
        let term = Term { direction, ..term };
        let [included, excluded, disputed] =
            [StartDay::Included, StartDay::Excluded, StartDay::Disputed].map(|day| counted(&how, day, start, term));
        if let (Some(included), Some(excluded), Some(disputed)) = (included, excluded, disputed) {
            let back = direction == Direction::Before;
            let (early, late) = if back { (excluded, included) } else { (included, excluded) };
            prop_assert_eq!(disputed.earliest, early.earliest);
            prop_assert_eq!(disputed.latest, late.latest);
        }
    }

    #[test]
    fn a_roll_forward_lands_on_an_open_day_and_never_before(
        start in known_day(), start_day in by_day(), count in 0..60_u16, months in any::<bool>(),
    ) {
        let unit = if months { Unit::Months } else { Unit::Days };
        let term = Term { count: if months { count / 30 } else { count }, unit, direction: Direction::After };
        let rolling = How::of("excluded last forward ru-courts");
        let still = How::of("excluded last ru-courts");
        let (rolled, plain) =
            (counted(&rolling, start_day, start, term).unwrap(), counted(&still, start_day, start, term).unwrap());
        for (rolled, plain) in [(rolled.earliest, plain.earliest), (rolled.latest, plain.latest)] {
            prop_assert_eq!(state(&rolling, rolled.last_day).0, State::Open);
            prop_assert!(plain.last_day <= rolled.last_day);
            let between = plain.last_day.series(Span::new().days(1)).take_while(|day| *day < rolled.last_day);
            prop_assert!(between.into_iter().all(|day| state(&rolling, day).0 == State::Closed));
        }
    }

    #[test]
    fn a_roll_backward_lands_on_an_open_day_and_never_after(
        start in known_day(), start_day in by_day(), count in 0..60_u16,
    ) {
        let term = Term { count, unit: Unit::Days, direction: Direction::After };
        let rolling = How::of("excluded backward ru-courts");
        let still = How::of("excluded ru-courts");
        let (rolled, plain) =
            (counted(&rolling, start_day, start, term).unwrap(), counted(&still, start_day, start, term).unwrap());
        for (rolled, plain) in [(rolled.earliest, plain.earliest), (rolled.latest, plain.latest)] {
            prop_assert_eq!(state(&rolling, rolled.last_day).0, State::Open);
            prop_assert!(rolled.last_day <= plain.last_day);
        }
    }

    #[test]
    fn every_calendar_keeps_back_at_or_before_and_forward_at_or_after(
        start in any_day(), how in any_how(), start_day in by_day(), term in short_term(),
    ) {
        let with = |roll| {
            let rolled = How { counting: Counting { roll, ..how.counting.clone() }, zone: how.zone.clone() };
            counted(&rolled, start_day, start, term)
        };
        let all = (with(Roll::Backward), with(Roll::None), with(Roll::Forward));
        if let (Some(back), Some(plain), Some(forward)) = all {
            prop_assert!(back.earliest.last_day <= plain.earliest.last_day);
            prop_assert!(back.latest.last_day <= plain.latest.last_day);
            prop_assert!(plain.earliest.last_day <= forward.earliest.last_day);
            prop_assert!(plain.latest.last_day <= forward.latest.last_day);
        }
    }

    #[test]
    fn days_counted_forward_and_back_return(
        start in any_day(), count in 0..2000_u16, start_day in prop::sample::select(vec![StartDay::Excluded, StartDay::Included]),
    ) {
        let plain = How::of("excluded");
        let term = Term { count, unit: Unit::Days, direction: Direction::After };
        let there = counted(&plain, start_day, start, term).unwrap().latest.last_day;
        let back = counted(&plain, start_day, there, Term { direction: Direction::Before, ..term }).unwrap();
        prop_assert_eq!(back.earliest.last_day, start);
    }

    #[test]
    fn working_days_counted_forward_and_back_return(start in known_day(), count in 1..40_u16) {
        let courts = How::of("excluded ru-courts");
        prop_assume!(state(&courts, start).0 == State::Open);
        let term = Term { count, unit: Unit::WorkingDays, direction: Direction::After };
        let there = counted(&courts, StartDay::Excluded, start, term).unwrap().latest.last_day;
        let before = Term { direction: Direction::Before, ..term };
        prop_assert_eq!(counted(&courts, StartDay::Excluded, there, before).unwrap().latest.last_day, start);
    }

    #[test]
    fn a_term_by_day_ends_when_its_last_day_ends(
        start in any_day(), how in any_how(), start_day in by_day(), term in short_term(),
    ) {
        prop_assume!(term.unit != Unit::Hours);
        if let Some(counted) = counted(&how, start_day, start, term) {
            for reading in [counted.earliest, counted.latest] {
                let civil = match how.counting.ends {
                    Ends::Midnight => reading.last_day.tomorrow().unwrap().at(0, 0, 0, 0),
                    Ends::At(time) => reading.last_day.to_datetime(time),
                };
                prop_assert_eq!(reading.end, civil.to_zoned(how.zone.clone()).unwrap().timestamp());
            }
        }
    }

    #[test]
    fn hours_are_exact(seconds in -631_152_000_i64..5_680_281_600, count in 0..5000_u16, how in any_how()) {
        let at = Timestamp::from_second(seconds).unwrap();
        let how = How { counting: Counting { roll: Roll::None, ..how.counting }, zone: how.zone };
        for (direction, sign) in [(Direction::After, 1), (Direction::Before, -1)] {
            let term = Term { count, unit: Unit::Hours, direction };
            let counted = how.between((Start::At(at), Start::At(at)), term).unwrap();
            prop_assert_eq!(counted.earliest.end, Timestamp::from_second(seconds + sign * 3600 * i64::from(count)).unwrap());
            prop_assert_eq!(counted.earliest, counted.latest);
        }
    }
}

proptest! {
    #![proptest_config(tried(200))]

    /// A refusal is an answer; a panic is not.
    #[test]
    fn nothing_panics(
        start in any_day(),
        minute in prop::option::of(0..1440_i64),
        how in any_how(),
        start_day in any_start_day(),
        (count, unit, direction) in (any::<u16>(), any_unit(), any_direction()),
    ) {
        let how = How { counting: Counting { start_day, ..how.counting }, zone: how.zone };
        let start = minute.map_or(Start::Day(start), |minute| {
            let midnight = start.to_zoned(how.zone.clone()).unwrap().timestamp();
            Start::At(midnight + jiff::SignedDuration::from_mins(minute))
        });
        if let Err(refused) = how.between((start, start), Term { count, unit, direction }) {
            prop_assert!(!refused.to_string().is_empty());
        }
    }
}
