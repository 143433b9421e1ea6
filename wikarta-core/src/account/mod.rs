//! The account: a customer with subscriptions, open invoices, attempts, credit and cases.
//!
//! It is the boundary within which things win or lose together. Different customers never wait for
//! each other.

mod apply;
mod attempt;
mod case;
mod credit_note;
mod event;
mod invoice;
mod posting;
mod refund_case;
mod reminder;
mod stage;
mod status;
mod steps;
mod void_case;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::customer::Customer;
use crate::id::{
    AccountId, CaseId, CreditNoteId, InvoiceId, OrderId, PostingId, RefundId, ReminderId,
    SubscriptionId, VoidId,
};
use crate::money::Rupiah;
use crate::subscription::Subscription;

pub use crate::subscription::SubscriptionAct;
pub use crate::suspense::Resolution;
pub use attempt::{
    Answer, Attempt, AttemptState, Booking, Refund, RefundOrigin, Share, Superseded, join,
};
pub use case::{Case, CaseKind, CaseState, CaseStep, Proposal};
pub use credit_note::{CreditNote, CreditNoteAct, CreditNoteState};
pub use event::{
    AccountEvent, ChargeAnswer, CustomerAct, GoneBack, How, InvoiceNote, Movement, Observed, Place,
    Placed,
};
pub use invoice::{
    Allocation, Document, Invoice, InvoiceStatus, Slip, Source, TaxDocument, Withheld,
    WithheldState,
};
pub use posting::{POSTING_TABLE, Posting, PostingAct, PostingMethod, PostingState};
pub use refund_case::{Proof, RefundCase, RefundSource, Route};
pub use reminder::{Handed, Reminder, ReminderAct, ReminderState};
pub use stage::{CaseAct, REFUND_TABLE, Stage, VOID_TABLE, acts_in};
pub use void_case::VoidCase;

/// A customer's account as loaded: all open invoices with their open and newest attempts, what the
/// command named, all open cases, all cases about a named order, all refunds, voids, postings and credit notes, and the reminders of the
/// bills that are here. Other closed history is not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The customer.
    pub id: AccountId,
    /// What is decided about the customer.
    pub customer: Customer,
    /// Money that the customer has with us; negative when the bank took back what was used already.
    #[serde(default)]
    pub credit: Rupiah,
    /// Money that came for this customer at an amount nobody asked for.
    #[serde(default)]
    pub suspense: Rupiah,
    /// What the customer has bought.
    #[serde(default)]
    pub subscriptions: BTreeMap<SubscriptionId, Subscription>,
    /// Bills.
    #[serde(default)]
    pub invoices: BTreeMap<InvoiceId, Invoice>,
    /// Payment attempts.
    #[serde(default)]
    pub attempts: BTreeMap<OrderId, Attempt>,
    /// What people have to look at.
    #[serde(default)]
    pub cases: BTreeMap<CaseId, Case>,
    /// Money that is to go back, and that went.
    #[serde(default)]
    pub refunds: BTreeMap<RefundId, RefundCase>,
    /// Bills that are to be taken back.
    #[serde(default)]
    pub voids: BTreeMap<VoidId, VoidCase>,
    /// Money taken by hand.
    #[serde(default)]
    pub postings: BTreeMap<PostingId, Posting>,
    /// Reductions of issued bills.
    #[serde(default)]
    pub credit_notes: BTreeMap<CreditNoteId, CreditNote>,
    /// Steps of dunning of the bills that are here.
    #[serde(default)]
    pub reminders: BTreeMap<ReminderId, Reminder>,
}

/// Money on a bill goes back as what it came as.
impl From<&Source> for RefundSource {
    fn from(source: &Source) -> Self {
        match source {
            Source::Attempt(order) => Self::Attempt(order.clone()),
            Source::Posting(posting) => Self::Posting(posting.clone()),
            Source::Suspense(order) => Self::Suspense(order.clone()),
            Source::Credit => Self::Credit,
        }
    }
}

impl Account {
    /// An account without anything on it.
    #[must_use]
    pub fn opened(id: AccountId, customer: Customer) -> Self {
        Self {
            id,
            customer,
            credit: Rupiah::ZERO,
            suspense: Rupiah::ZERO,
            subscriptions: BTreeMap::new(),
            invoices: BTreeMap::new(),
            attempts: BTreeMap::new(),
            cases: BTreeMap::new(),
            refunds: BTreeMap::new(),
            voids: BTreeMap::new(),
            postings: BTreeMap::new(),
            credit_notes: BTreeMap::new(),
            reminders: BTreeMap::new(),
        }
    }

    /// The attempts that name an invoice.
    pub fn attempts_of<'a>(&'a self, invoice: &'a InvoiceId) -> impl Iterator<Item = &'a Attempt> {
        self.attempts.values().filter(move |attempt| attempt.names(invoice))
    }
}
