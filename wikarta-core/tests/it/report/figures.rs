//! Key figures and fees, counted by hand.

use chrono::NaiveDate;
use wikarta_core::billing::PeriodLength;
use wikarta_core::fees::{FeeClass, FeeError, FeeRow, FeeTable};
use wikarta_core::money::{Rate, Rupiah};
use wikarta_core::provider::Channel;
use wikarta_core::ratio::Ratio;
use wikarta_core::report::{
    CohortBill, Mrr, Recurring, arpu, churn, collection_rate, dso, mrr, on_time_rate,
    percentile_95, revenue_churn,
};
use wikarta_core::subscription::SubscriptionStatus;

use crate::world::rupiah;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn recurring_revenue_counts_active_and_isolated() {
    use SubscriptionStatus::{Active, Isolated, PendingInstall, Terminated};
    let of = |status, price, months| Recurring {
        status,
        price: rupiah(price),
        length: PeriodLength::new(months).unwrap(),
    };
    let sum = mrr(&[
        of(Active, 225_225, 1),
        of(Active, 2_000_000, 12), // 166.666,67 → 166.667
        of(Active, 500_002, 4),    // 125.000,5 → 125.001
        of(Isolated, 134_234, 1),
        of(PendingInstall, 999_999, 1),
        of(Terminated, 999_999, 1),
    ]);
    assert_eq!(sum, Ok(Mrr { active: rupiah(516_893), at_risk: rupiah(134_234) }));
    assert_eq!(sum.unwrap().total(), rupiah(651_127));
    assert_eq!(mrr(&[]), Ok(Mrr::default()));
    assert!(mrr(&[of(Active, Rupiah::LIMIT, 1), of(Active, 1, 1)]).is_err());
}

fn cohort() -> Vec<CohortBill> {
    let bill = |total, settled, paid_on: Option<&str>| CohortBill {
        total: rupiah(total),
        settled: rupiah(settled),
        paid_on: paid_on.map(day),
        due: day("2026-11-20"),
    };
    vec![
        bill(277_500, 277_500, Some("2026-11-20")),
        bill(277_500, 300_000, Some("2026-11-21")),
        bill(5_550_000, 5_450_000, None),
        bill(150_000, 0, None),
    ]
}

#[test]
fn collection_is_settled_of_what_fell_due() {
    // (277.500 + 277.500 + 5.450.000) ÷ 6.255.000 = 96,00 %: the surplus is credit.
    assert_eq!(collection_rate(&cohort()), Ratio::of(6_005_000, 6_255_000));
    assert_eq!(collection_rate(&cohort()).percent(), "96,00 %");
    assert_eq!(on_time_rate(&cohort()).percent(), "25,00 %");
    assert_eq!(
        (collection_rate(&[]).percent(), on_time_rate(&[]).percent()),
        ("–".into(), "–".into())
    );
}

#[test]
fn days_outstanding_revenue_per_user_and_churn() {
    // 412.345.678 ÷ 1.198.765.432 × 90 = 30,957…
    let days = dso(rupiah(412_345_678), rupiah(1_198_765_432));
    assert_eq!((days.plain().as_str(), days.times(1)), ("30,96", Some(31)));
    assert_eq!(dso(rupiah(5), Rupiah::ZERO).plain(), "–");
    assert_eq!(arpu(rupiah(55_000_001), 240, 251), Some(rupiah(224_033))); // 224.032,59…
    assert_eq!(arpu(rupiah(0), 0, 1), Some(Rupiah::ZERO));
    assert_eq!(arpu(rupiah(55_000_000), 0, 0), None);
    assert_eq!(churn(3, 240).percent(), "1,25 %");
    assert_eq!(churn(0, 240).percent(), "0,00 %");
    assert_eq!(churn(3, 0).percent(), "–");
    assert_eq!(revenue_churn(rupiah(750_000), rupiah(60_000_000)).percent(), "1,25 %");
}

#[test]
fn the_percentile_is_a_value_that_occurred() {
    let hundred: Vec<i64> = (1..=100).rev().collect();
    assert_eq!(percentile_95(&hundred), Some(95));
    assert_eq!(percentile_95(&hundred[..20]), Some(99), "81 to 100: the 19th of 20");
    assert_eq!(percentile_95(&[7]), Some(7));
    assert_eq!(percentile_95(&[]), None);
}

#[test]
fn a_ratio_rounds_once_and_keeps_its_figures() {
    assert_eq!(Ratio::of(1, 3).percent(), "33,33 %");
    assert_eq!(Ratio::of(2, 3).basis_points(), Some(6_667));
    assert_eq!(Ratio::of(-1, 8).percent(), "\u{2212}12,50 %");
    assert_eq!(Ratio::of(1, -8), Ratio::of(-1, 8));
    assert_eq!(Ratio::of(i128::MAX, 1).percent(), "–", "beyond all books");
    assert_eq!(Ratio::of(5, 0).is_at_least_percent(0), None);
    assert_eq!(Ratio::of(7, 9).to_string(), "7 / 9");
    assert_eq!((Ratio::of(7, 9).numerator(), Ratio::of(7, 9).denominator()), (7, 9));
}

/// class | gross | fee | of it PPN | net
const FEES: &str = "
virtual_account |  277500 |  4440 |  440 |  273060
virtual_account |   10000 |  4440 |  440 |    5560
qris            |  250000 |  1750 |    0 |  248250
qris            |  634285 |  4440 |    0 |  629845
qris            |  634358 |  4441 |    0 |  629917
qris            |     999 |     7 |    0 |     992
wallet          |  150000 |  3000 |    0 |  147000
card            | 1000000 | 34410 | 3410 |  965590
";

#[test]
fn fees_as_published() {
    let table = FeeTable::published_2026().unwrap();
    for line in FEES.trim().lines() {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let amount = |index: usize| rupiah(parts[index].parse().unwrap());
        let class: FeeClass = parts[0].parse().unwrap();
        let fee = table.fee(class, day("2026-11-05"), amount(1)).unwrap().unwrap();
        assert_eq!((fee.fee, fee.ppn, fee.net), (amount(2), amount(3), amount(4)), "{line}");
        assert!(fee.agrees_with(fee.fee) && fee.agrees_with(fee.fee.plus(rupiah(1)).unwrap()));
        assert!(!fee.agrees_with(fee.fee.minus(rupiah(2)).unwrap()));
    }
    assert_eq!(table.fee(FeeClass::Qris, day("2025-12-31"), rupiah(1_000)), Ok(None));
    for channel in Channel::ALL {
        let class = FeeClass::of(*channel);
        assert_eq!(class == FeeClass::Qris, *channel == Channel::Qris);
    }
}

#[test]
fn a_contract_changes_the_fee_from_its_day_on() {
    let row = |from: &str, fixed| FeeRow {
        class: FeeClass::VirtualAccount,
        from: day(from),
        fixed: rupiah(fixed),
        rate: Rate::NONE,
        ppn: Rate::of_basis_points(1_100).unwrap(),
    };
    let table = FeeTable::new(vec![row("2026-07-01", 3_000), row("2026-01-01", 4_000)]).unwrap();
    let fee = |on: &str| {
        let class = FeeClass::VirtualAccount;
        table.fee(class, day(on), rupiah(100_000)).unwrap().unwrap().fee
    };
    assert_eq!((fee("2026-06-30"), fee("2026-07-01")), (rupiah(4_440), rupiah(3_330)));
    let twice = FeeTable::new(vec![row("2026-01-01", 1), row("2026-01-01", 2)]);
    assert_eq!(twice, Err(FeeError::Twice(FeeClass::VirtualAccount, day("2026-01-01"))));
    assert!(FeeTable::new(vec![row("2026-01-01", -1)]).is_err());
    let json = serde_json::to_string(&table).unwrap();
    assert_eq!(serde_json::from_str::<FeeTable>(&json).unwrap(), table);
}
