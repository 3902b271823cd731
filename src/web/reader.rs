//! Who is looking: the person behind the cookie of a session.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::{Shared, door, frame};
use crate::config::{Ground, Web};
use crate::law::words::Language;
use crate::notice::words::Speaker;
use crate::people::{Person, Role};
use crate::store;

/// A person who is signed in, with what they look at.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    /// Who.
    pub(super) person: Person,
    /// The configuration in force.
    pub(super) ground: Ground,
    /// The moment of the cases.
    pub(super) now: Timestamp,
    /// What a form of theirs must bring back.
    pub(super) form: String,
}

impl Reader {
    pub(super) fn speaker(&self) -> Speaker<'_> {
        self.ground.words.speak(self.person.language)
    }

    /// The zone for what belongs to no case.
    pub(super) fn zone(&self) -> TimeZone {
        self.person.zone.clone().unwrap_or(TimeZone::UTC)
    }
}

/// Who may sign in. Advocacy is told what it must know; a board of everything is not that.
pub(super) fn may_enter(role: Role) -> bool {
    matches!(role, Role::Lawyer | Role::Coordinator | Role::Admin)
}

/// The name of the cookie. Over TLS a browser takes this one from no other host and over nothing else.
pub(super) fn cookie_name(web: &Web) -> &'static str {
    if web.over_tls() { "__Host-staywatch" } else { "staywatch" }
}

/// The secret of the session.
pub(super) fn cookie(web: &Web, headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == cookie_name(web)).map(|(_, value)| value.to_owned())
}

/// What proves that a form is from a page of the same session. It opens nothing.
pub(super) fn form_token(session: &str) -> String {
    let hash = Sha256::digest(format!("form {session}").as_bytes());
    store::hex(&hash[..16])
}

/// What a browser says its user reads, of the languages there are.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut tags = wanted.split(',').map(|tag| tag.trim().get(..2).unwrap_or_default());
    tags.find_map(|tag| Language::WORDS.iter().find(|(word, _)| *word == tag)).map_or(Language::En, |(_, found)| *found)
}

impl FromRequestParts<Shared> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, board: &Shared) -> Result<Self, Response> {
        let Some(secret) = cookie(&board.web, &parts.headers) else {
            return Err(door::shut(board, &parts.headers));
        };
        let (form, now) = (form_token(&secret), board.door.now());
        let found = board.store.write(move |tx| store::session(tx, &secret, now)).await;
        let found = found.map_err(|error| frame::broken(board, &parts.headers, &error))?;
        let ground = board.ground.borrow().clone();
        // Whoever was taken out of people.toml, or has another role now, is out at once.
        let person = found.and_then(|id| ground.setup.people.person(&id).cloned());
        let person = person.filter(|person| may_enter(person.role) && !ground.setup.people.is_group(&person.id));
        let Some(person) = person else { return Err(door::shut(board, &parts.headers)) };
        Ok(Self { person, ground, now: board.clock.now(), form })
    }
}

/// The status of the door.
pub(super) const SHUT: StatusCode = StatusCode::UNAUTHORIZED;

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("", Language::En)]
    #[case("ru-RU,ru;q=0.9", Language::Ru)]
    #[case("de, be;q=0.8, ru;q=0.5", Language::Be)]
    #[case("én", Language::En)]
    fn languages(#[case] wanted: &str, #[case] language_found: Language) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, axum::http::HeaderValue::from_bytes(wanted.as_bytes()).unwrap());
        assert_eq!(language(&headers), language_found);
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "xstaywatch=1; staywatch=two; y=3".parse().unwrap());
        assert_eq!(cookie(&Web::default(), &headers).as_deref(), Some("two"));
    }
}
