//! Bills, the attempts to collect them, and what people look at.

use std::collections::BTreeSet;

use super::{at, day, invoice_id, november, order, package, rupiah, subscription_id};
use crate::account::{
    Account, Allocation, Answer, Attempt, AttemptState, Booking, Case, CaseKind, CaseState,
    Document, Invoice, InvoiceStatus, Reminder, ReminderState, Share, Source, Superseded,
};
use crate::billing::{Line, LineKind, TaxSummary};
use crate::id::OrderId;
use crate::message::{Stage, Window};
use crate::money::{Rate, Rupiah};
use crate::provider::{Channel, ProviderStatus};
use crate::series::Series;
use crate::time::Month;

/// A draft for a month of the `n`-th customer's subscription.
#[must_use]
pub fn draft(n: u32, text: &str, period: Month) -> Invoice {
    let package = package();
    let rate = Rate::of_basis_points(1_200).unwrap_or(Rate::NONE);
    let (base, dpp, ppn) = (package.price, rupiah(229_167), rupiah(27_500));
    let line = Line {
        description: format!("{} {}", package.code, package.name),
        from: period.first_day(),
        to: period.last_day(),
        quantity: 1,
        amount: base,
        tax_code: package.tax_code,
        tax: ppn,
        kind: LineKind::Recurring,
    };
    Invoice {
        id: invoice_id(text),
        subscription: subscription_id(n),
        period,
        sequence: 0,
        document: Document::Draft,
        status: InvoiceStatus::Draft,
        number: None,
        lines: vec![line],
        tax: TaxSummary { base, dpp, ppn, code: package.tax_code, rate },
        total: base.saturating_plus(ppn),
        drafted_at: at(10),
        issued_at: None,
        due_date: None,
        attempts: 0,
        current: None,
        allocations: Vec::new(),
        paid: Rupiah::ZERO,
        refunded: Rupiah::ZERO,
        policy_version: 1,
        credited: Rupiah::ZERO,
        withheld: None,
        tax_document: None,
        late_fee_steps: 0,
    }
}

/// The same, issued under a number of November, from 1, and owed.
#[must_use]
pub fn issued(n: u32, text: &str, period: Month, sequence: u32) -> Invoice {
    let series = Series { month: november(), last: sequence.saturating_sub(1) };
    Invoice {
        document: Document::Issued,
        status: InvoiceStatus::Issued,
        number: Some(series.next()),
        issued_at: Some(at(20)),
        due_date: Some(day(11)),
        ..draft(n, text, period)
    }
}

/// A waiting attempt for some invoices, which then name it as their newest.
#[must_use]
pub fn attempt(text: &str, invoices: &mut [&mut Invoice]) -> Attempt {
    let mut shares = Vec::new();
    for invoice in invoices.iter_mut() {
        invoice.current = Some(order(text));
        invoice.attempts += 1;
        invoice.status = InvoiceStatus::Pending;
        shares.push(Share { invoice: invoice.id.clone(), amount: invoice.open_amount() });
    }
    Attempt {
        order_id: order(text),
        channel: Channel::BcaVa,
        amount: shares.iter().map(|share| share.amount).sum(),
        shares,
        opened_at: at(30),
        expires_at: at(90_000),
        state: AttemptState::Pending,
        answer: Answer::Accepted,
        facts: BTreeSet::new(),
        read: None,
        reads: 0,
        superseded: Superseded::No,
        transaction_id: Some(format!("tx-{text}")),
        instructions: None,
        booking: None,
        reversals: 0,
        refunds: Vec::new(),
    }
}

/// The state after an attempt's money arrived and was put on its invoices.
pub fn settle(account: &mut Account, order_id: &OrderId) {
    let Some(attempt) = account.attempts.get_mut(order_id) else { return };
    attempt.state = AttemptState::Settled;
    attempt.facts.insert(ProviderStatus::Settled);
    attempt.booking = Some(Booking {
        amount: attempt.amount,
        payer_fee: Rupiah::ZERO,
        settled_at: Some(at(40)),
        credited: Rupiah::ZERO,
        suspended: Rupiah::ZERO,
    });
    for share in &attempt.shares {
        let Some(invoice) = account.invoices.get_mut(&share.invoice) else { continue };
        let source = Source::Attempt(order_id.clone());
        let amount = share.amount;
        invoice.allocations.push(Allocation { source, amount, refunded: Rupiah::ZERO });
        invoice.paid = invoice.paid.saturating_plus(amount);
        invoice.status = InvoiceStatus::Paid;
    }
}

/// An open case about an order.
#[must_use]
pub fn case(kind: CaseKind, order_id: &OrderId) -> Case {
    Case {
        id: Case::id_for(kind, order_id),
        kind,
        order_id: Some(order_id.clone()),
        invoice: None,
        amount: Some(rupiah(1)),
        opened_at: at(50),
        state: CaseState::Open,
        proposal: None,
        closed: None,
        note: None,
    }
}

/// A step of dunning of a bill that is to go.
#[must_use]
pub fn reminder(invoice: &Invoice, stage: Stage) -> Reminder {
    let due = invoice.due_date.unwrap_or_else(|| day(11));
    Reminder {
        id: Reminder::id_for(&invoice.id, stage, due),
        invoice: invoice.id.clone(),
        stage,
        due,
        window: Window { opens: at(60), closes: at(70) },
        lead: None,
        state: ReminderState::Scheduled,
        why: None,
        since: None,
        accepted: None,
        carriers: Vec::new(),
        tries: Vec::new(),
    }
}
