//! Reminders with what their bills did then.

use sqlx::sqlite::SqliteRow;
use wikarta_core::account::Reminder;
use wikarta_core::dunning::{Payment, SentStage};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Fault;

use super::Span;
use super::past::{Past, stood};
use crate::dialect::sqlite;
use crate::views::page::{body, column};
use crate::{SqlxStore, fault, micros};

/// A reminder as it stood, and what its bill did after it was sent.
#[derive(Debug, Clone)]
pub struct ReminderRow {
    /// The reminder.
    pub reminder: Reminder,
    /// What was paid then; absent where nothing was sent.
    pub sent: Option<SentStage>,
}

impl SqlxStore {
    /// Reminders whose moment lay in a span, as they stood at an instant.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn reminders_of(
        &self,
        span: Span,
        as_of: wikarta_core::time::Timestamp,
    ) -> Result<Vec<ReminderRow>, Fault> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let mut past = Past::since(&mut snapshot, "reminder", as_of).await?;
        let found = sqlx::query(sqlite::REPORT_REMINDERS)
            .bind(span.from.as_micros())
            .bind(span.until.as_micros())
            .fetch_all(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        let mut rows = Vec::with_capacity(found.len());
        for row in &found {
            let now: Reminder = body("a reminder")(row)?;
            let later = past.take(now.id.as_str());
            let Some(reminder) = stood(&now, &later, as_of)? else { continue };
            let sent = sent(row, &reminder)?;
            let known = |payment: &Payment| payment.at < as_of;
            let sent = sent.map(|sent| SentStage {
                first_settlement: sent.first_settlement.filter(known),
                ..sent
            });
            rows.push(ReminderRow { reminder, sent });
        }
        Ok(rows)
    }
}

fn sent(row: &SqliteRow, reminder: &Reminder) -> Result<Option<SentStage>, Fault> {
    let Some(accepted) = reminder.accepted else { return Ok(None) };
    let (paid_at, paid): (Option<i64>, Option<i64>) =
        (column(row, "paid_at")?, column(row, "paid")?);
    let next: Option<i64> = column(row, "next_at")?;
    let first_settlement = match (paid_at, paid) {
        (Some(at), Some(amount)) => {
            let amount = Rupiah::new(amount).map_err(|e| fault::broken("payments", "paid", &e))?;
            Some(Payment { at: micros(at)?, amount })
        }
        (Some(_) | None, _) => None,
    };
    let next_stage_at = next.map(micros).transpose()?;
    Ok(Some(SentStage { sent_at: accepted.at, next_stage_at, first_settlement }))
}
