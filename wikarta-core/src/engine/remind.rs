//! Sending reminders: asked at the door right before, written down, handed over, answered.

use super::work::Done;
use super::{HandleError, Wikarta};
use crate::access::Actor;
use crate::command::{Command, DunningCommand, Envelope};
use crate::decide::{Answer, HandOver};
use crate::event::Effect;
use crate::id::{CommandId, EffectId, ReminderId};
use crate::message::{Message, ReceiptState, TryOutcome};
use crate::ports::{Delivery, Fault, Return, Taken};

impl Wikarta {
    /// Hands a reminder over, if the books of this moment say so.
    ///
    /// A taker that dies after the provider was asked leaves a try behind that nobody can tell the
    /// outcome of; who takes the effect up next sees it there.
    pub(super) async fn hand_over(
        &self,
        effect: &EffectId,
        reminder: &ReminderId,
        taken: &Taken<Effect>,
    ) -> Result<Done, Fault> {
        let carriers = self.notifier.carriers();
        let command = DunningCommand::HandOver { reminder: reminder.clone(), carriers };
        let envelope = Envelope {
            id: CommandId::new(format!("{effect}#{}", taken.tries)),
            actor: Actor::System,
            at: self.host.now(),
            trace: taken.trace.clone(),
            command: Command::Dunning(command),
        };
        let verdict = match self.send(envelope).await {
            Ok(receipt) => match receipt.answer {
                Answer::HandOver { verdict } => verdict,
                _ => HandOver::Over,
            },
            Err(HandleError::Refused(refusal)) => return Ok(Done::Never(refusal.to_string())),
            Err(HandleError::Contended) => {
                return Ok(Done::Later("the account was busy".to_owned()));
            }
            Err(HandleError::Fault(fault)) => return Err(fault),
        };
        match verdict {
            HandOver::Over => {
                self.store.return_effect(effect, Return::Done(self.host.now())).await?;
                Ok(Done::Settled)
            }
            HandOver::Later { at } => Ok(Done::Until(at)),
            HandOver::Send { message, number } => {
                let answered = self.ask_provider(&message).await;
                let command = DunningCommand::AnswerHandOver {
                    reminder: reminder.clone(),
                    number,
                    outcome: answered.outcome,
                    provider_id: answered.provider_id,
                    said: answered.said,
                    effect: effect.clone(),
                };
                self.report(effect.as_str(), &taken.trace, Command::Dunning(command)).await
            }
        }
    }

    async fn ask_provider(&self, message: &Message) -> Answered {
        let of = |outcome, said| Answered { outcome, provider_id: None, said };
        match self.notifier.send(message).await {
            Delivery::Accepted { provider_id, .. } => Answered {
                outcome: TryOutcome::Accepted(ReceiptState::Queued),
                provider_id,
                said: None,
            },
            Delivery::Permanent { reason } => of(TryOutcome::Permanent, Some(reason)),
            Delivery::Passing { reason, after } => of(TryOutcome::Retry(after), Some(reason)),
            Delivery::Unknown { reason } => of(TryOutcome::Unknown, Some(reason)),
        }
    }
}

/// What a provider answered, in the books' words.
struct Answered {
    outcome: TryOutcome,
    provider_id: Option<String>,
    said: Option<String>,
}
