//! What follows from what is known of a message's tries: what its reminders are now, and when to
//! look again.

use super::super::{Answer, Context, Decision};
use super::Group;
use crate::account::{Reminder, ReminderAct, ReminderState};
use crate::dunning::Step;
use crate::event::Effect;
use crate::message::{StopReason, Why};
use crate::time::Timestamp;

/// A reminder that ended without a message.
pub(super) fn ended(step: &Reminder, why: Why, since: Timestamp) -> Reminder {
    let state = match why {
        Why::Skipped(_) => ReminderState::Skipped,
        Why::Cancelled(_) => ReminderState::Cancelled,
        Why::Stopped(_) => ReminderState::Failed,
    };
    Reminder { state, why: Some(why), since: Some(since), ..step.clone() }
}

/// A reminder that no channel did.
pub(super) fn failed(step: &Reminder, reason: StopReason, since: Timestamp) -> Reminder {
    ended(step, Why::Stopped(reason), since)
}

/// The decision that takes new tries of a lead in: its reminders follow, and a look is planned where
/// a further channel may have to.
pub(super) fn conclude(
    group: &Group<'_>,
    lead: Reminder,
    act: ReminderAct,
    context: &Context<'_>,
) -> Decision {
    let (routes, tries) = (group.routes(&lead.carriers), lead.tried());
    let delivery = group.delivery(&routes, &tries);
    let (state, accepted) = (lead.state_of_tries(), delivery.accepted());
    let follow = |step: &Reminder| match step.state {
        // What became of a message says nothing about what was not in it.
        ReminderState::Cancelled | ReminderState::Skipped => step.clone(),
        ReminderState::Scheduled
        | ReminderState::Sent
        | ReminderState::Delivered
        | ReminderState::Read
        | ReminderState::Failed => {
            Reminder { state, accepted, why: None, since: None, ..step.clone() }
        }
    };
    let current = |step: &Reminder| if step.id == lead.id { lead.clone() } else { step.clone() };
    let members = group.members();
    let mut after: Vec<Reminder> = members.iter().map(|step| follow(&current(step))).collect();
    let waits = after.iter().any(|step| follows(step.state));
    let (mut decision, rules) = (Decision::new(Answer::Taken), &context.policy.fallback);
    let look_at = match delivery.next(context.at, rules) {
        _ if !waits => None,
        Step::Send(_) => Some(context.at),
        // Nothing is left to do then when silence proves that it arrived.
        Step::Wait(at) => Some(at).filter(|at| !matches!(delivery.next(*at, rules), Step::Done(_))),
        Step::Done(_) => None,
        Step::Stop(reason) => {
            for step in after.iter_mut().filter(|step| step.state == ReminderState::Scheduled) {
                *step = failed(step, reason, context.at);
            }
            None
        }
    };
    after.retain(|step| group.account.reminders.get(&step.id) != Some(step));
    if !after.is_empty() {
        decision.events.push(group.stepped(act, after));
    }
    if let Some(at) = look_at {
        decision.plan(context, Effect::Remind { reminder: lead.id }, at);
    }
    decision
}

/// Whether a further channel may follow.
const fn follows(state: ReminderState) -> bool {
    match state {
        ReminderState::Scheduled | ReminderState::Sent => true,
        ReminderState::Delivered
        | ReminderState::Read
        | ReminderState::Failed
        | ReminderState::Cancelled
        | ReminderState::Skipped => false,
    }
}
