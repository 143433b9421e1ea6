//! The books as of any instant: what an account's events up to then make of it.

use chrono::NaiveDate;
use wikarta_core::account::{Attempt, Invoice};
use wikarta_core::audit::account_at;
use wikarta_core::id::{AccountId, InvoiceId};
use wikarta_core::time::{Timestamp, Zone};

use super::ours;
use super::periods::after;
use crate::answer::{Problem, codes};
use crate::app::App;

/// An invoice as it stood, with its attempts.
#[derive(Debug, Clone)]
pub struct Then {
    /// The invoice.
    pub invoice: Invoice,
    /// Its attempts, the first one first.
    pub attempts: Vec<Attempt>,
    /// The instant.
    pub at: Timestamp,
    /// How many entries of the account's chain made it so.
    pub entries: u64,
}

/// An invoice as it stood at an instant; `None` when it was not there yet.
///
/// # Errors
/// The books did not answer, or the trail cannot be read.
pub async fn invoice_at(
    app: &App,
    (account, id): (&AccountId, &InvoiceId),
    at: Timestamp,
) -> Result<Option<Then>, Problem> {
    let chain = app.store.chain(account).await?;
    let entries = chain.iter().take_while(|entry| entry.at <= at).count() as u64;
    let Some(account) = account_at(chain.iter(), at).map_err(|error| ours(&error))? else {
        return Ok(None);
    };
    let Some(invoice) = account.invoices.get(id).cloned() else { return Ok(None) };
    let mut attempts: Vec<Attempt> = account.attempts_of(id).cloned().collect();
    attempts.sort_by_key(|attempt| attempt.opened_at);
    Ok(Some(Then { invoice, attempts, at, entries }))
}

/// The last instant of a day.
///
/// # Errors
/// A day beyond all time.
pub fn end_of(day: NaiveDate, zone: Zone) -> Result<Timestamp, Problem> {
    let next = Timestamp::start_of_day(after(day), zone);
    let next = next.map_err(|_| Problem::of(&codes::WRONG_TYPE).field("as_of"))?;
    Ok(Timestamp::clamped(next.as_micros() - 1))
}
