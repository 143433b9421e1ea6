//! `/paket`

use askama::Template;
use wikarta_core::money::Rupiah;

use super::chrome::Chrome;
use super::parts::{Empty, StatusChip};

/// `/paket`: a read-only price list.
#[derive(Debug, Clone, Template)]
#[template(path = "packages.html", whitespace = "minimize")]
pub struct PackagesPage {
    /// The frame.
    pub chrome: Chrome,
    /// One line under the title.
    pub summary: String,
    /// The rows.
    pub rows: Vec<PackageRow>,
    /// Shown instead of the table when there are no rows.
    pub empty: Empty,
}

/// One package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageRow {
    /// Its code, such as `KELUARGA30`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Megabits a second.
    pub mbps: u32,
    /// Whether the price holds the tax, in words.
    pub tax: String,
    /// How many customers have it.
    pub customers: Option<u64>,
    /// Sold or archived.
    pub status: StatusChip,
    /// The price of a month.
    pub price: Rupiah,
}
