//! What comparisons start from: which orders, and what the books say about them.

use super::Books;
use super::broken::{Broken, Told, same, there};
use super::reading::{open, write_new};
use super::world::{
    account, account_id, at, attempt, case, hand, holding, invoice_id, issued, month, november,
    order, rupiah, settle, suspense_item,
};
use crate::account::{
    Account, Allocation, AttemptState, Booking, CaseKind, CaseState, Invoice, Source,
};
use crate::aggregate::Aggregate;
use crate::money::Rupiah;
use crate::reconcile::{ComparePage, Position};
use crate::suspense::{Resolution, SuspenseItem, SuspenseMove};

/// Adds an attempt of a bill: its name, when it was opened, until when it could be paid, and when it
/// was paid.
fn tried(whole: &mut Account, invoice: &mut Invoice, name: &str, times: (i64, i64, Option<i64>)) {
    let (opened, expires, paid) = times;
    let mut one = attempt(name, &mut [invoice]);
    (one.opened_at, one.expires_at) = (at(opened), at(expires));
    if let Some(second) = paid {
        one.state = AttemptState::Settled;
        one.booking = Some(Booking {
            amount: one.amount,
            payer_fee: Rupiah::ZERO,
            settled_at: Some(at(second)),
            credited: one.amount,
            suspended: Rupiah::ZERO,
        });
    }
    whole.attempts.insert(one.order_id.clone(), one);
}

fn attempts() -> Account {
    let mut whole = account(1);
    let mut invoice = issued(1, "a", november(), 1);
    let rows = [
        ("A-OVER-BEFORE", (100, 999, None)),
        ("B-OVER-AT-ITS-BEGINNING", (100, 1_000, None)),
        ("C-OPENED-AT-ITS-END", (2_000, 9_000, None)),
        ("D-OPENED-AFTER", (2_001, 9_000, None)),
        ("E-PAID-IN-IT", (100, 900, Some(1_500))),
        ("F-PAID-BEFORE", (100, 900, Some(800))),
        ("G-PAID-AT-ITS-BEGINNING", (100, 900, Some(1_000))),
        ("H-PAID-AT-ITS-END", (100, 900, Some(2_000))),
        ("I-PAID-AFTER", (100, 900, Some(2_001))),
        ("J-ALL-OVER-IT", (100, 9_000, None)),
    ];
    for (name, times) in rows {
        tried(&mut whole, &mut invoice, name, times);
    }
    // That it ended does not mean that nothing was paid.
    tried(&mut whole, &mut invoice, "K-ENDED-IN-IT", (100, 1_500, None));
    if let Some(ended) = whole.attempts.get_mut(&order("K-ENDED-IN-IT")) {
        ended.state = AttemptState::Expired;
    }
    whole.invoices.insert(invoice.id.clone(), invoice);
    whole
}

fn moved(item: SuspenseItem) -> SuspenseItem {
    let (account, resolution) = (account_id(1), Resolution::Credit);
    let (reason, by) = ("Salah ketik".to_owned(), hand(1));
    let moved = SuspenseMove { account, resolution, reason, by, approved: Some(hand(2)) };
    SuspenseItem { moved: Some(moved), ..item }
}

fn items() -> Vec<Aggregate> {
    let found = |name: &str, second| SuspenseItem { found_at: at(second), ..suspense_item(name) };
    let gone = |item: SuspenseItem| SuspenseItem { refunded: item.amount, ..item };
    let all = [
        found("S-NOBODYS", 10),
        moved(found("T-MOVED-BEFORE", 999)),
        gone(found("U-GONE-BEFORE", 999)),
        moved(found("V-FOUND-AT-ITS-BEGINNING", 1_000)),
        gone(found("W-FOUND-AT-ITS-END", 2_000)),
        gone(found("X-FOUND-AFTER", 2_001)),
        found("Y-NOBODYS-LATER", 5_000),
    ];
    all.into_iter().map(Aggregate::Suspense).collect()
}

async fn orders(
    books: &Books,
    span: (i64, i64),
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<String>, Broken> {
    let (from, until) = (at(span.0), at(span.1));
    let page = ComparePage { after: after.map(order), from, until, limit };
    let found = books.observations.to_reconcile(&page).await?;
    Ok(found.iter().map(ToString::to_string).collect())
}

pub(super) async fn orders_of_a_span_are_compared(books: &Books) -> Told {
    same("orders of empty books", orders(books, (0, 9), None, 9).await?, Vec::<String>::new())?;
    open(books, [attempts()]).await?;
    write_new(books, &items()).await?;
    let all = vec![
        "B-OVER-AT-ITS-BEGINNING",
        "C-OPENED-AT-ITS-END",
        "E-PAID-IN-IT",
        "G-PAID-AT-ITS-BEGINNING",
        "H-PAID-AT-ITS-END",
        "J-ALL-OVER-IT",
        "K-ENDED-IN-IT",
        "S-NOBODYS",
        "V-FOUND-AT-ITS-BEGINNING",
        "W-FOUND-AT-ITS-END",
        "Y-NOBODYS-LATER",
    ];
    let span = (1_000, 2_000);
    same("orders of the span", orders(books, span, None, 99).await?, all.clone())?;
    let part =
        |from: usize, count: usize| all.iter().skip(from).take(count).copied().collect::<Vec<_>>();
    same("the first page", orders(books, span, None, 3).await?, part(0, 3))?;
    same("the next", orders(books, span, Some("E-PAID-IN-IT"), 3).await?, part(3, 3))?;
    same("behind one that is not there", orders(books, span, Some("R"), 9).await?, part(7, 9))?;
    same("none, where none is wanted", orders(books, span, None, 0).await?, part(0, 0))
}

/// Money on bills: an attempt's, some of it gone back; an unknown order's; and another's.
fn placed() -> Account {
    let mut whole = account(1);
    let mut first = issued(1, "a", month(10), 1);
    let mut second = issued(1, "b", november(), 2);
    let paying = attempt("PAID", &mut [&mut first, &mut second]);
    whole.attempts.insert(paying.order_id.clone(), paying);
    let other = attempt("OTHER", &mut [&mut first]);
    whole.attempts.insert(other.order_id.clone(), other);
    for invoice in [first, second] {
        whole.invoices.insert(invoice.id.clone(), invoice);
    }
    settle(&mut whole, &order("PAID"));
    if let Some(invoice) = whole.invoices.get_mut(&invoice_id("a")) {
        invoice.allocations.iter_mut().for_each(|part| part.refunded = rupiah(500));
        let source = Source::Suspense(order("MOVED"));
        let (amount, refunded) = (rupiah(700), Rupiah::ZERO);
        invoice.allocations.push(Allocation { source, amount, refunded });
    }
    let mut closed = case(CaseKind::Reversal, &order("PAID"));
    closed.state = CaseState::Closed;
    let cases = [
        closed,
        case(CaseKind::PaidTwice, &order("PAID")),
        case(CaseKind::Mismatch, &order("PAID")),
        case(CaseKind::PaidTwice, &order("OTHER")),
    ];
    whole.cases.extend(cases.map(|case| (case.id.clone(), case)));
    whole
}

pub(super) async fn a_position_is_what_the_books_say(books: &Books) -> Told {
    open(books, []).await?;
    let item = moved(suspense_item("MOVED"));
    write_new(books, &[Aggregate::Suspense(item.clone()), holding(placed())]).await?;
    let names = ["NONE", "PAID", "MOVED", "OTHER", "PAID"].map(order);
    let mut found = books.observations.positions(&names).await?;
    found.iter_mut().for_each(|one| one.cases.sort());
    let of = |name: &str| {
        let attempt = placed().attempts.get(&order(name)).cloned();
        let attempt = attempt.map(|attempt| (account_id(1), attempt));
        Position { attempt, ..Position::unknown(order(name)) }
    };
    let total = issued(1, "a", november(), 1).total;
    let kinds = [CaseKind::PaidTwice, CaseKind::Mismatch];
    let mut cases = kinds.map(|kind| case(kind, &order("PAID")).id).to_vec();
    cases.sort();
    let allocated = total.saturating_plus(total).less(rupiah(500));
    let paid = Position { allocated, cases, ..of("PAID") };
    let moved = Position { item: Some(item), allocated: rupiah(700), ..of("MOVED") };
    let cases = vec![case(CaseKind::PaidTwice, &order("OTHER")).id];
    let other = Position { cases, ..of("OTHER") };
    same("how many positions", found.len(), names.len())?;
    let expected = [of("NONE"), paid.clone(), moved, other, paid];
    for (came, expected) in found.into_iter().zip(expected) {
        same(format!("the position of {}", expected.order_id), came, expected)?;
    }
    let none = books.observations.positions(&[]).await?;
    there("no positions of no orders", none.is_empty().then_some(()))
}
