//! What stands around every page, and the pages for what went wrong.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::Shared;
use super::parts::role;
use super::reader::{Reader, language};
use crate::notice::words::{Speaker, text};
use crate::store::StoreError;

/// A whole page. `here` is the path of the page, for marking it in the list of pages.
pub(super) fn page(reader: &Reader, here: &str, title: &str, main: &Markup) -> Response {
    Html(document(reader.speaker(), Some((reader, here)), title, main).into_string()).into_response()
}

/// The same for whoever is not signed in.
pub(super) fn outside(
    board: &Shared,
    headers: &HeaderMap,
    status: StatusCode,
    title: &str,
    main: Main<'_>,
) -> Response {
    let words = board.ground.borrow().words.clone();
    let speaker = words.speak(language(headers));
    let title = speaker.say(title, &[]);
    let body = html! { h1 { (title) } (main(speaker)) };
    (status, Html(document(speaker, None, &title, &body).into_string())).into_response()
}

/// A page for one purpose, in its reader's language, for whoever holds the link to it.
pub(super) fn alone(speaker: Speaker<'_>, title: &str, main: &Markup) -> Response {
    Html(document(speaker, None, title, &html! { h1 { (title) } (main) }).into_string()).into_response()
}

/// What a page says, once it is known in which language.
pub(super) type Main<'a> = &'a dyn Fn(Speaker<'_>) -> Markup;

/// A page that says what went wrong, and what to do.
pub(super) fn plain(board: &Shared, headers: &HeaderMap, status: StatusCode, what: &str) -> Response {
    outside(board, headers, status, what, &|speaker| sorry(speaker, what))
}

fn sorry(speaker: Speaker<'_>, what: &str) -> Markup {
    html! {
        p { (speaker.say(&format!("{what}-help"), &[])) }
        p { a href="/" { (speaker.say("error-back", &[])) } }
    }
}

/// For an address that leads nowhere.
pub(super) async fn not_found(
    State(board): State<Shared>,
    headers: HeaderMap,
    reader: Result<Reader, Response>,
) -> Response {
    match reader {
        Ok(reader) => nothing(&reader),
        Err(_) => plain(&board, &headers, StatusCode::NOT_FOUND, "error-not-found"),
    }
}

/// A case that is not there, or not theirs: the same page.
pub(super) fn nothing(reader: &Reader) -> Response {
    let speaker = reader.speaker();
    let title = speaker.say("error-not-found", &[]);
    let main = html! { h1 { (title) } (sorry(speaker, "error-not-found")) };
    (StatusCode::NOT_FOUND, page(reader, "", &title, &main)).into_response()
}

/// When the store does not answer.
pub(super) fn broken(board: &Shared, headers: &HeaderMap, error: &StoreError) -> Response {
    tracing::error!(error = error as &dyn std::error::Error, "The board could not answer");
    plain(board, headers, StatusCode::INTERNAL_SERVER_ERROR, "error-broken")
}

fn document(speaker: Speaker<'_>, reader: Option<(&Reader, &str)>, title: &str, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(speaker.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · staywatch" }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/style.css";
            }
            body {
                a class="skip" href="#main" { (speaker.say("board-skip", &[])) }
                header {
                    p class="brand" { "staywatch" }
                    @if let Some((reader, here)) = reader {
                        (pages(speaker, here))
                        (who(speaker, reader))
                    }
                }
                main id="main" tabindex="-1" { (main) }
                footer {
                    p { (speaker.say("line-legal", &[])) }
                    @if reader.is_some() { p { (speaker.say("board-legal", &[])) } }
                }
            }
        }
    }
}

fn pages(speaker: Speaker<'_>, here: &str) -> Markup {
    html! {
        nav aria-label=(speaker.say("board-nav", &[])) {
            ul {
                @for (path, name) in [("/", "board-overview"), ("/health", "board-health")] {
                    li { a href=(path) aria-current=[(path == here).then_some("page")] { (speaker.say(name, &[])) } }
                }
            }
        }
    }
}

fn who(speaker: Speaker<'_>, reader: &Reader) -> Markup {
    let role = role(speaker, reader.person.role);
    let args = [text("person", reader.person.id.as_str()), text("role", &role)];
    html! {
        form class="who" method="post" action="/out" {
            span { (speaker.say("board-signed-in", &args)) }
            input type="hidden" name="form" value=(reader.form);
            button type="submit" { (speaker.say("board-sign-out", &[])) }
        }
    }
}
