//! A mail server inside the test: it speaks SMTP over a socket and fails as the script says.
//!
//! In: a script for the next connection, or for all of them. Out: the mails that were accepted and every
//! line that was heard. It has no TLS (the tests with real servers cover that) and gets no further than a client's
//! first words in it, looks at no clock, and never delivers anything anywhere.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, MutexGuard},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinHandle,
};

// Every test binary has its own copy of this file and uses a part of it.
const _: () = {
    let _ = (SmtpServer::always, SmtpServer::offers, SmtpServer::connections, SmtpServer::reached, SmtpServer::later);
    let _ = (
        SmtpServer::heard,
        SmtpServer::next,
        SmtpServer::mails,
        SmtpServer::port,
        Act::Say,
        Act::Hang,
        Act::Drip,
        Act::Drop,
    );
};

/// A point of the conversation at which something can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Instead of the greeting.
    Greeting,
    /// At EHLO.
    Hello,
    /// At STARTTLS. Nothing encrypted ever follows.
    StartTls,
    /// Inside the TLS handshake, after the client's first words.
    Handshake,
    /// At AUTH.
    Auth,
    /// At MAIL FROM.
    Mail,
    /// At RCPT TO.
    Rcpt,
    /// At DATA.
    Data,
    /// After the first line of the mail; the mail is not accepted.
    Content,
    /// After the final dot. The mail is accepted, unless the script says 4xx or 5xx.
    Verdict,
}

/// What goes wrong there.
#[derive(Clone, Debug)]
pub enum Act {
    /// Says this instead, and goes on listening.
    Say(&'static str),
    /// Says nothing ever again, and reads nothing.
    Hang,
    /// Says one sign a second for ever, and never a whole line.
    Drip,
    /// Closes the connection.
    Drop,
}

/// A mail that was accepted.
#[derive(Clone, Debug)]
pub struct Received {
    /// The name given with EHLO.
    pub hello: String,
    /// The line of MAIL FROM, with its parameters.
    pub from: String,
    /// The lines of RCPT TO.
    pub to: Vec<String>,
    /// The mail, dots unstuffed, lines ended by CRLF.
    pub data: String,
}

#[derive(Default)]
struct State {
    next: VecDeque<(Stage, Act)>,
    always: Option<(Stage, Act)>,
    later: Option<Act>,
    offers: Vec<&'static str>,
    mails: Vec<Received>,
    heard: Vec<String>,
    connections: usize,
}

/// The server. Dropping it closes the port and every connection.
pub struct SmtpServer {
    port: u16,
    state: Arc<Mutex<State>>,
    reached: Arc<Semaphore>,
    listens: JoinHandle<()>,
}

impl SmtpServer {
    /// Listens on a free port of 127.0.0.1 and behaves well until told otherwise.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (state, reached) = (Arc::<Mutex<State>>::default(), Arc::new(Semaphore::new(0)));
        let listens = tokio::spawn(listen(listener, Arc::clone(&state), Arc::clone(&reached)));
        Self { port, state, reached, listens }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next connection meets this. Calls queue up.
    pub fn next(&self, at: Stage, act: Act) {
        lock(&self.state).next.push_back((at, act));
    }

    /// Every connection without a script of its own meets this, until `None`.
    pub fn always(&self, trouble: Option<(Stage, Act)>) {
        lock(&self.state).always = trouble;
    }

    /// Every connection that has carried a mail meets this when it begins another.
    pub fn later(&self, act: Act) {
        lock(&self.state).later = Some(act);
    }

    /// Names an extension in the answer to EHLO: `AUTH PLAIN LOGIN`, `STARTTLS`, `SMTPUTF8`.
    pub fn offers(&self, extension: &'static str) {
        lock(&self.state).offers.push(extension);
    }

    /// The mails accepted so far, in order.
    pub fn mails(&self) -> Vec<Received> {
        lock(&self.state).mails.clone()
    }

    /// Every command heard so far, in order, without the line ends.
    pub fn heard(&self) -> Vec<String> {
        lock(&self.state).heard.clone()
    }

    /// How many connections were accepted so far.
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }

    /// Waits until a scripted stage has been reached; one call for each.
    pub async fn reached(&self) {
        self.reached.acquire().await.unwrap().forget();
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.listens.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap()
}

async fn listen(listener: TcpListener, state: Arc<Mutex<State>>, reached: Arc<Semaphore>) {
    // Dropped with this task, and the connections with it.
    let mut talks = tokio::task::JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let trouble = {
            let mut state = lock(&state);
            state.connections += 1;
            state.next.pop_front().or_else(|| state.always.clone())
        };
        let (state, reached) = (Arc::clone(&state), Arc::clone(&reached));
        talks.spawn(Talk { stream: BufReader::new(stream), state, reached, trouble }.run());
    }
}

/// One connection.
struct Talk {
    stream: BufReader<TcpStream>,
    state: Arc<Mutex<State>>,
    reached: Arc<Semaphore>,
    trouble: Option<(Stage, Act)>,
}

impl Talk {
    /// Ends with an error when the client or the script hangs up.
    async fn run(mut self) -> io::Result<()> {
        self.say(Stage::Greeting, "220 test ESMTP").await?;
        let mut mail = Received { hello: String::new(), from: String::new(), to: Vec::new(), data: String::new() };
        loop {
            let line = self.line().await?;
            lock(&self.state).heard.push(line.clone());
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    mail.hello = line[5..].to_owned();
                    let mut lines = vec!["test"];
                    lines.extend(&lock(&self.state).offers);
                    let offers = lines.join("\r\n250-");
                    self.say(Stage::Hello, &format!("250-{offers}\r\n250 8BITMIME")).await?;
                }
                "STARTTLS" => {
                    if self.say(Stage::StartTls, "220 go ahead").await? {
                        self.stream.read_u8().await?;
                        self.trouble(Stage::Handshake).await?;
                    }
                    return Ok(());
                }
                "AUTH" => {
                    self.say(Stage::Auth, "235 welcome").await?;
                }
                "MAIL" => {
                    let later = lock(&self.state).later.clone().filter(|_| !mail.data.is_empty());
                    self.trouble = later.map(|act| (Stage::Mail, act)).or(self.trouble.take());
                    mail.from = line;
                    mail.to.clear();
                    self.say(Stage::Mail, "250 sender ok").await?;
                }
                "RCPT" => {
                    mail.to.push(line);
                    self.say(Stage::Rcpt, "250 recipient ok").await?;
                }
                "DATA" => {
                    if self.say(Stage::Data, "354 go on").await? {
                        mail.data = self.content().await?;
                        self.verdict(&mail).await?;
                    }
                }
                "QUIT" => {
                    self.write("221 bye").await?;
                    return Ok(());
                }
                _ => self.write("500 what?").await?,
            }
        }
    }

    async fn content(&mut self) -> io::Result<String> {
        let mut data = String::new();
        loop {
            let line = self.line().await?;
            if line == "." {
                return Ok(data);
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
            data.push_str("\r\n");
            self.trouble(Stage::Content).await?;
        }
    }

    async fn verdict(&mut self, mail: &Received) -> io::Result<()> {
        let refused = matches!(&self.trouble, Some((Stage::Verdict, Act::Say(text))) if text.starts_with(['4', '5']));
        if !refused {
            lock(&self.state).mails.push(mail.clone());
        }
        self.say(Stage::Verdict, "250 2.0.0 queued as 1").await.map(drop)
    }

    /// Says this, or what the script has for this stage. True when the usual words were said.
    async fn say(&mut self, at: Stage, usual: &str) -> io::Result<bool> {
        match self.trouble(at).await? {
            Some(other) => self.write(other).await.map(|()| false),
            None => self.write(usual).await.map(|()| true),
        }
    }

    /// Carries out the script if this is its stage.
    async fn trouble(&mut self, at: Stage) -> io::Result<Option<&'static str>> {
        let act = match &self.trouble {
            Some((stage, act)) if *stage == at => act.clone(),
            _ => return Ok(None),
        };
        self.reached.add_permits(1);
        match act {
            Act::Say(text) => Ok(Some(text)),
            Act::Hang => std::future::pending().await,
            Act::Drip => loop {
                self.stream.get_mut().write_all(b"2").await?;
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            },
            Act::Drop => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        assert!(line.ends_with("\r\n"), "a line without CRLF: {line:?}");
        line.truncate(line.len() - 2);
        Ok(line)
    }

    async fn write(&mut self, text: &str) -> io::Result<()> {
        self.stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).await
    }
}
