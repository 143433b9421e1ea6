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
use wikarta_core::ports::{
    Carrier, Change, Delivery, Fault, InboxState, Message, Notifier, Outcome, Store, Take, Taken,
};
use wikarta_core::testkit::Wrapped;

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
impl Wrapped for CrashStore {
    fn inner(&self) -> &dyn Store {
        self.inner.as_ref()
    }

    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
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

    async fn take_effects_through(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        let taken = self.inner.take_effects(take).await?;
        if !taken.is_empty() {
            self.point.pass("after_take").await;
        }
        Ok(taken)
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
