//! `staywatch.toml`: store, channels, ladders, digest.
//!
//! In: the file. Out: [`Settings`] in which every path is known and every ladder runs downwards. Secrets never
//! stand in it: it names files, or nothing, and then the systemd credential of the same name is used.

use std::path::PathBuf;

use jiff::SignedDuration;
use jiff::civil::Time;

use super::escalation;
use super::secret::Secret;
use super::upkeep::{self, Backup, Dropping, Heartbeat};
use super::vault::Sealing;
use super::web::{self, Web};
use crate::form::{Form, Notes, Sheet, Spot, Weight, read};
use crate::law::counting::{parsed, word};
use crate::notice::ladder::{self, Ladders};

/// How a mail server is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// TLS from the first byte.
    Implicit,
    /// Plain greeting, then TLS, or nothing.
    StartTls,
    /// No TLS: for a relay on this very machine only.
    None,
}

impl Tls {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] =
        &[("implicit", Self::Implicit), ("starttls", Self::StartTls), ("none", Self::None)];
}

/// The mail server.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port; `None`: 465 or 587.
    pub port: Option<u16>,
    /// How it is spoken to.
    pub tls: Tls,
    /// User name.
    pub user: Option<String>,
    /// Password.
    pub password: Secret,
    /// The mailbox that mail comes from.
    pub from: String,
    /// A certificate authority of your own.
    pub ca_file: Option<PathBuf>,
}

/// The Telegram bot.
#[derive(Clone, Debug)]
pub struct Telegram {
    /// Its token.
    pub token: Secret,
    /// Another Bot API server than Telegram's own.
    pub api_url: Option<String>,
}

/// The morning digest.
#[derive(Clone, Copy, Debug)]
pub struct Digest {
    /// At this hour in the reader's zone.
    pub at: Time,
}

/// Everything in `staywatch.toml`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The database file.
    pub store: PathBuf,
    /// Its key.
    pub key: Secret,
    /// Files that are kept encrypted.
    pub sealing: Sealing,
    /// The mail server, if one is set.
    pub smtp: Option<Smtp>,
    /// The bot, if one is set.
    pub telegram: Option<Telegram>,
    /// The folder that messages are written to when a channel is not set.
    pub folder: PathBuf,
    /// The folder of reports that came by command or chat, one file a case; `None`: beside the store.
    pub reports: Option<PathBuf>,
    /// Reminder ladders.
    pub ladders: Ladders,
    /// The morning digest; `None`: none.
    pub digest: Option<Digest>,
    /// How long the store keeps a case that is over, from the last word about it; `None`: until it is purged by hand.
    pub retention: Option<SignedDuration>,
    /// The board; `None`: none.
    pub web: Option<Web>,
    /// The outside monitor, if one is set.
    pub heartbeat: Option<Heartbeat>,
    /// Backups, if they are made.
    pub backup: Option<Backup>,
    /// What becomes of an edit that takes reminders away.
    pub dropping: Dropping,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            store: PathBuf::from("staywatch.db"),
            key: Secret { file: None, credential: "store_key" },
            sealing: Sealing::default(),
            smtp: None,
            telegram: None,
            folder: PathBuf::from("messages"),
            reports: None,
            ladders: Ladders::default(),
            digest: Some(Digest { at: Time::constant(8, 0, 0, 0) }),
            // What was sent is evidence, and evidence that is gone does not come back: erasing is somebody's decision.
            retention: None,
            web: None,
            heartbeat: None,
            backup: None,
            dropping: Dropping::default(),
        }
    }
}

impl Settings {
    /// The folder of reports; the store's own folder is one that the daemon may write to.
    #[must_use]
    pub fn reports(&self) -> PathBuf {
        self.reports.clone().unwrap_or_else(|| self.store.with_file_name("reports"))
    }

    /// Reads `staywatch.toml`.
    #[must_use]
    pub fn read(sheet: Sheet) -> (Option<Self>, Notes) {
        let notes = Notes::new(sheet);
        let settings = read(&notes, fill);
        let usable = !notes.failed();
        (Some(settings).filter(|_| usable), notes)
    }
}

fn fill(mut root: Form<'_>) -> Settings {
    let mut settings = Settings::default();
    if let Some(mut form) = root.table("store", "[store]") {
        if let Some(path) = form.text("path") {
            settings.store = PathBuf::from(path.value);
        }
        settings.key.file = form.text("key_file").map(|spot| PathBuf::from(spot.value));
        form.close();
    }
    if let Some(mut form) = root.table("config", "[config]") {
        settings.sealing.key.file = form.text("key_file").map(|spot| PathBuf::from(spot.value));
        settings.sealing.recipients = form.texts("recipients");
        form.close();
    }
    settings.smtp = root.table("smtp", "[smtp]").and_then(smtp);
    settings.telegram = root.table("telegram", "[telegram]").map(telegram);
    if let Some(mut form) = root.table("file", "[file]") {
        if let Some(path) = form.text("folder") {
            settings.folder = PathBuf::from(path.value);
        }
        form.close();
    }
    if let Some(mut form) = root.table("reports", "[reports]") {
        if let Some(path) = form.text("folder") {
            settings.reports = Some(PathBuf::from(path.value));
        }
        form.close();
    }
    if let Some(mut form) = root.table("ladders", "[ladders]") {
        for (name, field) in form.entries() {
            let text = field.text();
            if let Some(steps) = parsed(&form, text, ladder::parse) {
                settings.ladders.set(name.value, steps);
            }
        }
    }
    if let Some(form) = root.table("escalation", "[escalation]") {
        settings.ladders.escalation = escalation::read(form);
    }
    if let Some(mut form) = root.table("digest", "[digest]") {
        let text = form.text("at");
        let off = text.as_ref().is_some_and(|spot| spot.value == "never");
        let at = parsed(&form, text.filter(|_| !off), |text| {
            format!("{text}:00")
                .parse::<Time>()
                .map_err(|_| format!("`{text}` is not a clock time: write \"08:00\" or \"never\""))
        });
        if off {
            settings.digest = None;
            form.notes.add(
                Weight::Warning,
                form.at(),
                "without the morning digest nobody notices when staywatch stops",
                "",
                "leave it on",
            );
        } else if let Some(at) = at {
            settings.digest = Some(Digest { at });
        }
        form.close();
    }
    if let Some(mut form) = root.table("retention", "[retention]") {
        let text = form.text("closed").filter(|spot| spot.value != "never");
        settings.retention = parsed(&form, text, |text| kept(text).ok_or_else(|| KEPT.to_owned()));
        form.close();
    }
    settings.web = root.table("web", "[web]").map(web::read);
    settings.heartbeat = root.table("heartbeat", "[heartbeat]").map(upkeep::heartbeat);
    settings.backup = root.table("backup", "[backup]").and_then(upkeep::backup);
    settings.dropping = root.table("reload", "[reload]").map(upkeep::reload).unwrap_or_default();
    root.close();
    settings
}

const KEPT: &str = "write \"2y\" or \"180d\", at least 30 days, or \"never\"";

/// Years of 366 days, or days.
fn kept(text: &str) -> Option<SignedDuration> {
    let days: i64 = match text.strip_suffix('y') {
        Some(years) => years.parse::<u16>().ok().map(|years| i64::from(years) * 366)?,
        None => text.strip_suffix('d')?.parse::<u16>().ok()?.into(),
    };
    (days >= 30).then(|| SignedDuration::from_hours(24 * days))
}

/// Where a secret is kept; a secret written into the file itself is refused.
pub(super) fn secret(form: &mut Form<'_>, key: &'static str, plain: &'static str, credential: &'static str) -> Secret {
    if let Some(field) = form.field(plain) {
        let help = format!("write it into a file of mode 0600 and name that: {key} = \"/etc/staywatch/secrets/…\"");
        form.notes.error(field.span, format!("a secret must not stand in this file (`{plain}`)"), "", help);
    }
    Secret { file: form.text(key).map(|spot| PathBuf::from(spot.value)), credential }
}

fn smtp(mut form: Form<'_>) -> Option<Smtp> {
    let host = form.required_text("host", "host = \"mail.example.org\"");
    let port = form.number("port");
    let port = port.and_then(|spot| {
        let port = u16::try_from(spot.value).ok().filter(|port| *port > 0);
        if port.is_none() {
            form.notes.error(spot.span, "this is not a port", "", "1 to 65535; leave it out for the usual one");
        }
        port
    });
    let text = form.text("tls");
    let tls_span = text.as_ref().map(|spot| spot.span.clone());
    let tls = parsed(&form, text, |text| word(text, Tls::WORDS)).unwrap_or(Tls::Implicit);
    let local = host.as_ref().is_some_and(|spot| ["localhost", "127.0.0.1", "::1"].contains(&spot.value.as_str()));
    if let (Tls::None, false, Some(span)) = (tls, local, tls_span) {
        form.notes.error(
            span,
            "mail to another machine must be encrypted on the way",
            "",
            "write tls = \"implicit\" or \"starttls\"",
        );
    }
    let user = form.text("user").map(|spot| spot.value);
    let password = secret(&mut form, "password_file", "password", "smtp_password");
    let from = form.required_text("from", "from = \"staywatch@example.org\"").map(|spot| spot.value);
    let ca_file = form.text("ca_file").map(|spot| PathBuf::from(spot.value));
    form.close();
    Some(Smtp { host: host?.value, port, tls, user, password, from: from?, ca_file })
}

fn telegram(mut form: Form<'_>) -> Telegram {
    let token = secret(&mut form, "token_file", "token", "telegram_token");
    let api_url = form.text("api_url").and_then(|Spot { value, span }| {
        // By its parts: `http://localhost.example.org` and `http://localhost@example.org` begin like this machine, too.
        let fits = url::Url::parse(&value).is_ok_and(|url| {
            let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
            let bare = url.username().is_empty() && url.password().is_none();
            bare && (url.scheme() == "https" || url.scheme() == "http" && here)
        });
        if !fits {
            form.notes.error(span, "a Bot API server is reached over https", "", "http only on this very machine");
        }
        fits.then_some(value)
    });
    form.close();
    Telegram { token, api_url }
}
