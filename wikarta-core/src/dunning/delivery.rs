//! Which channel is tried next, and when: a function of what was tried and what came back.

use serde::{Deserialize, Serialize};

use crate::id::CommandId;
use crate::message::{
    Accepted, MessageChannel, Reach, ReceiptState, Repeat, StopReason, Timeliness, Try, TryOutcome,
    Window,
};
use crate::time::Timestamp;

/// How often and how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FallbackRules {
    /// How often a message is handed to one channel at most, the first time included.
    pub tries_per_channel: u8,
    /// How often it is handed to any channel at most.
    pub tries_per_stage: u8,
    /// Seconds from the first try to the second, from the second to the third, and so on; the last
    /// figure holds for all that follow.
    pub waits: Vec<u32>,
    /// By how many per cent a wait may be shorter or longer, so that not all come back at once.
    pub jitter_percent: u8,
    /// After how many seconds without a bounce an e-mail counts as sent.
    pub email_proof_seconds: u32,
    /// After how many seconds without a receipt of delivery WhatsApp is given up.
    pub whatsapp_proof_seconds: u32,
}

impl Default for FallbackRules {
    /// Three tries a channel (after 1, 5 and 30 minutes, a fifth more or less), six a stage; 30
    /// minutes for an e-mail to bounce, two hours for WhatsApp to deliver.
    fn default() -> Self {
        Self {
            tries_per_channel: 3,
            tries_per_stage: 6,
            waits: vec![60, 300, 1_800],
            jitter_percent: 20,
            email_proof_seconds: 1_800,
            whatsapp_proof_seconds: 7_200,
        }
    }
}

/// A channel as it stands for this customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// Which.
    pub channel: MessageChannel,
    /// Whether it reaches the customer.
    pub reach: Reach,
    /// Whether the provider may be asked again after a silence.
    pub repeat: Repeat,
}

/// What was tried for one step of one bill.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// Names the step, to derive the jitter from.
    pub seed: &'a str,
    /// The channels, in the order in which they are tried.
    pub routes: &'a [Route],
    /// All tries, in the order of time.
    pub tries: &'a [Try],
    /// From when until when it may be sent.
    pub window: Window,
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Look at the facts again and hand it to this channel now.
    Send(MessageChannel),
    /// Nothing before this instant, unless a receipt comes.
    Wait(Timestamp),
    /// This channel did it, or took it and no other can follow. A receipt that says otherwise later is a reason to ask again.
    Done(MessageChannel),
    /// Nothing was taken and nothing more can be done.
    Stop(StopReason),
}

/// Where one channel stands.
enum Leg {
    Ready(Timestamp),
    Proved,
    Waiting { until: Timestamp, then: Lapse },
    Failed,
}

/// What it means that nothing came in time.
enum Lapse {
    Proof,
    NextChannel,
}

impl Delivery<'_> {
    /// The first message that was taken and has not failed since.
    #[must_use]
    pub fn accepted(&self) -> Option<Accepted> {
        let taken = |tried: &&Try| match tried.outcome {
            TryOutcome::Accepted(receipt) => receipt != ReceiptState::Failed,
            TryOutcome::Permanent
            | TryOutcome::Retry(_)
            | TryOutcome::Unknown
            | TryOutcome::NotTaken => false,
        };
        let first = self.tries.iter().filter(taken).min_by_key(|tried| tried.at)?;
        Some(Accepted { channel: first.channel, at: first.at })
    }

    /// What is to be done at an instant. Ask again after every try and every receipt.
    ///
    /// The next channel follows when one has no address, was opted out of, failed for good, used its
    /// tries, or has no proof in time: an e-mail counts as sent when it has not bounced for 30
    /// minutes, WhatsApp needs `delivered` or `read` within two hours, an SMS is final. Nothing is
    /// handed over outside the window.
    ///
    /// ```
    /// use wikarta_core::dunning::{
    ///     Delivery, FallbackRules, MessageChannel, Reach, ReceiptState, Repeat, Route, Step, Try,
    ///     TryOutcome, Window,
    /// };
    ///
    /// let opens = "2026-12-12T02:00:00Z".parse::<wikarta_core::time::Timestamp>()?;
    /// let window = Window { opens, closes: opens.plus_seconds(4 * 3_600) };
    /// let route = |channel| Route { channel, reach: Reach::Open, repeat: Repeat::Unsafe };
    /// let routes = [route(MessageChannel::Email), route(MessageChannel::WhatsApp)];
    /// let bounced = TryOutcome::Accepted(ReceiptState::Failed);
    /// let tries = [Try { channel: MessageChannel::Email, at: opens, outcome: bounced }];
    /// let delivery = Delivery { seed: "inv_1|T-7|2026-12-19", routes: &routes, tries: &tries, window };
    /// let next = delivery.next(opens.plus_seconds(60), &FallbackRules::default());
    /// assert_eq!(next, Step::Send(MessageChannel::WhatsApp));
    /// # Ok::<(), wikarta_core::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn next(&self, now: Timestamp, rules: &FallbackRules) -> Step {
        let mut reason = StopReason::Unreachable;
        for route in
            self.routes.iter().filter(|route| route.reach == Reach::Open || self.used(route))
        {
            reason = StopReason::AllFailed;
            match self.leg(route, rules) {
                Leg::Proved => return Step::Done(route.channel),
                Leg::Waiting { until, then } => {
                    let end = until.min(self.window.closes);
                    match then {
                        _ if now < end => return Step::Wait(end),
                        Lapse::Proof => return Step::Done(route.channel),
                        Lapse::NextChannel => {}
                    }
                }
                Leg::Ready(from) if from < self.window.closes => {
                    if self.tries.len() >= usize::from(rules.tries_per_stage) {
                        return self.stop(StopReason::Budget);
                    }
                    return match self.window.at(now) {
                        Timeliness::Missed => self.stop(StopReason::WindowClosed),
                        Timeliness::Early => Step::Wait(self.window.opens.max(from)),
                        Timeliness::Open if now < from => Step::Wait(from),
                        Timeliness::Open => Step::Send(route.channel),
                    };
                }
                Leg::Ready(_) | Leg::Failed => {}
            }
        }
        self.stop(reason)
    }

    /// What was taken stands, proved or not.
    fn stop(&self, reason: StopReason) -> Step {
        self.accepted().map_or(Step::Stop(reason), |accepted| Step::Done(accepted.channel))
    }

    fn used(&self, route: &Route) -> bool {
        self.tries.iter().any(|tried| tried.channel == route.channel)
    }

    fn leg(&self, route: &Route, rules: &FallbackRules) -> Leg {
        let on_it = self.tries.iter().filter(|tried| tried.channel == route.channel);
        let tries: Vec<&Try> = on_it.collect();
        let Some(last) = tries.last() else { return Leg::Ready(self.window.opens) };
        // A message that was taken is never handed over again, whatever was tried since.
        let taken = tries.iter().find_map(|tried| match tried.outcome {
            TryOutcome::Accepted(receipt) => Some((tried.at, receipt)),
            TryOutcome::Permanent
            | TryOutcome::Retry(_)
            | TryOutcome::Unknown
            | TryOutcome::NotTaken => None,
        });
        if let Some((at, receipt)) = taken {
            return proof(route.channel, at, receipt, rules);
        }
        let wait = match last.outcome {
            TryOutcome::Accepted(_) | TryOutcome::Permanent => return Leg::Failed,
            TryOutcome::Retry(after) => after.unwrap_or(0),
            TryOutcome::NotTaken => 0,
            TryOutcome::Unknown => match route.repeat {
                Repeat::Safe => 0,
                Repeat::Unsafe => return silence(route.channel, last.at, rules),
            },
        };
        if tries.len() >= usize::from(rules.tries_per_channel) || route.reach != Reach::Open {
            return Leg::Failed;
        }
        let backoff = rules.wait(tries.len(), &[self.seed, route.channel.as_str()]);
        Leg::Ready(last.at.plus_seconds(backoff.max(i64::from(wait))))
    }
}

impl FallbackRules {
    /// Seconds to wait after the `tried`-th try, with a jitter that follows from `seed` and the count.
    #[must_use]
    pub fn wait(&self, tried: usize, seed: &[&str]) -> i64 {
        let index = tried.saturating_sub(1);
        let base = self.waits.get(index).or_else(|| self.waits.last()).copied().unwrap_or(0);
        let span = i64::from(base) * i64::from(self.jitter_percent) / 100;
        let count = tried.to_string();
        let parts: Vec<&str> = seed.iter().copied().chain([count.as_str()]).collect();
        let hash = CommandId::from_parts(&parts);
        let drawn = hash.as_str().get(..12).and_then(|digits| i64::from_str_radix(digits, 16).ok());
        (i64::from(base) - span + drawn.unwrap_or(0) % (2 * span + 1)).max(0)
    }
}

/// What an accepted message needs to count.
fn proof(
    channel: MessageChannel,
    at: Timestamp,
    receipt: ReceiptState,
    rules: &FallbackRules,
) -> Leg {
    if receipt.has_arrived() {
        return Leg::Proved;
    }
    if receipt == ReceiptState::Failed {
        return Leg::Failed;
    }
    let after = |seconds| at.plus_seconds(i64::from(seconds));
    match channel {
        MessageChannel::Email => {
            Leg::Waiting { until: after(rules.email_proof_seconds), then: Lapse::Proof }
        }
        MessageChannel::WhatsApp => {
            Leg::Waiting { until: after(rules.whatsapp_proof_seconds), then: Lapse::NextChannel }
        }
        MessageChannel::Sms => Leg::Proved,
    }
}

/// Nobody knows whether it was taken: it may still be, so the next channel waits as for a receipt.
fn silence(channel: MessageChannel, at: Timestamp, rules: &FallbackRules) -> Leg {
    let seconds = match channel {
        MessageChannel::Email | MessageChannel::Sms => rules.email_proof_seconds,
        MessageChannel::WhatsApp => rules.whatsapp_proof_seconds,
    };
    Leg::Waiting { until: at.plus_seconds(i64::from(seconds)), then: Lapse::NextChannel }
}
