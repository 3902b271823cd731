//! Does staywatch work? A page for people, a word for programs.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use maud::{Markup, html};

use super::reader::Reader;
use super::vitals::Trouble;
use super::{Board, Shared, frame};
use crate::notice::words::{Speaker, number, text};
use crate::store::{self, Delivery, StoreError};

/// How delivery stands, and how many errors the files on disk have.
pub(super) async fn look(board: &Board) -> Result<(Delivery, i64), StoreError> {
    let now = board.clock.now();
    board
        .store
        .read(move |tx| {
            let errors = store::memo(tx, "config-errors")?.unwrap_or_default();
            Ok((store::delivery(tx, now)?, i64::try_from(errors.lines().count()).unwrap_or(i64::MAX)))
        })
        .await
}

/// 200 only if the loops move, the store answers, and no critical letter waits too long; else 503 and why, in words
/// that name no case.
pub(super) async fn word(State(board): State<Shared>) -> Response {
    let Ok((delivery, _)) = look(&board).await else {
        return (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response();
    };
    let troubles = board.vitals.troubles(&delivery, board.web.overdue, board.clock.now());
    if troubles.is_empty() {
        return "ok\n".into_response();
    }
    let mut says = String::new();
    for trouble in troubles {
        let _never_fails = match trouble {
            Trouble::Still(name, time) => writeln!(says, "the loop `{name}` has not moved for {} s", time.as_secs()),
            Trouble::Audit => writeln!(says, "the last audit was not clean, or is older than an hour"),
            Trouble::Overdue(time) => writeln!(says, "a critical message has waited for {} s", time.as_secs()),
        };
    }
    (StatusCode::SERVICE_UNAVAILABLE, says).into_response()
}

pub(super) async fn page(State(board): State<Shared>, headers: HeaderMap, reader: Reader) -> Response {
    let (delivery, errors) = match look(&board).await {
        Ok(found) => found,
        Err(error) => return frame::broken(&board, &headers, &error),
    };
    let troubles = board.vitals.troubles(&delivery, board.web.overdue, reader.now);
    let speaker = reader.speaker();
    let title = speaker.say("board-health", &[]);
    let main = html! {
        h1 { (title) }
        p class="meta" { (speaker.say("board-as-of", &[text("moment", &speaker.moment(reader.now, &reader.zone()))])) }
        (verdict(speaker, &troubles, errors))
        (letters(speaker, &delivery))
        (attempts(speaker, &delivery))
        (loops(speaker, &board))
    };
    frame::page(&reader, "/health", &title, &main)
}

fn verdict(speaker: Speaker<'_>, troubles: &[Trouble], errors: i64) -> Markup {
    let say = |trouble: &Trouble| match trouble {
        Trouble::Still(name, time) => {
            let name = speaker.say(&format!("loop-{name}"), &[]);
            speaker.say("health-loop", &[text("name", &name), text("left", &speaker.left(*time))])
        }
        Trouble::Audit => speaker.say("health-audit", &[]),
        Trouble::Overdue(time) => speaker.say("health-overdue", &[text("left", &speaker.left(*time))]),
    };
    html! {
        @if troubles.is_empty() {
            p class="note" { strong { (speaker.say("health-fine", &[])) } }
        } @else {
            div class="note warn" {
                p { strong { (speaker.say("health-broken", &[])) } }
                ul { @for trouble in troubles { li { (say(trouble)) } } }
            }
        }
        @if errors > 0 { p class="note warn" { (speaker.say("health-config", &[number("count", errors)])) } }
    }
}

const CHANNELS: [&str; 2] = ["email", "telegram"];

fn letters(speaker: Speaker<'_>, delivery: &Delivery) -> Markup {
    const STATES: [(&str, &str); 4] = [
        ("owed", "health-col-owed"),
        ("sent", "health-col-sent"),
        ("withdrawn", "health-col-withdrawn"),
        ("refused", "health-col-refused"),
    ];
    let count = |channel: &str, state: &str| delivery.letters.get(&(channel.to_owned(), state.to_owned())).copied();
    html! {
        section aria-labelledby="letters" {
            h2 id="letters" { (speaker.say("health-letters", &[])) }
            @if delivery.letters.is_empty() {
                p { (speaker.say("health-none", &[])) }
            } @else {
                table {
                    caption { (speaker.say("health-letters-caption", &[])) }
                    // States down, channels across: four words of any language do not fit a phone side by side.
                    thead { tr {
                        th scope="col" { (speaker.say("board-col-state", &[])) }
                        @for channel in CHANNELS {
                            th scope="col" class="number" { (speaker.say(&format!("channel-{channel}"), &[])) }
                        }
                    } }
                    tbody {
                        @for (state, head) in STATES {
                            tr {
                                th scope="row" { (speaker.say(head, &[])) }
                                @for channel in CHANNELS { td class="number" { (count(channel, state).unwrap_or(0)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn attempts(speaker: Speaker<'_>, delivery: &Delivery) -> Markup {
    if delivery.attempts.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="attempts" {
            h2 id="attempts" { (speaker.say("health-attempts", &[])) }
            table {
                caption { (speaker.say("health-attempts-caption", &[])) }
                thead { tr {
                    th scope="col" { (speaker.say("health-col-outcome", &[])) }
                    th scope="col" class="number" { (speaker.say("health-col-count", &[])) }
                } }
                tbody {
                    @for (outcome, count) in &delivery.attempts {
                        tr {
                            th scope="row" { (speaker.say(&format!("outcome-{outcome}"), &[])) }
                            td class="number" { (count) }
                        }
                    }
                }
            }
        }
    }
}

fn loops(speaker: Speaker<'_>, board: &Board) -> Markup {
    html! {
        section aria-labelledby="loops" {
            h2 id="loops" { (speaker.say("health-loops", &[])) }
            table {
                caption { (speaker.say("health-loops-caption", &[])) }
                thead { tr {
                    th scope="col" { (speaker.say("health-col-loop", &[])) }
                    th scope="col" { (speaker.say("health-col-moved", &[])) }
                } }
                tbody {
                    @for (name, still) in board.vitals.still() {
                        tr {
                            th scope="row" { (speaker.say(&format!("loop-{name}"), &[])) }
                            @let time = SignedDuration::try_from(still).unwrap_or(SignedDuration::MAX);
                            @if time < SignedDuration::from_mins(1) {
                                td { (speaker.say("health-moves", &[])) }
                            } @else {
                                td { (speaker.say("health-moved", &[text("left", &speaker.left(time))])) }
                            }
                        }
                    }
                }
            }
        }
    }
}
