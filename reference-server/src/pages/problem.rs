//! Refused, not found, conflict, our fault, too many: what, why, and what is allowed.

use askama::Template;
use askama::filters::HtmlSafe;

use super::assets;
use super::chrome::{Chrome, Theme};
use super::parts::{Link, NoteTone, Refusal};
use crate::answer::ShownProblem;
use crate::answer::page::plain;
use crate::text::problem as words;
use crate::text::{Lang, say};

/// What went wrong, in the order in which people need it.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "problem_body.html", whitespace = "minimize")]
pub struct Problem {
    /// The language of its labels.
    pub lang: Lang,
    /// How it sounds.
    pub tone: NoteTone,
    /// What happened.
    pub title: String,
    /// Why, in this case.
    pub body: Vec<String>,
    /// What is allowed, by whom.
    pub allowed: Vec<String>,
    /// The stable code.
    pub code: String,
    /// The trace to quote, when it is our fault.
    pub trace: Option<String>,
    /// Ways on; the first is the main one.
    pub ways: Vec<Link>,
}

impl HtmlSafe for Problem {}

impl Problem {
    fn new(lang: Lang, tone: NoteTone, code: &str, title: &str) -> Self {
        Self {
            lang,
            tone,
            title: title.to_owned(),
            body: Vec::new(),
            allowed: Vec::new(),
            code: code.to_owned(),
            trace: None,
            ways: Vec::new(),
        }
    }

    /// 403: a permission or rule is against it.
    #[must_use]
    pub fn forbidden(refusal: Refusal, lang: Lang) -> Self {
        let t = &lang.texts().problem;
        let mut problem = Self::new(lang, NoteTone::Mute, &refusal.rule, t.forbidden);
        problem.body = vec![refusal.reason, t.nothing_changed.to_owned()];
        problem.allowed = refusal.allowed;
        problem.ways = vec![Link::new(t.to_dashboard, "/")];
        problem
    }

    /// 404: no such page, or not visible to this role.
    #[must_use]
    pub fn not_found(lang: Lang) -> Self {
        let t = &lang.texts().problem;
        let mut problem = Self::new(lang, NoteTone::Mute, "NOT_FOUND", t.not_found);
        problem.body = vec![t.not_found_why.to_owned()];
        problem.ways = vec![Link::new(t.to_dashboard, "/"), Link::new(t.to_invoices, "/tagihan")];
        problem
    }

    /// 404 where there is no panel to go to, such as a pay link nobody gave out.
    #[must_use]
    pub fn unknown_link(lang: Lang) -> Self {
        let mut problem = Self::not_found(lang);
        problem.ways.clear();
        problem
    }

    /// 409: the state of the record is against it, or somebody was faster.
    #[must_use]
    pub fn conflict(refusal: Refusal, reload: String, lang: Lang) -> Self {
        let t = &lang.texts().problem;
        let mut problem = Self::new(lang, NoteTone::Wait, &refusal.rule, t.conflict);
        problem.title = refusal.reason;
        problem.body = vec![t.nothing_changed.to_owned(), t.conflict_why.to_owned()];
        problem.allowed = refusal.allowed;
        problem.ways = vec![Link::new(t.reload, reload)];
        problem
    }

    /// 400 or 403: the form's token is old or foreign.
    #[must_use]
    pub fn stale_form(reopen: String, lang: Lang) -> Self {
        let t = &lang.texts().problem;
        let mut problem = Self::new(lang, NoteTone::Wait, "CSRF", t.form_expired);
        problem.body = vec![t.nothing_changed.to_owned(), t.form_expired_why.to_owned()];
        problem.ways = vec![Link::new(t.reload, reopen)];
        problem
    }

    /// 429: too many requests; try again in some seconds.
    #[must_use]
    pub fn too_many(seconds: u64, lang: Lang) -> Self {
        let t = &lang.texts().problem;
        let mut problem = Self::new(lang, NoteTone::Wait, "RATE_LIMIT", t.too_many);
        problem.body = vec![say::retry_in(lang, seconds)];
        problem
    }

    /// 500: our fault, with the trace to quote.
    #[must_use]
    pub fn our_fault(trace: impl Into<String>, lang: Lang) -> Self {
        let t = &lang.texts().problem;
        let mut problem = Self::new(lang, NoteTone::Bad, "500", t.our_fault);
        problem.body = vec![t.our_fault_why.to_owned()];
        problem.trace = Some(trace.into());
        problem
    }

    /// 503: the gateway or our store does not answer just now; nothing is lost.
    #[must_use]
    pub fn gateway_down(lang: Lang) -> Self {
        let t = &lang.texts().problem;
        Self::new(lang, NoteTone::Wait, "GATEWAY_DOWN", t.gateway_down)
    }

    /// Any problem as it is shown to one reader, without ways on.
    #[must_use]
    pub fn shown(shown: &ShownProblem<'_>) -> Self {
        let t = &shown.lang.texts().problem;
        let tone = match shown.status {
            500.. => NoteTone::Bad,
            401 | 403 | 404 => NoteTone::Mute,
            _ => NoteTone::Wait,
        };
        let mut problem = Self::new(shown.lang, tone, shown.code, shown.title);
        if shown.detail != shown.title {
            problem.body.push(shown.detail.to_owned());
        }
        problem.body.extend(shown.rule.map(|rule| format!("{}: {rule}", t.rule)));
        if matches!(shown.status, 403 | 409 | 422) {
            problem.body.push(t.nothing_changed.to_owned());
        }
        let word = |act: &String| words::act(act, shown.lang).to_owned();
        problem.allowed = shown.allowed.iter().map(word).collect();
        let ours = shown.status >= 500 && !shown.trace_id.is_empty();
        problem.trace = ours.then(|| shown.trace_id.to_owned());
        problem
    }

    /// Adds a way on.
    #[must_use]
    pub fn with_way(mut self, way: Link) -> Self {
        self.ways.push(way);
        self
    }
}

/// The page of a problem that the edge of the server answers to a person, signed in or not.
#[must_use]
pub fn problem_page(shown: &ShownProblem<'_>) -> String {
    let mut problem = Problem::shown(shown);
    problem.ways = match shown.code {
        "denied" => vec![Link::new(shown.lang.texts().problem.to_dashboard, "/")],
        "not_signed_in" => vec![Link::new(shown.lang.texts().sign_in.title, "/masuk")],
        _ => Vec::new(),
    };
    let page = PlainProblemPage { theme: Theme::System, company: "wikarta".to_owned(), problem };
    page.render().unwrap_or_else(|_| plain(shown))
}

/// A problem inside the panel.
#[derive(Debug, Clone, Template)]
#[template(path = "problem.html", whitespace = "minimize")]
pub struct ProblemPage {
    /// The frame.
    pub chrome: Chrome,
    /// What went wrong.
    pub problem: Problem,
}

/// A problem where nobody is signed in.
#[derive(Debug, Clone, Template)]
#[template(path = "problem_plain.html", whitespace = "minimize")]
pub struct PlainProblemPage {
    /// Light, dark or the system's.
    pub theme: Theme,
    /// Whose page this is.
    pub company: String,
    /// What went wrong.
    pub problem: Problem,
}

impl PlainProblemPage {
    const fn version(&self) -> &'static str {
        assets::VERSION
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_its_rule_and_what_is_allowed() {
        let refusal = Refusal {
            rule: "FORBIDDEN".into(),
            reason: "Perlu izin `invoice.issue`.".into(),
            allowed: vec!["KEUANGAN".into()],
        };
        let html = Problem::forbidden(refusal, Lang::Id).to_string();
        for part in ["FORBIDDEN", "invoice.issue", "KEUANGAN", "Tidak ada yang berubah"] {
            assert!(html.contains(part), "{part} is missing from {html}");
        }
    }
}
