//! One reading of a term: the arithmetic, once the disputed questions have been answered one way.
//!
//! In: a start, whether its day counts, and which way to lean where a closing day is uncertain.
//! Out: the last day, the instant it ends, and the steps.

use jiff::{
    Span, Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::calendar::{Calendar, State, Trust};
use super::count::{Reading, Refused, Start};
use super::counting::{Counting, Ends, MonthEnd, Roll, StartDay};
use super::step::{Cite, Says, Side, Step};
use super::term::{Direction, Term, Unit};

/// Which way to lean where something is uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// Towards the earlier date.
    Early,
    /// Towards the later date.
    Late,
}

/// Everything one reading needs.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) term: Term,
    pub(super) how: &'a Counting,
    pub(super) calendar: Option<&'a Calendar>,
    pub(super) zone: &'a TimeZone,
}

/// The most days that are walked to find a working one.
const FARTHEST: usize = 400;

/// The instant at which a day ends.
pub(super) fn end_of(day: Date, ends: Ends, zone: &TimeZone) -> Option<Timestamp> {
    let civil = match ends {
        Ends::Midnight => day.tomorrow().ok()?.at(0, 0, 0, 0),
        Ends::At(time) => day.to_datetime(time),
    };
    instant(civil, zone)
}

/// The bridge from civil time to an instant: a skipped hour means the moment after the gap, a repeated
/// hour its first occurrence, so that a deadline is never put later than it may be.
pub(super) fn instant(civil: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_timestamp(civil).ok()
}

/// The last day that lies, at least in part, before an instant.
pub(super) fn last_day(end: Timestamp, zone: &TimeZone) -> Date {
    let before = end.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(end);
    zone.to_datetime(before).date()
}

struct Walk<'a> {
    context: Context<'a>,
    view: View,
    steps: Vec<Step>,
    /// The view was asked for: seen from the other side it may be another date.
    leant: bool,
}

/// One reading, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) reading: Reading,
    pub(super) steps: Vec<Step>,
    /// Whether the view mattered.
    pub(super) leant: bool,
}

impl Context<'_> {
    pub(super) fn read(&self, start: Start, start_day: StartDay, view: View) -> Result<Read, Refused> {
        let mut walk = Walk { context: *self, view, steps: Vec::with_capacity(6), leant: false };
        let reading = walk.read(start, start_day)?;
        Ok(Read { reading, steps: walk.steps, leant: walk.leant })
    }
}

impl Walk<'_> {
    fn step(&mut self, day: Date, says: Says) {
        let cite = match says {
            Says::Counted { .. } | Says::Starts { .. } | Says::MaybeClosed { .. } | Says::WeekendsOnly => {
                Cite::default()
            }
            Says::Rolled { .. } | Says::BeyondCalendar { .. } | Says::Provisional { .. } => {
                let own = &self.context.how.cite;
                self.context.calendar.map_or_else(|| own.into(), |calendar| Cite::both(own, &calendar.cite))
            }
            _ => (&self.context.how.cite).into(),
        };
        self.steps.push(Step { day, says, cite, side: Side::Both });
    }

    fn read(&mut self, start: Start, start_day: StartDay) -> Result<Reading, Refused> {
        let Term { unit, direction, .. } = self.context.term;
        match (unit, start_day, direction) {
            (Unit::WorkingDays, StartDay::Moment, Direction::Before) => self.full_windows(start),
            (Unit::Hours, _, _) | (_, StartDay::Moment, _) => self.by_clock(start),
            _ => {
                let last = self.by_day(start, start_day)?;
                self.close(last)
            }
        }
    }

    /// From a moment to a moment: hours, and whole units to the same clock time.
    fn by_clock(&mut self, start: Start) -> Result<Reading, Refused> {
        let at = self.moment(start)?;
        let Term { count, unit, direction } = self.context.term;
        let sign = if direction == Direction::Before { -1 } else { 1 };
        let civil = self.context.zone.to_datetime(at);
        let end = if unit == Unit::Hours {
            at.checked_add(jiff::SignedDuration::from_hours(sign * i64::from(count))).ok()
        } else {
            let date = match unit {
                Unit::WorkingDays => self.working_days(civil.date(), count, sign, false)?,
                Unit::Days => shift(civil.date(), sign * i64::from(count))?,
                _ => self.months(civil.date(), sign, false)?,
            };
            instant(date.to_datetime(civil.time()), self.context.zone)
        };
        let end = end.ok_or(Refused::OutOfRange)?;
        let last = last_day(end, self.context.zone);
        self.step(last, Says::Counted { term: self.context.term });
        let rolled = self.roll(last)?;
        if rolled == last { Ok(Reading { last_day: last, end }) } else { self.close(rolled) }
    }

    /// The moment a term starts from. A day without a clock time leans towards the view.
    fn moment(&mut self, start: Start) -> Result<Timestamp, Refused> {
        let (at, known) = match start {
            Start::At(at) => (Some(at), true),
            Start::Day(day) if self.view == View::Early => (instant(day.at(0, 0, 0, 0), self.context.zone), false),
            Start::Day(day) => (end_of(day, Ends::Midnight, self.context.zone), false),
        };
        let at = at.ok_or(Refused::OutOfRange)?;
        self.leant |= !known;
        let day = start.day(self.context.zone);
        self.step(day, if known { Says::FromMoment { at } } else { Says::TimeUnknown });
        Ok(at)
    }

    /// Calendar days, working days, months and years, by civil date.
    fn by_day(&mut self, start: Start, start_day: StartDay) -> Result<Date, Refused> {
        let day = start.day(self.context.zone);
        let Term { count, unit, direction } = self.context.term;
        let included = start_day == StartDay::Included;
        let sign = if direction == Direction::Before { -1 } else { 1 };
        if count > 0 {
            self.step(day, if included { Says::DayIncluded } else { Says::DayExcluded });
        }
        let last = match unit {
            Unit::WorkingDays => self.working_days(day, count, sign, included)?,
            Unit::Months | Unit::Years => {
                let last = self.months(day, sign, included)?;
                if included && last.day() == day.day() && count > 0 {
                    self.step(shift(last, -sign)?, Says::DayBefore { of: last });
                    shift(last, -sign)?
                } else {
                    last
                }
            }
            _ => {
                let days = i64::from(count) - i64::from(included && count > 0);
                shift(day, sign * days)?
            }
        };
        self.step(last, Says::Counted { term: self.context.term });
        self.roll(last)
    }

    /// The corresponding date so many months on, or what the law says when there is none.
    fn months(&mut self, day: Date, sign: i64, included: bool) -> Result<Date, Refused> {
        let months = self.context.term.months().ok_or(Refused::OutOfRange)?;
        let sign = i32::try_from(sign).map_err(|_| Refused::OutOfRange)?;
        // jiff stops at the last day of a shorter month; what the law does there is decided below.
        let span = Span::new().try_months(sign * months).map_err(|_| Refused::OutOfRange)?;
        let reached = day.checked_add(span).map_err(|_| Refused::OutOfRange)?;
        if reached.day() == day.day() {
            return Ok(reached);
        }
        let refused = Refused::NoSuchDate { year: reached.year(), month: reached.month(), day: day.day() };
        let landed = match (self.context.how.month_end, included) {
            (Some(MonthEnd::Reject), _) | (None, false) => return Err(refused),
            (Some(MonthEnd::Next), false) => shift(reached, 1)?,
            // With the first day counted the formula itself says "the last day of that month".
            (_, true) | (Some(MonthEnd::Last), false) => reached,
        };
        self.step(landed, Says::NoSuchDate { day: day.day() });
        Ok(landed)
    }

    fn working_days(&mut self, day: Date, count: u16, sign: i64, included: bool) -> Result<Date, Refused> {
        let mut left = count;
        let mut at = day;
        let lean_open = (sign > 0) == (self.view == View::Early);
        if included && left > 0 && self.open(at, lean_open)? {
            left -= 1;
        }
        while left > 0 {
            at = shift(at, sign)?;
            if self.open(at, lean_open)? {
                left -= 1;
            }
        }
        Ok(at)
    }

    /// So many full working windows must lie between the deadline and the event: the deadline is the
    /// closing time before them.
    fn full_windows(&mut self, start: Start) -> Result<Reading, Refused> {
        let at = self.moment(start)?;
        let zone = self.context.zone;
        let mut left = u32::from(self.context.term.count);
        let mut day = zone.to_datetime(at).date();
        let lean_open = self.view == View::Late;
        for _ in 0..FARTHEST {
            let close = end_of(day, self.context.how.ends, zone).ok_or(Refused::OutOfRange)?;
            if close <= at && self.open(day, lean_open)? {
                if left == 0 {
                    self.step(day, Says::Counted { term: self.context.term });
                    return self.close(day);
                }
                left -= 1;
            }
            day = shift(day, -1)?;
        }
        Err(Refused::OutOfRange)
    }

    fn roll(&mut self, last: Date) -> Result<Date, Refused> {
        let sign = match self.context.how.roll {
            Roll::None => return Ok(last),
            Roll::Forward => 1,
            Roll::Backward => -1,
        };
        let lean_open = (sign > 0) == (self.view == View::Early);
        let mut day = last;
        for _ in 0..FARTHEST {
            if self.open(day, lean_open)? || self.may_be_worked(day, lean_open) {
                if day != last
                    && let Some(calendar) = self.context.calendar
                {
                    self.step(day, Says::Rolled { from: last, calendar: calendar.id.clone() });
                }
                return Ok(day);
            }
            day = shift(day, sign)?;
        }
        Err(Refused::OutOfRange)
    }

    /// A weekend that no calendar vouches for may be a working one: the cautious reading does not roll off it.
    fn may_be_worked(&mut self, day: Date, lean_open: bool) -> bool {
        let unsure = self
            .context
            .calendar
            .is_some_and(|calendar| calendar.horizon.is_none() || matches!(calendar.trust(day), Trust::Beyond(_)));
        self.leant |= unsure;
        if unsure && lean_open {
            self.step(day, Says::NotRolled);
        }
        unsure && lean_open
    }

    /// Whether a day is worked, leaning as asked where that is uncertain, with a step where it is.
    fn open(&mut self, day: Date, lean_open: bool) -> Result<bool, Refused> {
        let Some(calendar) = self.context.calendar else {
            return Err(match &self.context.how.calendar {
                Some(id) => Refused::NoCalendar(id.to_string()),
                None => Refused::CalendarUnset,
            });
        };
        let caution = match calendar.trust(day) {
            Trust::Known if calendar.horizon.is_none() => Some(Says::WeekendsOnly),
            Trust::Known => None,
            Trust::Provisional => Some(Says::Provisional { calendar: calendar.id.clone() }),
            Trust::Beyond(until) => Some(Says::BeyondCalendar { calendar: calendar.id.clone(), until }),
        };
        if let Some(says) = caution
            && !self.steps.iter().any(|step| step.says == says)
        {
            self.step(day, says);
        }
        Ok(match calendar.state(day) {
            State::Open => true,
            State::Closed => false,
            State::Maybe => {
                self.leant = true;
                self.step(day, Says::MaybeClosed { day });
                lean_open
            }
        })
    }

    fn close(&mut self, last: Date) -> Result<Reading, Refused> {
        let ends = self.context.how.ends;
        if let Ends::At(at) = ends {
            self.step(last, Says::EndsAt { at, zone: self.context.zone.clone() });
        }
        let end = end_of(last, ends, self.context.zone).ok_or(Refused::OutOfRange)?;
        Ok(Reading { last_day: last, end })
    }
}

fn shift(day: Date, days: i64) -> Result<Date, Refused> {
    day.checked_add(Span::new().days(days)).map_err(|_| Refused::OutOfRange)
}
