//! Where money goes: from what the gateway holds to invoices, credit and suspense, to the rupiah.
//!
//! The gateway's reading says what should be booked; the difference to what is booked is what moves.
//! So the same reading twice moves nothing the second time.

use crate::account::{
    Account, Attempt, CaseKind, Document, Invoice, Movement, Place, Placed, RefundOrigin, Source,
    Superseded,
};
use crate::id::OrderId;
use crate::money::Rupiah;
use crate::provider::{ProviderRefund, ProviderStatus, Reading};

/// What a reading moves, and what people should look at.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub movements: Vec<Movement>,
    pub cases: Vec<(CaseKind, Rupiah)>,
}

impl Ledger {
    /// One finding of a kind a look: two refunds found at once are one case about their sum.
    fn note(&mut self, kind: CaseKind, amount: Rupiah) {
        match self.cases.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sum)) => *sum = sum.saturating_plus(amount),
            None => self.cases.push((kind, amount)),
        }
    }
}

/// Finds the movements from what is booked to what the reading says, and makes them on `scratch`.
pub(super) fn follow(scratch: &mut Account, attempt: &Attempt, reading: &Reading) -> Ledger {
    let mut ledger = Ledger::default();
    let order_id = &attempt.order_id;
    let booked = attempt.booking.as_ref().map(|booking| booking.amount);
    if !reading.status.means_money() {
        if booked.is_some() {
            take_back(scratch, order_id, &mut ledger);
        }
        return ledger;
    }
    match booked {
        None => book(scratch, attempt, reading, &mut ledger),
        Some(amount) if amount == reading.amount => {}
        Some(_) if attempt.refunds.is_empty() => {
            take_back(scratch, order_id, &mut ledger);
            book(scratch, attempt, reading, &mut ledger);
        }
        // The gateway changed an amount that was partly paid back: people must untangle it.
        Some(_) => ledger.note(CaseKind::AmountMismatch, reading.amount),
    }
    refund(scratch, order_id, reading, &mut ledger);
    ledger
}

fn make(scratch: &mut Account, order_id: &OrderId, movement: Movement, ledger: &mut Ledger) {
    scratch.move_money(order_id, &movement);
    ledger.movements.push(movement);
}

fn book(scratch: &mut Account, attempt: &Attempt, reading: &Reading, ledger: &mut Ledger) {
    let amount = reading.amount;
    let placed = if amount == attempt.amount {
        place(scratch, attempt, ledger)
    } else {
        ledger.note(CaseKind::AmountMismatch, amount);
        vec![Placed { place: Place::Suspense, amount }]
    };
    let late = !attempt.is_open() || attempt.superseded != Superseded::No;
    // Money that comes back or is corrected was not late the first time.
    if late && attempt.booking.is_none() && attempt.reversals == 0 {
        ledger.note(CaseKind::LatePayment, amount);
    }
    let movement = Movement::Booked {
        amount,
        payer_fee: reading.payer_fee,
        settled_at: reading.settled_at,
        placed,
    };
    make(scratch, &attempt.order_id, movement, ledger);
}

/// Puts an attempt's money on its invoices, each up to what is open; the rest is credit.
fn place(scratch: &Account, attempt: &Attempt, ledger: &mut Ledger) -> Vec<Placed> {
    let mut left = attempt.amount;
    let mut placed = Vec::new();
    let mut void = false;
    for share in &attempt.shares {
        let Some(invoice) = scratch.invoices.get(&share.invoice) else { continue };
        void |= invoice.document == Document::Void;
        let room = if invoice.takes_money() { invoice.open_amount() } else { Rupiah::ZERO };
        let amount = room.min(left);
        if amount.is_positive() {
            placed.push(Placed { place: Place::Invoice(invoice.id.clone()), amount });
            left = left.less(amount);
        }
    }
    if left.is_positive() {
        placed.push(Placed { place: Place::Credit, amount: left });
        let kind = if void { CaseKind::PaidAfterVoid } else { CaseKind::PaidTwice };
        ledger.note(kind, left);
    }
    placed
}

/// Takes everything out again that an attempt brought and that did not go back to the payer.
fn take_back(scratch: &mut Account, order_id: &OrderId, ledger: &mut Ledger) {
    let placed: Vec<Placed> = holdings(scratch, order_id);
    let amount = placed.iter().map(|part| part.amount).sum();
    ledger.note(CaseKind::Reversal, amount);
    make(scratch, order_id, Movement::Reversed { amount, placed }, ledger);
}

/// Where the money of an attempt is now: suspense, credit, then invoices, newest due first.
fn holdings(account: &Account, order_id: &OrderId) -> Vec<Placed> {
    let mut held = Vec::new();
    if let Some(booking) = account.attempts.get(order_id).and_then(|a| a.booking.as_ref()) {
        for (place, amount) in
            [(Place::Suspense, booking.suspended), (Place::Credit, booking.credited)]
        {
            if amount.is_positive() {
                held.push(Placed { place, amount });
            }
        }
    }
    let mut invoices: Vec<&Invoice> = account.invoices.values().collect();
    invoices.sort_by(|a, b| (b.due_date, &b.id).cmp(&(a.due_date, &a.id)));
    let source = Source::Attempt(order_id.clone());
    for invoice in invoices {
        for allocation in invoice.allocations.iter().filter(|found| found.source == source) {
            let amount = allocation.amount.less(allocation.refunded);
            if amount.is_positive() {
                held.push(Placed { place: Place::Invoice(invoice.id.clone()), amount });
            }
        }
    }
    held
}

/// Books refunds and chargebacks that the gateway lists and we do not know, matched by key. The sum
/// never passes what the gateway says went back in all, nor what came in.
fn refund(scratch: &mut Account, order_id: &OrderId, reading: &Reading, ledger: &mut Ledger) {
    for listed in &reading.refunds {
        let known = scratch
            .attempts
            .get(order_id)
            .and_then(|attempt| attempt.refunds.iter().find(|refund| refund.key == listed.key));
        match known {
            Some(known) if listed.confirmed && !known.confirmed => {
                let key = listed.key.clone();
                make(scratch, order_id, Movement::RefundConfirmed { key }, ledger);
            }
            Some(_) => {}
            None => send_back(scratch, order_id, listed, reading, ledger),
        }
    }
    let unlisted = gone_back(reading, scratch, order_id).less(refunded(scratch, order_id));
    if unlisted.is_positive() {
        let total = gone_back(reading, scratch, order_id);
        let listed = ProviderRefund {
            key: format!("total:{}", total.get()),
            amount: unlisted,
            confirmed: false,
            chargeback: matches!(
                reading.status,
                ProviderStatus::ChargedBack | ProviderStatus::PartiallyChargedBack
            ),
        };
        send_back(scratch, order_id, &listed, reading, ledger);
    }
}

/// What went back in all, as far as the reading tells.
fn gone_back(reading: &Reading, account: &Account, order_id: &OrderId) -> Rupiah {
    let listed: Rupiah = reading.refunds.iter().map(|refund| refund.amount).sum();
    let told = reading.refunded_total.unwrap_or(Rupiah::ZERO);
    let all = match reading.status {
        ProviderStatus::Refunded | ProviderStatus::ChargedBack => account
            .attempts
            .get(order_id)
            .and_then(|attempt| attempt.booking.as_ref())
            .map_or(Rupiah::ZERO, |booking| booking.amount),
        ProviderStatus::Settled
        | ProviderStatus::PartiallyRefunded
        | ProviderStatus::PartiallyChargedBack
        | ProviderStatus::Pending
        | ProviderStatus::Authorized
        | ProviderStatus::Challenged
        | ProviderStatus::Expired
        | ProviderStatus::Failed
        | ProviderStatus::Denied
        | ProviderStatus::Cancelled
        | ProviderStatus::Unrecognised => Rupiah::ZERO,
    };
    listed.max(told).max(all)
}

/// What went back through the gateway; it knows nothing of transfers by hand.
fn refunded(account: &Account, order_id: &OrderId) -> Rupiah {
    let refunds = account.attempts.get(order_id).map(|attempt| attempt.refunds.iter());
    let through = refunds.into_iter().flatten().filter(|one| one.origin != RefundOrigin::Offline);
    through.map(|refund| refund.amount).sum()
}

fn send_back(
    scratch: &mut Account,
    order_id: &OrderId,
    listed: &ProviderRefund,
    reading: &Reading,
    ledger: &mut Ledger,
) {
    let room = gone_back(reading, scratch, order_id).less(refunded(scratch, order_id));
    let mut left = listed.amount.min(room);
    let mut placed = Vec::new();
    // A refund that was asked for here takes its money from the bill that it was asked for.
    let asked = scratch.refunds.values().find(|refund| refund.key == listed.key);
    let bill = asked.and_then(|refund| refund.invoice.clone()).map(Place::Invoice);
    let mut held = holdings(scratch, order_id);
    held.sort_by_key(|part| Some(&part.place) != bill.as_ref());
    for part in held {
        let amount = part.amount.min(left);
        if amount.is_positive() {
            left = left.less(amount);
            placed.push(Placed { place: part.place, amount });
        }
    }
    let amount: Rupiah = placed.iter().map(|part| part.amount).sum();
    if !amount.is_positive() {
        return;
    }
    match (asked, listed.chargeback) {
        (Some(_), _) => {}
        (None, true) => ledger.note(CaseKind::Chargeback, amount),
        (None, false) => ledger.note(CaseKind::RefundFound, amount),
    }
    let movement = Movement::Refunded {
        key: listed.key.clone(),
        amount,
        confirmed: listed.confirmed,
        chargeback: listed.chargeback,
        placed,
    };
    make(scratch, order_id, movement, ledger);
}
