//! The private calendar of one person: the terms of their cases, for the program that rings on their phone.
//!
//! In: a secret address. Out: a calendar that is the same, byte for byte, for as long as nothing changed. It holds what
//! their messages hold and no more; what people were told of and fell away stands in it as cancelled.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::parts::{Judged, is_ours};
use super::reader::may_enter;
use super::{Shared, frame};
use crate::config::Ground;
use crate::docket::{Deadline, Status};
use crate::ids::PersonId;
use crate::notice::calendar::{Entry, feed, sequence};
use crate::notice::invite::entry;
use crate::notice::plan::Told;
use crate::people::Person;
use crate::store::{self, StoreError, hex};

/// A term that is over stays in the calendar for so long.
const STAYS: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What was told of one case: everything, and when of each subject.
type Heard = (Told, BTreeMap<String, Timestamp>);

pub(super) async fn page(State(board): State<Shared>, headers: HeaderMap, Path(file): Path<String>) -> Response {
    let secret = file.strip_suffix(".ics").unwrap_or_default().to_owned();
    let found = board.store.read(move |tx| store::feed_of(tx, &secret)).await;
    let ground = board.ground.borrow().clone();
    let drawn = match found {
        Ok(Some(id)) => draw(&board, ground, &id).await,
        Ok(None) => Ok(None),
        Err(error) => Err(error),
    };
    match drawn {
        Ok(Some(text)) => answer(&headers, text),
        Ok(None) => frame::plain(&board, &headers, StatusCode::NOT_FOUND, "error-not-found"),
        Err(error) => frame::broken(&board, &headers, &error),
    }
}

/// The same bytes have the same tag: a program that has them already is told so and nothing more.
fn answer(headers: &HeaderMap, text: String) -> Response {
    let tag = format!("\"{}\"", hex(&Sha256::digest(text.as_bytes())[..16]));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let has_it = known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    let mut response = if has_it {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

async fn draw(board: &Shared, ground: Ground, id: &PersonId) -> Result<Option<String>, StoreError> {
    let people = &ground.setup.people;
    let person = people.person(id).filter(|person| may_enter(person.role) && !people.is_group(id));
    let Some(person) = person.cloned() else { return Ok(None) };
    let now = board.clock.now();
    let judging = tokio::task::spawn_blocking({
        let (setup, person) = (ground.setup.clone(), person.clone());
        move || setup.cases_of(&person).map(|case| Judged::of(case, &setup, now)).collect::<Vec<_>>()
    });
    let judged = match judging.await {
        Ok(judged) => judged,
        Err(broken) => std::panic::resume_unwind(broken.into_panic()),
    };
    let codes: Vec<_> = judged.iter().map(|one| one.case.id.clone()).collect();
    let heard = board.store.read(move |tx| {
        codes
            .iter()
            .map(|code| Ok((store::told(tx, code)?, store::told_when(tx, code)?)))
            .collect::<Result<Vec<Heard>, _>>()
    });
    let heard = heard.await?;
    let speaker = ground.words.speak(person.language);
    let entries: Vec<Entry> =
        judged.iter().zip(&heard).flat_map(|(one, heard)| of_case(one, heard, &person, &ground, now)).collect();
    Ok(Some(feed(&speaker.say("feed-name", &[]), &entries)))
}

fn of_case(judged: &Judged, (told, when): &Heard, person: &Person, ground: &Ground, now: Timestamp) -> Vec<Entry> {
    let speaker = ground.words.speak(person.language);
    let shown = |deadline: &&Deadline| {
        let live = !judged.assessment.ended || deadline.after_removal;
        let fresh = deadline.latest.end.checked_add(STAYS).is_ok_and(|end| end > now);
        match deadline.status {
            Status::Pending => live && is_ours(deadline),
            Status::Lapsed => live && is_ours(deadline) && fresh,
            // Only what stood in somebody's calendar can be taken out of it.
            Status::Withdrawn => when.contains_key(&deadline.key.subject()) && fresh,
            Status::Met => false,
        }
    };
    let entry = |deadline: &Deadline| {
        let subject = deadline.key.subject();
        // Not the present: the same state must give the same bytes.
        let said = when.get(&subject).copied().max(deadline.known).unwrap_or(deadline.earliest.end);
        entry(deadline, speaker, sequence(told, &subject), said)
    };
    let mut entries: Vec<Entry> = judged.docket.deadlines.iter().filter(shown).map(entry).collect();
    entries.sort_by(|a, b| (a.end, &a.uid).cmp(&(b.end, &b.uid)));
    entries
}
