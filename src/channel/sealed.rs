//! An encrypted mail: PGP/MIME with a protected subject.
//!
//! In: the mail as it would be, and whom it is encrypted to. Out: a mail whose outside says only which case it is
//! about; subject, text and everything else are inside (RFC 3156, RFC 9788). It never shows a word of the inside.

use lettre::{
    Message as Mail,
    message::{
        MessageBuilder, MultiPart, SinglePart,
        header::{ContentDisposition, ContentTransferEncoding, ContentType},
    },
};

use crate::openpgp::{Form, KeyTrouble, Recipient, encrypt};

/// Why a mail could not be encrypted.
#[derive(Debug, thiserror::Error)]
pub(super) enum SealError {
    /// The cipher says no.
    #[error(transparent)]
    Key(#[from] KeyTrouble),
    /// lettre says no.
    #[error("a part of the mail cannot be built")]
    Mail(#[from] lettre::error::Error),
}

/// Makes a part say of itself what mail programs want to read before they show the subject inside in place of the one
/// outside.
pub(super) fn protect(part: &mut MultiPart) {
    let said = part.headers().get_raw("Content-Type").unwrap_or_default();
    if let Ok(kind) = ContentType::parse(&format!("{said}; protected-headers=\"v1\"; hp=\"cipher\"")) {
        part.headers_mut().set(kind);
    }
}

/// Puts the inner mail into an encrypted one. `outside` makes the builder of a mail with the headers for all to see.
pub(super) fn seal(
    inner: &Mail,
    outside: impl Fn() -> MessageBuilder,
    boundary: &str,
    recipient: &Recipient,
) -> Result<Mail, SealError> {
    let mut text = shown(&outside().body(String::new())?);
    text.extend(inner.formatted());
    let sealed = encrypt(&text, std::slice::from_ref(recipient), Form::Armored)?;
    let sealed = String::from_utf8_lossy(&sealed).into_owned();
    let seven_bit = ContentTransferEncoding::SevenBit;
    let kind = |text: &str| ContentType::parse(text).unwrap_or(ContentType::TEXT_PLAIN);
    let version = SinglePart::builder()
        .header(kind("application/pgp-encrypted"))
        .header(seven_bit)
        .body("Version: 1\r\n".to_owned());
    let content = SinglePart::builder()
        .header(kind("application/octet-stream; name=\"encrypted.asc\""))
        .header(ContentDisposition::inline_with_name("encrypted.asc"))
        .header(seven_bit)
        .body(sealed);
    let parts = MultiPart::encrypted("application/pgp-encrypted".to_owned())
        .boundary(boundary)
        .singlepart(version)
        .singlepart(content);
    Ok(outside().multipart(parts)?)
}

/// The headers that everybody saw, repeated inside: a reader's program can tell which of them were changed on the way.
fn shown(outside: &Mail) -> Vec<u8> {
    let headers = outside.headers().to_string();
    let mut lines = Vec::new();
    let mut of_the_mail = true;
    for line in headers.split_inclusive("\r\n") {
        if !line.starts_with([' ', '\t']) {
            let name = line.to_ascii_lowercase();
            of_the_mail = !name.starts_with("content-t") && !name.starts_with("mime-version");
            if of_the_mail {
                lines.extend_from_slice(b"HP-Outer: ");
            }
        }
        if of_the_mail {
            lines.extend_from_slice(line.as_bytes());
        }
    }
    lines
}
