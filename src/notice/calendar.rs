//! Deadlines as calendar entries: iCalendar (RFC 5545) as text, and the few rules of invitations (RFC 5546).
//!
//! In: entries whose words are chosen already, and the moment each was last said. Out: the bytes of a calendar, the
//! same for the same entries. It reads no clock and draws no random number: an entry is found again by its UID, and
//! the newer of two by its SEQUENCE. Codes and dates only: calendars lie on the servers of others.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::owed::Told;
use crate::ids::CaseId;

/// How long before the last moment an entry begins: a point in time is easily overlooked in a calendar.
const LENGTH: SignedDuration = SignedDuration::from_hours(1);

/// The longest line in octets, without its end.
const LONGEST: usize = 75;

/// One deadline in a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The same for as long as the deadline lives.
    pub uid: String,
    /// Grows with every correction that people were sent.
    pub sequence: u32,
    /// The deadline fell away.
    pub cancelled: bool,
    /// When this was said.
    pub stamp: Timestamp,
    /// Where the entry begins.
    pub start: Timestamp,
    /// Where it ends.
    pub end: Timestamp,
    /// One line.
    pub summary: String,
    /// What the entry says when it is opened.
    pub description: String,
    /// How long before its end it rings.
    pub alarms: Vec<SignedDuration>,
}

impl Entry {
    /// The hour that ends with the last moment of a deadline.
    #[must_use]
    pub fn before(end: Timestamp) -> (Timestamp, Timestamp) {
        (end.checked_sub(LENGTH).unwrap_or(end), end)
    }

    /// The hour that begins with the first moment of something.
    #[must_use]
    pub fn after(start: Timestamp) -> (Timestamp, Timestamp) {
        (start, start.checked_add(LENGTH).unwrap_or(start))
    }
}

/// The name of a deadline's entry in every calendar: it tells an outsider neither case nor rule.
#[must_use]
pub fn uid(case: &CaseId, subject: &str) -> String {
    let mut hash = Sha256::new();
    for part in ["staywatch", case.as_str(), subject] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let mut uid = String::new();
    for byte in hash.finalize().iter().take(16) {
        // Writing into a String cannot fail.
        let _ = write!(uid, "{byte:02x}");
    }
    // A domain that belongs to nobody (RFC 2606), so that a new sender's address does not rename every entry.
    uid + "@staywatch.invalid"
}

/// How often people were sent a correction of a deadline: the SEQUENCE of its entry.
#[must_use]
pub fn sequence(told: &Told, subject: &str) -> u32 {
    let corrections = told.about(subject).filter(|(mark, _)| corrects(&mark.step));
    u32::try_from(corrections.count()).unwrap_or(u32::MAX)
}

/// True for the step of a notice that corrects what was told before.
#[must_use]
pub fn corrects(step: &str) -> bool {
    step == "withdrawn" || ["changed-", "restored-", "met-"].iter().any(|start| step.starts_with(start))
}

/// What a calendar is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method<'a> {
    /// A feed, with the name it shows in the reader's program.
    Publish {
        /// The name.
        name: &'a str,
    },
    /// A mail from one mailbox to another. A cancelled entry makes it a cancellation.
    Mail {
        /// The sender's address, without a name.
        from: &'a str,
        /// The reader's address, without a name.
        to: &'a str,
    },
}

/// The METHOD of a mailed entry, as the mail's Content-Type repeats it.
#[must_use]
pub fn method(entry: &Entry) -> &'static str {
    if entry.cancelled { "CANCEL" } else { "REQUEST" }
}

/// A feed of entries.
#[must_use]
pub fn feed(name: &str, entries: &[Entry]) -> String {
    calendar(Method::Publish { name }, "PUBLISH", entries)
}

/// One entry for one mail: an invitation holds one UID (RFC 5546, 3.2.2).
#[must_use]
pub fn mailed(from: &str, to: &str, entry: &Entry) -> String {
    calendar(Method::Mail { from, to }, method(entry), std::slice::from_ref(entry))
}

fn calendar(whom: Method<'_>, method: &str, entries: &[Entry]) -> String {
    let mut out = Lines::default();
    out.raw("BEGIN:VCALENDAR");
    out.raw("VERSION:2.0");
    out.raw("PRODID:-//staywatch//deadlines//EN");
    out.raw("CALSCALE:GREGORIAN");
    out.raw(&format!("METHOD:{method}"));
    if let Method::Publish { name } = whom {
        for property in ["NAME", "X-WR-CALNAME"] {
            out.text(property, name);
        }
        out.raw("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        out.raw("X-PUBLISHED-TTL:PT1H");
    }
    for entry in entries {
        event(&mut out, whom, entry);
    }
    out.raw("END:VCALENDAR");
    out.0
}

fn event(out: &mut Lines, whom: Method<'_>, entry: &Entry) {
    out.raw("BEGIN:VEVENT");
    out.raw(&format!("UID:{}", entry.uid));
    out.raw(&format!("DTSTAMP:{}", utc(entry.stamp)));
    out.raw(&format!("SEQUENCE:{}", entry.sequence));
    out.raw(&format!("DTSTART:{}", utc(entry.start)));
    out.raw(&format!("DTEND:{}", utc(entry.end)));
    out.text("SUMMARY", &entry.summary);
    out.text("DESCRIPTION", &entry.description);
    out.raw(if entry.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    out.raw("CLASS:PRIVATE");
    // A deadline takes nobody's time: it must not make the reader look busy.
    out.raw("TRANSP:TRANSPARENT");
    if let Method::Mail { from, to } = whom {
        out.raw(&format!("ORGANIZER:mailto:{}", mailbox(from)));
        // No answer is wanted: it would go to a mailbox that nobody reads.
        out.raw(&format!("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{}", mailbox(to)));
    }
    if !entry.cancelled {
        for before in &entry.alarms {
            out.raw("BEGIN:VALARM");
            out.raw("ACTION:DISPLAY");
            out.raw(&format!("TRIGGER;RELATED=END:-PT{}M", before.as_mins().max(0)));
            out.text("DESCRIPTION", &entry.summary);
            out.raw("END:VALARM");
        }
    }
    out.raw("END:VEVENT");
}

fn utc(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A mailbox as a URI holds it (RFC 6068).
fn mailbox(address: &str) -> String {
    let mut out = String::new();
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"@.-_+~!$'*=".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Content lines, folded and ended as the standard wants them.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value holds words from anywhere.
    fn text(&mut self, name: &str, words: &str) {
        let mut line = format!("{name}:");
        for c in words.trim_end().chars() {
            match c {
                '\\' => line.push_str("\\\\"),
                ';' => line.push_str("\\;"),
                ',' => line.push_str("\\,"),
                '\n' => line.push_str("\\n"),
                c if c.is_control() => line.push(' '),
                c => line.push(c),
            }
        }
        self.raw(&line);
    }

    /// A line, folded by octets between letters, never inside one.
    fn raw(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(summary: &str) -> Entry {
        let (start, end) = Entry::before("2026-11-27T21:00:00Z".parse().unwrap());
        Entry {
            uid: uid(&CaseId::parse("alpha").unwrap(), "ru-cpc-463-appeal/extradition-granted-1"),
            sequence: 2,
            cancelled: false,
            stamp: "2026-11-21T22:00:00Z".parse().unwrap(),
            start,
            end,
            summary: summary.to_owned(),
            description: "a;b,c\\d\nline two".to_owned(),
            alarms: vec![SignedDuration::from_hours(24)],
        }
    }

    #[test]
    fn an_invitation_as_it_goes_out() {
        insta::assert_snapshot!(mailed("watch@alarm.example", "a%b@c.example", &entry("alpha: appeal")).replace("\r\n", "\n"), @r"
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//staywatch//deadlines//EN
        CALSCALE:GREGORIAN
        METHOD:REQUEST
        BEGIN:VEVENT
        UID:97eb74c24700e40aa84db535c56da15e@staywatch.invalid
        DTSTAMP:20261121T220000Z
        SEQUENCE:2
        DTSTART:20261127T200000Z
        DTEND:20261127T210000Z
        SUMMARY:alpha: appeal
        DESCRIPTION:a\;b\,c\\d\nline two
        STATUS:CONFIRMED
        CLASS:PRIVATE
        TRANSP:TRANSPARENT
        ORGANIZER:mailto:watch@alarm.example
        ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:a%25b
         @c.example
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER;RELATED=END:-PT1440M
        DESCRIPTION:alpha: appeal
        END:VALARM
        END:VEVENT
        END:VCALENDAR
        ");
    }

    #[test]
    fn a_cancellation_does_not_ring() {
        let gone = mailed("a@b.test", "c@d.test", &Entry { cancelled: true, ..entry("x") });
        assert!(gone.contains("METHOD:CANCEL\r\n") && gone.contains("STATUS:CANCELLED\r\n"), "{gone}");
        assert!(!gone.contains("VALARM"), "{gone}");
    }

    #[test]
    fn a_name_depends_on_case_and_subject_and_on_nothing_else() {
        let (a, b) = (CaseId::parse("a").unwrap(), CaseId::parse("ab").unwrap());
        assert_eq!(uid(&a, "bc"), uid(&a, "bc"));
        assert_ne!(uid(&a, "bc"), uid(&b, "c"));
        assert!(!uid(&a, "ru-cpc").contains("ru-cpc"));
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_word_is_lost(words in "\\PC{0,300}") {
            let calendar = feed("x", &[entry(&words)]);
            let unfolded = calendar.replace("\r\n ", "");
            for line in calendar.split("\r\n") {
                prop_assert!(line.len() <= LONGEST, "{line}");
            }
            let line = unfolded.lines().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
            let mut plain = String::new();
            let mut letters = line.chars();
            while let Some(c) = letters.next() {
                plain.push(if c == '\\' { letters.next().unwrap() } else { c });
            }
            prop_assert_eq!(plain, words.trim_end());
        }
    }
}
