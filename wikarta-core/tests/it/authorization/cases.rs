//! Every deed in refunds and voids, by everybody, in every stage, at every limit: through `decide`,
//! with the record, against the oracle.

use std::collections::{BTreeMap, BTreeSet};

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::{Account, Proof, RefundCase, RefundSource, Route, Stage, VoidCase};
use wikarta_core::aggregate::{Aggregate, Books};
use wikarta_core::command::{Command, CorrectionCommand as C};
use wikarta_core::hand::{Approval, Hand};
use wikarta_core::id::{CommandId, InvoiceId, PostingId, RefundId, UserId, VoidId};
use wikarta_core::policy::{Policy, PolicyBook};
use wikarta_core::refusal::Refusal;
use wikarta_core::roster::{Emergency, Roster};
use wikarta_core::staff::Standing;
use wikarta_core::time::Timestamp;

use super::oracle::{Ties, broken};
use super::{ask, books, legal_sets, member, roster, user};
use crate::access_oracle::allowed;
use crate::stories::{corrections, postings};
use crate::world::{World, at, policy, rupiah};

const RELATIONS: [&str; 13] = [
    "none",
    "requester",
    "verifier",
    "approver",
    "executor",
    "poster",
    "creator",
    "contact",
    "payout",
    "assigned",
    "customer",
    "limits",
    "emergency",
];

/// A stage, how many have agreed, and whether the first of them may still.
const STANDS: [(Stage, usize, Standing); 14] = [
    (Stage::Requested, 0, Standing::Active),
    (Stage::Verified, 0, Standing::Active),
    (Stage::Verified, 1, Standing::Active),
    (Stage::Approved, 1, Standing::Active),
    (Stage::Approved, 2, Standing::Active),
    (Stage::Approved, 2, Standing::Disabled),
    (Stage::Executing, 2, Standing::Active),
    (Stage::Unknown, 2, Standing::Active),
    (Stage::ManualPending, 2, Standing::Active),
    (Stage::Rejected, 0, Standing::Active),
    (Stage::Withdrawn, 0, Standing::Active),
    (Stage::Expired, 0, Standing::Active),
    (Stage::Done, 2, Standing::Active),
    (Stage::Failed, 2, Standing::Active),
];

/// Amounts at the limits of the tiers, and what the customer got back before: splitting counts.
const AMOUNTS: [(i64, i64); 9] = [
    (499_999, 0),
    (500_000, 0),
    (500_001, 0),
    (4_999_999, 0),
    (5_000_000, 0),
    (5_000_001, 0),
    (199_999, 300_000),
    (200_000, 300_000),
    (200_001, 300_000),
];

const SESSIONS: [&str; 4] = ["active", "disabled", "emergency", "emergency over"];

fn now() -> Timestamp {
    at("2026-08-20T03:00:00Z")
}

fn ago(hours: i64) -> Timestamp {
    now().plus_seconds(-hours * 3_600)
}

/// One point of the product.
#[derive(Clone, Copy, Debug)]
struct Point<'a> {
    roles: &'a BTreeSet<Role>,
    deed: &'a str,
    stand: (Stage, usize, Standing),
    relation: &'a str,
    tier: u8,
    session: &'a str,
}

impl Point<'_> {
    fn who(&self, relation: &str, other: &str) -> UserId {
        user(if self.relation == relation { "actor" } else { other })
    }

    fn approvals(&self, content: &str) -> Vec<Approval> {
        let people = [self.who("approver", "sv1"), user("sv2")];
        let agreed = |by: &UserId| Approval {
            by: by.clone(),
            at: ago(60),
            content: content.to_owned(),
            reason: None,
        };
        people.iter().take(self.stand.1).map(agreed).collect()
    }

    /// Everybody who works there, and the actor as the point says.
    fn roster(&self, account: &Account) -> Roster {
        let of = |role| member(&BTreeSet::from([role]));
        let (first, actor) = (user("sv1"), user("actor"));
        let mut someone = of(Role::Supervisor);
        someone.standing = self.stand.2;
        let mut me = member(self.roles);
        if self.session == "disabled" {
            me.standing = Standing::Disabled;
        }
        if self.relation == "customer" {
            me.customer = Some(account.id.clone());
        }
        if self.relation == "assigned" {
            me.assigned = Some(Hand { by: user("ke1"), at: ago(23) });
        }
        let mut found =
            roster(&[(&first, someone), (&user("sv2"), of(Role::Supervisor)), (&actor, me)]);
        let declared = |begun: Timestamp, until: Timestamp| {
            let begun = Hand { by: actor.clone(), at: begun };
            Some(Emergency {
                begun,
                reason: "Server pelanggan mati".to_owned(),
                until,
                ended: None,
            })
        };
        found.emergency = match (self.relation, self.session) {
            ("emergency", _) => declared(ago(70), ago(69)),
            (_, "emergency") => declared(ago(0), now().plus_seconds(60)),
            (_, "emergency over") => declared(ago(1), now()),
            _ => None,
        };
        found
    }

    /// The limits moved 23 hours ago.
    fn limited(&self, mut books: Books) -> Books {
        let hand = Hand { by: self.who("limits", "sv9"), at: ago(23) };
        let book =
            PolicyBook { limits_changed: vec![hand], ..PolicyBook::seeded(policy(), ago(999)) };
        books.put(Aggregate::Policy(Box::new(book)));
        books
    }

    fn customer(&self, account: &mut Account) {
        let customer = &mut account.customer;
        customer.registered_by = Some(self.who("creator", "mk1"));
        customer.contact_changed = Some(Hand { by: self.who("contact", "ke9"), at: ago(167) });
        customer.payout_changed = Some(Hand { by: self.who("payout", "ke9"), at: ago(999) });
    }

    fn ties(&self) -> Ties {
        let mut held = BTreeSet::from([self.relation]);
        let there = match self.relation {
            "verifier" => self.stand.0 != Stage::Requested,
            "approver" => self.stand.1 > 0,
            _ => true,
        };
        if !there {
            held.clear();
        }
        let held = super::rules::named(&held);
        Ties {
            held,
            tier: self.tier,
            contact_age: 167 * 3_600,
            role_age: 23 * 3_600,
            limits_age: 23 * 3_600,
        }
    }

    /// What the oracle says: the names of rules one of which has to refuse, or `go`.
    fn expected(
        &self,
        what: &str,
        cells: &BTreeMap<(String, String), char>,
    ) -> BTreeSet<&'static str> {
        let permission = match (what, self.deed) {
            ("void", "verify") => "refund.verify".to_owned(),
            (_, "edit" | "withdraw") | ("void", "execute") => format!("{what}.request"),
            (_, "reject") => format!("{what}.approve"),
            (_, deed) => format!("{what}.{deed}"),
        };
        let holds = |role: &Role| cells.contains_key(&(role.to_string(), permission.clone()));
        if self.session == "disabled" || !self.roles.iter().any(holds) {
            return BTreeSet::from(["access.matrix"]);
        }
        let own = self.relation == "requester";
        if self.deed == "withdraw" && !own {
            return BTreeSet::from(["access.matrix"]);
        }
        let deed = if self.deed == "edit" { "request" } else { self.deed };
        if deed != "withdraw" {
            let rules = broken(&format!("{what}.{deed}"), &self.ties());
            if !rules.is_empty() {
                return rules;
            }
        }
        let (stage, agreed, first) = self.stand;
        if self.deed == "approve" && self.relation == "approver" && agreed > 0 {
            return BTreeSet::from(["separation.approvers_distinct"]);
        }
        let waits = matches!(stage, Stage::Requested | Stage::Verified | Stage::Approved);
        let takes = match (what, self.deed) {
            ("void", "verify") | ("refund", "verify") => stage == Stage::Requested,
            ("void", "approve") => matches!(stage, Stage::Requested | Stage::Verified),
            ("refund", "approve") => matches!(stage, Stage::Verified | Stage::Approved),
            ("void", "execute") => matches!(stage, Stage::Approved | Stage::Executing),
            (_, "execute") => {
                let under_way =
                    matches!(stage, Stage::Executing | Stage::Unknown | Stage::ManualPending);
                stage == Stage::Approved || under_way
            }
            // A transfer by hand that was never made can still be refused.
            ("refund", "reject") => waits || stage == Stage::ManualPending,
            _ => waits,
        };
        if !takes {
            return BTreeSet::from(["case.state"]);
        }
        if self.deed == "edit" && !own {
            return BTreeSet::from(["access.matrix"]);
        }
        let counted = self.deed == "execute" && (stage == Stage::Approved || what == "void");
        let needed = if self.tier == 1 { 1 } else { 2 };
        let gone = first == Standing::Disabled && self.relation != "approver";
        let have = agreed - usize::from(gone && agreed > 0);
        if counted && have < needed {
            let rule = if gone { "separation.approver_gone" } else { "approval.tier" };
            return BTreeSet::from([rule]);
        }
        BTreeSet::from(["go"])
    }
}

/// A bill of 20 million that was paid by hand, and what paid it.
fn paid() -> (Account, InvoiceId, PostingId) {
    let world = World::new();
    let (client, invoice) = world.bill(20_000_000);
    let posting = postings::recorded(&world, &client, 20_000_000, &[&invoice]);
    postings::ask(&world, corrections::keuangan(2), postings::verify(&posting)).unwrap();
    (world.account(&client), invoice, posting)
}

fn hash(parts: &[&str]) -> String {
    CommandId::from_parts(parts).as_str().chars().take(32).collect()
}

struct Bench {
    account: Account,
    invoice: InvoiceId,
    posting: PostingId,
    policy: Policy,
    now: Timestamp,
}

impl Bench {
    fn refund(&self, point: &Point<'_>, (amount, before): (i64, i64)) -> (Books, RefundId) {
        let mut account = self.account.clone();
        point.customer(&mut account);
        if let Some(posting) = account.postings.get_mut(&self.posting) {
            posting.recorded.by = point.who("poster", "ke8");
        }
        let source = RefundSource::Posting(self.posting.clone());
        let text = serde_json::to_string(&source).unwrap();
        let content = hash(&[&amount.to_string(), &text, self.invoice.as_str(), "offline", ""]);
        let id = RefundId::derived(&CommandId::new("the refund"), 0);
        let (stage, ..) = point.stand;
        let case = RefundCase {
            id: id.clone(),
            invoice: Some(self.invoice.clone()),
            source,
            route: Route::Offline,
            payout: None,
            amount: rupiah(amount),
            reason: "Layanan mati tiga hari".to_owned(),
            evidence: Some("tiket.pdf".to_owned()),
            stage,
            tier: point.tier,
            requested: Hand { by: point.who("requester", "ke1"), at: ago(70) },
            verified: (stage != Stage::Requested)
                .then(|| Hand { by: point.who("verifier", "ke2"), at: ago(69) }),
            approvals: point.approvals(&content),
            executed: Some(Hand { by: point.who("executor", "ke3"), at: ago(1) }),
            proof: None,
            ended: None,
            expires_at: now().plus_seconds(3_600),
            not_before: None,
            key: id.to_string(),
            tries: 0,
        };
        if before > 0 {
            let earlier = RefundId::derived(&CommandId::new("an earlier refund"), 0);
            let requested = Hand { by: user("ke7"), at: ago(240) };
            let (amount, stage) = (rupiah(before), Stage::Done);
            let done = RefundCase { id: earlier.clone(), amount, stage, requested, ..case.clone() };
            account.refunds.insert(earlier, done);
        }
        account.refunds.insert(id.clone(), case);
        let roster = point.roster(&account);
        (point.limited(books(&account, &roster)), id)
    }

    fn void(&self, point: &Point<'_>) -> (Books, VoidId) {
        let mut account = self.account.clone();
        point.customer(&mut account);
        account.postings.clear();
        if let Some(invoice) = account.invoices.get_mut(&self.invoice) {
            invoice.allocations.clear();
        }
        let content = hash(&[self.invoice.as_str(), "20000000"]);
        let id = VoidId::derived(&CommandId::new("the void"), 0);
        let (stage, ..) = point.stand;
        let case = VoidCase {
            id: id.clone(),
            invoice: self.invoice.clone(),
            amount: rupiah(20_000_000),
            reason: "Tagihan ganda".to_owned(),
            stage,
            tier: point.tier,
            requested: Hand { by: point.who("requester", "ke1"), at: ago(70) },
            verified: (stage != Stage::Requested)
                .then(|| Hand { by: point.who("verifier", "ke2"), at: ago(69) }),
            approvals: point.approvals(&content),
            executed: None,
            ended: None,
            expires_at: now().plus_seconds(3_600),
        };
        account.voids.insert(id.clone(), case);
        let roster = point.roster(&account);
        (point.limited(books(&account, &roster)), id)
    }

    fn answer(&self, (books, actor): (&Books, &Actor), command: C) -> &'static str {
        match ask(
            books,
            ("deed", actor.clone(), self.now),
            Command::Correction(command),
            &self.policy,
        ) {
            Ok(decision) => {
                assert!(!decision.events.is_empty());
                "go"
            }
            Err(refusal) => Refusal::rule(&refusal),
        }
    }
}

fn bench() -> Bench {
    let (account, invoice, posting) = paid();
    Bench { account, invoice, posting, policy: policy(), now: now() }
}

/// Every session with every legal set of roles.
fn everybody(sets: &[BTreeSet<Role>]) -> impl Iterator<Item = (&'static str, &BTreeSet<Role>)> {
    SESSIONS.into_iter().flat_map(move |session| sets.iter().map(move |roles| (session, roles)))
}

const WHY: &str = "Sudah dicek dengan pelanggan";

#[test]
fn every_deed_in_a_refund() {
    let (bench, cells) = (bench(), allowed());
    let mut seen: BTreeMap<&'static str, u64> = BTreeMap::new();
    let sets = legal_sets();
    for stand in STANDS {
        for relation in RELATIONS {
            for (amount, before) in AMOUNTS {
                let sum = amount + before;
                let tier = match sum {
                    ..500_001 => 1,
                    500_001..5_000_001 => 2,
                    _ => 3,
                };
                for (session, roles) in everybody(&sets) {
                    let deed = "";
                    let mut point = Point { roles, deed, stand, relation, tier, session };
                    let (books, id) = bench.refund(&point, (amount, before));
                    let actor = books.roster().actor_of(&user("actor"), bench.now);
                    for deed in ["verify", "approve", "reject", "edit", "withdraw", "execute"] {
                        point.deed = deed;
                        let found =
                            bench.answer((&books, &actor), refund_command(deed, &id, amount));
                        let expected = point.expected("refund", &cells);
                        let told = || format!("{point:?} {amount}: {found}, expected {expected:?}");
                        assert!(expected.contains(found), "{}", told());
                        *seen.entry(found).or_default() += 1;
                    }
                }
            }
        }
    }
    let compared: u64 = seen.values().sum();
    println!("refunds: {compared} decisions, 0 differences: {seen:?}");
    assert_eq!(compared, 14 * 13 * 9 * 4 * 8 * 6);
    let met = |rule: &str| seen.contains_key(rule);
    for rule in [
        "go",
        "access.matrix",
        "case.state",
        "approval.tier",
        "separation.approver_gone",
        "separation.approvers_distinct",
        "separation.requester_verifier",
        "separation.requester_approver",
        "separation.verifier_approver",
        "separation.requester_executor",
        "separation.approver_executor",
        "separation.verifier_executor",
        "separation.poster_decides",
        "separation.contact_changer",
        "separation.payout_changer",
        "separation.customer_creator",
        "separation.role_assigner",
        "separation.own_account",
        "separation.emergency_decides",
    ] {
        assert!(met(rule), "{rule} never refuses a refund");
    }
}

fn refund_command(deed: &str, id: &RefundId, amount: i64) -> C {
    let (refund, reason) = (id.clone(), WHY.to_owned());
    match deed {
        "verify" => C::VerifyRefund { refund },
        "approve" => C::ApproveRefund { refund, reason: Some(reason) },
        "reject" => C::RejectRefund { refund, reason },
        "withdraw" => C::WithdrawRefund { refund, reason },
        "edit" => {
            let evidence = Some("tiket.pdf".to_owned());
            C::EditRefund { refund, amount: rupiah(amount), reason, evidence }
        }
        _ => {
            let proof = Proof { reference: "BCA-1".to_owned(), evidence: "slip.pdf".to_owned() };
            C::ExecuteRefund { refund, proof: Some(proof) }
        }
    }
}

#[test]
fn every_deed_in_a_void() {
    let (bench, cells) = (bench(), allowed());
    let mut seen: BTreeMap<&'static str, u64> = BTreeMap::new();
    let sets = legal_sets();
    let never = |stage: Stage| matches!(stage, Stage::Unknown | Stage::ManualPending);
    for stand in STANDS.into_iter().filter(|(stage, ..)| !never(*stage)) {
        for relation in RELATIONS.into_iter().filter(|one| *one != "poster") {
            for tier in [1, 2] {
                for (session, roles) in everybody(&sets) {
                    let deed = "";
                    let mut point = Point { roles, deed, stand, relation, tier, session };
                    let (books, id) = bench.void(&point);
                    let actor = books.roster().actor_of(&user("actor"), bench.now);
                    for deed in ["verify", "approve", "reject", "withdraw", "execute"] {
                        point.deed = deed;
                        let found = bench.answer((&books, &actor), void_command(deed, &id));
                        let expected = point.expected("void", &cells);
                        let told = || format!("{point:?}: {found}, expected {expected:?}");
                        assert!(expected.contains(found), "{}", told());
                        *seen.entry(found).or_default() += 1;
                    }
                }
            }
        }
    }
    let compared: u64 = seen.values().sum();
    println!("voids: {compared} decisions, 0 differences: {seen:?}");
    assert_eq!(compared, 12 * 12 * 8 * 8 * 5);
    assert!(seen.contains_key("separation.approver_verifier"), "who agreed may check: {seen:?}");
}

fn void_command(deed: &str, id: &VoidId) -> C {
    let (void, reason) = (id.clone(), WHY.to_owned());
    match deed {
        "verify" => C::VerifyVoid { void },
        "approve" => C::ApproveVoid { void, reason: Some(reason) },
        "reject" => C::RejectVoid { void, reason },
        "withdraw" => C::WithdrawVoid { void, reason },
        _ => C::ExecuteVoid { void },
    }
}
