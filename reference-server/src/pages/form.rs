//! A form with labelled fields, and a button that says why it is blocked.

use askama::Template;
use askama::filters::HtmlSafe;

use super::invoices::Choice;
use super::parts::{Link, Refusal};
use crate::text::Lang;

/// How heavy a button stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The one primary action of a page.
    Main,
    /// One among others.
    Plain,
    /// It refuses or takes something back.
    Risk,
}

impl Weight {
    /// The CSS classes of a button of this weight.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Main => "btn go",
            Self::Plain => "btn",
            Self::Risk => "btn risk",
        }
    }
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A short text.
    Text,
    /// Whole rupiah, typed in any of the usual ways.
    Money,
    /// Digits, such as a number of months.
    Digits,
    /// A civil day.
    Day,
    /// Sentences.
    Area,
    /// A whole text file, pasted.
    Lines,
    /// One of these.
    Select(Vec<Choice>),
    /// Not shown.
    Hidden,
}

/// Whether a field may be left empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must be filled.
    Required,
    /// It may be left empty.
    Optional,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in the form.
    pub name: &'static str,
    /// What stands over it.
    pub label: String,
    /// What to know before filling it.
    pub hint: Option<String>,
    /// What is wrong with what was typed.
    pub error: Option<String>,
    /// What it holds.
    pub value: String,
    /// What it takes.
    pub input: Input,
    /// Whether it may be left empty.
    pub need: Need,
}

impl Field {
    /// A required field without a value.
    pub fn new(name: &'static str, label: impl Into<String>, input: Input) -> Self {
        let (hint, error, value) = (None, None, String::new());
        Self { name, label: label.into(), hint, error, value, input, need: Need::Required }
    }

    /// A field that nobody sees.
    pub fn hidden(name: &'static str, value: impl Into<String>) -> Self {
        Self::new(name, "", Input::Hidden).with(value)
    }

    /// The same with a value.
    #[must_use]
    pub fn with(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The same with something to know beforehand.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same, but it may be left empty.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.need = Need::Optional;
        self
    }

    const fn is_required(&self) -> bool {
        matches!(self.need, Need::Required)
    }

    pub(super) const fn is_numeric(&self) -> bool {
        matches!(self.input, Input::Money | Input::Digits)
    }

    const fn is_long(&self) -> bool {
        matches!(self.input, Input::Text)
    }

    /// The ids of what describes the field, for `aria-describedby`.
    pub(super) fn described(&self, form: &str) -> Option<String> {
        let part = |there: bool, end: &str| there.then(|| format!("{form}-{}-{end}", self.name));
        let parts = [part(self.hint.is_some(), "h"), part(self.error.is_some(), "e")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// A form that posts.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "form.html", whitespace = "minimize")]
pub struct Form {
    /// The language of its labels.
    pub lang: Lang,
    /// Tells the forms of a page apart; begins the ids of its fields.
    pub id: String,
    /// Where it posts to.
    pub action: String,
    /// The token of the form.
    pub csrf: String,
    /// So that a double click is one act.
    pub idempotency_key: String,
    /// The fields, in order.
    pub fields: Vec<Field>,
    /// The words of the button.
    pub submit: String,
    /// How heavy it stands.
    pub weight: Weight,
    /// The way back, beside the button.
    pub back: Option<Link>,
}

impl HtmlSafe for Form {}

impl Form {
    /// Marks what is wrong with a field, if the form has it; answers whether it does.
    pub fn blame(&mut self, field: &str, sentence: &str) -> bool {
        let found = self.fields.iter_mut().find(|one| one.name == field);
        let shown = found.filter(|one| one.input != Input::Hidden);
        shown.map(|one| one.error = Some(sentence.to_owned())).is_some()
    }

    /// Puts back what was typed.
    pub fn retype(&mut self, typed: &[(&str, Option<&str>)]) {
        for field in &mut self.fields {
            let value = typed.iter().find(|(name, _)| *name == field.name);
            let Some(value) = value.and_then(|(_, value)| *value) else { continue };
            if let Input::Select(choices) = &mut field.input {
                choices.iter_mut().for_each(|choice| choice.selected = choice.value == value);
            }
            value.clone_into(&mut field.value);
        }
    }
}

/// An act that is open to the reader, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActBox {
    /// No business of this reader, or a state where nobody would look for it.
    Hidden,
    /// The form.
    Ready(Form),
    /// The button, blocked, with the reason.
    Refused {
        /// The words of the button.
        words: String,
        /// Why not.
        refusal: Refusal,
    },
}

impl ActBox {
    /// Whether anything is shown.
    #[must_use]
    pub const fn is_shown(&self) -> bool {
        !matches!(self, Self::Hidden)
    }
}

/// A titled act, folded until it is wanted; the blocked ones say why in the open.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "folded.html", whitespace = "minimize")]
pub struct Folded {
    /// Tells the acts of a page apart.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The act.
    pub act: ActBox,
    /// Open from the start: what was typed was wrong.
    pub open: bool,
}

impl HtmlSafe for Folded {}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
    /// Where the value leads.
    pub href: Option<String>,
    /// More, in a smaller voice.
    pub note: Option<String>,
}

impl Fact {
    /// A fact.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), href: None, note: None }
    }

    /// The same, leading somewhere.
    #[must_use]
    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// The same with more to it.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// Labels and values.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "facts.html", whitespace = "minimize")]
pub struct Facts(pub Vec<Fact>);

impl HtmlSafe for Facts {}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        let choice =
            |value: &str| Choice { value: value.into(), label: value.into(), selected: false };
        Form {
            lang: Lang::Id,
            id: "ajukan".into(),
            action: "/x".into(),
            csrf: "c".into(),
            idempotency_key: "k".into(),
            fields: vec![
                Field::hidden("route", "a"),
                Field::new("reason", "Alasan", Input::Area).hinted("Minimal 10 huruf."),
                Field::new("kind", "Jenis", Input::Select(vec![choice("a"), choice("b")])),
            ],
            submit: "Ajukan <Rp1>".into(),
            weight: Weight::Main,
            back: None,
        }
    }

    #[test]
    fn what_is_wrong_stands_at_its_field_with_what_was_typed() {
        let mut form = form();
        assert!(form.blame("reason", "Alasan minimal 10 karakter."));
        assert!(!form.blame("route", "x") && !form.blame("other", "x"));
        form.retype(&[("reason", Some("<pendek>")), ("kind", Some("b"))]);
        let html = form.to_string();
        for part in [
            "aria-invalid=\"true\"",
            "aria-describedby=\"ajukan-reason-h ajukan-reason-e\"",
            "&#60;pendek&#62;",
            "value=\"b\" selected",
            "Ajukan &#60;Rp1&#62;",
        ] {
            assert!(html.contains(part), "`{part}` is missing: {html}");
        }
    }
}
