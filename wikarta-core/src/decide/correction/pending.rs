//! What a refund and a void have in common: they wait for people, and can end without effect.

use std::fmt::Display;

use super::super::{Context, Decision, not_found, reason};
use super::{people, takes};
use crate::access::{CaseDeed, Permission, holders};
use crate::account::{Account, CaseAct, REFUND_TABLE, RefundCase, Stage, VOID_TABLE, VoidCase};
use crate::aggregate::Books;
use crate::hand::{Ending, Hand};
use crate::id::{RefundId, VoidId};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// A case that waits for people.
pub(super) trait Pending: Clone {
    /// Its name.
    type Id: Display;
    /// What refusals call it.
    const KIND: &'static str;
    /// Its states.
    const TABLE: &'static [(Stage, CaseAct, &'static [Stage])];
    /// Who may ask for one, and so take it back.
    const REQUEST: Permission;
    /// Who may agree to one, and so say no.
    const APPROVE: Permission;
    /// Saying no, as separation of duties sees it.
    const REJECT: CaseDeed;

    /// It, and the account that it lies in.
    fn look_up<'a>(books: &'a Books, id: &Self::Id) -> Option<(&'a Account, &'a Self)>;
    fn id(&self) -> &Self::Id;
    fn stage(&self) -> Stage;
    fn requested(&self) -> &Hand;
    fn expires_at(&self) -> Timestamp;
    /// Refuses a person whose earlier hand in it excludes the next.
    fn may(
        &self,
        deed: CaseDeed,
        context: &Context<'_>,
        account: &Account,
        books: &Books,
    ) -> Result<(), Refusal>;
    /// It, over.
    fn over(&self, stage: Stage, ended: Ending) -> Self;
    /// A decision that moves it and nothing else.
    fn stepped(self, account: &Account, act: CaseAct) -> Decision;
}

impl Pending for RefundCase {
    type Id = RefundId;
    const KIND: &'static str = "refund";
    const TABLE: &'static [(Stage, CaseAct, &'static [Stage])] = REFUND_TABLE;
    const REQUEST: Permission = Permission::RefundRequest;
    const APPROVE: Permission = Permission::RefundApprove;
    const REJECT: CaseDeed = CaseDeed::RejectRefund;

    fn look_up<'a>(books: &'a Books, id: &RefundId) -> Option<(&'a Account, &'a Self)> {
        let account = books.account_of_refund(id)?;
        Some((account, account.refunds.get(id)?))
    }

    fn id(&self) -> &RefundId {
        &self.id
    }

    fn stage(&self) -> Stage {
        self.stage
    }

    fn requested(&self) -> &Hand {
        &self.requested
    }

    fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    fn may(
        &self,
        deed: CaseDeed,
        context: &Context<'_>,
        account: &Account,
        books: &Books,
    ) -> Result<(), Refusal> {
        let person = people::person(context, deed.permission())?;
        people::may_in_refund(deed, person, (account, self), books, context.at)
    }

    fn over(&self, stage: Stage, ended: Ending) -> Self {
        Self { stage, ended: Some(ended), ..self.clone() }
    }

    fn stepped(self, account: &Account, act: CaseAct) -> Decision {
        super::request::stepped_with(account, act, self, None)
    }
}

impl Pending for VoidCase {
    type Id = VoidId;
    const KIND: &'static str = "void";
    const TABLE: &'static [(Stage, CaseAct, &'static [Stage])] = VOID_TABLE;
    const REQUEST: Permission = Permission::VoidRequest;
    const APPROVE: Permission = Permission::VoidApprove;
    const REJECT: CaseDeed = CaseDeed::RejectVoid;

    fn look_up<'a>(books: &'a Books, id: &VoidId) -> Option<(&'a Account, &'a Self)> {
        let account = books.account_of_void(id)?;
        Some((account, account.voids.get(id)?))
    }

    fn id(&self) -> &VoidId {
        &self.id
    }

    fn stage(&self) -> Stage {
        self.stage
    }

    fn requested(&self) -> &Hand {
        &self.requested
    }

    fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    fn may(
        &self,
        deed: CaseDeed,
        context: &Context<'_>,
        account: &Account,
        books: &Books,
    ) -> Result<(), Refusal> {
        let person = people::person(context, deed.permission())?;
        people::may_in_void(deed, person, (account, self), books, context.at)
    }

    fn over(&self, stage: Stage, ended: Ending) -> Self {
        Self { stage, ended: Some(ended), ..self.clone() }
    }

    fn stepped(self, account: &Account, act: CaseAct) -> Decision {
        super::void::stepped(account, act, self)
    }
}

/// The case and its account.
pub(super) fn find<'a, C: Pending>(
    books: &'a Books,
    id: &C::Id,
) -> Result<(&'a Account, &'a C), Refusal> {
    C::look_up(books, id).ok_or_else(|| not_found(C::KIND, id))
}

/// Whether the case takes the act now, its time included.
pub(super) fn open_to<C: Pending>(
    case: &C,
    act: CaseAct,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    takes(C::TABLE, (C::KIND, case.id().to_string()), case.stage(), act)?;
    let waits = matches!(case.stage(), Stage::Requested | Stage::Verified | Stage::Approved);
    if waits && context.at >= case.expires_at() {
        let (kind, id, at) = (C::KIND, case.id().to_string(), case.expires_at());
        return Err(Refusal::Lapsed { kind, id, at });
    }
    Ok(())
}

/// Refuses everybody but the person who asked for it.
pub(super) fn only_requester<C: Pending>(case: &C, context: &Context<'_>) -> Result<(), Refusal> {
    if context.actor.person() == Some(&case.requested().by) {
        return Ok(());
    }
    let permission = C::REQUEST;
    Err(Refusal::Denied { permission, held_by: holders(permission) })
}

pub(super) fn reject<C: Pending>(
    books: &Books,
    id: &C::Id,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<C>(books, id)?;
    let by = people::person(context, C::APPROVE)?;
    case.may(C::REJECT, context, account, books)?;
    open_to(case, CaseAct::Reject, context)?;
    let ended = Ending { by: Some(by.clone()), at: context.at, reason: reason::checked(why)? };
    Ok(case.over(Stage::Rejected, ended).stepped(account, CaseAct::Reject))
}

pub(super) fn withdraw<C: Pending>(
    books: &Books,
    id: &C::Id,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<C>(books, id)?;
    let by = people::person(context, C::REQUEST)?;
    only_requester(case, context)?;
    open_to(case, CaseAct::Withdraw, context)?;
    let reason = why.trim().chars().take(500).collect();
    let ended = Ending { by: Some(by.clone()), at: context.at, reason };
    Ok(case.over(Stage::Withdrawn, ended).stepped(account, CaseAct::Withdraw))
}

pub(super) fn expire<C: Pending>(
    books: &Books,
    id: &C::Id,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<C>(books, id)?;
    takes(C::TABLE, (C::KIND, id.to_string()), case.stage(), CaseAct::Expire)?;
    if context.at < case.expires_at() {
        return Err(Refusal::TooEarly(case.expires_at()));
    }
    let reason = "nobody decided in time".to_owned();
    let ended = Ending { by: None, at: context.at, reason };
    Ok(case.over(Stage::Expired, ended).stepped(account, CaseAct::Expire))
}
