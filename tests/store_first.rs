//! The first connections of a process are opened by several threads at once. It is a program of its own: what it tries
//! happens once in a process, and then the threads must meet within a fraction of a millisecond. Without the wait for the
//! first connection, 4 of 1,500 runs beside eleven others of its kind failed; with it none of 4,000.

use std::sync::Barrier;
use std::thread;

use staywatch::store::{Store, StoreKey};
use tempfile::TempDir;

const THREADS: usize = 16;

#[test]
fn threads_that_open_their_first_stores_at_once_all_can() {
    let home = TempDir::new().unwrap();
    let key = StoreKey::create(&home.path().join("key")).unwrap();
    let start = Barrier::new(THREADS);
    let errors: Vec<String> = thread::scope(|scope| {
        let open = |number: usize| {
            let path = home.path().join(format!("{number}.db"));
            let (start, key) = (&start, &key);
            scope.spawn(move || {
                start.wait();
                Store::open(&path, key).err().map(|error| error.to_string())
            })
        };
        let threads: Vec<_> = (0..THREADS).map(open).collect();
        threads.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(errors, Vec::<String>::new());
}
