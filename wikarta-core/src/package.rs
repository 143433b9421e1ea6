//! What is on sale.

use serde::{Deserialize, Serialize};

use crate::billing::{Pricing, TaxCode};
use crate::id::PackageId;
use crate::money::Rupiah;

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
}
