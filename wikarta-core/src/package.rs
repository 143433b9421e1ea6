//! What is on sale.

use serde::{Deserialize, Serialize};

use crate::billing::{Pricing, TaxCode};
use crate::hand::{Ending, Hand};
use crate::id::PackageId;
use crate::money::Rupiah;
use crate::words::words;

/// A package: a price a month for a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The package.
    pub id: PackageId,
    /// Its short code, such as `RUMAH20`.
    pub code: String,
    /// Its name as customers read it.
    pub name: String,
    /// What it is, in a sentence.
    pub description: String,
    /// Downstream speed in megabits a second.
    pub mbps: u32,
    /// Whole rupiah a month, with or without PPN as `pricing` says.
    pub price: Rupiah,
    /// Whether `price` contains the tax.
    pub pricing: Pricing,
    /// How the service is taxed.
    pub tax_code: TaxCode,
    /// Whether it may be sold.
    #[serde(default)]
    pub state: PackageState,
    /// A price that waits for a supervisor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<PriceProposal>,
    /// The last proposal that a supervisor refused, until another is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected: Option<Ending>,
    /// Who agreed to `price`, once somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Hand>,
    /// Charged once with the first bill; zero for none.
    #[serde(default)]
    pub installation_fee: Rupiah,
}

/// A price that one person proposes and another agrees to. Issued bills and agreements that run
/// keep theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceProposal {
    /// Whole rupiah a month.
    pub price: Rupiah,
    /// Whether it contains the tax.
    pub pricing: Pricing,
    /// Why, at least 10 characters; empty for the first price of a new package.
    pub reason: String,
    /// Who proposes it.
    pub by: Hand,
}

words! {
    /// Whether a package may be sold.
    PackageState {
        /// Not yet: its first price waits for a supervisor.
        Proposed = "PROPOSED",
        /// Yes.
        OnSale = "ON_SALE",
        /// No longer.
        Archived = "ARCHIVED",
    }
}

#[allow(clippy::derivable_impls, reason = "the macro writes the enum")]
impl Default for PackageState {
    fn default() -> Self {
        Self::OnSale
    }
}

words! {
    /// What is done to a package.
    PackageAct {
        /// Propose another price.
        ProposePrice = "price_proposed",
        /// Agree to it.
        ApprovePrice = "price_approved",
        /// Say no to it.
        RejectPrice = "price_rejected",
        /// Change its words.
        Describe = "described",
        /// Take it off sale.
        Archive = "archived",
    }
}
