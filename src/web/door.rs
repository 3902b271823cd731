//! Coming in and going out. There is no password: a link that works once opens the door, and looking at it does not use
//! it up, since programs that look for harm in mails and chats open every link.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;

use super::reader::{SHUT, cookie, cookie_name, form_token, may_enter};
use super::{Shared, frame};
use crate::store::{self, StoreError};

/// The door as whoever is not signed in sees it.
pub(super) fn shut(board: &Shared, headers: &HeaderMap) -> Response {
    frame::outside(board, headers, SHUT, "door-title", &|speaker| {
        html! {
            p { (speaker.say("door-how", &[])) }
            ul {
                @if board.ground.borrow().setup.settings.telegram.is_some() { li { (speaker.say("door-bot", &[])) } }
                li { (speaker.say("door-command", &[])) }
            }
        }
    })
}

/// A one-time link was opened: a button, nothing more.
pub(super) async fn offered(State(board): State<Shared>, headers: HeaderMap, Path(token): Path<String>) -> Response {
    let now = board.door.now();
    match board.store.read(move |tx| store::sign_in(tx, &token, now)).await {
        Ok(Some(_)) => frame::outside(&board, &headers, StatusCode::OK, "door-title", &|speaker| {
            html! {
                p { (speaker.say("door-ready", &[])) }
                form method="post" { button class="main" type="submit" { (speaker.say("door-button", &[])) } }
            }
        }),
        Ok(None) => over(&board, &headers),
        Err(error) => frame::broken(&board, &headers, &error),
    }
}

fn over(board: &Shared, headers: &HeaderMap) -> Response {
    frame::plain(board, headers, StatusCode::GONE, "door-over")
}

/// The button was pressed: the link is used up, a session begins.
pub(super) async fn enter(State(board): State<Shared>, headers: HeaderMap, Path(token): Path<String>) -> Response {
    let (now, ground) = (board.door.now(), board.ground.borrow().clone());
    let begun = board.store.write(move |tx| {
        let Some(id) = store::take_sign_in(tx, &token, now)? else { return Ok(None) };
        let people = &ground.setup.people;
        let known = people.person(&id).is_some_and(|person| may_enter(person.role) && !people.is_group(&id));
        let session = known.then(|| store::begin_session(tx, &id, now)).transpose()?;
        Ok(session.map(|session| (session, id)))
    });
    match begun.await {
        Ok(Some((session, id))) => {
            tracing::info!(person = id.as_str(), "{id} signed in on the board");
            with_cookie(&board, session.reveal(), Redirect::to("/").into_response())
        }
        Ok(None) => over(&board, &headers),
        Err(error) => frame::broken(&board, &headers, &error),
    }
}

#[derive(Deserialize)]
pub(super) struct Leave {
    form: String,
}

/// Ends the session, in the store and not only in the browser.
pub(super) async fn leave(State(board): State<Shared>, headers: HeaderMap, Form(leave): Form<Leave>) -> Response {
    let Some(session) = cookie(&board.web, &headers) else { return Redirect::to("/").into_response() };
    if form_token(&session) != leave.form {
        return frame::plain(&board, &headers, StatusCode::FORBIDDEN, "error-refused");
    }
    let ended: Result<(), StoreError> = board.store.write(move |tx| store::end_session(tx, &session)).await;
    match ended {
        Ok(()) => with_cookie(&board, "", Redirect::to("/").into_response()),
        Err(error) => frame::broken(&board, &headers, &error),
    }
}

/// Sets the cookie; an empty one takes it away.
fn with_cookie(board: &Shared, session: &str, mut response: Response) -> Response {
    let secure = if board.web.over_tls() { "; Secure" } else { "" };
    let gone = if session.is_empty() { "; Max-Age=0" } else { "" };
    let cookie = format!("{}={session}; Path=/; HttpOnly; SameSite=Strict{secure}{gone}", cookie_name(&board.web));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}
