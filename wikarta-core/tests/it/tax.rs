//! PPN: the worked examples of the domain reference as tables, and what must hold for every price.

use chrono::NaiveDate;
use proptest::prelude::*;
use wikarta_core::billing::{
    Bill, Pricing, SellerStatus, TaxCode, TaxPolicy, TaxRule, monthly_bill,
};
use wikarta_core::id::{CommandId, PackageId, SubscriptionId};
use wikarta_core::money::{Part, Rate};
use wikarta_core::subscription::{Subscription, SubscriptionStatus};

use crate::world::{month, policy, rupiah};

fn bill(price: i64, pricing: Pricing) -> Bill {
    let day = NaiveDate::from_ymd_opt(2026, 8, 1).unwrap();
    monthly_bill(&sold(price, pricing), month("2026-08"), day, &policy().tax).unwrap()
}

pub fn sold(price: i64, pricing: Pricing) -> Subscription {
    let command = CommandId::new("sold");
    Subscription {
        id: SubscriptionId::derived(&command, 0),
        package: PackageId::derived(&command, 0),
        package_code: "RUMAH20".to_owned(),
        package_name: "Rumah 20".to_owned(),
        price: rupiah(price),
        pricing,
        tax_code: TaxCode::Ppn04,
        starts_on: NaiveDate::from_ymd_opt(2026, 1, 15).unwrap(),
        status: SubscriptionStatus::Active,
        terms: Default::default(),
        next_plan: None,
        promos: Vec::new(),
        charges: Vec::new(),
        deposit: wikarta_core::money::Rupiah::ZERO,
        isolations: Vec::new(),
        termination: None,
        billed_periods: 0,
        billed_until: None,
        extra_bills: 0,
        former: None,
        returned: wikarta_core::money::Rupiah::ZERO,
    }
}

/// Base, DPP, PPN, total.
fn figures(bill: &Bill) -> [i64; 4] {
    [bill.tax.base, bill.tax.dpp, bill.tax.ppn, bill.total].map(|amount| amount.get())
}

#[test]
fn exclusive_prices() {
    for row in [
        [100_000, 91_667, 11_000, 111_000],
        [149_000, 136_583, 16_390, 165_390],
        [250_000, 229_167, 27_500, 277_500],
        [399_500, 366_208, 43_945, 443_445],
        [1_234_567, 1_131_686, 135_802, 1_370_369],
        [5_000_000, 4_583_333, 550_000, 5_550_000],
        [32, 29, 4, 36],
        [141, 129, 16, 157],
    ] {
        assert_eq!(figures(&bill(row[0], Pricing::Exclusive)), row);
    }
}

#[test]
fn inclusive_prices() {
    for (total, base, dpp, ppn) in [
        (111_000, 100_000, 91_667, 11_000),
        (149_000, 134_234, 123_048, 14_766),
        (250_000, 225_225, 206_456, 24_775),
        (350_000, 315_315, 289_039, 34_685),
        (1_000_000, 900_901, 825_826, 99_099),
        (149_007, 134_241, 123_054, 14_766),
    ] {
        assert_eq!(figures(&bill(total, Pricing::Inclusive)), [base, dpp, ppn, total]);
    }
}

#[test]
fn the_rule_follows_the_day_of_the_invoice() {
    let on = |year, month_number, day| {
        let day = NaiveDate::from_ymd_opt(year, month_number, day).unwrap();
        monthly_bill(&sold(100_000, Pricing::Exclusive), month("2026-08"), day, &policy().tax)
            .unwrap()
    };
    assert_eq!(figures(&on(2024, 12, 31)), [100_000, 100_000, 11_000, 111_000]);
    assert_eq!(figures(&on(2025, 1, 1)), [100_000, 91_667, 11_000, 111_000]);
    let rates = [on(2024, 12, 31), on(2025, 1, 1)].map(|bill| bill.tax.rate.get().to_string());
    assert_eq!(rates, ["0.11", "0.12"]);
}

#[test]
fn a_seller_who_is_no_pkp_shows_no_tax() {
    let rule = TaxRule {
        from: NaiveDate::from_ymd_opt(2022, 4, 1).unwrap(),
        status: SellerStatus::NonPkp,
        rate: Rate::of_basis_points(1_200).unwrap(),
        base: Part::new(11, 12).unwrap(),
    };
    let policy = TaxPolicy::try_from(vec![rule.clone()]).unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 8, 1).unwrap();
    for pricing in [Pricing::Exclusive, Pricing::Inclusive] {
        let bill = monthly_bill(&sold(100_000, pricing), month("2026-08"), day, &policy).unwrap();
        assert_eq!(figures(&bill), [100_000, 0, 0, 100_000]);
        assert_eq!(bill.lines[0].tax_code, TaxCode::NonPkp);
    }
    assert!(TaxPolicy::try_from(vec![rule.clone(), rule]).is_err(), "rules must follow each other");
    assert!(TaxPolicy::try_from(Vec::new()).is_err());
}

#[test]
fn a_line_names_the_days_served() {
    let day = NaiveDate::from_ymd_opt(2026, 1, 2).unwrap();
    let first = monthly_bill(&sold(1, Pricing::Exclusive), month("2026-01"), day, &policy().tax);
    let line = &first.unwrap().lines[0];
    assert_eq!(
        (line.from.to_string(), line.to.to_string()),
        ("2026-01-15".into(), "2026-01-31".into())
    );
    let line = &bill(1, Pricing::Exclusive).lines[0];
    assert_eq!(
        (line.from.to_string(), line.to.to_string()),
        ("2026-08-01".into(), "2026-08-31".into())
    );
}

proptest! {
    #[test]
    fn the_advertised_price_is_what_is_asked_for(total in 0..1_000_000_000_000_i64) {
        let bill = bill(total, Pricing::Inclusive);
        prop_assert_eq!(bill.total, rupiah(total));
        let [base, _, ppn, _] = figures(&bill);
        let by_rate = (base * 11 + 50) / 100;
        prop_assert!((ppn - by_rate).abs() <= 1, "{} against {}", ppn, by_rate);
    }

    #[test]
    fn an_exclusive_price_is_taxed_once(base in 0..1_000_000_000_000_i64) {
        let bill = bill(base, Pricing::Exclusive);
        let [_, dpp, ppn, total] = figures(&bill);
        prop_assert_eq!(ppn, (base * 11 + 50) / 100);
        prop_assert_eq!(dpp, (base * 22 + 12) / 24);
        prop_assert_eq!(total, base + ppn);
        prop_assert_eq!(bill.lines.iter().map(|line| line.tax.get()).sum::<i64>(), ppn);
    }

    #[test]
    fn a_bill_beyond_the_range_is_refused_not_wrapped(base in 900_000_000_000_000..=1_000_000_000_000_000_i64) {
        let day = NaiveDate::from_ymd_opt(2026, 8, 1).unwrap();
        let made = monthly_bill(&sold(base, Pricing::Exclusive), month("2026-08"), day, &policy().tax);
        prop_assert_eq!(made.is_ok(), base + (base * 11 + 50) / 100 <= 1_000_000_000_000_000);
    }
}
