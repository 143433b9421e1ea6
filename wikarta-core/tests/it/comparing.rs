//! Comparing the books about one order: every kind of difference, and none where there is none.

use proptest::prelude::*;
use wikarta_core::account::AttemptState;
use wikarta_core::provider::{ProviderRefund, ProviderStatus, Reading};
use wikarta_core::reconcile::{
    Ours, Placement, Wanted, compare, confirmed, conservation, is_final,
};
use wikarta_core::report::{Compared, Finding, MismatchKind};

use crate::world::{at, rupiah};

fn ours(state: AttemptState, booked: Option<i64>, wanted: Wanted) -> Ours {
    Ours {
        state: Some(state),
        asked: rupiah(275_000),
        booked: booked.map(rupiah),
        refunded: rupiah(0),
        transaction_id: Some("tx-1".to_owned()),
        known_there: true,
        wanted,
    }
}

fn theirs(status: ProviderStatus, amount: i64) -> Reading {
    Reading {
        status,
        transaction_id: Some("tx-1".to_owned()),
        amount: rupiah(amount),
        payer_fee: rupiah(0),
        currency: Some("IDR".to_owned()),
        channel: None,
        instructions: None,
        expires_at: None,
        settled_at: None,
        refunds: Vec::new(),
        refunded_total: None,
    }
}

fn refunded(amount: i64, back: i64) -> Reading {
    let refund = ProviderRefund {
        key: "r-1".to_owned(),
        amount: rupiah(back),
        confirmed: true,
        chargeback: false,
    };
    Reading { refunds: vec![refund], ..theirs(ProviderStatus::PartiallyRefunded, amount) }
}

fn kinds(ours: Option<&Ours>, theirs: Option<&Reading>) -> String {
    let found: Vec<_> = compare(ours, theirs).iter().map(|one| one.kind.as_str()).collect();
    found.join(" ")
}

#[test]
fn every_kind_of_difference_is_told_apart() {
    use AttemptState as A;
    use ProviderStatus as P;
    use Wanted::{Ended, PaidOtherwise, Yes};
    let waiting = ours(A::Pending, None, Yes);
    let paid = ours(A::Settled, Some(275_000), Ended);
    let ended = ours(A::Expired, None, Ended);
    let unneeded = ours(A::Pending, None, PaidOtherwise);
    let unmade = Ours { known_there: false, transaction_id: None, ..ours(A::Unknown, None, Yes) };
    let other = Reading { transaction_id: Some("tx-2".into()), ..theirs(P::Settled, 275_000) };
    let dollars = Reading { currency: Some("USD".into()), ..theirs(P::Settled, 275_000) };
    let settled = theirs(P::Settled, 275_000);
    let table = [
        (Some(&waiting), Some(settled.clone()), "M1"),
        (Some(&waiting), Some(theirs(P::Settled, 250_000)), "M1 M3"),
        (Some(&waiting), Some(dollars), "M1 M3"),
        (Some(&paid), Some(theirs(P::Pending, 275_000)), "M2"),
        (Some(&paid), Some(theirs(P::Denied, 275_000)), "M2"),
        (Some(&paid), Some(theirs(P::Settled, 250_000)), "M3"),
        (None, Some(settled.clone()), "M4"),
        (None, Some(theirs(P::Pending, 275_000)), "M4"),
        (Some(&paid), Some(refunded(275_000, 50_000)), "M5"),
        (Some(&paid), Some(theirs(P::Refunded, 275_000)), "M5"),
        (Some(&unneeded), Some(settled.clone()), "M6"),
        (Some(&paid), Some(other), "M6"),
        (Some(&ended), Some(settled.clone()), "M7"),
        (Some(&paid), None, "M8"),
        (Some(&waiting), None, "M8"),
        // Books that agree, or that only lag behind without money.
        (Some(&paid), Some(settled), ""),
        (Some(&waiting), Some(theirs(P::Pending, 275_000)), ""),
        (Some(&waiting), Some(theirs(P::Expired, 275_000)), ""),
        (Some(&ended), Some(theirs(P::Pending, 275_000)), ""),
        (Some(&ended), None, ""),
        (Some(&unmade), None, ""),
        (Some(&paid), Some(theirs(P::Unrecognised, 275_000)), ""),
        (None, None, ""),
    ];
    let mut seen = std::collections::BTreeSet::new();
    for (ours, theirs, expected) in table {
        assert_eq!(kinds(ours, theirs.as_ref()), expected, "{ours:?} and {theirs:?}");
        seen.extend(compare(ours, theirs.as_ref()).into_iter().map(|one| one.kind));
    }
    assert_eq!(seen.len(), MismatchKind::ALL.len(), "a kind is never found: {seen:?}");
}

#[test]
fn a_difference_says_both_sides() {
    let ours = ours(AttemptState::Settled, Some(275_000), Wanted::Ended);
    let found = compare(Some(&ours), Some(&refunded(275_000, 50_000)));
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(one.our_status, Some(AttemptState::Settled));
    assert_eq!(one.their_status, Some(ProviderStatus::PartiallyRefunded));
    assert_eq!((one.our_amount.get(), one.their_amount.get()), (0, 50_000));
    assert_eq!(one.difference().get(), 50_000);
}

#[test]
fn a_difference_is_confirmed_by_a_final_state_or_by_a_second_look() {
    let kind = MismatchKind::UnknownThere;
    let looks = |list: &[(&str, Finding)]| -> Vec<Compared> {
        let look = |(when, finding): &(&str, Finding)| Compared {
            order_id: "O-1".parse().unwrap(),
            at: at(when),
            finding: *finding,
        };
        list.iter().map(look).collect()
    };
    let now = at("2026-08-01T03:15:00Z");
    let sure = |list: &[(&str, Finding)]| confirmed(&looks(list), (kind, now), false, 15);
    assert!(confirmed(&[], (kind, now), true, 15), "a final state needs no second look");
    assert!(!sure(&[]));
    assert!(sure(&[("2026-08-01T03:00:00Z", Finding::Differs(kind))]));
    assert!(!sure(&[("2026-08-01T03:00:01Z", Finding::Differs(kind))]));
    assert!(!sure(&[
        ("2026-08-01T02:00:00Z", Finding::Differs(kind)),
        ("2026-08-01T03:10:00Z", Finding::Agrees),
    ]));
    assert!(!sure(&[("2026-08-01T02:00:00Z", Finding::Differs(MismatchKind::Amount))]));
    assert!(is_final(Some(&theirs(ProviderStatus::Settled, 1))));
    assert!(is_final(Some(&theirs(ProviderStatus::Expired, 1))));
    assert!(!is_final(Some(&theirs(ProviderStatus::Pending, 1))));
    assert!(!is_final(None));
}

#[test]
fn conservation_adds_up_and_names_what_does_not() {
    let order = |n: u32| format!("O-{n}").parse().unwrap();
    let placement = |n, parts: [i64; 6]| {
        let [settled, allocated, credit, refunded, suspense, in_cases] = parts.map(rupiah);
        Placement { order_id: order(n), settled, allocated, credit, refunded, suspense, in_cases }
    };
    let books = conservation([
        placement(1, [275_000, 275_000, 0, 0, 0, 0]),
        placement(2, [300_000, 275_000, 25_000, 0, 0, 0]),
        placement(3, [250_000, 150_000, 0, 100_000, 0, 0]),
        placement(4, [99_000, 0, 0, 0, 99_000, 0]),
        placement(5, [199_000, 0, 0, 0, 0, 199_000]),
        placement(6, [0, 0, 0, 0, 0, 0]),
    ]);
    assert!(books.holds());
    assert_eq!((books.orders, books.settled.get(), books.unexplained().get()), (5, 1_123_000, 0));
    // A rupiah too much here and one too little there are two lines, though their sum is nothing.
    let lost = conservation([
        placement(1, [275_000, 274_999, 0, 0, 0, 0]),
        placement(2, [275_000, 275_001, 0, 0, 0, 0]),
    ]);
    assert!(!lost.holds());
    let lines: Vec<_> = lost.lines.iter().map(|line| line.unexplained.get()).collect();
    assert_eq!((lines, lost.unexplained().get()), (vec![1, -1], 0));
}

fn statuses() -> impl Strategy<Value = ProviderStatus> {
    proptest::sample::select(ProviderStatus::ALL)
}

proptest! {
    /// Whatever the gateway says, books made from it differ in nothing.
    #[test]
    fn equal_books_never_differ(status in statuses(), amount in 1_i64..1_000_000, back in 0_i64..100) {
        let back = if status.means_money() { amount * back / 100 } else { 0 };
        let mut reading = theirs(status, amount);
        if back > 0 {
            reading.refunded_total = Some(rupiah(back));
        }
        let all = matches!(status, ProviderStatus::Refunded | ProviderStatus::ChargedBack);
        let mine = Ours {
            asked: rupiah(amount),
            refunded: rupiah(if all { amount } else { back }),
            ..ours(AttemptState::Pending, status.means_money().then_some(amount), Wanted::Yes)
        };
        prop_assert_eq!(compare(Some(&mine), Some(&reading)), Vec::new());
    }

    /// Money on one side only is always seen.
    #[test]
    fn money_on_one_side_is_always_seen(status in statuses(), amount in 1_i64..1_000_000) {
        prop_assume!(status != ProviderStatus::Unrecognised);
        let booked = (!status.means_money()).then_some(amount);
        for wanted in Wanted::ALL {
            let mine = ours(AttemptState::Pending, booked, *wanted);
            prop_assert!(!compare(Some(&mine), Some(&theirs(status, amount))).is_empty());
        }
    }
}
