//! The schema of `staywatch.toml`.

use serde_json::{Value, json};

use super::parts::{Table, clock, ladder, matching, named, text, word};
use crate::config::{Dropping, Tls};
use crate::notice::ladder::Ladders;

pub(super) fn schema() -> Value {
    let known = Ladders::default();
    let ladders = format!(
        "Ladders of reminders by name, for rules to use, beside or in place of the built-in ones: {}.",
        known.names().join(", ")
    );
    Table::new(
        "How the daemon is set. Secrets never stand here: name a file of mode 0600, or give systemd credentials.",
    )
    .showing("store", store())
    .may("config", config())
    .may("smtp", smtp())
    .may("telegram", telegram())
    .may("file", file())
    .may("reports", reports())
    .may("ladders", named(&ladders, "short", &ladder("How long before a deadline people are told, longest first.")))
    .may("escalation", escalation())
    .may("digest", digest())
    .may("retention", retention())
    .may("web", web())
    .may("heartbeat", heartbeat())
    .may("backup", backup())
    .may("reload", reload())
    .file("staywatch: settings")
}

fn store() -> Value {
    Table::new("The encrypted database.")
        .showing(
            "path",
            text("The database file; relative paths start at this folder.", ["/var/lib/staywatch/staywatch.db"]),
        )
        .showing("key_file", secret("its key (64 hexadecimal digits)", "store_key"))
        .done()
}

fn config() -> Value {
    let recipients = json!({
        "type": "array", "items": {"type": "string"}, "examples": [["keys/admin.asc"]],
        "description": "Public key files of those who may open the encrypted files too; relative paths start at this folder.",
    });
    Table::new("Case files that are kept encrypted (watchlist/CODE.toml.pgp), and who may open them.")
        .may("key_file", secret("the daemon's own OpenPGP key, from `staywatch key new`", "config_key"))
        .may("recipients", recipients)
        .done()
}

fn secret(what: &str, credential: &str) -> Value {
    let says = format!("File of mode 0600 that holds {what}; left out: the systemd credential `{credential}`.");
    text(&says, [format!("secrets/{credential}").as_str()])
}

fn smtp() -> Value {
    let port = json!({
        "type": "integer", "minimum": 1, "maximum": 65535,
        "description": "Its port; left out: 465, or 587 for STARTTLS.", "examples": [465, 587],
    });
    Table::new("The mail server. Left out: e-mail is written into a folder, as it would have been sent.")
        .must("host", text("Its name.", ["mail.example.org"]))
        .may("port", port)
        .may("tls", word(Tls::WORDS, "How it is spoken to: TLS from the first byte, STARTTLS or nothing, or no TLS, on this very machine only."))
        .may("user", text("User name; left out: no login.", ["staywatch@example.org"]))
        .may("password_file", secret("the password", "smtp_password"))
        .must("from", text("The mailbox that mail comes from.", ["staywatch@example.org"]))
        .may("ca_file", text("A certificate authority of your own, PEM.", ["ca.pem"]))
        .done()
}

fn telegram() -> Value {
    let api = "^(https://|http://127\\.0\\.0\\.1|http://localhost)";
    let says = "Another Bot API server than Telegram's own; over https, or on this very machine.";
    Table::new("The Telegram bot. Left out: its messages are written into a folder.")
        .showing("token_file", secret("the bot's token", "telegram_token"))
        .may("api_url", matching(api, says, ["https://bot-api.example.org"]))
        .done()
}

fn reports() -> Value {
    Table::new("Events put on record by command or chat, one file a case.")
        .showing("folder", text("The folder; relative paths start at this folder.", ["reports"]))
        .done()
}

fn file() -> Value {
    Table::new("Where messages go whose channel is not set.")
        .showing("folder", text("The folder; relative paths start at this folder.", ["messages"]))
        .done()
}

fn escalation() -> Value {
    let length = |says: &str, example: &str| matching("^[0-9]+[dhm]$", says, [example]);
    Table::new("How fast the next people are asked when nobody answers: the other lawyers, the coordinators, everyone.")
        .may("critical", length("Critical: after this, or a tenth of the time left if that is less; at least 5m. Left out: 30m.", "30m"))
        .may("high", length("Important: after this, or an eighth of the time left if that is less; at least 30m. Left out: 4h.", "4h"))
        .may("unconfirmed_critical", length("So long before the end everyone and the admins hear that nobody confirmed, or halfway if that is later. Left out: 6h.", "6h"))
        .may("unconfirmed_high", length("The same for what is important. Left out: 24h.", "24h"))
        .done()
}

fn digest() -> Value {
    Table::new("The morning digest, whose absence is itself the alarm.")
        .showing("at", clock("never", "At this hour in the reader's zone, or never.", ["08:00", "never"]))
        .done()
}

fn retention() -> Value {
    let says = "How long the store keeps a case that is over, from the last word about it: years or days, at least 30 \
                days. never (the default): until `staywatch purge`.";
    Table::new("When what the store holds about closed cases is erased.")
        .showing("closed", matching("^(never|[0-9]+[yd])$", says, ["2y", "180d", "never"]))
        .done()
}

fn web() -> Value {
    let here = r"^(127\.\d+\.\d+\.\d+|\[::1\]):\d+$";
    let outside = r"^(https://|http://(127\.0\.0\.1|localhost|\[::1\]))";
    Table::new("The board. Left out: none. It listens on this machine only.")
        .may(
            "listen",
            matching(
                here,
                "A loopback address and a port; left out: 127.0.0.1:8477.",
                ["127.0.0.1:8477", "[::1]:8477"],
            ),
        )
        .may(
            "public_url",
            matching(
                outside,
                "How people reach it through a reverse proxy that does TLS; links in messages begin with it.",
                ["https://board.example.org"],
            ),
        )
        .may(
            "overdue",
            matching(
                "^[1-9][0-9]{0,3}[dhm]$",
                "/healthz says no when a critical message has been owed for longer; left out: 15m.",
                ["15m"],
            ),
        )
        .done()
}
fn every(says: &str, example: &str) -> Value {
    matching("^[0-9]+[mhd]$", says, [example])
}

fn heartbeat() -> Value {
    Table::new("An outside monitor that raises an alarm when it is no longer told that all is well.")
        .showing("url_file", secret("the address to call", "heartbeat_url"))
        .showing("every", every("How often it is called; left out: 10m.", "10m"))
        .done()
}

fn backup() -> Value {
    let keep = json!({
        "type": "integer", "minimum": 2, "maximum": 1000,
        "description": "How many copies are kept; left out: 14.", "examples": [14],
    });
    Table::new("Copies of the store, encrypted like it, each opened and checked after it was made.")
        .must(
            "folder",
            text("Where they are kept; relative paths start at this folder.", ["/var/lib/staywatch/backups"]),
        )
        .showing("every", every("How often one is made; left out: 1d.", "1d"))
        .may("keep", keep)
        .done()
}

fn reload() -> Value {
    let says = "What becomes of an edit that takes reminders away: it counts at once and the admins are told, or it waits \
                for `staywatch plan --accept`. Left out: announce.";
    Table::new("How a changed configuration comes into force.").showing("dropping", word(Dropping::WORDS, says)).done()
}
