//! Answering from a page: by the link of a mail, without signing in, or on the page of a case.
//!
//! Opening a link changes nothing: mail programs and scanners open every link. Only the button answers, and what may be
//! answered by whom is decided where every answer is taken, not here.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;

use super::parts::{ago, level_name};
use super::reader::Reader;
use super::{Shared, frame};
use crate::config::Ground;
use crate::law::rule::word_of;
use crate::notice::answered::{Act, Held, Who};
use crate::notice::words::{Speaker, number, text};
use crate::outbox::{Outcome, Reply, Standing, Target, answer};
use crate::people::Person;
use crate::store::{self, StoreError, Via};

/// What a button says.
#[derive(Deserialize)]
pub(super) struct Pressed {
    act: String,
    /// On the page of a case: which matter, and the proof that the form is of this session.
    #[serde(default)]
    matter: i64,
    #[serde(default)]
    form: String,
}

impl Pressed {
    fn act(&self) -> Option<Act> {
        Act::WORDS.iter().find(|(word, _)| *word == self.act).map(|(_, act)| *act)
    }
}

/// A letter, and whose it is.
type Asked = (i64, Person, String);

fn asked(tx: &rusqlite::Transaction<'_>, ground: &Ground, token: &str) -> Result<Option<Asked>, StoreError> {
    let Some(letter) = store::verify_token(tx, token)? else { return Ok(None) };
    let Some((id, _)) = store::reader_of(tx, letter)? else { return Ok(None) };
    let Some(person) = ground.setup.people.person(&id).cloned() else { return Ok(None) };
    Ok(Some((letter, person, store::subject_of(tx, letter)?)))
}

/// The link of a mail was opened.
pub(super) async fn offered(State(board): State<Shared>, headers: HeaderMap, Path(token): Path<String>) -> Response {
    let ground = board.ground.borrow().clone();
    let words = ground.words.clone();
    // The key behind the links is made when the first is: reading alone must not depend on it.
    match board.store.write(move |tx| asked(tx, &ground, &token)).await {
        Ok(Some((_, person, subject))) => {
            let speaker = words.speak(person.language);
            frame::alone(
                speaker,
                &speaker.say("board-answer", &[]),
                &html! {
                    p class="note" { (subject) }
                    form class="buttons" method="post" {
                        (buttons(speaker, None))
                    }
                },
            )
        }
        Ok(None) => frame::plain(&board, &headers, StatusCode::GONE, "answer-over-page"),
        Err(error) => frame::broken(&board, &headers, &error),
    }
}

/// Two buttons. Where several pairs stand on a page each says what it is about to whoever hears them one by one.
fn buttons(speaker: Speaker<'_>, about: Option<&str>) -> Markup {
    let named = |says: &str| about.map(|about| format!("{says}: {about}"));
    let (take, later) = (speaker.say("board-take", &[]), speaker.say("board-later-button", &[]));
    html! {
        button class="main" type="submit" name="act" value="taken" aria-label=[named(&take)] { (take) }
        button type="submit" name="act" value="snoozed" aria-label=[named(&later)] { (later) }
    }
}

/// The button below it was pressed.
pub(super) async fn given(
    State(board): State<Shared>,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Response {
    let (ground, now) = (board.ground.borrow().clone(), board.clock.now());
    let (words, act) = (ground.words.clone(), pressed.act());
    let done = board.store.write(move |tx| {
        let (Some((letter, person, _)), Some(act)) = (asked(tx, &ground, &token)?, act) else { return Ok(None) };
        let reply = Reply { by: &person, via: Via::Link, act, pause: None, target: Target::Letter(letter) };
        let outcome = answer(tx, &ground, &reply, now)?;
        Ok(Some((person, outcome)))
    });
    match done.await {
        Ok(Some((person, outcome))) => {
            let speaker = words.speak(person.language);
            let zone = person.zone.clone().unwrap_or(TimeZone::UTC);
            frame::alone(
                speaker,
                &speaker.say("board-answer", &[]),
                &html! { p class="note" { (came_of(speaker, &outcome, &zone)) } },
            )
        }
        Ok(None) => frame::plain(&board, &headers, StatusCode::GONE, "answer-over-page"),
        Err(error) => frame::broken(&board, &headers, &error),
    }
}

/// A button on the page of a case was pressed.
pub(super) async fn taken(
    State(board): State<Shared>,
    headers: HeaderMap,
    Path(code): Path<String>,
    reader: Reader,
    Form(pressed): Form<Pressed>,
) -> Response {
    let Some(act) = pressed.act().filter(|_| pressed.form == reader.form) else {
        return frame::plain(&board, &headers, StatusCode::FORBIDDEN, "error-refused");
    };
    let given = reader.clone();
    let done = board.store.write(move |tx| {
        let target = Target::Matter(pressed.matter);
        let reply = Reply { by: &given.person, via: Via::Board, act, pause: None, target };
        answer(tx, &given.ground, &reply, given.now)
    });
    match done.await {
        Ok(Outcome::Taken { case, .. }) if case == code => {
            Redirect::to(&format!("/case/{case}#waiting")).into_response()
        }
        Ok(outcome) => {
            let speaker = reader.speaker();
            let title = speaker.say("board-answer", &[]);
            let main = html! {
                h1 { (title) }
                p class="note" { (came_of(speaker, &outcome, &reader.zone())) }
                p { a href="/" { (speaker.say("error-back", &[])) } }
            };
            frame::page(&reader, "", &title, &main)
        }
        Err(error) => frame::broken(&board, &headers, &error),
    }
}

fn came_of(speaker: Speaker<'_>, outcome: &Outcome, zone: &TimeZone) -> String {
    let moment = |at: Timestamp| speaker.moment(at, zone);
    match outcome {
        Outcome::Taken { until: None, .. } => speaker.say("answer-taken", &[]),
        Outcome::Taken { until: Some(until), .. } => speaker.say("answer-snoozed", &[text("moment", &moment(*until))]),
        Outcome::Already { held, .. } => {
            let who = who(speaker, *held);
            speaker.say("answer-already", &[text("who", &who), text("moment", &moment(held.since))])
        }
        Outcome::Refused(sentence) => speaker.say(sentence, &[]),
    }
}

fn who(speaker: Speaker<'_>, held: Held) -> String {
    speaker.say(&format!("who-{}", word_of(held.who, Who::WORDS)), &[])
}

/// What a matter is about, in a few words.
pub(super) fn title(speaker: Speaker<'_>, one: &Standing) -> String {
    match &one.deadline {
        Some(deadline) => deadline.title.get(speaker.language).to_owned(),
        None => speaker.say("bot-ack-level", &[text("level", &level_name(speaker, one.level))]),
    }
}

/// What people were told of in a case, who has it, and a button for what nobody has.
pub(super) fn section(reader: &Reader, code: &str, standing: &[Standing]) -> Markup {
    let (speaker, now) = (reader.speaker(), reader.now);
    html! {
        section aria-labelledby="waiting" {
            h2 id="waiting" { (speaker.say("board-waiting", &[])) }
            @if standing.is_empty() { p { (speaker.say("board-waiting-none", &[])) } }
            ul class="cards one" {
                @for one in standing {
                    li class=(if one.held.is_none() { "card edge-imminent" } else { "card edge-none" }) {
                        h3 { (title(speaker, one)) }
                        p {
                            @match one.held {
                                Some(held) => {
                                    @let (who, since) = (who(speaker, held), speaker.moment(held.since, &reader.zone()));
                                    @let args = [text("who", &who), text("moment", &since)];
                                    (speaker.say("board-has-it", &args))
                                    " (" (speaker.say("board-ago", &[text("left", &ago(speaker, held.since, now))])) ")"
                                }
                                None => strong { (speaker.say("board-nobody-has-it", &[number("count", one.told)])) },
                            }
                        }
                        @if one.held.is_none() {
                            form class="buttons" method="post" action=(format!("/case/{code}/take")) {
                                input type="hidden" name="form" value=(reader.form);
                                input type="hidden" name="matter" value=(one.open.id);
                                (buttons(speaker, Some(&format!("{code}: {}", title(speaker, one)))))
                            }
                        }
                    }
                }
            }
        }
    }
}
