//! Opening what the settings name: the store with its key, and the ways out.

use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use tokio_util::sync::CancellationToken;

use super::cry::cry;
use crate::channel::Channels;
use crate::channel::email::{Email, SmtpSettings};
use crate::channel::file::Folder;
use crate::channel::telegram::{Telegram, TelegramSettings};
use crate::config::{Ground, Setup};
use crate::form::Problem;
use crate::notice::words::Words;
use crate::schedule::{Scope, Trouble, after_restore, is_restored, refresh, tick};
use crate::store::{self, Check, Lock, Store, StoreError, StoreKey};

/// Opens the store that the settings name, making a key if none is set and none was made before.
///
/// # Errors
/// When store or key cannot be used.
pub fn open_store(setup: &Setup, folder: &Path) -> anyhow::Result<(PathBuf, Store, Lock)> {
    let path = folder.join(&setup.settings.store);
    let lock = Lock::take(&path)?;
    let beside = path.with_extension("key");
    let key = if let Some(file) = setup.settings.key.path(folder) {
        StoreKey::read(&file)?
    } else if beside.exists() {
        StoreKey::read(&beside)?
    } else if path.exists() {
        let (path, key) = (path.display(), beside.display());
        anyhow::bail!("{path} is there, but its key {key} is not: put the key back, or name it with key_file");
    } else {
        let key = beside.display();
        tracing::warn!(
            "Made a key at {key}: whoever has both files can read the store. Keep it elsewhere with key_file"
        );
        StoreKey::create(&beside)?
    };
    if store::finish_restore(&path, &key)? {
        tracing::warn!("A restore was cut off when the copy was ready; it was put in place now");
    }
    let opened = match Store::open_at_once(&path, &key) {
        // A full disk may not even have room for the files that SQLite needs to read.
        Err(StoreError::Sql(_)) if store::give_up_reserve(&path) => Store::open_at_once(&path, &key),
        opened => opened,
    };
    let store = match opened {
        Ok(store) => store.standing_by(&path, &key),
        Err(error) => Store::open_away(&path, &key, error)?,
    };
    Ok((path, store, lock))
}

/// Reads the whole store once, beside everything else: at a start nobody waits for it. One that is damaged is told of and
/// stops the daemon.
pub(super) async fn prove(first: Arc<Setup>, folder: PathBuf, now: Timestamp, stop: CancellationToken) {
    let path = folder.join(&first.settings.store);
    let key = first.settings.key.path(&folder).unwrap_or_else(|| path.with_extension("key"));
    // That the store cannot be opened is found, and told, where it is used.
    let Ok(check) = StoreKey::read(&key).and_then(|key| Check::of(&path, &key)) else { return };
    let interrupt = check.interrupt();
    let mut checked = tokio::task::spawn_blocking(move || check.run());
    let checked = tokio::select! {
        checked = &mut checked => checked,
        () = stop.cancelled() => return interrupt.interrupt(),
    };
    if let Ok(Err(error @ StoreError::Damaged { .. })) = checked {
        let error = anyhow::Error::from(error);
        tracing::error!(error = format!("{error:#}"), "The store fails its check");
        cry_refused(&first, &folder, &error, now).await;
        stop.cancel();
    }
}

/// Writes to the store, and again when the disk refused: the store may have made room, or gone on in memory.
pub(super) async fn insist<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&rusqlite::Transaction<'_>) -> Result<T, StoreError> + Clone + Send + 'static,
) -> Result<T, StoreError> {
    for _ in 0..2 {
        match store.write(work.clone()).await {
            Err(StoreError::Sql(error)) => tracing::error!(%error, "The store refused; trying again"),
            done => return done,
        }
    }
    store.write(work).await
}

/// The first configuration of a run; again when the disk refused.
pub(super) async fn put_into_force(
    store: &Store,
    ground: &Ground,
    errors: &[Problem],
    now: Timestamp,
) -> Result<(), StoreError> {
    for _ in 0..2 {
        match refresh(store, ground, errors.to_vec(), Scope::All, now).await {
            Err(StoreError::Sql(error)) => tracing::error!(%error, "The store refused; trying again"),
            done => return done,
        }
    }
    refresh(store, ground, errors.to_vec(), Scope::All, now).await
}

/// A store that was put back catches up at once, before anything is sent: what it owes now may be a repeat, and says so.
pub(super) async fn look_after_restore(store: &Store, ground: &Ground, now: Timestamp) -> Result<(), StoreError> {
    if store.write(is_restored).await? {
        tick(store, ground, now).await?;
        let ground = ground.clone();
        store.write(move |tx| after_restore(tx, &ground, now)).await?;
    }
    Ok(())
}

/// The admins are told that the store cannot be opened, on whatever works, once an hour: systemd starts the daemon anew
/// every few seconds.
pub(super) async fn cry_refused(setup: &Setup, folder: &Path, error: &anyhow::Error, now: Timestamp) {
    if let Some(StoreError::InUse(_)) = error.downcast_ref() {
        // Whoever holds it watches.
        return;
    }
    let stamp = folder.join(&setup.settings.store).with_extension("cried");
    let told = std::fs::read_to_string(&stamp).ok().and_then(|second| second.trim().parse::<i64>().ok());
    if told.is_some_and(|told| (now.as_second() - told).abs() < 3600) {
        return;
    }
    // Without the stamp nobody would be told at all, or every few seconds: rather not at all but in the log.
    if let Err(error) = std::fs::write(&stamp, now.as_second().to_string()) {
        tracing::error!(%error, "The admins are not told: that they were could not be kept");
        return;
    }
    let channels = match channels(setup, folder) {
        Ok(channels) => channels,
        Err(error) => return tracing::error!(error = format!("{error:#}"), "The admins cannot be told"),
    };
    let ground = Ground { setup: Arc::new(setup.clone()), words: Arc::new(Words::default()) };
    cry(&channels, &ground, &Trouble::new("store-refused", "", &format!("{error:#}")), now).await;
}

/// Opens the store for reading beside a running daemon; `None` when there is none yet.
///
/// # Errors
/// When store or key cannot be used.
pub fn peek_store(setup: &Setup, folder: &Path) -> anyhow::Result<Option<Store>> {
    let path = folder.join(&setup.settings.store);
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(Store::open(&path, &store_place(setup, folder)?.1)?))
}

/// Where the store is, and its key.
///
/// # Errors
/// When the key cannot be used.
pub fn store_place(setup: &Setup, folder: &Path) -> anyhow::Result<(PathBuf, StoreKey)> {
    let path = folder.join(&setup.settings.store);
    let key = setup.settings.key.path(folder).unwrap_or_else(|| path.with_extension("key"));
    Ok((path, StoreKey::read(&key)?))
}

/// Only one program on this machine may listen with a bot. What is held is a name that is nowhere on the disk, and that the
/// system takes back even after a crash. A rehearsing Bot API server of one's own counts for itself.
///
/// Anybody on this machine can take a name. What is held by neither us nor root is no staywatch, and must not keep this one
/// from its work: then nothing is held, and Telegram itself tells of a second listener.
///
/// # Errors
/// When another staywatch holds it.
pub(super) fn claim_bot(settings: &TelegramSettings) -> anyhow::Result<Option<UnixListener>> {
    let number = settings.token.expose_secret().split(':').next().unwrap_or_default().to_owned();
    let server = settings.api_url.as_ref().map(|url| store::text_hash(url.as_str())).unwrap_or_default();
    let address = SocketAddr::from_abstract_name(format!("staywatch-bot-{number}-{server}"))?;
    match UnixListener::bind_addr(&address) {
        Ok(held) => Ok(Some(held)),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            anyhow::ensure!(
                !held_by_us(&address),
                "another staywatch on this machine listens with this bot ({number}): stop it, or make a bot for each"
            );
            tracing::error!(
                "Somebody else on this machine holds the name by which two staywatch on one bot find each other (ss -xlp | \
                 grep staywatch-bot): going on without it"
            );
            Ok(None)
        }
        Err(error) => Err(anyhow::Error::from(error).context("the bot cannot be claimed for this program")),
    }
}

/// Whether a name is held by this user or by root. Who cannot be asked counts as us: two on one bot is the milder mistake to
/// be told of, since it is told at once.
fn held_by_us(address: &SocketAddr) -> bool {
    let asked = UnixStream::connect_addr(address).and_then(|asked| {
        asked.set_nonblocking(true)?;
        tokio::net::UnixStream::from_std(asked)?.peer_cred()
    });
    asked.map_or(true, |who| [0, rustix::process::geteuid().as_raw()].contains(&who.uid()))
}

/// The ways out that the settings describe. What is not set goes to the folder.
///
/// # Errors
/// When a setting or a secret cannot be used.
pub fn channels(setup: &Setup, folder: &Path) -> anyhow::Result<Channels> {
    let email = match &setup.settings.smtp {
        None => None,
        Some(smtp) => Some(Email::new(smtp_settings(smtp, folder)?).context("e-mail cannot be set up")?),
    };
    let telegram = match &setup.settings.telegram {
        None => None,
        Some(bot) => Some(Telegram::new(bot_settings(bot, folder)?).context("Telegram cannot be set up")?),
    };
    Ok(Channels { email, telegram, folder: Some(Folder::new(folder.join(&setup.settings.folder))), hand: None })
}

/// What the bot's channel is set up with.
///
/// # Errors
/// When the token cannot be read.
pub fn bot_settings(bot: &crate::config::Telegram, folder: &Path) -> anyhow::Result<TelegramSettings> {
    let api_url = bot.api_url.as_deref().map(str::parse).transpose().context("api_url is not an address")?;
    let token = bot.token.read(folder).context("the bot's token cannot be read")?;
    Ok(TelegramSettings { token, api_url, timeout: TelegramSettings::TIMEOUT })
}

fn smtp_settings(smtp: &crate::config::Smtp, folder: &Path) -> anyhow::Result<SmtpSettings> {
    use crate::channel::email::Tls as Way;
    let password = match smtp.user {
        Some(_) => Some(smtp.password.read(folder).context("the mail password cannot be read")?),
        None => None,
    };
    Ok(SmtpSettings {
        host: smtp.host.clone(),
        port: smtp.port,
        tls: match smtp.tls {
            crate::config::Tls::Implicit => Way::Implicit,
            crate::config::Tls::StartTls => Way::StartTls,
            crate::config::Tls::None => Way::Plain,
        },
        user: smtp.user.clone(),
        password,
        from: smtp.from.clone(),
        ca_file: smtp.ca_file.as_ref().map(|file| folder.join(file)),
        hello_name: None,
        timeout: SmtpSettings::TIMEOUT,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bot(token: &str) -> TelegramSettings {
        TelegramSettings {
            token: secrecy::SecretString::from(token.to_owned()),
            api_url: None,
            timeout: TelegramSettings::TIMEOUT,
        }
    }

    #[tokio::test]
    async fn the_second_on_one_bot_is_refused_and_a_crash_gives_it_back() {
        let number = std::process::id();
        let first = claim_bot(&bot(&format!("{number}:secret"))).unwrap();
        let refused = claim_bot(&bot(&format!("{number}:other"))).unwrap_err().to_string();
        assert!(refused.contains("another staywatch") && !refused.contains("other:"), "{refused}");
        assert!(claim_bot(&bot(&format!("{number}0:secret"))).unwrap().is_some(), "another bot is nobody's business");
        assert!(first.is_some());
        drop(first);
        assert!(claim_bot(&bot(&format!("{number}:secret"))).unwrap().is_some());
    }

    #[tokio::test]
    async fn a_name_that_a_stranger_took_keeps_nobody_from_listening() {
        use std::io::{BufRead as _, BufReader};
        use std::os::unix::process::CommandExt as _;
        use std::process::{Command, Stdio};
        // Only root can be somebody else for a moment.
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let number = format!("{}1", std::process::id());
        let take = format!(
            "import socket, sys\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0staywatch-bot-{number}-')\ns.listen()\n\
             print('taken', flush=True)\nsys.stdin.read()"
        );
        let mut taker = Command::new("python3");
        taker.args(["-c", &take]).uid(65534).gid(65534).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut taker = taker.spawn().unwrap();
        let mut said = String::new();
        BufReader::new(taker.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "taken\n");
        let claimed = claim_bot(&bot(&format!("{number}:secret")));
        taker.kill().unwrap();
        taker.wait().unwrap();
        assert!(claimed.unwrap().is_none());
    }
}
