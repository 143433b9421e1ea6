//! Forms on records: what they bring, where they lead, and how they come back when something is
//! wrong with what was typed.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::command::Command;

use super::viewer::Viewer;
use super::why::{self, Weighed};
use super::{correction, respond};
use crate::answer::{Problem, codes};
use crate::app::{App, named_command};
use crate::http::{FormFields, IdempotencyKey};
use crate::pages::{
    ActBox, Choice, Field, Folded, Form, FormPage, Note, NoteTone, RecordPage, Voice, Weight,
};
use crate::text::Lang;

/// What a form brought, by field.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Sent(BTreeMap<String, String>);

/// A form as handlers get it.
pub type Brought = Result<FormFields<Sent>, Problem>;

impl Sent {
    /// The form, when it brought no other fields than these.
    ///
    /// # Errors
    /// 400 for a field that the form does not have.
    pub fn of(brought: Brought, fields: &[&str]) -> Result<Self, Problem> {
        let FormFields(sent) = brought?;
        let known = |name: &String| name == "idempotency_key" || fields.contains(&name.as_str());
        match sent.0.keys().find(|name| !known(name)) {
            Some(other) => Err(Problem::of(&codes::UNKNOWN_FIELD).field(other.clone())),
            None => Ok(sent),
        }
    }

    /// A field's text; empty when it was not brought.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// A field's text, when something was typed.
    #[must_use]
    pub fn some(&self, field: &str) -> Option<&str> {
        Some(self.text(field)).filter(|text| !text.trim().is_empty())
    }

    /// The key that makes a double click one act.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        self.0.get("idempotency_key").cloned()
    }

    fn pairs(&self) -> Vec<(&str, Option<&str>)> {
        self.0.iter().map(|(name, value)| (name.as_str(), Some(value.as_str()))).collect()
    }
}

/// Sends a command of a form and leads on to a record, with a word that proves that it was done.
///
/// # Errors
/// What the rules or the books say.
pub async fn send(
    app: &App,
    viewer: &Viewer,
    (sent, command): (&Sent, Command),
    next: &str,
) -> Result<Response, Problem> {
    let key = sent.key();
    why::carry_out(app, viewer, key.clone(), command).await?;
    let done = key.map_or_else(String::new, |key| format!("?selesai={key}"));
    Ok(respond::see(&format!("{next}{done}")))
}

/// The note that the reader's own act was carried out, when the books remember it.
pub async fn done(app: &App, viewer: &Viewer, key: Option<&str>) -> Option<Note> {
    let key = IdempotencyKey(Some(key?.to_owned()));
    let command = named_command(&viewer.actor, &key)?;
    let kept = app.store.answer_of(&command).await.ok()?;
    let t = &viewer.lang.texts().record;
    kept.map(|_| Note::new(NoteTone::Ok, Voice::Answer, t.done))
}

/// A page with one of its forms open again, what was typed put back, and what is wrong with it; any
/// other problem stays one.
///
/// # Errors
/// The problem itself, when it is not about what was typed.
pub fn again(
    viewer: &Viewer,
    mut page: RecordPage,
    (id, sent): (&str, &Sent),
    problem: Problem,
) -> Result<Response, Problem> {
    let Some(folded) = page.acts().find(|folded| folded.id == id) else { return Err(problem) };
    let ActBox::Ready(form) = &mut folded.act else { return Err(problem) };
    form.retype(&sent.pairs());
    let note = correction::wrong(viewer, form, &problem);
    folded.open = true;
    page.chrome.note = Some(note);
    respond::page(&page, problem.status(), viewer.lang)
}

/// The same for a form on a page of its own.
///
/// # Errors
/// The problem itself, when it is not about what was typed.
pub fn form_again(
    viewer: &Viewer,
    mut page: FormPage,
    sent: &Sent,
    problem: Problem,
) -> Result<Response, Problem> {
    if !about_typing(&problem) {
        return Err(problem);
    }
    page.form.retype(&sent.pairs());
    page.chrome.note = Some(correction::wrong(viewer, &mut page.form, &problem));
    respond::page(&page, problem.status(), viewer.lang)
}

/// Whether a problem is about what was typed, so that the form is the place to say it.
#[must_use]
pub fn about_typing(problem: &Problem) -> bool {
    problem.status() == StatusCode::UNPROCESSABLE_ENTITY
}

/// A form of a record, under construction.
#[derive(Debug)]
pub struct Draft<'a> {
    viewer: &'a Viewer,
    id: String,
    title: String,
    form: Form,
}

impl<'a> Draft<'a> {
    /// A form with these fields that posts there; `key` tells the page's forms apart.
    pub fn new(
        viewer: &'a Viewer,
        (id, title): (&str, impl Into<String>),
        action: impl Into<String>,
        fields: Vec<Field>,
        key: &str,
    ) -> Self {
        let title = title.into();
        let form = Form {
            lang: viewer.lang,
            id: id.to_owned(),
            action: action.into(),
            csrf: viewer.form.clone(),
            idempotency_key: format!("{key}-{id}"),
            fields,
            submit: title.clone(),
            weight: Weight::Plain,
            back: None,
        };
        Self { viewer, id: id.to_owned(), title, form }
    }

    /// The same with other words in its button.
    #[must_use]
    pub fn button(mut self, words: impl Into<String>) -> Self {
        self.form.submit = words.into();
        self
    }

    /// The same, as the page's main action or as a risky one.
    #[must_use]
    pub const fn weighing(mut self, weight: Weight) -> Self {
        self.form.weight = weight;
        self
    }

    /// The form alone.
    #[must_use]
    pub fn form(self) -> Form {
        self.form
    }

    /// The form when the rules would say yes; else its button with the reason.
    #[must_use]
    pub fn if_open(self, weighed: &Weighed) -> Folded {
        let act = why::act_box(self.viewer, weighed, self.form);
        Folded { id: self.id, title: self.title, act, open: false }
    }

    /// The same, but nothing at all where the state is against it: nobody would look for it.
    #[must_use]
    pub fn if_looked_for(self, weighed: &Weighed) -> Folded {
        use wikarta_core::refusal::Refusal as R;
        let unlooked = matches!(weighed, Err(R::State { .. } | R::Nothing(_) | R::NotFound { .. }));
        if unlooked {
            return Folded { id: self.id, title: self.title, act: ActBox::Hidden, open: false };
        }
        self.if_open(weighed)
    }
}

/// Options of a select, the chosen one marked.
#[must_use]
pub fn choices<V: AsRef<str>, L: AsRef<str>>(all: &[(V, L)], now: &str) -> Vec<Choice> {
    let choice = |(value, label): &(V, L)| Choice {
        value: value.as_ref().to_owned(),
        label: label.as_ref().to_owned(),
        selected: value.as_ref() == now,
    };
    all.iter().map(choice).collect()
}

/// A field for a reason.
#[must_use]
pub fn reason(lang: Lang) -> Field {
    Field::new("reason", lang.texts().corrections.reason_field, crate::pages::Input::Area)
}
