//! Doing what decisions asked for: effects from the outbox, notifications that wait for a read.

use super::remind::HandOverOf;
use super::{HandleError, Wikarta};
use crate::access::Actor;
use crate::account::{Account, Answer as GatewayAnswer, Attempt, Superseded};
use crate::aggregate::Aggregate;
use crate::command::{Command, Envelope, ReadCause, TakeRead};
use crate::event::Effect;
use crate::id::{CommandId, EffectId, OrderId, TraceId};
use crate::ports::{
    ChargeOutcome, ChargeRequest, Delivery, EndOutcome, Fault, GatewayRefusal, InboxKey, Return,
    StatusOutcome, Subject, Take, Taken, Want,
};
use crate::provider::Hint;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// How long a taker holds work before others may take it: longer than any call of a gateway lasts.
const LEASE_SECONDS: i64 = 60;
/// How often work is tried before a person must look: about a day.
const TRIES_MAX: u32 = 34;
/// How often the gateway may not know the order of a notification before that is believed: over a
/// minute, so that a charge that is still on its way there is not taken for absent.
const MISSING_TRIES_MAX: u32 = 7;
/// The longest pause between two tries.
const PAUSE_SECONDS_MAX: i64 = 3_600;

/// What a call of [`Wikarta::work`] got done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Worked {
    /// Effects taken up.
    pub effects: u32,
    /// Parked notifications taken up.
    pub notifications: u32,
    /// Of both, how many will have to be tried again.
    pub again: u32,
}

/// Seconds until try number `tries + 1`: 1, 2, 4, … up to an hour, moved by up to a quarter in a way
/// that follows from the name, so that many failures do not come back together.
#[must_use]
pub fn retry_seconds(name: &str, tries: u32) -> i64 {
    let pause = (1_i64 << tries.saturating_sub(1).min(12)).min(PAUSE_SECONDS_MAX);
    let spread = name.bytes().fold(u32::from(tries == 0), |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    pause + pause * i64::from(spread % 25) / 100
}

pub(super) enum Done {
    Settled,
    Later(String),
    /// Nothing before this instant; no failure.
    Until(Timestamp),
    Never(String),
}

impl Wikarta {
    /// Takes up to `limit` due effects and as many parked notifications, and does them. Call it from
    /// a loop, a timer, or right after a command that planned something.
    ///
    /// # Errors
    /// A [`Fault`] of the store while taking; what fails while doing goes back with a pause.
    pub async fn work(&self, limit: u32) -> Result<Worked, Fault> {
        let mut worked = Worked::default();
        let parked = self.store.take_parked(self.take(limit)).await?;
        for taken in parked {
            worked.notifications += 1;
            worked.again += u32::from(self.examine(taken).await? == Outcome::Again);
        }
        let effects = self.store.take_effects(self.take(limit)).await?;
        let (reminders, others): (Vec<_>, Vec<_>) =
            effects.into_iter().partition(|taken| matches!(taken.work, Effect::Remind { .. }));
        worked.effects += u32::try_from(reminders.len()).unwrap_or(u32::MAX);
        worked.again += self.remind_taken(&reminders).await?;
        for taken in others {
            worked.effects += 1;
            worked.again += u32::from(self.do_effect(taken).await? == Outcome::Again);
        }
        Ok(worked)
    }

    /// Does one effect now, if nobody else holds it and it is not done.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn run_effect(&self, id: &EffectId) -> Result<(), Fault> {
        let now = self.host.now();
        let taken = self.store.take_effect(id, now, now.plus_seconds(LEASE_SECONDS)).await?;
        match taken {
            Some(taken) => self.do_effect(taken).await.map(|_| ()),
            None => Ok(()),
        }
    }

    fn take(&self, limit: u32) -> Take {
        let now = self.host.now();
        Take { now, lease_until: now.plus_seconds(LEASE_SECONDS), limit }
    }

    async fn do_effect(&self, taken: Taken<Effect>) -> Result<Outcome, Fault> {
        let id = effect_id(&taken)?;
        let done = match &taken.work {
            Effect::Charge { order_id } => self.charge(&id, order_id, &taken).await?,
            Effect::Read { order_id } => {
                self.read(order_id, ReadCause::Effect(id.clone()), &taken).await?
            }
            Effect::Cancel { order_id } => self.cancel(&id, order_id, &taken.trace).await?,
            Effect::Refund { refund } => self.refund(&id, refund, &taken.trace).await?,
            Effect::Remind { .. } => {
                let again = self.remind_taken(std::slice::from_ref(&taken)).await?;
                return Ok(if again == 0 { Outcome::Done } else { Outcome::Again });
            }
            Effect::Send(message) => match self.notifier.send(message).await {
                Delivery::Accepted { .. } => {
                    self.store.return_effect(&id, Return::Done(self.host.now())).await?;
                    Done::Settled
                }
                Delivery::Permanent { reason } => Done::Never(reason),
                Delivery::Passing { reason, .. } | Delivery::Unknown { reason } => {
                    Done::Later(reason)
                }
            },
        };
        match self.back(done, id.as_str(), &taken) {
            None => Ok(Outcome::Done),
            Some(back) => {
                self.store.return_effect(&id, back).await?;
                Ok(Outcome::Again)
            }
        }
    }

    async fn remind_taken(&self, taken: &[Taken<Effect>]) -> Result<u32, Fault> {
        let mut held = Vec::with_capacity(taken.len());
        for taken in taken {
            let Effect::Remind { reminder } = &taken.work else { continue };
            held.push(HandOverOf { effect: effect_id(taken)?, reminder, taken });
        }
        self.hand_over(&held).await
    }

    async fn examine(&self, taken: Taken<Hint>) -> Result<Outcome, Fault> {
        let hint = taken.work.clone();
        let key = InboxKey { order_id: hint.order_id.clone(), event_key: hint.event_key.clone() };
        let order_id = hint.order_id.clone();
        let done = self.read(&order_id, ReadCause::Hint(Box::new(hint)), &taken).await?;
        match self.back(done, &key.event_key, &taken) {
            None => Ok(Outcome::Done),
            Some(back) => {
                self.store.return_parked(&key, back).await?;
                Ok(Outcome::Again)
            }
        }
    }

    pub(super) fn back<T>(&self, done: Done, name: &str, taken: &Taken<T>) -> Option<Return> {
        let (at, tries) = (self.host.now(), taken.tries_this_round);
        match done {
            Done::Settled => None,
            Done::Until(due) => {
                Some(Return::Retry { due, reason: "its moment has not come".to_owned() })
            }
            Done::Never(reason) => Some(Return::Dead { at, reason }),
            Done::Later(reason) if tries >= TRIES_MAX => Some(Return::Dead { at, reason }),
            Done::Later(reason) => {
                let due = at.plus_seconds(retry_seconds(name, tries));
                Some(Return::Retry { due, reason })
            }
        }
    }

    async fn charge(
        &self,
        effect: &EffectId,
        order_id: &OrderId,
        taken: &Taken<Effect>,
    ) -> Result<Done, Fault> {
        let Some((_, attempt)) = self.attempt(order_id).await? else {
            return Ok(Done::Never("the attempt is not in the books".to_owned()));
        };
        let now = self.host.now();
        let outcome = if wanted(&attempt, now) {
            match charge_request(&attempt, now) {
                Some(request) => self.gateway.charge(&request).await,
                None => return Ok(Done::Never("the attempt names no invoice".to_owned())),
            }
        } else if attempt.answer == GatewayAnswer::Awaited && taken.tries == 1 {
            let message = "no longer wanted when its turn came".to_owned();
            ChargeOutcome::Refused(GatewayRefusal { code: "not_sent".to_owned(), message })
        } else {
            // An earlier taker may have asked and died: only a read can tell.
            ChargeOutcome::Unknown { reason: "no longer wanted".to_owned() }
        };
        let (order_id, effect) = (order_id.clone(), effect.clone());
        let command = Command::AnswerCharge { order_id, outcome, effect: effect.clone() };
        self.report(effect.as_str(), &taken.trace, command).await
    }

    async fn cancel(
        &self,
        effect: &EffectId,
        order_id: &OrderId,
        trace: &TraceId,
    ) -> Result<Done, Fault> {
        let outcome = match self.attempt(order_id).await? {
            Some((_, attempt)) if attempt.is_open() => self.gateway.cancel(order_id).await,
            Some(_) => EndOutcome::Missing,
            None => return Ok(Done::Never("the attempt is not in the books".to_owned())),
        };
        if let EndOutcome::Unknown { reason } = outcome {
            return Ok(Done::Later(reason));
        }
        let (order_id, effect) = (order_id.clone(), effect.clone());
        let command = Command::AnswerCancel { order_id, outcome, effect: effect.clone() };
        self.report(effect.as_str(), trace, command).await
    }

    /// Reads an order at the gateway and takes the answer in. The number of the read is taken from
    /// the books before the gateway is asked, so an answer that was overtaken is not taken for new.
    async fn read<T>(
        &self,
        order_id: &OrderId,
        cause: ReadCause,
        taken: &Taken<T>,
    ) -> Result<Done, Fault> {
        let (seq, known) = self.next_read(order_id).await?;
        let outcome = self.gateway.status(order_id).await;
        match &outcome {
            StatusOutcome::Found(_) => {}
            StatusOutcome::Unknown { reason } => return Ok(Done::Later(reason.clone())),
            StatusOutcome::Missing => {
                let hinted = matches!(cause, ReadCause::Hint(_));
                if hinted && taken.tries_this_round < MISSING_TRIES_MAX {
                    return Ok(Done::Later("the gateway does not know the order yet".to_owned()));
                }
                if hinted && !known {
                    return Ok(Done::Never("nobody knows the order".to_owned()));
                }
            }
        }
        let name = format!("{}#{seq}", taken.id);
        let read = TakeRead { order_id: order_id.clone(), seq, outcome, cause };
        self.report(&name, &taken.trace, Command::TakeRead(Box::new(read))).await
    }

    /// The number that the next read of an order carries, and whether the order is ours.
    async fn next_read(&self, order_id: &OrderId) -> Result<(u32, bool), Fault> {
        let parent = order_id.link_parent().map(Subject::Order);
        let subjects = std::iter::once(Subject::Order(order_id.clone())).chain(parent).collect();
        let loaded = self.store.load(&[Want { subjects, key: None }]).await?;
        let find = |account: &Account| {
            let own = account.attempts.get(order_id);
            let link = || account.attempts.get(&order_id.link_parent()?);
            own.or_else(link).map(|attempt| attempt.reads)
        };
        let mut suspended = 0;
        for held in loaded.iter().flat_map(|loaded| &loaded.held) {
            match &held.aggregate {
                Aggregate::Account(account) => {
                    if let Some(reads) = find(account) {
                        return Ok((reads.saturating_add(1), true));
                    }
                }
                Aggregate::Suspense(item) => suspended = item.reads,
                _ => {}
            }
        }
        Ok((suspended.saturating_add(1), false))
    }

    /// Brings an outcome through the one door.
    pub(super) async fn report(
        &self,
        name: &str,
        trace: &TraceId,
        command: Command,
    ) -> Result<Done, Fault> {
        let envelope = Envelope {
            id: CommandId::new(name),
            actor: Actor::System,
            at: self.host.now(),
            trace: trace.clone(),
            command,
        };
        match self.send(envelope).await {
            Ok(_) => Ok(Done::Settled),
            Err(HandleError::Refused(refusal @ Refusal::StaleRead { .. })) => {
                Ok(Done::Later(refusal.to_string()))
            }
            Err(HandleError::Refused(refusal)) => Ok(Done::Never(refusal.to_string())),
            Err(HandleError::Contended) => Ok(Done::Later("the account was busy".to_owned())),
            Err(HandleError::Fault(fault)) => Err(fault),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    Again,
}

fn effect_id(taken: &Taken<Effect>) -> Result<EffectId, Fault> {
    let broken = |_| Fault::Permanent(format!("`{}` is not an effect id", taken.id));
    taken.id.parse().map_err(broken)
}

/// Whether a charge is still worth asking for.
fn wanted(attempt: &Attempt, now: Timestamp) -> bool {
    attempt.superseded == Superseded::No
        && attempt.is_open()
        && attempt.answer != GatewayAnswer::Accepted
        && now < attempt.expires_at
}

fn charge_request(attempt: &Attempt, at: Timestamp) -> Option<ChargeRequest> {
    let oldest = attempt.shares.first()?;
    Some(ChargeRequest {
        order_id: attempt.order_id.clone(),
        invoice: oldest.invoice.clone(),
        amount: attempt.amount,
        channel: attempt.channel,
        at,
        expires_at: attempt.expires_at,
        description: "Tagihan internet".to_owned(),
    })
}
