//! The reports that there are.

use wikarta_core::access::Permission;

use crate::text::report::ReportTexts;

/// A report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Key figures of a span.
    Kpi,
    /// Receivables by age, as of a day.
    Aging,
    /// Payments that the gateway settled in a span.
    Settlements,
    /// Refunds that were asked for in a span.
    Refunds,
    /// Money of one day.
    DailyCash,
    /// Tax of the bills of a span.
    Tax,
    /// Withholding slips of the bills of a span.
    Withholding,
    /// What was refused in a span, and who changed access.
    Security,
    /// Reminders whose moment lay in a span.
    Dunning,
    /// Orders on which our books and the gateway's disagreed in a month.
    Mismatch,
}

/// What a report is asked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// A span of days, a month unless said otherwise.
    Span,
    /// One day.
    Day,
    /// The end of a day.
    Instant,
}

impl Kind {
    /// All, as they are offered.
    pub const ALL: [Self; 10] = [
        Self::Kpi,
        Self::Aging,
        Self::Settlements,
        Self::DailyCash,
        Self::Refunds,
        Self::Dunning,
        Self::Mismatch,
        Self::Tax,
        Self::Withholding,
        Self::Security,
    ];

    /// Its name in `/api/reports/…` and in file names.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kpi => "kpi",
            Self::Aging => "aging",
            Self::Settlements => "settlements",
            Self::Refunds => "refunds",
            Self::DailyCash => "daily-cash",
            Self::Tax => "tax",
            Self::Withholding => "withholding",
            Self::Security => "security",
            Self::Dunning => "dunning",
            Self::Mismatch => "mismatch",
        }
    }

    /// The address of its page.
    #[must_use]
    pub const fn href(self) -> &'static str {
        match self {
            Self::Kpi => "/laporan/kpi",
            Self::Aging => "/laporan/umur-piutang",
            Self::Settlements => "/laporan/penyelesaian",
            Self::Refunds => "/laporan/pengembalian",
            Self::DailyCash => "/laporan/kas-harian",
            Self::Tax => "/laporan/pajak",
            Self::Withholding => "/laporan/bukti-potong",
            Self::Security => "/laporan/keamanan",
            Self::Dunning => "/laporan/pengingat",
            Self::Mismatch => "/laporan/selisih",
        }
    }

    /// What a role must allow.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::Kpi => Permission::ReportSales,
            Self::Aging
            | Self::Settlements
            | Self::Refunds
            | Self::DailyCash
            | Self::Tax
            | Self::Withholding
            | Self::Dunning
            | Self::Mismatch => Permission::ReportFinance,
            Self::Security => Permission::AuditView,
        }
    }

    /// What it is asked for by.
    #[must_use]
    pub const fn over(self) -> Over {
        match self {
            Self::Kpi
            | Self::Settlements
            | Self::Refunds
            | Self::Tax
            | Self::Withholding
            | Self::Security
            | Self::Dunning
            | Self::Mismatch => Over::Span,
            Self::DailyCash => Over::Day,
            Self::Aging => Over::Instant,
        }
    }

    /// Whether it is about a span of days, one day included.
    #[must_use]
    pub fn is_of_a_span(self) -> bool {
        self.over() != Over::Instant
    }

    /// Whether customers can be chosen by their type and zone.
    #[must_use]
    pub const fn is_of_customers(self) -> bool {
        match self {
            Self::Aging | Self::Settlements | Self::Refunds | Self::Tax | Self::Withholding => true,
            Self::Kpi | Self::DailyCash | Self::Security | Self::Dunning | Self::Mismatch => false,
        }
    }

    /// Whether its rows are of bills, which have a package.
    #[must_use]
    pub const fn is_of_bills(self) -> bool {
        match self {
            Self::Aging | Self::Tax | Self::Withholding => true,
            Self::Kpi
            | Self::Settlements
            | Self::Refunds
            | Self::DailyCash
            | Self::Security
            | Self::Dunning
            | Self::Mismatch => false,
        }
    }

    /// Its title, and a line about it.
    #[must_use]
    pub const fn words(self, t: &ReportTexts) -> (&'static str, &'static str) {
        match self {
            Self::Kpi => (t.kpi, t.kpi_about),
            Self::Aging => (t.aging, t.aging_about),
            Self::Settlements => (t.settlements, t.settlements_about),
            Self::Refunds => (t.refunds, t.refunds_about),
            Self::DailyCash => (t.daily_cash, t.daily_cash_about),
            Self::Tax => (t.tax, t.tax_about),
            Self::Withholding => (t.withholding, t.withholding_about),
            Self::Security => (t.security, t.security_about),
            Self::Dunning => (t.dunning, t.dunning_about),
            Self::Mismatch => (t.mismatch, t.mismatch_about),
        }
    }
}
