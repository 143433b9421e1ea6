//! `/laporan` and the page of one report.

use askama::Template;
use wikarta_core::money::Rupiah;

use super::chrome::Chrome;
use super::dashboard::{Aging, Kpi};
use super::invoices::Choice;
use super::parts::{Empty, Link, Pager, When};

/// `/laporan`: figures and receivables by age, and the way to every report.
#[derive(Debug, Clone, Template)]
#[template(path = "reports.html", whitespace = "minimize")]
pub struct ReportsPage {
    /// The frame.
    pub chrome: Chrome,
    /// As of when the figures are true.
    pub as_of: String,
    /// The figures of the month.
    pub figures: Vec<Kpi>,
    /// Receivables by age, if the role may see them.
    pub aging: Option<Aging>,
    /// The reports in groups.
    pub groups: Vec<ReportGroup>,
}

/// Some reports under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportGroup {
    /// The heading.
    pub label: String,
    /// Each with a line about it.
    pub reports: Vec<(Link, String)>,
}

/// One report: filter, figures, table, sums.
#[derive(Debug, Clone, Template)]
#[template(path = "report.html", whitespace = "minimize")]
pub struct ReportPage {
    /// The frame.
    pub chrome: Chrome,
    /// What it is.
    pub title: String,
    /// The days that it is about, as of when it is true, and in which zone days are counted.
    pub as_of: String,
    /// Where the form goes: the address of the page.
    pub action: &'static str,
    /// What can be asked for.
    pub filters: Vec<ReportFilter>,
    /// The address of the same rows as a file, for those who may take it.
    pub file: Option<String>,
    /// What stands above the rows.
    pub figures: Vec<Kpi>,
    /// Receivables by age, where that is what it is about.
    pub aging: Option<Aging>,
    /// The heads.
    pub heads: Vec<ReportHead>,
    /// The rows shown.
    pub rows: Vec<Vec<ReportCell>>,
    /// The sums of all rows, those not shown included; empty when nothing is summed up.
    pub sums: Vec<ReportCell>,
    /// Shown instead of the table when there are no rows.
    pub empty: Empty,
    /// Onwards and back.
    pub pager: Pager,
    /// A line for people to sign on paper.
    pub signatures: Option<&'static str>,
}

/// One field of the filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFilter {
    /// Its name in the address.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// What stands in it.
    pub value: String,
    /// What to choose from; none: it is typed.
    pub choices: Vec<Choice>,
}

/// A head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportHead {
    /// What people read.
    pub label: &'static str,
    /// Whether its column holds figures.
    pub figures: bool,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportCell {
    /// Words; empty shows a dash.
    Words(String),
    /// A record.
    Link(Link),
    /// A moment or day.
    When(When),
    /// A figure.
    Money(Rupiah),
    /// A number.
    Count(String),
}

impl ReportCell {
    const fn is_figure(&self) -> bool {
        matches!(self, Self::Money(_) | Self::Count(_))
    }
}

impl ReportPage {
    fn head(&self, column: &usize) -> &'static str {
        self.heads.get(*column).map_or("", |head| head.label)
    }

    fn holds_figures(&self, column: &usize) -> bool {
        self.heads.get(*column).is_some_and(|head| head.figures)
    }

    /// Whether a column stands at the right: its cell does, or its head says so.
    fn stands_right(&self, cell: &ReportCell, column: &usize) -> bool {
        cell.is_figure() || self.holds_figures(column)
    }
}
