//! Break-glass: a superuser's access beyond the matrix, with a reason, for an hour at most, and in
//! sight of everybody who reads the trail. The server raises the alarm.

use super::super::{Answer, Context, Decision, reason};
use super::{facts, stepped};
use crate::access::{Actor, CaseDeed, Permission, Role};
use crate::aggregate::Books;
use crate::hand::Hand;
use crate::refusal::Refusal;
use crate::roster::{Emergency, Roster, RosterAct};

/// The longest emergency, in minutes.
const MINUTES_MAX: u16 = 60;

pub(super) fn begin(
    books: &Books,
    (why, minutes): (&str, u16),
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let begun = superuser(context)?;
    if !(1..=MINUTES_MAX).contains(&minutes) {
        return Err(Refusal::Invalid { field: "minutes", problem: "must be 1 to 60" });
    }
    let reason = reason::checked(why)?;
    let roster = books.roster();
    if let Some(active) = roster.active_emergency(context.at) {
        return Err(Refusal::EmergencyActive(active.until));
    }
    let until = context.at.plus_seconds(i64::from(minutes) * 60);
    let emergency = Some(Emergency { begun, reason, until, ended: None });
    let roster = Roster { emergency, ..roster };
    Ok(stepped(Answer::Emergency { until }, RosterAct::BreakGlass, roster))
}

pub(super) fn end(books: &Books, context: &Context<'_>) -> Result<Decision, Refusal> {
    let by = superuser(context)?;
    let roster = books.roster();
    let Some(active) = roster.active_emergency(context.at) else {
        return Err(Refusal::Nothing("end: no emergency is under way"));
    };
    let emergency = Some(Emergency { ended: Some(by), ..active.clone() });
    let roster = Roster { emergency, ..roster };
    Ok(stepped(Answer::Emergency { until: context.at }, RosterAct::EndBreakGlass, roster))
}

/// Emergencies widen what a superuser may do, nobody else's access.
fn superuser(context: &Context<'_>) -> Result<Hand, Refusal> {
    match context.actor {
        Actor::Staff { roles, .. } if roles.contains(&Role::Superuser) => {
            facts::hand(context, CaseDeed::ProposeAccess)
        }
        _ => Err(Refusal::Denied {
            permission: Permission::UserManage,
            held_by: vec![Role::Superuser],
        }),
    }
}
