//! Looking at full personal values, and deleting a customer.

use super::{Context, Decision, changed, hand, reason};
use crate::access::{Permission, Role, Scope, authorize, scope_of};
use crate::account::{Account, CustomerAct, Document};
use crate::customer::{Customer, Deleted, Revealed};
use crate::refusal::Refusal;
use crate::subscription::Subscription;

/// A limited permission reaches customers that the person took in. Technicians would see those of
/// their open work orders; there are none here, so they see nobody in full.
pub(super) fn reveal(
    account: &Account,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    if account.customer.erased.is_some() {
        return Err(Refusal::State {
            kind: "customer",
            id: account.id.to_string(),
            state: "ERASED".to_owned(),
            act: "revealed",
            allowed: Vec::new(),
        });
    }
    let permission = Permission::CustomerRevealPii;
    let by = hand(context)?;
    match authorize(context.actor, permission)? {
        Scope::All => {}
        Scope::Limited if account.customer.registered_by.as_ref() == Some(&by.by) => {}
        Scope::Limited => {
            let whole = |role: &Role| scope_of(*role, permission) == Some(Scope::All);
            let held_by = Role::ALL.iter().copied().filter(whole).collect();
            return Err(Refusal::Denied { permission, held_by });
        }
    }
    let revealed = Some(Revealed { by, reason });
    let after = Customer { revealed, ..account.customer.clone() };
    Ok(changed(account, CustomerAct::Reveal, after))
}

/// Nothing is sold to the customer any more; bills and money stay. Refused while one side owes the
/// other something or service runs.
pub(super) fn delete(
    account: &Account,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    if account.customer.deleted.is_some() {
        return Ok(Decision::new(crate::decide::Answer::Customer { id: account.id.clone() }));
    }
    if let Some((state, allowed)) = open_ends(account) {
        return Err(Refusal::State {
            kind: "customer",
            id: account.id.to_string(),
            state: state.to_owned(),
            act: "deleted",
            allowed: vec![allowed],
        });
    }
    let deleted = Some(Deleted { by: hand(context)?, reason });
    Ok(changed(account, CustomerAct::Delete, Customer { deleted, ..account.customer.clone() }))
}

/// What is not settled with a customer, and what would settle it.
pub(super) fn open_ends(account: &Account) -> Option<(&'static str, &'static str)> {
    let waits = |subscription: &Subscription| {
        subscription.deposit.is_positive() || !subscription.charges.is_empty()
    };
    if account.subscriptions.values().any(Subscription::runs) {
        return Some(("SUBSCRIBED", "terminate"));
    }
    if account.subscriptions.values().any(waits) {
        return Some(("UNBILLED", "bill_charges"));
    }
    if account.invoices.values().any(|invoice| invoice.document == Document::Draft) {
        return Some(("UNBILLED", "discard_draft"));
    }
    if account.invoices.values().any(|invoice| invoice.takes_money()) {
        return Some(("OWING", "collect"));
    }
    if !account.credit.is_zero() || !account.suspense.is_zero() {
        return Some(("IN_CREDIT", "refund"));
    }
    if account.refunds.values().any(|refund| !refund.stage.is_final()) {
        return Some(("REFUND_OPEN", "finish_refund"));
    }
    None
}
