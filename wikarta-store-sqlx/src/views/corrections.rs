//! Refunds and voids in one list, newest first.

use serde::de::DeserializeOwned;
use sqlx::FromRow;
use wikarta_core::account::{RefundCase, Stage, VoidCase};
use wikarta_core::id::{AccountId, UserId};
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use super::PAGE_MAX;
use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// Which refunds and voids.
#[derive(Debug, Clone, Default)]
pub struct CorrectionFilter {
    /// Only these stages; empty means all.
    pub stages: Vec<Stage>,
    /// Only this tier.
    pub tier: Option<u8>,
    /// Only those that this person asked for.
    pub requested_by: Option<UserId>,
    /// Only those before this place.
    pub before: Option<CorrectionCursor>,
    /// At most so many, 1 to [`PAGE_MAX`].
    pub limit: u32,
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionCursor {
    /// When it was asked for.
    pub at: Timestamp,
    /// The case.
    pub id: String,
}

/// A refund or a void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correction {
    /// Money that goes back.
    Refund(Box<RefundCase>),
    /// A bill that is taken back.
    Void(Box<VoidCase>),
}

impl Correction {
    /// Its place in the list.
    #[must_use]
    pub fn place(&self) -> CorrectionCursor {
        match self {
            Self::Refund(case) => {
                CorrectionCursor { at: case.requested.at, id: case.id.to_string() }
            }
            Self::Void(case) => CorrectionCursor { at: case.requested.at, id: case.id.to_string() },
        }
    }
}

/// One row of the list.
#[derive(Debug, Clone)]
pub struct CorrectionRow {
    /// The case.
    pub case: Correction,
    /// Whose.
    pub account: AccountId,
    /// The customer's number.
    pub customer_code: String,
    /// The customer's name; empty once erased.
    pub customer_name: String,
    /// The bill's number, when it is about a numbered one.
    pub invoice_number: Option<String>,
}

#[derive(FromRow)]
struct Listed {
    body: String,
    account_id: String,
    code: String,
    name: String,
    number: Option<String>,
}

impl Listed {
    fn row<T: DeserializeOwned>(
        self,
        kind: fn(Box<T>) -> Correction,
    ) -> Result<CorrectionRow, Fault> {
        let account = self.account_id.parse();
        Ok(CorrectionRow {
            case: kind(Box::new(fault::read("a case", &self.body)?)),
            account: account.map_err(|error| fault::broken("an id", &self.account_id, &error))?,
            customer_code: self.code,
            customer_name: self.name,
            invoice_number: self.number,
        })
    }
}

impl SqlxStore {
    /// A page of refunds and voids, newest first, and the place where the next page begins.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn corrections(
        &self,
        filter: &CorrectionFilter,
    ) -> Result<(Vec<CorrectionRow>, Option<CorrectionCursor>), Fault> {
        let refunds = self.correction_rows(sqlite::LISTED_REFUNDS, filter).await?;
        let voids = self.correction_rows(sqlite::LISTED_VOIDS, filter).await?;
        let refunds = refunds.into_iter().map(|row| row.row(Correction::Refund));
        let voids = voids.into_iter().map(|row| row.row(Correction::Void));
        let mut rows = refunds.chain(voids).collect::<Result<Vec<_>, _>>()?;
        rows.sort_by_key(|row| {
            let place = row.case.place();
            std::cmp::Reverse((place.at, place.id))
        });
        let limit = filter.limit.clamp(1, PAGE_MAX) as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().map(|row| row.case.place()).filter(|_| more);
        Ok((rows, next))
    }

    async fn correction_rows(
        &self,
        statement: &'static str,
        filter: &CorrectionFilter,
    ) -> Result<Vec<Listed>, Fault> {
        let stages = match filter.stages.as_slice() {
            [] => String::new(),
            some => some.iter().fold(",".to_owned(), |list, one| list + one.as_str() + ","),
        };
        let before = filter.before.as_ref();
        sqlx::query_as(statement)
            .bind(stages)
            .bind(filter.tier.unwrap_or_default())
            .bind(filter.requested_by.as_ref().map_or("", |id| id.as_str()))
            .bind(before.map_or(i64::MAX, |place| place.at.as_micros()))
            .bind(before.map_or("", |place| place.id.as_str()))
            .bind(i64::from(filter.limit.clamp(1, PAGE_MAX)) + 1)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)
    }
}
