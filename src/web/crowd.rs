//! Who may hold a connection to the board: so many at a time, and none that says nothing.
//!
//! Whoever reaches the board, through a proxy anybody, can open connections and leave them open. Each costs a descriptor, and
//! a daemon without descriptors sends no mail: an alert must never wait for a page.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// Connections at a time: a browser holds six, a proxy more.
const SEATS: usize = 64;
/// One that says nothing for so long is closed; a browser opens another without a word.
const IDLE: Duration = Duration::from_mins(1);
/// One that says a little now and then is closed after this.
const LIFE: Duration = Duration::from_mins(15);

/// A listener with so many seats; whoever finds none waits outside, where it costs the daemon nothing.
pub(super) struct Crowd {
    listener: TcpListener,
    seats: Arc<Semaphore>,
}

impl Crowd {
    pub(super) fn at(listener: TcpListener) -> Self {
        Self { listener, seats: Arc::new(Semaphore::new(SEATS)) }
    }
}

impl Listener for Crowd {
    type Io = Guest;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guest, SocketAddr) {
        let Ok(seat) = Arc::clone(&self.seats).acquire_owned().await else {
            // Nobody closes it.
            return std::future::pending().await;
        };
        let (stream, from) = Listener::accept(&mut self.listener).await;
        (Guest { stream, leaves: Instant::now() + LIFE, idle: Box::pin(sleep(IDLE)), _seat: seat }, from)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection on its seat.
pub(super) struct Guest {
    stream: TcpStream,
    leaves: Instant,
    idle: Pin<Box<Sleep>>,
    _seat: OwnedSemaphorePermit,
}

impl AsyncRead for Guest {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(cx, buf) {
            Poll::Ready(read) => {
                let until = (Instant::now() + IDLE).min(self.leaves);
                self.idle.as_mut().reset(until);
                Poll::Ready(read)
            }
            Poll::Pending => self.idle.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into())),
        }
    }
}

impl AsyncWrite for Guest {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::timeout;

    async fn crowd() -> (Crowd, SocketAddr) {
        let crowd = Crowd::at(TcpListener::bind("127.0.0.1:0").await.unwrap());
        let at = crowd.local_addr().unwrap();
        (crowd, at)
    }

    #[tokio::test]
    async fn whoever_finds_no_seat_waits_until_somebody_leaves() {
        let (mut crowd, at) = crowd().await;
        let (mut outside, mut inside) = (Vec::new(), Vec::new());
        for _ in 0..SEATS {
            outside.push(TcpStream::connect(at).await.unwrap());
            inside.push(crowd.accept().await.0);
        }
        outside.push(TcpStream::connect(at).await.unwrap());
        assert_eq!(crowd.seats.available_permits(), 0);
        inside.pop();
        let last = crowd.accept().await.1;
        assert_eq!(last, outside[SEATS].local_addr().unwrap());
    }

    #[tokio::test]
    async fn whoever_says_nothing_or_too_little_leaves() {
        let (mut crowd, at) = crowd().await;
        let mut outside = TcpStream::connect(at).await.unwrap();
        let mut guest = crowd.accept().await.0;
        let began = Instant::now();
        tokio::time::pause();
        let mut letter = [0];
        let silent = guest.read(&mut letter).await.unwrap_err();
        assert_eq!((silent.kind(), began.elapsed().as_secs()), (io::ErrorKind::TimedOut, IDLE.as_secs()));
        drop(guest);
        assert_eq!(crowd.seats.available_permits(), SEATS);
        tokio::time::resume();
        outside = TcpStream::connect(at).await.unwrap_or(outside);
        let mut guest = crowd.accept().await.0;
        let mut words = 0;
        loop {
            outside.write_all(b"x").await.unwrap();
            if guest.read(&mut letter).await.is_err() {
                break;
            }
            words += 1;
            tokio::time::pause();
            tokio::time::advance(Duration::from_secs(IDLE.as_secs() - 1)).await;
            tokio::time::resume();
            if timeout(Duration::ZERO, guest.read(&mut letter)).await.is_ok_and(|read| read.is_err()) {
                break;
            }
        }
        assert!((10..=17).contains(&words), "{words}");
    }
}
