//! What a provider's network has to do: service limited, service opened again, in the order in which
//! it was decided.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use wikarta_core::time::Timestamp;

use super::cursor;
use crate::answer::Problem;
use crate::app::App;
use crate::http::{QueryFields, Routes};

/// The query of the feed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Only what came after this cursor; everything without.
    after: Option<String>,
    limit: Option<u32>,
}

/// A part of the feed.
#[derive(Debug, Serialize)]
pub struct Feed {
    items: Vec<NetworkEventJson>,
    /// Ask with this next time; it stays the same while nothing new has come.
    cursor: Option<String>,
}

/// One change of service.
#[derive(Debug, Serialize)]
pub struct NetworkEventJson {
    event: String,
    subscription_id: String,
    customer_id: String,
    customer_code: String,
    at: Timestamp,
}

async fn feed(
    State(app): State<App>,
    QueryFields(asked): QueryFields<Asked>,
) -> Result<Json<Feed>, Problem> {
    let after = match &asked.after {
        None => 0,
        Some(text) => cursor::read_text(text)?.parse().map_err(|_| cursor::bad_cursor())?,
    };
    let found = app.store.network_events(after, cursor::limit(asked.limit)?).await?;
    let last = found.last().map(|event| cursor::write_text(&event.place.to_string()));
    let items = found.into_iter().map(|event| NetworkEventJson {
        event: event.action,
        subscription_id: event.subscription.to_string(),
        customer_id: event.account.to_string(),
        customer_code: event.customer_code,
        at: event.at,
    });
    Ok(Json(Feed { items: items.collect(), cursor: last.or(asked.after) }))
}

/// Mounts the feed.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes.at("GET /api/network-events", feed)
}
