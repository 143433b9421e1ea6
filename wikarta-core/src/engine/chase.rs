//! Asking after attempts whose time is over: their end must not depend on a notification.

use super::{Repeat, Wikarta};
use crate::access::Actor;
use crate::account::Attempt;
use crate::aggregate::Aggregate;
use crate::command::{Command, Envelope, ReconcileCommand};
use crate::id::{CommandId, OrderId, TraceId};
use crate::ports::{Fault, Subject, Want};
use crate::reconcile::{NextCheck, next_check};
use crate::time::Timestamp;

impl Wikarta {
    /// Asks for a read of open attempts that ran out more than `grace_seconds` ago, each after the
    /// pauses of the policy ([`crate::policy::ReconcilePolicy::checks`]). One that the gateway still
    /// does not end after [`crate::policy::ReconcilePolicy::give_up_hours`] becomes a case and is
    /// not asked after again. Answers how many reads were asked for; a repeat asks for none.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn chase_overdue(&self, grace_seconds: i64, limit: u32) -> Result<u32, Fault> {
        let now = self.host.now();
        let before = now.plus_seconds(-grace_seconds);
        let overdue = self.store.overdue_attempts(before, limit).await?;
        let mut asked = Vec::new();
        for attempt in self.attempts_of(&overdue).await? {
            match next_check(&attempt, now, grace_seconds, &self.policy().reconcile) {
                NextCheck::None => {}
                NextCheck::Ask(number) => asked.push((attempt.order_id, number, Last::No)),
                NextCheck::GiveUp(number) => asked.push((attempt.order_id, number, Last::Yes)),
            }
        }
        let envelopes: Vec<_> =
            asked.iter().map(|(order_id, number, _)| ask_read(order_id, *number, now)).collect();
        let mut reads = 0;
        let mut give_up = Vec::new();
        for ((order_id, _, last), answer) in asked.iter().zip(self.handle(&envelopes).await) {
            match (answer, last) {
                (Ok(receipt), _) if receipt.repeat == Repeat::First => reads += 1,
                // It was asked for the last time before, and that has not ended it.
                (Ok(_), Last::Yes) => give_up.push(envelope(
                    CommandId::from_parts(&["attempt.given_up", order_id.as_str()]),
                    now,
                    Command::Reconcile(ReconcileCommand::GiveUp { order_id: order_id.clone() }),
                )),
                // What a rule or the world says no to comes round with the next look.
                (Ok(_) | Err(_), _) => {}
            }
        }
        self.handle(&give_up).await;
        Ok(reads)
    }

    /// Attempts as they stand, in one load.
    async fn attempts_of(&self, orders: &[OrderId]) -> Result<Vec<Attempt>, Fault> {
        if orders.is_empty() {
            return Ok(Vec::new());
        }
        let want =
            |order: &OrderId| Want { subjects: vec![Subject::Order(order.clone())], key: None };
        let wants: Vec<Want> = orders.iter().map(want).collect();
        let loaded = self.store.load(&wants).await?;
        let find = |(order, loaded): (&OrderId, crate::ports::Loaded)| {
            loaded.held.into_iter().find_map(|held| match held.aggregate {
                Aggregate::Account(account) => account.attempts.get(order).cloned(),
                _ => None,
            })
        };
        Ok(orders.iter().zip(loaded).filter_map(find).collect())
    }
}

/// Whether a look is the last before people look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Yes,
    No,
}

/// The name follows from the attempt and the number of the look: repeats of the timer, and timers of
/// other processes, are harmless.
fn ask_read(order_id: &OrderId, number: u32, now: Timestamp) -> Envelope {
    let number = number.to_string();
    let id = CommandId::from_parts(&["attempt.overdue", order_id.as_str(), &number]);
    envelope(id, now, Command::AskRead { order_id: order_id.clone() })
}

fn envelope(id: CommandId, at: Timestamp, command: Command) -> Envelope {
    let trace = TraceId::new(id.as_str());
    Envelope { id, actor: Actor::Scheduler, at, trace, command }
}
