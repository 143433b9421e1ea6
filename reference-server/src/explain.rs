//! What the books know about why a bill says what it says: read for programs and for people.

use std::collections::BTreeMap;

use wikarta_core::account::Invoice;
use wikarta_core::audit::{Cause, Explanation, FieldChange, explain};
use wikarta_core::id::InvoiceId;
use wikarta_core::ports::Fault;
use wikarta_store_sqlx::views::TrailFilter;

use crate::app::App;

/// The most entries that one bill is explained from.
const ENTRIES_MAX: u32 = 2_000;

/// A bill with its explanation and the names of the people in it.
#[derive(Debug)]
pub struct Told {
    /// The bill.
    pub invoice: Invoice,
    /// Why.
    pub explanation: Explanation,
    /// Names of members of staff, by actor.
    pub names: BTreeMap<String, String>,
}

impl Told {
    /// What an entry changed of the bill.
    pub fn own<'a>(&'a self, cause: &'a Cause) -> impl Iterator<Item = &'a FieldChange> {
        let id = self.invoice.id.as_str();
        cause.changes.iter().filter(move |change| change.entity == "invoice" && change.id == id)
    }
}

/// Explains a bill; `None` when there is none of that id.
///
/// # Errors
/// The books did not answer.
pub async fn read(app: &App, id: &InvoiceId) -> Result<Option<Told>, Fault> {
    let Some(detail) = app.store.invoice(id).await? else { return Ok(None) };
    let (entity, id) = ("invoice".to_owned(), id.to_string());
    let filter = TrailFilter { entity, id, actor: None, limit: ENTRIES_MAX };
    let (mut names, mut causes) = (BTreeMap::new(), Vec::new());
    for row in app.store.trail(&filter).await? {
        if let Some(name) = row.actor_name {
            names.insert(row.actor.clone(), name);
        }
        causes.push(Cause {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            roles: row.roles,
            action: row.action,
            trace: row.trace,
            hash: row.hash,
            changes: row.changes,
        });
    }
    let invoice = detail.row.invoice;
    let policy = app.wikarta.policy();
    let taxed_on = invoice.issued_at.unwrap_or(invoice.drafted_at).day_in(policy.zone);
    let explanation = explain(&invoice, policy.tax.on(taxed_on), causes);
    Ok(Some(Told { invoice, explanation, names }))
}
