//! The scheduler: reminders and service by the minute, bills by the day.
//!
//! Every run looks at facts, so one that was missed is caught up by the next, and two servers that
//! run at once do nothing twice.

use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveTime, Timelike as _};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wikarta_core::access::Actor;
use wikarta_core::engine::{Run, RunMode, RunOutcome, Wikarta};
use wikarta_core::id::TraceId;
use wikarta_core::ports::{Fault, Host};
use wikarta_store_sqlx::SqlxStore;

use super::outbox::Wake;
use crate::api::billing_runs::page;

/// How often is looked for steps of dunning whose moment has come.
const EVERY: Duration = Duration::from_secs(60);
/// Service is considered at minutes that this divides.
const SERVICE_MINUTES: u32 = 5;
/// From this hour on, in the seller's zone, a day's bills are made.
const BILLS_FROM_HOUR: u32 = 5;
/// Subscriptions of one batch of bills.
const BATCH: u32 = 100;
/// Under which name the last billed day is remembered.
pub const BILLING: &str = "billing";

/// What the scheduler needs.
pub struct Scheduler {
    /// The door.
    pub wikarta: Wikarta,
    /// The books, for the list of subscriptions and the last billed day.
    pub store: SqlxStore,
    /// The clock.
    pub host: Arc<dyn Host>,
    /// Wakes the outbox worker.
    pub wake: Wake,
}

/// Starts the scheduler. It ends when `stop` is cancelled.
#[must_use]
pub fn start(scheduler: Scheduler, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            scheduler.look().await;
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    })
}

impl Scheduler {
    /// One look, as each minute has one.
    pub async fn look(&self) {
        if let Err(fault) = self.bill_when_due().await {
            tracing::error!(%fault, "the day's bills cannot be made; the next minute tries again");
        }
        match self.wikarta.remind_due().await {
            Ok(done) if done.accounts == 0 => {}
            Ok(done) => {
                tracing::info!(
                    accounts = done.accounts,
                    messages = done.messages,
                    again = done.again,
                    "reminders are planned"
                );
                self.wake.up();
            }
            Err(fault) => tracing::error!(%fault, "reminders cannot be planned"),
        }
        let civil = self.host.now().civil_in(self.wikarta.policy().zone);
        if civil.time().minute().is_multiple_of(SERVICE_MINUTES) {
            match self.wikarta.consider_service().await {
                Ok(done) if done.accounts == 0 => {}
                Ok(done) => {
                    tracing::info!(
                        accounts = done.accounts,
                        "service of late payers is considered"
                    );
                    self.wake.up();
                }
                Err(fault) => tracing::error!(%fault, "service cannot be considered"),
            }
        }
    }

    /// Makes the bills of today and of every day that was missed: what is due is a function of the
    /// day, so one run catches all of them up.
    async fn bill_when_due(&self) -> Result<(), Fault> {
        let civil = self.host.now().civil_in(self.wikarta.policy().zone);
        let from = NaiveTime::from_hms_opt(BILLS_FROM_HOUR, 0, 0).unwrap_or_default();
        let today = civil.date();
        let last = self.store.last_run(BILLING).await?;
        if civil.time() < from || last.is_some_and(|last| last >= today) {
            return Ok(());
        }
        let trace = TraceId::new(self.host.fresh_id().as_str());
        let run = Run { on: today, actor: Actor::Scheduler, trace, mode: RunMode::Commit };
        let (mut billed, mut failed, mut after) = (0_u32, 0_u32, None);
        loop {
            let (rows, next) = page(&self.store, after.as_ref(), BATCH).await?;
            let subscriptions: Vec<_> = rows.into_iter().map(|row| row.subscription).collect();
            for row in self.wikarta.bill(&subscriptions, &run).await {
                billed += u32::from(matches!(row.outcome, RunOutcome::Billed { .. }));
                failed += u32::from(matches!(row.outcome, RunOutcome::Failed(_)));
            }
            match next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        if failed > 0 {
            return Err(Fault::Passing(format!("{failed} bills failed")));
        }
        self.store.note_run(BILLING, today).await?;
        tracing::info!(%today, billed, "the day's bills are made");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use wikarta_core::account::{Account, CaseKind};
    use wikarta_core::ports::Subject;

    use super::*;
    use crate::panel::tests::world::{Client, World, moment};

    async fn account(world: &World, client: &Client) -> Account {
        let subject = Subject::Account(client.account.clone());
        world.app.wikarta.account_of(subject).await.unwrap().unwrap()
    }

    fn scheduler(world: &World) -> Scheduler {
        let (wikarta, store) = (world.app.wikarta.clone(), world.app.store.clone());
        Scheduler { wikarta, store, host: world.host.clone(), wake: Wake::default() }
    }

    #[tokio::test]
    async fn what_was_missed_is_caught_up_once() {
        let world = World::new().await;
        let client = world.client(1, "Neneng Kurniasih").await;
        let scheduler = scheduler(&world);
        world.host.set(moment("2026-11-01T21:59:00Z")); // 04.59 WIB
        scheduler.look().await;
        assert!(account(&world, &client).await.invoices.is_empty(), "the day begins at five");
        // It slept since August; later it sleeps from November to a Monday in December.
        for (time, months) in [("2026-11-02T03:00:00Z", 4), ("2026-12-14T03:00:00Z", 5)] {
            world.host.set(moment(time));
            for _ in 0..2 {
                scheduler.look().await;
                world.work().await;
                let account = account(&world, &client).await;
                let periods: BTreeSet<_> =
                    account.invoices.values().map(|bill| bill.period).collect();
                assert_eq!((account.invoices.len(), periods.len()), (months, months), "{time}");
                let notices =
                    account.reminders.values().filter(|step| step.stage.offset().is_none());
                assert_eq!(notices.count(), months, "each bill is announced once");
            }
        }
        assert_eq!(
            scheduler.store.last_run(BILLING).await.unwrap(),
            Some("2026-12-14".parse().unwrap())
        );
        let account = account(&world, &client).await;
        let proposals = account.cases.values().filter(|case| case.kind == CaseKind::IsolationDue);
        assert_eq!(proposals.count(), 1, "a person is asked once whether service is limited");
    }

    #[tokio::test]
    async fn two_servers_do_nothing_twice() {
        let world = World::new().await;
        let client = world.client(1, "Neneng Kurniasih").await;
        let (one, other) = (scheduler(&world), scheduler(&world));
        tokio::join!(one.look(), other.look());
        world.work().await;
        let account = account(&world, &client).await;
        let periods: BTreeSet<_> = account.invoices.values().map(|bill| bill.period).collect();
        assert_eq!((account.invoices.len(), periods.len()), (4, 4));
        let tries = account.reminders.values().map(|step| step.tries.len());
        assert!(tries.into_iter().all(|tries| tries <= 1), "no message is handed over twice");
    }
}
