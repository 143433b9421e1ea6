//! Every refusal: its code is a promise to programs, its rule one to people, and what is allowed
//! instead is the way on.

use wikarta_core::access::{
    Permission, PermissionConflict, Role, SeparationRule, StaticConflict, check_roles,
};
use wikarta_core::account::InvoiceStatus;
use wikarta_core::customer::CustomerError;
use wikarta_core::id::{CommandId, InvoiceId, OrderId};
use wikarta_core::money::MoneyError;
use wikarta_core::policy::PolicyFlaws;
use wikarta_core::refusal::Refusal;

use crate::world::{at, month, rupiah};

fn invoice() -> InvoiceId {
    InvoiceId::derived(&CommandId::new("bill"), 0)
}

fn order() -> OrderId {
    "INV-1".parse().unwrap()
}

fn about_things() -> Vec<Refusal> {
    let (kind, id) = ("refund", "rf_1".to_owned());
    vec![
        Refusal::NotFound { kind, id: id.clone() },
        Refusal::Exists { kind, id: id.clone() },
        Refusal::AlreadyBilled { period: month("2026-08"), invoice: invoice() },
        Refusal::PeriodBeforeStart { period: month("2026-08") },
        Refusal::InvalidState {
            invoice: invoice(),
            status: InvoiceStatus::Draft,
            act: "charged",
            allowed: &["issue", "discard"],
        },
        Refusal::OtherCustomer(invoice()),
        Refusal::InvoiceCount { max: 20 },
        Refusal::NothingAwaited(order()),
        Refusal::StaleRead { order_id: order(), given: 2, next: 4 },
        Refusal::State {
            kind,
            id: id.clone(),
            state: "DONE".to_owned(),
            act: "verified",
            allowed: vec!["nothing"],
        },
        Refusal::ContentChanged { kind, id: id.clone() },
        Refusal::Lapsed { kind, id: id.clone(), at: at("2026-08-08T00:00:00Z") },
        Refusal::Duplicate { kind, id },
        Refusal::TaxLocked("010.000-26.00000001".to_owned()),
        Refusal::Nothing("change"),
    ]
}

fn about_people() -> Vec<Refusal> {
    let (kind, id) = ("refund", "rf_1".to_owned());
    let (permission, held_by) = (Permission::RefundVerify, vec![Role::Keuangan]);
    let rule = SeparationRule::RequesterVerifies;
    vec![
        Refusal::Denied { permission, held_by: held_by.clone() },
        Refusal::RoleConflict(StaticConflict(Role::Keuangan, Role::Supervisor)),
        PermissionConflict(Permission::RefundRequest, Permission::RefundApprove).into(),
        Refusal::Separation { rule, held_by },
        Refusal::AlreadyApproved { kind, id: id.clone() },
        Refusal::ApprovalsMissing { tier: 3, needed: 2, have: 1 },
        Refusal::TooEarly(at("2026-08-02T03:00:00Z")),
        Refusal::RoleForbids { role: Role::Teknisi, permission },
        Refusal::NotYours { kind, id },
        Refusal::LastHolder(Role::Supervisor),
        Refusal::EmergencyActive(at("2026-08-01T04:00:00Z")),
    ]
}

fn about_values() -> Vec<Refusal> {
    let sources = vec![("INV-1".to_owned(), rupiah(150_000)), ("INV-2".to_owned(), rupiah(1))];
    vec![
        Refusal::KeyReused,
        Refusal::TooMuch { asked: rupiah(200_000), left: rupiah(150_000) },
        Refusal::SourceAmbiguous { sources },
        Refusal::EvidenceMissing("the stored file of the slip"),
        Refusal::Customer(CustomerError::Email),
        Refusal::Invalid { field: "amount", problem: "must be more than zero" },
        Refusal::Policy(PolicyFlaws(Vec::new())),
        Refusal::Money(MoneyError::OutOfRange),
    ]
}

#[test]
fn codes_rules_and_ways_on_as_programs_read_them() {
    let all = [about_things(), about_people(), about_values()].concat();
    let line = |refusal: &Refusal| {
        let (code, rule) = (refusal.code(), refusal.rule());
        format!("{code:<20} {rule:<30} {}", refusal.allowed().join(" ")).trim_end().to_owned()
    };
    let lines: Vec<String> = all.iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_refusal_says_in_a_sentence_why() {
    let all = [about_things(), about_people(), about_values()].concat();
    let lines: Vec<String> = all.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

/// Separation of duties has many rules; the refusal names the one that held.
#[test]
fn a_refusal_by_separation_is_named_after_its_rule() {
    for rule in SeparationRule::ALL {
        let refusal = Refusal::Separation { rule: *rule, held_by: Vec::new() };
        assert_eq!(refusal.rule(), rule.as_str());
    }
    let conflict = check_roles(&[Role::Auditor, Role::Teknisi]).unwrap_err();
    assert_eq!(Refusal::from(conflict).code(), "sod_conflict");
}
