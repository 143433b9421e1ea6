//! `/`

use askama::Template;
use askama::filters::HtmlSafe;
use wikarta_core::money::Rupiah;

use super::chrome::Chrome;
use super::parts::{Link, StatusChip, When};
use crate::text::{Lang, say};

/// `/`: the month in figures, receivables by age, what needs checking, what Midtrans said last.
#[derive(Debug, Clone, Template)]
#[template(path = "dashboard.html", whitespace = "minimize")]
pub struct DashboardPage {
    /// The frame.
    pub chrome: Chrome,
    /// When the figures were taken, in words.
    pub as_of: String,
    /// The figures; none when the role sees no money.
    pub kpis: Vec<Kpi>,
    /// Receivables by age, if the role may see them.
    pub aging: Option<Aging>,
    /// Open cases, if the role may see them; empty when all is well.
    pub cases: Option<Vec<CaseRow>>,
    /// Latest notifications, if the role may see them.
    pub webhooks: Option<Vec<WebhookRow>>,
}

impl DashboardPage {
    fn waiting(&self, cases: usize) -> String {
        say::cases_waiting(self.chrome.lang, cases)
    }
}

/// One figure of the strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kpi {
    /// What it is.
    pub label: String,
    /// The figure with its unit.
    pub value: String,
    /// What it is compared with, or made of.
    pub detail: String,
    /// Whether a target is met, in words.
    pub verdict: Option<StatusChip>,
}

/// Receivables by age; the table is the chart.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "aging_table.html", whitespace = "minimize")]
pub struct Aging {
    lang: Lang,
    buckets: Vec<AgingBucket>,
    count: u64,
    open: Rupiah,
}

/// One age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgingBucket {
    label: &'static str,
    count: u64,
    open: Rupiah,
    width: i64,
    band: usize,
}

impl HtmlSafe for Aging {}

impl Aging {
    /// From (number of invoices, open money) of the five ages: not due, 1–30, 31–60, 61–90, over
    /// 90 days past due. The sums are those of the rows shown.
    #[must_use]
    pub fn new(ages: [(u64, Rupiah); 5], lang: Lang) -> Self {
        let t = &lang.texts().dashboard;
        let labels = [t.not_due, t.days_1_30, t.days_31_60, t.days_61_90, t.days_over_90];
        let widest = ages.iter().map(|age| age.1.get()).max().unwrap_or(0).max(1);
        let buckets = labels
            .into_iter()
            .zip(ages)
            .enumerate()
            .map(|(band, (label, (count, open)))| AgingBucket {
                label,
                count,
                open,
                width: (open.get().max(0) * 100).div_euclid(widest),
                band,
            })
            .collect();
        let (count, open) =
            (ages.iter().map(|age| age.0).sum(), ages.iter().map(|age| age.1).sum());
        Self { lang, buckets, count, open }
    }
}

/// One open case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// What it is, in a sentence.
    pub title: String,
    /// The money in doubt.
    pub amount: Option<Rupiah>,
    /// Where to look at it.
    pub link: Option<Link>,
    /// Whose it is and what is known.
    pub detail: String,
    /// Since when.
    pub since: When,
}

/// One notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookRow {
    /// When it came.
    pub received: When,
    /// Which order it names.
    pub order_id: String,
    /// The invoice of that order, if known.
    pub invoice: Option<Link>,
    /// What it says, as Midtrans words it: `settlement`, `pending`, …
    pub says: String,
    /// What came of it.
    pub result: StatusChip,
    /// The last stage it reached, in words, such as `6/6 Diberitahukan`.
    pub stage: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_sums_of_the_rows_and_bars_are_relative_to_the_widest() {
        let rp = |amount| Rupiah::new(amount).unwrap();
        let ages = [(29, rp(7_500)), (31, rp(10_000)), (9, rp(0)), (4, rp(2_500)), (3, rp(100))];
        let aging = Aging::new(ages, Lang::Id);
        assert_eq!((aging.count, aging.open), (76, rp(20_100)));
        let widths: Vec<_> = aging.buckets.iter().map(|bucket| bucket.width).collect();
        assert_eq!(widths, [75, 100, 0, 25, 1]);
    }

    #[test]
    fn no_receivables_is_no_division_by_zero() {
        let aging = Aging::new([(0, Rupiah::ZERO); 5], Lang::En);
        assert!(aging.buckets.iter().all(|bucket| bucket.width == 0));
    }
}
