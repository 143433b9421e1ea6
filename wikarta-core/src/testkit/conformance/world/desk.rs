//! What people ask for, agree to and take by hand.

use std::collections::{BTreeMap, BTreeSet};

use super::{at, command, day, order, rupiah, user};
use crate::access::{CustomRole, Permission, RoleCode, Scope};
use crate::account::{
    Account, Allocation, CreditNote, CreditNoteState, Posting, PostingMethod, PostingState,
    RefundCase, RefundSource, Route, Source, Stage, VoidCase,
};
use crate::billing::DiscountKind;
use crate::customer::Deleted;
use crate::hand::Hand;
use crate::id::{AccessChangeId, CreditNoteId, InvoiceId, PostingId, PromoId, RefundId, VoidId};
use crate::money::Rupiah;
use crate::promo::{Promo, PromoState};
use crate::provider::ProviderStatus;
use crate::roster::{AccessChange, AccessWhat, Member, Roster};
use crate::staff::Standing;
use crate::suspense::SuspenseItem;

/// Somebody's hand at so many seconds.
#[must_use]
pub fn hand(seconds: i64) -> Hand {
    Hand { by: user("a@demo.test").id, at: at(seconds) }
}

/// The end of a customer.
#[must_use]
pub fn deleted(seconds: i64) -> Deleted {
    Deleted { by: hand(seconds), reason: "Pindah rumah".to_owned() }
}

/// The refund of a name.
#[must_use]
pub fn refund_id(text: &str) -> RefundId {
    RefundId::derived(&command(text), 0)
}

/// The void of a name.
#[must_use]
pub fn void_id(text: &str) -> VoidId {
    VoidId::derived(&command(text), 0)
}

/// The posting of a name.
#[must_use]
pub fn posting_id(text: &str) -> PostingId {
    PostingId::derived(&command(text), 0)
}

/// The credit note of a name.
#[must_use]
pub fn note_id(text: &str) -> CreditNoteId {
    CreditNoteId::derived(&command(text), 0)
}

/// The promotion of a name.
#[must_use]
pub fn promo_id(text: &str) -> PromoId {
    PromoId::derived(&command(text), 0)
}

/// A refund of a bill's money, asked for at so many seconds.
#[must_use]
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

/// A void that was asked for at so many seconds.
#[must_use]
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

/// Money taken by hand at so many seconds, not checked yet.
#[must_use]
pub fn posting(text: &str, invoices: Vec<InvoiceId>, at_: i64) -> Posting {
    Posting {
        id: posting_id(text),
        method: PostingMethod::Cash,
        amount: rupiah(277_500),
        received_on: day(2),
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
    let Some(posting) = account.postings.get_mut(id) else { return };
    posting.state = PostingState::Verified;
    posting.verified = Some(hand(70));
    let Some(invoice) = account.invoices.get_mut(invoice) else { return };
    let amount = posting.amount;
    invoice.allocations.push(Allocation {
        source: Source::Posting(id.clone()),
        amount,
        refunded: Rupiah::ZERO,
    });
    invoice.paid = invoice.paid.saturating_plus(amount);
    invoice.status = crate::account::InvoiceStatus::Paid;
}

/// A credit note that was asked for at so many seconds.
#[must_use]
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
#[must_use]
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

/// A promotion that was proposed at so many seconds.
#[must_use]
pub fn promo(text: &str, at_: i64) -> Promo {
    Promo {
        id: promo_id(text),
        code: text.to_uppercase(),
        name: format!("Promo {text}"),
        kind: DiscountKind::Amount(rupiah(10_000)),
        periods: 3,
        from: day(1),
        until: day(61),
        state: PromoState::Proposed,
        proposed: hand(at_),
        decided: None,
        reason: None,
    }
}

/// The code of a role made here.
#[must_use]
pub fn role_code(text: &str) -> RoleCode {
    RoleCode::named(text)
}

/// One person, one role made here with some permissions, one change that waits.
#[must_use]
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
