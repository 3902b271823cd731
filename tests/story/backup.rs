//! Backups: made while the house lives, of no use without the key, and put back so that nothing is lost but what the copy
//! does not know, which is told again and says so.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use jiff::SignedDuration;
use staywatch::store::{self, Store, StoreError, StoreKey};
use tempfile::TempDir;

use crate::GRANTED;
use crate::house::House;

#[tokio::test]
async fn a_copy_is_whole_private_and_says_nothing_without_the_key() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    let folder = TempDir::new().unwrap();
    let (database, key) = house.place();
    let backup = store::back_up(&database, &key, folder.path(), house.moment()).unwrap();
    let (_, sent, _) = house.store().write_now(store::counts).unwrap();
    assert_eq!(backup.letters, sent);
    assert!(sent > 0);
    assert_eq!(fs::metadata(&backup.path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing unfinished is left");
    let bytes = fs::read(&backup.path).unwrap();
    for word in ["SQLite", "case-a", "counsel", "Appeal", "CREATE TABLE"] {
        assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "`{word}` can be read in the copy");
    }
    let other = StoreKey::create(&folder.path().join("other.key")).unwrap();
    assert!(matches!(store::verify_backup(&backup.path, &other), Err(StoreError::WrongKey(_))));
    // One byte in the middle of it is another.
    let mut spoiled = bytes.clone();
    spoiled[bytes.len() / 2] ^= 1;
    let bad = folder.path().join("bad.db");
    fs::write(&bad, spoiled).unwrap();
    assert!(store::verify_backup(&bad, &key).is_err());
    house.ignores_the_rest();
}

#[tokio::test]
async fn the_oldest_copies_go_and_the_one_just_checked_stays() {
    let house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    let folder = TempDir::new().unwrap();
    let (database, key) = house.place();
    // A clock that was wrong: this copy looks newer than any that follow.
    let ahead = house.moment() + SignedDuration::from_hours(24 * 365);
    store::back_up(&database, &key, folder.path(), ahead).unwrap();
    for day in 0..4 {
        let now = house.moment() + SignedDuration::from_hours(24 * day);
        let backup = store::back_up(&database, &key, folder.path(), now).unwrap();
        store::rotate_backups(folder.path(), 2, &backup).unwrap();
        let left: Vec<_> = store::backups(folder.path()).into_iter().map(|(_, path)| path).collect();
        assert!(left.contains(&backup.path), "the copy that was just checked is gone: {left:?}");
        assert!(left.len() <= 3, "{left:?}");
    }
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_store_put_back_catches_up_and_marks_what_may_be_a_repeat() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    let folder = TempDir::new().unwrap();
    let (database, key) = house.place();
    let backup = store::back_up(&database, &key, folder.path(), house.moment()).unwrap();
    // Two rungs later the machine is lost.
    house.until("2026-03-09T10:00:00Z").await;
    house.mails();
    house.chats();
    assert!(store::put_back(&folder.path().join("no.db"), &database, &key, house.moment()).is_err());
    let before = house.mail.mails().len();
    let kept = house.restores(&backup.path).await.unwrap();
    let replaced = Store::open(&kept, &key).unwrap().write_now(store::counts).unwrap();
    assert!(replaced.1 > backup.letters, "what was replaced is kept, whole: {replaced:?}");
    house.until("2026-03-09T10:05:00Z").await;
    let texts: Vec<String> = house.mail.mails()[before..].iter().map(|mail| mail.data.clone()).collect();
    let again: Vec<&String> = texts.iter().filter(|text| text.contains("To: counsel@")).collect();
    let rung = |text: &&&String| text.contains("-reminder-");
    assert_eq!(again.iter().filter(rung).count(), 1, "the rung that the copy does not know comes once more: {again:?}");
    assert!(again.iter().all(|text| text.contains("X-Staywatch-Repeat: yes")), "{again:?}");
    assert!(texts.iter().any(|text| text.contains("from a backup of 2026-03-02")), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("the store was restored from a backup")), "{texts:?}");
    house.mails();
    house.until("2026-03-11T10:00:00Z").await;
    let mails = house.mails();
    assert!(mails.iter().any(|mail| mail.contains("Appeal against the decision")), "the watch goes on: {mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_copy_that_is_damaged_replaces_nothing() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    let (database, key) = house.place();
    let folder = TempDir::new().unwrap();
    let backup = store::back_up(&database, &key, folder.path(), house.moment()).unwrap();
    let mut bytes = fs::read(&backup.path).unwrap();
    bytes.truncate(bytes.len() / 2);
    fs::write(&backup.path, bytes).unwrap();
    let before = fs::read(&database).unwrap();
    assert!(store::put_back(&backup.path, &database, &key, house.moment()).is_err());
    assert_eq!(fs::read(&database).unwrap(), before);
    house.ignores_the_rest();
}
