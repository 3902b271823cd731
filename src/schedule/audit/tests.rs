//! A pass over many batches keeps nobody from the turn, and ends when nobody waits for it any more.

use std::sync::Mutex as StdMutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use super::*;
use crate::clock::HandClock;
use crate::config::{Cases, Setup};
use crate::form::Sheet;
use crate::notice::words::Words;

/// Three batches.
const CASES: usize = 2 * BATCH + 1;

fn ground(now: Timestamp) -> watch::Receiver<Ground> {
    let home = tempfile::tempdir().unwrap();
    let mut setup = Setup::load(home.path(), now).unwrap().0;
    let zones = setup.law.zones();
    let case = |code: usize| {
        let text = format!("id = \"c{code:03}\"\nhost = \"RU\"\n[team]\nlawyers = [\"counsel\"]\n");
        Case::read(Sheet::new(&format!("c{code:03}.toml"), &text), &zones).0.unwrap()
    };
    setup.cases = Cases::held((0..CASES).map(case).collect());
    watch::channel(Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) }).1
}

type Place = std::pin::Pin<Box<dyn Future<Output = OwnedMutexGuard<()>> + Send>>;

/// A clock that is asked once for each batch; during the first, somebody asks for the turn.
struct Asked {
    clock: HandClock,
    turn: Arc<Mutex<()>>,
    times: AtomicUsize,
    somebody: StdMutex<Option<Place>>,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Asked")
    }
}

impl Clock for Asked {
    fn now(&self) -> Timestamp {
        // The first time the pass only begins.
        if self.times.fetch_add(1, Ordering::SeqCst) == 1 {
            let mut place: Place = Box::pin(Arc::clone(&self.turn).lock_owned());
            let waits = place.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            assert!(matches!(waits, Poll::Pending), "a batch has the turn");
            *self.somebody.lock().unwrap() = Some(place);
        }
        self.clock.now()
    }
}

#[tokio::test]
async fn who_asks_for_the_turn_during_a_batch_has_it_before_the_next() {
    let now = "2026-03-03T10:00:00Z".parse().unwrap();
    let (ground, turn) = (ground(now), Arc::default());
    let (clock, somebody, times) = (HandClock::at(now), StdMutex::default(), AtomicUsize::default());
    let asked = Arc::new(Asked { clock, turn: Arc::clone(&turn), times, somebody });
    let clock: Arc<dyn Clock> = Arc::clone(&asked) as _;
    let mut auditor = Auditor::new(Store::in_memory().unwrap());
    let pass = auditor.pass(&ground, &turn, &clock, now, Duration::ZERO);
    let somebody = async {
        loop {
            let place = asked.somebody.lock().unwrap().take();
            if let Some(place) = place {
                let _has_it = place.await;
                return asked.times.load(Ordering::SeqCst);
            }
            tokio::task::yield_now().await;
        }
    };
    let (audit, batches) = tokio::join!(pass, somebody);
    assert_eq!(batches, 2, "one of three batches was looked at");
    assert_eq!(audit.unwrap().planned, CASES);
}

#[tokio::test]
async fn a_pass_that_nobody_waits_for_ends_after_its_batch() {
    let now = "2026-03-03T10:00:00Z".parse().unwrap();
    let ground = ground(now);
    let left: Vec<CaseId> = ground.borrow().setup.cases.places().iter().map(|place| place.id.clone()).collect();
    let (waited_for, given_up) = mpsc::channel();
    let (turn, clock): (Arc<Mutex<()>>, Arc<dyn Clock>) = (Arc::default(), Arc::new(HandClock::at(now)));
    let held = Arc::clone(&turn).lock_owned().await;
    let (touched, awake, rest) = (None, now, Duration::from_hours(1));
    let rounds = Rounds { ground, turn, clock, touched, awake, rest, given_up };
    let walk = Walk { rounds, left, sound: Sound::default(), planned: 0, differences: Vec::new() };
    drop(waited_for);
    let ended = Store::in_memory().unwrap().apart(move |store| walk.goes_on(store, held)).await;
    assert!(matches!(ended, Err(StoreError::Stopping)));
}
