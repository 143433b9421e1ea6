//! What another process adopts is in force here a few seconds later.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wikarta_core::engine::Wikarta;

/// How often the books are asked. Bills, refunds and voids do not wait for it: they are decided on
/// the policy that is loaded with them.
const EVERY: Duration = Duration::from_secs(5);

/// Starts looking. It ends when `stop` is cancelled.
#[must_use]
pub fn start(wikarta: Wikarta, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            let before = wikarta.policy().version;
            match wikarta.refresh_policy().await {
                Ok(policy) if policy.version != before => {
                    tracing::info!(version = policy.version, "another policy is in force");
                }
                Ok(_) => {}
                Err(fault) => tracing::error!(%fault, "the policy cannot be looked up"),
            }
        }
    })
}
