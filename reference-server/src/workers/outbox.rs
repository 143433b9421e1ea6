//! The worker: does what decisions asked for, as soon as it is there.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wikarta_core::decide::{Answer, Verdict};
use wikarta_core::engine::{Handled, Receipt, Wikarta};

/// How much is taken at once: small, so that two workers share a backlog.
const TAKE: u32 = 32;
/// How often a worker looks for retries whose pause is over.
const LOOK: Duration = Duration::from_secs(1);
/// The pause after a fault of the store.
const FAULT_PAUSE: Duration = Duration::from_secs(2);

/// Wakes the worker: new work never waits for a poll.
#[derive(Debug, Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// Says that there is something to do.
    pub fn up(&self) {
        self.0.notify_one();
    }

    /// Says so where a command left work for the worker.
    pub fn after(&self, handled: &Handled) {
        let leaves_work = |receipt: &Receipt| {
            let parked =
                matches!(receipt.answer, Answer::Notification { verdict: Verdict::Parked(_) });
            parked || !receipt.effects.is_empty()
        };
        if handled.as_ref().is_ok_and(leaves_work) {
            self.up();
        }
    }

    async fn called(&self) {
        self.0.notified().await;
    }
}

/// Starts the worker. When `stop` is cancelled it finishes what it holds and ends.
#[must_use]
pub fn start(wikarta: Wikarta, wake: Wake, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = wake.called() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
            if !drained(&wikarta, &stop).await {
                tokio::time::sleep(FAULT_PAUSE).await;
            }
        }
    })
}

/// Works until nothing is due; `false` after a fault of the store.
async fn drained(wikarta: &Wikarta, stop: &CancellationToken) -> bool {
    while !stop.is_cancelled() {
        match wikarta.work(TAKE).await {
            Ok(worked) if worked.effects + worked.notifications == 0 => return true,
            Ok(worked) => tracing::debug!(
                effects = worked.effects,
                notifications = worked.notifications,
                again = worked.again,
                "outbox worked"
            ),
            Err(fault) => {
                tracing::error!(%fault, "the outbox cannot be worked");
                return false;
            }
        }
    }
    true
}
