//! The month that is uploaded to the tax office: as it reads, that it adds up, and what is refused.

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;
use wikarta_core::billing::{LineKind, Priced, Pricing, TaxCode, bill_of};
use wikarta_core::coretax::{
    Buyer, BuyerDocument, CoretaxError, ExportError, Supply, TaxInvoice, TaxLine, TaxMonth,
    TransactionCode, check, lines_of, xml,
};
use wikarta_core::identity::{Holder, Nitku, Npwp};
use wikarta_core::money::{Part, Rate};

use crate::world::{month, policy, rupiah};

fn npwp(text: &str) -> Npwp {
    Npwp::parse(text, Holder::Company).unwrap()
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, number).unwrap()
}

fn line(name: &str, price: i64, quantity: u32, discount: i64) -> TaxLine {
    TaxLine {
        supply: Supply::Service,
        name: name.to_owned(),
        unit: "UM.0033".to_owned(),
        price: rupiah(price),
        quantity,
        discount: rupiah(discount),
    }
}

fn invoice(number: &str, document: BuyerDocument, lines: Vec<TaxLine>, ppn: i64) -> TaxInvoice {
    TaxInvoice {
        number: number.to_owned(),
        date: day(5),
        code: TransactionCode::OtherBase,
        rate: Rate::of_basis_points(1_200).unwrap(),
        part: Part::new(11, 12).unwrap(),
        buyer: Buyer {
            document,
            name: "PT Toko <Maju> & \"Jaya\"".to_owned(),
            address: "Jl. Melati No. 12 RT 03/RW 05".to_owned(),
            email: "tagihan@contoh.test".to_owned(),
        },
        lines,
        ppn: rupiah(ppn),
    }
}

fn company() -> BuyerDocument {
    let npwp = npwp("09.876.543.2-109.000");
    BuyerDocument::Taxpayer { npwp, place: "0098765432109000000002".parse().unwrap() }
}

fn person() -> BuyerDocument {
    BuyerDocument::Person("3273015205909001".parse().unwrap())
}

fn november(invoices: Vec<TaxInvoice>) -> TaxMonth {
    let seller = npwp("01.234.567.8-901.000");
    let place = Nitku::head_office(&seller);
    TaxMonth { month: month("2026-11"), seller, place, invoices }
}

/// A company and its branch, a person with a NIK, a discount, and PPN that was rounded on the sum.
fn three() -> TaxMonth {
    let mut home = invoice(
        "INV/2026/11/000002",
        person(),
        vec![line("HEMAT10 Hemat 10 Mbps", 225_225, 1, 25_225)],
        22_000,
    );
    home.buyer.name = "Neneng Ma'ruf".to_owned();
    home.buyer.email = String::new();
    let lines = vec![
        line("BISNIS100 Bisnis 100 Mbps", 100_000, 1, 0),
        line("Sewa perangkat", 25_000, 2, 0),
    ];
    let odd = vec![line("Langganan", 1_234_567, 1, 0), line("Perangkat", 33_333, 1, 0)];
    november(vec![
        invoice("INV/2026/11/000001", company(), lines, 16_500),
        home,
        invoice("INV/2026/11/000003", company(), odd, 139_469),
    ])
}

#[test]
fn a_month_as_the_portal_reads_it() {
    let text = xml(&three()).unwrap();
    insta::assert_snapshot!(text);
    assert_eq!(check(&text), Ok(()));
}

/// The texts of an element, in the order of the file.
fn all(text: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let found = text.match_indices(&open).map(|(at, _)| {
        let rest = &text[at + open.len()..];
        rest[..rest.find(&close).unwrap()].to_owned()
    });
    found.collect()
}

fn vat(text: &str) -> Decimal {
    all(text, "VAT").iter().map(|vat| vat.parse::<Decimal>().unwrap()).sum()
}

#[test]
fn the_figures_of_the_reference() {
    let one = november(vec![invoice("A", company(), vec![line("a", 100_000, 1, 0)], 11_000)]);
    let text = xml(&one).unwrap();
    for (element, value) in [
        ("Price", "100000.00"),
        ("TaxBase", "100000.00"),
        ("OtherTaxBase", "91666.67"),
        ("VATRate", "12"),
        ("VAT", "11000.00"),
    ] {
        assert_eq!(all(&text, element), [value], "{element}");
    }
}

#[test]
fn what_rounding_left_goes_to_the_greatest_line() {
    let text = xml(&three()).unwrap();
    // 11 % of 1.234.567 and of 33.333 are 135.802,37 and 3.666,63: together the billed 139.469.
    assert_eq!(all(&text, "VAT")[3..], ["135802.37", "3666.63"]);
    // 24.774,75 by rate; the bill of an inclusive 250.000 says 24.775.
    let lines = vec![line("a", 9, 1, 0), line("b", 225_216, 1, 0), line("c", 225_216, 1, 225_216)];
    let text = xml(&november(vec![invoice("A", person(), lines, 24_775)])).unwrap();
    assert_eq!(all(&text, "VAT"), ["0.99", "24774.01", "0.00"]);
}

#[test]
fn a_month_that_does_not_add_up_is_not_written() {
    let lines = || vec![line("a", 100_000, 1, 0)];
    let made = |invoice: TaxInvoice| xml(&november(vec![invoice]));
    let sound = || invoice("A", company(), lines(), 11_000);
    let a = || "A".to_owned();
    assert_eq!(xml(&november(Vec::new())), Err(ExportError::NoInvoices));
    assert_eq!(made(TaxInvoice { lines: Vec::new(), ..sound() }), Err(ExportError::NoLines(a())));
    for ppn in [10_998, 11_002, 0] {
        let computed = Decimal::new(1_100_000, 2);
        let expected = ExportError::Ppn { number: a(), billed: ppn, computed };
        assert_eq!(made(TaxInvoice { ppn: rupiah(ppn), ..sound() }), Err(expected));
    }
    assert!(made(TaxInvoice { ppn: rupiah(11_001), ..sound() }).is_ok(), "a rupiah is rounding");
    for odd in [line("a", 1, 0, 0), line("a", 1, 1, 2), line("a", 1, 1, -1), line("a", -1, 1, 0)] {
        let made = made(TaxInvoice { lines: vec![odd], ppn: rupiah(0), ..sound() });
        assert_eq!(made, Err(ExportError::Line(a())));
    }
    let december = TaxInvoice { date: day(30).succ_opt().unwrap(), ..sound() };
    let expected = ExportError::Month { number: a(), month: month("2026-12") };
    assert_eq!(made(december), Err(expected));
    let mut nameless = sound();
    nameless.buyer.name = "  ".to_owned();
    assert_eq!(made(nameless), Err(ExportError::Buyer(a())));
    let other = Nitku::head_office(&npwp("09.999.999.9-109.000"));
    let document =
        BuyerDocument::Taxpayer { npwp: npwp("09.876.543.2-109.000"), place: other.clone() };
    assert_eq!(made(invoice("A", document, lines(), 11_000)), Err(ExportError::Place(a())));
    let strange = TaxMonth { place: other, ..november(vec![sound()]) };
    assert_eq!(xml(&strange), Err(ExportError::SellerPlace));
}

#[test]
fn the_check_finds_what_was_broken() {
    let text = xml(&three()).unwrap();
    let missing = |element, invoice| Err(CoretaxError::Missing { element, invoice });
    let format = |element, invoice| Err(CoretaxError::Format { element, invoice });
    for (from, to, expected) in [
        ("<TrxCode>04</TrxCode>", "", missing("TrxCode", 1)),
        ("<BuyerAdress>", "<BuyerAddress>", missing("BuyerAdress", 1)),
        ("<TaxInvoiceBulk>", "<TaxInvoiceBulks>", missing("TaxInvoiceBulk", 0)),
        ("<TIN>0012345678901000", "<TIN>012345678901000", format("TIN", 0)),
        ("2026-11-05", "05/11/2026", format("TaxInvoiceDate", 1)),
        ("<VAT>11000.00", "<VAT>11000", format("VAT", 1)),
        ("<VAT>11000.00", "<VAT>11,000.00", format("VAT", 1)),
        ("<VAT>11000.00", "<VAT>.00", format("VAT", 1)),
        ("<Qty>2", "<Qty>0", format("Qty", 1)),
        ("<Unit>UM.0033", "<Unit>bulan", format("Unit", 1)),
        ("<BuyerTin>0098765432109000", "<BuyerTin>0000000000000000", format("BuyerTin", 1)),
        ("3273015205909001", "327301520590900", format("BuyerDocumentNumber", 2)),
        ("National ID", "KTP", format("BuyerDocument", 2)),
        ("&lt;Maju", "<Maju", missing("BuyerName", 1)),
        ("&amp; ", "& ", format("BuyerName", 1)),
        ("</TaxInvoiceBulk>", "", missing("TaxInvoiceBulk", 3)),
        ("</TaxInvoiceBulk>", "</TaxInvoiceBulk>more", Err(CoretaxError::Rest)),
        ("<TaxInvoiceBulk>", "<TaxInvoiceBulk xmlns:xsi=\"a\">", Ok(())),
        ("<AddInfo></AddInfo>", "<AddInfo/>", Ok(())),
    ] {
        assert!(text.contains(from), "{from}");
        assert_eq!(check(&text.replacen(from, to, 1)), expected, "{from} -> {to}");
    }
    assert_eq!(check(""), missing("TaxInvoiceBulk", 0));
}

#[test]
fn nothing_personal_is_printed() {
    let printed = format!("{:?}", three());
    for hidden in ["Neneng", "Maju", "Melati", "contoh", "3273015205909001", "0098765432109000"] {
        assert!(!printed.contains(hidden), "{hidden}");
    }
}

fn sold(kind: LineKind, amount: i64, quantity: u32, pricing: Pricing) -> Priced {
    Priced {
        description: kind.to_string(),
        from: day(1),
        to: day(30),
        quantity,
        amount: rupiah(amount),
        pricing,
        tax_code: TaxCode::Ppn04,
        kind,
    }
}

#[test]
fn discounts_of_a_bill_are_shared_over_its_lines() {
    let tax = policy().tax;
    let exclusive = Pricing::Exclusive;
    let lines = vec![
        sold(LineKind::Recurring, 300_000, 3, exclusive),
        sold(LineKind::DeviceRent, 50_000, 3, exclusive),
        sold(LineKind::Discount, -35_000, 1, exclusive),
        sold(LineKind::Deposit, 100_000, 1, exclusive),
    ];
    let made = lines_of(&bill_of(lines, day(5), &tax).unwrap(), "UM.0033").unwrap();
    let expected = [line("recurring", 100_000, 3, 30_000), line("device_rent", 50_000, 1, 5_000)];
    assert_eq!(made, expected);
}

proptest! {
    #[test]
    fn vat_adds_up_to_the_ppn_of_any_bill(
        amounts in prop::collection::vec((1..50_000_000_i64, 1..4_u32, any::<bool>()), 1..8),
        off in prop::collection::vec(0..1_000_000_i64, 0..3)
    ) {
        let pricing = |inclusive| if inclusive { Pricing::Inclusive } else { Pricing::Exclusive };
        let lines = amounts.iter().map(|(amount, units, inclusive)| {
            sold(LineKind::Recurring, *amount, *units, pricing(*inclusive))
        });
        let discounts = off.iter().map(|off| sold(LineKind::Discount, -off, 1, pricing(false)));
        let bill = bill_of(lines.chain(discounts).collect(), day(5), &policy().tax).unwrap();
        let lines = lines_of(&bill, "UM.0033").unwrap();
        let month = november(vec![invoice("A", person(), lines, bill.tax.ppn.get())]);
        let text = xml(&month).unwrap();
        prop_assert_eq!(check(&text), Ok(()));
        prop_assert_eq!(vat(&text), Decimal::from(bill.tax.ppn.get()));
        let base: Decimal = all(&text, "TaxBase").iter().map(|base| base.parse::<Decimal>().unwrap()).sum();
        prop_assert_eq!(base, Decimal::from(bill.taxable().get()));
    }

    #[test]
    fn any_name_is_written_and_read(name in "\\PC{0,40}[a-z]|[<>&\"' ]{0,9}x", at in any::<prop::sample::Index>()) {
        let mut one = invoice("A", person(), vec![line(&name, 1, 1, 0)], 0);
        one.buyer.name = name.clone();
        let text = xml(&november(vec![one])).unwrap();
        prop_assert_eq!(check(&text), Ok(()), "{}", text);
        // Cut anywhere before its last mark, it is no month.
        let mut cut = at.index(text.trim_end().len());
        while !text.is_char_boundary(cut) { cut -= 1; }
        prop_assert!(check(&text[..cut]).is_err());
    }
}
