//! `/koreksi`: refunds and voids in one list.

use askama::Template;
use wikarta_core::money::Rupiah;

use super::chrome::Chrome;
use super::invoices::Choice;
use super::parts::{Empty, Pager, StatusChip};

/// `/koreksi`: filter and list, newest first.
#[derive(Debug, Clone, Template)]
#[template(path = "corrections.html", whitespace = "minimize")]
pub struct CorrectionsPage {
    /// The frame.
    pub chrome: Chrome,
    /// One line under the title.
    pub summary: String,
    /// The stages to choose from.
    pub stages: Vec<Choice>,
    /// The tiers to choose from.
    pub tiers: Vec<Choice>,
    /// Whose.
    pub mine: Vec<Choice>,
    /// Whether anything is filtered by.
    pub filtered: bool,
    /// The rows.
    pub rows: Vec<CorrectionRow>,
    /// Shown instead of the table when there are no rows.
    pub empty: Empty,
    /// Onwards.
    pub pager: Pager,
}

/// One refund or void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRow {
    /// Refund or void.
    pub kind: String,
    /// Its page.
    pub href: String,
    /// The beginning of its id.
    pub id: String,
    /// The reason that was given.
    pub reason: String,
    /// The invoice's number; empty shows a dash.
    pub invoice: String,
    /// Whose.
    pub customer: String,
    /// Where it stands.
    pub status: StatusChip,
    /// Its tier.
    pub tier: u8,
    /// How long ago it was asked for; `None` once it ended.
    pub age: Option<String>,
    /// Who has to act now; empty shows a dash.
    pub turn: String,
    /// It is the reader.
    pub mine: bool,
    /// How much.
    pub amount: Rupiah,
}
