//! Bills of many lines: whatever the mix, the lines come to the totals.

use chrono::NaiveDate;
use proptest::prelude::*;
use wikarta_core::billing::{
    Bill, BillError, LineKind, Pph23, Priced, Pricing, SellerStatus, StampDuty, TaxCode, TaxPolicy,
    bill_of, monthly_bill, stamp_duty,
};
use wikarta_core::money::{Rate, Rupiah};

use crate::world::{policy, rupiah};

use Pricing::{Exclusive, Inclusive};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, 1).unwrap()
}

fn priced(kind: LineKind, amount: i64, pricing: Pricing) -> Priced {
    Priced {
        description: kind.to_string(),
        from: day(),
        to: day(),
        quantity: 1,
        amount: rupiah(amount),
        pricing,
        tax_code: TaxCode::Ppn04,
        kind,
    }
}

fn bill(lines: &[(LineKind, i64, Pricing)]) -> Result<Bill, BillError> {
    let lines = lines.iter().map(|(kind, amount, pricing)| priced(*kind, *amount, *pricing));
    bill_of(lines.collect(), day(), &policy().tax)
}

/// Base, DPP, PPN, total.
fn figures(bill: &Bill) -> [i64; 4] {
    [bill.tax.base, bill.tax.dpp, bill.tax.ppn, bill.total].map(Rupiah::get)
}

fn taxes(bill: &Bill) -> Vec<i64> {
    bill.lines.iter().map(|line| line.tax.get()).collect()
}

fn bases(bill: &Bill) -> Vec<i64> {
    bill.lines.iter().map(|line| line.amount.get()).collect()
}

const SERVICE: LineKind = LineKind::Recurring;
const DISCOUNT: LineKind = LineKind::Discount;

#[test]
fn tax_is_computed_once_on_the_sum() {
    let made = bill(&[
        (SERVICE, 33_333, Exclusive),
        (SERVICE, 33_333, Exclusive),
        (SERVICE, 33_334, Exclusive),
    ]);
    let made = made.unwrap();
    assert_eq!(figures(&made), [100_000, 91_667, 11_000, 111_000]);
    assert_eq!(taxes(&made), [3_667, 3_666, 3_667]);
}

#[test]
fn inclusive_lines_keep_their_price() {
    for (total, base, dpp, ppn) in [
        (111_000, 100_000, 91_667, 11_000),
        (149_000, 134_234, 123_048, 14_766),
        (250_000, 225_225, 206_456, 24_775),
        (350_000, 315_315, 289_039, 34_685),
        (1_000_000, 900_901, 825_826, 99_099),
        (149_007, 134_241, 123_054, 14_766),
    ] {
        let third = total / 3;
        let parts = [third, third, total - 2 * third];
        for lines in [vec![total], parts.to_vec()] {
            let made: Vec<_> = lines.iter().map(|price| (SERVICE, *price, Inclusive)).collect();
            let made = bill(&made).unwrap();
            assert_eq!(figures(&made), [base, dpp, ppn, total]);
            let prices: Vec<i64> =
                made.lines.iter().map(|line| line.amount.get() + line.tax.get()).collect();
            assert_eq!(prices, lines, "each line comes to its advertised price");
        }
    }
}

#[test]
fn a_discount_on_the_bill_lowers_the_base_and_never_below_nothing() {
    let made = bill(&[(SERVICE, 250_000, Exclusive), (DISCOUNT, -25_000, Exclusive)]).unwrap();
    assert_eq!(figures(&made), [225_000, 206_250, 24_750, 249_750]);
    assert_eq!(taxes(&made), [27_500, -2_750]);
    let made = bill(&[(SERVICE, 250_000, Inclusive), (DISCOUNT, -250_000, Inclusive)]).unwrap();
    assert_eq!(figures(&made), [0, 0, 0, 0]);
    assert_eq!((bases(&made), taxes(&made)), (vec![225_225, -225_225], vec![24_775, -24_775]));
    let lines = [
        (DISCOUNT, -200_000, Exclusive),
        (SERVICE, 250_000, Exclusive),
        (DISCOUNT, -100_000, Exclusive),
        (LineKind::Deposit, 100_000, Exclusive),
    ];
    let made = bill(&lines).unwrap();
    assert_eq!(bases(&made), [-200_000, 250_000, -50_000, 100_000], "the deposit is not reduced");
    assert_eq!(figures(&made), [100_000, 0, 0, 100_000]);
    let made = bill(&[(SERVICE, 250_000, Exclusive), (DISCOUNT, -9, Inclusive)]).unwrap();
    assert_eq!(bases(&made), [250_000, 0], "nothing of its pricing to take it off");
    assert_eq!(
        bill(&[(SERVICE, 5, Exclusive), (DISCOUNT, 1, Exclusive)]),
        Err(BillError::Discount(rupiah(1)))
    );
}

#[test]
fn deposits_and_late_fees_bear_no_tax() {
    let lines = [
        (SERVICE, 250_000, Exclusive),
        (LineKind::Deposit, 100_000, Exclusive),
        (LineKind::LateFee, 13_875, Inclusive),
        (LineKind::Installation, 250_000, Exclusive),
    ];
    let made = bill(&lines).unwrap();
    assert_eq!(figures(&made), [613_875, 458_333, 55_000, 668_875]);
    assert_eq!(made.taxable(), rupiah(500_000));
    let codes: Vec<_> = made.lines.iter().map(|line| line.tax_code).collect();
    use TaxCode::{OutOfScope, Ppn04};
    assert_eq!(codes, [Ppn04, OutOfScope, OutOfScope, Ppn04]);
    assert_eq!((made.tax.code, made.tax.rate.get().to_string()), (Ppn04, "0.12".to_owned()));
    let made = bill(&[(LineKind::Deposit, 100_000, Exclusive)]).unwrap();
    assert_eq!((made.tax.code, made.tax.rate), (OutOfScope, Rate::NONE));
}

#[test]
fn a_change_of_plan_is_two_lines() {
    let prorated = LineKind::Proration;
    let made = bill(&[(prorated, -125_000, Exclusive), (prorated, 175_000, Exclusive)]).unwrap();
    assert_eq!(figures(&made), [50_000, 45_833, 5_500, 55_500]);
    assert_eq!(taxes(&made), [-13_750, 19_250]);
    let made = bill(&[(prorated, -175_000, Exclusive), (prorated, 125_000, Exclusive)]);
    assert_eq!(made, Err(BillError::BelowZero(rupiah(-55_500))), "that is a credit, no bill");
}

#[test]
fn what_is_no_bill() {
    assert_eq!(bill(&[]), Err(BillError::NoLines));
    let none = Priced { quantity: 0, ..priced(SERVICE, 1, Exclusive) };
    assert_eq!(bill_of(vec![none], day(), &policy().tax), Err(BillError::NoUnits));
    let full = (SERVICE, Rupiah::LIMIT, Exclusive);
    assert!(matches!(bill(&[full, full]), Err(BillError::Money(_))));
}

#[test]
fn a_seller_who_is_no_pkp_taxes_nothing() {
    let mut rules: Vec<_> = policy().tax.into();
    rules.iter_mut().for_each(|rule| rule.status = SellerStatus::NonPkp);
    let tax = TaxPolicy::try_from(rules).unwrap();
    let lines = vec![priced(SERVICE, 250_000, Inclusive), priced(DISCOUNT, -9, Inclusive)];
    let made = bill_of(lines, day(), &tax).unwrap();
    assert_eq!((figures(&made), made.taxable()), ([249_991, 0, 0, 249_991], Rupiah::ZERO));
    assert!(made.lines.iter().all(|line| line.tax_code == TaxCode::NonPkp));
}

#[test]
fn one_line_is_the_monthly_bill() {
    for (price, pricing) in [(149_007, Inclusive), (1_234_567, Exclusive), (0, Exclusive)] {
        let sold = crate::tax::sold(price, pricing);
        let month = "2026-08".parse().unwrap();
        let monthly = monthly_bill(&sold, month, day(), &policy().tax).unwrap();
        let line = Priced {
            description: "RUMAH20 Rumah 20".to_owned(),
            from: month.first_day(),
            to: month.last_day(),
            ..priced(SERVICE, price, pricing)
        };
        assert_eq!(bill_of(vec![line], day(), &policy().tax), Ok(monthly));
    }
}

#[test]
fn lines_written_before_kinds_are_of_the_service() {
    let mut json = serde_json::to_value(bill(&[(SERVICE, 1, Exclusive)]).unwrap()).unwrap();
    json["lines"][0].as_object_mut().unwrap().remove("kind").unwrap();
    let read: Bill = serde_json::from_value(json).unwrap();
    assert_eq!(read.lines[0].kind, SERVICE);
}

#[test]
fn pph_23_by_rate() {
    for (points, base, tax) in [
        (200, 5_000_000, 100_000),
        (400, 5_000_000, 200_000),
        (50, 5_000_000, 25_000),
        (200, 25, 1),
    ] {
        let pph = Pph23 { rate: Rate::of_basis_points(points).unwrap() };
        assert_eq!(pph.withheld(rupiah(base)), Ok(rupiah(tax)), "{points}");
    }
}

#[test]
fn a_shortfall_that_looks_withheld() {
    let pph = Pph23 { rate: Rate::of_basis_points(200).unwrap() };
    let look =
        |received| pph.looks_withheld(rupiah(5_550_000), rupiah(5_000_000), rupiah(received));
    for (received, seen) in [
        (5_450_000, Some(100_000)),
        (5_450_001, Some(99_999)),
        (5_449_999, Some(100_001)),
        (5_450_002, None),
        (5_449_998, None),
        (5_550_000, None),
        (5_560_000, None),
        (0, None),
    ] {
        assert_eq!(look(received), seen.map(rupiah), "{received}");
    }
    assert_eq!(pph.looks_withheld(rupiah(12), rupiah(12), rupiah(11)), None, "nothing to withhold");
}

#[test]
fn a_receipt_needs_a_stamp_above_the_threshold() {
    for (received, duty) in [
        (5_000_000, StampDuty::NotNeeded),
        (5_000_001, StampDuty::Needed),
        (0, StampDuty::NotNeeded),
    ] {
        assert_eq!(stamp_duty(rupiah(received), rupiah(5_000_000)), duty, "{received}");
    }
}

fn any_line() -> impl Strategy<Value = Priced> {
    let kinds = prop::sample::select(LineKind::ALL);
    let codes = prop::sample::select(TaxCode::ALL);
    let pricings = prop::sample::select(Pricing::ALL);
    (kinds, codes, pricings, -2_000_000..10_000_000_i64).prop_map(
        |(kind, tax_code, pricing, amount)| {
            let amount = if kind == DISCOUNT { -amount.abs() } else { amount };
            Priced { tax_code, ..priced(kind, amount, pricing) }
        },
    )
}

proptest! {
    #[test]
    fn lines_come_to_the_totals(lines in prop::collection::vec(any_line(), 1..12)) {
        let wanted = lines.clone();
        let made = match bill_of(lines, day(), &policy().tax) {
            Err(BillError::BelowZero(total)) => {
                prop_assert!(total < Rupiah::ZERO);
                return Ok(());
            }
            made => made.unwrap(),
        };
        let [base, dpp, ppn, total] = figures(&made);
        prop_assert_eq!(bases(&made).iter().sum::<i64>(), base);
        prop_assert_eq!(taxes(&made).iter().sum::<i64>(), ppn);
        prop_assert_eq!(base + ppn, total);
        let taxable = made.taxable().get();
        prop_assert_eq!((taxable * 11).abs() / 12, dpp.abs() - i64::from((taxable * 11).abs() % 12 >= 6));
        // Rp1 for each of the two roundings, exclusive and inclusive.
        prop_assert!((ppn * 100 - taxable * 11).abs() < 200, "{} of {}", ppn, taxable);
        for (line, wanted) in made.lines.iter().zip(&wanted) {
            if line.tax_code != TaxCode::Ppn04 {
                prop_assert_eq!(line.tax, Rupiah::ZERO);
                continue;
            }
            if wanted.pricing == Inclusive && line.kind != DISCOUNT {
                prop_assert_eq!(line.amount.plus(line.tax).unwrap(), wanted.amount);
            }
            prop_assert!((line.tax.get() * 100 - line.amount.get() * 11).abs() < 220);
        }
    }

    #[test]
    fn discounts_alone_never_make_a_bill_negative(
        price in 0..1_000_000_i64, discounts in prop::collection::vec(-500_000..=0_i64, 0..6),
        inclusive in any::<bool>()
    ) {
        let pricing = if inclusive { Inclusive } else { Exclusive };
        let mut lines = vec![(SERVICE, price, pricing)];
        lines.extend(discounts.iter().map(|off| (DISCOUNT, *off, pricing)));
        let made = bill(&lines).unwrap();
        let left = (price + discounts.iter().sum::<i64>()).max(0);
        let before = if inclusive { made.total } else { made.tax.base };
        prop_assert_eq!(before.get(), left);
    }
}
