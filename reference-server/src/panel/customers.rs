//! `/pelanggan`: a read-only list, personal values masked.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::Permission;
use wikarta_core::subscription::SubscriptionStatus;
use wikarta_store_sqlx::views::{CustomerFilter, CustomerRow as Listed};

use super::respond;
use super::viewer::Viewer;
use crate::answer::Problem;
use crate::api::cursor;
use crate::app::App;
use crate::http::QueryFields;
use crate::mask;
use crate::pages::{CustomerRow, CustomersPage, Empty, Link, Pager, Section, StatusChip};
use crate::text::status::Of;
use crate::text::{Lang, say};

const ROWS: u32 = 50;

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    q: String,
    /// The page after this place.
    cursor: Option<String>,
    /// The page before this place.
    sebelum: Option<String>,
}

/// One page of the list, with the places of the pages around it.
#[derive(Debug, Default)]
pub struct Found {
    rows: Vec<Listed>,
    before: Option<String>,
    after: Option<String>,
}

/// The list of customers.
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let QueryFields(asked) = asked?;
        let found = read(&app, &asked).await?;
        respond::page(&page(&viewer, &asked, &found), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

async fn read(app: &App, asked: &Asked) -> Result<Found, Problem> {
    let filter = CustomerFilter {
        text: cursor::wanted_text(Some(asked.q.clone())),
        after: asked.cursor.as_deref().map(cursor::read_text).transpose()?,
        limit: ROWS,
        ..CustomerFilter::default()
    };
    let number = |row: &Listed| row.code.clone();
    if let Some(place) = asked.sebelum.as_deref().map(cursor::read_text).transpose()? {
        let (rows, more) = app.store.customers_before(&filter, &place).await?;
        let before = rows.first().map(number).filter(|_| more);
        let after = rows.last().map(number);
        return Ok(Found { rows, before, after });
    }
    let (rows, after) = app.store.customers(&filter).await?;
    let before = rows.first().map(number).filter(|_| filter.after.is_some());
    Ok(Found { rows, before, after })
}

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, asked: &Asked, found: &Found) -> CustomersPage {
    let (t, lang, query) = (&viewer.lang.texts().customers, viewer.lang, asked.q.trim());
    let address = |name: &str, place: &String| {
        let place = cursor::write_text(place);
        let pairs = [("q", query), (name, place.as_str())];
        let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("/pelanggan?{query}")
    };
    CustomersPage {
        chrome: viewer.chrome(t.title, Section::Customers),
        summary: t.masked.to_owned(),
        query: query.to_owned(),
        rows: found.rows.iter().map(|row| customer_row(viewer, row)).collect(),
        empty: empty(query, lang),
        pager: Pager {
            lang,
            words: say::rows_shown(lang, found.rows.len()),
            previous: found.before.as_ref().map(|place| address("sebelum", place)),
            next: found.after.as_ref().map(|place| address("cursor", place)),
        },
    }
}

fn empty(query: &str, lang: Lang) -> Empty {
    let t = &lang.texts().customers;
    if query.is_empty() {
        return Empty { title: t.empty.to_owned(), why: t.begin.to_owned(), action: None };
    }
    Empty {
        title: t.empty_filter.to_owned(),
        why: t.empty_why.to_owned(),
        action: Some(Link::new(lang.texts().shell.reset, "/pelanggan")),
    }
}

fn customer_row(viewer: &Viewer, row: &Listed) -> CustomerRow {
    let bills = viewer.scope(Permission::InvoiceView).is_some();
    let service = row.subscriptions.iter().map(|one| one.subscription.status).min_by_key(weight);
    let packages: Vec<&str> =
        row.subscriptions.iter().map(|one| one.subscription.package_code.as_str()).collect();
    let masked = |value: &str, mask: fn(&str) -> String| {
        if value.is_empty() { String::new() } else { mask(value) }
    };
    CustomerRow {
        name: if row.name.is_empty() { row.code.clone() } else { row.name.clone() },
        href: Some(format!("/pelanggan/{}", row.id)),
        id: row.code.clone(),
        area: town(&row.address).to_owned(),
        zone: zone(&row.zone),
        package: packages.join(", "),
        service: service
            .map(|status| StatusChip::of(Of::Subscription, status.as_str(), viewer.lang)),
        phone: masked(&row.phone, mask::phone),
        email: masked(&row.email, mask::email),
        open: Some(row.open).filter(|open| bills && open.is_positive()),
    }
}

/// What people should notice first stands for several services of one customer.
const fn weight(status: &SubscriptionStatus) -> u8 {
    match status {
        SubscriptionStatus::Isolated => 0,
        SubscriptionStatus::PendingInstall => 1,
        SubscriptionStatus::Active => 2,
        SubscriptionStatus::Terminated => 3,
    }
}

/// The town of a postal address: its last part, without the post code.
pub(super) fn town(address: &str) -> &str {
    let last = address.rsplit(',').next().unwrap_or_default();
    let last = last.trim().trim_end_matches(|c: char| c.is_ascii_digit()).trim();
    let bare = ["Kota ", "Kabupaten ", "Kab. "].iter().find_map(|kind| last.strip_prefix(kind));
    bare.unwrap_or(last)
}

fn zone(text: &str) -> &'static str {
    match text {
        "WITA" => "WITA",
        "WIT" => "WIT",
        _ => "WIB",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_is_no_more_of_an_address_than_its_last_part() {
        let whole = "Jl. Melati No. 12 RT 03/RW 05, Kel. Sukamaju, Kec. Cilodong, Kota Depok 16415";
        assert_eq!(town(whole), "Depok");
        assert_eq!(town("Jl. Mawar 1, Kab. Bogor"), "Bogor");
        assert_eq!(town(""), "");
    }
}
