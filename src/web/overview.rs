//! The first page: cases by level, the next terms, what waits, how delivery stands.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use maud::{Markup, html};

use super::glance::Glance;
use super::parts::{ago, badge, left, level_name, level_word};
use super::reader::Reader;
use super::{Shared, answer, frame};
use crate::ids::CaseId;
use crate::law::grounds::Level;
use crate::notice::words::{Speaker, number, text};
use crate::outbox::{Standing, standing};
use crate::store::{self, Delivery, StoreError};

/// The most terms of the list; the rest stands on the pages of the cases.
const TERMS: usize = 25;

/// The most matters of the list of what waits: with more than these nobody reads a list.
const WAITING: usize = 60;

/// For a screen on the wall: the page asks for itself again, if whoever put it there wanted that.
const WALL: &str = "wall";

pub(super) async fn page(
    State(board): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    reader: Reader,
) -> Response {
    let now = reader.now;
    let delivery = match board.store.read(move |tx| store::delivery(tx, now)).await {
        Ok(delivery) => delivery,
        Err(error) => return frame::broken(&board, &headers, &error),
    };
    let waiting = match waiting(&board, &reader).await {
        Ok(waiting) => waiting,
        Err(error) => return frame::broken(&board, &headers, &error),
    };
    let wall = query.as_deref() == Some(WALL);
    let drawn = tokio::task::spawn_blocking(move || {
        let title = reader.speaker().say("board-overview", &[]);
        let (setup, glances) = (&reader.ground.setup, board.glances.of(&reader.ground.setup, reader.now));
        let theirs =
            setup.cases.places().iter().zip(&*glances).filter(|(place, _)| setup.works_on(&reader.person, place));
        let theirs: Vec<&Glance> = theirs.filter_map(|(_, glance)| glance.as_ref()).collect();
        frame::page(&reader, "/", &title, &overview(&reader, &theirs, (&delivery, &waiting), &title, wall))
    });
    let mut response = match drawn.await {
        Ok(response) => response,
        Err(broken) => std::panic::resume_unwind(broken.into_panic()),
    };
    if wall {
        response.headers_mut().insert("refresh", HeaderValue::from_static("60"));
    }
    response
}

/// What nobody has confirmed in the reader's cases. One case at a time: the board must not hold up the daemon's writing.
async fn waiting(board: &Shared, reader: &Reader) -> Result<Vec<(CaseId, Standing)>, StoreError> {
    let now = reader.now;
    let asked = board.store.read(move |tx| store::cases_with_matters(tx, now)).await?;
    let mut found = Vec::new();
    for code in asked {
        let setup = &reader.ground.setup;
        let theirs = setup.cases.place(&code).is_some_and(|place| setup.works_on(&reader.person, place));
        if !theirs || found.len() >= WAITING {
            continue;
        }
        let ground = reader.ground.clone();
        let of_case = board.store.read(move |tx| match ground.setup.case(&code) {
            Some(case) => {
                Ok(standing(tx, &ground, &case, now)?.into_iter().map(|one| (case.id.clone(), one)).collect())
            }
            None => Ok(Vec::new()),
        });
        found.extend(of_case.await?.into_iter().filter(|(_, one)| one.held.is_none()));
    }
    Ok(found)
}

fn waits(speaker: Speaker<'_>, waiting: &[(CaseId, Standing)]) -> Markup {
    html! {
        @if !waiting.is_empty() {
            section aria-labelledby="waiting" {
                h2 id="waiting" { (speaker.say("board-waiting-cases", &[])) }
                ul {
                    @for (code, one) in waiting {
                        li { a href=(format!("/case/{code}#waiting")) { (code) } ": " (answer::title(speaker, one)) }
                    }
                }
            }
        }
    }
}

fn overview(
    reader: &Reader,
    theirs: &[&Glance],
    (delivery, waiting): (&Delivery, &[(CaseId, Standing)]),
    title: &str,
    wall: bool,
) -> Markup {
    let (speaker, now) = (reader.speaker(), reader.now);
    let (ended, live): (Vec<&Glance>, Vec<&Glance>) = theirs.iter().partition(|one| one.ended);
    let moment = speaker.moment(now, &reader.zone());
    html! {
        h1 { (title) }
        p class="meta" {
            (speaker.say("board-as-of", &[text("moment", &moment)])) " · "
            @if wall { a href="/" { (speaker.say("board-wall-off", &[])) } }
            @else { a href="/?wall" { (speaker.say("board-wall", &[])) } }
        }
        (delivery_line(reader, delivery))
        @if theirs.is_empty() {
            p { (speaker.say("bot-no-cases", &[])) " " (speaker.say("board-no-cases-help", &[])) }
        } @else {
            (waits(speaker, waiting))
            (next(speaker, &live, now))
            @for (_, level) in Level::WORDS.iter().rev() { (of_level(reader, *level, &live)) }
            @if !ended.is_empty() {
                section aria-labelledby="ended" {
                    h2 id="ended" { (speaker.say("board-ended", &[])) }
                    ul class="codes" {
                        @for one in ended { li { a href=(format!("/case/{}", one.id)) { (one.id) } } }
                    }
                }
            }
        }
    }
}

fn delivery_line(reader: &Reader, delivery: &Delivery) -> Markup {
    let (speaker, now) = (reader.speaker(), reader.now);
    let refused: i64 =
        delivery.letters.iter().filter(|((_, state), _)| state == "refused").map(|(_, count)| count).sum();
    html! {
        p class=(if delivery.oldest.is_some() || refused > 0 { "note warn" } else { "note" }) {
            @match delivery.oldest {
                Some(oldest) => (speaker.say("board-delivery-waits", &[text("left", &ago(speaker, oldest, now))])),
                None => (speaker.say("board-delivery-fine", &[])),
            }
            @if refused > 0 { " " (speaker.say("board-delivery-refused", &[number("count", refused)])) }
            " " a href="/health" { (speaker.say("board-health", &[])) }
        }
    }
}

fn next(speaker: Speaker<'_>, live: &[&Glance], now: jiff::Timestamp) -> Markup {
    let mut terms: Vec<_> = live
        .iter()
        .flat_map(|one| one.ahead(now).map(|(reading, term)| (reading, &one.id, term)))
        .filter(|(.., term)| term.ours)
        .collect();
    terms.sort_by(|a, b| (a.0.end, a.1).cmp(&(b.0.end, b.1)));
    let more = i64::try_from(terms.len().saturating_sub(TERMS)).unwrap_or(i64::MAX);
    html! {
        section aria-labelledby="next" {
            h2 id="next" { (speaker.say("board-next", &[])) }
            @if terms.is_empty() {
                p { (speaker.say("line-nothing-running", &[])) }
            } @else {
                table {
                    caption { (speaker.say("board-next-caption", &[])) }
                    thead { tr {
                        @for head in ["board-col-when", "board-col-case", "board-col-what"] {
                            th scope="col" { (speaker.say(head, &[])) }
                        }
                    } }
                    tbody {
                        @for (reading, code, term) in terms.iter().take(TERMS) {
                            tr {
                                td {
                                    strong { (left(speaker, reading.end, now)) } br;
                                    span class="meta" { (speaker.end(*reading, &term.zone)) }
                                }
                                th scope="row" { a href=(format!("/case/{code}")) { (code) } }
                                td { (term.title.get(speaker.language)) }
                            }
                        }
                    }
                }
                @if more > 0 { p { (speaker.say("board-more-terms-here", &[number("count", more)])) } }
            }
        }
    }
}

fn of_level(reader: &Reader, level: Level, live: &[&Glance]) -> Markup {
    let (speaker, now) = (reader.speaker(), reader.now);
    let theirs: Vec<_> = live.iter().filter(|one| one.level == level).collect();
    if theirs.is_empty() {
        return html! {};
    }
    let count = i64::try_from(theirs.len()).unwrap_or(i64::MAX);
    let name = level_name(speaker, level);
    let head = speaker.say("board-level-cases", &[text("level", &name), number("count", count)]);
    html! {
        section aria-labelledby=(level_word(level)) {
            h2 id=(level_word(level)) { (head) }
            ul class="cards" {
                @for one in theirs {
                    li class=(format!("card edge-{}", level_word(level))) {
                        h3 { a href=(format!("/case/{}", one.id)) { (one.id) } " " (badge(speaker, level)) }
                        @match &one.reason {
                            Some(reason) => p { (reason.get(speaker.language)) },
                            None => p { (speaker.say("board-no-reason", &[])) },
                        }
                        @if let Some((reading, term)) = one.ahead(now).min_by_key(|(reading, _)| reading.end) {
                            @let moment = speaker.end(reading, &term.zone);
                            @let left = speaker.left(reading.end.duration_since(now));
                            p class="meta" {
                                (speaker.say("board-next-of", &[text("moment", &moment), text("left", &left)]))
                                ": " (term.title.get(speaker.language))
                            }
                        }
                    }
                }
            }
        }
    }
}
