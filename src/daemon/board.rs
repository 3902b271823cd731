//! Starting the board. It comes last and may fail: a port that is taken must not cost anybody a message.

use std::sync::Arc;

use tokio::sync::watch;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::Run;
use super::loops::Pulses;
use crate::clock::WallClock;
use crate::config::Ground;
use crate::people::Role;
use crate::store::{self, Store};
use crate::telemetry::Health;
use crate::web::{Board, Glances, SIGN_IN, Vitals};

pub(super) async fn start(
    run: &Run,
    store: &Store,
    announce: &watch::Sender<Ground>,
    (pulses, health): (&Pulses, &Health),
    (tracker, stop): (&TaskTracker, &CancellationToken),
) {
    let Some(web) = announce.borrow().setup.settings.web.clone() else { return };
    let board = Board {
        store: store.clone(),
        ground: announce.subscribe(),
        clock: Arc::clone(&run.clock),
        door: Arc::new(WallClock),
        web,
        vitals: Vitals::of([("planning", pulses.planning.clone()), ("sending", pulses.sending.clone())])
            .with(health.clone()),
        glances: Glances::default(),
    };
    let address = board.web.listen;
    let listener = match board.listen().await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::error!(%error, "The board cannot listen on {address}; everything else runs. Is another program there?");
            return;
        }
    };
    tracing::info!("The board listens on {address}");
    if run.rehearsal.is_some() {
        show(&board).await;
    }
    tracker.spawn(board.serve(listener, stop.clone()));
}

/// A rehearsal has a store of its own, which `login` does not know: it shows the way in itself. What the link opens is
/// the example of one terminal.
async fn show(board: &Board) {
    let people = &board.ground.borrow().setup.people.clone();
    let Some(admin) = people.with_role(Role::Admin).next() else { return };
    let (id, now, address) = (admin.id.clone(), board.door.now(), board.web.address());
    match board.store.write(move |tx| store::offer_sign_in(tx, &id, now)).await {
        Ok(token) => tracing::warn!("The board of this rehearsal: {address}{SIGN_IN}{}", token.reveal()),
        Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "The board shows no way in"),
    }
}
