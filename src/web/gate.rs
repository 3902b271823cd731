//! What every request must pass, and what every answer carries.
//!
//! A page of another site must be able neither to read an answer nor to make a browser do something here: only our own
//! names are answered (a name that was made to point at this machine is not one), what changes something comes from our
//! own pages, and no answer may be framed, stored, scripted or sent on.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{Shared, frame};
use crate::config::Web;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Headers of every answer, whatever it is.
const ALWAYS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("x-robots-tag", "noindex, nofollow"),
];

/// Adds what every answer carries.
pub(super) async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in ALWAYS {
        response.headers_mut().insert(*name, HeaderValue::from_static(value));
    }
    response
}

/// Turns away what is not meant for the board.
pub(super) async fn check(State(board): State<Shared>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let authority = request.uri().authority().map(ToString::to_string);
    let host = authority.or_else(|| text(headers, &header::HOST).map(str::to_owned));
    if !host.as_deref().and_then(named).is_some_and(|host| is_ours(&board.web, &host)) {
        return frame::plain(&board, headers, StatusCode::MISDIRECTED_REQUEST, "error-host");
    }
    // For programs of this machine: what came through a proxy came from elsewhere.
    let for_programs = ["/metrics", "/healthz"].contains(&request.uri().path());
    let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name));
    let local = host.as_deref().and_then(named).is_some_and(|host| is_here(&host));
    if for_programs && (forwarded || !local) {
        return frame::plain(&board, headers, StatusCode::NOT_FOUND, "error-not-found");
    }
    if request.method() == Method::POST && !is_from_us(&board.web, headers) {
        return frame::plain(&board, headers, StatusCode::FORBIDDEN, "error-refused");
    }
    if ![Method::GET, Method::HEAD, Method::POST].contains(request.method()) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    next.run(request).await
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The name of a host without its port.
fn named(host: &str) -> Option<String> {
    let parsed = url::Url::parse(&format!("http://{host}/")).ok()?;
    let plain = parsed.path() == "/" && parsed.username().is_empty() && parsed.query().is_none();
    parsed.host_str().filter(|_| plain).map(str::to_owned)
}

/// Literal addresses cannot be pointed elsewhere by a name server.
fn is_here(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn is_ours(web: &Web, host: &str) -> bool {
    let public = web.public_url.as_deref().and_then(|url| url::Url::parse(url).ok());
    is_here(host) || public.is_some_and(|url| url.host_str() == Some(host))
}

/// Browsers say where a request comes from, in the one way or the other. Since no page here tells its address on, a form
/// of ours has the origin `null`; the word of the fetch metadata and the token in the form decide then.
fn is_from_us(web: &Web, headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if site.is_some_and(|site| !["same-origin", "none"].contains(&site)) {
        return false;
    }
    match text(headers, &header::ORIGIN) {
        None | Some("null") => true,
        Some(origin) => url::Url::parse(origin).is_ok_and(|url| url.host_str().is_some_and(|host| is_ours(web, host))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("127.0.0.1:8477", true)]
    #[case("localhost:9000", true)]
    #[case("LOCALHOST", true)]
    #[case("[::1]:8477", true)]
    #[case("board.example.org", true)]
    #[case("board.example.org:443", true)]
    #[case("evil.example.org", false)]
    #[case("127.0.0.1.evil.example.org", false)]
    #[case("localhost.evil.example.org", false)]
    #[case("10.0.0.1", false)]
    #[case("127.0.0.1/../evil", false)]
    #[case("a@127.0.0.1", false)]
    #[case("", false)]
    fn names(#[case] host: &str, #[case] ours: bool) {
        let web = Web { public_url: Some("https://board.example.org".to_owned()), ..Web::default() };
        assert_eq!(named(host).is_some_and(|host| is_ours(&web, &host)), ours);
    }

    #[rstest]
    #[case(&[], true)]
    #[case(&[("origin", "null"), ("sec-fetch-site", "same-origin")], true)]
    #[case(&[("origin", "http://127.0.0.1:8477")], true)]
    #[case(&[("origin", "https://evil.example.org")], false)]
    #[case(&[("origin", "null"), ("sec-fetch-site", "cross-site")], false)]
    #[case(&[("sec-fetch-site", "same-site")], false)]
    #[case(&[("origin", "nonsense")], false)]
    fn where_a_post_comes_from(#[case] headers: &[(&'static str, &str)], #[case] ours: bool) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        assert_eq!(is_from_us(&Web::default(), &map), ours);
    }
}
