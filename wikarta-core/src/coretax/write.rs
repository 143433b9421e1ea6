//! The XML itself.

use rust_decimal::Decimal;

use super::{BuyerDocument, TaxInvoice, TaxLine, TaxMonth};
use crate::money::{Rupiah, round_half_up};
use crate::time::Month;

/// Why a month could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// Nothing to write.
    #[error("the month has no tax invoices")]
    NoInvoices,
    /// The seller's place is another taxpayer's.
    #[error("the seller's nitku does not begin with the seller's npwp")]
    SellerPlace,
    /// The buyer's place is another taxpayer's.
    #[error("the nitku of the buyer of `{0}` does not begin with the buyer's npwp")]
    Place(String),
    /// The invoice is of another month.
    #[error("`{number}` is dated `{month}`, outside the month that is written")]
    Month {
        /// Which invoice.
        number: String,
        /// Its month.
        month: Month,
    },
    /// An invoice without lines that bear PPN.
    #[error("`{0}` has no lines that bear ppn")]
    NoLines(String),
    /// No units, a negative price, or a discount that is negative or greater than the price.
    #[error("`{0}` has a line without units or with a discount beyond its price")]
    Line(String),
    /// The name or the address is missing.
    #[error("the buyer of `{0}` needs a name and an address")]
    Buyer(String),
    /// PPN that does not follow from the lines, by two rupiah or more.
    #[error("`{number}` was billed `{billed}` rupiah of ppn, its lines come to `{computed}`")]
    Ppn {
        /// Which invoice.
        number: String,
        /// On the bill, in whole rupiah.
        billed: i64,
        /// From the lines, in rupiah and hundredths.
        computed: Decimal,
    },
}

/// Hundredths of a rupiah.
type Cents = i128;

/// Below this many hundredths a difference is rounding: half a rupiah for the exclusive lines, half
/// for the inclusive ones, and what the inclusive base was rounded by.
const ROUNDING: Cents = 200;

/// A line with its figures.
struct Figures<'a> {
    line: &'a TaxLine,
    base: Cents,
    other_base: Cents,
    vat: Cents,
}

/// Writes a month, in the order in which its invoices are given. Their `VAT` adds up to their PPN.
pub fn xml(of: &TaxMonth) -> Result<String, ExportError> {
    if of.invoices.is_empty() {
        return Err(ExportError::NoInvoices);
    }
    if !of.place.belongs_to(&of.seller) {
        return Err(ExportError::SellerPlace);
    }
    let mut out = Writer { text: String::new(), depth: 0 };
    out.text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.inside("TaxInvoiceBulk", |out| {
        out.element("TIN", of.seller.as_str());
        out.inside("ListOfTaxInvoice", |out| {
            of.invoices.iter().try_for_each(|invoice| write_invoice(out, of, invoice))
        })
    })?;
    Ok(out.text)
}

fn write_invoice(
    out: &mut Writer,
    month: &TaxMonth,
    invoice: &TaxInvoice,
) -> Result<(), ExportError> {
    let number = || invoice.number.clone();
    if Month::of(invoice.date) != month.month {
        return Err(ExportError::Month { number: number(), month: Month::of(invoice.date) });
    }
    let buyer = &invoice.buyer;
    if buyer.name.trim().is_empty() || buyer.address.trim().is_empty() {
        return Err(ExportError::Buyer(number()));
    }
    let lines = figures(invoice)?;
    let (tin, document, country, place) = match &buyer.document {
        BuyerDocument::Taxpayer { npwp, place } if place.belongs_to(npwp) => {
            (npwp.as_str(), "", "IDN", place.as_str())
        }
        BuyerDocument::Taxpayer { .. } => return Err(ExportError::Place(number())),
        BuyerDocument::Person(nik) => (NO_TIN, nik.as_str(), "IDN", NO_PLACE),
        BuyerDocument::Passport { number, country } => {
            (NO_TIN, number.as_str(), country.as_str(), NO_PLACE)
        }
        BuyerDocument::Other(number) => (NO_TIN, number.as_str(), "IDN", NO_PLACE),
    };
    out.inside("TaxInvoice", |out| {
        for (name, text) in [
            ("TaxInvoiceDate", invoice.date.format("%Y-%m-%d").to_string().as_str()),
            ("TaxInvoiceOpt", "Normal"),
            ("TrxCode", invoice.code.as_str()),
            ("AddInfo", ""),
            ("CustomDoc", ""),
            ("CustomDocMonthYear", ""),
            ("RefDesc", &invoice.number),
            ("FacilityStamp", ""),
            ("SellerIDTKU", month.place.as_str()),
            ("BuyerTin", tin),
            ("BuyerDocument", buyer.document.kind()),
            ("BuyerCountry", country),
            ("BuyerDocumentNumber", document),
            ("BuyerName", buyer.name.trim()),
            ("BuyerAdress", buyer.address.trim()), // the portal's own spelling
            ("BuyerEmail", buyer.email.trim()),
            ("BuyerIDTKU", place),
        ] {
            out.element(name, text);
        }
        out.inside("ListOfGoodService", |out| {
            lines.iter().for_each(|line| write_line(out, invoice, line));
            Ok(())
        })
    })
}

/// The number and the place of a buyer who has none.
const NO_TIN: &str = "0000000000000000";
const NO_PLACE: &str = "000000";

fn write_line(out: &mut Writer, invoice: &TaxInvoice, figures: &Figures<'_>) {
    let Figures { line, base, other_base, vat } = figures;
    let percent = (invoice.rate.get() * Decimal::ONE_HUNDRED).normalize();
    out.open("GoodService");
    for (name, text) in [
        ("Opt", line.supply.as_str()),
        ("Code", "000000"),
        ("Name", &line.name),
        ("Unit", &line.unit),
        ("Price", &decimal(cents(line.price)).to_string()),
        ("Qty", &line.quantity.to_string()),
        ("TotalDiscount", &decimal(cents(line.discount)).to_string()),
        ("TaxBase", &decimal(*base).to_string()),
        ("OtherTaxBase", &decimal(*other_base).to_string()),
        ("VATRate", &percent.to_string()),
        ("VAT", &decimal(*vat).to_string()),
        ("STLGRate", "0"),
        ("STLG", "0.00"),
    ] {
        out.element(name, text);
    }
    out.close("GoodService");
}

/// Each line to the hundredth, and the difference to the billed PPN on the greatest one.
fn figures(invoice: &TaxInvoice) -> Result<Vec<Figures<'_>>, ExportError> {
    let (part, of) = invoice.part.get();
    let rate = invoice.rate.get();
    let (part, of) = (i128::from(part), i128::from(of));
    let mut lines = Vec::with_capacity(invoice.lines.len());
    for line in &invoice.lines {
        let base = cents(line.price) * i128::from(line.quantity) - cents(line.discount);
        let sound = line.quantity > 0 && line.discount >= Rupiah::ZERO && base >= 0;
        if !sound || line.price < Rupiah::ZERO || base > cents_of(Rupiah::LIMIT) {
            return Err(ExportError::Line(invoice.number.clone()));
        }
        let scale = 10_i128.pow(rate.scale());
        let vat = round_half_up(base * part * rate.mantissa(), of * scale);
        lines.push(Figures { line, base, other_base: round_half_up(base * part, of), vat });
    }
    let computed: Cents = lines.iter().map(|line| line.vat).sum();
    let missing = cents(invoice.ppn) - computed;
    let greatest = lines.iter_mut().rev().max_by_key(|line| line.base);
    let greatest = greatest.ok_or_else(|| ExportError::NoLines(invoice.number.clone()))?;
    if missing.abs() >= ROUNDING || greatest.vat + missing < 0 {
        return Err(ExportError::Ppn {
            number: invoice.number.clone(),
            billed: invoice.ppn.get(),
            computed: decimal(computed),
        });
    }
    greatest.vat += missing;
    Ok(lines)
}

fn cents(amount: Rupiah) -> Cents {
    cents_of(amount.get())
}

fn cents_of(amount: i64) -> Cents {
    i128::from(amount) * 100
}

fn decimal(of: Cents) -> Decimal {
    // Within a hundred times the range of money, far inside what 96 bits hold.
    Decimal::try_from_i128_with_scale(of, 2).unwrap_or(Decimal::MAX)
}

struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    fn inside(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut Self) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        self.open(name);
        write(self)?;
        self.close(name);
        Ok(())
    }

    fn open(&mut self, name: &str) {
        self.line(&format!("<{name}>"));
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }

    fn element(&mut self, name: &str, text: &str) {
        self.line(&format!("<{name}>{}</{name}>", escaped(text)));
    }

    fn line(&mut self, text: &str) {
        (0..self.depth).for_each(|_| self.text.push_str("  "));
        self.text.push_str(text);
        self.text.push('\n');
    }
}

/// The five marks of XML by their names; control characters, which XML cannot hold, as spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
