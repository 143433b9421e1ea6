//! What something costs.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::odd;
use crate::billing::{self, Priced, Pricing, TaxCode};
use crate::money::{MoneyError, Rupiah};
use crate::refusal::Refusal;
use crate::terbilang::{terbilang as words, terbilang_rupiah};
use crate::wire::call::asked;
use crate::wire::decide::{Problem, policy, without};
use crate::wire::tree::Node;

fn range(error: MoneyError) -> Problem {
    Problem::Refused(Refusal::Money(error))
}

/// An amount in words.
pub(in crate::wire) fn terbilang(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        amount: Rupiah,
    }
    let Asked { amount } = asked(node)?;
    Ok(json!({ "words": words(amount), "rupiah": terbilang_rupiah(amount) }))
}

/// The tax of a price.
pub(in crate::wire) fn tax(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        price: Rupiah,
        pricing: Pricing,
        tax_code: Option<TaxCode>,
        on: NaiveDate,
    }
    let Asked { price, pricing, tax_code, on } = asked(&without(node, &["policy"]))?;
    let policy = policy(node.get("policy"))?;
    let code = tax_code.unwrap_or(TaxCode::Ppn04);
    let tax = billing::tax_of(price, pricing, code, (&policy.tax, on)).map_err(range)?;
    let total = tax.base.plus(tax.ppn).map_err(range)?;
    Ok(json!({ "tax": tax, "total": total }))
}

/// The bill that lines make.
pub(in crate::wire) fn bill(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        lines: Vec<Priced>,
        issued_on: NaiveDate,
    }
    let Asked { lines, issued_on } = asked(&without(node, &["policy"]))?;
    let policy = policy(node.get("policy"))?;
    let bill = billing::bill_of(lines, issued_on, &policy.tax);
    Ok(json!(bill.map_err(|error| odd("lines", error))?))
}

/// Part of a price for part of a period.
pub(in crate::wire) fn prorate(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        price: Rupiah,
        days: u32,
        of: u32,
    }
    let Asked { price, days, of } = asked(node)?;
    let amount = billing::prorate(price, days, of).map_err(|error| odd("days", error))?;
    Ok(json!({ "amount": amount }))
}

/// A price over parts, to the rupiah.
pub(in crate::wire) fn split(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        price: Rupiah,
        parts: Vec<u32>,
    }
    let Asked { price, parts } = asked(node)?;
    let amounts = billing::split(price, &parts).map_err(|error| odd("parts", error))?;
    Ok(json!({ "amounts": amounts }))
}

/// What another plan within a period adds to the bill.
pub(in crate::wire) fn change_of_plan(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        old_price: Rupiah,
        new_price: Rupiah,
        unused_days: u32,
        period_days: u32,
    }
    let Asked { old_price, new_price, unused_days, period_days } = asked(node)?;
    let change = billing::change_of_plan(old_price, new_price, unused_days, period_days)
        .map_err(|error| odd("unused_days", error))?;
    Ok(json!({ "credit": change.credit, "charge": change.charge, "net": change.net() }))
}
