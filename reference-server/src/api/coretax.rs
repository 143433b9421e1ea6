//! The tax invoices of a month as the XML that Coretax imports.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use wikarta_core::account::Document;
use wikarta_core::billing::Bill;
use wikarta_core::coretax::{
    Buyer, BuyerDocument, TaxInvoice, TaxMonth, TransactionCode, check, lines_of, xml,
};
use wikarta_core::customer::{Collector, Personal, TaxIdentity};
use wikarta_core::identity::{Holder, Nitku, Npwp};
use wikarta_core::money::Rupiah;
use wikarta_core::policy::Policy;
use wikarta_core::time::{Month, Timestamp};
use wikarta_store_sqlx::views::{IssuedRow, PAGE_MAX};

use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{QueryFields, Routes};

/// The portal's code of a month of service.
const UNIT: &str = "UM.0033";

/// The query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthQuery {
    month: Month,
}

async fn export(
    State(app): State<App>,
    QueryFields(MonthQuery { month }): QueryFields<MonthQuery>,
) -> Result<Response, Problem> {
    let policy = app.wikarta.policy();
    let (seller, place) = seller(&policy)?;
    let span = span(month, &policy)?;
    let (mut invoices, mut after) = (Vec::new(), None);
    loop {
        let page = app.store.issued(span, after.as_ref(), PAGE_MAX).await?;
        for row in page.rows.iter().filter(|row| bears_tax(row)) {
            let personal = app.store.personal(&row.account).await?;
            invoices.push(tax_invoice(row, personal.map(|record| record.values), &policy)?);
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    if invoices.is_empty() {
        return Err(Problem::new(StatusCode::NOT_FOUND, "no_tax_invoices").say(
            "Tidak ada tagihan ber-PPN pada bulan ini.",
            "No bill with PPN was issued in this month.",
        ));
    }
    let text = xml(&TaxMonth { month, seller, place, invoices }).map_err(|error| bad(&error))?;
    check(&text).map_err(|error| bad(&error))?;
    let name = format!("attachment; filename=\"coretax-{month}.xml\"");
    let name = HeaderValue::from_str(&name).map_err(|_| Problem::of(&codes::INTERNAL))?;
    let kind = HeaderValue::from_static("application/xml; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], text).into_response())
}

fn bad(error: &dyn std::fmt::Display) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "coretax_invalid").say(
        format!("Bulan ini tidak dapat ditulis untuk Coretax: {error}."),
        format!("The month cannot be written for Coretax: {error}."),
    )
}

fn seller(policy: &Policy) -> Result<(Npwp, Nitku), Problem> {
    let unset = || {
        Problem::new(StatusCode::CONFLICT, "seller_npwp_missing").say(
            "NPWP penjual belum diatur (WIKARTA_SELLER_NPWP).",
            "The seller's NPWP is not set (WIKARTA_SELLER_NPWP).",
        )
    };
    let npwp = Npwp::parse(&policy.seller.npwp, Holder::Company).map_err(|_| unset())?;
    let place = policy.seller.place().ok_or_else(unset)?.parse().map_err(|_| unset())?;
    Ok((npwp, place))
}

fn span(month: Month, policy: &Policy) -> Result<(Timestamp, Timestamp), Problem> {
    let start = |day| {
        Timestamp::start_of_day(day, policy.zone).map_err(|_| Problem::of(&codes::WRONG_TYPE))
    };
    let next = month.last_day().succ_opt().ok_or_else(|| Problem::of(&codes::WRONG_TYPE))?;
    Ok((start(month.first_day())?, start(next)?))
}

/// Bills that stand and that PPN is on.
fn bears_tax(row: &IssuedRow) -> bool {
    row.invoice.document == Document::Issued && row.invoice.tax.ppn != Rupiah::ZERO
}

fn tax_invoice(
    row: &IssuedRow,
    personal: Option<Personal>,
    policy: &Policy,
) -> Result<TaxInvoice, Problem> {
    let invoice = &row.invoice;
    let (Some(number), Some(issued)) = (invoice.number, invoice.issued_at) else {
        return Err(Problem::of(&codes::INTERNAL));
    };
    let date = issued.day_in(policy.zone);
    let rule = policy.tax.on(date);
    let bill =
        Bill { lines: invoice.lines.clone(), tax: invoice.tax.clone(), total: invoice.total };
    Ok(TaxInvoice {
        number: number.to_string(),
        date,
        code: match row.customer.treatment.collector {
            Collector::None => TransactionCode::OtherBase,
            Collector::Government => TransactionCode::Government,
            Collector::StateOwned => TransactionCode::Collector,
        },
        rate: rule.rate,
        part: rule.base,
        buyer: Buyer {
            document: document(row, personal.as_ref()),
            name: row.customer_name.clone(),
            address: row.address.clone(),
            email: personal.map(|values| values.email().to_owned()).unwrap_or_default(),
        },
        lines: lines_of(&bill, UNIT).map_err(|error| bad(&error))?,
        ppn: invoice.tax.ppn,
    })
}

/// How the tax office knows the buyer; by our own number where no other is known.
fn document(row: &IssuedRow, personal: Option<&Personal>) -> BuyerDocument {
    let TaxIdentity { nik, npwp, nitku } =
        personal.map(|values| values.identity().clone()).unwrap_or_default();
    match (npwp, nik) {
        (Some(npwp), _) => {
            let place = nitku.unwrap_or_else(|| Nitku::head_office(&npwp));
            BuyerDocument::Taxpayer { npwp, place }
        }
        (None, Some(nik)) => BuyerDocument::Person(nik),
        (None, None) => BuyerDocument::Other(row.customer.code.to_string()),
    }
}

/// Mounts the export.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes.at("GET /api/tax/coretax", export)
}
