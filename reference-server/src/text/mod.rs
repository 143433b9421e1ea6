//! Every word that people read, Indonesian and English beside each other.
//!
//! The catalogue is made of plain Rust constants and functions, so a text that is missing in one
//! language, or a placeholder that nobody fills, does not compile. Rooms:
//!
//! - one file for each page with its fixed texts (`shell`, `sign_in`, `dashboard`, …),
//! - [`say`]: sentences with values in them,
//! - [`status`]: the one table from status to word and tone,
//! - [`audit`]: what happened, in a sentence,
//! - [`channel`] and [`steps`]: names of payment channels and how to pay with them,
//! - [`mod@format`]: money, dates, times and masked values.

/// Declares the fixed texts of one page: `key: "Indonesian" | "English",`.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $id:literal | $en:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name { $(#[doc = $id] pub $key: &'static str,)* }

        impl $name {
            /// The Indonesian texts.
            pub const ID: Self = Self { $($key: $id,)* };
            /// The English texts.
            pub const EN: Self = Self { $($key: $en,)* };

            /// Every text as (key, Indonesian, English); tests walk it.
            #[cfg(test)]
            pub fn pairs() -> Vec<(&'static str, &'static str, &'static str)> {
                vec![$((stringify!($key), $id, $en),)*]
            }
        }
    };
}

/// Declares sentences with values in them: `name(value, …): "Indonesian" | "English",`.
macro_rules! sentences {
    ($($(#[$doc:meta])* $name:ident($($arg:ident),*): $id:literal | $en:literal,)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(lang: Lang, $($arg: impl std::fmt::Display),*) -> String {
            match lang {
                Lang::Id => format!($id),
                Lang::En => format!($en),
            }
        }
    )*};
}

pub mod audit;
pub mod channel;
pub mod corrections;
pub mod dashboard;
pub mod explain;
pub mod format;
pub mod inbox;
pub mod invoice;
mod lang;
pub mod lists;
pub mod pay;
pub mod policy;
pub mod problem;
pub mod queue;
pub mod reconcile;
pub mod record;
pub mod reminders;
pub mod report;
pub mod say;
pub mod separation;
pub mod shell;
pub mod sign_in;
pub mod simulation;
pub mod status;
pub mod steps;

pub use lang::{Lang, UnknownLang};

/// The whole catalogue of fixed texts in one language.
#[derive(Debug)]
pub struct Texts {
    /// The frame around every page, and words many pages share.
    pub shell: shell::ShellTexts,
    /// `/masuk`
    pub sign_in: sign_in::SignInTexts,
    /// `/`
    pub dashboard: dashboard::DashboardTexts,
    /// `/tagihan`
    pub invoices: lists::InvoicesTexts,
    /// `/tagihan/{id}`
    pub invoice: invoice::InvoiceTexts,
    /// `/pelanggan`
    pub customers: lists::CustomersTexts,
    /// `/paket`
    pub packages: lists::PackagesTexts,
    /// `/koreksi`
    pub corrections: corrections::CorrectionTexts,
    /// `/rekonsiliasi`
    pub reconcile: reconcile::ReconcileTexts,
    /// Records.
    pub record: record::RecordTexts,
    /// `/pelanggan/{id}`
    pub customer: record::CustomerTexts,
    /// `/paket/{id}`, `/promo`
    pub catalogue: record::CatalogueTexts,
    /// `/langganan/{id}`
    pub subscription: record::SubscriptionTexts,
    /// `/tagihan/{id}/penjelasan`
    pub explain: explain::ExplainTexts,
    /// `/antrian`
    pub queue: queue::QueueTexts,
    /// `/kotak-pesan`
    pub inbox: inbox::InboxTexts,
    /// `/notifikasi`
    pub reminders: reminders::ReminderTexts,
    /// `/laporan`
    pub report: report::ReportTexts,
    /// `/pengaturan`
    pub policy: policy::PolicyTexts,
    /// `/simulasi`
    pub simulation: simulation::SimulationTexts,
    /// `/bayar/{token}`
    pub pay: pay::PayTexts,
    /// Refused, not found, conflict, our fault, too many.
    pub problem: problem::ProblemTexts,
}

impl Texts {
    /// The Indonesian catalogue.
    pub const ID: Self = Self {
        shell: shell::ShellTexts::ID,
        sign_in: sign_in::SignInTexts::ID,
        dashboard: dashboard::DashboardTexts::ID,
        invoices: lists::InvoicesTexts::ID,
        invoice: invoice::InvoiceTexts::ID,
        customers: lists::CustomersTexts::ID,
        packages: lists::PackagesTexts::ID,
        corrections: corrections::CorrectionTexts::ID,
        reconcile: reconcile::ReconcileTexts::ID,
        record: record::RecordTexts::ID,
        customer: record::CustomerTexts::ID,
        catalogue: record::CatalogueTexts::ID,
        subscription: record::SubscriptionTexts::ID,
        explain: explain::ExplainTexts::ID,
        queue: queue::QueueTexts::ID,
        inbox: inbox::InboxTexts::ID,
        reminders: reminders::ReminderTexts::ID,
        report: report::ReportTexts::ID,
        policy: policy::PolicyTexts::ID,
        simulation: simulation::SimulationTexts::ID,
        pay: pay::PayTexts::ID,
        problem: problem::ProblemTexts::ID,
    };

    /// The English catalogue.
    pub const EN: Self = Self {
        shell: shell::ShellTexts::EN,
        sign_in: sign_in::SignInTexts::EN,
        dashboard: dashboard::DashboardTexts::EN,
        invoices: lists::InvoicesTexts::EN,
        invoice: invoice::InvoiceTexts::EN,
        customers: lists::CustomersTexts::EN,
        packages: lists::PackagesTexts::EN,
        corrections: corrections::CorrectionTexts::EN,
        reconcile: reconcile::ReconcileTexts::EN,
        record: record::RecordTexts::EN,
        customer: record::CustomerTexts::EN,
        catalogue: record::CatalogueTexts::EN,
        subscription: record::SubscriptionTexts::EN,
        explain: explain::ExplainTexts::EN,
        queue: queue::QueueTexts::EN,
        inbox: inbox::InboxTexts::EN,
        reminders: reminders::ReminderTexts::EN,
        report: report::ReportTexts::EN,
        policy: policy::PolicyTexts::EN,
        simulation: simulation::SimulationTexts::EN,
        pay: pay::PayTexts::EN,
        problem: problem::ProblemTexts::EN,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_text() -> Vec<(&'static str, &'static str, &'static str)> {
        [
            shell::ShellTexts::pairs(),
            sign_in::SignInTexts::pairs(),
            dashboard::DashboardTexts::pairs(),
            lists::InvoicesTexts::pairs(),
            invoice::InvoiceTexts::pairs(),
            lists::CustomersTexts::pairs(),
            lists::PackagesTexts::pairs(),
            corrections::CorrectionTexts::pairs(),
            reconcile::ReconcileTexts::pairs(),
            record::RecordTexts::pairs(),
            record::CustomerTexts::pairs(),
            record::CatalogueTexts::pairs(),
            record::SubscriptionTexts::pairs(),
            explain::ExplainTexts::pairs(),
            queue::QueueTexts::pairs(),
            inbox::InboxTexts::pairs(),
            reminders::ReminderTexts::pairs(),
            report::ReportTexts::pairs(),
            simulation::SimulationTexts::pairs(),
            pay::PayTexts::pairs(),
            problem::ProblemTexts::pairs(),
        ]
        .concat()
    }

    #[test]
    fn no_text_is_blank_shouts_or_carries_markup() {
        for (key, id, en) in every_text() {
            for text in [id, en] {
                assert!(!text.trim().is_empty(), "`{key}` is blank");
                assert!(!text.contains(['!', '<', '{']), "`{key}` shouts or has markup: {text}");
            }
        }
    }

    #[test]
    fn english_leaves_room_rules_alone() {
        // Layouts have room for words 40 % longer; short labels may grow by a few letters more.
        for (key, id, en) in every_text() {
            let longest = id.chars().count() * 14 / 10 + 14;
            assert!(en.chars().count() <= longest, "`{key}` is too long in English: {en}");
        }
    }
}
