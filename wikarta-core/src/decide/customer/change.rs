//! Changing values. Whoever changes where money goes decides no refund for a while, and refunds that
//! rested on the old bank account start anew.

use super::{Context, Decision, changed, hand};
use crate::account::{
    Account, AccountEvent, CaseAct, CustomerAct, REFUND_TABLE, RefundCase, Route, Stage, acts_in,
};
use crate::command::ChangeCustomer;
use crate::customer::{Customer, PersonalRecord, Sealed};
use crate::event::Event;
use crate::refusal::Refusal;

pub(super) fn change(
    account: &Account,
    change: &ChangeCustomer,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let before = &account.customer;
    if before.deleted.is_some() {
        return Err(Refusal::State {
            kind: "customer",
            id: account.id.to_string(),
            state: "DELETED".to_owned(),
            act: "changed",
            allowed: Vec::new(),
        });
    }
    let mut after = Customer {
        kind: change.kind.unwrap_or(before.kind),
        treatment: change.treatment.unwrap_or(before.treatment),
        ..before.clone()
    };
    if let Some((values, key)) = &change.personal {
        after.name = key.seal("name", values.name());
        after.phone = key.seal("phone", values.phone());
        after.email = key.seal("email", values.email());
        after.address = key.seal("address", values.address());
        after.identity = values.seal_identity(key);
        after.payout = values.seal_payout(key);
    }
    if reach(before) != reach(&after) {
        after.contact_changed = Some(hand(context)?);
    }
    if before.payout != after.payout {
        after.payout_changed = Some(hand(context)?);
    }
    let payout = after.payout.clone();
    let mut decision = changed(account, CustomerAct::Change, after);
    if decision.events.is_empty() {
        return Ok(decision);
    }
    if let Some((values, key)) = &change.personal {
        let (account, values) = (account.id.clone(), values.clone());
        decision.personal.push(PersonalRecord { account, key: key.clone(), values });
    }
    for refund in account.refunds.values().filter(|refund| rests_on_another(refund, &payout)) {
        let refund = Box::new(anew(refund, payout.clone()));
        let act = CaseAct::Reset;
        let event = AccountEvent::RefundStepped { act, refund, gone: None };
        decision.events.push(Event::Account(account.id.clone(), event));
    }
    Ok(decision)
}

/// How the customer is reached, by message or by money.
fn reach(customer: &Customer) -> [Option<&Sealed>; 4] {
    let Customer { phone, email, address, payout, .. } = customer;
    [Some(phone), Some(email), Some(address), payout.as_ref()]
}

/// Whether a refund by hand is on its way to a bank account that is not the customer's any more.
fn rests_on_another(refund: &RefundCase, payout: &Option<Sealed>) -> bool {
    refund.route == Route::Offline
        && refund.payout != *payout
        && acts_in(REFUND_TABLE, refund.stage).contains(&CaseAct::Reset)
}

/// Everything that people did for the old account is undone; what was asked stays.
fn anew(refund: &RefundCase, payout: Option<Sealed>) -> RefundCase {
    RefundCase {
        payout,
        stage: Stage::Requested,
        verified: None,
        approvals: Vec::new(),
        executed: None,
        proof: None,
        not_before: None,
        ..refund.clone()
    }
}
