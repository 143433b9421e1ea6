//! The seven statuses as a function of the document, its money and its attempts.

use super::Account;
use super::attempt::{Attempt, AttemptState};
use super::invoice::{Document, Invoice, InvoiceStatus};
use crate::id::InvoiceId;

impl Invoice {
    /// The status: the first line that holds.
    ///
    /// `attempts` are the attempts that name this invoice, in any order; only live ones and the
    /// newest matter.
    #[must_use]
    pub fn status_from<'a>(&self, attempts: impl Iterator<Item = &'a Attempt>) -> InvoiceStatus {
        match self.document {
            Document::Draft => return InvoiceStatus::Draft,
            Document::Void => return InvoiceStatus::Void,
            Document::Issued => {}
        }
        if self.paid.is_positive() && self.refunded >= self.paid {
            return InvoiceStatus::Refund;
        }
        if self.paid >= self.owed() {
            return InvoiceStatus::Paid;
        }
        let mut newest_expired = false;
        for attempt in attempts {
            if attempt.is_live() {
                return InvoiceStatus::Pending;
            }
            if self.current.as_ref() == Some(&attempt.order_id) {
                newest_expired = attempt.state == AttemptState::Expired;
            }
        }
        if newest_expired { InvoiceStatus::Expired } else { InvoiceStatus::Issued }
    }
}

impl Account {
    /// The status of an invoice from the facts at hand; `None` for an invoice that is not here.
    #[must_use]
    pub fn status_of(&self, invoice: &InvoiceId) -> Option<InvoiceStatus> {
        let found = self.invoices.get(invoice)?;
        Some(found.status_from(self.attempts_of(invoice)))
    }
}
