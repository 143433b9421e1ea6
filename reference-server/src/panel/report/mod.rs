//! `/laporan`: every report as a page, over the same values that programs and spreadsheets get.

mod ahead;
mod list;
mod page;

pub(in crate::panel) use list::picked;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::respond;
use super::viewer::Viewer;
use crate::answer::Problem;
use crate::api::reports::{download, wants_file};
use crate::app::App;
use crate::auth::Staff;
use crate::http::edge::Caller;
use crate::http::{QueryFields, Routes, denied};
use crate::pages::Section;
use crate::report::{self, Ask, Asked, Kind, Sees};

type Query = Result<QueryFields<Asked>, Problem>;

async fn show(app: App, kind: Kind, viewer: Viewer, query: (Staff, Caller, Query)) -> Response {
    let made = async {
        let (staff, caller, query) = query;
        let QueryFields(asked) = query?;
        if !viewer.may_open(kind) {
            return Err(denied(kind.permission()));
        }
        let ask = Ask::read(&asked, kind, (viewer.now, viewer.zone))?;
        if wants_file(&asked)? {
            return download(&app, kind, &ask, (&staff, &caller)).await;
        }
        let sees = (Sees::of(&viewer.actor), viewer.lang);
        let report = report::make(&app, kind, &ask, sees).await?;
        let page = page::page(&viewer, &report, &ask, &asked);
        respond::page(&page, StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Reports, made)
}

macro_rules! reports {
    ($($name:ident: $endpoint:literal = $kind:ident;)*) => {
        $(async fn $name(
            State(app): State<App>,
            viewer: Viewer,
            staff: Staff,
            caller: Caller,
            asked: Query,
        ) -> Response {
            show(app, Kind::$kind, viewer, (staff, caller, asked)).await
        })*

        /// Mounts the pages of reports.
        #[must_use]
        pub fn mount(routes: Routes<App>) -> Routes<App> {
            routes.at("GET /laporan", list::show).at("GET /laporan/pratinjau", ahead::show)$(.at($endpoint, $name))*
        }
    };
}

reports! {
    kpi: "GET /laporan/kpi" = Kpi;
    aging: "GET /laporan/umur-piutang" = Aging;
    settlements: "GET /laporan/penyelesaian" = Settlements;
    refunds: "GET /laporan/pengembalian" = Refunds;
    daily_cash: "GET /laporan/kas-harian" = DailyCash;
    tax: "GET /laporan/pajak" = Tax;
    withholding: "GET /laporan/bukti-potong" = Withholding;
    security: "GET /laporan/keamanan" = Security;
    dunning: "GET /laporan/pengingat" = Dunning;
    mismatch: "GET /laporan/selisih" = Mismatch;
}
