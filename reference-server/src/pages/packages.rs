//! `/paket`

use askama::Template;
use wikarta_core::money::Rupiah;

use super::chrome::Chrome;
use super::parts::{Empty, Link, StatusChip};

/// `/paket`: the price list.
#[derive(Debug, Clone, Template)]
#[template(path = "packages.html", whitespace = "minimize")]
pub struct PackagesPage {
    /// The frame.
    pub chrome: Chrome,
    /// One line under the title.
    pub summary: String,
    /// Ways to forms of their own, for those who may.
    pub ways: Vec<Link>,
    /// The rows.
    pub rows: Vec<PackageRow>,
    /// Shown instead of the table when there are no rows.
    pub empty: Empty,
}

/// One package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageRow {
    /// Its page.
    pub href: String,
    /// Beside its state, such as that a price waits.
    pub note: Option<String>,
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
