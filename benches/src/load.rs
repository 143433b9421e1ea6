//! The load: plain HTTP/1.1 over kept connections, one request in flight on each.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What one run came to.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Answers a second.
    pub per_second: u64,
    /// Half of the answers came within so many microseconds.
    pub p50_micros: u64,
    /// 99 of 100 answers came within so many microseconds.
    pub p99_micros: u64,
}

/// Sends every request once, over so many connections.
pub async fn run(
    to: SocketAddr,
    requests: Vec<Vec<u8>>,
    connections: usize,
) -> io::Result<Measured> {
    let requests = Arc::new(requests);
    let next = Arc::new(AtomicUsize::new(0));
    let mut lines = Vec::with_capacity(connections);
    for _ in 0..connections {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        lines.push(stream);
    }
    let begun = Instant::now();
    let mut running = Vec::with_capacity(connections);
    for stream in lines {
        let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
        running.push(tokio::spawn(work(stream, requests, next)));
    }
    let mut micros = Vec::with_capacity(requests.len());
    for one in running {
        micros.extend(one.await.map_err(io::Error::other)??);
    }
    let spent = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX).max(1);
    micros.sort_unstable();
    let at = |percent: usize| micros.get(micros.len() * percent / 100).copied().unwrap_or_default();
    Ok(Measured {
        per_second: micros.len() as u64 * 1_000_000 / spent,
        p50_micros: at(50),
        p99_micros: at(99),
    })
}

async fn work(
    mut stream: TcpStream,
    requests: Arc<Vec<Vec<u8>>>,
    next: Arc<AtomicUsize>,
) -> io::Result<Vec<u64>> {
    let mut micros = Vec::new();
    let mut answer = Vec::with_capacity(2_048);
    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
        let begun = Instant::now();
        stream.write_all(request).await?;
        read_answer(&mut stream, &mut answer).await?;
        micros.push(u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
        let text = String::from_utf8_lossy(&answer);
        if !text.starts_with("HTTP/1.1 200") || !text.contains("\"applied\"") {
            return Err(io::Error::other(format!("not applied: {text}")));
        }
    }
    Ok(micros)
}

async fn read_answer(stream: &mut TcpStream, answer: &mut Vec<u8>) -> io::Result<()> {
    answer.clear();
    loop {
        if stream.read_buf(answer).await? == 0 {
            return Err(io::Error::other("the server hung up"));
        }
        let text = String::from_utf8_lossy(answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.trim().parse::<usize>().ok());
        if length.is_some_and(|length| body.len() >= length) {
            return Ok(());
        }
    }
}
