//! Reports: facts of the books, made into one table that programs, spreadsheets and people read.
//!
//! Every report is a [`Report`]: figures, heads and rows as values. JSON, CSV and the page are three
//! ways to write the same value, so they cannot differ; sums are those of the rows. The formulas are
//! the core's ([`wikarta_core::report`]); the dated facts come from the store.

mod aging;
pub mod ahead;
mod ask;
mod cash;
mod dunning;
mod kind;
mod kpi;
mod mismatch;
mod periods;
mod refunds;
mod security;
mod settlements;
mod shelf;
mod slips;
mod table;
mod tax;
#[cfg(test)]
mod tests;
pub mod then;

use wikarta_core::access::{Actor, Permission, authorize};

use crate::answer::{Problem, codes};
use crate::app::App;
use crate::text::Lang;

pub use ask::{Ask, Asked};
pub use kind::{Kind, Over};
pub use periods::Days;
pub use shelf::Shelf;
pub use table::{Column, Figure, Report, Table, Value};

/// How much of the figures somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    /// What is sold and billed.
    Sales,
    /// Money received and owed as well.
    Finance,
}

impl Sees {
    /// What a person's roles show.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        match authorize(actor, Permission::ReportFinance) {
            Ok(_) => Self::Finance,
            Err(_) => Self::Sales,
        }
    }
}

/// Makes a report from the books as they stood on the day that was asked for.
///
/// # Errors
/// The books did not answer, or a sum leaves the range of money.
pub async fn make(
    app: &App,
    kind: Kind,
    ask: &Ask,
    (sees, lang): (Sees, Lang),
) -> Result<Report, Problem> {
    let table = match kind {
        Kind::Kpi => kpi::table(app, ask, (sees, lang)).await?,
        Kind::Aging => aging::table(app, ask, lang).await?,
        Kind::Settlements => settlements::table(app, ask, lang).await?,
        Kind::Refunds => refunds::table(app, ask, lang).await?,
        Kind::DailyCash => cash::table(app, ask, lang).await?,
        Kind::Tax => tax::table(app, ask, lang).await?,
        Kind::Withholding => slips::table(app, ask, lang).await?,
        Kind::Security => security::table(app, ask, lang).await?,
        Kind::Dunning => dunning::table(app, ask, lang).await?,
        Kind::Mismatch => mismatch::table(app, ask, lang).await?,
    };
    Ok(Report {
        kind,
        as_of: ask.stamp(),
        zone: ask.zone_of_days(),
        days: kind.is_of_a_span().then(|| ask.days()),
        table,
    })
}

/// A figure that the books cannot give: our own fault.
fn ours(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "a report could not be made");
    Problem::of(&codes::INTERNAL)
}
