//! `/tagihan`

use askama::Template;
use wikarta_core::money::Rupiah;

use super::chrome::Chrome;
use super::parts::{Due, Empty, Pager, StatusChip};

/// `/tagihan`: search, filter, list, sum of the page, keyset paging.
#[derive(Debug, Clone, Template)]
#[template(path = "invoices.html", whitespace = "minimize")]
pub struct InvoicesPage {
    /// The frame.
    pub chrome: Chrome,
    /// One line under the title: what the list covers, as of when.
    pub summary: String,
    /// What is filtered by.
    pub filter: InvoiceFilter,
    /// The rows, in working order.
    pub rows: Vec<InvoiceRow>,
    /// The sum of the rows shown, if the role may see money.
    pub sum: PageSum,
    /// Shown instead of the table when there are no rows.
    pub empty: Empty,
    /// Onwards and back.
    pub pager: Pager,
}

/// The filter as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceFilter {
    /// The search words.
    pub query: String,
    /// The statuses to choose from; the first stands for all and has an empty value.
    pub statuses: Vec<Choice>,
    /// What is applied, each removable.
    pub applied: Vec<Pill>,
}

/// One option of a select.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its value in the address.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Chosen now.
    pub selected: bool,
}

/// An applied filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pill {
    /// The filter in words.
    pub label: String,
    /// The address without it.
    pub remove_href: String,
}

/// One invoice of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRow {
    /// Its number, or the word for a draft.
    pub number: String,
    /// Its page.
    pub href: String,
    /// Whose it is.
    pub customer: String,
    /// The month or span it bills.
    pub period: String,
    /// When it is due; `None` for a draft.
    pub due: Option<Due>,
    /// Its status.
    pub status: StatusChip,
    /// More about the status, such as *dibayar sebagian*.
    pub status_note: Option<String>,
    /// The channel of the current attempt; empty shows a dash.
    pub channel: String,
    /// What it asks for.
    pub total: Rupiah,
    /// What is left to pay; `None` where nothing applies.
    pub open: Option<Rupiah>,
}

/// The sum under the list; drafts and voids are left out, and the words say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSum {
    /// Sum of totals.
    pub total: Rupiah,
    /// Sum of what is left to pay.
    pub open: Rupiah,
}
