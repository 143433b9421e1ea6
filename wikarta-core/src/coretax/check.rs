//! Whether an XML has the structure that the portal imports: elements, their order, their formats.

/// Why an XML is not a month of tax invoices. Values are never repeated: they are personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CoretaxError {
    /// Another element stands where this one must, or none.
    #[error("`{element}` is missing where it must stand, in invoice {invoice}")]
    Missing {
        /// The element that is wanted.
        element: &'static str,
        /// Counted from 1; 0 before the first.
        invoice: usize,
    },
    /// The element's text is not of its format.
    #[error("`{element}` is not of its format, in invoice {invoice}")]
    Format {
        /// Which element.
        element: &'static str,
        /// Counted from 1; 0 before the first.
        invoice: usize,
    },
    /// Something stands after the end.
    #[error("something stands after the last element")]
    Rest,
}

/// A named element and what its text must be.
type Field = (&'static str, fn(&str) -> bool);

const INVOICE: [Field; 17] = [
    ("TaxInvoiceDate", is_date),
    ("TaxInvoiceOpt", |text| text == "Normal"),
    ("TrxCode", |text| matches!(text, "01" | "02" | "03" | "04")),
    ("AddInfo", str::is_empty),
    ("CustomDoc", str::is_empty),
    ("CustomDocMonthYear", str::is_empty),
    ("RefDesc", is_text),
    ("FacilityStamp", str::is_empty),
    ("SellerIDTKU", |text| is_digits(text, 22)),
    ("BuyerTin", |text| is_digits(text, 16)),
    ("BuyerDocument", |text| matches!(text, "TIN" | "National ID" | "Passport" | "Other ID")),
    ("BuyerCountry", |text| text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())),
    ("BuyerDocumentNumber", |_| true),
    ("BuyerName", is_text),
    ("BuyerAdress", is_text),
    ("BuyerEmail", |text| text.is_empty() || text.contains('@')),
    ("BuyerIDTKU", |text| is_digits(text, 22) || text == "000000"),
];

const LINE: [Field; 13] = [
    ("Opt", |text| matches!(text, "A" | "B")),
    ("Code", |text| is_digits(text, 6)),
    ("Name", is_text),
    ("Unit", |text| text.strip_prefix("UM.").is_some_and(|code| is_digits(code, 4))),
    ("Price", is_amount),
    ("Qty", |text| is_number(text, 2) && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))),
    ("TotalDiscount", is_amount),
    ("TaxBase", is_amount),
    ("OtherTaxBase", is_amount),
    ("VATRate", |text| is_number(text, 2)),
    ("VAT", is_amount),
    ("STLGRate", |text| is_number(text, 2)),
    ("STLG", is_amount),
];

/// Checks what [`super::xml`] writes, or a file that somebody has edited, before it is uploaded.
///
/// Elements, their order and their formats are checked, and that the buyer's number is of the kind
/// of document that is named. The sums are not: those are the portal's to check, and ours to write.
pub fn check(xml: &str) -> Result<(), CoretaxError> {
    let mut pull = Pull { rest: xml.trim_start_matches('\u{feff}'), invoice: 0 };
    pull.prologue();
    pull.root("TaxInvoiceBulk")?;
    pull.field(&("TIN", |text| is_digits(text, 16)))?;
    pull.open("ListOfTaxInvoice")?;
    loop {
        pull.invoice += 1;
        pull.open("TaxInvoice")?;
        pull.buyer_and_head()?;
        pull.open("ListOfGoodService")?;
        loop {
            pull.open("GoodService")?;
            LINE.iter().try_for_each(|field| pull.field(field).map(drop))?;
            pull.close("GoodService")?;
            if pull.close("ListOfGoodService").is_ok() {
                break;
            }
        }
        pull.close("TaxInvoice")?;
        if pull.close("ListOfTaxInvoice").is_ok() {
            break;
        }
    }
    pull.close("TaxInvoiceBulk")?;
    if pull.rest.trim().is_empty() { Ok(()) } else { Err(CoretaxError::Rest) }
}

/// What is still to be read.
struct Pull<'a> {
    rest: &'a str,
    invoice: usize,
}

impl Pull<'_> {
    fn prologue(&mut self) {
        let declared = self.rest.trim_start();
        if let Some((_, rest)) = declared.strip_prefix("<?xml").and_then(|d| d.split_once("?>")) {
            self.rest = rest;
        }
    }

    /// The root alone may name its schema.
    fn root(&mut self, name: &'static str) -> Result<(), CoretaxError> {
        let missing = CoretaxError::Missing { element: name, invoice: self.invoice };
        let head = self.rest.trim_start().strip_prefix('<').and_then(|h| h.strip_prefix(name));
        let Some((attributes, rest)) = head.and_then(|head| head.split_once('>')) else {
            return Err(missing);
        };
        let spaced = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
        if !spaced || attributes.contains('<') || attributes.ends_with('/') {
            return Err(missing);
        }
        self.rest = rest;
        Ok(())
    }

    fn open(&mut self, name: &'static str) -> Result<(), CoretaxError> {
        self.tag("<", name, ">")
    }

    fn close(&mut self, name: &'static str) -> Result<(), CoretaxError> {
        self.tag("</", name, ">")
    }

    fn tag(&mut self, head: &str, name: &'static str, tail: &str) -> Result<(), CoretaxError> {
        let rest = self.rest.trim_start().strip_prefix(head);
        let rest = rest.and_then(|rest| rest.strip_prefix(name)?.strip_prefix(tail));
        self.rest = rest.ok_or(CoretaxError::Missing { element: name, invoice: self.invoice })?;
        Ok(())
    }

    /// Reads an element and its text.
    fn field(&mut self, (name, is_right): &Field) -> Result<String, CoretaxError> {
        let invoice = self.invoice;
        let wrong = || CoretaxError::Format { element: name, invoice };
        let text = if self.tag("<", name, "/>").is_ok() || self.tag("<", name, " />").is_ok() {
            String::new()
        } else {
            self.open(name)?;
            let (raw, _) = self.rest.split_once('<').ok_or_else(wrong)?;
            self.rest = self.rest.get(raw.len()..).unwrap_or_default();
            let text = unescaped(raw).ok_or_else(wrong)?;
            self.close(name)?;
            text
        };
        if is_right(&text) { Ok(text) } else { Err(wrong()) }
    }

    /// The head of an invoice, and whether the buyer's numbers are of the document that is named.
    fn buyer_and_head(&mut self) -> Result<(), CoretaxError> {
        let (mut tin, mut document, mut number) = (String::new(), String::new(), String::new());
        for field in &INVOICE {
            let text = self.field(field)?;
            match field.0 {
                "BuyerTin" => tin = text,
                "BuyerDocument" => document = text,
                "BuyerDocumentNumber" => number = text,
                _ => {}
            }
        }
        let nameless = tin.bytes().all(|byte| byte == b'0');
        let (tin_fits, number_fits) = match document.as_str() {
            "TIN" => (!nameless, matches!(number.as_str(), "" | "-")),
            "National ID" => (nameless, is_digits(&number, 16)),
            _ => (nameless, is_text(&number)),
        };
        let invoice = self.invoice;
        match (tin_fits, number_fits) {
            (true, true) => Ok(()),
            (false, _) => Err(CoretaxError::Format { element: "BuyerTin", invoice }),
            (true, false) => Err(CoretaxError::Format { element: "BuyerDocumentNumber", invoice }),
        }
    }
}

/// The text behind its entities; nothing if one of them is not known or a mark stands bare.
fn unescaped(raw: &str) -> Option<String> {
    let mut parts = raw.split('&');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';')?;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        });
        out.push_str(rest);
    }
    Some(out)
}

fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(char::is_control)
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}

/// Rupiah and hundredths, two of them.
fn is_amount(text: &str) -> bool {
    let parts = text.split_once('.');
    parts.is_some_and(|(whole, cents)| is_digits(whole, whole.len().max(1)) && is_digits(cents, 2))
}

/// A number of at most so many decimals.
fn is_number(text: &str, decimals: usize) -> bool {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let few = (1..=decimals).contains(&rest.len());
    is_digits(whole, whole.len().max(1)) && few && is_digits(rest, rest.len())
}
