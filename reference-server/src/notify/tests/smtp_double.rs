//! A small SMTP server that says what it is told to say, and keeps what it was sent.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What it does at one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// This line.
    Line(&'static str),
    /// Nothing, for as long as the other side waits.
    Nothing,
    /// It hangs up.
    Goodbye,
}

/// What it says at each step.
#[derive(Debug, Clone, Copy)]
pub struct Script {
    pub greeting: Says,
    pub hello: Says,
    pub auth: Says,
    pub mail: Says,
    pub rcpt: Says,
    pub data: Says,
    pub words: Says,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            greeting: Says::Line("220 contoh.test ESMTP"),
            hello: Says::Line("250-contoh.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN"),
            auth: Says::Line("235 2.7.0 welcome"),
            mail: Says::Line("250 2.1.0 fine"),
            rcpt: Says::Line("250 2.1.5 fine"),
            data: Says::Line("354 go on"),
            words: Says::Line("250 2.0.0 queued as 7Q"),
        }
    }
}

/// The running server.
pub struct SmtpDouble {
    pub port: u16,
    lines: Arc<Mutex<Vec<String>>>,
    letters: Arc<Mutex<Vec<String>>>,
}

impl SmtpDouble {
    pub async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (lines, letters) = (Arc::default(), Arc::default());
        let kept = (Arc::clone(&lines), Arc::clone(&letters));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = (Arc::clone(&kept.0), Arc::clone(&kept.1));
                tokio::spawn(async move { talk(stream, script, kept).await });
            }
        });
        Self { port, lines, letters }
    }

    /// The commands, as they came.
    pub fn commands(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    /// The letters that were taken, as they came.
    pub fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }
}

type Kept = (Arc<Mutex<Vec<String>>>, Arc<Mutex<Vec<String>>>);

async fn talk(stream: TcpStream, script: Script, kept: Kept) -> Option<()> {
    let mut stream = BufReader::new(stream);
    say(&mut stream, script.greeting).await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        kept.0.lock().unwrap().push(line.trim_end().to_owned());
        let word = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match word.as_str() {
            "EHLO" => say(&mut stream, script.hello).await?,
            "AUTH" => say(&mut stream, script.auth).await?,
            "MAIL" => say(&mut stream, script.mail).await?,
            "RCPT" => say(&mut stream, script.rcpt).await?,
            "QUIT" => return say(&mut stream, Says::Line("221 bye")).await,
            "DATA" => {
                say(&mut stream, script.data).await?;
                if !matches!(script.data, Says::Line(line) if line.starts_with('3')) {
                    continue;
                }
                let letter = letter(&mut stream).await?;
                kept.1.lock().unwrap().push(letter);
                say(&mut stream, script.words).await?;
            }
            _ => say(&mut stream, Says::Line("500 what")).await?,
        }
    }
}

/// The words up to the lone dot.
async fn letter(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut letter = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(letter);
        }
        letter.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

async fn say(stream: &mut BufReader<TcpStream>, says: Says) -> Option<()> {
    match says {
        Says::Line(line) => stream.write_all(format!("{line}\r\n").as_bytes()).await.ok(),
        Says::Goodbye => None,
        Says::Nothing => {
            // Until the other side has had enough and leaves.
            let mut rest = Vec::new();
            stream.read_to_end(&mut rest).await.ok();
            None
        }
    }
}
