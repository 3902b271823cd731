//! Until when the bodies that can stop a transfer take an urgent request.
//!
//! In: a case, the law and the moment. Out: for each body open against the host whose office hours are on record, the window
//! that is open, or the next one. A day on which the office may be closed is named as such and not left out.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use crate::law::Law;
use crate::law::calendar::State;
use crate::law::counting::{Ends, Zone};
use crate::law::pack::Pack;
use crate::watchlist::{Body, Case};

/// A stretch of time in which a body takes urgent requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The body.
    pub body: Body,
    /// From this moment.
    pub opens: Timestamp,
    /// Until this one.
    pub closes: Timestamp,
    /// True when the office may be closed on that day.
    pub doubtful: bool,
    /// The zone of the office.
    pub zone: TimeZone,
}

impl Window {
    /// True while it lasts.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.opens <= now && now < self.closes
    }
}

/// Days to look ahead: longer than any closure of an office.
const AHEAD: usize = 30;

/// The window of each body, the open one or else the next.
#[must_use]
pub fn windows(case: &Case, law: &Law, now: Timestamp) -> Vec<Window> {
    let today = case.zone.to_datetime(now).date();
    let open = |pack: &&Pack| pack.body.is_some_and(|body| law.open_against(case.host, body, today));
    law.for_case(case).into_iter().filter(open).filter_map(|pack| next(law, pack, now)).collect()
}

fn next(law: &Law, pack: &Pack, now: Timestamp) -> Option<Window> {
    let reception = pack.reception.as_ref()?;
    let (_, hours) = law.counting(&reception.counting.value, Some(pack))?;
    let calendar = law.calendar(hours.calendar.as_ref()?)?;
    let Zone::Place(zone) = &hours.zone else { return None };
    let Ends::At(closing) = hours.ends else { return None };
    let moment = |day: Date, time| zone.to_timestamp(day.to_datetime(time)).ok();
    let mut day = zone.to_datetime(now).date();
    for _ in 0..AHEAD {
        let (opens, closes) = (moment(day, reception.opens)?, moment(day, closing)?);
        let state = calendar.state(day);
        if state != State::Closed && now < closes {
            return Some(Window {
                body: pack.body?,
                opens,
                closes,
                doubtful: state == State::Maybe,
                zone: zone.clone(),
            });
        }
        day = day.tomorrow().ok()?;
    }
    None
}
