//! `GET /api/preview`: the bills and reminders of the next seven days.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::billing_runs::due_text;
use crate::answer::Problem;
use crate::app::App;
use crate::auth::Staff;
use crate::http::Routes;
use crate::http::edge::Caller;
use crate::report::ahead::{self, NextBill, NextReminder};

/// What the next days bring.
#[derive(Debug, Serialize)]
pub struct AheadJson {
    as_of: Timestamp,
    days: u64,
    bills: Vec<BillJson>,
    /// How many bills there are; the list holds at most 500.
    bill_count: usize,
    reminders: Vec<ReminderJson>,
    /// How many reminders there are; the list holds at most 500.
    reminder_count: usize,
}

/// A bill that will be made.
#[derive(Debug, Serialize)]
pub struct BillJson {
    on: NaiveDate,
    customer_id: String,
    customer_code: String,
    subscription_id: String,
    /// The month of the period, or `final`.
    due: String,
    total: Option<Rupiah>,
    /// The code of the rule that would refuse it.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'static str>,
}

/// A reminder that will fall due.
#[derive(Debug, Serialize)]
pub struct ReminderJson {
    at: Timestamp,
    stage: String,
    customer_id: String,
    customer_code: String,
    invoice_id: String,
    number: String,
    open: Rupiah,
}

async fn preview(
    State(app): State<App>,
    staff: Staff,
    caller: Caller,
) -> Result<Json<AheadJson>, Problem> {
    let ahead = ahead::look(&app, caller.at, &staff.actor()).await?;
    Ok(Json(AheadJson {
        as_of: caller.at,
        days: ahead::DAYS,
        bills: ahead.bills.iter().map(BillJson::of).collect(),
        bill_count: ahead.bills_found,
        reminders: ahead.reminders.iter().map(ReminderJson::of).collect(),
        reminder_count: ahead.reminders_found,
    }))
}

impl BillJson {
    fn of(next: &NextBill) -> Self {
        Self {
            on: next.on,
            customer_id: next.sold.account.to_string(),
            customer_code: next.sold.customer_code.clone(),
            subscription_id: next.sold.subscription.id.to_string(),
            due: due_text(next.due),
            total: next.total,
            refused: next.refused,
        }
    }
}

impl ReminderJson {
    fn of(next: &NextReminder) -> Self {
        Self {
            at: next.at,
            stage: next.stage.to_string(),
            customer_id: next.buyer.account.to_string(),
            customer_code: next.buyer.code.clone(),
            invoice_id: next.invoice.to_string(),
            number: next.number.clone(),
            open: next.open,
        }
    }
}

/// Mounts the preview.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes.at("GET /api/preview", preview)
}
