//! Whether a deadline was met, fell away, lapsed or still runs, from the events around it.

use jiff::{
    Span, Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

use super::deadline::Status;
use crate::law::count::{Counted, Reading};
use crate::law::pack::Pack;
use crate::law::rule::{Rule, Stop, Whose};
use crate::law::step::{Cite, Says, Side, Step};
use crate::law::term::Direction;
use crate::watchlist::{Case, Event, Kind, Until, When};

/// The state of a deadline, and the kind of event that ended it.
pub(super) fn of(
    case: &Case,
    facts: &[&Event],
    pack: &Pack,
    rule: &Rule,
    trigger: &Event,
    counted: &Counted,
    now: Timestamp,
) -> (Status, Option<Kind>) {
    // What must be done before a listed date may be done, or become moot, on any day before it.
    let counts_back = rule.term.is_some_and(|term| term.direction == Direction::Before) || trigger.kind.is_scheduled();
    // But not what belongs to an earlier chapter of the case: ended, and begun again before the trigger.
    let earlier_chapter = |event: &Event| {
        facts.iter().filter(|end| end.kind.ends_case()).any(|end| {
            let closes = std::ptr::eq(*end, event) || follows(case, event, end);
            let reopens = |begin: &Event| {
                begin.kind.reopens()
                    && follows(case, end, begin)
                    && (std::ptr::eq(begin, trigger) || !follows(case, trigger, begin))
            };
            closes && facts.iter().any(|begin| reopens(begin))
        })
    };
    let in_time = |event: &&&Event| {
        // What would meet the term of its own kind comes after it: an extension is not met by the one before.
        let listed = counts_back && event.kind != trigger.kind && !earlier_chapter(event);
        let after = listed || follows(case, trigger, event);
        after && same_body(pack, trigger, event) && first_instant(case, event) < counted.latest.end
    };
    // What may have ended an earlier one of its kind, before this began, takes nothing away from this one.
    let of_another = |event: &Event| {
        let earlier = |other: &&Event| other.kind == trigger.kind && case.comes_after(other, trigger);
        !case.comes_after(trigger, event)
            && follows(case, trigger, event)
            && facts.iter().copied().filter(earlier).any(|other| case.comes_after(other, event))
    };
    // The defence relies on what it did only when that was certainly in time, or a court has taken it up since.
    let own = matches!(rule.whose, Whose::Defence | Whose::Person);
    let taken_up = |event: &Event| facts.iter().any(|other| heard(event.kind, other) && case.comes_after(event, other));
    let certain = |event: &Event| {
        !own || last_instant(case, event).is_none_or(|last| last <= counted.latest.end) || taken_up(event)
    };
    let meets = |event: &&&Event| {
        rule.met_by.contains(&event.kind)
            && in_time(event)
            && certain(event)
            && (follows(case, trigger, event) || still_protects(case, facts, event, counted))
    };
    if let Some(event) = facts.iter().find(meets) {
        return (Status::Met, Some(event.kind));
    }
    let ends = |kind: Kind| rule.void_by.contains(&kind) || (kind.ends_case() && !rule.after_removal);
    let voids = |event: &&&Event| ends(event.kind) && in_time(event) && !of_another(event);
    if let Some(event) = facts.iter().find(voids) {
        return (Status::Withdrawn, Some(event.kind));
    }
    let lapsed = counted.latest.end <= now;
    (if lapsed { Status::Lapsed } else { Status::Pending }, None)
}

/// True when an event ended a term of which nobody can say when it ends: whether in time is for people to say.
pub(super) fn done(case: &Case, facts: &[&Event], rule: &Rule, trigger: &Event) -> bool {
    let ends = |kind: Kind| {
        rule.met_by.contains(&kind) || rule.void_by.contains(&kind) || (kind.ends_case() && !rule.after_removal)
    };
    facts.iter().any(|event| ends(event.kind) && case.comes_after(trigger, event))
}

/// True when an event comes after a trigger, or may still have gone on after it.
fn follows(case: &Case, trigger: &Event, event: &Event) -> bool {
    let (first, last) = event.on.days(&case.zone);
    let day = trigger.on.days(&case.zone).0;
    // A range may begin before the trigger and still end after it.
    case.comes_after(trigger, event) || (first < day && day <= last)
}

/// False for a measure asked for or granted before the term began that will be of no use at its end: it was refused, it fell,
/// or it ends before and no prolongation was asked for.
fn still_protects(case: &Case, facts: &[&Event], event: &Event, counted: &Counted) -> bool {
    let granted = |kind: Kind| matches!(kind, Kind::MeasureGranted | Kind::MeasureExtended);
    if event.kind != Kind::MeasureRequested && !granted(event.kind) {
        return true;
    }
    let later = || facts.iter().filter(|other| other.body == event.body && case.comes_after(event, other));
    let falls = |kind: Kind| {
        let fell = matches!(kind, Kind::MeasureLifted | Kind::MeasureBreached | Kind::ApplicationInadmissible);
        // Where a prolongation is refused the measure itself still runs to its end.
        fell || (kind == Kind::MeasureRefused && !granted(event.kind))
    };
    let ends = |grant: &Event| match &grant.until {
        Some(Until::Date(when)) => Some(when.days(&case.zone).1),
        _ => None,
    };
    let grant = [&event].into_iter().chain(later()).rfind(|other| granted(other.kind));
    let outlasted = grant.and_then(|grant| ends(grant)).is_some_and(|day| day < counted.latest.last_day);
    !later().any(|other| falls(other.kind)) && !outlasted
}

/// Events of one body neither meet nor withdraw deadlines of another.
fn same_body(pack: &Pack, trigger: &Event, event: &Event) -> bool {
    let wanted = pack.body.or(trigger.body);
    event.body.is_none() || wanted.is_none() || event.body == wanted
}

/// The first instant at which an event can have been.
fn first_instant(case: &Case, event: &Event) -> Timestamp {
    event.on.moment(&case.zone).unwrap_or_else(|| {
        let day = event.on.days(&case.zone).0;
        case.zone.to_timestamp(day.to_datetime(Time::midnight())).unwrap_or(Timestamp::MIN)
    })
}

/// True for what follows when a court has taken up an appeal: it lists it, or rules on it, in the same matter.
fn heard(appeal: Kind, other: &Event) -> bool {
    let matter = |word: &str| word.split('-').next().map(str::to_owned);
    let about = match other.kind {
        Kind::Hearing => other.stage.and_then(|stage| matter(stage.word())),
        Kind::ExtraditionUpheld
        | Kind::ExtraditionQuashed
        | Kind::ExpulsionUpheld
        | Kind::ExpulsionQuashed
        | Kind::AsylumUpheld => matter(other.kind.word()),
        _ => None,
    };
    let appealed = if appeal == Kind::SecondAppealFiled { Kind::ExtraditionAppealFiled } else { appeal };
    about.is_some() && about == matter(appealed.word())
}

/// The last instant at which an event of several days can have been; `None` for one whose day is known. Whoever wrote with a
/// clock time when it was known says that it was no later.
fn last_instant(case: &Case, event: &Event) -> Option<Timestamp> {
    let When::Between(_, last) = event.on else { return None };
    let end = case.zone.to_timestamp(later(last, 1).to_datetime(Time::midnight())).ok()?;
    let written = event.known.filter(|_| event.known_by_day.is_none());
    Some(written.map_or(end, |known| end.min(known)))
}

/// Adds the days during which the clock stood still, and says whether it still does: then nobody is out of time,
/// and the earlier reading stays where it is.
pub(super) fn stand_still(
    case: &Case,
    facts: &[&Event],
    stop: &Stop,
    trigger: &Event,
    zone: &TimeZone,
    counted: &mut Counted,
) -> bool {
    let begins = trigger.on.days(&case.zone).0;
    let of_body = |event: &&&Event| stop.body.is_none() || stop.body == event.body;
    let mut since: Option<Date> = None;
    let mut stood = 0;
    for event in facts.iter().filter(of_body) {
        let day = event.on.days(&case.zone).0;
        if stop.from.contains(&event.kind) {
            // A stop that begins when the term is already over stops nothing.
            since = since.or(Some(day)).filter(|day| *day <= later(counted.latest.last_day, stood));
        } else if stop.until.contains(&event.kind)
            && let Some(from) = since.take()
        {
            // What lay before the term began does not count.
            stood += (from.max(begins).duration_until(day.max(begins)).as_hours() / 24).max(0);
        }
    }
    if stood > 0 {
        for reading in [&mut counted.earliest, &mut counted.latest] {
            *reading = moved(*reading, stood, zone);
        }
        let days = i32::try_from(stood).unwrap_or(i32::MAX);
        let note = Step {
            day: counted.latest.last_day,
            says: Says::Stopped { days },
            cite: Cite::default(),
            side: Side::Both,
        };
        counted.steps.push(note);
    }
    if let Some(since) = since {
        counted.steps.push(Step { day: since, says: Says::StandsStill, cite: Cite::default(), side: Side::Latest });
    }
    since.is_some()
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

/// A reading so many civil days later: the same hour on the clock of the place, whatever clock change lies between.
fn moved(reading: Reading, days: i64, zone: &TimeZone) -> Reading {
    let civil = zone.to_datetime(reading.end);
    let end = zone.to_timestamp(later(civil.date(), days).to_datetime(civil.time()));
    Reading { last_day: later(reading.last_day, days), end: end.unwrap_or(reading.end) }
}
