//! The daily comparison with the gateway's books: a day that was missed while the server stood is
//! caught up once.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wikarta_core::engine::Wikarta;
use wikarta_store_sqlx::SqlxStore;

use super::outbox::Wake;
use crate::reconcile;

/// How often the schedule is looked at.
const LOOK: Duration = Duration::from_secs(60);

/// Starts the schedule. It ends when `stop` is cancelled; a run that is cut goes on with the next
/// start.
#[must_use]
pub fn start(
    (wikarta, store): (Wikarta, SqlxStore),
    wake: Wake,
    stop: CancellationToken,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = look(&wikarta, &store, &wake) => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    })
}

async fn look(wikarta: &Wikarta, store: &SqlxStore, wake: &Wake) {
    match reconcile::daily(wikarta, store).await {
        Ok(None) => {}
        Ok(Some(run)) => {
            let (compared, different, open) = (run.counts.compared, run.differing, run.open());
            tracing::info!(compared, different, open, "compared with the gateway's books");
            wake.up();
        }
        Err(error) => tracing::error!(%error, "the daily comparison with the gateway broke off"),
    }
}
