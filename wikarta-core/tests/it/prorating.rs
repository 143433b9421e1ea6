//! Parts of prices, discounts and late fees: nothing lost, nothing made.

use proptest::prelude::*;
use wikarta_core::billing::{
    DiscountKind, LateFee, LateFeeStep, LineKind, PeriodLength, ProrateError, Served, amount_off,
    change_of_plan, late_fees, prorate, split,
};
use wikarta_core::money::{Rate, Rupiah};

use crate::world::rupiah;

fn rate(points: u16) -> Rate {
    Rate::of_basis_points(points).unwrap()
}

#[test]
fn parts_of_the_reference() {
    for (price, days, of, part) in [
        (250_000, 11, 30, 91_667),
        (250_000, 30, 30, 250_000),
        (250_000, 0, 31, 0),
        (1, 1, 2, 1),
        (-1, 1, 2, -1),
        (-250_000, 11, 30, -91_667),
        (Rupiah::LIMIT, 365, 366, 997_267_759_562_842),
    ] {
        assert_eq!(prorate(rupiah(price), days, of), Ok(rupiah(part)), "{price} {days}/{of}");
    }
    assert_eq!(prorate(rupiah(1), 1, 0), Err(ProrateError::OfNothing));
    assert_eq!(prorate(rupiah(1), 31, 30), Err(ProrateError::Beyond { days: 31, of: 30 }));
}

#[test]
fn a_change_of_plan_rounds_each_part_then_nets() {
    for (old, new, unused, of, credit, charge, net) in [
        (250_000, 350_000, 15, 30, -125_000, 175_000, 50_000),
        (350_000, 250_000, 15, 30, -175_000, 125_000, -50_000),
        (199_000, 325_000, 11, 31, -70_613, 115_323, 44_710),
        (250_000, 350_000, 0, 30, 0, 0, 0),
        (1, 2, 1, 2, -1, 1, 0), // half a rupiah back is one, one charged: netted afterwards
    ] {
        let change = change_of_plan(rupiah(old), rupiah(new), unused, of).unwrap();
        let figures = [change.credit, change.charge, change.net()].map(Rupiah::get);
        assert_eq!(figures, [credit, charge, net], "{old} to {new}");
    }
}

fn fees(base: i64, cap: i64, days_late: u32) -> Vec<(u16, i64)> {
    let step = |after_days, points, min| LateFeeStep {
        after_days,
        percent: rate(points),
        min: rupiah(min),
    };
    let steps = [step(0, 500, 5_000), step(30, 1_000, 10_000)];
    let made = late_fees(rupiah(base), &steps, rupiah(cap), days_late).unwrap();
    made.iter().map(|LateFee { step, amount }| (*step, amount.get())).collect()
}

#[test]
fn late_fees_by_step_and_cap() {
    for (base, cap, days_late, expected) in [
        (277_500, 100_000, 0, &[][..]),
        (277_500, 100_000, 1, &[(0, 13_875)][..]),
        (277_500, 100_000, 30, &[(0, 13_875)][..]),
        (277_500, 100_000, 31, &[(0, 13_875), (1, 27_750)][..]),
        (277_500, 30_000, 31, &[(0, 13_875), (1, 16_125)][..]),
        (277_500, 10_000, 400, &[(0, 10_000)][..]),
        (50_000, 100_000, 31, &[(0, 5_000), (1, 10_000)][..]),
        (277_500, 0, 400, &[][..]),
        (0, 100_000, 400, &[][..]),
        (-5, 100_000, 400, &[][..]),
    ] {
        assert_eq!(fees(base, cap, days_late), expected, "{base} {cap} {days_late}");
    }
}

#[test]
fn discounts_by_kind() {
    let month = |number, days_before, days| Served {
        number,
        days_before,
        days,
        length: PeriodLength::MONTH,
    };
    let (first, second) = (month(1, 0, 30), month(2, 30, 31));
    let year =
        Served { number: 1, days_before: 0, days: 365, length: PeriodLength::new(12).unwrap() };
    let (service, setup) = (LineKind::Recurring, LineKind::Installation);
    for (kind, line, price, period, off) in [
        (DiscountKind::Percent(rate(1_000)), service, 250_000, first, 25_000),
        (DiscountKind::Percent(rate(1_000)), setup, 250_000, first, 0),
        (DiscountKind::Percent(rate(3_333)), service, 5, first, 2),
        (DiscountKind::Amount(rupiah(50_000)), service, 250_000, second, 50_000),
        (DiscountKind::Amount(rupiah(50_000)), service, 20_000, second, 20_000),
        (DiscountKind::Amount(rupiah(-5)), service, 20_000, second, 0),
        (DiscountKind::FreeDays(3), service, 250_000, first, 25_000),
        (DiscountKind::FreeDays(3), service, 250_000, second, 0),
        (DiscountKind::FreeDays(45), service, 250_000, first, 250_000),
        (DiscountKind::FreeDays(45), service, 310_000, second, 150_000),
        (DiscountKind::FreeMonths(1), service, 250_000, first, 250_000),
        (DiscountKind::FreeMonths(1), service, 250_000, second, 0),
        (DiscountKind::FreeMonths(2), service, 250_000, second, 250_000),
        (DiscountKind::FreeMonths(1), service, 3_000_000, year, 250_000),
        (DiscountKind::InstallWaived, setup, 250_000, first, 250_000),
        (DiscountKind::InstallWaived, service, 250_000, first, 0),
        (DiscountKind::Percent(rate(10_000)), LineKind::Deposit, 100_000, first, 0),
        (DiscountKind::Percent(rate(1_000)), service, -250_000, first, 0),
    ] {
        let made = amount_off(kind, line, rupiah(price), period);
        assert_eq!(made, Ok(rupiah(off)), "{kind:?} {line} {price}");
    }
    let json = serde_json::to_string(&DiscountKind::FreeDays(3)).unwrap();
    assert_eq!(json, r#"{"free_days":3}"#);
    let none = amount_off(DiscountKind::FreeDays(3), service, rupiah(1), month(1, 0, 0));
    assert_eq!(none, Ok(Rupiah::ZERO), "a period without days");
}

proptest! {
    #[test]
    fn a_split_adds_up(
        price in -Rupiah::LIMIT..=Rupiah::LIMIT, parts in prop::collection::vec(0..400_u32, 0..40)
    ) {
        let whole: i128 = parts.iter().map(|part| i128::from(*part)).sum();
        match split(rupiah(price), &parts) {
            Ok(shares) => {
                prop_assert_eq!(shares.len(), parts.len());
                prop_assert_eq!(shares.iter().map(|share| share.get()).sum::<i64>(), price);
                for (share, part) in shares.iter().zip(&parts) {
                    // Never a rupiah or more away from the exact share.
                    let apart = i128::from(share.get()) * whole - i128::from(price) * i128::from(*part);
                    prop_assert!(apart.abs() < whole, "{} of {} for {}", share.get(), price, part);
                }
            }
            Err(error) => {
                prop_assert_eq!(whole, 0);
                prop_assert_eq!(error, ProrateError::OfNothing);
            }
        }
    }

    #[test]
    fn a_part_is_the_nearest_rupiah(price in 0..=Rupiah::LIMIT, of in 1..400_u32, days in 0..400_u32) {
        let days = days.min(of);
        let part = i128::from(prorate(rupiah(price), days, of).unwrap().get());
        let twice = 2 * (part * i128::from(of) - i128::from(price) * i128::from(days));
        prop_assert!(twice <= i128::from(of) && twice > -i128::from(of));
        let rest = prorate(rupiah(price), of - days, of).unwrap().get();
        prop_assert!((i128::from(rest) + part - i128::from(price)).abs() <= 1);
    }

    #[test]
    fn fees_only_grow_and_never_pass_the_cap(
        base in -1_000_000..1_000_000_000_i64, cap in 0..10_000_000_i64, late in 0..100_u32
    ) {
        let (today, tomorrow) = (fees(base, cap, late), fees(base, cap, late + 1));
        prop_assert!(tomorrow.starts_with(&today), "what was charged stays charged");
        prop_assert!(tomorrow.iter().map(|(_, amount)| amount).sum::<i64>() <= cap);
    }

    #[test]
    fn a_discount_takes_no_more_than_the_price(
        which in 0..5_u8, size in 0..10_000_u16, price in 0..1_000_000_000_i64,
        number in 1..20_u32, days in 1..366_u32
    ) {
        let kind = match which {
            0 => DiscountKind::Percent(rate(size)),
            1 => DiscountKind::Amount(rupiah(i64::from(size) * 1_000)),
            2 => DiscountKind::FreeDays(size),
            3 => DiscountKind::FreeMonths((size % 256) as u8),
            _ => DiscountKind::InstallWaived,
        };
        let length = PeriodLength::new(u8::try_from(number % 12 + 1).unwrap()).unwrap();
        let period = Served { number, days_before: (number - 1) * 30, days, length };
        for line in LineKind::ALL {
            let off = amount_off(kind, *line, rupiah(price), period).unwrap().get();
            prop_assert!((0..=price).contains(&off));
        }
    }
}
