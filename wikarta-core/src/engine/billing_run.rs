//! The billing run: which bills are due on a day, each made exactly once, however often, on however
//! many machines and after whatever crash the run is started again.

use chrono::NaiveDate;

use super::fold::{Fold, Step};
use super::{HandleError, Handled, Repeat, Wikarta, wants};
use crate::access::Actor;
use crate::command::{BillingCommand, Command, Envelope};
use crate::decide::{Answer, Due, billing_due};
use crate::id::{CommandId, InvoiceId, SubscriptionId, TraceId};
use crate::money::Rupiah;
use crate::refusal::Refusal;
use crate::series::InvoiceNumber;
use crate::subscription::Subscription;
use crate::time::Timestamp;

crate::words::words! {
    /// Whether a run makes bills.
    RunMode {
        /// It says what it would bill and changes nothing.
        Preview = "preview",
        /// It bills.
        Commit = "commit",
    }
}

/// One billing day.
#[derive(Debug, Clone)]
pub struct Run {
    /// The civil day, in the seller's zone.
    pub on: NaiveDate,
    /// Who runs it: our own clock, or a person who may issue bills.
    pub actor: Actor,
    /// The request that it belongs to.
    pub trace: TraceId,
    /// Whether it makes bills.
    pub mode: RunMode,
}

/// What a run did about one bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Of which subscription.
    pub subscription: SubscriptionId,
    /// Which bill; absent when none was due.
    pub due: Option<Due>,
    /// What became of it.
    pub outcome: RunOutcome,
}

/// What became of one bill of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunOutcome {
    /// It was made now.
    Billed {
        /// Which.
        invoice: InvoiceId,
        /// Its number.
        number: InvoiceNumber,
        /// Whole rupiah.
        total: Rupiah,
    },
    /// It was made before, or a draft waits.
    AlreadyBilled {
        /// Which, when it is known.
        invoice: Option<InvoiceId>,
    },
    /// It would be made.
    WouldBill {
        /// Whole rupiah.
        total: Rupiah,
    },
    /// A deposit went back and nothing was left to bill.
    Settled,
    /// Nothing is due of the subscription.
    NothingDue,
    /// A rule says no.
    Refused(Refusal),
    /// The world failed; the next run tries again.
    Failed(HandleError),
}

impl Wikarta {
    /// Bills what is due of subscriptions: one row for each bill, at least one for each subscription.
    ///
    /// The subscriptions may be old readings: a bill that was made since is not made again. A run
    /// that broke off is resumed by running it again; runs may overlap. Give a run as many
    /// subscriptions as one batch should hold, and tell progress between batches.
    pub async fn bill(&self, subscriptions: &[Subscription], run: &Run) -> Vec<RunRow> {
        let policy = self.policy();
        let (mut rows, mut asked) = (Vec::new(), Vec::new());
        for subscription in subscriptions {
            let due = billing_due(subscription, run.on, &policy);
            if due.is_empty() {
                let outcome = RunOutcome::NothingDue;
                rows.push(RunRow { subscription: subscription.id.clone(), due: None, outcome });
            }
            asked.extend(due.into_iter().map(|due| (subscription, due)));
        }
        let envelopes: Vec<Envelope> =
            asked.iter().map(|(subscription, due)| self.ask(subscription, *due, run)).collect();
        let answers = match run.mode {
            RunMode::Commit => self.handle(&envelopes).await,
            RunMode::Preview => self.preview(&envelopes).await,
        };
        rows.extend(asked.into_iter().zip(answers).map(|((subscription, due), answer)| RunRow {
            subscription: subscription.id.clone(),
            due: Some(due),
            outcome: outcome(answer, run.mode),
        }));
        rows
    }

    /// The command for a bill. Its name follows from what is billed alone, so that every run asks
    /// for the same thing.
    fn ask(&self, subscription: &Subscription, due: Due, run: &Run) -> Envelope {
        let id = subscription.id.clone();
        let (name, command) = match due {
            Due::Period(period) => {
                let name =
                    CommandId::from_parts(&["billing.run", id.as_str(), &period.to_string()]);
                (name, BillingCommand::BillPeriod { subscription: id, period, on: run.on })
            }
            Due::FinalAccount => {
                let bills = subscription.extra_bills.to_string();
                let name = CommandId::from_parts(&["billing.run.final", id.as_str(), &bills]);
                (name, BillingCommand::BillCharges { subscription: id })
            }
        };
        let now = self.host.now();
        let at = match run.mode {
            RunMode::Commit => now,
            // What a later day would bill is computed as on that day.
            RunMode::Preview => Timestamp::start_of_day(run.on, self.policy().zone)
                .map_or(now, |start| start.max(now)),
        };
        let (actor, trace) = (run.actor.clone(), run.trace.clone());
        Envelope { id: name, actor, at, trace, command: Command::Billing(command) }
    }

    /// Decides commands on the books as they are, one after the other, and writes nothing: the
    /// answers are what [`Wikarta::handle`] would give if nobody else did anything.
    pub async fn preview(&self, envelopes: &[Envelope]) -> Vec<Handled> {
        let policy = self.policy();
        let wanted: Vec<_> =
            envelopes.iter().map(|envelope| wants::want(envelope, &policy)).collect();
        let loaded = match self.store.load(&wanted).await {
            Ok(loaded) => loaded,
            Err(fault) => return envelopes.iter().map(|_| Err(fault.clone().into())).collect(),
        };
        let policy = self.policy_of(&loaded);
        let mut fold = Fold::new(self.rules(), &policy, &loaded);
        let with = envelopes.iter().zip(&wanted).zip(&loaded);
        with.map(|((envelope, want), loaded)| match fold.take(envelope, want, loaded) {
            Step::Answered(handled) => handled,
            Step::Joined { receipt, .. } => Ok(receipt),
            Step::Later => Err(HandleError::Contended),
        })
        .collect()
    }
}

fn outcome(answer: Handled, mode: RunMode) -> RunOutcome {
    let receipt = match answer {
        Ok(receipt) => receipt,
        Err(HandleError::Refused(Refusal::AlreadyBilled { invoice, .. })) => {
            return RunOutcome::AlreadyBilled { invoice: Some(invoice) };
        }
        Err(HandleError::Refused(refusal)) => return RunOutcome::Refused(refusal),
        Err(failed) => return RunOutcome::Failed(failed),
    };
    match (receipt.answer, receipt.repeat, mode) {
        (Answer::Billed { id, .. }, Repeat::Again, _) => {
            RunOutcome::AlreadyBilled { invoice: Some(id) }
        }
        (_, Repeat::Again, _) => RunOutcome::AlreadyBilled { invoice: None },
        (Answer::Billed { total, .. }, Repeat::First, RunMode::Preview) => {
            RunOutcome::WouldBill { total }
        }
        (Answer::Billed { id: invoice, number, total }, Repeat::First, RunMode::Commit) => {
            RunOutcome::Billed { invoice, number, total }
        }
        (_, Repeat::First, _) => RunOutcome::Settled,
    }
}
