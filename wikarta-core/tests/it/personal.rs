//! Personal values: what is taken, how they are sealed, and that no debug print tells them.

use wikarta_core::coretax::BuyerDocument;
use wikarta_core::customer::{CustomerError, CustomerKey, Payout, Personal, TaxIdentity};
use wikarta_core::dunning::text::PayLink;

fn slamet() -> Personal {
    Personal::new("Slamet Riyadi", "+6281200000001", "slamet@contoh.test", "Jl. Melati 12").unwrap()
}

fn identity() -> TaxIdentity {
    TaxIdentity { nik: Some("3273015205909001".parse().unwrap()), ..TaxIdentity::default() }
}

fn payout(bank: &str, number: &str, holder: &str) -> Payout {
    Payout { bank: bank.to_owned(), number: number.to_owned(), holder: holder.to_owned() }
}

fn bca() -> Payout {
    payout("BCA", "1234567890", "Slamet Riyadi")
}

#[test]
fn nothing_personal_is_printed_for_debugging() {
    let whole = slamet().with_identity(identity()).with_payout(bca()).unwrap();
    let key = CustomerKey::new([7; 32]);
    let link: PayLink = "https://bayar.contoh.test/p/rahasia".parse().unwrap();
    let passport = BuyerDocument::Passport { number: "X1234567".into(), country: "MYS".into() };
    let other = BuyerDocument::Other("KITAS-99".into());
    let nik = BuyerDocument::Person("3273015205909001".parse().unwrap());
    let printed = format!(
        "{whole:?} {:?} {:?} {key:?} {link:?} {passport:?} {other:?} {nik:?}",
        whole.identity(),
        whole.payout(),
    );
    for secret in
        ["Slamet", "6281", "contoh", "Melati", "3273", "1234567", "rahasia", "KITAS", "7, 7"]
    {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    assert_eq!(key.bytes(), &[7; 32]);
    assert_eq!(link.as_str(), "https://bayar.contoh.test/p/rahasia");
}

#[test]
fn a_bank_account_is_taken_when_it_can_be_one() {
    let taken = |payout| slamet().with_payout(payout).map(|values| values.payout().cloned());
    assert_eq!(taken(bca()), Ok(Some(bca())));
    assert!(taken(payout("BC", "12345", "S")).is_ok(), "the shortest");
    assert!(taken(payout(&"B".repeat(40), &"1".repeat(34), "S")).is_ok(), "the longest");
    for odd in [
        payout("B", "1234567890", "S"),
        payout(&"B".repeat(41), "1234567890", "S"),
        payout("BCA", "1234", "S"),
        payout("BCA", &"1".repeat(35), "S"),
        payout("BCA", "12345a", "S"),
        payout("BCA\u{202e}", "1234567890", "S"),
    ] {
        assert_eq!(taken(odd), Err(CustomerError::Payout));
    }
    let nobody = payout("BCA", "1234567890", " ");
    assert_eq!(taken(nobody), Err(CustomerError::Text("account holder")));
}

/// A seal tells equal from changed, and nothing else; the field's name is part of it.
#[test]
fn seals_change_with_value_field_and_key() {
    let (key, other) = (CustomerKey::new([7; 32]), CustomerKey::new([8; 32]));
    let with = |payout| slamet().with_identity(identity()).with_payout(payout).unwrap();
    let (plain, moved) = (with(bca()), with(payout("BCA", "1234567891", "Slamet Riyadi")));
    assert_eq!(plain.seal_payout(&key), plain.seal_payout(&key));
    assert_ne!(plain.seal_payout(&key), moved.seal_payout(&key));
    assert_ne!(plain.seal_payout(&key), plain.seal_payout(&other));
    assert_ne!(plain.seal_identity(&key), plain.seal_payout(&key));
    assert_eq!(plain.identity(), &identity());
    assert_eq!((slamet().seal_identity(&key), slamet().seal_payout(&key)), (None, None));
    assert_ne!(key.seal("name", "x"), key.seal("phone", "x"));
    assert_eq!(key.seal("name", "x").as_str().len(), 64);
}
