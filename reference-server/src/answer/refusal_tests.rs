use std::fmt::Write as _;
use std::path::Path;

use wikarta_core::access::{Permission, PermissionConflict, Role, SeparationRule, StaticConflict};
use wikarta_core::account::InvoiceStatus;
use wikarta_core::customer::CustomerError;
use wikarta_core::money::MoneyError;
use wikarta_core::policy::{Flaw, PolicyFlaw, PolicyFlaws, PolicyRule};
use wikarta_core::time::Timestamp;

use super::*;
use crate::text::Lang;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// One of each kind.
fn all() -> Vec<Refusal> {
    let (invoice, order) =
        ("inv_1".parse().unwrap(), "INV-2026-08-000001-01-ABCDE".parse().unwrap());
    let rupiah = |amount| Rupiah::new(amount).unwrap();
    let noon = at("2026-08-01T05:00:00Z");
    let id = || "rfd_1".to_owned();
    let period = "2026-08".parse().unwrap();
    vec![
        Refusal::Denied { permission: Permission::RefundApprove, held_by: vec![Role::Supervisor] },
        Refusal::NotFound { kind: "refund", id: id() },
        Refusal::Exists { kind: "user", id: "usr_1".to_owned() },
        Refusal::AlreadyBilled { period, invoice: "inv_1".parse().unwrap() },
        Refusal::PeriodBeforeStart { period },
        Refusal::InvalidState {
            invoice: "inv_1".parse().unwrap(),
            status: InvoiceStatus::Paid,
            act: "voided",
            allowed: &["refund"],
        },
        Refusal::OtherCustomer(invoice),
        Refusal::InvoiceCount { max: 20 },
        Refusal::StaleRead { order_id: order, given: 1, next: 2 },
        Refusal::KeyReused,
        Refusal::RoleConflict(StaticConflict(Role::Keuangan, Role::Supervisor)),
        Refusal::PermissionConflict(PermissionConflict(
            Permission::RefundRequest,
            Permission::RefundApprove,
        )),
        Refusal::Separation {
            rule: SeparationRule::RequesterApproves,
            held_by: vec![Role::Supervisor],
        },
        Refusal::State {
            kind: "refund",
            id: id(),
            state: "REQUESTED".to_owned(),
            act: "executed",
            allowed: vec!["edit", "verify", "reject", "withdraw"],
        },
        Refusal::AlreadyApproved { kind: "refund", id: id() },
        Refusal::ContentChanged { kind: "refund", id: id() },
        Refusal::TooMuch { asked: rupiah(200_001), left: rupiah(200_000) },
        Refusal::SourceAmbiguous {
            sources: vec![("INV-1".to_owned(), rupiah(1)), ("pst_1".to_owned(), rupiah(2))],
        },
        Refusal::ApprovalsMissing { tier: 2, needed: 2, have: 1 },
        Refusal::TooEarly(noon),
        Refusal::Lapsed { kind: "void", id: "vod_1".to_owned(), at: noon },
        Refusal::EvidenceMissing("a refund of tier 3 needs evidence"),
        Refusal::TaxLocked("04002600000000001".to_owned()),
        Refusal::Duplicate { kind: "posting", id: "pst_1".to_owned() },
        Refusal::RoleForbids { role: Role::Auditor, permission: Permission::InvoiceIssue },
        Refusal::NotYours { kind: "refund", id: id() },
        Refusal::LastHolder(Role::Supervisor),
        Refusal::EmergencyActive(noon),
        Refusal::Nothing("change"),
        Refusal::Customer(CustomerError::Phone),
        Refusal::Invalid { field: "reason", problem: "must have at least 10 characters" },
        Refusal::Policy(PolicyFlaws(vec![PolicyFlaw {
            key: "corrections.refund_tier2_max".to_owned(),
            flaw: Flaw::Rule(PolicyRule::Tiers),
        }])),
        Refusal::Money(MoneyError::OutOfRange),
    ]
}

/// The name of a variant, as its declaration writes it.
fn variant(refusal: &Refusal) -> String {
    let shown = format!("{refusal:?}");
    shown.chars().take_while(char::is_ascii_alphanumeric).collect()
}

#[test]
fn every_refusal_is_said_in_both_languages() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wikarta-core/src/refusal.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let (_, body) = source.split_once("pub enum Refusal {").unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let declared = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    let name = |line: &str| line.chars().take_while(char::is_ascii_alphanumeric).collect();
    let declared: Vec<String> = declared.map(name).collect();
    let listed: Vec<String> = all().iter().map(variant).collect();
    assert_eq!(listed, declared, "the list above is not the core's");
    let mut said = String::new();
    for refusal in all() {
        let name = variant(&refusal);
        let problem = Problem::from(refusal);
        for lang in [Lang::Id, Lang::En] {
            let shown = problem.shown(lang, "");
            let next = shown.next.unwrap_or("-");
            assert_ne!(shown.detail, "Permintaan ditolak.", "{name} has no sentence");
            writeln!(
                said,
                "{} {} {}: {} → {next}",
                shown.status,
                shown.code,
                lang.code(),
                shown.detail
            )
            .unwrap();
        }
        let members = serde_json::to_string(problem.shown(Lang::Id, "").members).unwrap();
        let shown = problem.shown(Lang::Id, "");
        let allowed = shown.allowed.join(" ");
        writeln!(said, "    {} [{allowed}] {members}", shown.rule.unwrap()).unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn every_rule_of_separation_is_said_in_both_languages() {
    let mut said = String::new();
    for rule in SeparationRule::ALL {
        let refusal = Refusal::Separation { rule: *rule, held_by: vec![Role::Keuangan] };
        let problem = Problem::from(refusal);
        let (id, en) = (problem.shown(Lang::Id, ""), problem.shown(Lang::En, ""));
        assert_eq!((id.status, id.code, id.rule), (403, "sod_self", Some(rule.as_str())));
        writeln!(said, "{rule}\n    {}\n    {}", id.detail, en.detail).unwrap();
    }
    insta::assert_snapshot!(said);
}
