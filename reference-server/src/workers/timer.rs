//! The timer: the end of an attempt must not depend on a notification, the end of a case not on a
//! person.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wikarta_core::engine::Wikarta;

use super::outbox::Wake;
use crate::notify::ear::Ear;

/// How often overdue attempts are looked for.
const EVERY: Duration = Duration::from_secs(30);
/// How long after its expiry an open attempt is asked after: the vendor tells an expiry within 90
/// seconds "in general".
pub const OVERDUE_GRACE_SECONDS: i64 = 5 * 60;
/// How many at once.
const TAKE: u32 = 200;

/// Starts the timer. It ends when `stop` is cancelled.
#[must_use]
pub fn start(
    wikarta: Wikarta,
    ear: Ear,
    (wake, stop): (Wake, CancellationToken),
) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            match wikarta.chase_overdue(OVERDUE_GRACE_SECONDS, TAKE).await {
                Ok(0) => {}
                Ok(asked) => {
                    tracing::info!(asked, "attempts past their time are read at the gateway");
                    wake.up();
                }
                Err(fault) => tracing::error!(%fault, "overdue attempts cannot be looked for"),
            }
            match wikarta.expire_cases(TAKE).await {
                Ok(0) => {}
                Ok(ended) => tracing::info!(ended, "refunds and voids that nobody decided in time"),
                Err(fault) => tracing::error!(%fault, "lapsed cases cannot be looked for"),
            }
            match ear.tell_captured(TAKE).await {
                Ok(0) => {}
                Ok(told) => tracing::debug!(told, "captured messages told their receipts"),
                Err(fault) => tracing::error!(%fault, "captured receipts cannot be told"),
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    })
}
