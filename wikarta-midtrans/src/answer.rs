//! What an answer of the vendor's API says, before anybody asks what it means.
//!
//! The `status_code` in the body is the answer; HTTP's own status is only the stand-in where the body
//! has none. Both have been seen to disagree: an unknown order is HTTP 200 with 404 in the body.

use std::time::Duration;

use wikarta_core::ports::GatewayRefusal;

use crate::document::Object;
use crate::malformed::Limits;

/// The bytes that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP's status.
    pub http_status: u16,
    /// The body, bounded by the transport.
    pub body: Vec<u8>,
    /// How long the vendor asks us to wait (`Retry-After` in seconds), where it says so.
    pub retry_after: Option<Duration>,
}

impl Answer {
    /// An answer without a wish to wait.
    #[must_use]
    pub fn new(http_status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { http_status, body: body.into(), retry_after: None }
    }
}

/// Why we do not know what became of a call.
///
/// Only [`Doubt::Unreachable`] is sure that the vendor never saw the request. No text of the other
/// side is repeated here, so a reason can go to a log as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Doubt {
    /// No connection came about, so nothing was sent.
    #[error("the gateway could not be reached; nothing was sent")]
    Unreachable,
    /// No complete answer within the time.
    #[error("no complete answer within {after_ms} ms")]
    TimedOut {
        /// The time allowed, in milliseconds.
        after_ms: u64,
    },
    /// The connection ended before the answer did.
    #[error("the connection broke before the answer was complete")]
    Broken,
    /// The answer went on for too long.
    #[error("the answer is longer than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The gateway never redirects its API; something else answered.
    #[error("HTTP {http_status}: redirects are not followed")]
    Redirected {
        /// HTTP's status.
        http_status: u16,
    },
    /// Not JSON, or JSON that cannot be read safely.
    #[error("HTTP {http_status} with a body that is not a JSON object")]
    NotJson {
        /// HTTP's status.
        http_status: u16,
    },
    /// JSON without the vendor's code, where HTTP's status alone does not settle it.
    #[error("HTTP {http_status} without the gateway's own code")]
    Unspoken {
        /// HTTP's status.
        http_status: u16,
    },
    /// The vendor or a provider behind it failed.
    #[error("the gateway answered {code}")]
    Fault {
        /// The body's code, else HTTP's.
        code: u16,
    },
    /// The same request, by its idempotency key, is still running.
    #[error("an earlier request under the same idempotency key is still running")]
    InProgress,
    /// The server key is wrong or not allowed to do this.
    #[error("the gateway refused the server key ({code})")]
    KeyRefused {
        /// 401, 402 or 403.
        code: u16,
    },
    /// Too many requests.
    #[error("the gateway limits the rate of requests")]
    RateLimited {
        /// How long to wait at least, where the vendor says so.
        retry_after: Option<Duration>,
    },
    /// A code that has no meaning for this call.
    #[error("the gateway answered {code}, which has no meaning here")]
    OddCode {
        /// The code.
        code: u16,
    },
    /// A success that does not fit the question.
    #[error("the answer {what}")]
    OddAnswer {
        /// What is wrong with it.
        what: &'static str,
    },
    /// The order id is `.` or `..`, which an address cannot carry.
    #[error("the order id cannot stand in an address")]
    Unaddressable,
}

const LIMITS: Limits = Limits { max_bytes: 256 * 1024, max_depth: 32, max_text: 512 };

/// An answer that can be judged by its code.
#[derive(Debug)]
pub(crate) struct Spoken<'a> {
    /// The body's `status_code`, else HTTP's status.
    pub(crate) code: u16,
    /// Whether the code stood in the body.
    pub(crate) in_body: bool,
    pub(crate) object: Object<'a>,
    pub(crate) retry_after: Option<Duration>,
}

impl<'a> Spoken<'a> {
    pub(crate) fn read(answer: &'a Answer) -> Result<Self, Doubt> {
        let http_status = answer.http_status;
        if (300..400).contains(&http_status) {
            return Err(Doubt::Redirected { http_status });
        }
        let object = Object::parse(&answer.body, &LIMITS).map_err(|_| match http_status {
            500.. => Doubt::Fault { code: http_status },
            429 => Doubt::RateLimited { retry_after: answer.retry_after },
            _ => Doubt::NotJson { http_status },
        })?;
        let said = object.token("status_code").ok().flatten();
        let (code, in_body) = match said {
            Some(text) => (
                text.parse().map_err(|_| Doubt::OddAnswer { what: "has an odd status code" })?,
                true,
            ),
            None if http_status == 202 => return Err(Doubt::InProgress),
            None => (http_status, false),
        };
        match code {
            300..=399 => Err(Doubt::Redirected { http_status: code }),
            500.. => Err(Doubt::Fault { code }),
            _ => Ok(Self { code, in_body, object, retry_after: answer.retry_after }),
        }
    }

    /// The vendor's no in the vendor's words, cut to 300 characters.
    pub(crate) fn refusal(&self) -> GatewayRefusal {
        let said = self.object.long_text("status_message", 4096).unwrap_or_default();
        let details = self.object.texts("validation_messages");
        let message = std::iter::once(said).chain(details).collect::<Vec<_>>().join("; ");
        GatewayRefusal {
            code: self.code.to_string(),
            message: message.chars().filter(|c| !c.is_control()).take(300).collect(),
        }
    }

    /// The doubt behind a code that is no answer to a read, a cancel or a refund.
    pub(crate) fn doubt(&self) -> Doubt {
        match self.code {
            code @ (401..=403) => Doubt::KeyRefused { code },
            429 => Doubt::RateLimited { retry_after: self.retry_after },
            code if !self.in_body => Doubt::Unspoken { http_status: code },
            code => Doubt::OddCode { code },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(http_status: u16, body: &str) -> Result<u16, Doubt> {
        Spoken::read(&Answer::new(http_status, body)).map(|spoken| spoken.code)
    }

    #[test]
    fn the_body_wins_over_http() {
        assert_eq!(code(200, r#"{"status_code":"404"}"#), Ok(404));
        assert_eq!(code(404, r#"{"status_code":"200"}"#), Ok(200));
        assert_eq!(code(500, r#"{"status_code":201}"#), Ok(201));
        assert_eq!(code(401, "{}"), Ok(401));
    }

    #[test]
    fn what_cannot_be_believed_says_why() {
        assert_eq!(
            code(302, r#"{"status_code":"200"}"#),
            Err(Doubt::Redirected { http_status: 302 })
        );
        assert_eq!(code(200, "<html>"), Err(Doubt::NotJson { http_status: 200 }));
        assert_eq!(code(502, "<html>"), Err(Doubt::Fault { code: 502 }));
        assert_eq!(code(200, r#"{"status_code":"503"}"#), Err(Doubt::Fault { code: 503 }));
        assert_eq!(code(202, "{}"), Err(Doubt::InProgress));
        assert_eq!(code(429, ""), Err(Doubt::RateLimited { retry_after: None }));
        assert!(matches!(code(200, r#"{"status_code":"ok"}"#), Err(Doubt::OddAnswer { .. })));
    }

    #[test]
    fn a_refusal_repeats_the_vendor_in_one_line() {
        let body = r#"{"status_code":"400","status_message":"One or\nmore","validation_messages":["a","b"]}"#;
        let answer = Answer::new(400, body);
        let refusal = Spoken::read(&answer).unwrap().refusal();
        assert_eq!((refusal.code.as_str(), refusal.message.as_str()), ("400", "One ormore; a; b"));
    }
}
