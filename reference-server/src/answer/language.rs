//! Which language a request is answered in.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::config::Transport;
use crate::http::cookies;
use crate::text::Lang;

/// The language of a request: the visitor's own choice, else `Accept-Language`, else Indonesian.
#[must_use]
pub fn language_of(headers: &HeaderMap) -> Lang {
    let chosen = |transport| cookies::LANGUAGE.read(headers, transport)?.parse().ok();
    if let Some(lang) = chosen(Transport::BehindTls).or_else(|| chosen(Transport::Plain)) {
        return lang;
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.map_or(Lang::Id, preferred)
}

// The known language with the highest weight; the earlier one when weights are equal.
fn preferred(accepted: &str) -> Lang {
    let mut best = (0_u32, Lang::Id);
    for part in accepted.split(',').take(16) {
        let mut pieces = part.split(';');
        let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let primary = tag.split('-').next().unwrap_or_default();
        let Ok(lang) = primary.parse::<Lang>() else { continue };
        let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=").map(thousandths));
        let weight = weight.unwrap_or(1000);
        if weight > best.0 {
            best = (weight, lang);
        }
    }
    best.1
}

// `0.8` is 800; what is not a weight counts as nothing.
fn thousandths(text: &str) -> u32 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), digits.parse::<u32>()) {
        (Ok(whole), Ok(fraction)) => whole.saturating_mul(1000).saturating_add(fraction).min(1000),
        _ => 0,
    }
}

/// The request's language, for handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language(pub Lang);

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(language_of(&parts.headers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(header::HeaderName, &str)]) -> Lang {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(name.clone(), value.parse().unwrap());
        }
        language_of(&headers)
    }

    #[test]
    fn indonesian_unless_asked_otherwise() {
        let accept = |text| of(&[(header::ACCEPT_LANGUAGE, text)]);
        assert_eq!(of(&[]), Lang::Id);
        assert_eq!(accept("en-GB,en;q=0.9"), Lang::En);
        assert_eq!(accept("id,en;q=0.9"), Lang::Id);
        assert_eq!(accept("en;q=0.5, id;q=0.8"), Lang::Id);
        assert_eq!(accept("fr, de"), Lang::Id);
        assert_eq!(accept("en;q=0"), Lang::Id);
        assert_eq!(accept(";;q=,,en;q=x"), Lang::Id);
    }

    #[test]
    fn the_visitors_choice_wins() {
        let cookie = (header::COOKIE, "a=b; bahasa=en");
        assert_eq!(of(&[cookie, (header::ACCEPT_LANGUAGE, "id")]), Lang::En);
        let nonsense = (header::COOKIE, "bahasa=xx");
        assert_eq!(of(&[nonsense, (header::ACCEPT_LANGUAGE, "en")]), Lang::En);
    }
}
