//! `[web]` of `staywatch.toml`: where the board listens, and what it is called from outside.
//!
//! In: the table. Out: an address of this very machine, and nothing else: the board is never offered to a network.

use std::net::{Ipv4Addr, SocketAddr};

use jiff::SignedDuration;

use crate::form::Form;
use crate::ids::lead;
use crate::law::counting::parsed;

/// The path of a one-time link.
pub const SIGN_IN: &str = "/in/";

/// The path of the link in a mail by which it is answered.
pub const ANSWER: &str = "/a/";

/// The board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Web {
    /// Where it listens; always a loopback address.
    pub listen: SocketAddr,
    /// How people reach it from elsewhere, without a slash at the end; `None`: only on this machine.
    pub public_url: Option<String>,
    /// `/healthz` says no when a critical message has been owed for longer than this.
    pub overdue: SignedDuration,
}

impl Default for Web {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8477)),
            public_url: None,
            overdue: SignedDuration::from_mins(15),
        }
    }
}

impl Web {
    /// The beginning of every link to the board.
    #[must_use]
    pub fn address(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// True when browsers reach it over TLS.
    #[must_use]
    pub fn over_tls(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }
}

pub(super) fn read(mut form: Form<'_>) -> Web {
    let usual = Web::default();
    let text = form.text("listen");
    let listen = parsed(&form, text, listen).unwrap_or(usual.listen);
    let text = form.text("public_url");
    let public_url = parsed(&form, text, public_url);
    let text = form.text("overdue");
    let overdue = parsed(&form, text, |text| {
        lead(text)
            .filter(|time| *time > SignedDuration::ZERO)
            .ok_or_else(|| format!("`{text}` is not a length of time: write \"15m\" or \"1h\""))
    });
    form.close();
    Web { listen, public_url, overdue: overdue.unwrap_or(usual.overdue) }
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text
        .parse()
        .map_err(|_| format!("`{text}` is not an address and a port: write \"127.0.0.1:8477\" or \"[::1]:8477\""))?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(format!(
        "the board listens on this machine only, and {} is not it: write \"127.0.0.1:{}\", and reach it through a \
         reverse proxy that does TLS, or with ssh -L {2}:127.0.0.1:{2}",
        address.ip(),
        address.port(),
        address.port()
    ))
}

fn public_url(text: &str) -> Result<String, String> {
    let example = "write \"https://board.example.org\"";
    let url = url::Url::parse(text).map_err(|error| format!("`{text}` is not a web address ({error}): {example}"))?;
    let host = url.host_str().unwrap_or_default();
    let here = ["127.0.0.1", "localhost", "[::1]"].contains(&host);
    if url.scheme() != "https" && !(url.scheme() == "http" && here) {
        return Err(format!("the board is reached over https from anywhere but this machine: {example}"));
    }
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !plain || !url.username().is_empty() || url.password().is_some() {
        return Err(format!("a web address of its own, without path, name or password: {example}"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::form::Sheet;
    use rstest::rstest;

    #[rstest]
    #[case::usual("[web]", "http://127.0.0.1:8477")]
    #[case::six("[web]\nlisten = \"[::1]:80\"", "http://[::1]:80")]
    #[case::public("[web]\npublic_url = \"https://board.example.org/\"", "https://board.example.org")]
    #[case::tunnel("[web]\npublic_url = \"http://localhost:9000\"", "http://localhost:9000")]
    fn addresses(#[case] text: &str, #[case] address: &str) {
        let (settings, notes) = Settings::read(Sheet::new("staywatch.toml", text));
        assert_eq!(settings.unwrap().web.unwrap().address(), address, "{:?}", notes.finish());
    }

    #[rstest]
    #[case::every_network("[web]\nlisten = \"0.0.0.0:8477\"", "2:10", "ssh -L 8477:127.0.0.1:8477")]
    #[case::the_office("[web]\nlisten = \"192.168.1.7:80\"", "2:10", "reverse proxy")]
    #[case::no_port("[web]\nlisten = \"127.0.0.1\"", "2:10", "and a port")]
    #[case::in_clear("[web]\npublic_url = \"http://board.example.org\"", "2:14", "over https")]
    #[case::a_path("[web]\npublic_url = \"https://example.org/board\"", "2:14", "without path")]
    #[case::a_password("[web]\npublic_url = \"https://a:b@example.org\"", "2:14", "without path, name")]
    #[case::no_time("[web]\noverdue = \"soon\"", "2:11", "15m")]
    #[case::mistyped("[web]\nlistn = \"127.0.0.1:1\"", "2:1", "listen")]
    fn mistakes(#[case] text: &str, #[case] place: &str, #[case] says: &str) {
        let (settings, notes) = Settings::read(Sheet::new("staywatch.toml", text));
        assert!(settings.is_none());
        let found = notes.finish();
        assert_eq!(found[0].place(), format!("staywatch.toml:{place}"));
        let told = format!("{} {}", found[0].says, found[0].help);
        assert!(told.contains(says), "{told}");
    }
}
