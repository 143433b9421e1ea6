//! What is answered, as JSON: beside `v` and the id of what was asked, exactly one of `done`,
//! `refused`, `fault` and `malformed`. Each of the last three has a stable `code`, and a `text` in
//! English and, where there is one, in Indonesian.

use serde_json::{Value, json};

use super::VERSION;
use super::flaw::{Flaw, WireError};
use crate::account::Attempt;
use crate::decide::Answer;
use crate::dunning::text::Language;
use crate::event::Effect;
use crate::id::EffectId;
use crate::refusal::Refusal;

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    id: Option<String>,
    kind: ReplyKind,
    body: Value,
}

/// What the engine did.
#[derive(Debug, Clone)]
pub struct Done<'a> {
    /// What the asker is told.
    pub answer: &'a Answer,
    /// Whether it was the first time: `first` or `again`.
    pub repeat: &'static str,
    /// Work that follows from it.
    pub effects: Vec<(&'a EffectId, &'a Effect)>,
    /// The payment attempt that the answer speaks of, as it stands: with the code to pay by, when the
    /// gateway has given one.
    pub attempt: Option<&'a Attempt>,
}

crate::words::words! {
    /// Of which kind an answer is: the one key beside `v` and `id`.
    ReplyKind {
        /// It was done, or computed.
        Done = "done",
        /// A rule says no.
        Refused = "refused",
        /// The world failed.
        Fault = "fault",
        /// It was not understood.
        Malformed = "malformed",
    }
}

crate::words::words! {
    /// How the world failed.
    FaultCode {
        /// The books cannot be reached now.
        StoreBusy = "store_busy",
        /// The books cannot take this.
        StoreBroken = "store_broken",
        /// Others changed the same account again and again.
        Contended = "contended",
    }
}

impl Reply {
    /// It was done, or computed.
    #[must_use]
    pub fn done(id: Option<&str>, body: Value) -> Self {
        Self::new(id, ReplyKind::Done, body)
    }

    /// The engine did it.
    #[must_use]
    pub fn carried_out(id: &str, done: &Done<'_>) -> Self {
        let effect = |(id, effect): &(&EffectId, &Effect)| json!({ "id": id, "effect": effect });
        let mut body = json!({
            "answer": done.answer,
            "repeat": done.repeat,
            "effects": done.effects.iter().map(effect).collect::<Vec<_>>(),
        });
        if let (Some(attempt), Some(body)) = (done.attempt, body.as_object_mut()) {
            body.insert("attempt".to_owned(), json!(attempt));
        }
        Self::new(Some(id), ReplyKind::Done, body)
    }

    /// A rule says no; asked again it will say no again.
    #[must_use]
    pub fn refused(id: Option<&str>, refusal: &Refusal) -> Self {
        let mut body = json!({
            "code": refusal.code(),
            "rule": refusal.rule(),
            "text": { "en": refusal.to_string() },
            "allowed": refusal.allowed(),
        });
        if let (Refusal::Policy(flaws), Some(body)) = (refusal, body.as_object_mut()) {
            let told = flaws.0.iter().map(|found| {
                let text = |language| found.flaw.text(language);
                let text = json!({ "en": text(Language::En), "id": text(Language::Id) });
                json!({ "key": found.key, "text": text })
            });
            body.insert("flaws".to_owned(), told.collect());
        }
        Self::new(id, ReplyKind::Refused, body)
    }

    /// The world failed; `again` says whether asking again may help.
    #[must_use]
    pub fn fault(id: Option<&str>, code: FaultCode, message: &str) -> Self {
        let again = match code {
            FaultCode::StoreBusy | FaultCode::Contended => true,
            FaultCode::StoreBroken => false,
        };
        let body = json!({ "code": code, "text": { "en": message }, "again": again });
        Self::new(id, ReplyKind::Fault, body)
    }

    /// It was not understood.
    #[must_use]
    pub fn malformed(id: Option<&str>, error: &WireError) -> Self {
        let flaw = &error.flaw;
        let mut text = json!({ "en": flaw.text(Language::En) });
        // What refused a value speaks English alone.
        if let (false, Some(text)) = (matches!(flaw, Flaw::Value(_)), text.as_object_mut()) {
            text.insert("id".to_owned(), json!(flaw.text(Language::Id)));
        }
        let mut body = json!({ "code": flaw.code(), "path": error.path, "text": text });
        if let Some(body) = body.as_object_mut() {
            if let Some(nearest) = flaw.nearest() {
                body.insert("nearest".to_owned(), json!(nearest));
            }
            if !flaw.allowed().is_empty() {
                body.insert("allowed".to_owned(), json!(flaw.allowed()));
            }
            if let Flaw::Kind { found, wanted } = flaw {
                body.insert("found".to_owned(), json!(found));
                body.insert("wanted".to_owned(), json!(wanted));
            }
        }
        Self::new(id, ReplyKind::Malformed, body)
    }

    /// Of which kind it is.
    #[must_use]
    pub const fn kind(&self) -> ReplyKind {
        self.kind
    }

    /// The answer as JSON on one line.
    #[must_use]
    pub fn print(&self) -> String {
        let mut whole = json!({ "v": VERSION, self.kind.as_str(): self.body });
        if let (Some(id), Some(whole)) = (&self.id, whole.as_object_mut()) {
            whole.insert("id".to_owned(), json!(id));
        }
        whole.to_string()
    }

    fn new(id: Option<&str>, kind: ReplyKind, body: Value) -> Self {
        Self { id: id.map(str::to_owned), kind, body }
    }
}
