//! Any text as whatever people type: an amount, a day, a number, a name. It is refused, or what was
//! read is written as a text that reads as the same again.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use wikarta_core::aggregate::AggregateId;
use wikarta_core::billing::Cycle;
use wikarta_core::customer::CustomerCode;
use wikarta_core::dunning::text::Template;
use wikarta_core::dunning::{Holidays, Stage, TemplateName};
use wikarta_core::id::OrderId;
use wikarta_core::identity::{Holder, Nik, Nitku, Npwp, Phone, TaxInvoiceNumber};
use wikarta_core::money::Rupiah;
use wikarta_core::series::InvoiceNumber;
use wikarta_core::time::{Month, Timestamp};

fn returns<T: FromStr<Err: Debug> + Display + Debug + PartialEq>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        assert_eq!(value.to_string().parse::<T>().ok(), Some(value));
    }
}

/// What holds of any input.
pub fn run(text: &[u8]) {
    let Ok(text) = std::str::from_utf8(text) else { return };
    returns::<Timestamp>(text);
    returns::<Month>(text);
    returns::<InvoiceNumber>(text);
    returns::<OrderId>(text);
    returns::<CustomerCode>(text);
    returns::<AggregateId>(text);
    returns::<Cycle>(text);
    returns::<Stage>(text);
    returns::<TemplateName>(text);
    if let Ok(amount) = Rupiah::parse_typed(text) {
        assert_eq!(Rupiah::parse_typed(&amount.to_string()), Ok(amount));
        assert_eq!(Rupiah::parse_typed(&amount.get().to_string()), Ok(amount));
    }
    // Personal: never written out whole, so only that nothing breaks.
    let _ = text.parse::<Nik>();
    let _ = text.parse::<Nitku>();
    let _ = text.parse::<Phone>();
    let _ = text.parse::<TaxInvoiceNumber>();
    for holder in [Holder::Person, Holder::Company] {
        let _ = Npwp::parse(text, holder);
    }
    let _ = text.parse::<Template>();
    let _ = Holidays::parse(text);
}
