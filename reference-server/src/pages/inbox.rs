//! `/kotak-pesan`: messages that were kept instead of sent.

use askama::Template;

use super::chrome::Chrome;
use super::form::Facts;
use super::parts::{Empty, Link, Pager, StatusChip, When};

/// `/kotak-pesan`: the list.
#[derive(Debug, Clone, Template)]
#[template(path = "inbox.html", whitespace = "minimize")]
pub struct InboxPage {
    /// The frame.
    pub chrome: Chrome,
    /// The channels to choose from, and which is chosen.
    pub channels: Vec<(Link, Chosen)>,
    /// The rows.
    pub rows: Vec<InboxRow>,
    /// Shown instead of the table when there are no rows.
    pub empty: Empty,
    /// Onwards.
    pub pager: Pager,
}

/// Whether a way is the one that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// It is.
    Here,
    /// It leads elsewhere.
    Elsewhere,
}

/// One message of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxRow {
    /// Its page.
    pub href: String,
    /// How it begins.
    pub begins: String,
    /// What kind.
    pub kind: String,
    /// On which channel.
    pub channel: String,
    /// To whom, masked.
    pub to: String,
    /// When.
    pub at: When,
    /// What was told of it.
    pub told: StatusChip,
}

/// `/kotak-pesan/{id}`: one message as its reader sees it.
#[derive(Debug, Clone, Template)]
#[template(path = "message.html", whitespace = "minimize")]
pub struct MessagePage {
    /// The frame.
    pub chrome: Chrome,
    /// Where it belongs.
    pub crumbs: Vec<Link>,
    /// What kind.
    pub title: String,
    /// What was told of it.
    pub told: StatusChip,
    /// Who, when, about what.
    pub facts: Facts,
    /// The message.
    pub seen: Seen,
}

/// A message as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A letter: its page goes into a frame without any right, so whatever a name has smuggled into
    /// it does nothing.
    Letter {
        /// The subject.
        subject: String,
        /// The page.
        html: String,
        /// The same words without markup.
        text: String,
    },
    /// A bubble on a phone.
    Bubble {
        /// `wa` or `sms`: how it is drawn.
        class: &'static str,
        /// The words, as pieces: plain and bold by turns, beginning with plain.
        pieces: Vec<String>,
        /// The time beside it.
        clock: When,
    },
}
