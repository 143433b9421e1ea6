//! Bodies: their kind, their size and their pace are checked before a handler sees them.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};

use super::class::{BODY_MAX, ClassRules, Content};
use super::limits::BODY_SECONDS;
use crate::answer::{Problem, codes};

/// Refuses, by the headers alone, a body that would not be read.
pub fn check_headers(headers: &HeaderMap, rules: &ClassRules) -> Result<(), Problem> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length = length.and_then(|text| text.parse::<u64>().ok());
    if length.is_some_and(|length| length > rules.body_max as u64) {
        return Err(too_large(rules));
    }
    let has_body = length.unwrap_or(0) > 0 || headers.contains_key(header::TRANSFER_ENCODING);
    if !has_body {
        return Ok(());
    }
    let encoding = headers.get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity")) {
        let problem = Problem::of(&codes::UNSUPPORTED_TYPE);
        return Err(problem.say("Isi yang dimampatkan ditolak.", "Compressed bodies are refused."));
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let allowed = media_types(rules.content);
    if allowed.iter().any(|allowed| is_kind(kind.unwrap_or_default(), allowed)) {
        return Ok(());
    }
    Err(Problem::of(&codes::UNSUPPORTED_TYPE).allowed(allowed.iter().copied()))
}

/// Reads a whole body within the limits of its class.
pub async fn read(body: Body, rules: &ClassRules) -> Result<Bytes, Problem> {
    let whole = axum::body::to_bytes(body, rules.body_max);
    match tokio::time::timeout(Duration::from_secs(BODY_SECONDS), whole).await {
        Err(_) => Err(Problem::of(&codes::BODY_SLOW)),
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_too_long(&error) => Err(too_large(rules)),
        Ok(Err(_)) => Err(Problem::of(&codes::CONNECTION_BROKEN)),
    }
}

/// The bytes of a file; what they say is the handler's to read.
#[derive(Debug, Clone)]
pub struct CsvBody(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for CsvBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        take(request).await.map(Self)
    }
}

/// Takes the body for an extractor; the guard has read and bounded it already.
pub(super) async fn take(request: Request) -> Result<Bytes, Problem> {
    let whole = axum::body::to_bytes(request.into_body(), BODY_MAX).await;
    whole.map_err(|_| Problem::of(&codes::TOO_LARGE))
}

fn is_too_long(error: &axum::Error) -> bool {
    let mut cause = Some(error as &dyn std::error::Error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

fn too_large(rules: &ClassRules) -> Problem {
    let max = rules.body_max;
    let problem = Problem::of(&codes::TOO_LARGE).member("limit_bytes", max as u64);
    problem.say(format!("Paling banyak {max} byte."), format!("At most {max} bytes."))
}

const fn media_types(content: Content) -> &'static [&'static str] {
    const JSON: &str = "application/json";
    const FORM: &str = "application/x-www-form-urlencoded";
    const CSV: &str = "text/csv";
    match content {
        Content::Json => &[JSON],
        Content::Form => &[FORM],
        Content::JsonOrForm => &[JSON, FORM],
        Content::Csv => &[CSV],
    }
}

// Only UTF-8 is read, so a parameter may say that or nothing.
fn is_kind(text: &str, allowed: &str) -> bool {
    let mut parts = text.split(';').map(str::trim);
    let named = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case(allowed));
    let utf8 = ["charset=utf-8", "charset=\"utf-8\""];
    named && parts.all(|part| utf8.iter().any(|known| part.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::super::class::Class;
    use super::*;

    fn check(class: Class, pairs: &[(&'static str, &str)]) -> Result<(), &'static str> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        check_headers(&headers, class.rules()).map_err(|problem| problem.code())
    }

    #[test]
    fn inpv_07_only_the_kind_of_the_class_is_read() {
        let some = ("content-length", "2");
        let json = ("content-type", "application/json");
        assert_eq!(check(Class::Api, &[some, json]), Ok(()));
        assert_eq!(
            check(Class::Api, &[some, ("content-type", "Application/JSON; charset=UTF-8")]),
            Ok(())
        );
        assert_eq!(check(Class::Api, &[]), Ok(()), "no body, no kind");
        assert_eq!(check(Class::Api, &[some]), Err("unsupported_type"));
        for kind in
            ["text/xml", "application/xml", "text/plain", "application/json; charset=utf-16"]
        {
            assert_eq!(check(Class::Api, &[some, ("content-type", kind)]), Err("unsupported_type"));
        }
        let chunked = ("transfer-encoding", "chunked");
        assert_eq!(check(Class::Page, &[chunked, json]), Err("unsupported_type"));
        assert_eq!(
            check(Class::Webhook, &[some, json, ("content-encoding", "gzip")]),
            Err("unsupported_type")
        );
        assert_eq!(check(Class::Webhook, &[some, json, ("content-encoding", "identity")]), Ok(()));
        let form = ("content-type", "application/x-www-form-urlencoded");
        for kind in [json, form] {
            assert_eq!(check(Class::Receipt, &[some, kind]), Ok(()), "providers differ");
        }
        let text = ("content-type", "text/plain");
        assert_eq!(check(Class::Receipt, &[some, text]), Err("unsupported_type"));
    }

    #[tokio::test]
    async fn wh_06_a_body_is_cut_at_the_limit_of_its_class() {
        let max = Class::Webhook.rules().body_max;
        let json = ("content-type", "application/json");
        let over = (max + 1).to_string();
        assert_eq!(check(Class::Webhook, &[("content-length", &over), json]), Err("too_large"));
        let rules = Class::Webhook.rules();
        assert_eq!(read(Body::from(vec![b'x'; max]), rules).await.unwrap().len(), max);
        let refused = read(Body::from(vec![b'x'; max + 1]), rules).await.unwrap_err();
        assert_eq!(refused.code(), "too_large");
    }
}
