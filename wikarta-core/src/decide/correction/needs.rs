//! What a refund or void still needs, and from whom it may not come: for people who read the case.

use super::bound;
use crate::access::{CaseDeed, CaseFacts, Permission, SeparationRule, separation};
use crate::account::{CaseAct, RefundCase, Stage, VoidCase};
use crate::hand::{Approval, Hand};
use crate::id::UserId;
use crate::time::Timestamp;

/// A step that a case still needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The step.
    pub act: CaseAct,
    /// The permission that it takes.
    pub permission: Permission,
    /// By how many different people.
    pub people: u8,
    /// Who has had a hand in the case that excludes this one, and by which rule.
    pub excluded: Vec<(UserId, SeparationRule)>,
}

/// What a refund needs until its money is gone; nothing once it is over, or while the gateway is
/// being asked. Ties that lie outside the case, such as to its customer, are not seen here.
#[must_use]
pub fn refund_needs(case: &RefundCase, now: Timestamp) -> Vec<Need> {
    let facts = facts(&case.requested, case.verified.as_ref(), &case.approvals, case.tier, now);
    let approvals = missing(bound::approvals_needed(case.tier), &case.approvals);
    let verify = (CaseAct::Verify, CaseDeed::VerifyRefund, 1);
    let approve = (CaseAct::Approve, CaseDeed::ApproveRefund, approvals);
    let execute = (CaseAct::Execute, CaseDeed::ExecuteRefund, 1);
    needs(&facts, case.stage, &[verify, approve, execute])
}

/// What a void needs until the bill is taken back.
#[must_use]
pub fn void_needs(case: &VoidCase, now: Timestamp) -> Vec<Need> {
    let facts = facts(&case.requested, case.verified.as_ref(), &case.approvals, case.tier, now);
    let approvals = missing(case.tier, &case.approvals);
    let approve = (CaseAct::Approve, CaseDeed::ApproveVoid, approvals);
    let execute = (CaseAct::Execute, CaseDeed::ExecuteVoid, 1);
    needs(&facts, case.stage, &[approve, execute])
}

fn missing(needed: u8, approvals: &[Approval]) -> u8 {
    needed.saturating_sub(u8::try_from(approvals.len()).unwrap_or(u8::MAX))
}

fn facts<'a>(
    requested: &'a Hand,
    verified: Option<&'a Hand>,
    approvals: &'a [Approval],
    tier: u8,
    now: Timestamp,
) -> CaseFacts<'a> {
    CaseFacts {
        requester: Some(&requested.by),
        verifier: verified.map(|hand| &hand.by),
        approvers: approvals.iter().map(|approval| &approval.by).collect(),
        tier,
        ..CaseFacts::at(now)
    }
}

fn needs(facts: &CaseFacts<'_>, stage: Stage, steps: &[(CaseAct, CaseDeed, u8)]) -> Vec<Need> {
    let wanted = |act: CaseAct| match stage {
        Stage::Requested => true,
        Stage::Verified => act != CaseAct::Verify,
        Stage::Approved | Stage::Unknown | Stage::ManualPending => act == CaseAct::Execute,
        Stage::Executing
        | Stage::Rejected
        | Stage::Withdrawn
        | Stage::Expired
        | Stage::Done
        | Stage::Failed => false,
    };
    let hands = facts.requester.into_iter().chain(facts.verifier).chain(facts.approvers.clone());
    let hands: std::collections::BTreeSet<&UserId> = hands.collect();
    let need = |(act, deed, people): &(CaseAct, CaseDeed, u8)| {
        let excluded = hands.iter().filter_map(|hand| {
            let rule = separation(*deed, hand, facts)?;
            Some(((*hand).clone(), rule))
        });
        let excluded = excluded.collect();
        Need { act: *act, permission: deed.permission(), people: *people, excluded }
    };
    steps.iter().filter(|(act, ..)| wanted(*act)).map(need).collect()
}
