//! `wikarta audit verify`.

use super::args::{AuditArgs, AuditStep};
use super::exit::Failure;
use super::migrate::{database, open};
use super::run::say;
use crate::config::Environment;

/// Proves every chain of the audit trail, or names what does not fit.
pub async fn audit(args: AuditArgs, environment: &Environment) -> Result<(), Failure> {
    let AuditStep::Verify(books) = args.step;
    let store = open(&books, environment).await?;
    let proof = store.prove_audit().await.map_err(database)?;
    store.close().await;
    say(format!("{} chains, {} entries", proof.chains, proof.entries))?;
    if proof.faults.is_empty() {
        return say("every chain is whole and ends where its books say");
    }
    for fault in &proof.faults {
        say(format!("BROKEN {fault}"))?;
    }
    Err(Failure::Other(format!("{} of the chains do not fit", proof.faults.len())))
}
