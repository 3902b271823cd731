//! Numbers for Prometheus. Numbers travel further than pages: no code of a case is among their labels.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::health::look;
use super::parts::level_word;
use super::{Board, Shared, frame};
use crate::law::grounds::Level;
use crate::store::Delivery;

const TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Labels = Vec<(&'static str, String)>;

pub(super) async fn page(State(board): State<Shared>, headers: HeaderMap) -> Response {
    let (delivery, errors) = match look(&board).await {
        Ok(found) => found,
        Err(error) => return frame::broken(&board, &headers, &error),
    };
    let drawn = tokio::task::spawn_blocking(move || {
        let mut text = String::new();
        encode(&mut text, &registry(&board, &delivery, errors)).map(|()| text)
    });
    match drawn.await {
        Ok(Ok(text)) => ([(header::CONTENT_TYPE, TYPE)], text).into_response(),
        Ok(Err(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Err(broken) => std::panic::resume_unwind(broken.into_panic()),
    }
}

fn registry(board: &Board, delivery: &Delivery, errors: i64) -> Registry {
    let now = board.clock.now();
    let mut registry = Registry::with_prefix("staywatch");
    let mut family = |name: &str, help: &str, values: Vec<(Labels, i64)>| {
        let family = Family::<Labels, Gauge>::default();
        for (labels, value) in values {
            family.get_or_create(&labels).set(value);
        }
        registry.register(name, help, family);
    };
    let cases = cases(board, now).into_iter().map(|(level, count)| (vec![("level", level.to_owned())], count));
    family("cases", "Cases by level of transfer risk; over: ended", cases.collect());
    let letters = delivery
        .letters
        .iter()
        .map(|((channel, state), count)| (vec![("channel", channel.clone()), ("state", state.clone())], *count));
    family("letters", "Messages by channel and state", letters.collect());
    let attempts = delivery.attempts.iter().map(|(outcome, count)| (vec![("outcome", outcome.clone())], *count));
    family("attempts", "Attempts to send, by outcome", attempts.collect());
    let age = |since: Option<Timestamp>| since.map_or(0, |since| now.duration_since(since).as_secs().max(0));
    let waits = [("any", delivery.oldest), ("critical", delivery.oldest_critical)];
    let waits = waits.map(|(severity, oldest)| (vec![("severity", severity.to_owned())], age(oldest)));
    family("oldest_owed_seconds", "For how long the oldest message still to be sent has waited", waits.to_vec());
    let still = board.vitals.still().into_iter();
    let still =
        still.map(|(name, time)| (vec![("loop", name.to_owned())], i64::try_from(time.as_secs()).unwrap_or(i64::MAX)));
    family("loop_still_seconds", "For how long a loop of the daemon has not moved", still.collect());
    family(
        "config_errors",
        "Errors in the files on disk; the last good configuration runs on",
        vec![(Vec::new(), errors)],
    );
    registry
}

fn cases(board: &Board, now: Timestamp) -> BTreeMap<&'static str, i64> {
    let ground = board.ground.borrow().clone();
    let mut counts: BTreeMap<&'static str, i64> = Level::WORDS.iter().map(|(word, _)| (*word, 0)).collect();
    counts.insert("over", 0);
    for glance in board.glances.of(&ground.setup, now).iter().flatten() {
        let word = if glance.ended { "over" } else { level_word(glance.level) };
        *counts.entry(word).or_default() += 1;
    }
    counts
}
