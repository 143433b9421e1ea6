//! What a template can speak of, and how it is written.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use super::{Language, TextError};
use crate::money::Rupiah;
use crate::series::InvoiceNumber;
use crate::time::Month;
use crate::words::words;

words! {
    /// What a template can speak of.
    Variable {
        /// The customer's name.
        Nama = "nama",
        /// The customer's number.
        IdPelanggan = "id_pelanggan",
        /// The bill's number.
        NoInvoice = "no_invoice",
        /// The month that is billed.
        Periode = "periode",
        /// Rupiah.
        Jumlah = "jumlah",
        /// The due date.
        JatuhTempo = "jatuh_tempo",
        /// Days between today and the due date.
        Hari = "hari",
        /// Where to pay.
        Link = "link",
        /// The provider's name.
        Isp = "isp",
        /// Where help is.
        Cs = "cs",
    }
}

/// The bill or bills that a message speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRef {
    /// The bill that was due first.
    pub first: InvoiceNumber,
    /// How many others are meant: prints `INV/2026/12/000123 +2`.
    pub others: u16,
}

impl fmt::Display for InvoiceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.others {
            0 => write!(f, "{}", self.first),
            others => write!(f, "{} +{others}", self.first),
        }
    }
}

/// An address at which a bill is paid: `https://`, or `http://` of a demonstration, at most 200
/// visible ASCII characters without quotes and angle brackets.
#[derive(Clone, PartialEq, Eq)]
pub struct PayLink(String);

/// Why a text is no link. A link opens a bill, so it is never repeated here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pay link begins with https:// and has at most 200 plain characters")]
pub struct LinkError;

impl PayLink {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PayLink {
    type Err = LinkError;
    fn from_str(text: &str) -> Result<Self, LinkError> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"'<>`\\".contains(&byte);
        match rest {
            Some(rest) if !rest.is_empty() && text.len() <= 200 && rest.bytes().all(plain) => {
                Ok(Self(text.to_owned()))
            }
            Some(_) | None => Err(LinkError),
        }
    }
}

impl fmt::Debug for PayLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PayLink(…)")
    }
}

/// What a message says. `Debug` shows neither name nor link.
#[derive(Clone, PartialEq, Eq)]
pub struct Values {
    /// The customer's name.
    pub name: String,
    /// The customer's number.
    pub customer: String,
    /// The bill or bills.
    pub invoice: InvoiceRef,
    /// The month that is billed.
    pub period: Month,
    /// What is open.
    pub amount: Rupiah,
    /// The due date; the oldest of several.
    pub due: NaiveDate,
    /// Days between the day of sending and the due date.
    pub days: u16,
    /// Where to pay.
    pub link: PayLink,
    /// The provider's name.
    pub isp: String,
    /// Where help is.
    pub help: String,
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Values({})", self.invoice)
    }
}

/// How dates are written.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// `20 Desember 2026`.
    Long,
    /// `20/12/26`.
    Short,
}

impl Values {
    /// The text of a variable, in one line and not empty.
    pub(super) fn text(
        &self,
        variable: Variable,
        language: Language,
        form: Form,
    ) -> Result<String, TextError> {
        let text = match variable {
            Variable::Nama => one_line(&self.name),
            Variable::IdPelanggan => one_line(&self.customer),
            Variable::NoInvoice => self.invoice.to_string(),
            Variable::Periode => {
                format!("{} {}", month(self.period.month(), language), self.period.year())
            }
            Variable::Jumlah => self.amount.to_string(),
            Variable::JatuhTempo => match form {
                Form::Long => {
                    let month = month(self.due.month(), language);
                    format!("{} {month} {}", self.due.day(), self.due.year())
                }
                Form::Short => self.due.format("%d/%m/%y").to_string(),
            },
            Variable::Hari => self.days.to_string(),
            Variable::Link => self.link.0.clone(),
            Variable::Isp => one_line(&self.isp),
            Variable::Cs => one_line(&self.help),
        };
        if text.is_empty() { Err(TextError::Empty(variable)) } else { Ok(text) }
    }
}

/// The text in one line: breaks, tabs and runs of spaces become one space, and characters that show
/// nothing or turn the direction of writing are left out.
#[must_use]
pub fn one_line(text: &str) -> String {
    let unseen = |c: &char| {
        matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let gap = |c: char| c.is_whitespace() || c.is_control();
    let seen: String = text.chars().filter(|c| !unseen(c)).collect();
    seen.split(gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn month(number: u32, language: Language) -> &'static str {
    const NAMES: [(&str, &str); 12] = [
        ("Januari", "January"),
        ("Februari", "February"),
        ("Maret", "March"),
        ("April", "April"),
        ("Mei", "May"),
        ("Juni", "June"),
        ("Juli", "July"),
        ("Agustus", "August"),
        ("September", "September"),
        ("Oktober", "October"),
        ("November", "November"),
        ("Desember", "December"),
    ];
    let index = usize::try_from(number.saturating_sub(1)).unwrap_or(0);
    let (id, en) = NAMES.get(index).copied().unwrap_or(("", ""));
    match language {
        Language::Id => id,
        Language::En => en,
    }
}
