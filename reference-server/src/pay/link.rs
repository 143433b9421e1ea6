//! From the token in the address to the invoice that its holder may see.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use wikarta_core::id::{InvoiceId, TraceId};
use wikarta_core::time::Timestamp;

use crate::answer::{Language, Problem, codes};
use crate::app::App;
use crate::http::edge::Caller;
use crate::http::{FormToken, cookies};
use crate::pages::Theme;
use crate::text::Lang;

/// The holder of a pay link before its page. A handler that takes it cannot be reached with a
/// token that is not ours.
#[derive(Debug, Clone)]
pub struct PayLink {
    /// The invoice that the token opens.
    pub invoice: InvoiceId,
    /// The language of the page.
    pub lang: Lang,
    /// Light, dark or the system's.
    pub theme: Theme,
    /// The present.
    pub now: Timestamp,
    /// The path of the page.
    pub path: String,
    /// The token of its forms. It follows from the one in the address, which only the holder and
    /// this server know.
    pub form: FormToken,
    /// Ties the page to the log.
    pub trace: TraceId,
}

/// The one answer to every token that opens nothing, whatever is wrong with it.
pub(super) fn unknown() -> Problem {
    Problem::of(&codes::NOT_FOUND)
        .title("Tautan ini tidak dikenal.", "This link is not known.")
        .say(
            "Periksa apakah tautannya tersalin utuh, atau mintalah tautan baru kepada kami.",
            "Check whether the link was copied whole, or ask us for a new one.",
        )
}

impl FromRequestParts<App> for PayLink {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, app).await;
        let params = params.map_err(|_| unknown())?;
        let token = params.iter().find(|(name, _)| *name == "token").map(|(_, value)| value);
        let token = token.ok_or_else(unknown)?;
        let invoice = app.pay_links.open(token).ok_or_else(unknown)?;
        let caller = Caller::from_request_parts(parts, app).await?;
        let Ok(Language(lang)) = Language::from_request_parts(parts, app).await;
        Ok(Self {
            lang,
            theme: Theme::from_cookie(cookies::value(&parts.headers, Theme::COOKIE)),
            now: caller.at,
            path: app.pay_links.path(&invoice),
            form: FormToken::of(&app.edge.keys.form, "pay", token),
            invoice,
            trace: caller.trace,
        })
    }
}
