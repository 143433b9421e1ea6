//! What came into the house and went out of it, and the money of a day.

use serde_json::{Value, json};
use wikarta_core::access::Role;
use wikarta_core::account::{
    AccountEvent, CaseAct, GoneBack, Posting, PostingAct, PostingMethod, PostingState, RefundCase,
    RefundSource, Route, Stage,
};
use wikarta_core::audit::FieldChange;
use wikarta_core::fees::FeeTable;
use wikarta_core::hand::Hand;
use wikarta_core::id::{CommandId, OrderId, PostingId, RefundId, UserId};
use wikarta_core::money::Rupiah;
use wikarta_core::provider::Channel;
use wikarta_core::report::{
    CashKind, CashMove, DayLine, Means, Way, cash_moves, day_cash, suspense_moves,
};

use crate::market::day;
use crate::world::{at, rupiah, staff};

fn hand() -> Hand {
    let by = staff(Role::Keuangan).person().unwrap().clone();
    Hand { by, at: at("2026-08-01T03:00:00Z") }
}

fn keuangan() -> UserId {
    hand().by
}

fn order() -> OrderId {
    "INV-1".parse().unwrap()
}

fn posting(act: PostingAct) -> AccountEvent {
    let posting = Posting {
        id: PostingId::derived(&CommandId::new("posting"), 0),
        method: PostingMethod::Cash,
        amount: rupiah(150_000),
        received_on: day("2026-08-01"),
        evidence: "KW-1".to_owned(),
        note: String::new(),
        invoices: Vec::new(),
        state: PostingState::Recorded,
        recorded: hand(),
        verified: None,
        placed: Vec::new(),
        refunded: Rupiah::ZERO,
        ended: None,
    };
    AccountEvent::PostingStepped { act, posting: Box::new(posting), not_needed: Vec::new() }
}

fn refund(route: Route, source: RefundSource, gone: Option<i64>) -> AccountEvent {
    let case = RefundCase {
        id: RefundId::derived(&CommandId::new("refund"), 0),
        invoice: None,
        source,
        route,
        payout: None,
        amount: rupiah(80_000),
        reason: "Layanan terputus dua minggu".to_owned(),
        evidence: None,
        stage: Stage::Done,
        tier: 1,
        requested: hand(),
        verified: None,
        approvals: Vec::new(),
        executed: None,
        proof: None,
        ended: None,
        expires_at: at("2026-08-08T03:00:00Z"),
        not_before: None,
        key: "RF-1".to_owned(),
        tries: 1,
    };
    let gone =
        gone.map(|amount| GoneBack { amount: rupiah(amount), placed: Vec::new(), confirmed: true });
    AccountEvent::RefundStepped { act: CaseAct::Finish, refund: Box::new(case), gone }
}

fn moved(kind: CashKind, amount: i64, means: Means) -> CashMove {
    CashMove { kind, amount: rupiah(amount), means, settled_at: None }
}

#[test]
fn money_taken_by_hand_counts_once_it_is_verified() {
    let means = || Means::Hand(PostingMethod::Cash, keuangan());
    assert_eq!(cash_moves(&posting(PostingAct::Record)), []);
    assert_eq!(cash_moves(&posting(PostingAct::Reject)), []);
    let verified = cash_moves(&posting(PostingAct::Verify));
    assert_eq!(verified, [moved(CashKind::Received, 150_000, means())]);
    let reversed = cash_moves(&posting(PostingAct::Reverse));
    assert_eq!(reversed, [moved(CashKind::Reversed, 150_000, means())]);
}

#[test]
fn a_refund_leaves_by_the_way_that_its_money_came_or_by_transfer() {
    let by_posting = || RefundSource::Posting(PostingId::derived(&CommandId::new("posting"), 0));
    let gateway = || Means::Gateway(order());
    for (route, source, means) in [
        (Route::Gateway, RefundSource::Attempt(order()), gateway()),
        (Route::Gateway, RefundSource::Suspense(order()), gateway()),
        (Route::Gateway, by_posting(), Means::Transfer),
        (Route::Gateway, RefundSource::Credit, Means::Transfer),
        (Route::Offline, RefundSource::Attempt(order()), Means::Transfer),
    ] {
        let event = refund(route, source, Some(80_000));
        assert_eq!(cash_moves(&event), [moved(CashKind::Refunded, 80_000, means)], "{event:?}");
    }
    let kept = refund(Route::Credit, RefundSource::Attempt(order()), Some(80_000));
    assert_eq!(cash_moves(&kept), [], "the money stays, as credit");
    assert_eq!(cash_moves(&refund(Route::Gateway, RefundSource::Credit, None)), [], "asked only");
}

#[test]
fn the_row_of_an_unknown_order_tells_what_came_and_went() {
    let change = |entity: &str, field: &str, before: Value, after: Value| FieldChange {
        entity: entity.to_owned(),
        id: "INV-1".to_owned(),
        field: field.to_owned(),
        before,
        after,
    };
    let settled = Some(at("2026-08-01T02:00:00Z"));
    let told = |changes: &[FieldChange]| suspense_moves(&order(), changes, settled);
    let of = |kind, amount| CashMove {
        settled_at: settled,
        ..moved(kind, amount, Means::Gateway(order()))
    };
    let came = change("suspense", "amount", Value::Null, json!(50_000));
    let fell = change("suspense", "amount", json!(50_000), json!(0));
    let back = change("suspense", "refunded", json!(0), json!(20_000));
    assert_eq!(
        told(&[came, fell, back]),
        [
            of(CashKind::Received, 50_000),
            of(CashKind::Reversed, 50_000),
            of(CashKind::Refunded, 20_000)
        ]
    );
    let other = [
        change("invoice", "amount", json!(0), json!(50_000)),
        change("suspense", "state", json!(0), json!(1)),
        change("suspense", "amount", json!(7), json!(7)),
        change("suspense", "refunded", json!(9), json!(3)),
    ];
    assert_eq!(told(&other), [], "other rows, other fields, and nothing");
}

#[test]
fn the_money_of_a_day_adds_up_way_by_way() {
    let fees = FeeTable::published_2026().unwrap();
    let va = || Means::Gateway(order());
    let moves = [
        (moved(CashKind::Received, 277_500, va()), Some(Channel::BcaVa)),
        (moved(CashKind::Received, 100_000, va()), Some(Channel::BcaVa)),
        (moved(CashKind::Reversed, 100_000, va()), Some(Channel::BcaVa)),
        (moved(CashKind::Received, 40_000, va()), None),
        (moved(CashKind::Received, 150_000, Means::Hand(PostingMethod::Cash, keuangan())), None),
        (moved(CashKind::Refunded, 80_000, Means::Transfer), None),
    ];
    let cash = day_cash(rupiah(1_000_000), &moves, &fees, day("2026-08-01")).unwrap();
    let line = |way, count, [gross, fee, back, net]: [i64; 4]| DayLine {
        way,
        count,
        gross: rupiah(gross),
        fee: rupiah(fee),
        back: rupiah(back),
        net: rupiah(net),
    };
    assert_eq!(
        cash.lines,
        [
            line(Way::Gateway(None), 1, [40_000, 0, 0, 40_000]),
            line(Way::Gateway(Some(Channel::BcaVa)), 2, [377_500, 8_880, 100_000, 268_620]),
            line(Way::Hand(PostingMethod::Cash, keuangan()), 1, [150_000, 0, 0, 150_000]),
            line(Way::Transfer, 0, [0, 0, 80_000, -80_000]),
        ]
    );
    // 1.000.000 + 567.500 − 180.000; fees are kept of what is paid out.
    assert_eq!((cash.opening, cash.closing), (rupiah(1_000_000), rupiah(1_387_500)));
    let full = day_cash(rupiah(Rupiah::LIMIT), &moves, &fees, day("2026-08-01"));
    assert!(full.is_err(), "a sum beyond all books is refused");
}
