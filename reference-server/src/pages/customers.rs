//! `/pelanggan`

use askama::Template;
use wikarta_core::money::Rupiah;

use super::chrome::Chrome;
use super::parts::{Empty, Link, Pager, StatusChip};

/// `/pelanggan`: a list.
#[derive(Debug, Clone, Template)]
#[template(path = "customers.html", whitespace = "minimize")]
pub struct CustomersPage {
    /// The frame.
    pub chrome: Chrome,
    /// One line under the title.
    pub summary: String,
    /// Ways to forms of their own, for those who may.
    pub ways: Vec<Link>,
    /// The search words.
    pub query: String,
    /// The rows.
    pub rows: Vec<CustomerRow>,
    /// Shown instead of the table when there are no rows.
    pub empty: Empty,
    /// Onwards and back.
    pub pager: Pager,
}

/// One customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// The name.
    pub name: String,
    /// Their page.
    pub href: Option<String>,
    /// The short id people use.
    pub id: String,
    /// The town or area; empty shows a dash.
    pub area: String,
    /// WIB, WITA or WIT.
    pub zone: &'static str,
    /// The package's code; empty shows a dash.
    pub package: String,
    /// The state of the service; `None` before anything was bought.
    pub service: Option<StatusChip>,
    /// The phone number, masked already; empty shows a dash.
    pub phone: String,
    /// The address of mail, masked already; empty shows a dash.
    pub email: String,
    /// Open money; `None` where nothing is open or the role may not see it.
    pub open: Option<Rupiah>,
}
