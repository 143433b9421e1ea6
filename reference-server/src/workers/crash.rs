//! Points at which a test kills the process. Compiled only with the feature `crash-points`.
//!
//! `CRASH_POINT=<point>:<n>` stops the process for ever at the n-th passage of a point,
//! after writing the file named by `CRASH_FILE`; the test sees the file and sends SIGKILL.
//! The names are no settings, so they do not bear the prefix of settings.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use std::sync::Arc;
use wikarta_core::event::Effect;
use wikarta_core::id::{AccountId, EffectId, OrderId};
use wikarta_core::ports::{
    AccountPage, Carrier, Change, Delivery, Fault, InboxKey, InboxState, Lapsed, LateSince, Loaded,
    Message, Notifier, Outcome, Return, ServiceDue, StepCome, Store, Take, Taken, Want,
};
use wikarta_core::provider::Hint;
use wikarta_core::time::Timestamp;

/// Where to stop.
#[derive(Debug)]
pub struct CrashPoint {
    name: String,
    passages_left: AtomicU32,
    file: PathBuf,
}

impl CrashPoint {
    /// Reads the two variables; `None` when no crash is asked for.
    #[must_use]
    pub fn from_env() -> Option<Arc<Self>> {
        let asked = std::env::var("CRASH_POINT").ok()?;
        let file = PathBuf::from(std::env::var_os("CRASH_FILE")?);
        let (name, count) = asked.split_once(':').unwrap_or((asked.as_str(), "1"));
        let passages_left = AtomicU32::new(count.parse().ok()?);
        Some(Arc::new(Self { name: name.to_owned(), passages_left, file }))
    }

    async fn pass(&self, point: &str) {
        if self.name == point && self.passages_left.fetch_sub(1, Ordering::AcqRel) == 1 {
            let _ = std::fs::write(&self.file, point);
            std::future::pending::<()>().await;
        }
    }
}

/// The books with crash points around what is durable.
pub struct CrashStore {
    /// The real books.
    pub inner: Arc<dyn Store>,
    /// Where to stop.
    pub point: Arc<CrashPoint>,
}

/// What is committed, where it is something that a test may want to die at: a notification on the
/// straight or the raw path, or what the gateway answered to us.
fn kind(changes: &[Change]) -> Option<&'static str> {
    let mut arrivals = changes.iter().flat_map(|change| &change.arrivals);
    match arrivals.next() {
        Some(arrival) if arrival.state == InboxState::Parked => Some("raw"),
        Some(_) => Some("straight"),
        None => changes.iter().any(|change| !change.done.is_empty()).then_some("answer"),
    }
}

#[async_trait]
impl Store for CrashStore {
    async fn load(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        self.inner.load(wants).await
    }

    async fn commit(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        let kind = kind(changes);
        if let Some(kind) = kind {
            self.point.pass(&format!("before_{kind}_commit")).await;
        }
        let outcome = self.inner.commit(changes).await;
        if let Some(kind) = kind {
            self.point.pass(&format!("after_{kind}_commit")).await;
        }
        outcome
    }

    async fn take_effects(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        let taken = self.inner.take_effects(take).await?;
        if !taken.is_empty() {
            self.point.pass("after_take").await;
        }
        Ok(taken)
    }

    async fn take_effect(
        &self,
        id: &EffectId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        self.inner.take_effect(id, now, lease_until).await
    }

    async fn return_effect(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        self.inner.return_effect(id, back).await
    }

    async fn take_parked(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        self.inner.take_parked(take).await
    }

    async fn return_parked(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        self.inner.return_parked(key, back).await
    }

    async fn lapsed(&self, now: Timestamp, limit: u32) -> Result<Vec<Lapsed>, Fault> {
        self.inner.lapsed(now, limit).await
    }

    async fn overdue_attempts(&self, before: Timestamp, limit: u32) -> Result<Vec<OrderId>, Fault> {
        self.inner.overdue_attempts(before, limit).await
    }

    async fn dunning_due(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault> {
        self.inner.dunning_due(come, page).await
    }
    async fn service_due(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault> {
        self.inner.service_due(late, page).await
    }
}

/// A channel with a crash point between sending and marking.
pub struct CrashNotifier {
    /// The real channel.
    pub inner: Arc<dyn Notifier>,
    /// Where to stop.
    pub point: Arc<CrashPoint>,
}

#[async_trait]
impl Notifier for CrashNotifier {
    fn carriers(&self) -> Vec<Carrier> {
        self.inner.carriers()
    }

    async fn send(&self, message: &Message) -> Delivery {
        let delivery = self.inner.send(message).await;
        self.point.pass("after_send").await;
        delivery
    }
}
