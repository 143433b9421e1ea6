//! What a run reached: which commands were decided, with what answer, about what in which state. The
//! real rules, watched on their way.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::super::kinds::{KINDS, kind};
use super::super::processes::Rigging;
use super::super::{Plan, Run, rigged};
use crate::aggregate::Books;
use crate::command::{
    BillingCommand as B, Command, CorrectionCommand as C, DeskCommand as D, DunningCommand,
    Envelope, PostingCommand as P, SubscriptionCommand as S,
};
use crate::decide::{Decision, decide, permit};
use crate::engine::Rules;
use crate::id::{InvoiceId, OrderId, SubscriptionId};
use crate::policy::{Policy, PolicyError};
use crate::refusal::Refusal;

/// What runs reached.
#[derive(Debug, Clone, Default)]
pub struct Reached {
    /// Commands that were carried out, by kind.
    pub done: BTreeMap<&'static str, u64>,
    /// Commands that were refused, by kind.
    pub refused: BTreeMap<&'static str, u64>,
    /// Codes of refusals.
    pub codes: BTreeMap<&'static str, u64>,
    /// Rules that refused.
    pub rules: BTreeMap<&'static str, u64>,
    /// What stood where when a command about it was decided: `refund DONE: correction.edit_refund`.
    pub pairs: BTreeSet<String>,
}

impl Reached {
    /// Takes what another run reached.
    pub fn add(&mut self, other: Self) {
        let sums = [
            (&mut self.done, other.done),
            (&mut self.refused, other.refused),
            (&mut self.codes, other.codes),
            (&mut self.rules, other.rules),
        ];
        for (sum, more) in sums {
            for (name, count) in more {
                *sum.entry(name).or_insert(0) += count;
            }
        }
        self.pairs.extend(other.pairs);
    }
}

thread_local! {
    /// Rules are plain functions, so what they see is written down beside them.
    static REACHED: RefCell<Reached> = RefCell::default();
}

/// Every kind of command, as it is called in [`Reached`].
#[must_use]
pub const fn kinds() -> &'static [&'static str] {
    KINDS
}

/// Lives a plan through by the real rules, and tells what it reached.
///
/// # Errors
/// A policy that cannot be made.
pub fn reached(plan: &Plan) -> Result<(Run, Reached), PolicyError> {
    REACHED.take();
    let rules = Rules { permit: allowed, decide: decided };
    let rigging = Rigging { rules: Some(rules), ..Rigging::default() };
    let ran = rigged(plan, &rigging, &mut |_| {})?;
    Ok((ran, REACHED.take()))
}

fn allowed(books: &Books, envelope: &Envelope) -> Result<(), Refusal> {
    permit(books, envelope).inspect_err(|refusal| seen(books, envelope, Some(refusal)))
}

fn decided(books: &Books, envelope: &Envelope, policy: &Policy) -> Result<Decision, Refusal> {
    let decision = decide(books, envelope, policy);
    seen(books, envelope, decision.as_ref().err());
    decision
}

fn seen(books: &Books, envelope: &Envelope, refusal: Option<&Refusal>) {
    let kind = kind(&envelope.command);
    let pair = about(books, &envelope.command).map(|state| format!("{state}: {kind}"));
    REACHED.with_borrow_mut(|reached| {
        let counts = if refusal.is_none() { &mut reached.done } else { &mut reached.refused };
        *counts.entry(kind).or_insert(0) += 1;
        if let Some(refusal) = refusal {
            *reached.codes.entry(refusal.code()).or_insert(0) += 1;
            *reached.rules.entry(refusal.rule()).or_insert(0) += 1;
        }
        reached.pairs.extend(pair);
    });
}

/// What the command is about, and where that stands.
fn about(books: &Books, command: &Command) -> Option<String> {
    match command {
        Command::Correction(command) => corrected(books, command),
        Command::Posting(
            P::Verify { posting } | P::Reject { posting, .. } | P::Reverse { posting, .. },
        ) => {
            let found = books.account_of_posting(posting)?.postings.get(posting)?;
            Some(format!("posting {}", found.state))
        }
        Command::Billing(command) => billed(books, command),
        Command::IssueInvoice { invoice }
        | Command::Desk(D::ApplyCredit { invoice, .. })
        | Command::Dunning(DunningCommand::SendNow { invoice, .. }) => bill(books, invoice),
        Command::OpenAttempt { invoices, .. } => bill(books, invoices.first()?),
        Command::Desk(
            D::CloseCase { case, .. }
            | D::ProposeResolution { case, .. }
            | D::ApproveResolution { case }
            | D::RejectResolution { case, .. },
        ) => {
            let found = books.account_of_case(case)?.cases.get(case)?;
            Some(format!("case {}", found.state))
        }
        Command::AskRead { order_id }
        | Command::AnswerCharge { order_id, .. }
        | Command::AnswerCancel { order_id, .. } => attempt(books, order_id),
        Command::Notify(notified) => attempt(books, &notified.hint.order_id),
        Command::TakeRead(read) => attempt(books, &read.order_id),
        Command::Subscription(command) => sold(books, command),
        _ => None,
    }
}

fn corrected(books: &Books, command: &C) -> Option<String> {
    match command {
        C::RequestRefund(order) => bill(books, &order.invoice),
        C::RequestVoid { invoice, .. } => bill(books, invoice),
        C::EditRefund { refund, .. }
        | C::VerifyRefund { refund }
        | C::ApproveRefund { refund, .. }
        | C::RejectRefund { refund, .. }
        | C::WithdrawRefund { refund, .. }
        | C::ExecuteRefund { refund, .. }
        | C::AnswerRefund { refund, .. }
        | C::ExpireRefund { refund } => {
            let found = books.account_of_refund(refund)?.refunds.get(refund)?;
            Some(format!("refund {}", found.stage))
        }
        C::VerifyVoid { void }
        | C::ApproveVoid { void, .. }
        | C::RejectVoid { void, .. }
        | C::WithdrawVoid { void, .. }
        | C::ExecuteVoid { void }
        | C::ExpireVoid { void } => {
            let found = books.account_of_void(void)?.voids.get(void)?;
            Some(format!("void {}", found.stage))
        }
    }
}

fn billed(books: &Books, command: &B) -> Option<String> {
    match command {
        B::DiscardDraft { invoice }
        | B::RecordSlip { invoice, .. }
        | B::RecordWithholding { invoice }
        | B::RejectWithholding { invoice, .. }
        | B::RecordTaxNumber { invoice, .. }
        | B::CancelTaxNumber { invoice, .. }
        | B::RequestCreditNote { invoice, .. } => bill(books, invoice),
        B::ApproveCreditNote { note } | B::RejectCreditNote { note, .. } => {
            let found = books.account_of_credit_note(note)?.credit_notes.get(note)?;
            Some(format!("credit_note {}", found.state))
        }
        B::BillPeriod { subscription, .. } | B::BillCharges { subscription } => {
            service(books, subscription)
        }
    }
}

fn sold(books: &Books, command: &S) -> Option<String> {
    match command {
        S::Sell(_) => None,
        S::Activate { subscription, .. }
        | S::ChangePlan { subscription, .. }
        | S::Isolate { subscription, .. }
        | S::Restore { subscription, .. }
        | S::RequestTermination { subscription, .. }
        | S::ApproveTermination { subscription }
        | S::RejectTermination { subscription, .. }
        | S::GivePromo { subscription, .. }
        | S::AddFee { subscription, .. } => service(books, subscription),
    }
}

fn bill(books: &Books, id: &InvoiceId) -> Option<String> {
    let found = books.account_of_invoice(id)?.invoices.get(id)?;
    Some(format!("invoice {}", found.status))
}

fn service(books: &Books, id: &SubscriptionId) -> Option<String> {
    let found = books.account_of_subscription(id)?.subscriptions.get(id)?;
    Some(format!("subscription {}", found.status))
}

fn attempt(books: &Books, id: &OrderId) -> Option<String> {
    let found = books.account_of_order(id)?.attempts.get(id)?;
    Some(format!("attempt {}", found.state))
}
