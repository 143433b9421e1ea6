//! `/paket`: a read-only price list.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use wikarta_core::billing::Pricing;
use wikarta_store_sqlx::views::PackageRow as Listed;

use super::respond;
use super::viewer::Viewer;
use crate::app::App;
use crate::pages::{Empty, PackageRow, PackagesPage, Section, StatusChip};
use crate::text::status::Of;
use crate::text::{Lang, format, say};

/// The list of packages.
pub async fn list(State(app): State<App>, viewer: Viewer) -> Response {
    let made = async {
        let found = app.store.packages().await?;
        respond::page(&page(&viewer, &found), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Packages, made)
}

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, found: &[Listed]) -> PackagesPage {
    let (t, lang) = (&viewer.lang.texts().packages, viewer.lang);
    let running: u64 = found.iter().map(|row| u64::from(row.subscribers)).sum();
    PackagesPage {
        chrome: viewer.chrome(t.title, Section::Packages),
        summary: say::packages_sold(lang, found.len(), format::count(running)),
        rows: found.iter().map(|row| package_row(row, lang)).collect(),
        empty: Empty { title: t.empty.to_owned(), why: t.empty_why.to_owned(), action: None },
    }
}

fn package_row(row: &Listed, lang: Lang) -> PackageRow {
    let t = &lang.texts().packages;
    let package = &row.package;
    PackageRow {
        code: package.code.clone(),
        name: package.name.clone(),
        mbps: package.mbps,
        tax: match package.pricing {
            Pricing::Inclusive => t.tax_inside,
            Pricing::Exclusive => t.tax_on_top,
        }
        .to_owned(),
        customers: Some(u64::from(row.subscribers)),
        status: StatusChip::of(Of::Package, package.state.as_str(), lang),
        price: package.price,
    }
}
