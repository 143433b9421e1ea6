//! `/tagihan/{id}`

use askama::Template;
use wikarta_core::money::Rupiah;

use super::channels::ChannelForm;
use super::chrome::Chrome;
use super::form::{Facts, Folded};
use super::parts::{Due, Instruction, Link, Refusal, StatusChip, When};
use super::timeline::{ChainMark, Timeline};
use crate::text::{format, say};

/// `/tagihan/{id}`: what is billed, how it is being paid, and everything that happened.
#[derive(Debug, Clone, Template)]
#[template(path = "invoice.html", whitespace = "minimize")]
pub struct InvoicePage {
    /// The frame.
    pub chrome: Chrome,
    /// The invoice's number, or the word for a draft.
    pub number: String,
    /// Its status.
    pub status: StatusChip,
    /// The month it bills, for the crumb.
    pub month: String,
    /// Whose it is; a link if the role may open it.
    pub customer: Link,
    /// Facts beside the name: id, town and zone, period.
    pub facts: Vec<String>,
    /// When it is due; `None` for a draft.
    pub due: Option<Due>,
    /// The button that issues a draft.
    pub issue: IssueBox,
    /// The public pay page, once issued.
    pub pay_href: Option<String>,
    /// The absolute address of the pay page, for the copy button.
    pub pay_link: Option<String>,
    /// Codes that can be paid now.
    pub live: Vec<LiveCode>,
    /// The form that makes a code.
    pub charge: ChargeBox,
    /// One line over the lines: issued, due.
    pub dates: String,
    /// The lines.
    pub lines: Vec<LineRow>,
    /// Tax and total under the lines, in order.
    pub sums: Vec<SumRow>,
    /// Facts under the sums, such as the tax code.
    pub sums_note: Option<String>,
    /// Every attempt, newest first, if the role may see payments.
    pub attempts: Attempts,
    /// Refunds and voids of it, and the forms that ask for them, if the role may see them.
    pub corrections: Option<CorrectionBox>,
    /// The bill as it stood on a day of the past; absent for drafts.
    pub past: Option<PastBox>,
    /// What happened, if the role may see it.
    pub timeline: Option<Timeline>,
}

/// A day of the past to look at, and what the bill was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastBox {
    /// Where the form goes.
    pub action: String,
    /// What stands in the field.
    pub value: String,
    /// What was found, when a day was asked for.
    pub state: Option<PastState>,
}

/// A bill as it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastState {
    /// The day.
    pub title: String,
    /// Its status; absent when it was not there yet.
    pub status: Option<StatusChip>,
    /// Its amounts.
    pub facts: Facts,
}

/// Refunds and voids of an invoice, and the forms that ask for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionBox {
    /// What was asked so far, newest first.
    pub lines: Vec<CorrectionLine>,
    /// The form that asks for money back.
    pub refund: Folded,
    /// The form that asks for the bill to be taken back.
    pub void: Folded,
}

/// One refund or void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionLine {
    /// Refund or void.
    pub kind: String,
    /// Its page.
    pub href: String,
    /// The reason that was given.
    pub reason: String,
    /// Where it stands.
    pub status: StatusChip,
    /// How much.
    pub amount: Rupiah,
}

/// Whether this reader may issue this invoice now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueBox {
    /// Not a draft, or no business of this role: nothing is shown.
    Hidden,
    /// The button.
    Ready {
        /// Where it posts to.
        action: String,
        /// So that a double click is one act.
        idempotency_key: String,
        /// The amount the button repeats.
        total: Rupiah,
    },
    /// The button, blocked, with the reason.
    Refused {
        /// The amount the button repeats.
        total: Rupiah,
        /// Why not.
        refusal: Refusal,
    },
}

/// Whether this reader may make a code now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChargeBox {
    /// No business of this role, or a state where people would not look for it.
    Hidden,
    /// The form.
    Ready(ChannelForm),
    /// The form, blocked, with the reason.
    Refused(Refusal),
}

/// A code that can be paid now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveCode {
    /// The channel's name.
    pub channel: String,
    /// Our id at the gateway.
    pub order_id: String,
    /// What to pay with.
    pub instruction: Instruction,
    /// When it ends.
    pub ends: When,
    /// What it asks for.
    pub amount: Rupiah,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRow {
    /// What for.
    pub description: String,
    /// More, such as the period.
    pub detail: Option<String>,
    /// How many.
    pub quantity: u32,
    /// What it comes to, before tax.
    pub amount: Rupiah,
}

/// How heavy a sum stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SumWeight {
    /// One of the steps.
    Step,
    /// A figure that is not added, such as the tax base.
    Aside,
    /// A total: single rule above, double rule below.
    Total,
}

/// One row under the lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumRow {
    /// What it is.
    pub label: String,
    /// How much.
    pub amount: Rupiah,
    /// How heavy it stands.
    pub weight: SumWeight,
}

impl SumRow {
    /// A step of the sum.
    pub fn step(label: impl Into<String>, amount: Rupiah) -> Self {
        Self { label: label.into(), amount, weight: SumWeight::Step }
    }

    /// A figure that is shown and not added.
    pub fn aside(label: impl Into<String>, amount: Rupiah) -> Self {
        Self { label: label.into(), amount, weight: SumWeight::Aside }
    }

    /// A total.
    pub fn total(label: impl Into<String>, amount: Rupiah) -> Self {
        Self { label: label.into(), amount, weight: SumWeight::Total }
    }
}

/// Every attempt, or nothing for roles that do not see payments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempts {
    /// Newest first, with a line on the money under them.
    Shown {
        /// The attempts.
        rows: Vec<AttemptRow>,
        /// Where the money is, in words; `None` while none came.
        balance: Option<String>,
    },
    /// This role sees bills, not payments.
    Withheld,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRow {
    /// Our id at the gateway.
    pub order_id: String,
    /// The channel's name.
    pub channel: String,
    /// The number, masked already, or what kind of code it is.
    pub code: String,
    /// When it was made.
    pub made: When,
    /// When it ends or ended.
    pub ends: Option<When>,
    /// Its status.
    pub status: StatusChip,
    /// What it asked for.
    pub amount: Rupiah,
}

impl InvoicePage {
    /// The words of the button that issues; it repeats the amount.
    fn issue_words(&self) -> String {
        match &self.issue {
            IssueBox::Ready { total, .. } | IssueBox::Refused { total, .. } => {
                say::issue_button(self.chrome.lang, total)
            }
            IssueBox::Hidden => String::new(),
        }
    }
}

impl LiveCode {
    fn grouped(&self, digits: &str) -> String {
        format::groups_of_four(digits)
    }
}
