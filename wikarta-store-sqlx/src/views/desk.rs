//! What people ask for and decide about money: refunds, voids, postings, credit notes, cases.

use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteRow;
use wikarta_core::account::{
    Case, CaseState, CreditNote, CreditNoteState, Posting, PostingState, RefundCase, Stage,
    VoidCase,
};
use wikarta_core::id::{
    AccountId, CaseId, CreditNoteId, InvoiceId, OrderId, PostingId, RefundId, VoidId,
};
use wikarta_core::ports::Fault;
use wikarta_core::suspense::SuspenseItem;
use wikarta_core::time::Timestamp;

use super::page::{self, Order, Page, Place, body, column, parsed, words};
use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// Which of a list that runs newest first.
#[derive(Debug, Clone)]
pub struct DeskFilter<S> {
    /// Only these stages or states; empty means all.
    pub states: Vec<S>,
    /// Only those after this place.
    pub after: Option<Place>,
    /// At most so many, 1 to [`super::PAGE_MAX`].
    pub limit: u32,
}

impl<S> Default for DeskFilter<S> {
    fn default() -> Self {
        Self { states: Vec::new(), after: None, limit: super::PAGE_MAX }
    }
}

/// One thing of the desk with whose it is.
#[derive(Debug, Clone)]
pub struct DeskRow<T> {
    /// The thing.
    pub item: T,
    /// Whose.
    pub account: AccountId,
    /// The customer's number.
    pub customer_code: String,
    /// The customer's name; empty once erased.
    pub customer_name: String,
    /// The invoice's number, when it is about a numbered one.
    pub invoice_number: Option<String>,
    /// Counts the changes of the account.
    pub version: u64,
}

/// A refund in a list.
pub type RefundRow = DeskRow<RefundCase>;
/// A void in a list.
pub type VoidRow = DeskRow<VoidCase>;
/// Money taken by hand in a list.
pub type PostingRow = DeskRow<Posting>;
/// A credit note in a list.
pub type CreditNoteRow = DeskRow<CreditNote>;
/// A case in a list.
pub type CaseRow = DeskRow<Case>;

/// Everything of the desk about one bill or one customer, newest first.
#[derive(Debug, Clone, Default)]
pub struct Corrections {
    /// Refunds.
    pub refunds: Vec<RefundCase>,
    /// Voids.
    pub voids: Vec<VoidCase>,
    /// Money taken by hand: of a bill, what was put on it.
    pub postings: Vec<Posting>,
    /// Credit notes.
    pub credit_notes: Vec<CreditNote>,
}

impl SqlxStore {
    /// A page of refunds, newest request first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn refunds(&self, filter: &DeskFilter<Stage>) -> Result<Page<RefundRow>, Fault> {
        let open = |stage: &Stage| !stage.is_final();
        let statement = pick(filter, open, [sqlite::REFUNDS, sqlite::REFUNDS_WAITING]);
        self.desk("a refund", statement, filter).await
    }

    /// One refund; `None` when there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn refund(&self, id: &RefundId) -> Result<Option<RefundRow>, Fault> {
        self.one(sqlx::query(sqlite::REFUND).bind(id.to_string()), desk_row("a refund")).await
    }

    /// A page of voids, newest request first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn voids(&self, filter: &DeskFilter<Stage>) -> Result<Page<VoidRow>, Fault> {
        let open = |stage: &Stage| !stage.is_final();
        self.desk("a void", pick(filter, open, [sqlite::VOIDS, sqlite::VOIDS_WAITING]), filter)
            .await
    }

    /// One void; `None` when there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn void(&self, id: &VoidId) -> Result<Option<VoidRow>, Fault> {
        self.one(sqlx::query(sqlite::VOID).bind(id.to_string()), desk_row("a void")).await
    }

    /// A page of money taken by hand, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn postings(
        &self,
        filter: &DeskFilter<PostingState>,
    ) -> Result<Page<PostingRow>, Fault> {
        let waits = |state: &PostingState| *state == PostingState::Recorded;
        let statement = pick(filter, waits, [sqlite::POSTINGS, sqlite::POSTINGS_WAITING]);
        self.desk("a posting", statement, filter).await
    }

    /// Money taken by hand; `None` when there is none under this id.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn posting(&self, id: &PostingId) -> Result<Option<PostingRow>, Fault> {
        self.one(sqlx::query(sqlite::POSTING).bind(id.to_string()), desk_row("a posting")).await
    }

    /// A page of credit notes, newest request first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn credit_notes(
        &self,
        filter: &DeskFilter<CreditNoteState>,
    ) -> Result<Page<CreditNoteRow>, Fault> {
        let waits = |state: &CreditNoteState| *state == CreditNoteState::Requested;
        let statement = pick(filter, waits, [sqlite::CREDIT_NOTES, sqlite::CREDIT_NOTES_WAITING]);
        self.desk("a credit note", statement, filter).await
    }

    /// One credit note; `None` when there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn credit_note(&self, id: &CreditNoteId) -> Result<Option<CreditNoteRow>, Fault> {
        let bound = sqlx::query(sqlite::CREDIT_NOTE).bind(id.to_string());
        self.one(bound, desk_row("a credit note")).await
    }

    /// Credit notes that were agreed to from `from` to just before `until`, oldest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn credit_notes_approved(
        &self,
        (from, until): (Timestamp, Timestamp),
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Page<CreditNoteRow>, Fault> {
        let bound = sqlx::query(sqlite::CREDIT_NOTES_APPROVED)
            .bind(from.as_micros())
            .bind(until.as_micros());
        self.page((bound, Order::OldestFirst), after, limit, desk_row("a credit note")).await
    }

    /// A page of cases, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn cases(&self, filter: &DeskFilter<CaseState>) -> Result<Page<CaseRow>, Fault> {
        let open = |state: &CaseState| *state == CaseState::Open;
        self.desk("a case", pick(filter, open, [sqlite::CASES, sqlite::CASES_WAITING]), filter)
            .await
    }

    /// One case, open or closed; `None` when there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn case(&self, id: &CaseId) -> Result<Option<CaseRow>, Fault> {
        self.one(sqlx::query(sqlite::CASE).bind(id.to_string()), desk_row("a case")).await
    }

    /// A page of money under orders that nobody here knows and that is nobody's yet, newest found
    /// first, as long as it has not gone back.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn suspense_items(
        &self,
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Page<SuspenseItem>, Fault> {
        let newest = (sqlx::query(sqlite::OPEN_SUSPENSE), Order::NewestFirst);
        self.page(newest, after, limit, body("an unknown order")).await
    }

    /// What is known about an unknown order, settled or not; `None` for an order without suspense.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn suspense_item(&self, order: &OrderId) -> Result<Option<SuspenseItem>, Fault> {
        let bound = sqlx::query(sqlite::SUSPENSE).bind(order.to_string());
        self.one(bound, body("an unknown order")).await
    }

    /// What the desk did about one bill.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn corrections_of_invoice(&self, id: &InvoiceId) -> Result<Corrections, Fault> {
        self.corrections(sqlite::CORRECTIONS_OF_INVOICE, id.as_str()).await
    }

    /// What the desk did about one customer.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn corrections_of_customer(&self, id: &AccountId) -> Result<Corrections, Fault> {
        self.corrections(sqlite::CORRECTIONS_OF_CUSTOMER, id.as_str()).await
    }

    async fn corrections(&self, statement: &'static str, id: &str) -> Result<Corrections, Fault> {
        let bound = sqlx::query(statement).bind(id.to_owned());
        let rows = self
            .every(bound, |row| {
                Ok((column::<String>(row, "kind")?, column::<String>(row, "body")?))
            })
            .await?;
        let mut found = Corrections::default();
        for (kind, body) in rows {
            match kind.as_str() {
                "refund" => found.refunds.push(fault::read("a refund", &body)?),
                "void" => found.voids.push(fault::read("a void", &body)?),
                "posting" => found.postings.push(fault::read("a posting", &body)?),
                _ => found.credit_notes.push(fault::read("a credit note", &body)?),
            }
        }
        Ok(found)
    }

    async fn desk<T: DeserializeOwned, S: std::fmt::Display>(
        &self,
        what: &'static str,
        statement: &'static str,
        filter: &DeskFilter<S>,
    ) -> Result<Page<DeskRow<T>>, Fault> {
        let bound = sqlx::query(statement).bind(words(&filter.states));
        let newest = (bound, Order::NewestFirst);
        self.page(newest, filter.after.as_ref(), filter.limit, desk_row(what)).await
    }
}

/// The statement over what waits when nothing else is asked for, else the one over everything.
fn pick<S>(
    filter: &DeskFilter<S>,
    waits: impl Fn(&S) -> bool,
    [all, waiting]: [&'static str; 2],
) -> &'static str {
    if !filter.states.is_empty() && filter.states.iter().all(waits) { waiting } else { all }
}

pub(super) fn desk_row<T: DeserializeOwned>(
    what: &'static str,
) -> impl Fn(&SqliteRow) -> Result<DeskRow<T>, Fault> {
    move |row| {
        Ok(DeskRow {
            item: body(what)(row)?,
            account: parsed(row, "account_id")?,
            customer_code: column(row, "code")?,
            customer_name: column(row, "name")?,
            invoice_number: column(row, "number")?,
            version: page::version(row)?,
        })
    }
}
