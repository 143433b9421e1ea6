//! `/koreksi/{id}`: one refund or void, and the page that asks before an act.

use askama::Template;

use super::chrome::Chrome;
use super::form::{Facts, Form, Weight};
use super::parts::{Link, Note, Refusal, StatusChip, When};

/// `/koreksi/{id}`: where it stands, who had a hand in it, and what is open to the reader.
#[derive(Debug, Clone, Template)]
#[template(path = "correction.html", whitespace = "minimize")]
pub struct CorrectionPage {
    /// The frame.
    pub chrome: Chrome,
    /// What it is and how much.
    pub title: String,
    /// Its whole id.
    pub id: String,
    /// Where it stands.
    pub status: StatusChip,
    /// Whose it is.
    pub customer: Link,
    /// The bill that it is about.
    pub invoice: Option<Link>,
    /// Who asked, when.
    pub asked: String,
    /// The path, drawn as steps.
    pub steps: Vec<Step>,
    /// Amount, route, evidence.
    pub facts: Facts,
    /// Everybody's hand in it, in order of time.
    pub hands: Vec<HandRow>,
    /// Who can go on.
    pub turn: Turn,
    /// What the reader can do.
    pub acts: Vec<CaseLink>,
}

impl CorrectionPage {
    /// Whether an act leads to a page that asks again.
    fn asks(&self) -> bool {
        self.acts.iter().any(|act| matches!(act, CaseLink::Open { .. }))
    }
}

/// How a step of a path stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// It was taken.
    Done,
    /// It is the one that waits.
    Now,
    /// It comes later.
    Ahead,
    /// It ended here.
    Stopped,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub name: String,
    /// Who and when, or who will.
    pub note: String,
    /// How it stands.
    pub state: StepState,
}

impl Step {
    const fn class(&self) -> &'static str {
        match self.state {
            StepState::Done => "did",
            StepState::Now => "now",
            StepState::Ahead => "",
            StepState::Stopped => "stop",
        }
    }

    const fn sign(&self) -> &'static str {
        match self.state {
            StepState::Done => "✓ ",
            StepState::Stopped => "✕ ",
            StepState::Now | StepState::Ahead => "",
        }
    }

    const fn is_now(&self) -> bool {
        matches!(self.state, StepState::Now)
    }
}

/// Somebody's hand in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandRow {
    /// What was done.
    pub deed: String,
    /// By whom.
    pub who: String,
    /// When.
    pub when: When,
    /// In whose words; empty for none.
    pub words: String,
}

/// Who can carry a case on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// It has ended.
    Over,
    /// These people, besides the reader or without.
    People(Vec<String>),
    /// Nobody at present.
    Nobody,
}

/// A way to the confirmation of an act, or why it is blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseLink {
    /// Open.
    Open {
        /// The words of the button.
        words: String,
        /// Where it asks again.
        href: String,
        /// How heavy it stands.
        weight: Weight,
    },
    /// Blocked.
    Blocked {
        /// The words of the button.
        words: String,
        /// Why not, and who may.
        refusal: Refusal,
    },
}

/// The page that asks before an act: it repeats what is decided.
#[derive(Debug, Clone, Template)]
#[template(path = "confirm.html", whitespace = "minimize")]
pub struct ConfirmPage {
    /// The frame.
    pub chrome: Chrome,
    /// The list and the record it belongs to.
    pub crumbs: Vec<Link>,
    /// The question.
    pub question: String,
    /// One line under it.
    pub about: String,
    /// What is decided.
    pub facts: Facts,
    /// What follows from it.
    pub note: Note,
    /// The form.
    pub form: Form,
}
