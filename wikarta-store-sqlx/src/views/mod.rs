//! What people read: lists, one invoice whole, figures of a month, the trail. They decide nothing.
//!
//! Every list is read by keyset, so the hundredth page costs what the first does, and every page is
//! one snapshot of committed books.

mod audit;
mod customers;
mod dashboard;
mod history;
mod invoices;
mod packages;
mod webhooks;

pub use audit::{AuditRow, TrailFilter};
pub use customers::{CustomerFilter, CustomerRow, SubscriptionRow};
pub use dashboard::{AgingRow, CaseRow, Figures};
pub use history::{History, HistoryRow};
pub use invoices::{InvoiceCursor, InvoiceDetail, InvoiceFilter, InvoicePage, InvoiceRow};
pub use packages::PackageRow;
pub use webhooks::WebhookRow;

/// The most rows of one page.
pub const PAGE_MAX: u32 = 200;

/// A pattern for `LIKE … ESCAPE '\'` that finds a text anywhere, its own signs taken literally.
fn anywhere(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
