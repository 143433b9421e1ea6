//! A provider's HTTP, answering what it is told to answer and keeping what it was asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

use crate::notify::http::Bounds;

/// How it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answers {
    /// With this status and body.
    With(u16, String),
    /// With this status, body and `Retry-After`.
    Later(u16, String, &'static str),
    /// Not at all, for as long as the other side waits.
    Never,
    /// With more than anybody should read.
    TooMuch,
}

/// What it was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

/// The running double.
pub struct HttpDouble {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

pub const SHORT: Bounds = Bounds { deadline: Duration::from_millis(600), answer_max: 16 * 1024 };

impl HttpDouble {
    pub async fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let router = Router::new().fallback(answer).with_state((answers, Arc::clone(&asked)));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, asked }
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

type Double = (Answers, Arc<Mutex<Vec<Asked>>>);

async fn answer(State((answers, asked)): State<Double>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    asked.lock().unwrap().push(Asked {
        path: parts.uri.to_string(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    });
    let status = |status: u16| StatusCode::from_u16(status).unwrap();
    match answers {
        Answers::With(code, body) => (status(code), body).into_response(),
        Answers::Later(code, body, after) => {
            (status(code), [("retry-after", after)], body).into_response()
        }
        Answers::Never => std::future::pending().await,
        Answers::TooMuch => (status(200), "x".repeat(64 * 1024)).into_response(),
    }
}
