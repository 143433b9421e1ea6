//! Forms of other sites are refused: by where a request comes from, and by a token in the form.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;
use wikarta_core::time::Timestamp;

use crate::answer::{Problem, codes};
use crate::config::{DerivedKey, Origin, Transport};

/// The name of the hidden field in every form.
pub const FIELD: &str = "csrf";
/// How long a sign-in form may lie open, in seconds.
pub const DOOR_SECONDS: i64 = 2 * 60 * 60;

/// The token for the hidden field of a form, ready to be written into a page.
#[derive(Clone, PartialEq, Eq)]
pub struct FormToken(String);

impl FormToken {
    /// The token that belongs to a session or to a door cookie.
    #[must_use]
    pub fn of(key: &DerivedKey, purpose: &str, holder: &str) -> Self {
        let mac = key.mac(&[purpose.as_bytes(), holder.as_bytes()]);
        Self(URL_SAFE_NO_PAD.encode(mac))
    }

    /// The text of the field.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a form brought this token; takes as long for a near miss as for a far one.
    #[must_use]
    pub fn matches(&self, brought: &str) -> bool {
        self.0.as_bytes().ct_eq(brought.as_bytes()).into()
    }
}

impl std::fmt::Debug for FormToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormToken(…)")
    }
}

impl<S: Sync> FromRequestParts<S> for FormToken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let none = || Self(String::new());
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(none))
    }
}

/// Refuses an unsafe request that the browser says comes from elsewhere.
///
/// Programs and old browsers say nothing; then the token in the form, or the unguessable token in
/// the address, has to carry it alone.
pub fn check_origin(
    headers: &HeaderMap,
    transport: Transport,
    public: Option<&Origin>,
) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let foreign = || Err(Problem::of(&codes::FOREIGN_ORIGIN));
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return foreign();
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return Ok(()) };
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let own = Origin::parse(&format!("{}://{host}", transport.scheme())).ok();
    let same = |known: &Origin| known.to_string() == origin;
    if own.as_ref().is_some_and(same) || public.is_some_and(same) { Ok(()) } else { foreign() }
}

/// A fresh value for the cookie that ties a sign-in form to its browser: the time and 128 bits.
#[must_use]
pub fn fresh_door(now: Timestamp) -> Option<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(format!("{}-{}", now.as_seconds(), URL_SAFE_NO_PAD.encode(bytes)))
}

/// Whether a door cookie is one of ours by shape, and young enough.
#[must_use]
pub fn door_is_fresh(value: &str, now: Timestamp) -> bool {
    let Some((seconds, random)) = value.split_once('-') else { return false };
    let age = seconds.parse::<i64>().map(|made| now.as_seconds().saturating_sub(made));
    random.len() == 22 && age.is_ok_and(|age| (-60..DOOR_SECONDS).contains(&age))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SecretKey;

    fn origin(pairs: &[(&'static str, &str)]) -> Result<(), &'static str> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        check_origin(&headers, Transport::Plain, None).map_err(|problem| problem.code())
    }

    #[test]
    fn sess_05_other_origins_are_refused() {
        let host = ("host", "127.0.0.1:8080");
        assert_eq!(origin(&[host]), Ok(()));
        assert_eq!(origin(&[host, ("origin", "http://127.0.0.1:8080")]), Ok(()));
        assert_eq!(origin(&[host, ("sec-fetch-site", "same-origin")]), Ok(()));
        for foreign in [
            ("origin", "http://evil.example"),
            ("origin", "https://127.0.0.1:8080"),
            ("origin", "http://127.0.0.1"),
            ("origin", "http://127.0.0.1:8080.evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
        ] {
            assert_eq!(origin(&[host, foreign]), Err("foreign_origin"), "{foreign:?}");
        }
    }

    #[test]
    fn sess_05_a_token_fits_one_holder_and_one_purpose() {
        let key = SecretKey::from_text("0123456789abcdef0123456789abcdef").unwrap().derive("form");
        let token = FormToken::of(&key, "session", "abc");
        assert!(token.matches(FormToken::of(&key, "session", "abc").as_str()));
        assert!(!token.matches(FormToken::of(&key, "session", "abd").as_str()));
        assert!(!token.matches(FormToken::of(&key, "door", "abc").as_str()));
        assert!(!token.matches("") && !token.matches(&token.as_str()[1..]));
        assert_eq!(format!("{token:?}"), "FormToken(…)");
    }

    #[test]
    fn a_door_cookie_grows_old() {
        let now = Timestamp::from_micros(1_800_000_000_000_000).unwrap();
        let value = fresh_door(now).unwrap();
        assert!(door_is_fresh(&value, now));
        assert!(door_is_fresh(&value, now.plus_seconds(DOOR_SECONDS - 1)));
        assert!(!door_is_fresh(&value, now.plus_seconds(DOOR_SECONDS)));
        assert!(!door_is_fresh(&value, now.plus_seconds(-3600)));
        for bad in ["", "-", "1800000000", "x-0123456789012345678901", "1800000000-short"] {
            assert!(!door_is_fresh(bad, now), "{bad}");
        }
    }
}
