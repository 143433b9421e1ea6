//! The `Idempotency-Key` header.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::answer::{Problem, codes};

/// The longest key that is taken.
pub const LEN_MAX: usize = 255;

/// The key of a request, where it brings one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let mut lines = parts.headers.get_all("idempotency-key").iter();
        let Some(line) = lines.next() else { return Ok(Self(None)) };
        let text = line.to_str().unwrap_or_default();
        let graphic = text.bytes().all(|byte| byte.is_ascii_graphic());
        if lines.next().is_some() || text.is_empty() || text.len() > LEN_MAX || !graphic {
            let problem = Problem::of(&codes::IDEMPOTENCY_KEY_INVALID);
            return Err(problem.say(
                format!("Satu kunci, 1 sampai {LEN_MAX} karakter tanpa spasi."),
                format!("One key of 1 to {LEN_MAX} characters without spaces."),
            ));
        }
        Ok(Self(Some(text.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn of(lines: &[&str]) -> Result<Option<String>, &'static str> {
        let mut request = axum::http::Request::builder();
        for line in lines {
            request = request.header("Idempotency-Key", *line);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let read = IdempotencyKey::from_request_parts(&mut parts, &()).await;
        read.map(|key| key.0).map_err(|problem| problem.code())
    }

    #[tokio::test]
    async fn one_key_of_plain_characters_or_none() {
        assert_eq!(of(&[]).await, Ok(None));
        assert_eq!(of(&["a-1"]).await, Ok(Some("a-1".to_owned())));
        assert!(of(&[&"k".repeat(255)]).await.is_ok());
        for bad in [&["a b"][..], &["a", "b"], &[""], &["k\tk"]] {
            assert_eq!(of(bad).await, Err("idempotency_key_invalid"), "{bad:?}");
        }
        assert!(of(&[&"k".repeat(256)]).await.is_err());
    }
}
