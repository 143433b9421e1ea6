//! Numbers that say who somebody is: what is taken, what is refused and why, and what is shown.

use proptest::prelude::*;
use wikarta_core::identity::{
    Holder, Nik, NikError, Nitku, Npwp, NpwpError, Phone, PhoneError, PhoneKind, TaxInvoiceNumber,
    masked_email,
};

use Holder::{Company, Person};

#[test]
fn niks() {
    for (text, expected) in [
        ("3273011205909001", Ok("************9001")),
        ("3273015205909001", Ok("************9001")),
        (" 3273 0112 0590 9001 ", Ok("************9001")),
        ("32.73.01.120590.9001", Ok("************9001")),
        ("3273012902009001", Ok("************9001")), // 29 February 2000
        ("3273016902049001", Ok("************9001")), // a woman's
        ("9671013112999001", Ok("************9001")),
        ("327301120590900", Err(NikError::Length)),
        ("32730112059090011", Err(NikError::Length)),
        ("327301120590900a", Err(NikError::Length)),
        ("", Err(NikError::Length)),
        ("1073011205909001", Err(NikError::Region)),
        ("9773011205909001", Err(NikError::Region)),
        ("3273013205909001", Err(NikError::BirthDate)),
        ("3273014005909001", Err(NikError::BirthDate)),
        ("3273017205909001", Err(NikError::BirthDate)),
        ("3273010005909001", Err(NikError::BirthDate)),
        ("3273011213909001", Err(NikError::BirthDate)),
        ("3273012902019001", Err(NikError::BirthDate)), // no 29 February in a year 01
        ("3273011205900000", Err(NikError::Serial)),
    ] {
        let read = text.parse::<Nik>().map(|nik| nik.masked());
        assert_eq!(read, expected.map(str::to_owned), "{text}");
    }
}

#[test]
fn npwps() {
    for (text, holder, expected) in [
        ("01.234.567.8-901.000", Company, Ok("0012345678901000")),
        ("012345678901000", Company, Ok("0012345678901000")),
        ("0012345678901000", Company, Ok("0012345678901000")),
        ("1000000000123456", Company, Ok("1000000000123456")),
        ("3273011205909001", Person, Ok("3273011205909001")),
        ("0123456789012345", Person, Ok("0123456789012345")),
        ("01.234.567.8-901.000", Person, Err(NpwpError::NeedsNik)),
        ("3273013205909001", Person, Err(NpwpError::NotANik)),
        ("0000000000000000", Company, Err(NpwpError::Placeholder)),
        ("00.000.000.0-000.000", Company, Err(NpwpError::Placeholder)),
        ("", Company, Err(NpwpError::Length)),
        ("01234567890100", Company, Err(NpwpError::Length)),
        ("00123456789010001", Company, Err(NpwpError::Length)),
        ("0012345678901OOO", Company, Err(NpwpError::Length)),
    ] {
        let read = Npwp::parse(text, holder).map(|npwp| npwp.as_str().to_owned());
        assert_eq!(read, expected.map(str::to_owned), "{text} {holder}");
    }
    let npwp = Npwp::parse("01.234.567.8-901.000", Company).unwrap();
    assert_eq!(npwp.masked(), "************1000");
    let nitku = Nitku::head_office(&npwp);
    assert_eq!(nitku.as_str(), "0012345678901000000000");
    assert_eq!(nitku.masked(), "************1000000000");
    assert!(nitku.belongs_to(&npwp));
    let branch: Nitku = "0012345678901000-000003".parse().unwrap();
    assert_eq!((branch.belongs_to(&npwp), branch == nitku), (true, false));
    for text in ["", "0012345678901000", "00123456789010000000001", "0012345678901000 00000x"] {
        assert_eq!(text.parse::<Nitku>(), Err(NpwpError::NitkuLength), "{text}");
    }
    assert_eq!("0000000000000000000000".parse::<Nitku>(), Err(NpwpError::Placeholder));
}

#[test]
fn tax_invoice_numbers() {
    for (text, expected) in [
        ("04002500123456789", Some("04002500123456789")),
        ("0400-25-00123456789", Some("04002500123456789")),
        ("040.025-00.12345678", Some("0400250012345678")),
        ("010.002-25.12345678", Some("0100022512345678")),
        ("040025001234567", None),
        ("040025001234567890", None),
        ("04O02500123456789", None),
        ("", None),
    ] {
        let read = text.parse::<TaxInvoiceNumber>().ok().map(|number| number.to_string());
        assert_eq!(read.as_deref(), expected, "{text}");
    }
    let number: TaxInvoiceNumber = serde_json::from_str("\"04002500123456789\"").unwrap();
    assert_eq!(serde_json::to_string(&number).unwrap(), "\"04002500123456789\"");
    assert!(serde_json::from_str::<TaxInvoiceNumber>("\"1\"").is_err());
}

#[test]
fn phones() {
    use PhoneKind::{Landline, Mobile};
    for (text, expected) in [
        ("08123456789", Ok(("+628123456789", Mobile, "0812****789"))),
        ("628123456789", Ok(("+628123456789", Mobile, "0812****789"))),
        ("8123456789", Ok(("+628123456789", Mobile, "0812****789"))),
        ("+62 812-3456-789", Ok(("+628123456789", Mobile, "0812****789"))),
        ("+62 (0)812 3456 789", Ok(("+628123456789", Mobile, "0812****789"))),
        ("0062 812 3456 789", Ok(("+628123456789", Mobile, "0812****789"))),
        ("0812345678901", Ok(("+62812345678901", Mobile, "0812****901"))),
        ("021-5551234", Ok(("+62215551234", Landline, "021****34"))),
        ("(0411) 123456", Ok(("+62411123456", Landline, "041****56"))),
        ("0622-512345", Ok(("+62622512345", Landline, "062****45"))),
        ("08123456", Err(PhoneError::Length)),
        ("08123456789012", Err(PhoneError::Length)),
        ("0215551", Err(PhoneError::Length)),
        ("+6591234567", Err(PhoneError::Foreign)),
        ("0065 9123 4567", Err(PhoneError::Foreign)),
        ("215551234", Err(PhoneError::Start)),
        ("+62 00812345678", Err(PhoneError::Start)),
        ("", Err(PhoneError::Digits)),
        ("+", Err(PhoneError::Digits)),
        ("0812 345 678x", Err(PhoneError::Digits)),
        ("+62+8123456789", Err(PhoneError::Digits)),
    ] {
        let read = text.parse::<Phone>();
        let read = read.map(|phone| (phone.as_str().to_owned(), phone.kind(), phone.masked()));
        let expected = expected.map(|(full, kind, mask)| (full.to_owned(), kind, mask.to_owned()));
        assert_eq!(read, expected, "{text}");
    }
}

#[test]
fn nothing_personal_is_printed() {
    let nik: Nik = "3273011205909001".parse().unwrap();
    assert_eq!(format!("{nik:?}"), "Nik(************9001)");
    let npwp = Npwp::from(&nik);
    assert_eq!(format!("{npwp:?}"), "Npwp(************9001)");
    assert_eq!(format!("{:?}", Nitku::head_office(&npwp)), "Nitku(************9001000000)");
    let phone: Phone = "08123456789".parse().unwrap();
    assert_eq!(format!("{phone:?}"), "Phone(0812****789)");
    for (address, masked) in [
        ("budi@gmail.com", "bu***@gmail.com"),
        ("b@x.test", "***@x.test"),
        ("bob@x.test", "b***@x.test"),
        ("@x.test", "***@x.test"),
        ("nothing", "***"),
        ("é́mile@x.test", "é́***@x.test"),
    ] {
        assert_eq!(masked_email(address), masked);
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "[-+0-9 .()x]{0,30}|\\PC{0,40}") {
        let _ = text.parse::<TaxInvoiceNumber>();
        let _ = masked_email(&text);
        if let Ok(nik) = text.parse::<Nik>() {
            prop_assert_eq!(nik.as_str().parse::<Nik>(), Ok(nik));
        }
        for holder in Holder::ALL {
            if let Ok(npwp) = Npwp::parse(&text, *holder) {
                prop_assert_eq!(npwp.as_str().len(), 16);
                prop_assert_eq!(Npwp::parse(npwp.as_str(), *holder), Ok(npwp));
            }
        }
        if let Ok(nitku) = text.parse::<Nitku>() {
            prop_assert_eq!(nitku.as_str().len(), 22);
        }
    }

    #[test]
    fn a_phone_has_one_form_however_it_is_written(rest in "8[1-9][0-9]{7,10}|[2-79][0-9]{7,10}", gap in 1..6_usize) {
        let phone: Phone = format!("+62{rest}").parse().unwrap();
        let (head, tail) = rest.split_at(gap);
        for text in [format!("0{rest}"), format!("62{rest}"), format!("0{head}-{tail}"), format!("+62 {head} {tail}")] {
            prop_assert_eq!(text.parse::<Phone>(), Ok(phone.clone()), "{}", text);
        }
        prop_assert!(!phone.masked().contains(&rest), "the middle is hidden");
        prop_assert_eq!(phone.kind() == PhoneKind::Mobile, rest.starts_with('8'));
    }
}
