//! What separation of duties knows about a case, read off the books.

use super::Context;
use crate::access::{CaseDeed, CaseFacts, holders};
use crate::account::Account;
use crate::hand::Hand;
use crate::id::UserId;
use crate::refusal::Refusal;
use crate::roster::Roster;
use crate::time::Timestamp;

/// What the customer and the roster tell about a case of this account for the person who acts; the
/// hands that people had in the case itself are the caller's to add.
pub(super) fn about<'a>(
    account: &'a Account,
    roster: &'a Roster,
    person: Option<&UserId>,
    now: Timestamp,
) -> CaseFacts<'a> {
    let customer = &account.customer;
    let own =
        roster.members.iter().filter(|(_, member)| member.customer.as_ref() == Some(&account.id));
    CaseFacts {
        creator: customer.registered_by.as_ref(),
        contact_changer: customer.contact_changed.as_ref().map(|hand| (&hand.by, hand.at)),
        payout_changer: customer.payout_changed.as_ref().map(|hand| &hand.by),
        customers: own.map(|(id, _)| id).collect(),
        ..among(roster, person, now)
    }
}

/// As [`about`], where no customer is concerned.
pub(super) fn among<'a>(
    roster: &'a Roster,
    person: Option<&UserId>,
    now: Timestamp,
) -> CaseFacts<'a> {
    let assigned =
        person.and_then(|id| roster.members.get(id)).and_then(|member| member.assigned.as_ref());
    CaseFacts { assigner: assigned.map(|hand| (&hand.by, hand.at)), ..CaseFacts::at(now) }
}

/// The hand of the one who acts: cases are moved by people only.
pub(super) fn hand(context: &Context<'_>, deed: CaseDeed) -> Result<Hand, Refusal> {
    let permission = deed.permission();
    let by = context.actor.person().cloned();
    let by = by.ok_or_else(|| Refusal::Denied { permission, held_by: holders(permission) })?;
    Ok(Hand { by, at: context.at })
}

/// Who declared the emergency within which one of these instants lies, if one does.
pub(super) fn emergency_at(
    roster: &Roster,
    touched: impl IntoIterator<Item = Timestamp>,
) -> Option<&UserId> {
    let emergency = roster.emergency.as_ref()?;
    let over = emergency.ended.as_ref().map_or(emergency.until, |hand| hand.at);
    let within = |at: Timestamp| emergency.begun.at <= at && at <= over;
    touched.into_iter().any(within).then_some(&emergency.begun.by)
}
