//! `GET /api/invoices/{id}/explanation`: why a bill says what it says.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use wikarta_core::account::Source;
use wikarta_core::audit::{Cause, Explanation, FigureTold, Part};
use wikarta_core::id::InvoiceId;
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::step::missing;
use crate::answer::Problem;
use crate::app::App;
use crate::explain::{self, Told};
use crate::http::{PathPart, Routes};
use crate::text::{Lang, audit, explain as words};

/// A bill explained.
#[derive(Debug, Serialize)]
pub struct ExplanationJson {
    invoice_id: String,
    number: Option<String>,
    policy_version: u32,
    tax: TaxJson,
    figures: Vec<FigureJson>,
    statuses: Vec<StatusJson>,
}

/// The tax of the bill and the rule of its day.
#[derive(Debug, Serialize)]
pub struct TaxJson {
    code: &'static str,
    rate: String,
    /// The part of the price that is the tax base, such as `11/12`.
    base: String,
    in_force_from: chrono::NaiveDate,
}

/// Both languages, beside each other.
#[derive(Debug, Serialize)]
pub struct Words {
    id: String,
    en: String,
}

/// A figure with what it is made of and what made it.
#[derive(Debug, Serialize)]
pub struct FigureJson {
    figure: &'static str,
    name: Words,
    amount: Rupiah,
    made_of: Vec<PartJson>,
    because: Vec<CauseJson>,
}

/// A part of a figure; what is taken off is negative.
#[derive(Debug, Serialize)]
pub struct PartJson {
    what: String,
    amount: Rupiah,
}

/// A status and what made it so.
#[derive(Debug, Serialize)]
pub struct StatusJson {
    from: Option<String>,
    to: String,
    because: CauseJson,
}

/// An entry of the trail.
#[derive(Debug, Serialize)]
pub struct CauseJson {
    seq: u64,
    at: Timestamp,
    action: String,
    says: Words,
    actor: String,
    actor_name: Option<String>,
    roles: String,
    changes: Vec<ChangeJson>,
    trace_id: String,
    hash: String,
}

/// A field of the bill.
#[derive(Debug, Serialize)]
pub struct ChangeJson {
    field: String,
    before: Value,
    after: Value,
}

async fn explanation(
    State(app): State<App>,
    PathPart(id): PathPart<InvoiceId>,
) -> Result<Json<ExplanationJson>, Problem> {
    let told = explain::read(&app, &id).await?.ok_or_else(|| missing("invoice"))?;
    let Explanation { policy_version, tax, rule, figures, statuses } = &told.explanation;
    let (part, of) = rule.base.get();
    Ok(Json(ExplanationJson {
        invoice_id: told.invoice.id.to_string(),
        number: told.invoice.number.map(|number| number.to_string()),
        policy_version: *policy_version,
        tax: TaxJson {
            code: tax.code.as_str(),
            rate: tax.rate.get().to_string(),
            base: format!("{part}/{of}"),
            in_force_from: rule.from,
        },
        figures: figures.iter().map(|figure| told.figure(figure)).collect(),
        statuses: statuses
            .iter()
            .map(|status| StatusJson {
                from: status.from.clone(),
                to: status.to.clone(),
                because: told.cause(&status.cause),
            })
            .collect(),
    }))
}

impl Told {
    fn figure(&self, told: &FigureTold) -> FigureJson {
        let name = |lang| words::figure(lang, told.figure).to_owned();
        FigureJson {
            figure: told.figure.as_str(),
            name: Words { id: name(Lang::Id), en: name(Lang::En) },
            amount: told.amount,
            made_of: told.made_of.iter().map(part).collect(),
            because: told.causes.iter().map(|cause| self.cause(cause)).collect(),
        }
    }

    fn cause(&self, cause: &Cause) -> CauseJson {
        let says = |lang| audit::sentence(&cause.action, lang).to_owned();
        let own = self.own(cause).map(|change| ChangeJson {
            field: change.field.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        });
        CauseJson {
            seq: cause.seq,
            at: cause.at,
            action: cause.action.clone(),
            says: Words { id: says(Lang::Id), en: says(Lang::En) },
            actor: cause.actor.clone(),
            actor_name: self.names.get(&cause.actor).cloned(),
            roles: cause.roles.clone(),
            changes: own.collect(),
            trace_id: cause.trace.clone(),
            hash: cause.hash.clone(),
        }
    }
}

fn part(part: &Part) -> PartJson {
    let (what, amount) = match part {
        Part::Line(words, amount) => (words.clone(), amount),
        Part::Figure(figure, amount) => (figure.as_str().to_owned(), amount),
        Part::Source(source, amount) => (source_name(source), amount),
    };
    PartJson { what, amount: *amount }
}

/// Where money came from, as programs name it.
fn source_name(source: &Source) -> String {
    match source {
        Source::Attempt(order) => format!("payment {order}"),
        Source::Credit => "credit".to_owned(),
        Source::Posting(posting) => format!("posting {posting}"),
        Source::Suspense(order) => format!("suspense {order}"),
    }
}

/// Mounts it.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes.at("GET /api/invoices/{id}/explanation", explanation)
}
