//! A refund between its request and its execution: checked, agreed on, refused, taken back.

use super::super::{Context, Decision, not_found, reason};
use super::pending::{Pending as _, find, only_requester, open_to};
use super::request::{evidence, payout, positive};
use super::{bound, people};
use crate::access::{CaseDeed, Permission};
use crate::account::{Account, CaseAct, RefundCase, Route, Stage};
use crate::aggregate::Books;
use crate::hand::{Approval, Hand};
use crate::id::{CommandId, RefundId};
use crate::money::Rupiah;
use crate::refusal::Refusal;

/// What an edit asks for.
pub(super) struct Change<'a> {
    pub amount: Rupiah,
    pub reason: &'a str,
    pub evidence: Option<&'a str>,
}

/// What an agreement is to: amount, money, bill, route and destination, nothing less.
pub(super) fn content(case: &RefundCase) -> String {
    let money = serde_json::to_string(&case.source).unwrap_or_default();
    let amount = case.amount.get().to_string();
    let invoice = case.invoice.as_ref().map_or("", |invoice| invoice.as_str());
    let payout = case.payout.as_ref().map_or("", |sealed| sealed.as_str());
    let parts = [&amount, &money, invoice, case.route.as_str(), payout];
    let hash = CommandId::from_parts(&parts);
    hash.as_str().chars().take(32).collect()
}

/// Refuses when the customer's bank account is not the one that the case was asked for with.
pub(super) fn same_destination(account: &Account, case: &RefundCase) -> Result<(), Refusal> {
    if case.route == Route::Offline && payout(account, case.route) != case.payout {
        return Err(Refusal::ContentChanged { kind: "refund", id: case.id.to_string() });
    }
    Ok(())
}

pub(super) fn edit(
    books: &Books,
    id: &RefundId,
    change: &Change<'_>,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<RefundCase>(books, id)?;
    let person = people::person(context, Permission::RefundRequest)?;
    case.may(CaseDeed::RequestRefund, context, account, books)?;
    open_to(case, CaseAct::Edit, context)?;
    only_requester(case, context)?;
    let amount = positive(change.amount)?;
    let missing = || not_found("invoice", case.invoice.as_ref().map_or("", |id| id.as_str()));
    let invoice = case.invoice.as_ref().and_then(|id| account.invoices.get(id));
    let sources = bound::sources(account, invoice.ok_or_else(missing)?, Some(case));
    bound::choose(&sources, Some(&case.source), amount)?;
    let mut edited = RefundCase {
        amount,
        reason: reason::checked(change.reason)?,
        evidence: evidence(change.evidence)?,
        payout: payout(account, case.route),
        // As if asked anew: it comes after everything that was asked meanwhile.
        requested: Hand { by: person.clone(), at: context.at },
        ..restarted(case, context)
    };
    edited.tier = 1;
    edited.tier = bound::tier(account, &edited, &context.policy.corrections);
    Ok(edited.stepped(account, CaseAct::Edit))
}

/// The case with every check and agreement dropped.
fn restarted(case: &RefundCase, context: &Context<'_>) -> RefundCase {
    RefundCase {
        stage: Stage::Requested,
        verified: None,
        approvals: Vec::new(),
        not_before: None,
        expires_at: bound::lifetime(context.at, &context.policy.corrections),
        ..case.clone()
    }
}

pub(super) fn verify(
    books: &Books,
    id: &RefundId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<RefundCase>(books, id)?;
    let person = people::person(context, Permission::RefundVerify)?;
    case.may(CaseDeed::VerifyRefund, context, account, books)?;
    open_to(case, CaseAct::Verify, context)?;
    same_destination(account, case)?;
    let verified = RefundCase {
        stage: Stage::Verified,
        verified: Some(Hand { by: person.clone(), at: context.at }),
        tier: bound::tier(account, case, &context.policy.corrections),
        expires_at: bound::lifetime(context.at, &context.policy.corrections),
        ..case.clone()
    };
    Ok(verified.stepped(account, CaseAct::Verify))
}

pub(super) fn approve(
    books: &Books,
    id: &RefundId,
    why: Option<&str>,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<RefundCase>(books, id)?;
    let (roster, rules) = (books.roster(), &context.policy.corrections);
    let person = people::person(context, Permission::RefundApprove)?;
    case.may(CaseDeed::ApproveRefund, context, account, books)?;
    if case.approvals.iter().any(|approval| approval.by == *person) {
        return Err(Refusal::AlreadyApproved { kind: "refund", id: id.to_string() });
    }
    open_to(case, CaseAct::Approve, context)?;
    same_destination(account, case)?;
    let tier = bound::tier(account, case, rules);
    let why = reasoned(case, tier, why)?;
    let content = content(case);
    let mut approved = RefundCase { tier, ..case.clone() };
    approved.approvals.push(Approval {
        by: person.clone(),
        at: context.at,
        content: content.clone(),
        reason: why,
    });
    let have = people::counting(&approved.approvals, &content, Permission::RefundApprove, &roster);
    if have >= bound::approvals_needed(tier) {
        approved.stage = Stage::Approved;
        let pause = i64::from(rules.cooling_off_hours) * 3_600;
        approved.not_before = (tier >= 3).then(|| context.at.plus_seconds(pause));
    }
    approved.expires_at = bound::lifetime(context.at, rules);
    Ok(approved.stepped(account, CaseAct::Approve))
}

/// Tier 3 asks for evidence and for a reason in words.
fn reasoned(case: &RefundCase, tier: u8, why: Option<&str>) -> Result<Option<String>, Refusal> {
    let why = why.map(str::trim).filter(|why| !why.is_empty());
    if tier >= 3 && case.evidence.is_none() {
        return Err(Refusal::EvidenceMissing("a refund of tier 3 needs evidence"));
    }
    match why {
        None if tier >= 3 => reason::checked("").map(Some),
        None => Ok(None),
        Some(why) => reason::checked(why).map(Some),
    }
}
