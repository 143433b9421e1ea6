//! `/s/{code}`: from the link of an SMS to the pay page.

use axum::extract::{Path, State};
use axum::response::Response;

use super::link::unknown;
use crate::answer::Problem;
use crate::app::App;
use crate::notify::short_link::ShortLinks;
use crate::panel::respond;

/// Leads to the pay page; whatever is no code of ours gets the answer of an unknown link.
pub(super) async fn follow(
    State(app): State<App>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    if !ShortLinks::is_code(&code) {
        return Err(unknown());
    }
    let invoice = app.store.linked(ShortLinks::hash(&code)).await?.ok_or_else(unknown)?;
    Ok(respond::see(&app.pay_links.path(&invoice)))
}
