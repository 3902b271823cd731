//! A letter as a mail: headers, plain text and HTML, the same bytes every time.
//!
//! In: a [`Letter`], a sender, a recipient. Out: an RFC 5322 message. It reads no clock, draws no random
//! number except to encrypt, and asks nobody for the name of this machine: an attempt that may be a repeat must be
//! recognisable as one, by its Message-ID, by every mailbox it passes.

use std::{borrow::Cow, time::SystemTime};

use lettre::{
    Address as Mailname, Message as Mail,
    message::{
        Mailbox, MessageBuilder, MultiPart, SinglePart,
        header::{ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use super::Letter;
use super::sealed::{self, SealError};
use crate::notice::calendar::{self, Entry};
use crate::notice::message::{Block, Message};
use crate::openpgp::Recipient;

/// Longest part of a name kept as it is, in bytes: leaves room for time stamp and hash in a file name.
const LONGEST: usize = 80;

/// Why a text cannot be used as a mailbox.
#[derive(Debug, thiserror::Error)]
pub enum BadMailbox {
    /// It does not have the form of one.
    #[error("not an e-mail address")]
    Form(#[from] lettre::address::AddressError),
    /// Its domain has no ASCII form.
    #[error("the domain of the e-mail address cannot exist")]
    Domain(#[source] url::ParseError),
}

/// Reads `a@b` or `Name <a@b>`; a domain in another alphabet becomes what the DNS knows it as.
pub(super) fn mailbox(text: &str) -> Result<Mailbox, BadMailbox> {
    let mailbox: Mailbox = text.trim().parse()?;
    let domain = mailbox.email.domain();
    if domain.is_ascii() {
        return Ok(mailbox);
    }
    let domain = url::Host::parse(domain).map_err(BadMailbox::Domain)?.to_string();
    Ok(Mailbox::new(mailbox.name.clone(), Mailname::new(mailbox.email.user(), domain)?))
}

/// Builds the mail, encrypted when the letter says to whom. The name of the recipient is left out: headers are read by
/// many.
///
/// # Errors
/// When lettre finds a header missing; none is, so this would be a mistake in this file.
pub(super) fn mail(letter: &Letter, from: &Mailbox, to: &Mailbox) -> Result<Mail, lettre::error::Error> {
    if let Some(recipient) = &letter.seal {
        match in_cipher(letter, from, to, recipient) {
            Ok(mail) => return Ok(mail),
            // The key was tried before, so this is next to impossible; a mail that says little still beats none.
            Err(error) => tracing::error!(
                error = &error as &dyn std::error::Error,
                "A mail could not be encrypted: it goes out in the clear, with code, deadline and time left only"
            ),
        }
    }
    headers(letter, from, to, &letter.message.subject).multipart(body(letter, &letter.message, from, to))
}

fn in_cipher(letter: &Letter, from: &Mailbox, to: &Mailbox, recipient: &Recipient) -> Result<Mail, SealError> {
    let subject = letter.message.subject.clone();
    let mut message = letter.message.opened();
    // Some programs never show the subject inside, and the deadline must not be lost to them.
    message.blocks.insert(0, Block::Strong(subject.clone()));
    let mut parts = body(letter, &message, from, to);
    sealed::protect(&mut parts);
    let inner = headers(letter, from, to, &subject).multipart(parts)?;
    let outside = || headers(letter, from, to, &format!("{} [...]", letter.thread));
    sealed::seal(&inner, outside, &format!("=_sealed_{:016x}", fingerprint(&letter.key)), recipient)
}

/// Everything above the text.
fn headers(letter: &Letter, from: &Mailbox, to: &Mailbox, subject: &str) -> MessageBuilder {
    let domain = from.email.domain();
    // Nothing was ever sent under the root's id. Mail programs group by it all the same, whichever
    // letter of a case a reader received first.
    let root = format!("<case-{}@{domain}>", safe(&letter.thread));
    let mut mail = Mail::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to.email.clone()))
        .subject(one_line(subject))
        .date(SystemTime::from(letter.dated))
        .message_id(Some(format!("<{}@{domain}>", safe(&letter.key))))
        .in_reply_to(root.clone())
        .references(root)
        // RFC 3834: no out-of-office answers to a daemon, please.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", &one_line(&letter.message.language)));
    if letter.repeat {
        mail = mail.raw_header(header("X-Staywatch-Repeat", "yes"));
    }
    mail
}

/// What the reader sees, and what their calendar takes in.
fn body(letter: &Letter, message: &Message, from: &Mailbox, to: &Mailbox) -> MultiPart {
    // "=_" stands in no base64 and in no quoted-printable text, so the boundary cannot occur by chance.
    let boundary = |level| format!("=_staywatch{level}_{:016x}", fingerprint(&letter.key));
    let words = MultiPart::alternative()
        .boundary(boundary(""))
        .singlepart(SinglePart::plain(printable(&message.text())))
        .singlepart(SinglePart::html(message.page().as_str().to_owned()));
    match message.calendar.as_slice() {
        [] => words,
        // Mail programs take an entry into the calendar when it is one more form of the mail itself, and only one.
        [one] => words.singlepart(invitation(one, from, to, None)),
        many => {
            let parts = MultiPart::mixed().boundary(boundary("_all")).multipart(words);
            let named = (1..).map(|number| format!("{}-{number}.ics", safe(&letter.thread)));
            many.iter().zip(named).fold(parts, |parts, (one, name)| {
                parts.singlepart(invitation(one, from, to, Some(ContentDisposition::attachment(&name))))
            })
        }
    }
}

fn invitation(entry: &Entry, from: &Mailbox, to: &Mailbox, how: Option<ContentDisposition>) -> SinglePart {
    let kind = format!("text/calendar; charset=utf-8; method={}", calendar::method(entry));
    let mut part = SinglePart::builder()
        // Both methods are known, so this is always a type; if it were not, the entry could still be read.
        .content_type(ContentType::parse(&kind).unwrap_or(ContentType::TEXT_PLAIN))
        // The line ends are part of the format and must come through as they are.
        .header(ContentTransferEncoding::Base64);
    if let Some(how) = how {
        part = part.header(how);
    }
    part.body(calendar::mailed(from.email.as_ref(), to.email.as_ref(), entry))
}

/// A key in the letters that a Message-ID and a file name may hold. Different keys stay different: a key
/// that had to be changed or cut carries the fingerprint of the whole.
pub(super) fn safe(key: &str) -> Cow<'_, str> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.len() <= LONGEST && key.chars().all(fits) {
        return key.into();
    }
    let kept: String = key.chars().take(LONGEST).map(|c| if fits(c) { c } else { '-' }).collect();
    format!("{kept}_{:016x}", fingerprint(key)).into()
}

/// FNV-1a, 64 bits. Written out because it must give the same number in every later version; the
/// standard library's hasher promises that to nobody.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A lone carriage return could end a line, or the whole mail, on a careless server.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clean_key_is_kept_and_others_stay_different() {
        assert_eq!(safe("kudin-463-T72h_anna"), "kudin-463-T72h_anna");
        assert_eq!(safe("a/b"), "a-b_e620c3190468cf61");
        assert_ne!(safe("a/b"), safe("a:b"));
        assert_ne!(safe(""), "");
        let (long, longer) = ("k".repeat(200), "k".repeat(201));
        assert!(safe(&long).len() < 100 && safe(&long) != safe(&longer));
        assert_eq!(safe("../../etc/passwd").matches(['/', '.']).count(), 0);
    }

    #[test]
    fn a_domain_in_another_alphabet_goes_out_as_the_dns_knows_it() {
        assert_eq!(mailbox("anna@защита.бел").unwrap().email.to_string(), "anna@xn--80aatf4czb.xn--90ais");
        assert!(mailbox("anna@a b").is_err());
        assert!(mailbox("anna@x.test\r\nBcc: z@x.test").is_err());
    }
}
