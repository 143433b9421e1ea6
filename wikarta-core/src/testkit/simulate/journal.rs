//! Every call that reached the books, in order: what another store is asked, too, to see whether it
//! answers the same.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use super::tap::Tap;
use crate::event::Effect;
use crate::id::{AccountId, EffectId, OrderId, ReconcileId};
use crate::ports::{
    AccountPage, Change, DeadLetterId, Fault, InboxKey, Lapsed, LateSince, Loaded, Observations,
    Outcome, Return, ServiceDue, StepCome, Store, Take, Taken, Want,
};
use crate::provider::Hint;
use crate::reconcile::{ComparePage, FindingRow, LookBack, Position, RunRecord};
use crate::report::Compared;
use crate::testkit::Wrapped;
use crate::time::Timestamp;

/// A call over the ports [`Store`] and [`Observations`], with all that was given to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// [`Store::load`].
    Load(Vec<Want>),
    /// [`Store::commit`].
    Commit(Vec<Change>),
    /// [`Store::take_effects`].
    TakeEffects(Take),
    /// [`Store::take_effect`], at the first instant until the second.
    TakeEffect(EffectId, Timestamp, Timestamp),
    /// [`Store::return_effect`].
    ReturnEffect(EffectId, Return),
    /// [`Store::take_parked`].
    TakeParked(Take),
    /// [`Store::return_parked`].
    ReturnParked(InboxKey, Return),
    /// [`Store::redrive`].
    Redrive(DeadLetterId, Timestamp),
    /// [`Store::lapsed`].
    Lapsed(Timestamp, u32),
    /// [`Store::overdue_attempts`].
    Overdue(Timestamp, u32),
    /// [`Store::dunning_due`], after an account, at most so many.
    DunningDue(Vec<StepCome>, Option<AccountId>, u32),
    /// [`Store::service_due`], after an account, at most so many.
    ServiceDue(Vec<LateSince>, Option<AccountId>, u32),
    /// [`Observations::to_reconcile`].
    ToReconcile(ComparePage),
    /// [`Observations::positions`].
    Positions(Vec<OrderId>),
    /// [`Observations::run`].
    Run(ReconcileId),
    /// [`Observations::keep_run`].
    KeepRun(RunRecord),
    /// [`Observations::looks`].
    Looks(Vec<OrderId>, Timestamp),
    /// [`Observations::keep_looks`].
    KeepLooks(Vec<Compared>, Timestamp),
    /// [`Observations::keep_findings`].
    KeepFindings(Vec<FindingRow>),
    /// [`Observations::move_findings`].
    MoveFindings(Vec<FindingRow>),
    /// [`Observations::agreed`].
    Agreed(ReconcileId, Vec<OrderId>),
}

/// Where calls are written down.
#[derive(Debug, Clone, Default)]
pub(super) struct Journal(Arc<Mutex<Vec<Call>>>);

impl Journal {
    /// The books of a tap, with every call that gets there written down.
    pub(super) fn of(&self, tap: Arc<Tap>) -> Arc<Noting> {
        Arc::new(Noting { tap, journal: self.clone() })
    }

    /// What was written down; the journal begins anew.
    pub(super) fn taken(&self) -> Vec<Call> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, call: Call) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(call);
    }
}

/// The books behind a journal.
pub(super) struct Noting {
    tap: Arc<Tap>,
    journal: Journal,
}

impl Noting {
    /// A call never waits in there, so it is done at the moment in which it is written down.
    async fn after<T>(
        &self,
        call: Call,
        done: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        self.journal.note(call);
        done.await
    }
}

#[async_trait]
impl Wrapped for Noting {
    fn inner(&self) -> &dyn Store {
        &*self.tap
    }
    async fn load_through(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        self.after(Call::Load(wants.to_vec()), self.tap.load(wants)).await
    }
    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        self.after(Call::Commit(changes.to_vec()), self.tap.commit(changes)).await
    }
    async fn take_effects_through(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        self.after(Call::TakeEffects(take), self.tap.take_effects(take)).await
    }
    async fn take_effect_through(
        &self,
        id: &EffectId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        let call = Call::TakeEffect(id.clone(), now, lease_until);
        self.after(call, self.tap.take_effect(id, now, lease_until)).await
    }
    async fn return_effect_through(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        let call = Call::ReturnEffect(id.clone(), back.clone());
        self.after(call, self.tap.return_effect(id, back)).await
    }
    async fn take_parked_through(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        self.after(Call::TakeParked(take), self.tap.take_parked(take)).await
    }
    async fn return_parked_through(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        let call = Call::ReturnParked(key.clone(), back.clone());
        self.after(call, self.tap.return_parked(key, back)).await
    }
    async fn redrive_through(&self, id: &DeadLetterId, due: Timestamp) -> Result<bool, Fault> {
        self.after(Call::Redrive(id.clone(), due), self.tap.redrive(id, due)).await
    }
    async fn lapsed_through(&self, now: Timestamp, limit: u32) -> Result<Vec<Lapsed>, Fault> {
        self.after(Call::Lapsed(now, limit), self.tap.lapsed(now, limit)).await
    }
    async fn overdue_attempts_through(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<OrderId>, Fault> {
        self.after(Call::Overdue(before, limit), self.tap.overdue_attempts(before, limit)).await
    }
    async fn dunning_due_through(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault> {
        let call = Call::DunningDue(come.to_vec(), page.after.cloned(), page.limit);
        self.after(call, self.tap.dunning_due(come, page)).await
    }
    async fn service_due_through(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault> {
        let call = Call::ServiceDue(late.to_vec(), page.after.cloned(), page.limit);
        self.after(call, self.tap.service_due(late, page)).await
    }
}

#[async_trait]
impl Observations for Noting {
    async fn to_reconcile(&self, page: &ComparePage) -> Result<Vec<OrderId>, Fault> {
        self.after(Call::ToReconcile(page.clone()), self.tap.books.to_reconcile(page)).await
    }
    async fn positions(&self, orders: &[OrderId]) -> Result<Vec<Position>, Fault> {
        self.after(Call::Positions(orders.to_vec()), self.tap.books.positions(orders)).await
    }
    async fn run(&self, id: &ReconcileId) -> Result<Option<RunRecord>, Fault> {
        self.after(Call::Run(id.clone()), self.tap.books.run(id)).await
    }
    async fn keep_run(&self, run: &RunRecord) -> Result<(), Fault> {
        self.after(Call::KeepRun(run.clone()), self.tap.books.keep_run(run)).await
    }
    async fn looks(&self, orders: &[OrderId], since: Timestamp) -> Result<Vec<LookBack>, Fault> {
        self.after(Call::Looks(orders.to_vec(), since), self.tap.books.looks(orders, since)).await
    }
    async fn keep_looks(&self, looks: &[Compared], month: Timestamp) -> Result<(), Fault> {
        let call = Call::KeepLooks(looks.to_vec(), month);
        self.after(call, self.tap.books.keep_looks(looks, month)).await
    }
    async fn keep_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        let call = Call::KeepFindings(findings.to_vec());
        self.after(call, self.tap.books.keep_findings(findings)).await
    }
    async fn move_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        let call = Call::MoveFindings(findings.to_vec());
        self.after(call, self.tap.books.move_findings(findings)).await
    }
    async fn agreed(&self, run: &ReconcileId, orders: &[OrderId]) -> Result<(), Fault> {
        let call = Call::Agreed(run.clone(), orders.to_vec());
        self.after(call, self.tap.books.agreed(run, orders)).await
    }
}
