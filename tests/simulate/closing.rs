//! What a duty came to once its time is over: told in time, late, lost, or to nobody who could be reached.
//!
//! In: a duty, what arrived, the hours in which its reader could be reached. Out: findings.

use jiff::Timestamp;

use crate::oracle::{Duty, Oracle, Reader, SLEEP, What, kind};
use crate::post::Arrival;
use crate::reach::Reach;
use crate::readers::members;

impl Oracle {
    /// Everything still open at the end of the world.
    pub fn ends(&mut self, now: i64, reach: &Reach, readers: &[Reader], arrived: &[Arrival]) {
        for duty in std::mem::take(&mut self.open) {
            self.close(&duty, now, reach, readers, arrived);
        }
    }

    /// What told somebody of it.
    pub(crate) fn told<'a>(duty: &Duty, now: i64, arrived: &'a [Arrival]) -> Option<&'a Arrival> {
        let slack = if duty.quiet { SLEEP } else { 0 };
        let here = arrived.partition_point(|arrival| arrival.at < duty.since);
        let name = format!("{}-", duty.case);
        arrived[here..]
            .iter()
            .take_while(|arrival| arrival.at <= now)
            .filter(|arrival| arrival.person == duty.person && arrival.key.starts_with(&name))
            .find(|arrival| duty.answered(arrival, slack))
    }

    /// A group whose chat is closed is told in the persons of its members, by the last of whom all are.
    fn told_in_place<'a>(duty: &Duty, now: i64, reach: &Reach, arrived: &'a [Arrival]) -> Option<&'a Arrival> {
        let closed = reach.refused_within(duty.person, (duty.opened, duty.opened));
        let of = members(duty.person).iter().filter(|_| closed);
        let told = of.map(|member| Self::told(&Duty { person: member, ..duty.clone() }, now, arrived));
        told.collect::<Option<Vec<_>>>()?.into_iter().max_by_key(|arrival| arrival.at)
    }

    pub(crate) fn close(&mut self, duty: &Duty, now: i64, reach: &Reach, readers: &[Reader], arrived: &[Arrival]) {
        let reader = readers.iter().find(|reader| reader.name == duty.person).expect("duties are to readers");
        let slack = if duty.quiet { SLEEP } else { 0 };
        let told = Self::told(duty, now, arrived).or_else(|| Self::told_in_place(duty, now, reach, arrived));
        let could = reach.open(reader, (duty.opened, now), slack, duty.moot);
        match (told, could) {
            (Some(arrival), Some((could, allowed))) => {
                // A correction that can wait for the morning does, and so does a term that appears days before its end.
                let far = duty.until - duty.opened > 2 * 86_400 && kind(&arrival.key, &duty.case) == "entry";
                let waits = matches!(duty.what, What::Moved { .. }) && (duty.quiet || far && reader.quiet);
                let morning = if waits { SLEEP } else { 0 };
                let allowed = allowed + morning;
                let late = arrival.at - could.max(duty.opened);
                self.found.worst = self.found.worst.max(late);
                if late > allowed {
                    let (what, case, when) = (&duty.what, &duty.case, at(duty.opened));
                    let line =
                        format!("{} heard {} min late of {what:?} in {case}, due {when}", duty.person, late / 60);
                    self.found.late.push(line);
                }
            }
            (Some(_), None) => {}
            (None, None) => self.found.unreachable += 1,
            (None, Some((could, _))) => {
                self.found.lost.push(format!(
                    "{} was not told of {:?} in {}: due {}, reachable {}, closed {}",
                    duty.person,
                    duty.what,
                    duty.case,
                    at(duty.opened),
                    at(could),
                    at(now)
                ));
            }
        }
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or_default()
}
