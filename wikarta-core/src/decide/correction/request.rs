//! Asking for money to go back.

use super::super::{Answer, Context, Decision, not_found, reason};
use super::pending::Pending as _;
use super::{bound, people};
use crate::access::{CaseDeed, Permission, Scope, authorize, holders};
use crate::account::{
    Account, AccountEvent, CaseAct, Document, Invoice, RefundCase, RefundSource, Route, Stage,
};
use crate::aggregate::Books;
use crate::command::RequestRefund;
use crate::event::Event;
use crate::hand::Hand;
use crate::id::{RefundId, UserId};
use crate::money::Rupiah;
use crate::refusal::Refusal;

pub(super) fn refund(
    books: &Books,
    order: &RequestRefund,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let missing = || not_found("invoice", &order.invoice);
    let account = books.account_of_invoice(&order.invoice).ok_or_else(missing)?;
    let invoice = account.invoices.get(&order.invoice).ok_or_else(missing)?;
    let person = people::person(context, Permission::RefundRequest)?;
    own_customer(account, person, context)?;
    let deed = CaseDeed::RequestRefund;
    people::may_ask(deed, person, account, &books.roster(), context.at)?;
    refundable(invoice)?;
    let amount = positive(order.amount)?;
    let sources = bound::sources(account, invoice, None);
    let source = bound::choose(&sources, order.source.as_ref(), amount)?;
    let route = bound::route(account, &source, order.to);
    let mut case = new_case(order, (source, route), person, context)?;
    case.payout = payout(account, route);
    case.tier = bound::tier(account, &case, &context.policy.corrections);
    Ok(case.stepped(account, CaseAct::Request))
}

/// A limited permission reaches the customers that the person took in.
fn own_customer(account: &Account, person: &UserId, context: &Context<'_>) -> Result<(), Refusal> {
    let permission = Permission::RefundRequest;
    let own = account.customer.registered_by.as_ref() == Some(person);
    match authorize(context.actor, permission)? {
        Scope::Limited if !own => {
            let held_by = holders(permission);
            Err(Refusal::Denied { permission, held_by })
        }
        Scope::All | Scope::Limited => Ok(()),
    }
}

fn refundable(invoice: &Invoice) -> Result<(), Refusal> {
    if invoice.document == Document::Issued && invoice.paid.is_positive() {
        return Ok(());
    }
    let allowed: &[&str] = match invoice.document {
        Document::Draft => &["issue", "discard"],
        Document::Issued => &["void"],
        Document::Void => &[],
    };
    let (id, status) = (invoice.id.clone(), invoice.status);
    Err(Refusal::InvalidState { invoice: id, status, act: "refunded", allowed })
}

pub(super) fn positive(amount: Rupiah) -> Result<Rupiah, Refusal> {
    if amount.is_positive() {
        return Ok(amount);
    }
    Err(Refusal::Invalid { field: "amount", problem: "must be more than zero" })
}

/// Where a transfer by hand goes: part of what is agreed to.
pub(super) fn payout(account: &Account, route: Route) -> Option<crate::customer::Sealed> {
    match route {
        Route::Offline => account.customer.payout.clone(),
        Route::Gateway | Route::Credit => None,
    }
}

pub(super) fn evidence(text: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > 200 || text.chars().any(char::is_control) {
        let problem = "must have at most 200 printable characters";
        return Err(Refusal::Invalid { field: "evidence", problem });
    }
    Ok(Some(text.to_owned()))
}

fn new_case(
    order: &RequestRefund,
    (source, route): (RefundSource, Route),
    person: &UserId,
    context: &Context<'_>,
) -> Result<RefundCase, Refusal> {
    let id = RefundId::derived(context.id, 0);
    Ok(RefundCase {
        key: id.to_string(),
        id,
        invoice: Some(order.invoice.clone()),
        source,
        route,
        payout: None,
        amount: order.amount,
        reason: reason::checked(&order.reason)?,
        evidence: evidence(order.evidence.as_deref())?,
        stage: Stage::Requested,
        tier: 1,
        requested: Hand { by: person.clone(), at: context.at },
        verified: None,
        approvals: Vec::new(),
        executed: None,
        proof: None,
        ended: None,
        expires_at: bound::lifetime(context.at, &context.policy.corrections),
        not_before: None,
        tries: 0,
    })
}

/// A decision that moves a refund, with the money that goes back.
pub(super) fn stepped_with(
    account: &Account,
    act: CaseAct,
    case: RefundCase,
    gone: Option<crate::account::GoneBack>,
) -> Decision {
    let answer = Answer::Refund { id: case.id.clone(), stage: case.stage, tier: case.tier };
    let event = AccountEvent::RefundStepped { act, refund: Box::new(case), gone };
    Decision::with(answer, vec![Event::Account(account.id.clone(), event)])
}
