//! What lies outside: mail server, bot, outside monitor. Nothing is sent to anybody.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::Finding;
use crate::channel::{certificate, telegram};
use crate::cli::Call;
use crate::clock::{Clock as _, WallClock};
use crate::config::Setup;
use crate::daemon::{bot_settings, channels, monitor};

/// A certificate that ends sooner is worth a word.
const SOON: SignedDuration = SignedDuration::from_hours(24 * 14);

pub(super) async fn look(setup: &Setup, call: &Call<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let channels = match channels(setup, &call.folder) {
        Ok(channels) => channels,
        Err(error) => return vec![Finding::fail("channels", format!("{error:#}"), "correct staywatch.toml")],
    };
    match (&channels.email, &setup.settings.smtp) {
        (Some(email), Some(smtp)) => match email.try_out().await {
            Ok(shown) => found.push(certified(&smtp.host, shown.as_deref(), call)),
            Err(why) => {
                let help = "look at host, port, tls, user and password of [smtp]; then staywatch send-test";
                found.push(Finding::fail("mail", why, help));
            }
        },
        _ => found.push(Finding::warn(
            "mail",
            "not set: mail becomes files in a folder",
            "set [smtp], or leave it so for a try",
        )),
    }
    match &setup.settings.telegram {
        Some(bot) => found.push(match bot_settings(bot, &call.folder) {
            Ok(settings) => match telegram::try_out(settings).await {
                Ok(None) => Finding::ok("Telegram", "the token is good, and no webhook takes what is said to the bot"),
                Ok(Some(_)) => {
                    let help = "curl https://api.telegram.org/bot<TOKEN>/deleteWebhook";
                    Finding::fail("Telegram", "a webhook is set: commands and buttons do not come here", help)
                }
                Err(why) => {
                    Finding::fail("Telegram", why, "look at token_file of [telegram]; @BotFather gives a new token")
                }
            },
            Err(error) => Finding::fail("Telegram", format!("{error:#}"), "look at [telegram]"),
        }),
        None => {
            found.push(Finding::warn("Telegram", "not set: chat messages become files in a folder", "set [telegram]"));
        }
    }
    if let Some(Ok(settings)) = setup.settings.telegram.as_ref().map(|bot| bot_settings(bot, &call.folder)) {
        found.extend(telegram::their_clock(settings).await.map(|theirs| compared(WallClock.now(), theirs)));
    }
    found.push(outside_monitor(setup, call));
    found
}

/// This machine's clock beside that of the Bot API, which comes in whole seconds and took a moment to arrive.
fn compared(ours: Timestamp, theirs: Timestamp) -> Finding {
    let apart = ours.duration_since(theirs).as_secs();
    let word = if apart < 0 { "behind" } else { "ahead of" };
    let says = format!("{} s {word} that of the Bot API", apart.abs());
    match apart.abs() {
        0..=10 => Finding::ok("clock", "agrees with that of the Bot API"),
        11..=60 => Finding::warn("clock", says, "timedatectl set-ntp true"),
        _ => {
            let help = "timedatectl set-ntp true; every hour of a term is as wrong as the clock";
            Finding::fail("clock", says, help)
        }
    }
}

/// The mail server let us in; what it showed may end soon.
fn certified(host: &str, shown: Option<&[u8]>, call: &Call<'_>) -> Finding {
    let Some(ends) = shown.and_then(certificate::ends) else {
        return Finding::ok("mail", format!("{host} lets us in"));
    };
    let day = ends.to_zoned(TimeZone::UTC).date();
    let says = format!("{host} lets us in; its certificate ends on {day}");
    if ends.duration_since(call.now) < SOON {
        return Finding::warn("mail", says, "have it renewed: after that no mail goes out");
    }
    Finding::ok("mail", says)
}

fn outside_monitor(setup: &Setup, call: &Call<'_>) -> Finding {
    let Some(heartbeat) = &setup.settings.heartbeat else {
        let help = "set [heartbeat]: a monitor elsewhere then raises an alarm when this machine is silent";
        return Finding::warn("heartbeat", "nobody outside notices when this machine dies", help);
    };
    match monitor(heartbeat, &call.folder) {
        Ok(()) => Finding::ok("heartbeat", "the address can be called; only the daemon calls it"),
        Err(error) => Finding::fail("heartbeat", format!("{error:#}"), "look at url_file of [heartbeat]"),
    }
}
