//! What the steps of people make of an account: credit, cases, postings, refunds, voids. Total, like
//! everything that applies events.

use super::Account;
use super::apply::{Shift, at};
use super::attempt::{Attempt, Refund, RefundOrigin, Superseded};
use super::case::Case;
use super::credit_note::{CreditNote, CreditNoteAct};
use super::event::{GoneBack, InvoiceNote, Place, Placed};
use super::invoice::{Document, Source};
use super::posting::{Posting, PostingAct};
use super::refund_case::{RefundCase, RefundSource, Route};
use super::stage::CaseAct;
use super::void_case::VoidCase;
use crate::id::{InvoiceId, SubscriptionId};
use crate::money::Rupiah;

impl Account {
    pub(super) fn take_invoice_back(&mut self, invoice: &InvoiceId) {
        if let Some(invoice) = self.invoices.get_mut(invoice) {
            invoice.document = Document::Void;
        }
    }

    pub(super) fn note(&mut self, invoice: &InvoiceId, note: &InvoiceNote) {
        let Some(invoice) = self.invoices.get_mut(invoice) else { return };
        match note {
            InvoiceNote::Withheld { withheld } => invoice.withheld = Some(withheld.clone()),
            InvoiceNote::TaxDocument { document } => invoice.tax_document = Some(document.clone()),
            InvoiceNote::LateFee { steps } => invoice.late_fee_steps = *steps,
        }
    }

    pub(super) fn put_credit(&mut self, invoice: &InvoiceId, amount: Rupiah) {
        if let Some(invoice) = self.invoices.get_mut(invoice) {
            invoice.put_positive(Source::Credit, amount);
            self.credit = self.credit.saturating_plus(amount.negated());
        }
    }

    pub(super) fn give_final_credit(&mut self, subscription: &SubscriptionId, amount: Rupiah) {
        if let Some(ended) = self.subscriptions.get_mut(subscription) {
            ended.deposit = ended.deposit.less(amount);
            ended.returned = ended.returned.saturating_plus(amount);
            self.credit = self.credit.saturating_plus(amount);
        }
    }

    /// Money of a case leaves suspense for bills or credit.
    pub(super) fn step_case(&mut self, case: &Case, placed: &[Placed]) {
        let moved: Rupiah = placed.iter().map(|part| part.amount).sum();
        if let (Some(order_id), true) = (&case.order_id, moved.is_positive()) {
            self.suspense = self.suspense.saturating_plus(moved.negated());
            if let Some(booking) = self.attempts.get_mut(order_id).and_then(|a| a.booking.as_mut())
            {
                booking.suspended = booking.suspended.less(moved);
                booking.credited = booking.credited.saturating_plus(at(placed, &Place::Credit));
            }
            self.shift(&Source::Attempt(order_id.clone()), placed, Shift::In);
        }
        self.cases.insert(case.id.clone(), case.clone());
    }

    pub(super) fn step_credit_note(&mut self, act: CreditNoteAct, note: &CreditNote) {
        if act == CreditNoteAct::Approve
            && let Some(invoice) = self.invoices.get_mut(&note.invoice)
        {
            invoice.credited = invoice.credited.saturating_plus(note.amount);
            self.give_back_as_credit(&note.invoice, note.to_credit);
        }
        self.credit_notes.insert(note.id.clone(), note.clone());
    }

    /// Money on a bill that is no longer owed becomes credit, newest source first. What a refund
    /// under way takes stays for it.
    fn give_back_as_credit(&mut self, invoice: &InvoiceId, amount: Rupiah) {
        let leaving = |refund: &&RefundCase| {
            refund.invoice.as_ref() == Some(invoice) && refund.stage.is_under_way()
        };
        let leaving: Vec<&RefundCase> = self.refunds.values().filter(leaving).collect();
        let Some(invoice) = self.invoices.get_mut(invoice) else { return };
        let mut left = amount;
        for allocation in invoice.allocations.iter_mut().rev() {
            let source = RefundSource::from(&allocation.source);
            let of_it = leaving.iter().filter(|refund| refund.source == source);
            let kept: Rupiah = of_it.map(|refund| refund.amount).sum();
            let part = allocation.amount.less(allocation.refunded).less(kept).min(left);
            allocation.amount = allocation.amount.less(part);
            left = left.less(part);
            self.credit = self.credit.saturating_plus(part);
            if let Source::Attempt(order_id) = &allocation.source
                && let Some(attempt) = self.attempts.get_mut(order_id)
                && let Some(booking) = attempt.booking.as_mut()
            {
                booking.credited = booking.credited.saturating_plus(part);
            }
        }
        invoice.allocations.retain(|allocation| allocation.amount.is_positive());
    }

    pub(super) fn step_posting(&mut self, act: PostingAct, posting: &Posting) {
        let source = Source::Posting(posting.id.clone());
        match act {
            PostingAct::Verify => self.shift(&source, &posting.placed, Shift::In),
            PostingAct::Reverse => self.shift(&source, &posting.placed, Shift::TakenBack),
            PostingAct::Record | PostingAct::Reject => {}
        }
        self.postings.insert(posting.id.clone(), posting.clone());
    }

    pub(super) fn step_refund(&mut self, refund: &RefundCase, gone: Option<&GoneBack>) {
        if let Some(gone) = gone {
            self.give_back(refund, gone);
        }
        self.refunds.insert(refund.id.clone(), refund.clone());
    }

    fn give_back(&mut self, refund: &RefundCase, gone: &GoneBack) {
        match &refund.source {
            RefundSource::Attempt(order_id) if refund.route == Route::Credit => {
                let source = Source::Attempt(order_id.clone());
                self.shift(&source, &gone.placed, Shift::Refunded);
                self.credit = self.credit.saturating_plus(gone.amount);
                if let Some(booking) =
                    self.attempts.get_mut(order_id).and_then(|a| a.booking.as_mut())
                {
                    booking.credited = booking.credited.saturating_plus(gone.amount);
                }
            }
            RefundSource::Attempt(order_id) => {
                let origin = match refund.route {
                    Route::Gateway => RefundOrigin::Requested,
                    Route::Offline | Route::Credit => RefundOrigin::Offline,
                };
                let (key, amount, confirmed) = (refund.key.clone(), gone.amount, gone.confirmed);
                self.send_back(order_id, Refund { key, amount, confirmed, origin }, &gone.placed);
            }
            RefundSource::Posting(posting) => {
                self.give_back_to_hand(&Source::Posting(posting.clone()), refund.route, gone);
                if let Some(posting) = self.postings.get_mut(posting) {
                    posting.refunded = posting.refunded.saturating_plus(gone.amount);
                }
            }
            RefundSource::Credit => self.give_back_to_hand(&Source::Credit, refund.route, gone),
            RefundSource::Suspense(order) => {
                let source = Source::Suspense(order.clone());
                self.give_back_to_hand(&source, refund.route, gone);
            }
        }
    }

    fn give_back_to_hand(&mut self, source: &Source, route: Route, gone: &GoneBack) {
        self.shift(source, &gone.placed, Shift::Refunded);
        if route == Route::Credit {
            self.credit = self.credit.saturating_plus(gone.amount);
        }
    }

    pub(super) fn step_void(&mut self, act: CaseAct, void: &VoidCase) {
        match act {
            CaseAct::Finish => self.take_invoice_back(&void.invoice),
            // Our own cancellations end these silently.
            CaseAct::Execute => {
                let open =
                    |attempt: &&mut Attempt| attempt.is_live() && attempt.names(&void.invoice);
                for attempt in self.attempts.values_mut().filter(open) {
                    attempt.superseded = Superseded::NotNeeded;
                }
            }
            _ => {}
        }
        self.voids.insert(void.id.clone(), void.clone());
    }
}
