//! Sending work that was given up round again, with a trace of who did it.

use wikarta_core::ports::{DeadLetterId, Fault, Store as _};
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::SqlxStore;

use crate::answer::Problem;
use crate::api::step::missing;
use crate::app::App;
use crate::auth::identity::{SecurityKind, Subject};
use crate::http::edge::Caller;
use wikarta_core::access::Actor;

/// The most that is listed or sent round at once.
pub const DEAD_MAX: u32 = 500;

/// Sends one piece of work round again in a person's name, and wakes the worker.
///
/// # Errors
/// Not found when it is not dead; a fault of the books.
pub async fn by_person(
    app: &App,
    (actor, caller): (&Actor, &Caller),
    id: &DeadLetterId,
) -> Result<(), Problem> {
    if !app.store.redrive(id, caller.at).await? {
        return Err(missing("dead letter"));
    }
    let subject = actor.person().map_or(Subject::Nobody, |id| Subject::User(id.clone()));
    let note = caller.note(SecurityKind::Redriven, subject, &id.to_string());
    app.edge.security.note(note).await;
    app.wake.up();
    Ok(())
}

/// Sends one piece of work round again from the command line; answers whether it was dead.
///
/// # Errors
/// A fault of the books.
pub async fn by_command(
    store: &SqlxStore,
    id: &DeadLetterId,
    (at, trace): (Timestamp, &str),
) -> Result<bool, Fault> {
    use wikarta_store_sqlx::identity::SecurityRow;
    if !store.redrive(id, at).await? {
        return Ok(false);
    }
    let row = SecurityRow {
        at,
        kind: SecurityKind::Redriven.as_str().to_owned(),
        subject: "command line".to_owned(),
        detail: id.to_string(),
        trace: trace.to_owned(),
    };
    store.note_security(&row).await?;
    Ok(true)
}
