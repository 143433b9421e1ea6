//! PPN from dated policy.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Pricing, TaxCode};
use crate::money::{MoneyError, Part, Rate, Rupiah, round_half_up};

/// The tax of a bill, every figure in whole rupiah, rounded half up once (PER-11/PJ/2025 art. 129).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxSummary {
    /// Price before tax.
    pub base: Rupiah,
    /// *DPP nilai lain*, the base that the nominal rate is applied to on the tax document.
    pub dpp: Rupiah,
    /// PPN.
    pub ppn: Rupiah,
    /// The code that applied.
    pub code: TaxCode,
    /// The nominal rate that applied, zero where no PPN is charged.
    pub rate: Rate,
}

/// A rate and a base with the first day on which they apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRule {
    /// First civil day, in the seller's zone.
    pub from: NaiveDate,
    /// Whether the seller charges PPN from that day on (is a PKP).
    pub status: SellerStatus,
    /// Nominal rate, such as 12 %.
    pub rate: Rate,
    /// Part of the price that is the base, such as 11/12.
    pub base: Part,
}

crate::words::words! {
    /// Whether the seller may charge PPN.
    SellerStatus {
        /// *Pengusaha kena pajak*: registered for PPN.
        Pkp = "pkp",
        /// Not registered: must show no PPN.
        NonPkp = "non_pkp",
    }
}

/// All tax rules of the seller, oldest first, never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<TaxRule>", into = "Vec<TaxRule>")]
pub struct TaxPolicy {
    first: TaxRule,
    later: Vec<TaxRule>,
}

/// Why tax rules were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("tax rules must be at least one, each beginning after the one before")]
pub struct TaxPolicyError;

impl TryFrom<Vec<TaxRule>> for TaxPolicy {
    type Error = TaxPolicyError;
    fn try_from(rules: Vec<TaxRule>) -> Result<Self, TaxPolicyError> {
        let mut rules = rules.into_iter();
        let first = rules.next().ok_or(TaxPolicyError)?;
        let later: Vec<TaxRule> = rules.collect();
        let mut newest = first.from;
        for rule in &later {
            if rule.from <= newest {
                return Err(TaxPolicyError);
            }
            newest = rule.from;
        }
        Ok(Self { first, later })
    }
}

impl From<TaxPolicy> for Vec<TaxRule> {
    fn from(policy: TaxPolicy) -> Self {
        std::iter::once(policy.first).chain(policy.later).collect()
    }
}

impl TaxPolicy {
    /// The rule in force on a day; before the first rule's day the first rule.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> &TaxRule {
        self.later.iter().rev().find(|rule| rule.from <= day).unwrap_or(&self.first)
    }

    /// The code that a line really gets: a seller that is not a PKP charges no PPN on anything.
    #[must_use]
    pub fn code_for(&self, wanted: TaxCode, day: NaiveDate) -> TaxCode {
        match (wanted, self.on(day).status) {
            (TaxCode::Ppn04, SellerStatus::NonPkp) => TaxCode::NonPkp,
            (code, _) => code,
        }
    }
}

/// Splits a price into base, other tax base and PPN.
///
/// Exclusive price P: PPN = round(P × rate × part), never from the rounded DPP. Inclusive price T:
/// base = round(T ÷ (1 + rate × part)), PPN = T − base: the advertised total is kept to the rupiah.
pub(super) fn summary(
    price: Rupiah,
    pricing: Pricing,
    code: TaxCode,
    rule: &TaxRule,
) -> Result<TaxSummary, MoneyError> {
    match code {
        TaxCode::Ppn04 => {}
        TaxCode::NonPkp | TaxCode::Exempt | TaxCode::OutOfScope => {
            let rate = Rate::NONE;
            return Ok(TaxSummary {
                base: price,
                dpp: Rupiah::ZERO,
                ppn: Rupiah::ZERO,
                code,
                rate,
            });
        }
    }
    let (base, ppn) = match pricing {
        Pricing::Exclusive => (price, rule.rate.of(price, rule.base)?),
        Pricing::Inclusive => {
            let base = without_tax(price, rule)?;
            (base, price.minus(base)?)
        }
    };
    Ok(TaxSummary { base, dpp: rule.base.of(base)?, ppn, code, rate: rule.rate })
}

/// Rate × part as a fraction of whole numbers: 12 % of 11/12 is (132, 1200).
pub(super) fn burden(rule: &TaxRule) -> (i128, i128) {
    let (part, of) = rule.base.get();
    let scale = 10_i128.pow(rule.rate.get().scale());
    (rule.rate.get().mantissa() * i128::from(part), scale * i128::from(of))
}

/// round(T × d ÷ (d + r)) where r/d is rate × part in whole numbers.
fn without_tax(price: Rupiah, rule: &TaxRule) -> Result<Rupiah, MoneyError> {
    let (tax, whole) = burden(rule);
    let base = round_half_up(i128::from(price.get()) * whole, whole + tax);
    i64::try_from(base).map_err(|_| MoneyError::OutOfRange).and_then(Rupiah::new)
}
