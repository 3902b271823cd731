//! Opening what the settings name: the store with its key, and the ways out.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::channel::Channels;
use crate::channel::email::{Email, SmtpSettings};
use crate::channel::file::Folder;
use crate::channel::telegram::{Telegram, TelegramSettings};
use crate::config::Setup;
use crate::store::{Lock, Store, StoreKey};

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
    let store = Store::open(&path, &key)?;
    Ok((path, store, lock))
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
    let key = setup.settings.key.path(folder).unwrap_or_else(|| path.with_extension("key"));
    Ok(Some(Store::open(&path, &StoreKey::read(&key)?)?))
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

pub(super) fn bot_settings(bot: &crate::config::Telegram, folder: &Path) -> anyhow::Result<TelegramSettings> {
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
