//! What lists and cases of the desk have in common: whose they are, who had a hand in them.

use std::collections::BTreeSet;

use axum::Json;
use serde::{Deserialize, Serialize};
use wikarta_core::hand::{Approval, Ending, Hand};
use wikarta_core::id::UserId;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::{DeskFilter, DeskRow, Page, Place};

use super::cursor;
use super::people::Names;
use super::shape::List;
use crate::answer::Problem;
use crate::app::App;

/// A thing of the desk as programs read it.
pub trait DeskItem: Send + Sync {
    /// Its shape.
    type Json: Serialize;

    /// Everybody who had a hand in it.
    fn people(&self) -> BTreeSet<UserId>;

    /// As it stands at an instant.
    fn shown(&self, names: &Names, now: Timestamp) -> Self::Json;
}

/// A thing with whose it is.
#[derive(Debug, Serialize)]
pub struct OfCustomer<T> {
    #[serde(flatten)]
    item: T,
    customer_id: String,
    customer_code: String,
    customer_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice_number: Option<String>,
}

impl<T> OfCustomer<T> {
    fn of<I: DeskItem<Json = T>>(row: &DeskRow<I>, names: &Names, now: Timestamp) -> Self {
        Self {
            item: row.item.shown(names, now),
            customer_id: row.account.to_string(),
            customer_code: row.customer_code.clone(),
            customer_name: row.customer_name.clone(),
            invoice_number: row.invoice_number.clone(),
        }
    }
}

/// One thing with the names of the people in it.
///
/// # Errors
/// The books did not answer.
pub async fn shown<T: DeskItem>(
    app: &App,
    row: &DeskRow<T>,
) -> Result<OfCustomer<T::Json>, Problem> {
    let names = Names::of(app, row.item.people()).await?;
    Ok(OfCustomer::of(row, &names, app.edge.now()))
}

/// A page of things.
///
/// # Errors
/// The books did not answer.
pub async fn listed<T: DeskItem>(
    app: &App,
    page: Page<DeskRow<T>>,
) -> Result<Json<List<OfCustomer<T::Json>>>, Problem> {
    let people = page.rows.iter().flat_map(|row| row.item.people()).collect();
    let (names, now) = (Names::of(app, people).await?, app.edge.now());
    let items = page.rows.iter().map(|row| OfCustomer::of(row, &names, now)).collect();
    Ok(Json(List { items, next_cursor: page.next.as_ref().map(write_place) }))
}

/// The query of such a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskQuery<S> {
    status: Option<S>,
    cursor: Option<String>,
    limit: Option<u32>,
}

impl<S> DeskQuery<S> {
    /// As the books are asked.
    ///
    /// # Errors
    /// 400 for a forged cursor or a limit out of range.
    pub fn filter(self) -> Result<DeskFilter<S>, Problem> {
        Ok(DeskFilter {
            states: self.status.into_iter().collect(),
            after: self.cursor.as_deref().map(read_place).transpose()?,
            limit: cursor::limit(self.limit)?,
        })
    }
}

/// A place as a cursor.
#[must_use]
pub fn write_place(place: &Place) -> String {
    cursor::write_text(&format!("{}~{}", place.at.as_micros(), place.id))
}

/// The place that a cursor names.
///
/// # Errors
/// 400 for what is not one of our cursors.
pub fn read_place(text: &str) -> Result<Place, Problem> {
    let text = cursor::read_text(text)?;
    let parts = text.split_once('~').and_then(|(at, id)| {
        let at = Timestamp::from_micros(at.parse().ok()?).ok()?;
        Some(Place { at, id: id.to_owned() })
    });
    parts.ok_or_else(cursor::bad_cursor)
}

/// Everybody whose mark is among these.
#[must_use]
pub fn marked(
    hands: &[Option<&Hand>],
    approvals: &[Approval],
    ended: Option<&Ending>,
) -> BTreeSet<UserId> {
    let hands = hands.iter().flatten().map(|hand| hand.by.clone());
    let approvals = approvals.iter().map(|approval| approval.by.clone());
    let ended = ended.and_then(|ending| ending.by.clone());
    hands.chain(approvals).chain(ended).collect()
}
