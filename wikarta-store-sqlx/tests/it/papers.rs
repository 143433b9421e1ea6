//! More of the small world: what people ask for, agree to and take by hand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use wikarta_core::access::{CustomRole, Permission, RoleCode, Scope};
use wikarta_core::account::{
    Account, Allocation, CreditNote, CreditNoteState, Posting, PostingMethod, PostingState,
    RefundCase, RefundSource, Route, Source, Stage, VoidCase,
};
use wikarta_core::billing::DiscountKind;
use wikarta_core::customer::Deleted;
use wikarta_core::hand::Hand;
use wikarta_core::id::{
    AccessChangeId, CreditNoteId, InvoiceId, PostingId, PromoId, RefundId, VoidId,
};
use wikarta_core::money::Rupiah;
use wikarta_core::promo::{Promo, PromoState};
use wikarta_core::provider::ProviderStatus;
use wikarta_core::roster::{AccessChange, AccessWhat, Member, Roster};
use wikarta_core::staff::Standing;
use wikarta_core::suspense::SuspenseItem;

use crate::world::*;

pub fn hand(seconds: i64) -> Hand {
    Hand { by: user("a@demo.test").id, at: at(seconds) }
}

pub fn deleted(seconds: i64) -> Deleted {
    Deleted { by: hand(seconds), reason: "Pindah rumah".to_owned() }
}

pub fn refund_id(text: &str) -> RefundId {
    RefundId::derived(&command(text), 0)
}

pub fn void_id(text: &str) -> VoidId {
    VoidId::derived(&command(text), 0)
}

pub fn posting_id(text: &str) -> PostingId {
    PostingId::derived(&command(text), 0)
}

pub fn note_id(text: &str) -> CreditNoteId {
    CreditNoteId::derived(&command(text), 0)
}

pub fn promo_id(text: &str) -> PromoId {
    PromoId::derived(&command(text), 0)
}

/// A refund of a bill's money, asked for at so many seconds.
pub fn refund(
    text: &str,
    source: RefundSource,
    invoice: Option<InvoiceId>,
    at_: i64,
) -> RefundCase {
    RefundCase {
        id: refund_id(text),
        invoice,
        source,
        route: Route::Gateway,
        payout: None,
        amount: rupiah(5_000),
        reason: "Dibayar dua kali".to_owned(),
        evidence: None,
        stage: Stage::Requested,
        tier: 1,
        requested: hand(at_),
        verified: None,
        approvals: Vec::new(),
        executed: None,
        proof: None,
        ended: None,
        expires_at: at(at_ + 100),
        not_before: None,
        key: format!("rf-{text}"),
        tries: 0,
    }
}

pub fn void(text: &str, invoice: InvoiceId, at_: i64) -> VoidCase {
    VoidCase {
        id: void_id(text),
        invoice,
        amount: rupiah(277_500),
        reason: "Salah pelanggan".to_owned(),
        stage: Stage::Requested,
        tier: 1,
        requested: hand(at_),
        verified: None,
        approvals: Vec::new(),
        executed: None,
        ended: None,
        expires_at: at(at_ + 100),
    }
}

pub fn posting(text: &str, invoices: Vec<InvoiceId>, at_: i64) -> Posting {
    Posting {
        id: posting_id(text),
        method: PostingMethod::Cash,
        amount: rupiah(277_500),
        received_on: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
        evidence: format!("KW-{text}"),
        note: String::new(),
        invoices,
        state: PostingState::Recorded,
        recorded: hand(at_),
        verified: None,
        placed: Vec::new(),
        refunded: Rupiah::ZERO,
        ended: None,
    }
}

/// The state after a posting's money was put on a bill.
pub fn count(account: &mut Account, id: &PostingId, invoice: &InvoiceId) {
    let posting = account.postings.get_mut(id).unwrap();
    posting.state = PostingState::Verified;
    posting.verified = Some(hand(70));
    let invoice = account.invoices.get_mut(invoice).unwrap();
    let amount = posting.amount;
    invoice.allocations.push(Allocation {
        source: Source::Posting(id.clone()),
        amount,
        refunded: Rupiah::ZERO,
    });
    invoice.paid = invoice.paid.plus(amount).unwrap();
    invoice.status = wikarta_core::account::InvoiceStatus::Paid;
}

pub fn credit_note(text: &str, invoice: InvoiceId, at_: i64) -> CreditNote {
    CreditNote {
        id: note_id(text),
        invoice,
        amount: rupiah(11_100),
        tax: rupiah(1_100),
        reason: "Gangguan dua hari".to_owned(),
        state: CreditNoteState::Requested,
        requested: hand(at_),
        approved: None,
        ended: None,
        to_credit: Rupiah::ZERO,
    }
}

/// Money under an order that nobody here knows.
pub fn suspense_item(text: &str) -> SuspenseItem {
    SuspenseItem {
        order_id: order(text),
        amount: rupiah(10_000),
        refunded: Rupiah::ZERO,
        status: ProviderStatus::Settled,
        settled_at: None,
        found_at: at(5),
        reads: 2,
        proposal: None,
        moved: None,
        refused: None,
    }
}

pub fn promo(text: &str, at_: i64) -> Promo {
    Promo {
        id: promo_id(text),
        code: text.to_uppercase(),
        name: format!("Promo {text}"),
        kind: DiscountKind::Amount(rupiah(10_000)),
        periods: 3,
        from: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
        until: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
        state: PromoState::Proposed,
        proposed: hand(at_),
        decided: None,
        reason: None,
    }
}

pub fn role_code(text: &str) -> RoleCode {
    text.parse().unwrap()
}

/// One person, one role made here with some permissions, one change that waits.
pub fn roster(permissions: &[(Permission, Scope)]) -> Roster {
    let person = user("a@demo.test");
    let member = Member {
        roles: person.roles,
        custom: BTreeSet::new(),
        standing: Standing::Active,
        customer: None,
        assigned: None,
    };
    let code = role_code("KASIR");
    let name = "Kasir loket".to_owned();
    let permissions = permissions.iter().copied().collect();
    let role = CustomRole { code: code.clone(), name, permissions };
    let id = AccessChangeId::derived(&command("change"), 0);
    let what = AccessWhat::Stand { user: person.id.clone(), standing: Standing::Disabled };
    let reason = "Cuti panjang".to_owned();
    let change = AccessChange { id: id.clone(), what, reason, proposed: hand(5), ended: None };
    Roster {
        members: BTreeMap::from([(person.id, member)]),
        roles: BTreeMap::from([(code, role)]),
        changes: BTreeMap::from([(id, change)]),
        emergency: None,
    }
}
