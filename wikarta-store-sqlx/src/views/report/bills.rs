//! Bills with what changed them, and the days on which their money came.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use wikarta_core::account::{Invoice, Source};
use wikarta_core::audit::FieldChange;
use wikarta_core::id::{InvoiceId, SubscriptionId};
use wikarta_core::ports::Fault;
use wikarta_core::report::{Later, Receivable};
use wikarta_core::subscription::SubscriptionStatus;
use wikarta_core::time::{Timestamp, Zone};

use super::past::{Past, stood};
use super::{Buyer, Span};
use crate::dialect::sqlite;
use crate::views::page::{body, column, parsed};
use crate::{SqlxStore, fault, micros};

/// Which bills; all have a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those of which something was open at the instant, or later.
    Open,
    /// Those issued in a span.
    Issued(Span),
    /// Those that fall due from a day to just before another.
    Due {
        /// The first day.
        from: NaiveDate,
        /// The first day after it.
        until: NaiveDate,
    },
    /// Those taken back since they were issued, before an instant.
    Void(Timestamp),
}

/// A bill with its buyer and what changed it since the instant of the report.
#[derive(Debug, Clone)]
pub struct BillRow {
    /// The bill as it is now.
    pub invoice: Invoice,
    /// What changed it since.
    pub later: Later,
    /// Whose.
    pub buyer: Buyer,
    /// The subscription that it bills.
    pub subscription: SubscriptionId,
    /// The code of the package that is subscribed to now.
    pub package: String,
    /// Whether service runs; of open bills as it was at the instant, else as it is now.
    pub service: SubscriptionStatus,
}

impl BillRow {
    /// The bill as it stood at an instant, not before the one that was asked for; `None` when it
    /// was not there.
    ///
    /// # Errors
    /// [`Fault::Permanent`] when the trail cannot be read.
    pub fn stood(&self, until: Timestamp) -> Result<Option<Invoice>, Fault> {
        stood(&self.invoice, &self.later, until)
    }

    /// The bill with dated changes, true for the days from the instant on.
    #[must_use]
    pub fn receivable(&self, zone: Zone) -> Option<Receivable> {
        Receivable::traced(&self.invoice, zone, &self.later)
    }
}

impl SqlxStore {
    /// Bills with what changed them since an instant.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn bills(&self, which: Which, since: Timestamp) -> Result<Vec<BillRow>, Fault> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let mut past = Past::since(&mut snapshot, "invoice", since).await?;
        let mut services = match which {
            Which::Open => Some(Past::since(&mut snapshot, "subscription", since).await?),
            Which::Issued(_) | Which::Due { .. } | Which::Void(_) => None,
        };
        let bound = match which {
            Which::Open => sqlx::query(sqlite::REPORT_OPEN_BILLS).bind(past.rows()),
            Which::Issued(span) => sqlx::query(sqlite::REPORT_ISSUED_BILLS)
                .bind(span.from.as_micros())
                .bind(span.until.as_micros()),
            Which::Due { from, until } => {
                sqlx::query(sqlite::REPORT_DUE_BILLS).bind(from.to_string()).bind(until.to_string())
            }
            Which::Void(before) => sqlx::query(sqlite::REPORT_VOID_BILLS).bind(before.as_micros()),
        };
        let found = bound.fetch_all(&mut *snapshot).await.map_err(fault::of)?;
        let mut rows = Vec::with_capacity(found.len());
        let mut seen: HashMap<SubscriptionId, SubscriptionStatus> = HashMap::new();
        for row in &found {
            let mut row = bill_row(row)?;
            row.later = past.take(row.invoice.id.as_str());
            if let Some(services) = &mut services {
                let (id, now) = (row.subscription.clone(), row.service);
                row.service = *seen
                    .entry(id.clone())
                    .or_insert_with(|| first_status(&services.take(id.as_str())).unwrap_or(now));
            }
            rows.push(row);
        }
        Ok(rows)
    }

    /// Numbered bills that were taken back in a span, with when.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn bills_voided(&self, span: Span) -> Result<Vec<(BillRow, Timestamp)>, Fault> {
        let rows = self.bills(Which::Void(span.until), span.until).await?;
        let ids: Vec<&str> = rows.iter().map(|row| row.invoice.id.as_str()).collect();
        let found: Vec<(String, i64, String)> = sqlx::query_as(sqlite::REPORT_VOIDED_AT)
            .bind(fault::list(&ids))
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let mut voided: HashMap<String, Timestamp> = HashMap::new();
        for (id, at, changes) in found {
            let changes: Vec<FieldChange> = fault::read("changes", &changes)?;
            let back = |change: &FieldChange| {
                change.id == id
                    && change.field == "document"
                    && change.after.as_str() == Some("void")
            };
            if changes.iter().any(back) {
                voided.insert(id, micros(at)?);
            }
        }
        let when = |row: BillRow| {
            let at = *voided.get(row.invoice.id.as_str()).filter(|at| span.holds(**at))?;
            Some((row, at))
        };
        Ok(rows.into_iter().filter_map(when).collect())
    }

    /// The day on which the last of the money on each bill came, in the seller's zone. Credit counts
    /// from when it was put on the bill.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn money_days(
        &self,
        bills: &[Invoice],
        zone: Zone,
    ) -> Result<HashMap<InvoiceId, NaiveDate>, Fault> {
        let sources: HashSet<String> = bills.iter().flat_map(source_ids).collect();
        let came = self.days(sqlite::REPORT_MONEY_DAYS, &sources, zone, came_on).await?;
        let with_credit = |bill: &&Invoice| {
            bill.allocations.iter().any(|part| matches!(part.source, Source::Credit))
        };
        let credited: HashSet<String> =
            bills.iter().filter(with_credit).map(|bill| bill.id.to_string()).collect();
        let applied = self.days(sqlite::REPORT_CREDIT_DAYS, &credited, zone, applied_on).await?;
        let last = |bill: &Invoice| {
            let issued = bill.issued_at?.day_in(zone);
            let by_credit = || applied.get(bill.id.as_str()).copied().unwrap_or(issued);
            let days = bill.allocations.iter().map(|part| match source_id(&part.source) {
                Some(id) => came.get(&id).copied().unwrap_or(issued),
                None => by_credit(),
            });
            days.max().map(|day| (bill.id.clone(), day))
        };
        Ok(bills.iter().filter_map(last).collect())
    }

    async fn days(
        &self,
        statement: &'static str,
        ids: &HashSet<String>,
        zone: Zone,
        day: fn(&SqliteRow, Zone) -> Result<Option<NaiveDate>, Fault>,
    ) -> Result<HashMap<String, NaiveDate>, Fault> {
        let ids: Vec<&String> = ids.iter().collect();
        let bound = sqlx::query(statement).bind(fault::list(&ids));
        let read = |row: &SqliteRow| Ok((column::<String>(row, "id")?, day(row, zone)?));
        let found = self.every(bound, read).await?;
        Ok(found.into_iter().filter_map(|(id, day)| Some((id, day?))).collect())
    }
}

/// The status that a subscription had before what changed it.
fn first_status(later: &Later) -> Option<SubscriptionStatus> {
    let change = later.iter().find(|(_, change)| change.field == "status")?;
    change.1.before.as_str()?.parse().ok()
}

fn source_id(source: &Source) -> Option<String> {
    match source {
        Source::Attempt(order) | Source::Suspense(order) => Some(order.to_string()),
        Source::Posting(posting) => Some(posting.to_string()),
        Source::Credit => None,
    }
}

fn source_ids(bill: &Invoice) -> impl Iterator<Item = String> + '_ {
    bill.allocations.iter().filter_map(|part| source_id(&part.source))
}

fn came_on(row: &SqliteRow, zone: Zone) -> Result<Option<NaiveDate>, Fault> {
    let instant: Option<i64> = match column(row, "paid_at")? {
        Some(paid) => Some(paid),
        None => column(row, "found_at")?,
    };
    let day: Option<String> = row.try_get("received_on").map_err(fault::of)?;
    let instant = instant.map(micros).transpose()?.map(|at| at.day_in(zone));
    let read = |text: String| text.parse().map_err(|error| fault::broken("a day", &text, &error));
    Ok(instant.or(day.map(read).transpose()?))
}

fn applied_on(row: &SqliteRow, zone: Zone) -> Result<Option<NaiveDate>, Fault> {
    let at: Option<i64> = column(row, "at")?;
    Ok(at.map(micros).transpose()?.map(|at| at.day_in(zone)))
}

fn bill_row(row: &SqliteRow) -> Result<BillRow, Fault> {
    Ok(BillRow {
        invoice: body("an invoice")(row)?,
        later: Later::new(),
        buyer: Buyer::of(row)?,
        subscription: parsed(row, "subscription_id")?,
        package: column(row, "package")?,
        service: parsed(row, "service")?,
    })
}
