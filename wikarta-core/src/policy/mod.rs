//! The seller's choices as one value, with a version that every invoice remembers.

mod billing;
mod book;
mod check;
mod corrections;
mod fields;
mod flaw;
mod lines;
mod reconcile;
mod seller;
#[cfg(feature = "toml")]
mod text;
mod write;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::billing::{Pph23, SellerStatus, TaxPolicy, TaxPolicyError, TaxRule};
use crate::dunning::{
    FallbackRules, HolidayError, Holidays, IsolationRules, PromiseRules, SendingPolicy,
};
use crate::fees::{FeeError, FeeTable};
use crate::money::{Part, PartError, Rate, RateError, Rupiah};
use crate::time::Zone;
use crate::words::words;

pub use billing::{BillingPolicy, FirstPeriod, LateFeePolicy, WhileIsolated};
pub use book::{Adoption, PolicyAct, PolicyBook, PolicyProposal};
pub use corrections::Corrections;
pub use flaw::{Flaw, PolicyFlaw, PolicyFlaws, PolicyRule};
pub use lines::{PolicyChange, PolicyLine};
pub use reconcile::{Correct, ReconcilePolicy};
pub use seller::{Seller, SellerError};
#[cfg(feature = "toml")]
pub use text::{PolicyProblem, PolicyTextError, TextFlaw, Wanted};

/// What the seller has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Counts up with each change; invoices remember the version that billed them.
    pub version: u32,
    /// The zone of numbering and month ends.
    pub zone: Zone,
    /// Tax rules, oldest first.
    pub tax: TaxPolicy,
    /// Days from issue to due date of a prepaid bill that is issued after its period began. One
    /// issued before is due when the period begins.
    pub terms_days: u16,
    /// Days after the due date until a virtual account or bill code runs out.
    pub transfer_grace_days: u16,
    /// The shortest life of a virtual account or bill code, in hours.
    pub transfer_hours_min: u16,
    /// The life of a QR code, in minutes.
    pub qris_minutes: u16,
    /// When the gateway is asked before a notification is applied.
    pub confirm: Confirm,
    /// What a cancellation at the gateway does to the invoice.
    pub on_gateway_cancel: OnGatewayCancel,
    /// Seconds for which a missing answer about a charge is no proof that it was not made.
    pub charge_wait_seconds: u32,
    /// The limits of refunds and voids.
    #[serde(default)]
    pub corrections: Corrections,
    /// When periods are billed, and what is charged for time that was not served.
    #[serde(default)]
    pub billing: BillingPolicy,
    /// What late bills cost more.
    #[serde(default)]
    pub late_fee: LateFeePolicy,
    /// The tax that corporate customers keep back.
    #[serde(default = "two_per_cent")]
    pub pph23: Pph23,
    /// A receipt above this needs a duty stamp of Rp10.000 (UU 10/2020: more than 5.000.000).
    #[serde(default = "five_million")]
    pub stamp_above: Rupiah,
    /// When customers are reminded.
    #[serde(default)]
    pub dunning: SendingPolicy,
    /// The days on which nothing is sent and nobody is cut off.
    #[serde(default = "this_year")]
    pub holidays: Holidays,
    /// How often a message is tried, and on which channel next.
    #[serde(default)]
    pub fallback: FallbackRules,
    /// When service is limited for unpaid bills, and opened again.
    #[serde(default)]
    pub isolation: IsolationRules,
    /// How far promises to pay go.
    #[serde(default)]
    pub promise: PromiseRules,
    /// How the gateway's books are compared with ours.
    #[serde(default)]
    pub reconcile: ReconcilePolicy,
    /// What the gateway keeps of a settlement.
    #[serde(default)]
    pub fees: FeeTable,
    /// Who sells.
    #[serde(default)]
    pub seller: Seller,
}

/// The holidays that ship with this crate.
fn this_year() -> Holidays {
    Holidays::indonesia_2026().unwrap_or_default() // the file is checked by a test
}

fn five_million() -> Rupiah {
    Rupiah::new(5_000_000).unwrap_or(Rupiah::ZERO) // well within the range
}

/// The rate of PPh 23 on services (PMK 141/2015).
fn two_per_cent() -> Pph23 {
    Pph23 { rate: Rate::of_basis_points(200).unwrap_or(Rate::NONE) }
}

words! {
    /// When the gateway is asked before a notification is applied.
    Confirm {
        /// Before every change.
        Always = "always",
        /// Before everything but the plain first settlement of a live attempt.
        OnDoubt = "on_doubt",
        /// Only where the notification contradicts what is known, or takes money back.
        Never = "never",
    }
}

words! {
    /// What a cancellation that we did not ask for does to an unpaid invoice.
    OnGatewayCancel {
        /// Takes the invoice back, once the gateway confirms; finance is told.
        Void = "void",
        /// Opens a case; the invoice stays payable.
        Review = "review",
    }
}

/// Why the built-in policy could not be made. Never seen: its figures are fixed and tested.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// A rate is out of range.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// A part is out of range.
    #[error(transparent)]
    Part(#[from] PartError),
    /// The tax rules are out of order.
    #[error(transparent)]
    Tax(#[from] TaxPolicyError),
    /// The holidays are no table of days.
    #[error(transparent)]
    Holidays(#[from] HolidayError),
    /// The fees are out of order.
    #[error(transparent)]
    Fees(#[from] FeeError),
}

impl Policy {
    /// The policy of a seller in Java who is a PKP: 11 % from April 2022; from January 2025 nominal
    /// 12 % on 11/12 of the price (PMK 131/2024), due ten days after issue.
    pub fn indonesian_pkp() -> Result<Self, PolicyError> {
        let day = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MIN);
        let rule = |from, points, base| -> Result<TaxRule, PolicyError> {
            let rate = Rate::of_basis_points(points)?;
            Ok(TaxRule { from, status: SellerStatus::Pkp, rate, base })
        };
        let tax = TaxPolicy::try_from(vec![
            rule(day(2022, 4), 1_100, Part::WHOLE)?,
            rule(day(2025, 1), 1_200, Part::new(11, 12)?)?,
        ])?;
        Ok(Self {
            version: 1,
            zone: Zone::Wib,
            tax,
            terms_days: 10,
            transfer_grace_days: 3,
            transfer_hours_min: 24,
            qris_minutes: 15,
            confirm: Confirm::OnDoubt,
            on_gateway_cancel: OnGatewayCancel::Void,
            charge_wait_seconds: 60,
            corrections: Corrections::default(),
            billing: BillingPolicy::default(),
            late_fee: LateFeePolicy::default(),
            pph23: two_per_cent(),
            stamp_above: five_million(),
            dunning: SendingPolicy::default(),
            holidays: Holidays::indonesia_2026()?,
            fallback: FallbackRules::default(),
            isolation: IsolationRules::default(),
            promise: PromiseRules::default(),
            reconcile: ReconcilePolicy::default(),
            fees: FeeTable::published_2026()?,
            seller: Seller::default(),
        })
    }
}
