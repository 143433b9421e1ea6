//! What became of steps of dunning, as the count of the promise needs it.

use crate::account::{Reminder, ReminderState};
use crate::dunning::{Fate, StageFate};
use crate::message::{SkipReason, StopReason, Why};
use crate::time::Timestamp;

/// What became of a reminder by an instant; `None` for a step that was never to go, and for one whose
/// time is not over.
#[must_use]
pub fn fate_of(reminder: &Reminder, by: Timestamp) -> Option<StageFate> {
    let fate = match (reminder.accepted, reminder.why) {
        (Some(accepted), _) => Fate::Accepted { channel: accepted.channel, at: accepted.at },
        (None, Some(Why::Cancelled(_))) => {
            Fate::Cancelled { since: reminder.since.unwrap_or(reminder.window.opens) }
        }
        (None, Some(Why::Stopped(StopReason::Unreachable))) => Fate::Unreachable,
        (None, Some(Why::Stopped(_) | Why::Skipped(SkipReason::Missed))) => Fate::NotSent,
        (None, Some(Why::Skipped(_))) => return None,
        (None, None) if reminder.state == ReminderState::Failed => Fate::NotSent,
        (None, None) if reminder.window.closes <= by => Fate::NotSent,
        (None, None) => return None,
    };
    Some(StageFate { window: reminder.window, fate })
}
