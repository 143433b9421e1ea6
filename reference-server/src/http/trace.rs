//! The trace id: one name that ties a request to its decision, its audit entries and its log lines.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use wikarta_core::id::{TraceId, hex};

/// The header that carries the id in both directions.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The trace id that a request brings, if it is a sane one, else a fresh one of 128 bits.
///
/// Taken are an `X-Request-Id` of 8 to 64 letters, digits, `-` and `_`, or the trace part of a
/// version 00 `traceparent`.
#[must_use]
pub fn trace_of(headers: &HeaderMap) -> TraceId {
    brought(headers).unwrap_or_else(fresh)
}

fn brought(headers: &HeaderMap) -> Option<TraceId> {
    if let Some(text) = headers.get(HEADER).and_then(|value| value.to_str().ok()) {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if (8..=64).contains(&text.len()) && text.bytes().all(plain) {
            return Some(TraceId::new(text));
        }
    }
    let parent = headers.get(TRACEPARENT)?.to_str().ok()?;
    let mut parts = parent.split('-');
    let (version, trace) = (parts.next()?, parts.next()?);
    let lower_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let sane = version == "00" && trace.len() == 32 && trace.bytes().all(lower_hex);
    let zero = trace.bytes().all(|byte| byte == b'0');
    if sane && !zero { Some(TraceId::new(trace)) } else { None }
}

/// A trace id of 128 fresh bits, for work that no request asked for.
#[must_use]
pub fn fresh() -> TraceId {
    let mut bytes = [0_u8; 16];
    // Without randomness the id is all zeros: the work goes on, only its lines are harder to find.
    let _ = getrandom::fill(&mut bytes);
    TraceId::new(&hex(&bytes))
}

/// The trace id of the request, for handlers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace(pub TraceId);

impl<S: Sync> FromRequestParts<S> for Trace {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self(fresh())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: HeaderName, text: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(name, text.parse().unwrap());
        trace_of(&headers).as_str().to_owned()
    }

    #[test]
    fn a_sane_id_is_kept_and_any_other_replaced() {
        assert_eq!(of(HEADER, "checkout-12345_A"), "checkout-12345_A");
        for bad in ["short", "has space in it", "{\"a\":1}-----", &"x".repeat(65)] {
            assert_eq!(of(HEADER, bad).len(), 32, "{bad}");
        }
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert_eq!(of(TRACEPARENT, parent), "4bf92f3577b34da6a3ce929d0e0e4736");
        let zero = format!("00-{}-00f067aa0ba902b7-01", "0".repeat(32));
        assert_ne!(of(TRACEPARENT, &zero), "0".repeat(32));
        assert_ne!(fresh(), fresh());
    }
}
