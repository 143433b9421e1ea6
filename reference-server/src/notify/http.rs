//! One call to a provider over HTTP: bounded in time and size, never repeated behind our back, and
//! what its failures mean for a message.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, RequestBuilder};
use serde::de::DeserializeOwned;
use wikarta_core::ports::Delivery;

use crate::config::Origin;

/// Bounds of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How long the whole call may take, the answer's last byte included.
    pub deadline: Duration,
    /// The longest answer, in bytes.
    pub answer_max: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { deadline: Duration::from_secs(15), answer_max: 64 * 1024 }
    }
}

/// A provider's answer.
#[derive(Debug)]
pub struct Answer {
    /// The status line.
    pub status: u16,
    /// After how many seconds to come back, when it said so.
    pub after: Option<u32>,
    body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; `None` for anything else.
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// Asks providers.
#[derive(Debug, Clone)]
pub struct Caller {
    client: Client,
    bounds: Bounds,
}

/// The TLS library refused to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the HTTP client could not be built")]
pub struct NotBuilt;

impl Caller {
    /// A caller for one provider; nothing is sent yet.
    pub fn new(at: &Origin, bounds: Bounds) -> Result<Self, NotBuilt> {
        // One process-wide provider; a second installation is refused and harmless.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(bounds.deadline / 3)
            .timeout(bounds.deadline);
        if at.is_loopback() {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|_| NotBuilt)?;
        Ok(Self { client, bounds })
    }

    /// A request that posts to an address.
    pub fn post(&self, url: String) -> RequestBuilder {
        self.client.post(url)
    }

    /// Sends a request once; what a missing answer means for the message otherwise.
    pub async fn ask(&self, request: RequestBuilder) -> Result<Answer, Delivery> {
        let mut response = request.send().await.map_err(|error| silence(&error))?;
        let status = response.status().as_u16();
        let after = after(response.headers());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| silence(&error))? {
            if body.len() + chunk.len() > self.bounds.answer_max {
                return Err(unknown("the answer is too long"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, after, body })
    }
}

/// A form as providers read it.
pub(super) fn form(request: RequestBuilder, fields: &[(&str, &str)]) -> RequestBuilder {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    request.header("content-type", "application/x-www-form-urlencoded").body(body)
}

/// A connection that was never made carried nothing; any other silence leaves it open.
fn silence(error: &reqwest::Error) -> Delivery {
    if error.is_connect() {
        passing("it cannot be reached", None)
    } else if error.is_timeout() {
        unknown("no answer in time")
    } else {
        unknown("the answer broke off")
    }
}

/// What an answer without a word that is understood means, by its status alone. What is about our
/// account and not about the message (401, 403) may be mended and asked for again.
pub(super) fn by_status(answer: &Answer, code: Option<&str>) -> Delivery {
    let status = answer.status;
    let reason = match code {
        Some(code) => format!("code {code} with status {status}"),
        None => format!("status {status}"),
    };
    match status {
        429 | 500..=599 | 401 | 403 | 408 => passing(&reason, answer.after),
        400..=499 => permanent(&reason),
        _ => unknown(&format!("an answer that is not understood, {reason}")),
    }
}

pub(super) fn passing(reason: &str, after: Option<u32>) -> Delivery {
    Delivery::Passing { reason: reason.to_owned(), after }
}

pub(super) fn permanent(reason: &str) -> Delivery {
    Delivery::Permanent { reason: reason.to_owned() }
}

pub(super) fn unknown(reason: &str) -> Delivery {
    Delivery::Unknown { reason: reason.to_owned() }
}

fn after(headers: &HeaderMap) -> Option<u32> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}
