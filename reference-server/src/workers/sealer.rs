//! Seals the audit trail on a schedule: a seal that was missed while the server stood is made once.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wikarta_core::ports::Host;

use crate::seals::{SealError, Sealer};
use crate::warnings::{Warning, Warnings};

/// How often the schedule is looked at.
const LOOK: Duration = Duration::from_secs(20);

/// What the schedule needs.
pub struct Schedule {
    /// Makes and copies.
    pub sealer: Sealer,
    /// The clock.
    pub host: Arc<dyn Host>,
    /// Seconds from one seal to the next.
    pub every: i64,
    /// Where failures are shown.
    pub warnings: Warnings,
}

/// Starts the schedule. It ends when `stop` is cancelled.
#[must_use]
pub fn start(schedule: Schedule, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            schedule.look().await;
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    })
}

impl Schedule {
    async fn look(&self) {
        let now = self.host.now();
        match self.seal_when_due().await {
            Ok(()) => self.warnings.clear(Warning::SealNotMade),
            Err(fault) => {
                tracing::error!(%fault, "the audit trail cannot be sealed");
                self.warnings.raise(Warning::SealNotMade, now);
            }
        }
        match self.sealer.copy().await {
            Ok(copied) => {
                if copied > 0 {
                    tracing::info!(copied, "seals copied outside the database");
                }
                self.warnings.clear(Warning::SealNotOutside);
            }
            Err(error) => {
                tracing::error!(%error, "seals cannot be copied outside the database");
                self.warnings.raise(Warning::SealNotOutside, now);
            }
        }
    }

    async fn seal_when_due(&self) -> Result<(), SealError> {
        let now = self.host.now();
        let due = match self.sealer.newest().await? {
            None => true,
            Some(newest) => now >= newest.plus_seconds(self.every),
        };
        if due && let Some(seal) = self.sealer.make(now).await? {
            let (number, chains) = (seal.number, seal.heads.len());
            tracing::info!(number, chains, "the audit trail is sealed");
        }
        Ok(())
    }
}
