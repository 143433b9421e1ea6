//! The account: a customer with subscriptions, open invoices, attempts, credit and cases.
//!
//! It is the boundary within which things win or lose together. Different customers never wait for
//! each other.

mod apply;
mod attempt;
mod case;
mod event;
mod invoice;
mod status;

use std::collections::BTreeMap;

use crate::customer::Customer;
use crate::id::{AccountId, CaseId, InvoiceId, OrderId, SubscriptionId};
use crate::money::Rupiah;
use crate::subscription::Subscription;

pub use attempt::{
    Answer, Attempt, AttemptState, Booking, Refund, RefundOrigin, Share, Superseded, join,
};
pub use case::{Case, CaseKind, CaseState};
pub use event::{AccountEvent, ChargeAnswer, How, Movement, Observed, Place, Placed};
pub use invoice::{Allocation, Document, Invoice, InvoiceStatus, Source};

/// A customer's account as loaded: all open invoices with their live and newest attempts, what the
/// command named, and all open cases. Closed history is not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The customer.
    pub id: AccountId,
    /// What is decided about the customer.
    pub customer: Customer,
    /// Money that the customer has with us; negative when the bank took back what was used already.
    pub credit: Rupiah,
    /// Money that came for this customer at an amount nobody asked for.
    pub suspense: Rupiah,
    /// What the customer has bought.
    pub subscriptions: BTreeMap<SubscriptionId, Subscription>,
    /// Bills.
    pub invoices: BTreeMap<InvoiceId, Invoice>,
    /// Payment attempts.
    pub attempts: BTreeMap<OrderId, Attempt>,
    /// What people have to look at.
    pub cases: BTreeMap<CaseId, Case>,
}

impl Account {
    /// The attempts that name an invoice.
    pub fn attempts_of<'a>(&'a self, invoice: &'a InvoiceId) -> impl Iterator<Item = &'a Attempt> {
        self.attempts.values().filter(move |attempt| attempt.names(invoice))
    }
}
