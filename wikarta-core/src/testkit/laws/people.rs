//! I16, I18, I19, I20: who had a hand in what, read off what was stored, by person.

use super::{Law, Violation, broken};
use crate::access::Role;
use crate::account::{
    Account, CreditNoteState, PostingState, RefundCase, RefundSource, Stage, VoidCase,
};
use crate::hand::{Approval, Hand};
use crate::id::UserId;
use crate::policy::Corrections;
use crate::roster::Roster;
use crate::suspense::SuspenseItem;
use crate::time::Timestamp;

/// Seconds for which whoever changed a customer's contact data decides no refund (D7).
const CONTACT_SECONDS: i64 = 7 * 86_400;

/// Seconds by which the clocks of two servers may differ: what is closer is in no order.
const CLOCKS_SECONDS: i64 = 600;

pub(super) fn account(account: &Account) -> Result<(), Violation> {
    for refund in account.refunds.values() {
        refund_hands(account, refund)?;
        refund_sum(account, refund)?;
    }
    for void in account.voids.values() {
        void_hands(void)?;
    }
    for posting in account.postings.values() {
        let ender = posting.ended.as_ref().and_then(|ended| ended.by.as_ref());
        let others =
            [("verifies", posting.verified.as_ref().map(|hand| &hand.by)), ("ends", ender)];
        for (deed, person) in others {
            apart(&posting.id, "records", Some(&posting.recorded.by), (deed, person))?;
        }
        if posting.state == PostingState::Reversed {
            let verifier = posting.verified.as_ref().map(|hand| &hand.by);
            apart(&posting.id, "verifies", verifier, ("reverses", ender))?;
        }
    }
    for note in account.credit_notes.values() {
        let approver = note.approved.as_ref().map(|approval| &approval.by);
        apart(&note.id, "requests", Some(&note.requested.by), ("approves", approver))?;
        if note.state == CreditNoteState::Approved && approver.is_none() {
            return broken(Law::I18, &note.id, "nobody agreed to it");
        }
    }
    for case in account.cases.values() {
        let (asked, closed) = (case.proposal.as_ref(), case.closed.as_ref());
        let proposer = asked.map(|proposal| &proposal.by.by);
        apart(&case.id, "proposes", proposer, ("approves", closed.map(|hand| &hand.by)))?;
    }
    for subscription in account.subscriptions.values() {
        let Some(end) = &subscription.termination else { continue };
        let approver = end.approved.as_ref().map(|hand| &hand.by);
        apart(&subscription.id, "requests", Some(&end.requested.by), ("approves", approver))?;
    }
    Ok(())
}

/// Two hands that must be of two people.
fn apart(
    about: &impl std::fmt::Display,
    one: &str,
    first: Option<&UserId>,
    (other, second): (&str, Option<&UserId>),
) -> Result<(), Violation> {
    match (first, second) {
        (Some(first), Some(second)) if first == second => {
            broken(Law::I16, about, format!("{first} {one} and {other}"))
        }
        _ => Ok(()),
    }
}

fn distinct(about: &impl std::fmt::Display, approvals: &[Approval]) -> Result<(), Violation> {
    for (place, approval) in approvals.iter().enumerate() {
        if approvals.iter().skip(place + 1).any(|other| other.by == approval.by) {
            return broken(Law::I16, about, format!("{} agreed twice", approval.by));
        }
    }
    Ok(())
}

fn refund_hands(account: &Account, refund: &RefundCase) -> Result<(), Violation> {
    let about = &refund.id;
    let by = |hand: &Option<Hand>| hand.as_ref().map(|hand| hand.by.clone());
    let (asked, verified) = (Some(&refund.requested.by), by(&refund.verified));
    let executed = by(&refund.executed);
    apart(about, "requests", asked, ("verifies", verified.as_ref()))?;
    apart(about, "requests", asked, ("executes", executed.as_ref()))?;
    if refund.tier > 1 {
        apart(about, "verifies", verified.as_ref(), ("executes", executed.as_ref()))?;
    }
    distinct(about, &refund.approvals)?;
    let payout = account.customer.payout_changed.as_ref();
    if let (Some(changed), Some(hand)) = (payout, &refund.executed)
        && hand.at.seconds_since(changed.at) > CLOCKS_SECONDS
    {
        let changer = Some(&changed.by);
        apart(about, "changed the bank account", changer, ("executes", executed.as_ref()))?;
    }
    let poster = match &refund.source {
        RefundSource::Posting(id) => account.postings.get(id).map(|posting| &posting.recorded.by),
        RefundSource::Attempt(_) | RefundSource::Suspense(_) | RefundSource::Credit => None,
    };
    apart(about, "took the money", poster, ("verifies", verified.as_ref()))?;
    if let Some(hand) = &refund.verified {
        not_fresh(account, refund, &hand.by, hand.at)?;
    }
    for approval in &refund.approvals {
        let person = Some(&approval.by);
        apart(about, "requests", asked, ("approves", person))?;
        apart(about, "verifies", verified.as_ref(), ("approves", person))?;
        apart(about, "executes", executed.as_ref(), ("approves", person))?;
        apart(about, "took the money", poster, ("approves", person))?;
        let customer = &account.customer;
        apart(
            about,
            "took the customer in",
            customer.registered_by.as_ref(),
            ("approves", person),
        )?;
        not_fresh(account, refund, &approval.by, approval.at)?;
    }
    Ok(())
}

/// D7: whoever changed the customer's contact data decides no refund for a week.
fn not_fresh(
    account: &Account,
    refund: &RefundCase,
    person: &UserId,
    at: Timestamp,
) -> Result<(), Violation> {
    let Some(changed) = &account.customer.contact_changed else { return Ok(()) };
    let since = at.seconds_since(changed.at);
    if changed.by == *person && (CLOCKS_SECONDS..CONTACT_SECONDS).contains(&since) {
        let seen = format!("{person} changed contact data {since} s before");
        return broken(Law::I16, &refund.id, seen);
    }
    Ok(())
}

const fn under_way(stage: Stage) -> bool {
    match stage {
        Stage::Executing | Stage::Unknown | Stage::ManualPending | Stage::Done => true,
        Stage::Requested
        | Stage::Verified
        | Stage::Approved
        | Stage::Rejected
        | Stage::Withdrawn
        | Stage::Expired
        | Stage::Failed => false,
    }
}

/// I18, counted anew: a refund under way has the people that its own amount needs together with
/// what was asked before it for the same bill, or for the same customer within the window.
fn refund_sum(account: &Account, refund: &RefundCase) -> Result<(), Violation> {
    if !under_way(refund.stage) {
        return Ok(());
    }
    let rules = Corrections::default();
    let since = refund.requested.at.plus_seconds(-i64::from(rules.window_days) * 86_400);
    let before = |other: &&RefundCase| {
        other.id != refund.id && other.stage.counts() && other.requested.at <= refund.requested.at
    };
    let others = || account.refunds.values().filter(before);
    let of_bill: i64 = others()
        .filter(|other| other.invoice == refund.invoice)
        .map(|other| other.amount.get())
        .sum();
    let of_customer: i64 =
        others().filter(|other| other.requested.at >= since).map(|other| other.amount.get()).sum();
    let counted = of_bill.max(of_customer) + refund.amount.get();
    let needed = if counted <= rules.refund_tier1_max.get() { 1 } else { 2 };
    if refund.verified.is_none() || refund.approvals.len() < needed {
        let have = refund.approvals.len();
        let seen = format!("{counted} rupiah went with {have} of {needed} approvals");
        return broken(Law::I18, &refund.id, seen);
    }
    let newest = refund.approvals.iter().map(|approval| approval.at).max();
    let (Some(agreed), Some(hand)) = (newest, &refund.executed) else { return Ok(()) };
    let waited = hand.at.seconds_since(agreed);
    if refund.amount > rules.refund_tier2_max && waited < i64::from(rules.cooling_off_hours) * 3_600
    {
        return broken(Law::I18, &refund.id, format!("went {waited} s after it was agreed to"));
    }
    Ok(())
}

fn void_hands(void: &VoidCase) -> Result<(), Violation> {
    let about = &void.id;
    let asked = Some(&void.requested.by);
    let verified = void.verified.as_ref().map(|hand| &hand.by);
    let executed = void.executed.as_ref().map(|hand| &hand.by);
    apart(about, "requests", asked, ("verifies", verified))?;
    distinct(about, &void.approvals)?;
    for approval in &void.approvals {
        let person = Some(&approval.by);
        apart(about, "requests", asked, ("approves", person))?;
        apart(about, "verifies", verified, ("approves", person))?;
        apart(about, "executes", executed, ("approves", person))?;
    }
    let needed = if void.amount <= Corrections::default().void_single_max { 1 } else { 2 };
    if under_way(void.stage) && void.approvals.len() < needed {
        let have = void.approvals.len();
        return broken(Law::I18, about, format!("went with {have} of {needed} approvals"));
    }
    Ok(())
}

pub(super) fn suspense(item: &SuspenseItem) -> Result<(), Violation> {
    let Some(moved) = &item.moved else { return Ok(()) };
    let approver = moved.approved.as_ref().map(|hand| &hand.by);
    apart(&item.order_id, "proposes", Some(&moved.by.by), ("approves", approver))
}

/// I19, I20. The pairs stand here once more, in other words than the rule's.
pub(super) fn roster(roster: &Roster) -> Result<(), Violation> {
    for (person, member) in &roster.members {
        let roles: Vec<Role> = member.roles.iter().copied().collect();
        let legal = match roles.as_slice() {
            [] | [_] => true,
            [one, other] => {
                let pair = [*one, *other];
                pair.contains(&Role::Marketing) && pair.contains(&Role::Teknisi)
            }
            _ => false,
        };
        if !legal {
            return broken(Law::I19, person, format!("holds {roles:?} together"));
        }
    }
    if let Some(emergency) = &roster.emergency {
        let minutes = emergency.until.seconds_since(emergency.begun.at) / 60;
        if emergency.reason.chars().count() < 10 || !(0..=60).contains(&minutes) {
            let seen = format!("{minutes} minutes for the reason `{}`", emergency.reason);
            return broken(Law::I20, &emergency.begun.by, seen);
        }
    }
    Ok(())
}
