//! RFC 9457 problem documents: the one shape of every refusal and failure.

use std::borrow::Cow;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};

use super::codes::{self, Code};
use crate::text::Lang;

/// A sentence in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    id: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Sentence {
    /// The sentence in a language.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> &str {
        lang.pick(&self.id, &self.en)
    }
}

/// A refusal or failure on its way to the caller.
///
/// It becomes a response like any other; the outermost layer then writes it once more, in the
/// request's language, with its trace id, and as a page where a person is reading.
#[derive(Debug, Clone)]
pub struct Problem(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    status: StatusCode,
    code: &'static str,
    title: Option<Sentence>,
    detail: Sentence,
    rule: Option<Cow<'static, str>>,
    next: Option<Sentence>,
    allowed: Vec<String>,
    members: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem with a stable code, such as the one of a core refusal.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self(Box::new(Parts {
            status,
            code,
            title: None,
            detail: Sentence::default(),
            rule: None,
            next: None,
            allowed: Vec::new(),
            members: Map::new(),
            headers: Vec::new(),
        }))
    }

    /// A problem of the edge's own table.
    #[must_use]
    pub fn of(code: &'static Code) -> Self {
        Self::new(code.status, code.code)
    }

    /// What went wrong in this case: one sentence, the same in both languages.
    #[must_use]
    pub fn detail(self, text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        self.say(text.clone(), text)
    }

    /// What went wrong in this case, in Indonesian and in English.
    #[must_use]
    pub fn say(
        mut self,
        id: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.0.detail = Sentence { id: id.into(), en: en.into() };
        self
    }

    /// A title of its own instead of the one of the code or status.
    #[must_use]
    pub fn title(mut self, id: &'static str, en: &'static str) -> Self {
        self.0.title = Some(Sentence { id: id.into(), en: en.into() });
        self
    }

    /// The rule that refused.
    #[must_use]
    pub fn rule(mut self, rule: impl Into<Cow<'static, str>>) -> Self {
        self.0.rule = Some(rule.into());
        self
    }

    /// What would be allowed instead.
    #[must_use]
    pub fn allowed<T: Into<String>>(mut self, allowed: impl IntoIterator<Item = T>) -> Self {
        self.0.allowed = allowed.into_iter().map(Into::into).collect();
        self
    }

    /// One more member of the document, such as the id of what exists already.
    #[must_use]
    pub fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.members.insert(name.to_owned(), value.into());
        self
    }

    /// What would be possible instead, or who may, in Indonesian and in English.
    #[must_use]
    pub fn next(
        mut self,
        id: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.0.next = Some(Sentence { id: id.into(), en: en.into() });
        self
    }

    /// The path of the field that is wrong.
    #[must_use]
    pub fn field(self, path: impl Into<String>) -> Self {
        self.member("field", path.into())
    }

    /// When to come back, in whole seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        self.header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// A header of the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// The same problem under another code of the table.
    #[must_use]
    pub(crate) fn become_code(mut self, code: &'static Code) -> Self {
        self.0.status = code.status;
        self.0.code = code.code;
        self
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.0.code
    }

    /// The rule that refused, where one did.
    #[must_use]
    pub fn rule_name(&self) -> Option<&str> {
        self.0.rule.as_deref()
    }

    /// The document as it is shown to one reader.
    #[must_use]
    pub fn shown<'a>(&'a self, lang: Lang, trace_id: &'a str) -> ShownProblem<'a> {
        let title = match (&self.0.title, codes::find(self.0.code)) {
            (Some(title), _) => title.in_language(lang),
            (None, Some(row)) => row.title(lang),
            (None, None) => codes::status_title(self.0.status, lang),
        };
        let detail = self.0.detail.in_language(lang);
        ShownProblem {
            kind: format!("urn:wikarta:problem:{}", self.0.code),
            title,
            status: self.0.status.as_u16(),
            detail: if detail.is_empty() { title } else { detail },
            code: self.0.code,
            rule: self.0.rule.as_deref(),
            next: self.0.next.as_ref().map(|next| next.in_language(lang)),
            allowed: &self.0.allowed,
            trace_id,
            members: &self.0.members,
            lang,
        }
    }

    /// Puts the headers of the problem on an answer.
    pub(crate) fn put_headers(&self, response: &mut Response) {
        for (name, value) in &self.0.headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.shown(Lang::default(), "").to_json();
        self.put_headers(&mut response);
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem in one language, as it is written into the answer.
#[derive(Debug, Clone, Serialize)]
pub struct ShownProblem<'a> {
    /// A URN that names the kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a short sentence.
    pub title: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// This case in a sentence.
    pub detail: &'a str,
    /// The stable code.
    pub code: &'a str,
    /// The rule that refused, where one did.
    pub rule: Option<&'a str>,
    /// What would be possible instead, or who may, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<&'a str>,
    /// What would be allowed instead.
    pub allowed: &'a [String],
    /// Ties the answer to the log.
    pub trace_id: &'a str,
    /// Further members.
    #[serde(flatten)]
    pub members: &'a Map<String, Value>,
    /// The language of the texts.
    #[serde(skip)]
    pub lang: Lang,
}

impl ShownProblem<'_> {
    /// The JSON document.
    #[must_use]
    pub fn to_json(&self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(self).unwrap_or_default();
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, kind, body).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_every_member() {
        let problem = Problem::new(StatusCode::CONFLICT, "not_payable")
            .rule("only_open_invoices_are_payable")
            .say("Tagihan sudah lunas.", "The invoice is paid.")
            .allowed(["view"])
            .member("invoice_id", "inv_1");
        let document = serde_json::to_value(problem.shown(Lang::En, "abc")).unwrap();
        insta::assert_json_snapshot!(document, @r#"
        {
          "allowed": [
            "view"
          ],
          "code": "not_payable",
          "detail": "The invoice is paid.",
          "invoice_id": "inv_1",
          "rule": "only_open_invoices_are_payable",
          "status": 409,
          "title": "Not possible in the present state.",
          "trace_id": "abc",
          "type": "urn:wikarta:problem:not_payable"
        }
        "#);
    }

    #[test]
    fn a_problem_of_the_table_has_title_and_detail_in_both_languages() {
        let problem = Problem::of(&codes::RATE_LIMITED).retry_after(7);
        assert_eq!(problem.shown(Lang::Id, "").detail, "Terlalu banyak permintaan.");
        assert_eq!(problem.shown(Lang::En, "").title, "Too many requests.");
        let response = problem.into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "7");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    }
}
