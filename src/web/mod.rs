//! The board: what staywatch knows, as pages for the people of the watch list; a calendar, metrics and health for their
//! programs.
//!
//! In: the configuration in force, the store, the clock, requests from this very machine. Out: pages drawn on the server
//! that need no script; codes and dates, never notes or names. It decides nothing about cases and sends nothing. Nobody
//! sees a case that is not theirs, and to whoever is not signed in every page is the door.

mod answer;
mod case;
mod crowd;
mod door;
mod feed;
mod frame;
mod gate;
mod glance;
mod health;
mod metrics;
mod overview;
mod parts;
mod reader;
mod terms;
mod vitals;

pub use glance::Glances;
pub use vitals::Vitals;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::{Ground, Web};
use crate::store::Store;

/// Everything the board needs.
#[derive(Clone, Debug)]
pub struct Board {
    /// What was told, and who may look.
    pub store: Store,
    /// The configuration in force.
    pub ground: watch::Receiver<Ground>,
    /// The moment that cases are judged at.
    pub clock: Arc<dyn Clock>,
    /// The moment by which links and sessions end: in a rehearsal another than that of the cases.
    pub door: Arc<dyn Clock>,
    /// Where it listens, and what it is called.
    pub web: Web,
    /// Whether the daemon's loops move.
    pub vitals: Vitals,
    /// What was judged last of all cases.
    pub glances: Glances,
}

type Shared = Arc<Board>;

pub use crate::config::SIGN_IN;

/// The path of a calendar; the rest is its secret and `.ics`.
pub const FEED: &str = "/feed/";

/// How long requests that are under way may take once the daemon stops.
const LAST: Duration = Duration::from_secs(2);

impl Board {
    /// Takes the port.
    ///
    /// # Errors
    /// When it is taken.
    pub async fn listen(&self) -> io::Result<TcpListener> {
        TcpListener::bind(self.web.listen).await
    }

    /// Answers until told to stop.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) {
        let watching = self.vitals.clone().watch(stop.clone());
        let ending = stop.clone();
        let serving = axum::serve(crowd::Crowd::at(listener), routes(Arc::new(self)))
            .with_graceful_shutdown(async move { ending.cancelled().await })
            .into_future();
        tokio::pin!(serving);
        let last = async {
            stop.cancelled().await;
            tokio::time::sleep(LAST).await;
        };
        tokio::select! {
            ended = &mut serving => {
                if let Err(error) = ended {
                    tracing::error!(error = &error as &dyn std::error::Error, "The board stopped answering; everything else goes on");
                }
            }
            // A browser that keeps its connection open must not keep the daemon from stopping.
            () = last => {}
            () = async { watching.await; std::future::pending().await } => {}
        }
    }
}

fn routes(board: Shared) -> Router {
    Router::new()
        .route("/", get(overview::page))
        .route("/case/{code}", get(case::page))
        .route("/case/{code}/take", post(answer::taken))
        .route("/a/{token}", get(answer::offered).post(answer::given))
        .route("/health", get(health::page))
        .route("/in/{token}", get(door::offered).post(door::enter))
        .route("/out", post(door::leave))
        .route("/feed/{file}", get(feed::page))
        .route("/metrics", get(metrics::page))
        .route("/healthz", get(health::word))
        .route("/style.css", get(style))
        .route("/icon.svg", get(icon))
        .fallback(frame::not_found)
        .method_not_allowed_fallback(frame::not_found)
        .layer(DefaultBodyLimit::max(4096))
        .layer(from_fn_with_state(Arc::clone(&board), gate::check))
        .layer(from_fn(gate::harden))
        .with_state(board)
}

async fn style() -> impl axum::response::IntoResponse {
    let all = concat!(include_str!("style.css"), include_str!("../chart/chart.css"));
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], all)
}

async fn icon() -> impl axum::response::IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("icon.svg"))
}
