//! The vendor's settlement export: a CSV of what was paid, what was kept, and what is paid out.
//!
//! Columns are found by their heading, in any order, and columns that nothing here needs are passed
//! over: exports of the dashboard grow. What is needed and lacks, or cannot be read, is an error that
//! names line and column; nothing of such a file is taken.
//!
//! ```
//! use wikarta_midtrans::settlement::read;
//!
//! let file = "Order ID,Payment Type,Gross Amount,Fee,VAT,Net Amount,Settlement Time\r\n\
//!             INV-2026-08-000001-01-abcde,bank_transfer,277500.00,4000,440,273060,2026-08-01 10:42:03\r\n";
//! let found = read(file.as_bytes())?;
//! assert_eq!(found.rows[0].kept().get(), 4_440);
//!
//! let error = read("Order ID;Gross Amount\n".as_bytes()).unwrap_err();
//! assert_eq!(error.to_string(), "line 1: columns are divided by `;`; export the file with `,`");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod csv;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use wikarta_core::fees::FeeClass;
use wikarta_core::id::OrderId;
use wikarta_core::money::Rupiah;
use wikarta_core::provider::ProviderStatus;
use wikarta_core::reconcile::SettlementRow;
use wikarta_core::time::Zone;

use crate::amount::{whole_rupiah, wib_time};
use crate::status::{self, FraudStatus, TransactionStatus};

/// The longest file that is read, in bytes.
pub const BYTES_MAX: usize = 16 * 1024 * 1024;
/// The most lines of a file.
pub const ROWS_MAX: usize = 100_000;
/// The longest cell that is kept, in characters.
const TEXT_MAX: usize = 255;

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementFile {
    /// Lines about money, in their order.
    pub rows: Vec<SettlementRow>,
    /// Lines of transactions that brought none (pending, expired, cancelled).
    pub passed_over: u32,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {problem}", column.as_ref().map(|name| format!(", column `{name}`")).unwrap_or_default())]
pub struct SettlementError {
    /// The line, from 1; the heading is line 1.
    pub line: u32,
    /// The heading of the column, where it is about one.
    pub column: Option<String>,
    /// What is wrong.
    pub problem: SettlementProblem,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettlementProblem {
    /// It has more bytes than are read.
    #[error("the file is longer than {} MiB; export fewer days", BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// It has more lines than are read.
    #[error("the file has more than {ROWS_MAX} lines; export fewer days")]
    TooManyRows,
    /// Another encoding.
    #[error("the text is not UTF-8; export the file as UTF-8")]
    NotUtf8,
    /// No line below the heading.
    #[error("the file has no lines below its heading")]
    Empty,
    /// Another divider than `,`.
    #[error("columns are divided by `{0}`; export the file with `,`")]
    Divider(char),
    /// A quote that does not end, or stands within a cell.
    #[error("a quote does not end, or stands in the middle of a cell")]
    Quote,
    /// Too few or too many cells.
    #[error("{found} cells where the heading has {expected}")]
    Cells {
        /// As many as the heading has.
        expected: usize,
        /// As many as the line has.
        found: usize,
    },
    /// A column that is needed lacks.
    #[error("a column is missing: {0}")]
    Missing(&'static str),
    /// Two columns of one meaning.
    #[error("two columns mean the same: {0}")]
    Twice(&'static str),
    /// Not a name that an order can have.
    #[error("`{0}` is not an order id: 1 to 50 of A-Z a-z 0-9 - _ ~ .")]
    OrderId(String),
    /// Not an amount.
    #[error("`{0}` is not whole rupiah: write 277500 or 277500.00, without dots between thousands")]
    Amount(String),
    /// Not a day.
    #[error("`{0}` is not a day: write 2026-08-01 or 2026-08-01 10:42:03")]
    Day(String),
    /// Longer than a cell may be.
    #[error("the cell is longer than {TEXT_MAX} characters")]
    TooLong,
}

/// A meaning that a column can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Order,
    Transaction,
    Kind,
    Status,
    Gross,
    Fee,
    Tax,
    Net,
    Settled,
    PaidOut,
    Reference,
}

use Column as C;

/// Meaning, how it is named in errors, and the headings that it is known by: lower case, letters and
/// digits only.
const COLUMNS: &[(Column, &str, &[&str])] = &[
    (C::Order, "the order (`Order ID`)", &["orderid"]),
    (C::Transaction, "the transaction (`Transaction ID`)", &["transactionid"]),
    (C::Kind, "the way of paying (`Payment Type`)", &["paymenttype", "paymentmethod", "channel"]),
    (C::Status, "the status (`Transaction Status`)", &["transactionstatus", "status"]),
    (C::Gross, "the amount (`Gross Amount`)", &["grossamount", "amount", "transactionamount"]),
    (C::Fee, "the fee (`Fee`)", &["fee", "mdr", "transactionfee", "feeamount"]),
    (C::Tax, "the tax on the fee (`VAT`)", &["vat", "tax", "ppn", "vatonfee", "taxonfee"]),
    (C::Net, "what is paid out (`Net Amount`)", &["netamount", "net", "settlementamount"]),
    (C::Settled, "the time (`Settlement Time`)", &["settlementtime", "settlementdate"]),
    (C::PaidOut, "the payout (`Payout Date`)", &["payoutdate", "payouttime"]),
    (
        C::Reference,
        "the bank's reference (`Bank Reference`)",
        &["bankreference", "payoutreference"],
    ),
];

/// Columns without which a file says nothing.
const NEEDED: &[Column] = &[C::Order, C::Gross, C::Fee, C::Net];

/// Reads a file: UTF-8 with or without a byte order mark, columns divided by `,`.
///
/// # Errors
/// The first [`SettlementError`]; nothing of such a file should be used.
pub fn read(bytes: &[u8]) -> Result<SettlementFile, SettlementError> {
    let whole = |problem| SettlementError { line: 1, column: None, problem };
    if bytes.len() > BYTES_MAX {
        return Err(whole(SettlementProblem::TooLarge));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| SettlementError {
        line: csv::line_of(bytes, error.valid_up_to()),
        column: None,
        problem: SettlementProblem::NotUtf8,
    })?;
    let mut records = csv::Records::new(text);
    let (_, heading) = records.next().ok_or_else(|| whole(SettlementProblem::Empty))??;
    let columns = columns(&heading)?;
    let mut found = SettlementFile { rows: Vec::new(), passed_over: 0 };
    for (count, record) in records.enumerate() {
        let (line, cells) = record?;
        if count >= ROWS_MAX {
            let problem = SettlementProblem::TooManyRows;
            return Err(SettlementError { line, column: None, problem });
        }
        if cells.len() != heading.len() {
            let problem = SettlementProblem::Cells { expected: heading.len(), found: cells.len() };
            return Err(SettlementError { line, column: None, problem });
        }
        match (Line { line, heading: &heading, cells: &cells, columns: &columns }).row()? {
            Some(row) => found.rows.push(row),
            None => found.passed_over += 1,
        }
    }
    if found.rows.is_empty() && found.passed_over == 0 {
        return Err(whole(SettlementProblem::Empty));
    }
    Ok(found)
}

fn columns(heading: &[String]) -> Result<BTreeMap<Column, usize>, SettlementError> {
    let wrong = |column: Option<&String>, problem| SettlementError {
        line: 1,
        column: column.cloned(),
        problem,
    };
    let mut found = BTreeMap::new();
    for (place, name) in heading.iter().enumerate() {
        let plain: String =
            name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let known = COLUMNS.iter().find(|(_, _, headings)| headings.contains(&plain.as_str()));
        let Some((column, said, _)) = known else { continue };
        if found.insert(*column, place).is_some() {
            return Err(wrong(Some(name), SettlementProblem::Twice(said)));
        }
    }
    if let [only] = heading
        && let Some(divider) = [';', '\t', '|'].into_iter().find(|c| only.contains(*c))
    {
        return Err(wrong(None, SettlementProblem::Divider(divider)));
    }
    match COLUMNS.iter().find(|(one, ..)| NEEDED.contains(one) && !found.contains_key(one)) {
        Some((_, said, _)) => Err(wrong(None, SettlementProblem::Missing(said))),
        None => Ok(found),
    }
}

/// One line with what its cells mean.
struct Line<'a> {
    line: u32,
    heading: &'a [String],
    cells: &'a [String],
    columns: &'a BTreeMap<Column, usize>,
}

impl Line<'_> {
    fn row(&self) -> Result<Option<SettlementRow>, SettlementError> {
        let status = self.text(C::Status)?;
        if !status.is_empty() && !brought_money(status) {
            return Ok(None);
        }
        let order = self.text(C::Order)?;
        let order_id: OrderId = order
            .parse()
            .map_err(|_| self.wrong(C::Order, SettlementProblem::OrderId(order.to_owned())))?;
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Ok(Some(SettlementRow {
            line: self.line,
            order_id,
            transaction_id: some(self.text(C::Transaction)?),
            class: class(self.text(C::Kind)?),
            gross: self.amount(C::Gross)?,
            fee: self.amount(C::Fee)?,
            tax: match self.text(C::Tax)? {
                "" => Rupiah::ZERO,
                _ => self.amount(C::Tax)?,
            },
            net: self.amount(C::Net)?,
            settled_on: self.day(C::Settled)?,
            paid_out_on: self.day(C::PaidOut)?,
            bank_reference: some(self.text(C::Reference)?),
        }))
    }

    /// The cell without blanks around; empty where the file has no such column.
    fn text(&self, column: Column) -> Result<&str, SettlementError> {
        let cell = self.columns.get(&column).and_then(|place| self.cells.get(*place));
        let text = cell.map_or("", |cell| cell.trim());
        if text.chars().count() > TEXT_MAX {
            return Err(self.wrong(column, SettlementProblem::TooLong));
        }
        Ok(text)
    }

    fn amount(&self, column: Column) -> Result<Rupiah, SettlementError> {
        let text = self.text(column)?;
        whole_rupiah(text)
            .ok_or_else(|| self.wrong(column, SettlementProblem::Amount(text.to_owned())))
    }

    fn day(&self, column: Column) -> Result<Option<NaiveDate>, SettlementError> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let civil = wib_time(text).map(|at| at.day_in(Zone::Wib));
        let plain = || {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
            day.filter(|_| text.len() == 10)
        };
        let wrong = || self.wrong(column, SettlementProblem::Day(text.to_owned()));
        civil.or_else(plain).map(Some).ok_or_else(wrong)
    }

    fn wrong(&self, column: Column, problem: SettlementProblem) -> SettlementError {
        let place = self.columns.get(&column);
        let name = place.and_then(|place| self.heading.get(*place)).cloned();
        SettlementError { line: self.line, column: name, problem }
    }
}

/// Whether a line's status says that money came in.
fn brought_money(text: &str) -> bool {
    let status = status::translate(TransactionStatus::read(text), FraudStatus::read(None));
    status == ProviderStatus::Settled
}

/// The way of paying, by the vendor's words.
fn class(text: &str) -> Option<FeeClass> {
    match text.to_ascii_lowercase().replace([' ', '-'], "_").as_str() {
        "bank_transfer" | "echannel" | "permata" | "bca_va" | "bni_va" | "bri_va" | "cimb_va"
        | "permata_va" | "mandiri_bill" => Some(FeeClass::VirtualAccount),
        "qris" => Some(FeeClass::Qris),
        "gopay" | "shopeepay" | "dana" | "ovo" => Some(FeeClass::Wallet),
        "credit_card" | "card" => Some(FeeClass::Card),
        _ => None,
    }
}
