//! Letters by e-mail: one mail, one recipient.
//!
//! In: settings once, then letters. Out: one answer a letter. TLS is required and verified unless the
//! server is this very machine. It keeps a connection only for a letter that follows at once (a kept one may
//! be dead, and lettre finds out only by sending into it: then another is made, as long as nothing can have been
//! taken), never retries otherwise, and never lets a letter hang: the wait for a free place and the conversation
//! each end within the timeout.

use std::{
    fmt,
    net::IpAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use lettre::{
    message::Mailbox,
    transport::smtp::{
        Error as SmtpError,
        authentication::Credentials,
        client::{Certificate, CertificateStore, TlsParameters, TlsVersion},
        extension::ClientId,
        response::Response,
    },
};
use secrecy::{ExposeSecret, SecretString};
use tokio::{sync::Semaphore, time::timeout};

pub use super::mime::BadMailbox;
use super::{
    Address, Answer, Letter, Then,
    kept::{GOODBYE, Kept, Open},
    mime,
    scrub::Scrub,
    smtp::{self, Phase, Security, Server, Trouble},
};

/// Mails under way at one time. Large providers allow three conversations a mailbox and refuse the fourth.
const CONCURRENT: usize = 3;

/// How the connection to the server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tls {
    /// TLS from the first byte; port 465 unless another is given.
    #[default]
    Implicit,
    /// TLS after STARTTLS, required; port 587 unless another is given.
    StartTls,
    /// No TLS; only to a server on this machine. Port 25 unless another is given.
    Plain,
}

/// What the daemon must know to send mail.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// Name of the server; its certificate must carry it.
    pub host: String,
    /// Port, when it is not the usual one.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub tls: Tls,
    /// User name; with a password, or neither.
    pub user: Option<String>,
    /// Password.
    pub password: Option<SecretString>,
    /// The sender, `a@b` or `Name <a@b>`. Its domain also names the Message-IDs.
    pub from: String,
    /// PEM file with the only authorities to trust. Without it, those of the system.
    pub ca_file: Option<PathBuf>,
    /// What to call ourselves; without it, the sender's domain. Never the name of this machine.
    pub hello_name: Option<String>,
    /// How long one mail may take from first byte to receipt, and how long it may wait for its turn.
    pub timeout: Duration,
}

impl SmtpSettings {
    /// Patience for one mail. Careful servers scan a mail before they confirm it, and half a minute has
    /// proved too short; a false "unknown" means a second message to the reader.
    pub const TIMEOUT: Duration = Duration::from_mins(2);
}

/// Why the e-mail channel cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum EmailSetup {
    /// The sender is no mailbox.
    #[error("the sender `{0}` is not usable: write it as a@b.example or Name <a@b.example>")]
    From(String, #[source] BadMailbox),
    /// Plain text to another machine.
    #[error("`{0}` is not this machine: a connection without TLS is only allowed to localhost")]
    PlainElsewhere(String),
    /// Half a login.
    #[error("a user name needs a password, and a password a user name")]
    HalfLogin,
    /// A hello name that would not survive the first command.
    #[error("the hello name `{0}` is not a host name: use letters, digits, `-` and `.`")]
    HelloName(String),
    /// The file of authorities cannot be read.
    #[error("the file of authorities {0} cannot be read")]
    CaFile(PathBuf, #[source] std::io::Error),
    /// The file of authorities holds none.
    #[error("the file of authorities {0} holds no certificate in PEM form")]
    CaEmpty(PathBuf),
    /// The TLS library refuses.
    #[error("TLS cannot be set up")]
    Tls(#[source] SmtpError),
}

/// The e-mail channel.
pub struct Email {
    server: Server,
    from: Mailbox,
    timeout: Duration,
    places: Semaphore,
    kept: Kept,
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({}:{})", self.server.host, self.server.port)
    }
}

impl Email {
    /// Checks the settings and reads the authorities. Connects to nobody.
    ///
    /// # Errors
    /// When the settings cannot work; the text says what to change.
    pub fn new(settings: SmtpSettings) -> Result<Self, EmailSetup> {
        let SmtpSettings { host, port, tls, user, password, from, ca_file, hello_name, timeout } = settings;
        let from = mime::mailbox(&from).map_err(|error| EmailSetup::From(from, error))?;
        if tls == Tls::Plain && !is_this_machine(&host) {
            return Err(EmailSetup::PlainElsewhere(host));
        }
        let login = match (user, password) {
            (Some(user), Some(password)) => Some(Credentials::new(user, password.expose_secret().to_owned())),
            (None, None) => None,
            _ => return Err(EmailSetup::HalfLogin),
        };
        let hello = hello(hello_name.unwrap_or_else(|| from.email.domain().to_owned()))?;
        let (security, usual) = match tls {
            Tls::Implicit => (Security::Implicit(authorities(&host, ca_file.as_deref())?), 465),
            Tls::StartTls => (Security::StartTls(authorities(&host, ca_file.as_deref())?), 587),
            Tls::Plain => (Security::Plain, 25),
        };
        let server = Server { host, port: port.unwrap_or(usual), security, hello, login };
        Ok(Self { server, from, timeout, places: Semaphore::new(CONCURRENT), kept: Kept::default() })
    }

    /// Connects, logs in, and sends nothing. The certificate that the server showed, if it showed one.
    ///
    /// # Errors
    /// Why no mail would go out now, in words that hold no secret.
    pub async fn try_out(&self) -> Result<Option<Vec<u8>>, String> {
        let mut phase = Phase::Connect;
        let scrub = Scrub::mailbox(self.from.email.as_ref());
        match timeout(self.timeout, smtp::begin(&self.server, &mut phase)).await {
            Ok(Ok(mut talk)) => {
                let shown = talk.peer_certificate().ok();
                let _politeness = timeout(GOODBYE, talk.quit()).await;
                Ok(shown)
            }
            Ok(Err(trouble)) => Err(why(smtp::judge(phase, &trouble, &scrub))),
            Err(_) => Err(why(phase.cut("no answer in time"))),
        }
    }

    /// Sends one letter. Takes at most twice the timeout: once to wait for a place, once to send.
    pub async fn send(&self, letter: &Letter) -> Answer {
        self.send_then(letter, Then::HangUp).await
    }

    /// The same, and what becomes of the connection afterwards.
    pub async fn send_then(&self, letter: &Letter, then: Then) -> Answer {
        let Address::Email(to) = &letter.to else {
            return Answer::Temporary { why: "this letter is not for a mailbox".to_owned(), after: None };
        };
        let scrub = Scrub::mailbox(to);
        let to = match mime::mailbox(to) {
            Ok(to) => to,
            Err(error) => return Answer::Permanent { why: error.to_string() },
        };
        let mail = match mime::mail(letter, &self.from, &to) {
            Ok(mail) => mail,
            Err(error) => return Answer::Temporary { why: format!("writing the mail: {error}"), after: None },
        };
        let Ok(Ok(_place)) = timeout(self.timeout, self.places.acquire()).await else {
            let why = format!("{CONCURRENT} earlier mails still wait for the mail server");
            return Answer::Temporary { why, after: None };
        };
        let mut phase = Phase::Connect;
        match timeout(self.timeout, self.deliver(&mail, &mut phase)).await {
            Ok(Ok((open, reply))) => {
                // Delivered, whatever the farewell brings.
                let leaves = if then == Then::Another { self.kept.put(open) } else { Some(open) };
                if let Some(open) = leaves {
                    open.goodbye().await;
                }
                Answer::Sent(receipt(&reply, &scrub))
            }
            Ok(Err(trouble)) => smtp::judge(phase, &trouble, &scrub),
            Err(_) => phase.cut(&format!("no answer within {} s", self.timeout.as_secs_f32())),
        }
    }
}

impl Email {
    /// Over the connection that the letter before left, else over a new one.
    async fn deliver(&self, mail: &lettre::Message, phase: &mut Phase) -> Result<(Open, Response), Trouble> {
        if let Some(mut open) = self.kept.take() {
            match smtp::deliver(&mut open.talk, mail, phase).await {
                Ok(reply) => return Ok((open, reply)),
                Err(trouble) if !smtp::was_stale(*phase, &trouble) => return Err(trouble),
                Err(_) => {}
            }
        }
        let mut open = Open::fresh(smtp::begin(&self.server, phase).await?);
        let reply = smtp::deliver(&mut open.talk, mail, phase).await?;
        Ok((open, reply))
    }

    /// Nothing follows for now: says goodbye to what was kept.
    pub async fn rest(&self) {
        for open in self.kept.drain() {
            open.goodbye().await;
        }
    }
}

fn receipt(reply: &Response, scrub: &Scrub) -> String {
    let said: Vec<&str> = reply.message().collect();
    scrub.clean(&format!("{} {}", reply.code(), said.join(" ")))
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn hello(name: String) -> Result<ClientId, EmailSetup> {
    let literal = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&name);
    match literal.parse() {
        Ok(IpAddr::V4(ip)) => return Ok(ClientId::Ipv4(ip)),
        Ok(IpAddr::V6(ip)) => return Ok(ClientId::Ipv6(ip)),
        Err(_) => {}
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    if name.is_empty() || name.len() > 253 || !name.chars().all(fits) {
        return Err(EmailSetup::HelloName(name));
    }
    Ok(ClientId::Domain(name))
}

/// Whom to trust: the system's authorities, or only those of the file.
fn authorities(host: &str, file: Option<&Path>) -> Result<TlsParameters, EmailSetup> {
    let mut tls = TlsParameters::builder(host.to_owned()).set_min_tls_version(TlsVersion::Tlsv12);
    if let Some(path) = file {
        let pem = std::fs::read(path).map_err(|error| EmailSetup::CaFile(path.to_owned(), error))?;
        if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
            return Err(EmailSetup::CaEmpty(path.to_owned()));
        }
        let certificates = Certificate::from_pem(&pem).map_err(EmailSetup::Tls)?;
        tls = tls.certificate_store(CertificateStore::None).add_root_certificate(certificates);
    }
    tls.build().map_err(EmailSetup::Tls)
}

fn why(answer: Answer) -> String {
    match answer {
        Answer::Temporary { why, .. } | Answer::Permanent { why } | Answer::Unknown { why } => why,
        Answer::Sent(_) | Answer::Moved(_) => String::new(),
    }
}
