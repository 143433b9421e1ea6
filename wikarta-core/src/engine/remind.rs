//! Sending reminders: asked at the door right before, written down, handed over, answered.

use super::work::Done;
use super::{HandleError, Handled, Receipt, Wikarta};
use crate::access::Actor;
use crate::command::{Command, DunningCommand, Envelope};
use crate::decide::{Answer, HandOver};
use crate::dunning::Calendar;
use crate::event::Effect;
use crate::id::{AccountId, CommandId, EffectId, ReminderId, TraceId};
use crate::message::{Message, ReceiptState, TryOutcome};
use crate::policy::Policy;
use crate::ports::{AccountPage, Delivery, Fault, LateSince, Return, ServiceDue, StepCome, Taken};
use crate::time::Zone;

/// How many reminders share two commits. Providers are asked one after the other, and all have to
/// answer within one lease.
const AT_ONCE: usize = 8;
/// How many accounts one batch holds.
const BATCH: u32 = 200;

/// What a look at reminders and service got done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Accounts looked at.
    pub accounts: u32,
    /// Messages planned.
    pub messages: u32,
    /// Accounts that could not be looked at now; the next look does.
    pub again: u32,
}

impl Wikarta {
    /// Plans every step of dunning whose moment has come. Call it each minute, from as many
    /// processes as you like: what is planned is not planned again, and what was slept through is
    /// written down as missed.
    ///
    /// # Errors
    /// A [`Fault`] of the store while looking for accounts.
    pub async fn remind_due(&self) -> Result<Reminded, Fault> {
        let mut done = Reminded::default();
        let mut after = None;
        loop {
            let accounts = self.due_for_dunning(after.as_ref(), BATCH).await?;
            let Some(last) = accounts.last().cloned() else { return Ok(done) };
            let all = accounts.len() < BATCH as usize;
            self.remind(&accounts, &mut done).await;
            if all {
                return Ok(done);
            }
            after = Some(last);
        }
    }

    /// The next accounts for which a step has come, in the order of their ids.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn due_for_dunning(
        &self,
        after: Option<&AccountId>,
        limit: u32,
    ) -> Result<Vec<AccountId>, Fault> {
        let (now, policy) = (self.host.now(), self.policy());
        let come: Vec<StepCome> = Zone::ALL
            .iter()
            .flat_map(|zone| {
                let come = calendar(&policy, *zone).come(now).into_iter();
                come.map(|(stage, due_until)| StepCome {
                    zone: *zone,
                    stage,
                    due_until,
                    issued_until: now,
                })
            })
            .collect();
        if come.is_empty() {
            return Ok(Vec::new());
        }
        self.store.dunning_due(&come, AccountPage { after, limit }).await
    }

    async fn remind(&self, accounts: &[AccountId], done: &mut Reminded) {
        let named = |account: &AccountId| {
            let command = DunningCommand::Remind { account: account.clone() };
            self.tick(&["dunning.remind", account.as_str()], command)
        };
        let envelopes: Vec<Envelope> = accounts.iter().map(named).collect();
        self.count(&envelopes, done).await;
    }

    /// Limits service for bills that are long overdue, or proposes it, as the seller has chosen. Call
    /// it every few minutes.
    ///
    /// # Errors
    /// A [`Fault`] of the store while looking for accounts.
    pub async fn consider_service(&self) -> Result<Reminded, Fault> {
        let (now, policy) = (self.host.now(), self.policy());
        let late: Vec<LateSince> = Zone::ALL
            .iter()
            .filter_map(|zone| {
                let due_until = policy.isolation.late_since(now, &calendar(&policy, *zone))?;
                Some(LateSince { zone: *zone, due_until })
            })
            .collect();
        let mut done = Reminded::default();
        let mut after = None;
        while !late.is_empty() {
            let page = AccountPage { after: after.as_ref(), limit: BATCH };
            let found = self.store.service_due(&late, page).await?;
            let envelope = |due: &ServiceDue| {
                let (account, oldest) = (due.account.clone(), due.oldest.clone());
                let name = ["dunning.service", account.as_str()];
                self.tick(
                    &name,
                    DunningCommand::ConsiderService { account: account.clone(), oldest },
                )
            };
            let envelopes: Vec<Envelope> = found.iter().map(envelope).collect();
            self.count(&envelopes, &mut done).await;
            match found.last() {
                Some(last) if found.len() == BATCH as usize => after = Some(last.account.clone()),
                Some(_) | None => break,
            }
        }
        Ok(done)
    }

    /// A command of our own clock. Two servers that ask in the same second ask for the same thing.
    fn tick(&self, name: &[&str], command: DunningCommand) -> Envelope {
        let at = self.host.now();
        let second = at.as_seconds().to_string();
        let parts: Vec<&str> = name.iter().copied().chain([second.as_str()]).collect();
        let id = CommandId::from_parts(&parts);
        let trace = TraceId::new(id.as_str());
        Envelope { id, actor: Actor::Scheduler, at, trace, command: Command::Dunning(command) }
    }

    async fn count(&self, envelopes: &[Envelope], done: &mut Reminded) {
        for answer in self.handle(envelopes).await {
            done.accounts += 1;
            match answer {
                Ok(receipt) => {
                    if let Answer::Reminded { reminders } = receipt.answer {
                        done.messages += u32::try_from(reminders.len()).unwrap_or(u32::MAX);
                    }
                }
                Err(_) => done.again += 1,
            }
        }
    }

    /// Hands reminders over, those that go by the books of this moment; answers how many come again.
    /// A few share two commits: one that writes their tries down, one that answers them.
    ///
    /// A taker that dies after a provider was asked leaves a try behind that nobody can tell the
    /// outcome of; who takes the effect up next sees it there.
    pub(super) async fn hand_over(&self, taken: &[HandOverOf<'_>]) -> Result<u32, Fault> {
        let (mut again, carriers) = (0, self.notifier.carriers());
        for few in taken.chunks(AT_ONCE) {
            let asked = few.iter().map(|one| {
                let (reminder, carriers) = (one.reminder.clone(), carriers.clone());
                let id = CommandId::new(format!("{}#{}", one.effect, one.taken.tries));
                self.by_worker(one, id, DunningCommand::HandOver { reminder, carriers })
            });
            let envelopes: Vec<Envelope> = asked.collect();
            let mut sent = Vec::new();
            for (one, answer) in few.iter().zip(self.handle(&envelopes).await) {
                match verdict(answer)? {
                    Ok(HandOver::Send { message, number }) => {
                        sent.push((one, self.ask_provider(one, &message, number).await));
                    }
                    Ok(HandOver::Over) => {
                        let done = Return::Done(self.host.now());
                        self.store.return_effect(&one.effect, done).await?;
                    }
                    Ok(HandOver::Later { at }) => {
                        again += self.put_back(one, Done::Until(at)).await?
                    }
                    Err(done) => again += self.put_back(one, done).await?,
                }
            }
            let (ones, envelopes): (Vec<_>, Vec<_>) = sent.into_iter().unzip();
            for (one, answer) in ones.into_iter().zip(self.handle(&envelopes).await) {
                if let Some(done) = left(answer)? {
                    again += self.put_back(one, done).await?;
                }
            }
        }
        Ok(again)
    }

    async fn put_back(&self, one: &HandOverOf<'_>, done: Done) -> Result<u32, Fault> {
        let Some(back) = self.back(done, one.effect.as_str(), one.taken) else {
            return Ok(0);
        };
        self.store.return_effect(&one.effect, back).await?;
        Ok(1)
    }

    fn by_worker(&self, one: &HandOverOf<'_>, id: CommandId, command: DunningCommand) -> Envelope {
        Envelope {
            id,
            actor: Actor::System,
            at: self.host.now(),
            trace: one.taken.trace.clone(),
            command: Command::Dunning(command),
        }
    }

    async fn ask_provider(&self, one: &HandOverOf<'_>, message: &Message, number: u32) -> Envelope {
        let (outcome, provider_id, said) = match self.notifier.send(message).await {
            Delivery::Accepted { provider_id, .. } => {
                (TryOutcome::Accepted(ReceiptState::Queued), provider_id, None)
            }
            Delivery::Permanent { reason } => (TryOutcome::Permanent, None, Some(reason)),
            Delivery::Passing { reason, after } => (TryOutcome::Retry(after), None, Some(reason)),
            Delivery::Unknown { reason } => (TryOutcome::Unknown, None, Some(reason)),
        };
        let command = DunningCommand::AnswerHandOver {
            reminder: one.reminder.clone(),
            number,
            outcome,
            provider_id,
            said,
            effect: one.effect.clone(),
        };
        self.by_worker(one, CommandId::new(one.effect.as_str()), command)
    }
}

/// A reminder that a worker holds.
pub(super) struct HandOverOf<'a> {
    pub(super) effect: EffectId,
    pub(super) reminder: &'a ReminderId,
    pub(super) taken: &'a Taken<Effect>,
}

/// What the door said, or how the effect goes back without it.
fn verdict(answer: Handled) -> Result<Result<HandOver, Done>, Fault> {
    match answer {
        Ok(Receipt { answer: Answer::HandOver { verdict }, .. }) => Ok(Ok(verdict)),
        Ok(_) => Ok(Ok(HandOver::Over)),
        Err(error) => refused(error).map(Err),
    }
}

/// How an effect goes back whose outcome was not taken in.
fn left(answer: Handled) -> Result<Option<Done>, Fault> {
    match answer {
        Ok(_) => Ok(None),
        Err(error) => refused(error).map(Some),
    }
}

fn refused(error: HandleError) -> Result<Done, Fault> {
    match error {
        HandleError::Refused(refusal) => Ok(Done::Never(refusal.to_string())),
        HandleError::Contended => Ok(Done::Later("the account was busy".to_owned())),
        HandleError::Fault(fault) => Err(fault),
    }
}

fn calendar(policy: &Policy, zone: Zone) -> Calendar<'_> {
    Calendar { policy: &policy.dunning, holidays: &policy.holidays, zone }
}
