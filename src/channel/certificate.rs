//! Until when a certificate holds.
//!
//! In: a certificate as a TLS handshake showed it. Out: the end of its validity. It judges nothing else: whether the
//! certificate may be believed was decided by the handshake.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The end of a certificate's validity; `None` for what is no certificate.
#[must_use]
pub fn ends(der: &[u8]) -> Option<Timestamp> {
    let (certificate, _) = within(der, SEQUENCE)?;
    let (mut inner, _) = within(certificate, SEQUENCE)?;
    if let Some((_, rest)) = within(inner, VERSION) {
        inner = rest;
    }
    // Serial number, algorithm, issuer; then the validity.
    for _ in 0..3 {
        inner = any(inner)?.2;
    }
    let (validity, _) = within(inner, SEQUENCE)?;
    let (_, _, rest) = any(validity)?;
    let (tag, text, _) = any(rest)?;
    moment(tag, std::str::from_utf8(text).ok()?)
}

fn moment(tag: u8, text: &str) -> Option<Timestamp> {
    let text = text.strip_suffix('Z')?;
    let text = match tag {
        // Two digits of a year that lies between 1950 and 2049.
        UTC_TIME => format!("{}{text}", if text.get(..2)? < "50" { "20" } else { "19" }),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let at = DateTime::strptime("%Y%m%d%H%M%S", text).ok()?;
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// What a value of one kind holds, and what follows it.
fn within(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, content, rest) = any(bytes)?;
    (found == tag).then_some((content, rest))
}

/// The first value: its kind, what it holds, and what follows it.
fn any(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        (digits.len() <= 4).then_some(())?;
        (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut out = vec![tag];
        match content.len() {
            short @ 0..0x80 => out.push(u8::try_from(short).unwrap()),
            long => out.extend([0x82, u8::try_from(long >> 8).unwrap(), u8::try_from(long & 0xff).unwrap()]),
        }
        out.extend(content);
        out
    }

    fn certificate(end: &[u8], kind: u8) -> Vec<u8> {
        let validity = value(SEQUENCE, &[value(UTC_TIME, b"250101000000Z"), value(kind, end)].concat());
        let parts = [
            value(VERSION, &value(2, &[2])),
            value(2, &[1; 20]),
            value(SEQUENCE, &[5, 0]),
            value(SEQUENCE, &[0; 300]),
            validity,
        ];
        value(SEQUENCE, &value(SEQUENCE, &parts.concat()))
    }

    #[test]
    fn the_end_is_read_in_both_notations_and_nothing_from_what_is_none() {
        for (end, kind, expected) in [
            (b"261231235959Z".as_slice(), UTC_TIME, Some("2026-12-31T23:59:59Z")),
            (b"500101000000Z", UTC_TIME, Some("1950-01-01T00:00:00Z")),
            (b"20610704000000Z", GENERALIZED_TIME, Some("2061-07-04T00:00:00Z")),
            (b"261331235959Z", UTC_TIME, None),
            (b"26123123Z", UTC_TIME, None),
            (b"261231235959Z", 0x04, None),
        ] {
            let expected = expected.map(|text| text.parse().unwrap());
            assert_eq!(ends(&certificate(end, kind)), expected, "{}", String::from_utf8_lossy(end));
        }
        let whole = certificate(b"261231235959Z", UTC_TIME);
        for length in 0..whole.len() {
            assert_eq!(ends(&whole[..length]), None, "cut after {length} bytes");
        }
    }
}
