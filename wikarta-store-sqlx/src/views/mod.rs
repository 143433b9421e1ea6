//! What people read: lists, one invoice whole, figures of a month, the trail. They decide nothing.
//!
//! Every list is read by keyset, so the hundredth page costs what the first does, and every page is
//! one snapshot of committed books.

mod audit;
mod captured;
mod customer;
mod customers;
mod dashboard;
mod desk;
mod history;
mod invoices;
mod issued;
mod network;
mod packages;
mod page;
mod policies;
mod pulse;
mod reconcile;
mod reminders;
pub mod report;
mod subscriptions;
mod waiting;
mod webhooks;

pub use audit::{AuditRow, TrailFilter};
pub use captured::{Captured, CapturedFilter};
pub use customer::CustomerDetail;
pub use customers::{Credit, CustomerFilter, CustomerRow, SubscriptionRow};
pub use dashboard::{AgingRow, Figures};
pub use desk::{
    CaseRow, Corrections, CreditNoteRow, DeskFilter, DeskRow, PostingRow, RefundRow, VoidRow,
};
pub use history::{History, HistoryRow};
pub use invoices::{InvoiceCursor, InvoiceDetail, InvoiceFilter, InvoicePage, InvoiceRow};
pub use issued::IssuedRow;
pub use network::NetworkEvent;
pub use packages::{PackageRow, Priced};
pub use page::{Page, Place};
pub use policies::PolicyVersion;
pub use reconcile::{BookedRow, FindingFilter, FoundRow, SettlementFile};
pub use reminders::{Ahead, ReminderFilter, ReminderRow};
pub use subscriptions::Sold;
pub use waiting::Waiting;
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
