//! Query strings, forms and path parts, read as strictly as bodies.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use wikarta_core::id;
use wikarta_core::refusal::Refusal;

use super::{body, csrf};
use crate::answer::codes::Code;
use crate::answer::{Problem, codes};
use crate::http::json::field_problem;

/// The query string, as the type that the handler wants. An unknown name or value is 400.
#[derive(Debug, Clone, Copy)]
pub struct QueryFields<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for QueryFields<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let text = parts.uri.query().unwrap_or_default();
        let pairs = pairs(text.as_bytes(), &codes::UNKNOWN_FILTER)?;
        typed(&pairs).map(Self).map_err(|problem| as_filter_problem(&problem))
    }
}

/// A form, as the type that the handler wants; the token field has been checked and is left out.
#[derive(Debug, Clone, Copy)]
pub struct FormFields<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for FormFields<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let bytes = body::take(request).await?;
        let mut pairs = pairs(&bytes, &codes::BODY_NOT_FORM)?;
        pairs.retain(|(name, _)| name != csrf::FIELD);
        typed(&pairs).map(Self)
    }
}

/// What the varying part of a path names, in the words of the core's refusals.
pub trait PathKind {
    /// The kind of thing.
    const KIND: &'static str;
}

macro_rules! path_kinds {
    ($($kind:ty = $word:literal;)*) => { $(impl PathKind for $kind { const KIND: &'static str = $word; })* };
}

path_kinds! {
    id::AccessChangeId = "change of access";
    id::AccountId = "customer";
    id::CaseId = "case";
    id::CreditNoteId = "credit note";
    id::FindingId = "finding";
    id::InvoiceId = "invoice";
    id::OrderId = "suspense";
    id::PackageId = "package";
    id::ReconcileId = "reconciliation";
    id::PostingId = "posting";
    id::PromoId = "promo";
    id::RefundId = "refund";
    id::SubscriptionId = "subscription";
    id::VoidId = "void";
    crate::text::Lang = "language";
    wikarta_core::ports::DeadLetterId = "dead letter";
}

/// The one varying part of a path, such as an id. What is no id is not found, with the very words
/// for an id that nothing has.
#[derive(Debug, Clone, Copy)]
pub struct PathPart<T>(pub T);

impl<T: std::str::FromStr + PathKind, S: Send + Sync> FromRequestParts<S> for PathPart<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let not_found = || Problem::from(Refusal::NotFound { kind: T::KIND, id: String::new() });
        let text = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = text.map_err(|_| not_found())?;
        text.parse().map(Self).map_err(|_| not_found())
    }
}

// Name and value of every pair, each name once and all of it plain text.
fn pairs(bytes: &[u8], bad: &'static Code) -> Result<Vec<(String, String)>, Problem> {
    if std::str::from_utf8(bytes).is_err() {
        return Err(Problem::of(&codes::NOT_UTF8));
    }
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        let broken = |text: &str| {
            // Bytes that are no text have become the replacement character by now.
            text.chars().any(|c| (c.is_control() && !"\r\n\t".contains(c)) || c == '\u{fffd}')
        };
        if broken(&name) || broken(&value) {
            return Err(Problem::of(bad));
        }
        if pairs.iter().any(|(known, _)| *known == name) {
            return Err(Problem::of(&codes::DUPLICATE_KEY).field(name));
        }
        pairs.push((name.into_owned(), value.into_owned()));
    }
    Ok(pairs)
}

fn typed<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Problem> {
    let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let deserializer = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        field_problem(&path, &error.into_inner().to_string())
    })
}

// In a query every fault is a filter that is not known here: 400, whatever was wrong with it.
fn as_filter_problem(problem: &Problem) -> Problem {
    problem.clone().become_code(&codes::UNKNOWN_FILTER)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "UPPERCASE")]
    enum Status {
        Paid,
        Pending,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Filter {
        status: Option<Status>,
        q: Option<String>,
        size: Option<u32>,
    }

    async fn query(text: &str) -> Result<Filter, (u16, &'static str)> {
        let request = Request::builder().uri(format!("/x?{text}")).body(()).unwrap();
        let (mut parts, ()) = request.into_parts();
        let read = QueryFields::<Filter>::from_request_parts(&mut parts, &()).await;
        read.map(|read| read.0).map_err(|problem| (problem.status().as_u16(), problem.code()))
    }

    #[tokio::test]
    async fn filters_are_known_or_refused() {
        let fine = query("status=PAID&q=budi%20s&size=20").await.unwrap();
        assert_eq!(fine.status, Some(Status::Paid));
        assert_eq!(fine.q.as_deref(), Some("budi s"));
        assert!(query("").await.is_ok());
        for bad in ["status=paid", "status=", "statu=PAID", "size=-1", "size=x", "q=%ff", "q=%00"] {
            assert_eq!(query(bad).await, Err((400, "unknown_filter")), "{bad}");
        }
        assert_eq!(query("q=a&q=b").await, Err((400, "duplicate_key")));
    }

    #[tokio::test]
    async fn a_form_is_read_without_its_token() {
        let body = axum::body::Body::from("csrf=abc&q=x");
        let request = Request::builder().uri("/x").body(body).unwrap();
        let FormFields(form) = FormFields::<Filter>::from_request(request, &()).await.unwrap();
        assert_eq!(form, Filter { status: None, q: Some("x".to_owned()), size: None });
        let body = axum::body::Body::from("q=x&extra=1");
        let request = Request::builder().uri("/x").body(body).unwrap();
        let problem = FormFields::<Filter>::from_request(request, &()).await.unwrap_err();
        assert_eq!(problem.code(), "unknown_field");
    }
}
