//! A conversation with a mail server about one mail, and what its end means.
//!
//! In: where the server is, who we are, the mail. Out: the receipt, or one of the outbox's answers. It is
//! driven command by command instead of through lettre's transport, because only then is it known how far
//! it came: before the final dot nothing can have been accepted, after it silence may mean "delivered".
//! It never speaks of a password or a recipient, and never sends either in the clear to another machine.

use std::{error::Error as _, future::poll_fn, pin::pin, task::Poll, time::Duration};

use lettre::{
    Message as Mail,
    transport::smtp::{
        Error as SmtpError,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail as MailFrom, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
        response::Response,
    },
};

use super::{Answer, scrub::Scrub, wire::Wire};

/// Longest try of one address of the server. A host with a dead IPv6 route must leave time for the next.
const CONNECT: Duration = Duration::from_secs(15);

/// Only mechanisms that every submission server has; both send the password, so both need the TLS around them.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

/// How a connection is protected.
pub(super) enum Security {
    /// TLS from the first byte.
    Implicit(TlsParameters),
    /// TLS after a few words in the clear; without it nothing is sent.
    StartTls(TlsParameters),
    /// None, and therefore only to this very machine.
    Plain,
}

/// Where the server is and who we are.
pub(super) struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub hello: ClientId,
    pub login: Option<Credentials>,
}

/// How far a conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Connect,
    Login,
    Sender,
    Recipient,
    Announce,
    Content,
    /// The final dot is on its way: from here on the mail may be theirs.
    Verdict,
}

impl Phase {
    fn words(self) -> &'static str {
        match self {
            Self::Connect => "connecting to the mail server",
            Self::Login => "logging in to the mail server",
            Self::Sender => "naming the sender to the mail server",
            Self::Recipient => "naming the recipient to the mail server",
            Self::Announce => "announcing the mail to the mail server",
            Self::Content => "sending the mail to the mail server",
            Self::Verdict => "waiting for the mail server to confirm the mail",
        }
    }

    /// The answer when the conversation ended here without a word from the server.
    pub(super) fn cut(self, cause: &str) -> Answer {
        let why = format!("{}: {cause}", self.words());
        if self == Self::Verdict { Answer::Unknown { why } } else { Answer::Temporary { why, after: None } }
    }
}

/// Why a conversation ended early.
pub(super) enum Trouble {
    /// lettre's account of it.
    Smtp(SmtpError),
    /// No connection at all.
    Wire(std::io::Error),
    /// The server said yes where another number belongs.
    Odd(u16),
    /// The server answered what nobody had asked yet.
    Ahead,
    /// The address has letters outside ASCII and the server takes none.
    Alphabet,
}

impl From<SmtpError> for Trouble {
    fn from(error: SmtpError) -> Self {
        Self::Smtp(error)
    }
}

/// Connects and logs in. `phase` tells the caller, also when the caller stops waiting, how far it came.
pub(super) async fn begin(server: &Server, phase: &mut Phase) -> Result<AsyncSmtpConnection, Trouble> {
    *phase = Phase::Connect;
    let mut talk = open(server).await?;
    if let Some(login) = &server.login {
        *phase = Phase::Login;
        talk.auth(&MECHANISMS, login).await?;
    }
    Ok(talk)
}

/// Delivers the mail over a connection and returns the server's receipt.
pub(super) async fn deliver(
    talk: &mut AsyncSmtpConnection,
    mail: &Mail,
    phase: &mut Phase,
) -> Result<Response, Trouble> {
    let bytes = mail.formatted();
    *phase = Phase::Sender;
    in_step(talk).await?;
    let options = options(talk, mail, &bytes)?;
    done(talk.command(MailFrom::new(mail.envelope().from().cloned(), options)).await?)?;
    for to in mail.envelope().to() {
        *phase = Phase::Recipient;
        done(talk.command(Rcpt::new(to.clone(), Vec::new())).await?)?;
    }
    *phase = Phase::Announce;
    let go = talk.command(Data).await?;
    if !go.has_code(354) {
        return Err(Trouble::Odd(go.code().into()));
    }
    in_step(talk).await?;
    *phase = Phase::Content;
    fail::fail_point!("send.mail-announced");
    // lettre asks for a next piece only after it has written the last one, and then writes the dot.
    let to_the_dot = std::iter::from_fn(|| {
        *phase = Phase::Verdict;
        fail::fail_point!("send.mail-before-dot");
        None
    });
    let reply = talk.message_iter(std::iter::once(bytes.as_slice()).chain(to_the_dot)).await?;
    done(reply)
}

/// Refuses to go on with a server that has said more than it was asked. What is left over would be read as its word on the
/// next command, and at the end on the final dot of a mail that it has not seen.
async fn in_step(talk: &mut AsyncSmtpConnection) -> Result<(), Trouble> {
    let mut more = pin!(talk.read_response());
    match poll_fn(|cx| Poll::Ready(more.as_mut().poll(cx))).await {
        Poll::Pending => Ok(()),
        Poll::Ready(Err(error)) if error.status().is_none() => Err(Trouble::Smtp(error)),
        Poll::Ready(_) => Err(Trouble::Ahead),
    }
}

async fn open(server: &Server) -> Result<AsyncSmtpConnection, Trouble> {
    let Server { host, port, security, hello, .. } = server;
    if let Security::Implicit(tls) = security {
        let to = (host.as_str(), *port);
        return Ok(AsyncSmtpConnection::connect_tokio1(to, Some(CONNECT), hello, Some(tls.clone()), None).await?);
    }
    let local = matches!(security, Security::Plain);
    let wire = Wire::connect(host, *port, CONNECT, local).await.map_err(Trouble::Wire)?;
    let mut talk = AsyncSmtpConnection::connect_with_transport(Box::new(wire), hello).await?;
    if let Security::StartTls(tls) = security {
        talk.starttls(tls.clone(), hello).await?;
    }
    Ok(talk)
}

fn options(talk: &AsyncSmtpConnection, mail: &Mail, bytes: &[u8]) -> Result<Vec<MailParameter>, Trouble> {
    let mut options = Vec::new();
    if mail.envelope().to().iter().any(|to| !AsRef::<str>::as_ref(to).is_ascii()) {
        if !talk.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Trouble::Alphabet);
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !bytes.is_ascii() && talk.server_info().supports_feature(Extension::EightBitMime) {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}

fn done(reply: Response) -> Result<Response, Trouble> {
    let code = u16::from(reply.code());
    // 221 is a farewell, whatever was asked: the next command would find nobody.
    if code / 100 == 2 && code != 221 { Ok(reply) } else { Err(Trouble::Odd(code)) }
}

/// True when the trouble may be with a connection that waited too long, and nothing of the mail can have been taken:
/// another connection is worth a try at once.
pub(super) fn was_stale(phase: Phase, trouble: &Trouble) -> bool {
    let code = if let Trouble::Smtp(error) = trouble { error.status().map(u16::from) } else { None };
    let by_name = phase == Phase::Recipient && code.is_some_and(|code| code / 100 == 5);
    phase != Phase::Verdict && !by_name && !matches!(trouble, Trouble::Alphabet)
}

/// Turns the end of a conversation into what the outbox should do.
pub(super) fn judge(phase: Phase, trouble: &Trouble, scrub: &Scrub) -> Answer {
    let error = match trouble {
        Trouble::Smtp(error) => error,
        Trouble::Wire(error) => return phase.cut(&error.to_string()),
        Trouble::Odd(code) => return phase.cut(&format!("it answered {code}, which means nothing here")),
        Trouble::Ahead => return phase.cut("it answered before it was asked"),
        Trouble::Alphabet => {
            let why = "the mail server takes no address with letters outside ASCII".to_owned();
            return Answer::Permanent { why };
        }
    };
    let Some(code) = error.status().map(u16::from) else { return phase.cut(&silence(error, scrub)) };
    // Never the server's own words in this phase: some repeat the command they refuse, and here the
    // command is the password.
    if phase == Phase::Login {
        let why = format!("the mail server does not accept our user name or password (it answered {code})");
        return Answer::Temporary { why, after: None };
    }
    let said = cause(error);
    let why = format!("{}: it answered {code}: {}", phase.words(), scrub.clean(&said));
    // Only when it names the recipient can a refusal speak of the recipient. Anywhere else (a sender it does not know, a
    // quota, a filter) it speaks of us, and the next letter to anybody would fare the same.
    if code / 100 == 5 && phase == Phase::Recipient && about_recipient(code, &said) {
        Answer::Permanent { why }
    } else {
        Answer::Temporary { why, after: None }
    }
}

/// True when a refusal says that the recipient is not there. Many servers keep what they have against us (a blocked
/// network, relaying, a full disk) until the recipient is named, and say so only in the second code (RFC 3463): that passes.
fn about_recipient(code: u16, said: &str) -> bool {
    let mut parts = said.split_whitespace().next().unwrap_or_default().split('.').map(str::parse::<u16>);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        // The seventh and eighth of the addresses are the sender's; a mailbox that is disabled is as good as none.
        (Some(Ok(5)), Some(Ok(1)), Some(Ok(detail)), None) => !matches!(detail, 7 | 8),
        (Some(Ok(5)), Some(Ok(2)), Some(Ok(detail)), None) => detail == 1,
        (Some(Ok(_)), Some(Ok(_)), Some(Ok(_)), None) => false,
        _ => matches!(code, 550 | 551 | 553 | 556),
    }
}

/// What happened when no proper answer came.
fn silence(error: &SmtpError, scrub: &Scrub) -> String {
    let cause = cause(error);
    if !error.is_response() {
        scrub.clean(&cause)
    } else if cause == "incomplete response" {
        "it hung up".to_owned()
    } else {
        // The text would be the unreadable answer itself, and could repeat anything.
        "its answer is not SMTP".to_owned()
    }
}

/// The innermost cause: lettre's outer layers only say "connection error" again.
fn cause(error: &SmtpError) -> String {
    let mut inner = error.source();
    while let Some(deeper) = inner.and_then(std::error::Error::source) {
        inner = Some(deeper);
    }
    inner.map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::about_recipient;

    #[test]
    fn a_server_that_has_something_against_us_says_nothing_about_the_recipient() {
        for (code, said) in [
            (550, "5.1.1 <anna@chambers.example>: no such user"),
            (550, "5.1.10 RESOLVER.ADR.RecipientNotFound"),
            (550, "5.2.1 the mailbox is disabled"),
            (556, "5.1.10 null MX"),
            (550, "no such user here"),
            (553, "mailbox name not allowed"),
        ] {
            assert!(about_recipient(code, said), "{code} {said}");
        }
        for (code, said) in [
            (554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example.org"),
            (554, "5.7.1 <anna@chambers.example>: Relay access denied"),
            (550, "5.7.26 unauthenticated mail is not accepted"),
            (552, "5.2.2 mailbox full"),
            (553, "5.1.8 the sender's domain does not exist"),
            (552, "too much mail"),
            (554, "transaction failed"),
            (530, "authentication required"),
            (535, "5.7.8 credentials invalid"),
        ] {
            assert!(!about_recipient(code, said), "{code} {said}");
        }
    }
}
