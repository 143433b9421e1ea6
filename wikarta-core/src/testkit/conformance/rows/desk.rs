//! What people ask for, agree to and take by hand.

use super::{
    FIRST, LAST, LEAST, MOST, NASTY, approval, come_back, ending, first_day, hand, last_day,
    silent_ending,
};
use crate::account::{
    Account, CreditNote, CreditNoteState, Place, Placed, Posting, PostingMethod, PostingState,
    Proof, RefundCase, RefundSource, Route, Stage, VoidCase,
};
use crate::aggregate::Aggregate;
use crate::ports::Subject;
use crate::testkit::conformance::Books;
use crate::testkit::conformance::broken::Told;
use crate::testkit::conformance::reading::{stock, write_new};
use crate::testkit::conformance::world::{
    account, account_id, attempt, credit_note, holding, invoice_id, issued, key, month, note_id,
    order, posting, posting_id, refund, refund_id, suspense_item, void, void_id,
};

/// An account with a bill, its attempt, and money taken by hand.
fn base() -> Account {
    let mut whole = account(1);
    let mut invoice = issued(1, "a", month(10), 1);
    let about = attempt("O", &mut [&mut invoice]);
    whole.attempts.insert(about.order_id.clone(), about);
    whole.invoices.insert(invoice.id.clone(), invoice);
    let posting = posting("p", vec![], 1);
    whole.postings.insert(posting.id.clone(), posting);
    whole
}

fn full_refund(bare: RefundCase) -> RefundCase {
    let proof = Proof { reference: NASTY.to_owned(), evidence: String::new() };
    RefundCase {
        route: Route::Offline,
        payout: Some(key(3).seal("payout", NASTY)),
        amount: MOST,
        reason: NASTY.to_owned(),
        evidence: Some(NASTY.to_owned()),
        tier: u8::MAX,
        verified: Some(hand()),
        approvals: vec![approval(), approval()],
        executed: Some(hand()),
        proof: Some(proof),
        ended: Some(ending()),
        expires_at: LAST,
        not_before: Some(FIRST),
        key: NASTY.to_owned(),
        tries: u32::MAX,
        ..bare
    }
}

fn refunds(fill: impl Fn(RefundCase) -> RefundCase) -> Account {
    let mut whole = base();
    let sources = [
        RefundSource::Attempt(order("O")),
        RefundSource::Posting(posting_id("p")),
        RefundSource::Suspense(order("UNKNOWN")),
        RefundSource::Credit,
    ];
    let mut all: Vec<RefundCase> = sources
        .into_iter()
        .zip(0..)
        .map(|(source, n)| fill(refund(&format!("full-{n}"), source, Some(invoice_id("a")), n)))
        .collect();
    for (stage, route) in Stage::ALL.iter().zip(Route::ALL.iter().cycle()) {
        let bare = refund(&format!("in-{stage}"), RefundSource::Credit, None, 1);
        all.push(RefundCase { stage: *stage, route: *route, ..bare });
    }
    whole.refunds = all.into_iter().map(|refund| (refund.id.clone(), refund)).collect();
    whole
}

pub(in super::super) async fn refunds_come_back(books: &Books) -> Told {
    stock(books).await?;
    write_new(books, &[Aggregate::Suspense(suspense_item("UNKNOWN"))]).await?;
    let states = [refunds(|bare| bare), refunds(full_refund), refunds(|bare| bare)].map(holding);
    come_back(books, &states, &[Subject::Refund(refund_id("full-0"))]).await
}

fn full_void(bare: VoidCase) -> VoidCase {
    VoidCase {
        amount: LEAST,
        reason: NASTY.to_owned(),
        tier: u8::MAX,
        verified: Some(hand()),
        approvals: vec![approval()],
        executed: Some(hand()),
        ended: Some(silent_ending()),
        expires_at: LAST,
        ..bare
    }
}

fn voids(fill: impl FnOnce(VoidCase) -> VoidCase) -> Account {
    let mut whole = base();
    let stages = Stage::ALL.iter();
    let mut all: Vec<_> = stages
        .map(|stage| {
            let bare = void(&format!("in-{stage}"), invoice_id("a"), 1);
            VoidCase { stage: *stage, ..bare }
        })
        .collect();
    all.push(fill(void("full", invoice_id("a"), 1)));
    whole.voids = all.into_iter().map(|void| (void.id.clone(), void)).collect();
    whole
}

pub(in super::super) async fn voids_come_back(books: &Books) -> Told {
    stock(books).await?;
    let states = [voids(|bare| bare), voids(full_void), voids(|bare| bare)].map(holding);
    come_back(books, &states, &[Subject::Void(void_id("full"))]).await
}

fn full_posting(bare: Posting) -> Posting {
    let places = [Place::Invoice(invoice_id("a")), Place::Credit, Place::Suspense];
    Posting {
        method: PostingMethod::Transfer,
        amount: MOST,
        received_on: last_day(),
        evidence: NASTY.to_owned(),
        note: NASTY.to_owned(),
        invoices: vec![invoice_id("a")],
        state: PostingState::Reversed,
        verified: Some(hand()),
        placed: places.map(|place| Placed { place, amount: MOST }).to_vec(),
        refunded: LEAST,
        ended: Some(ending()),
        ..bare
    }
}

fn postings(fill: impl FnOnce(Posting) -> Posting) -> Account {
    let mut whole = base();
    let mut all: Vec<_> = PostingState::ALL
        .iter()
        .map(|state| {
            let bare = posting(&format!("in-{state}"), vec![], 1);
            Posting { state: *state, received_on: first_day(), ..bare }
        })
        .collect();
    all.push(fill(posting("full", vec![], 1)));
    whole.postings.extend(all.into_iter().map(|posting| (posting.id.clone(), posting)));
    whole
}

pub(in super::super) async fn postings_come_back(books: &Books) -> Told {
    stock(books).await?;
    let states =
        [postings(|bare| bare), postings(full_posting), postings(|bare| bare)].map(holding);
    come_back(books, &states, &[Subject::Posting(posting_id("full"))]).await
}

fn full_note(bare: CreditNote) -> CreditNote {
    CreditNote {
        amount: MOST,
        tax: LEAST,
        reason: NASTY.to_owned(),
        approved: Some(approval()),
        ended: Some(silent_ending()),
        to_credit: MOST,
        ..bare
    }
}

fn notes(fill: impl FnOnce(CreditNote) -> CreditNote) -> Account {
    let mut whole = base();
    let mut all: Vec<_> = CreditNoteState::ALL
        .iter()
        .map(|state| {
            let bare = credit_note(&format!("in-{state}"), invoice_id("a"), 1);
            CreditNote { state: *state, ..bare }
        })
        .collect();
    all.push(fill(credit_note("full", invoice_id("a"), 1)));
    whole.credit_notes = all.into_iter().map(|note| (note.id.clone(), note)).collect();
    whole
}

pub(in super::super) async fn credit_notes_come_back(books: &Books) -> Told {
    stock(books).await?;
    let states = [notes(|bare| bare), notes(full_note), notes(|bare| bare)].map(holding);
    let subjects = [Subject::CreditNote(note_id("full")), Subject::Account(account_id(1))];
    come_back(books, &states, &subjects).await
}
