//! Why a bill says what it says: for each figure and status what it is made of, and the entries of
//! the trail that made it so.

use serde_json::Value;

use super::diff::FieldChange;
use crate::account::{Invoice, Source};
use crate::billing::{TaxRule, TaxSummary};
use crate::money::Rupiah;
use crate::time::Timestamp;

crate::words::words! {
    /// What people ask about.
    Figure {
        /// The price before tax.
        Base = "base",
        /// The part of the price that tax is reckoned from (DPP).
        TaxBase = "tax_base",
        /// PPN.
        Tax = "tax",
        /// Base and tax.
        Total = "total",
        /// Taken off by credit notes.
        Credited = "credited",
        /// Kept back by the customer for the state.
        Withheld = "withheld",
        /// Money put on the bill.
        Paid = "paid",
        /// Money that went back to the payer.
        Refunded = "refunded",
        /// Still to be paid.
        Open = "open",
    }
}

impl Figure {
    /// The fields of the invoice whose changes make the figure.
    const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Base | Self::TaxBase | Self::Tax => &["lines", "tax"],
            Self::Total => &["total"],
            Self::Credited => &["credited"],
            Self::Withheld => &["withheld"],
            Self::Paid => &["paid", "allocations"],
            Self::Refunded => &["refunded"],
            Self::Open => &["total", "credited", "withheld", "paid"],
        }
    }

    fn amount(self, invoice: &Invoice) -> Rupiah {
        match self {
            Self::Base => invoice.tax.base,
            Self::TaxBase => invoice.tax.dpp,
            Self::Tax => invoice.tax.ppn,
            Self::Total => invoice.total,
            Self::Credited => invoice.credited,
            Self::Withheld => invoice.kept_back(),
            Self::Paid => invoice.paid,
            Self::Refunded => invoice.refunded,
            Self::Open => invoice.open_amount(),
        }
    }
}

/// A part of a figure. Amounts are whole rupiah; what is taken off is negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A line of the bill, in the words that the customer reads.
    Line(String, Rupiah),
    /// Another figure of the bill.
    Figure(Figure, Rupiah),
    /// Money from a source, such as an order id.
    Source(Source, Rupiah),
}

/// An entry of the trail as a cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Its place in the chain of the customer.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who, as the trail names actors.
    pub actor: String,
    /// The roles then.
    pub roles: String,
    /// What happened, such as `invoice.issued`.
    pub action: String,
    /// The request.
    pub trace: String,
    /// The hash of the entry in hexadecimal.
    pub hash: String,
    /// What it changed, of everything.
    pub changes: Vec<FieldChange>,
}

/// A figure with what it is made of and what made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureTold {
    /// Which.
    pub figure: Figure,
    /// How much.
    pub amount: Rupiah,
    /// The parts whose sum it is; empty where a rule makes it from one other figure.
    pub made_of: Vec<Part>,
    /// The entries that changed it, oldest first.
    pub causes: Vec<Cause>,
}

/// A status that the bill came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusTold {
    /// The status before; absent for the first.
    pub from: Option<String>,
    /// The status after.
    pub to: String,
    /// What made it so.
    pub cause: Cause,
}

/// A bill explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The version of the policy that the bill was made by.
    pub policy_version: u32,
    /// Its tax: code and rate.
    pub tax: TaxSummary,
    /// The tax rule of the day of the bill.
    pub rule: TaxRule,
    /// The figures, in the order of the bill; those that are nothing and never were are left out.
    pub figures: Vec<FigureTold>,
    /// The statuses, oldest first.
    pub statuses: Vec<StatusTold>,
}

/// Explains a bill from its own lines and the entries that changed it, in any order.
///
/// `rule` is the tax rule of the day on which the bill was taxed.
#[must_use]
pub fn explain(invoice: &Invoice, rule: &TaxRule, mut causes: Vec<Cause>) -> Explanation {
    causes.sort_by_key(|cause| cause.seq);
    let own = |change: &FieldChange| change.entity == "invoice" && change.id == invoice.id.as_str();
    let figure = |figure: &Figure| {
        let figure = *figure;
        let made = |cause: &&Cause| {
            let touches = |change: &FieldChange| figure.fields().contains(&change.field.as_str());
            cause.changes.iter().any(|change| own(change) && touches(change))
        };
        FigureTold {
            figure,
            amount: figure.amount(invoice),
            made_of: parts(figure, invoice),
            causes: causes.iter().filter(made).cloned().collect(),
        }
    };
    let status = |cause: &Cause| {
        let change = cause.changes.iter().find(|change| own(change) && change.field == "status")?;
        let word = |value: &Value| value.as_str().map(str::to_owned);
        Some(StatusTold {
            from: word(&change.before),
            to: word(&change.after)?,
            cause: cause.clone(),
        })
    };
    let told = Figure::ALL.iter().map(figure);
    let quiet = |told: &FigureTold| told.amount.is_zero() && changed_by_rule(told.figure);
    Explanation {
        policy_version: invoice.policy_version,
        tax: invoice.tax.clone(),
        rule: rule.clone(),
        figures: told.filter(|told| !quiet(told) || told.causes.len() > 1).collect(),
        statuses: causes.iter().filter_map(status).collect(),
    }
}

/// Figures that most bills do not have.
const fn changed_by_rule(figure: Figure) -> bool {
    match figure {
        Figure::Base | Figure::Tax | Figure::Total | Figure::Paid | Figure::Open => false,
        Figure::TaxBase | Figure::Credited | Figure::Withheld | Figure::Refunded => true,
    }
}

fn parts(figure: Figure, invoice: &Invoice) -> Vec<Part> {
    let of = |figure: Figure| Part::Figure(figure, figure.amount(invoice));
    let off = |figure: Figure| Part::Figure(figure, figure.amount(invoice).negated());
    match figure {
        Figure::Base => {
            let line =
                |line: &crate::billing::Line| Part::Line(line.description.clone(), line.amount);
            invoice.lines.iter().map(line).collect()
        }
        Figure::Tax => {
            let taxed = invoice.lines.iter().filter(|line| !line.tax.is_zero());
            taxed.map(|line| Part::Line(line.description.clone(), line.tax)).collect()
        }
        Figure::Total => vec![of(Figure::Base), of(Figure::Tax)],
        Figure::Paid => {
            let all = invoice.allocations.iter();
            all.map(|one| Part::Source(one.source.clone(), one.amount)).collect()
        }
        Figure::Refunded => {
            let gone = invoice.allocations.iter().filter(|one| !one.refunded.is_zero());
            gone.map(|one| Part::Source(one.source.clone(), one.refunded)).collect()
        }
        Figure::Open => {
            vec![of(Figure::Total), off(Figure::Credited), off(Figure::Withheld), off(Figure::Paid)]
        }
        Figure::TaxBase | Figure::Credited | Figure::Withheld => Vec::new(),
    }
}
