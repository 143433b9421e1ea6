//! `GET /api/reports/…`: reports as JSON, and as files for spreadsheets.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use wikarta_core::access::{Permission, Scope};

use crate::answer::{Language, Problem, codes};
use crate::app::App;
use crate::auth::Staff;
use crate::auth::identity::{SecurityKind, Subject};
use crate::http::edge::Caller;
use crate::http::{QueryFields, Routes, denied};
use crate::report::{self, Ask, Asked, Kind, Sees};
use crate::text::Lang;

/// Rows of one JSON answer when nothing is said.
const ROWS: usize = 1_000;
/// … and at most.
const ROWS_MAX: usize = 10_000;

/// A person who asks for a report, and what for.
type Asking = (Staff, Caller, Language, QueryFields<Asked>);

async fn answer(app: App, kind: Kind, asking: Asking) -> Result<Response, Problem> {
    let (staff, caller, Language(lang), QueryFields(asked)) = asking;
    let scope = staff.scope(kind.permission());
    // Whoever sees only own acts sees no summary of everybody's.
    if kind == Kind::Security && scope != Some(Scope::All) {
        return Err(denied(kind.permission()));
    }
    let as_file = wants_file(&asked)?;
    let ask = Ask::read(&asked, kind, (caller.at, app.wikarta.policy().zone))?;
    if as_file {
        return download(&app, kind, &ask, (&staff, &caller)).await;
    }
    let made = report::make(&app, kind, &ask, (Sees::of(&staff.actor()), lang)).await?;
    let (offset, limit) =
        (number("offset", &asked.offset, 0)?, number("limit", &asked.limit, ROWS)?);
    Ok(Json(made.json(offset, limit.clamp(1, ROWS_MAX))).into_response())
}

/// Whether a file is asked for.
///
/// # Errors
/// 400 for a format that there is not.
pub fn wants_file(asked: &Asked) -> Result<bool, Problem> {
    match asked.format.as_str() {
        "" | "json" => Ok(false),
        "csv" => Ok(true),
        _ => {
            let allowed = ["json", "csv"];
            Err(Problem::of(&codes::UNKNOWN_FILTER).field("format").allowed(allowed))
        }
    }
}

/// The report as a file, heads in Indonesian; the security log remembers who took it.
///
/// # Errors
/// 403 without `report.export`; the books did not answer.
pub async fn download(
    app: &App,
    kind: Kind,
    ask: &Ask,
    (staff, caller): (&Staff, &Caller),
) -> Result<Response, Problem> {
    if staff.scope(Permission::ReportExport).is_none() {
        return Err(denied(Permission::ReportExport));
    }
    let made = report::make(app, kind, ask, (Sees::of(&staff.actor()), Lang::Id)).await?;
    let about = format!("{} as csv", kind.code());
    let note = caller.note(SecurityKind::Exported, Subject::User(staff.id().clone()), &about);
    app.edge.security.note(note).await;
    let name = format!("attachment; filename=\"{}\"", made.file_name());
    let name = HeaderValue::from_str(&name).map_err(|_| Problem::of(&codes::INTERNAL))?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    let head = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    Ok((StatusCode::OK, head, made.csv()).into_response())
}

fn number(field: &'static str, text: &str, otherwise: usize) -> Result<usize, Problem> {
    match text.trim() {
        "" => Ok(otherwise),
        text => text.parse().map_err(|_| Problem::of(&codes::WRONG_TYPE).field(field)),
    }
}

macro_rules! reports {
    ($($name:ident: $endpoint:literal = $kind:ident;)*) => {
        $(async fn $name(
            State(app): State<App>,
            staff: Staff,
            caller: Caller,
            lang: Language,
            asked: QueryFields<Asked>,
        ) -> Result<Response, Problem> {
            answer(app, Kind::$kind, (staff, caller, lang, asked)).await
        })*

        /// Mounts the reports.
        #[must_use]
        pub fn mount(routes: Routes<App>) -> Routes<App> {
            routes$(.at($endpoint, $name))*
        }
    };
}

reports! {
    kpi: "GET /api/reports/kpi" = Kpi;
    aging: "GET /api/reports/aging" = Aging;
    settlements: "GET /api/reports/settlements" = Settlements;
    refunds: "GET /api/reports/refunds" = Refunds;
    daily_cash: "GET /api/reports/daily-cash" = DailyCash;
    tax: "GET /api/reports/tax" = Tax;
    withholding: "GET /api/reports/withholding" = Withholding;
    security: "GET /api/reports/security" = Security;
    dunning: "GET /api/reports/dunning" = Dunning;
    mismatch: "GET /api/reports/mismatch" = Mismatch;
}
