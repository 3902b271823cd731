//! The TCP connection under an SMTP conversation that starts in the clear.
//!
//! In: a host and a port. Out: a stream that lettre can talk on. Before TLS it hands over one byte at a
//! time, so that nothing a man in the middle sends after the answer to STARTTLS is ever read as if it had
//! come encrypted: whatever he adds goes into the TLS handshake, and breaks it. (lettre keeps its read
//! buffer across the change.)

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::timeout,
};

/// First byte of every TLS handshake record; no SMTP command begins with it.
const HANDSHAKE: u8 = 0x16;

/// A TCP stream, slow and careful until TLS begins.
#[derive(Debug)]
pub(super) struct Wire {
    tcp: TcpStream,
    clear: bool,
    greeted: bool,
}

impl Wire {
    /// Tries each address of the host for at most `each`, so that one dead route does not use up the time.
    /// With `local` only loopback addresses are tried, whatever the name resolves to.
    pub(super) async fn connect(host: &str, port: u16, each: Duration, local: bool) -> io::Result<Self> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no usable address");
        for address in tokio::net::lookup_host((host, port)).await? {
            if local && !address.ip().is_loopback() {
                continue;
            }
            match timeout(each, TcpStream::connect(address)).await {
                Ok(Ok(tcp)) => {
                    // Commands are short and each waits for its answer.
                    tcp.set_nodelay(true)?;
                    return Ok(Self { tcp, clear: true, greeted: false });
                }
                Ok(Err(error)) => last = error,
                Err(_) => last = io::ErrorKind::TimedOut.into(),
            }
        }
        Err(last)
    }
}

impl AsyncTokioStream for Wire {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.tcp.peer_addr()
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.clear || buf.remaining() == 0 {
            return Pin::new(&mut self.tcp).poll_read(cx, buf);
        }
        let mut byte = [0];
        let mut one = ReadBuf::new(&mut byte);
        ready!(Pin::new(&mut self.tcp).poll_read(cx, &mut one))?;
        // lettre takes "go on" for a greeting; whoever begins so has more to say that nobody asked.
        if !self.greeted && one.filled() == b"3" {
            return Poll::Ready(Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "it does not greet as a mail server does",
            )));
        }
        self.greeted = true;
        buf.put_slice(one.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if buf.first() == Some(&HANDSHAKE) {
            self.clear = false;
        }
        Pin::new(&mut self.tcp).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};

    use super::*;

    #[tokio::test]
    async fn what_follows_a_line_in_the_clear_is_not_read_ahead() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut wire = BufReader::new(Wire::connect("127.0.0.1", port, Duration::from_secs(9), true).await.unwrap());
        let (mut server, _) = listener.accept().await.unwrap();
        server.write_all(b"220 go ahead\r\n250 forged\r\n").await.unwrap();

        let mut line = String::new();
        wire.read_line(&mut line).await.unwrap();
        assert_eq!((line.as_str(), wire.buffer()), ("220 go ahead\r\n", &b""[..]));

        // From the first handshake record on it reads as fast as it can.
        wire.get_mut().write_all(&[HANDSHAKE, 3, 1]).await.unwrap();
        let mut forged = [0; 12];
        assert_eq!(wire.get_mut().read(&mut forged).await.unwrap(), 12);
    }

    #[tokio::test]
    async fn a_plain_connection_never_leaves_the_machine() {
        let refused = Wire::connect("192.0.2.1", 25, Duration::from_secs(9), true).await.unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::NotFound);
    }
}
