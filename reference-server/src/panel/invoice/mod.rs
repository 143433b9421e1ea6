//! `/tagihan/{id}`: one invoice whole, and the acts on it.
//!
//! - [`page`]: fills the page from what was read; [`money`]: lines, sums and attempts;
//! - [`boxes`]: which acts are open to this reader now, or why not;
//! - [`corrections`]: refunds and voids of it, and the forms that ask for them;
//! - [`then`]: the bill as it stood on a day of the past;
//! - [`explanation`]: why it says what it says;
//! - [`history`]: what happened; [`stages`]: how far notifications came.

pub mod boxes;
pub mod corrections;
pub mod explanation;
pub mod history;
pub mod money;
pub mod page;
pub mod stages;
pub mod then;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::Permission;
use wikarta_core::account::Document;
use wikarta_core::command::Command;
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::provider::Channel;

use super::viewer::Viewer;
use super::{form_key, respond};
use crate::answer::{Problem, codes};
use crate::api::transactions::open;
use crate::app::App;
use crate::http::{FormFields, PathPart, QueryFields};
use crate::pages::Section;
use page::Read;

/// Events on one page of the history.
const EVENTS: u32 = 40;

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What the reader has just done.
    pesan: Option<Act>,
    /// The transaction that was just made.
    transaksi: Option<OrderId>,
    /// Events before this place in the chain.
    sebelum: Option<u64>,
    /// The day of the past on which to look at it.
    tanggal: Option<String>,
}

/// What the reader has just done. The page says so only if the books agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Act {
    /// Issued the draft.
    #[serde(rename = "terbit")]
    Issued,
    /// Asked for a refund or void, in a role that does not see them.
    #[serde(rename = "diajukan")]
    Asked,
}

/// One invoice.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    id: Result<PathPart<InvoiceId>, Problem>,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let (PathPart(id), QueryFields(asked)) = (id?, asked?);
        let read = read(&app, &viewer, (&id, &asked)).await?;
        respond::page(&page::page(&viewer, &read, &asked), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Invoices, made)
}

/// Reads what the reader may see.
async fn read(
    app: &App,
    viewer: &Viewer,
    (id, asked): (&InvoiceId, &Asked),
) -> Result<Read, Problem> {
    let detail = app.store.invoice(id).await?.ok_or_else(|| Problem::of(&codes::NOT_FOUND))?;
    let history = if viewer.scope(Permission::AuditView).is_some() {
        let events = app.store.history_of(id, asked.sebelum, EVENTS).await?;
        let webhooks = if viewer.scope(Permission::WebhookView).is_some() {
            app.store.webhooks_of(id).await?
        } else {
            Vec::new()
        };
        let chain = app.store.prove_chain(&detail.row.account).await?;
        Some(history::Told { events, webhooks, chain })
    } else {
        None
    };
    let invoice = &detail.row.invoice;
    let policy = app.wikarta.policy();
    let taxed_on = invoice.issued_at.unwrap_or(invoice.drafted_at).day_in(policy.zone);
    let pay_path = (invoice.document == Document::Issued
        && viewer.sees_all(Permission::PaymentView))
    .then(|| app.pay_links.path(id));
    let corrections = corrections::of(app, viewer, invoice).await?;
    let past = match invoice.document {
        Document::Draft => None,
        Document::Issued | Document::Void => {
            let of = (&detail.row.account, id);
            Some(then::read(app, viewer, of, asked.tanggal.as_deref()).await?)
        }
    };
    Ok(Read {
        corrections,
        base: policy.tax.on(taxed_on).base,
        form_key: app.wikarta.host().fresh_id().to_string(),
        pay_path,
        past,
        history,
        detail,
    })
}

/// The form that issues a draft.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueForm {
    pub(super) idempotency_key: Option<String>,
}

/// Issues a draft.
pub async fn issue(
    State(app): State<App>,
    viewer: Viewer,
    id: Result<PathPart<InvoiceId>, Problem>,
    form: Result<FormFields<IssueForm>, Problem>,
) -> Response {
    let made = async {
        let (PathPart(invoice), FormFields(form)) = (id?, form?);
        let key = form_key::read(form.idempotency_key)?;
        let next = format!("/tagihan/{invoice}?pesan=terbit");
        let command = Command::IssueInvoice { invoice };
        app.carry_out(viewer.actor.clone(), &key, viewer.trace.clone(), command).await?;
        Ok(respond::see(&next))
    };
    let made = made.await;
    viewer.answer(Section::Invoices, made)
}

/// The form that makes a transaction.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChargeForm {
    channel: Channel,
    idempotency_key: Option<String>,
}

/// Makes a transaction, or finds the one that is there.
pub async fn charge(
    State(app): State<App>,
    viewer: Viewer,
    id: Result<PathPart<InvoiceId>, Problem>,
    form: Result<FormFields<ChargeForm>, Problem>,
) -> Response {
    let made = async {
        let (PathPart(id), FormFields(form)) = (id?, form?);
        let key = form_key::read(form.idempotency_key)?;
        let (actor, trace) = (viewer.actor.clone(), viewer.trace.clone());
        let opened = open(&app, actor, &key, trace, (id.clone(), form.channel)).await?;
        let order = opened.attempt.order_id;
        Ok(respond::see(&format!("/tagihan/{id}?transaksi={order}")))
    };
    let made = made.await;
    viewer.answer(Section::Invoices, made)
}
