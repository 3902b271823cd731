//! Configuration files in which every field that must not leave the machine holds a marked string.
//!
//! In: nothing. Out: people, cases of many hosts and every kind of event, and broken versions of them.

use std::fmt::Write as _;

use staywatch::watchlist::{Kind, SIGNALS};

use crate::marks::{Class, Search};

pub const SETTINGS: &str = "[store]\npath = \"../staywatch.db\"\n[digest]\nat = \"08:00\"\n";

/// Names of people.toml, with role, chat, language.
pub const PEOPLE: &[(&str, &str, i64, &str)] = &[
    ("zq-anna", "lawyer", 7_770_177_700_001, "en"),
    ("zq-sealed", "lawyer", 0, "ru"),
    ("zq-boris", "coordinator", 7_770_177_700_002, "be"),
    ("zq-gone", "coordinator", 7_770_177_700_003, "ru"),
    ("zq-press", "advocacy", 7_770_177_700_004, "en"),
    ("zq-root", "admin", 7_770_177_700_005, "en"),
];

pub const GROUP: i64 = -7_770_177_700_006;
pub const STRANGER: i64 = 7_779_999_777_999;

/// The host of each case, by its code: the law of each has rules of its own.
pub const CASES: &[(&str, &str)] = &[
    ("amber", "RU"),
    ("basil", "KZ"),
    ("cedar", "KG"),
    ("delta", "GE"),
    ("ember", "AM"),
    ("fjord", "PL"),
    ("grove", "LT"),
    ("heath", "DE"),
    ("ivory", "TR"),
    ("jetty", "RS"),
    ("karst", "UA"),
    ("larch", "AE"),
];

pub fn mailbox(person: &str) -> String {
    format!("{person}.box@{person}-host.example")
}

pub fn people(search: &mut Search) -> String {
    let mut out = String::from("# zqcomment Фамилия-Жмыхов\n");
    search.mark(Class::Name, "zqcomment");
    search.mark(Class::Name, "жмыхов");
    for (id, role, chat, language) in PEOPLE {
        let _ = writeln!(
            out,
            "[[person]]\nid = \"{id}\"\nrole = \"{role}\"\nlanguage = \"{language}\"\nemail = \"{}\"",
            mailbox(id)
        );
        if *chat > 0 {
            let _ = writeln!(out, "telegram = {chat}");
            search.mark(Class::Chat, &chat.to_string());
        } else {
            let _ = writeln!(out, "pgp = \"zq-keys/zq-sealed.asc\"\ndetail = \"full\"");
            search.mark(Class::Path, "zq-keys");
        }
        search.mark(Class::Person, id);
        search.mark(Class::Mailbox, &format!("{id}.box"));
        search.mark(Class::Mailbox, &format!("{id}-host"));
    }
    let _ = writeln!(
        out,
        "[[group]]\nid = \"zq-desk\"\nmembers = [\"zq-boris\"]\ntelegram = {GROUP}\nsummary = \"pinned\""
    );
    search.mark(Class::Person, "zq-desk");
    search.mark(Class::Chat, &GROUP.to_string());
    out
}

/// A case with an event of every kind up to a number, so that each edit adds and takes away some.
pub fn case(code: &str, host: &str, turn: usize) -> String {
    let mut out = format!(
        "# zqname-{code} Жмыхов, ст. zqcharge-{code}\nid = \"{code}\"\nhost = \"{host}\"\nrequested_by = \"BY\"\ngravity = \"grave\"\ncheck_in = \"3d\"\n\
         [team]\nlawyers = [\"zq-anna\", \"zq-sealed\"]\ncoordinators = [\"zq-desk\", \"zq-gone\"]\nadvocacy = [\"zq-press\"]\n"
    );
    if !out.contains("zone") && matches!(host, "AE") {
        out = out.replace("requested_by", "zone = \"Asia/Dubai\"\nrequested_by");
    }
    for (nth, (word, kind, _)) in Kind::ALL.iter().enumerate() {
        // Ends would silence the rest; they come in the last turn.
        let end = matches!(kind, Kind::Surrendered | Kind::Removed | Kind::LeftCountry | Kind::Freed | Kind::Closed);
        let of_turn = if end {
            turn == 1 && nth % 12 == code.len() % 12
        } else {
            (nth + turn + usize::from(code.as_bytes()[0])).is_multiple_of(3)
        };
        if !of_turn {
            continue;
        }
        let day = 1 + (nth * 7 + turn) % 20;
        let _ = writeln!(out, "[[event]]\nkind = \"{word}\"\non = 2026-02-{day:02}\nid = \"zqevent-{code}-{nth}\"");
        let _ = writeln!(
            out,
            "note = \"zqnote-{code}-{nth} жмыхов zqrelative-{code} zqcharge-{code}\"\nsource = \"zqsource-{code}-{nth}\""
        );
        match kind {
            Kind::Signal => {
                let _ = writeln!(out, "what = \"{}\"", SIGNALS[(turn + code.len()) % SIGNALS.len()]);
            }
            Kind::FacilityChanged => {
                let _ = writeln!(out, "what = \"zqfacility-{code} СИЗО\"");
            }
            Kind::Hearing => {
                let _ = writeln!(out, "stage = \"extradition\"\nknown = 2026-02-01");
            }
            Kind::SurrenderDateSet => {
                let _ = writeln!(out, "until = 2026-03-{day:02}T10:00");
            }
            _ if word.starts_with("measure-")
                || matches!(kind, Kind::RegistryLetter | Kind::ApplicationFiled | Kind::ApplicationInadmissible) =>
            {
                let _ = writeln!(out, "body = \"echr\"");
                if matches!(kind, Kind::MeasureGranted | Kind::MeasureExtended | Kind::MeasureDocumentsDue) {
                    let _ = writeln!(out, "until = 2026-03-{day:02}");
                }
                if *kind == Kind::RegistryLetter {
                    let _ = writeln!(out, "answer_by = 2026-03-{day:02}");
                }
            }
            Kind::CustodyOrdered | Kind::CustodyExtended | Kind::AdministrativeArrest | Kind::LeaveOrdered => {
                let _ = writeln!(out, "until = 2026-03-{day:02}");
            }
            Kind::ExtraditionGranted | Kind::ExtraditionUpheld | Kind::ExpulsionOrdered => {
                let _ = writeln!(out, "notified = 2026-02-{day:02}");
            }
            Kind::Arrest => {
                let _ = writeln!(out, "what = \"zqwhat-{code}\"");
            }
            _ => {}
        }
    }
    out
}

/// The marks of a case file.
pub fn mark_case(search: &mut Search, code: &str) {
    for (class, prefix) in [
        (Class::Name, "zqname"),
        (Class::Charge, "zqcharge"),
        (Class::Note, "zqnote"),
        (Class::Source, "zqsource"),
        (Class::Relative, "zqrelative"),
        (Class::Facility, "zqfacility"),
        (Class::What, "zqwhat"),
        (Class::EventId, "zqevent"),
    ] {
        search.mark(class, &format!("{prefix}-{code}"));
    }
}

/// Case files with a mistake in every place where a name could be typed.
pub fn broken(code: &str, host: &str) -> Vec<String> {
    let more = "[[event]]\nkind = \"arrest\"\non = 2026-02-03\nnote = \"zqnote-more\"\n";
    let good = case(code, host, 0) + more;
    let first = "[[event]]";
    vec![
        good.replace("\"zq-anna\"", "\"zqmistyped Ivanov\""),
        good.replace("\"zq-anna\"", "\"zqmistyped-ivanov\""),
        good.replace(first, &format!("{first}\nzqmistyped_key = 1")),
        good.replacen("kind = \"arrest\"", "kind = \"zqmistyped-kind\"", 1),
        good.replacen(
            first,
            &format!("{first}\nkind = \"signal\"\non = 2026-02-01\nwhat = \"zqmistyped Petrov\"\n{first}"),
            1,
        ),
        good.replacen("on = 2026-02-03", "on = \"zqmistyped\"", 1),
        good.replacen("note = \"zqnote-more\"", "note = zqmistyped", 1),
        good.replacen("zqnote-more", "zqmistyped\nzqnote", 1),
        good.replace(&format!("id = \"{code}\"\nhost"), "id = \"Zqmistyped Ivanov\"\nhost"),
        good.replace(&format!("host = \"{host}\""), "host = \"zqmistyped\""),
        good.replace("gravity = \"grave\"", "gravity = \"zqmistyped\""),
        good.replace(
            "check_in = \"3d\"",
            "check_in = \"zqmistyped\"\nzone = \"zqmistyped/Minsk\"\nlaws = [\"zqmistyped\"]",
        ),
        "zqmistyped Ivanov, born 1990 = = =".to_owned(),
    ]
}

pub const BROKEN_PEOPLE: &[&str] = &[
    "[[person]]\nid = \"zqmistyped Ivanov\"\nrole = \"zqmistyped\"\nemail = \"zqmistyped at example\"\nzone = \"zqmistyped\"\n",
    "[[person]]\nid = \"zq-anna\"\nrole = \"lawyer\"\nemail = \"zq-anna.box@zq-anna-host.example\"\ntelegram = \"zqmistyped\"\nquiet = \"zqmistyped\"\nzqmistyped = 1\n[[group]]\nid = \"g\"\nmembers = [\"zqmistyped-ivanov\"]\n",
];

pub const BROKEN_SETTINGS: &[&str] = &[
    "[store]\npath = \"../staywatch.db\"\n[smtp]\nhost = \"mail.example\"\nfrom = \"s@example.org\"\npassword = \"zqpassword\"\n",
    "[store]\npath = \"../staywatch.db\"\n[telegram]\ntoken = \"zqbottoken\"\napi_url = \"http://zqmistyped.example\"\n[digest]\nat = \"zqmistyped\"\n",
];
