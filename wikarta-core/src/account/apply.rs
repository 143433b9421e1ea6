//! What an event makes of an account. Total: never refuses, never panics, decides nothing.

use super::Account;
use super::attempt::{Answer, Attempt, Booking, Refund, RefundOrigin, Superseded};
use super::event::{AccountEvent, ChargeAnswer, How, Movement, Observed, Place, Placed};
use super::invoice::{Allocation, Document, Invoice, Source};
use super::stage::Stage;
use crate::id::{AccountId, InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::provider::ProviderStatus;

impl Account {
    /// The account after an event. Before the first event there is none.
    #[must_use]
    pub fn after(before: Option<Self>, id: &AccountId, event: &AccountEvent) -> Option<Self> {
        let mut account = match (before, event) {
            (Some(account), _) => account,
            (None, AccountEvent::Registered { customer }) => {
                Self::opened(id.clone(), customer.clone())
            }
            (None, _) => return None,
        };
        account.apply(event);
        account.refresh();
        Some(account)
    }

    fn apply(&mut self, event: &AccountEvent) {
        match event {
            AccountEvent::Registered { customer } => self.customer = customer.clone(),
            AccountEvent::SubscriptionStarted { subscription } => {
                self.subscriptions.insert(subscription.id.clone(), subscription.clone());
            }
            AccountEvent::InvoiceDrafted { invoice } => {
                self.invoices.insert(invoice.id.clone(), (**invoice).clone());
            }
            AccountEvent::InvoiceIssued { .. } => self.issue(event),
            AccountEvent::AttemptOpened { attempt, replaces } => self.open(attempt, replaces),
            AccountEvent::ChargeAnswered { order_id, answer } => {
                if let Some(attempt) = self.attempts.get_mut(order_id) {
                    attempt.take_answer(answer);
                }
            }
            AccountEvent::Observed(observed) => self.observe(observed),
            AccountEvent::CaseOpened { case } => {
                self.cases.insert(case.id.clone(), case.clone());
            }
            AccountEvent::CustomerChanged { customer, .. } => self.customer = customer.clone(),
            AccountEvent::SubscriptionChanged { subscription, .. } => {
                self.subscriptions.insert(subscription.id.clone(), (**subscription).clone());
            }
            AccountEvent::DraftDiscarded { invoice } => self.take_invoice_back(invoice),
            AccountEvent::InvoiceNoted { invoice, note } => self.note(invoice, note),
            AccountEvent::CreditApplied { invoice, amount, not_needed } => {
                self.put_credit(invoice, *amount);
                self.drop_attempts(not_needed);
            }
            AccountEvent::CaseStepped { case, placed, not_needed } => {
                self.step_case(case, placed);
                self.drop_attempts(not_needed);
            }
            AccountEvent::CreditNoteStepped { act, note, not_needed } => {
                self.step_credit_note(*act, note);
                self.drop_attempts(not_needed);
            }
            AccountEvent::PostingStepped { act, posting, not_needed } => {
                self.step_posting(*act, posting);
                self.drop_attempts(not_needed);
            }
            AccountEvent::RefundStepped { refund, gone, .. } => {
                self.step_refund(refund, gone.as_ref());
            }
            AccountEvent::VoidStepped { act, void } => self.step_void(*act, void),
            AccountEvent::FinalCredit { subscription, amount } => {
                self.give_final_credit(subscription, *amount);
            }
            AccountEvent::SuspenseReceived { order_id, placed, not_needed } => {
                self.shift(&Source::Suspense(order_id.clone()), placed, Shift::In);
                self.drop_attempts(not_needed);
            }
            AccountEvent::SuspenseReturned { order_id, placed } => {
                self.shift(&Source::Suspense(order_id.clone()), placed, Shift::TakenBack);
            }
            AccountEvent::RemindersStepped { reminders, .. } => {
                let steps = reminders.iter().map(|step| (step.id.clone(), step.clone()));
                self.reminders.extend(steps);
            }
        }
    }

    fn issue(&mut self, event: &AccountEvent) {
        let AccountEvent::InvoiceIssued { invoice, number, at, due_date, from_credit, restated } =
            event
        else {
            return;
        };
        let Some(issued) = self.invoices.get_mut(invoice) else { return };
        issued.document = Document::Issued;
        issued.number = Some(*number);
        issued.issued_at = Some(*at);
        issued.due_date = Some(*due_date);
        if let Some(bill) = restated {
            issued.lines.clone_from(&bill.lines);
            issued.tax = bill.tax.clone();
            issued.total = bill.total;
        }
        issued.put_positive(Source::Credit, *from_credit);
        self.credit = self.credit.saturating_plus(from_credit.negated());
    }

    fn open(&mut self, attempt: &Attempt, replaces: &[OrderId]) {
        for older in replaces {
            if let Some(older) = self.attempts.get_mut(older) {
                older.superseded = Superseded::Replaced;
            }
        }
        for share in &attempt.shares {
            if let Some(invoice) = self.invoices.get_mut(&share.invoice) {
                invoice.attempts = invoice.attempts.saturating_add(1);
                invoice.current = Some(attempt.order_id.clone());
            }
        }
        self.attempts.insert(attempt.order_id.clone(), attempt.clone());
    }

    fn observe(&mut self, observed: &Observed) {
        if let Some(attempt) = self.attempts.get_mut(&observed.order_id) {
            attempt.take_look(observed);
        }
        for movement in &observed.movements {
            self.move_money(&observed.order_id, movement);
        }
        self.drop_attempts(&observed.not_needed);
        for invoice in &observed.voids {
            if let Some(invoice) = self.invoices.get_mut(invoice) {
                invoice.document = Document::Void;
            }
        }
        if let Some(attempt) = self.attempts.get_mut(&observed.order_id) {
            attempt.state = attempt.joined();
        }
    }

    /// Attempts whose invoices were paid otherwise.
    fn drop_attempts(&mut self, not_needed: &[OrderId]) {
        for order_id in not_needed {
            if let Some(attempt) = self.attempts.get_mut(order_id) {
                attempt.superseded = Superseded::NotNeeded;
            }
        }
    }

    /// Moves money of an attempt. Shared with the rules, which try a movement before they decide it.
    pub(crate) fn move_money(&mut self, order_id: &OrderId, movement: &Movement) {
        match movement {
            Movement::Booked { amount, payer_fee, settled_at, placed } => {
                let booking = Booking {
                    amount: *amount,
                    payer_fee: *payer_fee,
                    settled_at: *settled_at,
                    credited: at(placed, &Place::Credit),
                    suspended: at(placed, &Place::Suspense),
                };
                self.shift(&Source::Attempt(order_id.clone()), placed, Shift::In);
                if let Some(attempt) = self.attempts.get_mut(order_id) {
                    attempt.booking = Some(booking);
                }
            }
            Movement::Reversed { placed, .. } => {
                self.shift(&Source::Attempt(order_id.clone()), placed, Shift::TakenBack);
                if let Some(attempt) = self.attempts.get_mut(order_id) {
                    attempt.booking = None;
                    attempt.reversals = attempt.reversals.saturating_add(1);
                }
            }
            Movement::Refunded { key, amount, confirmed, chargeback, placed } => {
                let asked = self.refunds.values_mut().find(|refund| refund.key == *key);
                let origin = match (asked, chargeback) {
                    (Some(refund), _) => {
                        if refund.stage == Stage::Failed {
                            refund.ended = None; // it says why it did not happen, and it has
                        }
                        refund.stage = Stage::Done;
                        RefundOrigin::Requested
                    }
                    (None, true) => RefundOrigin::Chargeback,
                    (None, false) => RefundOrigin::FoundAtGateway,
                };
                let (key, amount, confirmed) = (key.clone(), *amount, *confirmed);
                self.send_back(order_id, Refund { key, amount, confirmed, origin }, placed);
            }
            Movement::RefundConfirmed { key } => {
                if let Some(attempt) = self.attempts.get_mut(order_id) {
                    for refund in attempt.refunds.iter_mut().filter(|refund| refund.key == *key) {
                        refund.confirmed = true;
                    }
                }
            }
        }
    }

    /// Takes money of an attempt out of where it was, as a refund of it.
    pub(super) fn send_back(&mut self, order_id: &OrderId, refund: Refund, placed: &[Placed]) {
        self.shift(&Source::Attempt(order_id.clone()), placed, Shift::Refunded);
        if let Some(attempt) = self.attempts.get_mut(order_id) {
            attempt.refunds.push(refund);
            if let Some(booking) = &mut attempt.booking {
                booking.credited = booking.credited.less(at(placed, &Place::Credit));
                booking.suspended = booking.suspended.less(at(placed, &Place::Suspense));
            }
        }
    }

    pub(super) fn shift(&mut self, source: &Source, placed: &[Placed], shift: Shift) {
        for part in placed {
            let signed = match shift {
                Shift::In => part.amount,
                Shift::TakenBack | Shift::Refunded => part.amount.negated(),
            };
            match &part.place {
                Place::Credit => self.credit = self.credit.saturating_plus(signed),
                Place::Suspense => self.suspense = self.suspense.saturating_plus(signed),
                Place::Invoice(id) => {
                    if let Some(invoice) = self.invoices.get_mut(id) {
                        invoice.shift(source, part.amount, shift);
                    }
                }
            }
        }
    }

    /// Brings every computed column up to date with the facts.
    fn refresh(&mut self) {
        for invoice in self.invoices.values_mut() {
            invoice.sum_up();
        }
        for attempt in self.attempts.values_mut() {
            attempt.state = attempt.joined();
        }
        let ids: Vec<InvoiceId> = self.invoices.keys().cloned().collect();
        for id in ids {
            if let Some(status) = self.status_of(&id)
                && let Some(invoice) = self.invoices.get_mut(&id)
            {
                invoice.status = status;
            }
        }
    }
}

/// Which way money moves.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shift {
    In,
    TakenBack,
    Refunded,
}

impl Invoice {
    pub(super) fn put_positive(&mut self, source: Source, amount: Rupiah) {
        if amount.is_positive() {
            self.put(source, amount);
        }
    }

    fn put(&mut self, source: Source, amount: Rupiah) {
        match self.allocations.iter_mut().find(|allocation| allocation.source == source) {
            Some(found) => found.amount = found.amount.saturating_plus(amount),
            None => self.allocations.push(Allocation { source, amount, refunded: Rupiah::ZERO }),
        }
        self.sum_up();
    }

    /// A refund of an invoice paid in full leaves the payment standing and shows what went back; of
    /// one that is not, it lowers the payment.
    fn shift(&mut self, source: &Source, amount: Rupiah, shift: Shift) {
        let paid_in_full = self.paid_in_full();
        if matches!(shift, Shift::In) {
            return self.put(source.clone(), amount);
        }
        for allocation in self.allocations.iter_mut().filter(|found| found.source == *source) {
            match shift {
                Shift::Refunded if paid_in_full => {
                    allocation.refunded = allocation.refunded.saturating_plus(amount);
                }
                Shift::In | Shift::TakenBack | Shift::Refunded => {
                    allocation.amount = allocation.amount.less(amount);
                }
            }
        }
        self.allocations.retain(|allocation| allocation.amount.is_positive());
        self.sum_up();
    }
}

impl Attempt {
    fn take_answer(&mut self, answer: &ChargeAnswer) {
        match answer {
            ChargeAnswer::Accepted { transaction_id, instructions, expires_at } => {
                self.answer = Answer::Accepted;
                self.transaction_id = Some(transaction_id.clone());
                self.instructions = Some(instructions.clone());
                if let Some(expires_at) = expires_at {
                    self.expires_at = *expires_at;
                }
            }
            ChargeAnswer::Refused { .. } => self.answer = Answer::Refused,
            ChargeAnswer::Lost { .. } => self.answer = Answer::Lost,
        }
    }

    fn take_look(&mut self, observed: &Observed) {
        let status = observed.reading.as_ref().map_or(ProviderStatus::Failed, |seen| seen.status);
        match observed.how {
            How::Told => {
                self.facts.insert(status);
            }
            How::Read { seq } => {
                self.reads = seq;
                self.read = Some(status);
                self.facts.clear();
            }
        }
        let Some(reading) = &observed.reading else { return };
        match observed.how {
            // A signature does not cover these: told, they may name a transaction that has no name
            // yet, but never where to pay or until when.
            How::Told => {
                if self.transaction_id.is_none() {
                    self.transaction_id.clone_from(&reading.transaction_id);
                }
            }
            How::Read { .. } => {
                adopt(&mut self.transaction_id, reading.transaction_id.as_ref());
                adopt(&mut self.instructions, reading.instructions.as_ref());
                if let Some(expires_at) = reading.expires_at {
                    self.expires_at = expires_at;
                }
            }
        }
    }
}

pub(super) fn at(placed: &[Placed], place: &Place) -> Rupiah {
    placed.iter().filter(|part| part.place == *place).map(|part| part.amount).sum()
}

fn adopt<T: Clone>(own: &mut Option<T>, read: Option<&T>) {
    if read.is_some() {
        *own = read.cloned();
    }
}
