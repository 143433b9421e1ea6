//! Every handler on its row of the endpoint table.

use std::sync::Arc;

use crate::api;
use crate::app::App;
use crate::auth::tokens;
use crate::http::{Edge, Routes};
use crate::{panel, pay};

/// All routes, not yet finished.
#[must_use]
pub fn routes(edge: Arc<Edge>) -> Routes<App> {
    let routes = Routes::new(edge)
        .at("GET /healthz", api::health::alive)
        .at("GET /readyz", api::health::ready)
        .at("GET /robots.txt", api::health::robots)
        .at("POST /api/tokens", tokens::issue)
        .at("POST /api/webhooks/midtrans", api::webhook::receive)
        .at("GET /api/customers", api::customers::list)
        .at("GET /api/invoices", api::invoices::list)
        .at("POST /api/invoices", api::invoices::draft)
        .at("GET /api/invoices/{id}", api::invoices::one)
        .at("POST /api/invoices/{id}/issue", api::invoices::issue)
        .at("POST /api/invoices/{id}/transactions", api::transactions::create)
        .at("GET /api/audit-logs", api::audit::list);
    pay::mount(panel::mount(api::mount(routes)))
}
