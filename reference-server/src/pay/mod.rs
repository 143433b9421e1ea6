//! The pay page's handlers. The holder of a pay link sees and pays one invoice, nothing else: no
//! phone, no address, no other bill, and no attempt that would pay another bill too.
//!
//! - [`link`]: from the token to who asks and for which invoice; [`form`]: what a form brings;
//! - [`page`]: fills the page; [`check`]: asks the gateway at once;
//! - `short`: from the link of an SMS to the page.

pub mod check;
pub mod form;
pub mod link;
pub mod page;
mod short;
#[cfg(test)]
mod tests;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::access::Actor;
use wikarta_core::account::Document;
use wikarta_core::provider::Channel;
use wikarta_store_sqlx::views::InvoiceDetail;

use crate::answer::Problem;
use crate::api::transactions::open;
use crate::app::App;
use crate::http::{QueryFields, Routes};
use crate::panel::{form_key, respond};
use form::PayForm;
use link::PayLink;
use page::Read;

/// Days for which a pay link still shows the receipt after the bill was paid.
const DAYS_AFTER_PAID: i64 = 90;

/// Mounts the handlers of this room.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /s/{code}", short::follow)
        .at("GET /bayar/{token}", show)
        .at("POST /bayar/{token}", choose)
        .at("POST /bayar/{token}/periksa", look)
        .at("GET /bayar/{token}/status", status)
}

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pesan: Option<Told>,
}

/// What the payer has just done. The page says so only if the books agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Told {
    /// Asked whether the money has come.
    #[serde(rename = "periksa")]
    Checked,
    /// Asked for a code that the gateway would not make.
    #[serde(rename = "ditolak")]
    Refused,
}

/// The pay page.
async fn show(
    State(app): State<App>,
    link: PayLink,
    QueryFields(asked): QueryFields<Asked>,
) -> Result<Response, Problem> {
    let detail = bill(&app, &link).await?;
    let read =
        Read { detail, seller: app.seller(), form_key: app.wikarta.host().fresh_id().to_string() };
    respond::page(&page::page(&link, &read, &asked), StatusCode::OK, link.lang)
}

/// The invoice of a link, while the link holds.
async fn bill(app: &App, link: &PayLink) -> Result<InvoiceDetail, Problem> {
    let found = app.store.invoice(&link.invoice).await?;
    let detail = found.ok_or_else(link::unknown)?;
    if detail.row.invoice.document == Document::Draft {
        return Err(link::unknown());
    }
    let over = page::paid_at(&detail)
        .filter(|_| !detail.row.invoice.takes_money())
        .is_some_and(|paid| link.now.seconds_since(paid) > DAYS_AFTER_PAID * 24 * 60 * 60);
    if over {
        return Err(Problem::new(StatusCode::GONE, "link_ended")
            .title("Tautan ini sudah berakhir.", "This link has ended.")
            .say(
                "Tagihannya sudah lama lunas. Hubungi kami bila Anda memerlukan buktinya.",
                "The bill was paid long ago. Please call us if you need the receipt.",
            ));
    }
    Ok(detail)
}

/// The form that asks for a code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    channel: Channel,
    idempotency_key: Option<String>,
}

/// Makes a code, or finds the one that is there, and shows it.
async fn choose(
    State(app): State<App>,
    link: PayLink,
    PayForm(chosen): PayForm<Chosen>,
) -> Result<Response, Problem> {
    bill(&app, &link).await?;
    // Payers have no name of their own: a key counts for this invoice only.
    let named = chosen.idempotency_key.map(|key| format!("{}:{key}", link.invoice));
    let key = form_key::read(named)?;
    let wanted = (link.invoice.clone(), chosen.channel);
    match open(&app, link.actor(), &key, link.trace.clone(), wanted).await {
        Ok(_) => Ok(respond::see(&link.path)),
        // Paid or closed meanwhile: the page says which.
        Err(problem) if problem.code() == "invalid_state" => Ok(respond::see(&link.path)),
        Err(problem) if problem.code() == "gateway_refused" => {
            Ok(respond::see(&format!("{}?pesan=ditolak", link.path)))
        }
        Err(problem) => Err(problem),
    }
}

/// The form that asks whether the money has come: nothing but its token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Asks the gateway at once and shows what it said.
async fn look(
    State(app): State<App>,
    link: PayLink,
    PayForm(Nothing {}): PayForm<Nothing>,
) -> Result<Response, Problem> {
    let detail = bill(&app, &link).await?;
    check::now(&app, &link, &detail).await?;
    Ok(respond::see(&format!("{}?pesan=periksa", link.path)))
}

/// The status, small enough to be asked for every three seconds.
#[derive(Debug, Serialize)]
struct Status {
    status: &'static str,
    paid: bool,
    /// Changes whenever the page would show something else.
    page: String,
}

async fn status(State(app): State<App>, link: PayLink) -> Result<Json<Status>, Problem> {
    let detail = bill(&app, &link).await?;
    let invoice = &detail.row.invoice;
    Ok(Json(Status {
        status: invoice.status.as_str(),
        paid: invoice.paid_in_full(),
        page: page::fingerprint(&detail, link.now),
    }))
}

impl PayLink {
    /// Who the holder is to the core.
    fn actor(&self) -> Actor {
        Actor::Payer { invoice: self.invoice.clone() }
    }
}
