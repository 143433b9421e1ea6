//! Reductions of issued bills: asked for by one person, agreed to by another. A late fee is waived
//! by one, too.

use super::{Answer, Context, Decision, hand, not_found, reason};

use crate::access::{CaseDeed, CaseFacts, separate};
use crate::account::{
    Account, AccountEvent, CreditNote, CreditNoteAct, CreditNoteState, Document, Invoice,
};
use crate::aggregate::Books;
use crate::decide::{facts, placing};
use crate::hand::{Approval, Ending, Hand};
use crate::id::{CommandId, CreditNoteId, InvoiceId};
use crate::money::{Rupiah, round_half_up};
use crate::refusal::Refusal;

pub(super) fn request(
    books: &Books,
    invoice: &InvoiceId,
    amount: Rupiah,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    let account = books.account_of_invoice(invoice).ok_or_else(|| not_found("invoice", invoice))?;
    let bill = account.invoices.get(invoice).ok_or_else(|| not_found("invoice", invoice))?;
    let roster = books.roster();
    separate(
        CaseDeed::RequestCreditNote,
        context.actor,
        &facts::about(account, &roster, context.actor.person(), context.at),
    )?;
    if bill.document != Document::Issued {
        return Err(Refusal::InvalidState {
            invoice: invoice.clone(),
            status: bill.status,
            act: "credited",
            allowed: if bill.document == Document::Draft { &["discard"] } else { &[] },
        });
    }
    if !amount.is_positive() {
        return Err(Refusal::Invalid { field: "amount", problem: "must be more than zero" });
    }
    let waits =
        |note: &&CreditNote| note.invoice == *invoice && note.state == CreditNoteState::Requested;
    let asked: Rupiah = account.credit_notes.values().filter(waits).map(|note| note.amount).sum();
    within(bill, amount, asked)?;
    let note = CreditNote {
        id: CreditNoteId::derived(context.id, 0),
        invoice: invoice.clone(),
        amount,
        tax: tax_of(bill, amount)?,
        reason,
        state: CreditNoteState::Requested,
        requested: hand(context)?,
        approved: None,
        ended: None,
        to_credit: Rupiah::ZERO,
    };
    Ok(stepped(account, CreditNoteAct::Request, note, context))
}

/// A bill is never reduced below nothing, what others asked for included.
fn within(bill: &Invoice, amount: Rupiah, others: Rupiah) -> Result<(), Refusal> {
    let left = bill.total.less(bill.credited).less(others);
    if amount > left {
        return Err(Refusal::TooMuch { asked: amount, left });
    }
    Ok(())
}

/// The PPN in a part of a bill, in the bill's proportion.
fn tax_of(bill: &Invoice, amount: Rupiah) -> Result<Rupiah, Refusal> {
    let (ppn, part) = (i128::from(bill.tax.ppn.get()), i128::from(amount.get()));
    let tax = round_half_up(ppn * part, i128::from(bill.total.get().max(1)));
    Ok(Rupiah::new(i64::try_from(tax).unwrap_or(0))?)
}

/// The note with its account and bill, if it waits for a decision.
fn waiting<'a>(
    books: &'a Books,
    id: &CreditNoteId,
    act: &'static str,
) -> Result<(&'a Account, &'a CreditNote, &'a Invoice), Refusal> {
    let missing = || not_found("credit note", id);
    let account = books.account_of_credit_note(id).ok_or_else(missing)?;
    let note = account.credit_notes.get(id).ok_or_else(missing)?;
    let bill =
        account.invoices.get(&note.invoice).ok_or_else(|| not_found("invoice", &note.invoice))?;
    match note.state {
        CreditNoteState::Requested => Ok((account, note, bill)),
        CreditNoteState::Approved | CreditNoteState::Rejected => Err(Refusal::State {
            kind: "credit note",
            id: id.to_string(),
            state: note.state.to_string(),
            act,
            allowed: Vec::new(),
        }),
    }
}

pub(super) fn approve(
    books: &Books,
    id: &CreditNoteId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, note, bill) = waiting(books, id, "approved")?;
    let roster = books.roster();
    let tied = CaseFacts {
        requester: Some(&note.requested.by),
        ..facts::about(account, &roster, context.actor.person(), context.at)
    };
    separate(CaseDeed::ApproveCreditNote, context.actor, &tied)?;
    if bill.document != Document::Issued {
        let (invoice, status) = (bill.id.clone(), bill.status);
        return Err(Refusal::InvalidState { invoice, status, act: "credited", allowed: &[] });
    }
    within(bill, note.amount, Rupiah::ZERO)?;
    let (more, free) = (surplus(bill, note.amount), free(account, bill));
    if more > free {
        // What a refund under way takes cannot become credit as well; once it ended, this can be.
        let left = note.amount.less(more.less(free));
        return Err(Refusal::TooMuch { asked: note.amount, left });
    }
    let approved = CreditNote {
        state: CreditNoteState::Approved,
        approved: Some(approval(bill, note.amount, context)?),
        to_credit: more,
        ..note.clone()
    };
    Ok(stepped(account, CreditNoteAct::Approve, approved, context))
}

pub(super) fn reject(
    books: &Books,
    id: &CreditNoteId,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    let (account, note, _) = waiting(books, id, "rejected")?;
    let roster = books.roster();
    let tied = CaseFacts {
        requester: Some(&note.requested.by),
        ..facts::about(account, &roster, context.actor.person(), context.at)
    };
    separate(CaseDeed::RejectCreditNote, context.actor, &tied)?;
    let ended = Some(Ending { by: context.actor.person().cloned(), at: context.at, reason });
    let rejected = CreditNote { state: CreditNoteState::Rejected, ended, ..note.clone() };
    Ok(stepped(account, CreditNoteAct::Reject, rejected, context))
}

fn approval(bill: &Invoice, amount: Rupiah, context: &Context<'_>) -> Result<Approval, Refusal> {
    let Hand { by, at } = hand(context)?;
    let content = CommandId::from_parts(&[bill.id.as_str(), &amount.get().to_string()]);
    let content = content.as_str().chars().take(32).collect();
    Ok(Approval { by, at, content, reason: None })
}

/// Money on a bill that is no longer owed once it is reduced.
fn surplus(bill: &Invoice, amount: Rupiah) -> Rupiah {
    bill.paid.less(bill.refunded).less(bill.owed().less(amount))
}

/// Money on a bill that no refund under way is about to take.
fn free(account: &Account, bill: &Invoice) -> Rupiah {
    let taken: Rupiah = account
        .refunds
        .values()
        .filter(|refund| refund.invoice.as_ref() == Some(&bill.id) && refund.stage.is_under_way())
        .map(|refund| refund.amount)
        .sum();
    bill.paid.less(bill.refunded).less(taken)
}

/// What a decision about something else takes off a bill.
pub(in crate::decide) struct Reduction {
    /// Whole rupiah, tax included.
    pub(in crate::decide) amount: Rupiah,
    /// The PPN in it.
    pub(in crate::decide) tax: Rupiah,
    /// Why.
    pub(in crate::decide) reason: String,
    /// Who asked for that decision.
    pub(in crate::decide) requested: Hand,
}

/// A note that is agreed to with something else that two people decided.
pub(in crate::decide) fn credited(
    (account, bill): (&Account, &Invoice),
    reduction: Reduction,
    n: u32,
    context: &Context<'_>,
) -> Result<CreditNote, Refusal> {
    Ok(CreditNote {
        id: CreditNoteId::derived(context.id, n),
        invoice: bill.id.clone(),
        amount: reduction.amount,
        tax: reduction.tax,
        reason: reduction.reason,
        state: CreditNoteState::Approved,
        requested: reduction.requested,
        approved: Some(approval(bill, reduction.amount, context)?),
        ended: None,
        to_credit: surplus(bill, reduction.amount).min(free(account, bill)),
    })
}

fn stepped(
    account: &Account,
    act: CreditNoteAct,
    note: CreditNote,
    context: &Context<'_>,
) -> Decision {
    let mut decision = Decision::new(Answer::CreditNote { id: note.id.clone(), state: note.state });
    step(&mut decision, account, act, note, context);
    decision
}

/// Adds the step of a note to a decision; codes for a bill that is settled by it are cancelled.
pub(in crate::decide) fn step(
    decision: &mut Decision,
    account: &Account,
    act: CreditNoteAct,
    note: CreditNote,
    context: &Context<'_>,
) {
    let note = Box::new(note);
    let event =
        |not_needed| AccountEvent::CreditNoteStepped { act, note: note.clone(), not_needed };
    let not_needed = match act {
        CreditNoteAct::Approve => placing::not_needed(account, &event(Vec::new())),
        CreditNoteAct::Request | CreditNoteAct::Reject => Vec::new(),
    };
    placing::cancel(decision, &not_needed, context);
    decision.events.push(placing::event(account, event(not_needed)));
}
