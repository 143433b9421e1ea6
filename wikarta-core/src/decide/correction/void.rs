//! Taking an unpaid bill back: asked for, agreed on, and only then, once nothing at the gateway can
//! pay it any more, done.

use super::super::{Answer, Context, Decision, not_found, reason};
use super::pending::{Pending as _, find, open_to};
use super::{bound, people};
use crate::access::{CaseDeed, Permission, SeparationRule, holders};
use crate::account::{Account, AccountEvent, CaseAct, Document, Invoice, Stage, VoidCase};
use crate::aggregate::Books;
use crate::event::{Effect, Event};
use crate::hand::{Approval, Ending, Hand};
use crate::id::{CommandId, InvoiceId, OrderId, VoidId};
use crate::refusal::Refusal;

/// A bill can be taken back while nothing was paid on it and no tax document stands for it.
fn voidable(invoice: &Invoice) -> Result<(), Refusal> {
    if let Some(document) = invoice.tax_document.as_ref().filter(|found| found.cancelled.is_none())
    {
        return Err(Refusal::TaxLocked(document.number.clone()));
    }
    if invoice.document == Document::Issued && invoice.allocations.is_empty() {
        return Ok(());
    }
    let allowed: &[&str] = match invoice.document {
        Document::Draft => &["discard"],
        Document::Issued => &["refund"],
        Document::Void => &[],
    };
    let (id, status) = (invoice.id.clone(), invoice.status);
    Err(Refusal::InvalidState { invoice: id, status, act: "voided", allowed })
}

fn content(case: &VoidCase) -> String {
    let amount = case.amount.get().to_string();
    let hash = CommandId::from_parts(&[case.invoice.as_str(), &amount]);
    hash.as_str().chars().take(32).collect()
}

pub(super) fn stepped(account: &Account, act: CaseAct, case: VoidCase) -> Decision {
    let answer = Answer::Void { id: case.id.clone(), stage: case.stage, tier: case.tier };
    let event = AccountEvent::VoidStepped { act, void: Box::new(case) };
    Decision::with(answer, vec![Event::Account(account.id.clone(), event)])
}

pub(super) fn request(
    books: &Books,
    invoice: &InvoiceId,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let missing = || not_found("invoice", invoice);
    let account = books.account_of_invoice(invoice).ok_or_else(missing)?;
    let bill = account.invoices.get(invoice).ok_or_else(missing)?;
    let person = people::person(context, Permission::VoidRequest)?;
    let deed = CaseDeed::RequestVoid;
    people::may_ask(deed, person, account, &books.roster(), context.at)?;
    voidable(bill)?;
    let under_way = |case: &&VoidCase| case.invoice == *invoice && !case.stage.is_final();
    if let Some(case) = account.voids.values().find(under_way) {
        return Err(Refusal::Duplicate { kind: "void", id: case.id.to_string() });
    }
    let rules = &context.policy.corrections;
    let case = VoidCase {
        id: VoidId::derived(context.id, 0),
        invoice: invoice.clone(),
        amount: bill.total,
        reason: reason::checked(why)?,
        stage: Stage::Requested,
        tier: if bill.total <= rules.void_single_max { 1 } else { 2 },
        requested: Hand { by: person.clone(), at: context.at },
        verified: None,
        approvals: Vec::new(),
        executed: None,
        ended: None,
        expires_at: bound::lifetime(context.at, rules),
    };
    Ok(stepped(account, CaseAct::Request, case))
}

pub(super) fn verify(
    books: &Books,
    id: &VoidId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<VoidCase>(books, id)?;
    let person = people::person(context, Permission::RefundVerify)?;
    case.may(CaseDeed::VerifyVoid, context, account, books)?;
    open_to(case, CaseAct::Verify, context)?;
    let verified = Some(Hand { by: person.clone(), at: context.at });
    let case = VoidCase { stage: Stage::Verified, verified, ..case.clone() };
    Ok(stepped(account, CaseAct::Verify, case))
}

pub(super) fn approve(
    books: &Books,
    id: &VoidId,
    why: Option<&str>,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<VoidCase>(books, id)?;
    let (roster, permission) = (books.roster(), Permission::VoidApprove);
    let person = people::person(context, permission)?;
    case.may(CaseDeed::ApproveVoid, context, account, books)?;
    if case.approvals.iter().any(|approval| approval.by == *person) {
        return Err(Refusal::AlreadyApproved { kind: "void", id: id.to_string() });
    }
    open_to(case, CaseAct::Approve, context)?;
    let why = why.map(str::trim).filter(|why| !why.is_empty()).map(reason::checked).transpose()?;
    let content = content(case);
    let mut approved = case.clone();
    let (by, at) = (person.clone(), context.at);
    approved.approvals.push(Approval { by, at, content: content.clone(), reason: why });
    if people::counting(&approved.approvals, &content, permission, &roster) >= case.tier {
        approved.stage = Stage::Approved;
    }
    approved.expires_at = bound::lifetime(context.at, &context.policy.corrections);
    Ok(stepped(account, CaseAct::Approve, approved))
}

pub(super) fn execute(
    books: &Books,
    id: &VoidId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<VoidCase>(books, id)?;
    let (roster, permission) = (books.roster(), Permission::VoidApprove);
    let person = people::person(context, Permission::VoidRequest)?;
    case.may(CaseDeed::ExecuteVoid, context, account, books)?;
    open_to(case, CaseAct::Execute, context)?;
    let missing = || not_found("invoice", &case.invoice);
    voidable(account.invoices.get(&case.invoice).ok_or_else(missing)?)?;
    let (needed, tier) = (case.tier, case.tier);
    let have = people::counting(&case.approvals, &content(case), permission, &roster);
    if have < needed {
        if people::somebody_gone(&case.approvals, permission, &roster) {
            let (rule, held_by) = (SeparationRule::ApproverGone, holders(permission));
            return Err(Refusal::Separation { rule, held_by });
        }
        return Err(Refusal::ApprovalsMissing { tier, needed, have });
    }
    let executed = Some(Hand { by: person.clone(), at: context.at });
    let open: Vec<OrderId> = still_payable(account, &case.invoice);
    let case = VoidCase { stage: Stage::Executing, executed, ..case.clone() };
    if open.is_empty() {
        let done = VoidCase { stage: Stage::Done, ..case };
        return Ok(stepped(account, CaseAct::Finish, done));
    }
    let mut decision = stepped(account, CaseAct::Execute, case);
    for order_id in open {
        decision.plan(context, Effect::Cancel { order_id }, context.at);
    }
    Ok(decision)
}

/// Attempts that may still bring money for the bill.
fn still_payable(account: &Account, invoice: &InvoiceId) -> Vec<OrderId> {
    let open = account.attempts_of(invoice).filter(|attempt| attempt.is_open());
    open.map(|attempt| attempt.order_id.clone()).collect()
}

/// Ends voids that waited for the gateway, once a decision shows how it went there.
pub(in super::super) fn settle(books: &Books, decision: &mut Decision, context: &Context<'_>) {
    let touched = decision.events.iter().find_map(|event| match event {
        Event::Account(id, _) => books.account(id),
        _ => None,
    });
    let Some(account) = touched else { return };
    let waits = |case: &&VoidCase| case.stage == Stage::Executing;
    if !account.voids.values().any(|case| waits(&case)) {
        return;
    }
    let mut after = Some(account.clone());
    for event in &decision.events {
        if let Event::Account(id, event) = event
            && *id == account.id
        {
            after = Account::after(after, id, event);
        }
    }
    let Some(after) = after else { return };
    for case in after.voids.values().filter(waits) {
        let Some(invoice) = after.invoices.get(&case.invoice) else { continue };
        let (act, stage, ended) = if !invoice.allocations.is_empty() {
            let reason = "the bill was paid before it could be taken back".to_owned();
            let ended = Ending { by: None, at: context.at, reason };
            (CaseAct::Fail, Stage::Failed, Some(ended))
        } else if still_payable(&after, &case.invoice).is_empty() {
            (CaseAct::Finish, Stage::Done, None)
        } else {
            continue;
        };
        let void = Box::new(VoidCase { stage, ended, ..case.clone() });
        let event = AccountEvent::VoidStepped { act, void };
        decision.events.push(Event::Account(after.id.clone(), event));
    }
}
