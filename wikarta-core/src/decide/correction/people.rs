//! Who has had a hand in a case, and who may have the next.

use crate::access::{
    CaseDeed, CaseFacts, Permission, SeparationRule, holders, permissions_of, separation,
};
use crate::account::{Account, RefundCase, RefundSource, VoidCase};
use crate::aggregate::Books;
use crate::hand::{Approval, Hand};
use crate::id::UserId;
use crate::refusal::Refusal;
use crate::roster::Roster;
use crate::staff::Standing;
use crate::time::Timestamp;

use super::super::{Context, facts};

/// The person who asks; cases are moved by people only.
pub(super) fn person<'a>(
    context: &Context<'a>,
    permission: Permission,
) -> Result<&'a UserId, Refusal> {
    let denied = || Refusal::Denied { permission, held_by: holders(permission) };
    context.actor.person().ok_or_else(denied)
}

/// Who declared an emergency in which the case was touched.
fn emergency<'a>(
    roster: &'a Roster,
    requested: &Hand,
    verified: Option<&Hand>,
    approvals: &[Approval],
) -> Option<&'a UserId> {
    let hands = [Some(requested), verified].into_iter().flatten().map(|hand| hand.at);
    facts::emergency_at(roster, hands.chain(approvals.iter().map(|approval| approval.at)))
}

/// Who had a hand in the newest changes of the limits, which hold for every case from then on.
fn limits_changers(books: &Books) -> Vec<(&UserId, Timestamp)> {
    let hands = books.policy().map_or(&[][..], |book| &book.limits_changed);
    hands.iter().map(|hand| (&hand.by, hand.at)).collect()
}

/// Refuses a person who has had a hand in the refund that excludes this one.
pub(super) fn may_in_refund(
    deed: CaseDeed,
    person: &UserId,
    (account, case): (&Account, &RefundCase),
    books: &Books,
    now: Timestamp,
) -> Result<(), Refusal> {
    let roster = books.roster();
    let poster = match &case.source {
        RefundSource::Posting(posting) => account.postings.get(posting),
        RefundSource::Attempt(_) | RefundSource::Suspense(_) | RefundSource::Credit => None,
    };
    let facts = CaseFacts {
        requester: Some(&case.requested.by),
        verifier: case.verified.as_ref().map(|hand| &hand.by),
        approvers: case.approvals.iter().map(|approval| &approval.by).collect(),
        poster: poster.map(|posting| &posting.recorded.by),
        tier: case.tier,
        limits_changers: limits_changers(books),
        emergency: emergency(&roster, &case.requested, case.verified.as_ref(), &case.approvals),
        ..facts::about(account, &roster, Some(person), now)
    };
    told(deed, separation(deed, person, &facts))
}

/// Refuses a person who has had a hand in the void that excludes this one.
pub(super) fn may_in_void(
    deed: CaseDeed,
    person: &UserId,
    (account, case): (&Account, &VoidCase),
    books: &Books,
    now: Timestamp,
) -> Result<(), Refusal> {
    let roster = books.roster();
    let facts = CaseFacts {
        requester: Some(&case.requested.by),
        verifier: case.verified.as_ref().map(|hand| &hand.by),
        approvers: case.approvals.iter().map(|approval| &approval.by).collect(),
        tier: case.tier,
        limits_changers: limits_changers(books),
        emergency: emergency(&roster, &case.requested, case.verified.as_ref(), &case.approvals),
        ..facts::about(account, &roster, Some(person), now)
    };
    told(deed, separation(deed, person, &facts))
}

/// Refuses a person who may not open a case about the account, such as the customer (D12).
pub(super) fn may_ask(
    deed: CaseDeed,
    person: &UserId,
    account: &Account,
    roster: &Roster,
    now: Timestamp,
) -> Result<(), Refusal> {
    told(deed, separation(deed, person, &facts::about(account, roster, Some(person), now)))
}

fn told(deed: CaseDeed, rule: Option<SeparationRule>) -> Result<(), Refusal> {
    match rule {
        None => Ok(()),
        Some(rule) => Err(Refusal::Separation { rule, held_by: holders(deed.permission()) }),
    }
}

/// How many agreements count: to this very content, by people who may still agree. A host that keeps
/// its own people has an empty roster and answers for them itself.
pub(super) fn counting(
    approvals: &[Approval],
    content: &str,
    permission: Permission,
    roster: &Roster,
) -> u8 {
    let may = |id: &UserId| match roster.members.get(id) {
        None => true,
        Some(member) => {
            let made = member.custom.iter().filter_map(|code| roster.roles.get(code));
            member.standing == Standing::Active
                && permissions_of(&member.roles, made).contains(&permission)
        }
    };
    let count = approvals
        .iter()
        .filter(|approval| approval.content == content && may(&approval.by))
        .count();
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Whether an approver may not agree any more.
pub(super) fn somebody_gone(
    approvals: &[Approval],
    permission: Permission,
    roster: &Roster,
) -> bool {
    approvals.iter().any(|approval| {
        counting(std::slice::from_ref(approval), &approval.content, permission, roster) == 0
    })
}
