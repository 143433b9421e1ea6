//! What a case still needs, told to those who read it: the step, by how many, and whom it excludes.

use wikarta_core::access::{Permission, SeparationRule};
use wikarta_core::account::{CaseAct, RefundCase, RefundSource, Route, Stage, VoidCase};
use wikarta_core::decide::{Need, refund_needs, void_needs};
use wikarta_core::hand::{Approval, Hand};
use wikarta_core::id::{CommandId, InvoiceId, RefundId, UserId, VoidId};
use wikarta_core::time::Timestamp;

use super::user;
use crate::world::{at, rupiah};

fn when() -> Timestamp {
    at("2026-08-01T03:00:00Z")
}

fn hand(name: &str) -> Hand {
    Hand { by: user(name), at: when() }
}

fn approvals(names: &[&str]) -> Vec<Approval> {
    let one = |name: &&str| Approval {
        by: user(name),
        at: when(),
        content: "same".to_owned(),
        reason: None,
    };
    names.iter().map(one).collect()
}

fn refund(stage: Stage, tier: u8, verified: Option<&str>, agreed: &[&str]) -> RefundCase {
    RefundCase {
        id: RefundId::derived(&CommandId::new("refund"), 0),
        invoice: None,
        source: RefundSource::Credit,
        route: Route::Offline,
        payout: None,
        amount: rupiah(80_000),
        reason: "Layanan terputus dua minggu".to_owned(),
        evidence: None,
        stage,
        tier,
        requested: hand("asker"),
        verified: verified.map(hand),
        approvals: approvals(agreed),
        executed: None,
        proof: None,
        ended: None,
        expires_at: at("2026-08-08T03:00:00Z"),
        not_before: None,
        key: "RF-1".to_owned(),
        tries: 0,
    }
}

fn void(stage: Stage, tier: u8, agreed: &[&str]) -> VoidCase {
    VoidCase {
        id: VoidId::derived(&CommandId::new("void"), 0),
        invoice: InvoiceId::derived(&CommandId::new("bill"), 0),
        amount: rupiah(275_000),
        reason: "Tagihan ganda untuk bulan ini".to_owned(),
        stage,
        tier,
        requested: hand("asker"),
        verified: None,
        approvals: approvals(agreed),
        executed: None,
        ended: None,
        expires_at: at("2026-08-08T03:00:00Z"),
    }
}

/// `act by how many not who`, as people read it.
fn told(needs: Vec<Need>) -> Vec<String> {
    let names = ["asker", "checker", "first", "second"].map(|name| (user(name), name));
    let name = |id: &UserId| names.iter().find(|(one, _)| one == id).unwrap().1;
    let line = |need: Need| {
        let mut who: Vec<&str> = need.excluded.iter().map(|(id, _)| name(id)).collect();
        who.sort_unstable();
        format!("{} by {} not {}", need.act, need.people, who.join(" "))
    };
    needs.into_iter().map(line).collect()
}

#[test]
fn a_refund_tells_each_step_that_is_left() {
    let needs = |case: &RefundCase| told(refund_needs(case, when()));
    assert_eq!(
        needs(&refund(Stage::Requested, 1, None, &[])),
        ["verify by 1 not asker", "approve by 1 not asker", "execute by 1 not asker"]
    );
    // In tier 1 who checked may carry it out; above not.
    assert_eq!(
        needs(&refund(Stage::Verified, 1, Some("checker"), &[])),
        ["approve by 1 not asker checker", "execute by 1 not asker"]
    );
    assert_eq!(
        needs(&refund(Stage::Verified, 3, Some("checker"), &["first"])),
        ["approve by 1 not asker checker", "execute by 1 not asker checker first"]
    );
    assert_eq!(
        needs(&refund(Stage::Approved, 3, Some("checker"), &["first", "second"])),
        ["execute by 1 not asker checker first second"]
    );
    for stage in [Stage::Unknown, Stage::ManualPending] {
        assert_eq!(needs(&refund(stage, 1, None, &["first"])).len(), 1, "{stage}");
    }
    let rest = [Stage::Executing, Stage::Done, Stage::Failed, Stage::Rejected];
    for stage in [&rest[..], &[Stage::Withdrawn, Stage::Expired]].concat() {
        assert_eq!(refund_needs(&refund(stage, 1, None, &[]), when()), [], "{stage}");
    }
}

#[test]
fn a_need_names_its_permission_and_the_rule_that_excludes() {
    let needs = refund_needs(&refund(Stage::Verified, 1, Some("checker"), &[]), when());
    let permissions: Vec<Permission> = needs.iter().map(|need| need.permission).collect();
    assert_eq!(permissions, [Permission::RefundApprove, Permission::RefundExecute]);
    let execute = needs.iter().find(|need| need.act == CaseAct::Execute).unwrap();
    assert_eq!(execute.excluded, [(user("asker"), SeparationRule::RequesterExecutes)]);
}

#[test]
fn a_void_needs_agreement_and_no_check() {
    let needs = |case: &VoidCase| told(void_needs(case, when()));
    assert_eq!(
        needs(&void(Stage::Requested, 2, &[])),
        ["approve by 2 not asker", "execute by 1 not "]
    );
    assert_eq!(
        needs(&void(Stage::Requested, 2, &["first"])),
        ["approve by 1 not asker", "execute by 1 not first"]
    );
    assert_eq!(needs(&void(Stage::Approved, 1, &["first"])), ["execute by 1 not first"]);
    assert_eq!(void_needs(&void(Stage::Done, 1, &["first"]), when()), []);
}
