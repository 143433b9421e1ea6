//! I10, I16, I17, I20: what one entry changed, looked at with the state before and after it.

use super::{Law, Violation, broken};
use crate::account::{
    Account, AccountEvent, CaseAct, POSTING_TABLE, PostingAct, PostingState, REFUND_TABLE,
    RefundCase, RefundSource, Stage, VOID_TABLE,
};
use crate::aggregate::Aggregate;
use crate::audit::Entry;
use crate::event::Event;
use crate::id::UserId;
use crate::promo::PromoState;
use crate::roster::Roster;

/// An entry with the states beside it.
#[derive(Debug)]
pub(in crate::testkit) struct Step<'a> {
    pub(in crate::testkit) before: Option<&'a Aggregate>,
    pub(in crate::testkit) event: &'a Event,
    pub(in crate::testkit) after: Option<&'a Aggregate>,
    pub(in crate::testkit) entry: &'a Entry,
}

pub(super) fn check(step: &Step<'_>) -> Result<(), Violation> {
    match (step.before, step.after) {
        (Some(Aggregate::Account(before)), Some(Aggregate::Account(after))) => {
            let Event::Account(_, event) = step.event else { return Ok(()) };
            moved(before, event)?;
            over(before, after)
        }
        (Some(Aggregate::Package(before)), Some(Aggregate::Package(after))) => {
            let proposer = before.proposal.as_ref().map(|proposal| &proposal.by.by);
            let agreed = before.proposal.is_some() && after.approved != before.approved;
            let approver = after.approved.as_ref().map(|hand| &hand.by);
            two(&before.id, proposer, approver.filter(|_| agreed))
        }
        (Some(Aggregate::Promo(before)), Some(Aggregate::Promo(after))) => {
            let agreed = after.state == PromoState::Approved;
            let decided = after.decided.as_ref().map(|hand| &hand.by);
            two(&before.id, Some(&before.proposed.by), decided.filter(|_| agreed))
        }
        (Some(Aggregate::Roster(before)), Some(Aggregate::Roster(after))) => {
            access(before, after, step)
        }
        _ => Ok(()),
    }
}

fn two(
    about: &impl std::fmt::Display,
    proposer: Option<&UserId>,
    approver: Option<&UserId>,
) -> Result<(), Violation> {
    match approver {
        Some(person) if proposer == Some(person) => {
            broken(Law::I16, about, format!("{person} proposes and approves"))
        }
        _ => Ok(()),
    }
}

/// I10 for what moves by a table, I17 for what was agreed to.
fn moved(before: &Account, event: &AccountEvent) -> Result<(), Violation> {
    match event {
        AccountEvent::RefundStepped { act, refund, .. } => {
            let known = before.refunds.get(&refund.id);
            staged(&refund.id, REFUND_TABLE, (known.map(|it| it.stage), *act, refund.stage))?;
            known.map_or(Ok(()), |known| same_content(known, *act, refund))
        }
        AccountEvent::VoidStepped { act, void } => {
            let known = before.voids.get(&void.id).map(|it| it.stage);
            staged(&void.id, VOID_TABLE, (known, *act, void.stage))
        }
        AccountEvent::PostingStepped { act, posting, .. } => {
            let known = before.postings.get(&posting.id).map(|it| it.state);
            let row = known.map(|from| (from, *act, posting.state));
            let legal = match row {
                None => *act == PostingAct::Record && posting.state == PostingState::Recorded,
                Some(row) => POSTING_TABLE.contains(&row),
            };
            if legal { Ok(()) } else { broken(Law::I10, &posting.id, format!("{row:?}")) }
        }
        _ => Ok(()),
    }
}

fn staged(
    about: &impl std::fmt::Display,
    table: &[(Stage, CaseAct, &[Stage])],
    (from, act, to): (Option<Stage>, CaseAct, Stage),
) -> Result<(), Violation> {
    let Some(from) = from else {
        let fresh = act == CaseAct::Request && to == Stage::Requested;
        return if fresh { Ok(()) } else { broken(Law::I10, about, format!("began with {act}")) };
    };
    let legal = table.iter().any(|(stage, by, leads)| {
        // What is carried out at once ends in the same step.
        let by = *by == act || act == CaseAct::Finish && *by == CaseAct::Execute;
        *stage == from && by && leads.contains(&to)
    });
    if legal { Ok(()) } else { broken(Law::I10, about, format!("{from} by {act} to {to}")) }
}

/// I17: whoever agreed, agreed to this amount, money, way and destination.
fn same_content(before: &RefundCase, act: CaseAct, after: &RefundCase) -> Result<(), Violation> {
    let content = |case: &RefundCase| {
        (case.amount, case.source.clone(), case.invoice.clone(), case.route, case.payout.clone())
    };
    let kept = before.approvals.iter().any(|old| after.approvals.contains(old));
    if kept && content(before) != content(after) {
        return broken(Law::I17, &after.id, format!("{act} changed what was agreed to"));
    }
    if after.key != before.key {
        return broken(
            Law::I7,
            &after.id,
            format!("its key was {} and is {}", before.key, after.key),
        );
    }
    Ok(())
}

/// A refusal is no proof that nothing went: what the gateway shows under the key of a refund that
/// failed is that refund, and nothing else of it changes.
fn went_after_all(known: &RefundCase, now: Option<&RefundCase>, after: &Account) -> bool {
    let RefundSource::Attempt(order) = &known.source else { return false };
    let shown = after.attempts.get(order).is_some_and(|attempt| {
        attempt
            .refunds
            .iter()
            .any(|refund| refund.key == known.key && refund.amount == known.amount)
    });
    let went = RefundCase { stage: Stage::Done, ended: None, ..known.clone() };
    known.stage == Stage::Failed && shown && now == Some(&went)
}

/// I10: what is over stays as it is, and nothing disappears.
fn over(before: &Account, after: &Account) -> Result<(), Violation> {
    for (id, known) in &before.refunds {
        let now = after.refunds.get(id);
        if known.stage.is_final() && now != Some(known) && !went_after_all(known, now, after) {
            return broken(Law::I10, id, format!("changed after it was {}", known.stage));
        }
    }
    for (id, known) in &before.voids {
        if known.stage.is_final() && after.voids.get(id) != Some(known) {
            return broken(Law::I10, id, format!("changed after it was {}", known.stage));
        }
    }
    let gone = before.invoices.keys().find(|id| !after.invoices.contains_key(*id));
    if let Some(id) = gone {
        return broken(Law::I10, id, "an invoice disappeared");
    }
    for (id, known) in &before.invoices {
        let now = after.invoices.get(id);
        if known.number.is_some() && now.is_some_and(|now| now.number != known.number) {
            return broken(Law::I11, id, "an issued invoice has another number");
        }
    }
    Ok(())
}

/// I16 and I20 for changes of access: two people, neither of them the one it is about.
fn access(before: &Roster, after: &Roster, step: &Step<'_>) -> Result<(), Violation> {
    let actor = &step.entry.actor;
    if after.members != before.members && before.changes.len() > after.changes.len() {
        let agreed = before.changes.iter().find(|(id, _)| !after.changes.contains_key(*id));
        if let Some((id, change)) = agreed {
            let label = |person: &UserId| format!("staff:{person}");
            let own = change.what.subject().is_some_and(|subject| label(subject) == *actor);
            if own || label(&change.proposed.by) == *actor {
                return broken(Law::I16, id, format!("{actor} agreed to it"));
            }
        }
    }
    if after.emergency != before.emergency
        && let (Some(old), Some(new)) = (&before.emergency, &after.emergency)
        && old.ended.is_none()
        && old.begun != new.begun
        && new.begun.at < old.until
    {
        return broken(Law::I20, &new.begun.by, "a second emergency beside another");
    }
    Ok(())
}
