//! Hears when the gateway's notifications stop although money still comes.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wikarta_core::ports::Host;
use wikarta_core::report::{Heartbeat, heartbeat};
use wikarta_store_sqlx::SqlxStore;

use crate::warnings::{Warning, Warnings};

/// How often it is looked at.
const LOOK: Duration = Duration::from_secs(60);

/// What listening needs.
pub struct Listening {
    /// The books.
    pub store: SqlxStore,
    /// The clock.
    pub host: Arc<dyn Host>,
    /// Seconds of silence that are an alarm while money is found by asking.
    pub patience: i64,
    /// Where it is shown.
    pub warnings: Warnings,
}

/// Starts listening. It ends when `stop` is cancelled.
#[must_use]
pub fn start(listening: Listening, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            listening.look().await;
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    })
}

impl Listening {
    async fn look(&self) {
        let now = self.host.now();
        let pulse = match self.store.pulse().await {
            Ok(pulse) => pulse,
            Err(fault) => {
                tracing::error!(%fault, "whether notifications arrive cannot be seen");
                return;
            }
        };
        match heartbeat(&pulse, now, self.patience) {
            Heartbeat::Beating => self.warnings.clear(Warning::WebhooksSilent),
            Heartbeat::Silent { since, found } => {
                let trace = self.host.fresh_id();
                let said = "settlements are found by asking while no notification arrives";
                tracing::warn!(trace = trace.as_str(), %since, found, "{said}");
                self.warnings.raise(Warning::WebhooksSilent, since);
            }
        }
    }
}
