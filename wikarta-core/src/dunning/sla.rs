//! How well reminders went out: arithmetic in which an unreachable customer or a slow queue cannot
//! hide.

use crate::message::{MessageChannel, Window};
use crate::money::Rupiah;
use crate::ratio::Ratio;
use crate::time::Timestamp;

/// What became of one step of one bill that was planned (a skipped step is not planned).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageFate {
    /// From when until when it was to be sent.
    pub window: Window,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// A provider took it.
    Accepted {
        /// On which channel first.
        channel: MessageChannel,
        /// When.
        at: Timestamp,
    },
    /// It did not have to go, because of something that came up at that instant.
    Cancelled {
        /// When that came up: paid, void, in dispute, promised, erased.
        since: Timestamp,
    },
    /// No channel reaches the customer: no address, or opted out of all.
    Unreachable,
    /// It was to go and did not, whatever the cause.
    NotSent,
}

/// The count of a period. `due` is the sum of all the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sla {
    /// Steps that were planned.
    pub due: u32,
    /// Taken by a provider within the window.
    pub accepted_in_window: u32,
    /// Taken, but outside the window.
    pub accepted_late: u32,
    /// The cause not to send came up before the window opened: no promise was due.
    pub cancelled_before: u32,
    /// The cause came up when the message should have been on its way: it counts against us, so that
    /// a slow queue cannot wait until people pay.
    pub cancelled_in_window: u32,
    /// No channel reaches the customer. Not our delay, and shown beside the rate, never inside it.
    pub unreachable: u32,
    /// Was to go and did not.
    pub not_sent: u32,
}

impl Sla {
    /// Two counts together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            due: self.due + other.due,
            accepted_in_window: self.accepted_in_window + other.accepted_in_window,
            accepted_late: self.accepted_late + other.accepted_late,
            cancelled_before: self.cancelled_before + other.cancelled_before,
            cancelled_in_window: self.cancelled_in_window + other.cancelled_in_window,
            unreachable: self.unreachable + other.unreachable,
            not_sent: self.not_sent + other.not_sent,
        }
    }

    /// The promise: taken within the window ÷ (due − cancelled before it − unreachable). The target
    /// is 99 %.
    #[must_use]
    pub fn rate(self) -> Ratio {
        let promised =
            i64::from(self.due) - i64::from(self.cancelled_before) - i64::from(self.unreachable);
        Ratio::of(i64::from(self.accepted_in_window), promised)
    }

    /// What stands beside the rate: unreachable ÷ (due − cancelled before the window).
    #[must_use]
    pub fn unreachable_share(self) -> Ratio {
        let wanted = i64::from(self.due) - i64::from(self.cancelled_before);
        Ratio::of(i64::from(self.unreachable), wanted)
    }
}

/// Counts what became of steps.
///
/// ```
/// use wikarta_core::dunning::{Fate, MessageChannel, StageFate, Window, sla};
///
/// let opens = "2026-12-12T02:00:00Z".parse::<wikarta_core::time::Timestamp>()?;
/// let window = Window { opens, closes: opens.plus_seconds(14_400) };
/// let of = |fate| StageFate { window, fate };
/// let count = sla(&[
///     of(Fate::Accepted { channel: MessageChannel::Email, at: opens.plus_seconds(60) }),
///     of(Fate::Cancelled { since: opens.plus_seconds(-60) }),
///     of(Fate::Unreachable),
/// ]);
/// assert_eq!(count.rate().percent(), "100,00 %");
/// assert_eq!(count.unreachable_share().percent(), "50,00 %");
/// # Ok::<(), wikarta_core::time::TimeError>(())
/// ```
#[must_use]
pub fn sla(fates: &[StageFate]) -> Sla {
    let mut count = Sla::default();
    for StageFate { window, fate } in fates {
        count.due += 1;
        let counter = match *fate {
            Fate::Accepted { at, .. } if at >= window.opens && at < window.closes => {
                &mut count.accepted_in_window
            }
            Fate::Accepted { .. } => &mut count.accepted_late,
            Fate::Cancelled { since } if since < window.opens => &mut count.cancelled_before,
            Fate::Cancelled { .. } => &mut count.cancelled_in_window,
            Fate::Unreachable => &mut count.unreachable,
            Fate::NotSent => &mut count.not_sent,
        };
        *counter += 1;
    }
    count
}

/// The median of the seconds from a step's moment to its acceptance; the mean of the middle two,
/// rounded half up, of an even count. Nothing when nothing was accepted.
#[must_use]
pub fn median_delay(fates: &[StageFate]) -> Option<i64> {
    let mut delays: Vec<i64> = fates
        .iter()
        .filter_map(|stage| match stage.fate {
            Fate::Accepted { at, .. } => Some(at.seconds_since(stage.window.opens)),
            Fate::Cancelled { .. } | Fate::Unreachable | Fate::NotSent => None,
        })
        .collect();
    delays.sort_unstable();
    let last = delays.len().checked_sub(1)?;
    let (low, high) = (delays.get(last / 2)?, delays.get(last.div_ceil(2))?);
    Some((low + high + 1).div_euclid(2))
}

/// A step that was sent, and what its bill did then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentStage {
    /// When it was accepted.
    pub sent_at: Timestamp,
    /// When the bill's next step was due, if there is one.
    pub next_stage_at: Option<Timestamp>,
    /// The first settlement of the bill, if there is one.
    pub first_settlement: Option<Payment>,
}

/// Money that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// When it was settled.
    pub at: Timestamp,
    /// How much.
    pub amount: Rupiah,
}

/// What steps brought in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PaidAfter {
    /// Steps sent.
    pub sent: u32,
    /// Of those, bills first paid after the step and before the next, at most three days later.
    pub paid: u32,
    /// What those payments brought.
    pub recovered: Rupiah,
}

impl PaidAfter {
    /// Two counts together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        let recovered = self.recovered.saturating_plus(other.recovered);
        Self { sent: self.sent + other.sent, paid: self.paid + other.paid, recovered }
    }

    /// Paid after the step ÷ sent.
    #[must_use]
    pub fn rate(self) -> Ratio {
        Ratio::of(i64::from(self.paid), i64::from(self.sent))
    }
}

/// Counts bills whose first settlement lies in (sent, min(next step, sent + 3 days)].
#[must_use]
pub fn paid_after(stages: &[SentStage]) -> PaidAfter {
    const THREE_DAYS: i64 = 3 * 86_400;
    let mut count = PaidAfter::default();
    for stage in stages {
        count.sent += 1;
        let end = stage.sent_at.plus_seconds(THREE_DAYS);
        let end = stage.next_stage_at.map_or(end, |next| next.min(end));
        let in_time = |payment: &Payment| payment.at > stage.sent_at && payment.at <= end;
        if let Some(payment) = stage.first_settlement.filter(in_time) {
            count.paid += 1;
            count.recovered = count.recovered.saturating_plus(payment.amount);
        }
    }
    count
}
