//! Invoices: list, one, draft, issue.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::{Permission, Scope};
use wikarta_core::account::InvoiceStatus;
use wikarta_core::command::Command;
use wikarta_core::decide::Answer;
use wikarta_core::id::{InvoiceId, SubscriptionId};
use wikarta_core::time::{Month, Timestamp};
use wikarta_store_sqlx::views::InvoiceFilter;

use super::asker::Asker;
use super::cursor;
use super::once;
use super::shape::{InvoiceJson, List};
use super::step::{Nothing, missing};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::auth::Staff;
use crate::http::{JsonBody, PathPart, QueryFields};
use crate::panel::typed;
use crate::report::then::{end_of, invoice_at};

/// The query of the list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceQuery {
    #[serde(default)]
    status: Option<InvoiceStatus>,
    #[serde(default)]
    q: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
    #[serde(default)]
    limit: Option<u32>,
}

/// A page of invoices, oldest due first.
pub async fn list(
    State(app): State<App>,
    QueryFields(query): QueryFields<InvoiceQuery>,
) -> Result<Json<List<InvoiceJson>>, Problem> {
    let filter = InvoiceFilter {
        statuses: query.status.into_iter().collect(),
        text: cursor::wanted_text(query.q),
        after: query.cursor.as_deref().map(cursor::read_invoice).transpose()?,
        limit: cursor::limit(query.limit)?,
    };
    let page = app.store.invoices(&filter).await?;
    let items = page.rows.iter().map(|row| InvoiceJson::of(&row.invoice, None, row.version));
    Ok(Json(List {
        items: items.collect(),
        next_cursor: page.next.as_ref().map(cursor::write_invoice),
    }))
}

/// One invoice with its lines and, for roles that see payments, its attempts.
pub async fn one(
    State(app): State<App>,
    staff: Staff,
    PathPart(id): PathPart<InvoiceId>,
    QueryFields(query): QueryFields<OneQuery>,
) -> Result<Json<InvoiceJson>, Problem> {
    match query.as_of {
        None => read(&app, &staff, &id).await.map(Json),
        Some(text) => then(&app, &staff, (&id, &text)).await.map(Json),
    }
}

/// The query of one invoice.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneQuery {
    /// As it stood: an instant (RFC 3339), or the end of a day in the seller's zone.
    #[serde(default)]
    as_of: Option<String>,
}

/// An invoice as it stood, from the events of its account up to then.
async fn then(
    app: &App,
    staff: &Staff,
    (id, as_of): (&InvoiceId, &str),
) -> Result<InvoiceJson, Problem> {
    let at = match as_of.parse::<Timestamp>() {
        Ok(at) => at,
        Err(_) => end_of(typed::day("as_of", as_of)?, app.wikarta.policy().zone)?,
    };
    let detail = app.store.invoice(id).await?.ok_or_else(|| missing("invoice"))?;
    let found = invoice_at(app, (&detail.row.account, id), at).await?;
    let then = found.ok_or_else(|| {
        Problem::new(StatusCode::NOT_FOUND, "not_there_yet").say(
            "Tagihan ini belum ada pada waktu itu.",
            "The invoice was not there yet at that time.",
        )
    })?;
    let attempts = match staff.scope(Permission::PaymentView) {
        Some(Scope::All) => Some(then.attempts.as_slice()),
        Some(Scope::Limited) | None => None,
    };
    Ok(InvoiceJson::of(&then.invoice, attempts, then.entries).as_of(then.at))
}

pub(super) async fn read(app: &App, staff: &Staff, id: &InvoiceId) -> Result<InvoiceJson, Problem> {
    let detail = app.store.invoice(id).await?;
    let detail = detail.ok_or_else(|| missing("invoice"))?;
    let attempts = match staff.scope(Permission::PaymentView) {
        Some(Scope::All) => Some(detail.attempts.as_slice()),
        Some(Scope::Limited) | None => None,
    };
    let (paid, above) = (detail.row.invoice.paid, app.wikarta.policy().stamp_above);
    Ok(InvoiceJson::of(&detail.row.invoice, attempts, detail.row.version).stamped(paid, above))
}

/// The body of a new draft.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftRequest {
    subscription_id: SubscriptionId,
    period: Month,
}

/// Drafts the bill of a month.
pub async fn draft(
    State(app): State<App>,
    asker: Asker,
    JsonBody(request): JsonBody<DraftRequest>,
) -> Result<Response, Problem> {
    let (subscription, period) = (request.subscription_id, request.period);
    let command = Command::DraftInvoice { subscription, period };
    let receipt = asker.send(&app, command).await?;
    let invoice = answered(&app, &asker.staff, receipt.answer).await?;
    once::answer(&app, asker.command(), StatusCode::CREATED, &invoice).await
}

/// Numbers a draft and sends it out.
pub async fn issue(
    State(app): State<App>,
    asker: Asker,
    PathPart(invoice): PathPart<InvoiceId>,
    JsonBody(Nothing {}): JsonBody<Nothing>,
) -> Result<Response, Problem> {
    let command = Command::IssueInvoice { invoice };
    let receipt = asker.send(&app, command).await?;
    let invoice = answered(&app, &asker.staff, receipt.answer).await?;
    once::answer(&app, asker.command(), StatusCode::OK, &invoice).await
}

async fn answered(app: &App, staff: &Staff, answer: Answer) -> Result<InvoiceJson, Problem> {
    match answer {
        Answer::Invoice { id } => read(app, staff, &id).await,
        _ => Err(Problem::of(&codes::INTERNAL)),
    }
}
