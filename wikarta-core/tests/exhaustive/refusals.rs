//! Every refusal there is, each with a few commands that reach it. A refusal that nothing reaches fails
//! the test, and belongs out of the code.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wikarta_core::access::{Actor, CustomRole, Permission, Role, Scope};
use wikarta_core::billing::LineKind;
use wikarta_core::command::{
    AccessCommand as A, BillingCommand as B, Command, CorrectionCommand as C, DeskCommand as D,
    Envelope, PostingCommand, ReadCause, RefundTo, SettingCommand, SubscriptionCommand as S,
    TakeRead,
};
use wikarta_core::customer::Personal;
use wikarta_core::engine::{HandleError, Handled};
use wikarta_core::id::{AccessChangeId, CommandId, PostingId, ReconcileId, RefundId, UserId};
use wikarta_core::provider::{Channel, StatusOutcome};
use wikarta_core::refusal::Refusal;
use wikarta_core::roster::AccessWhat;

use crate::local::person;
use crate::tales::corrections::{paid, request};
use crate::tales::desk::cash;
use crate::world::{World, month, now, policy, registration, rumah, rupiah, staff};

fn why() -> String {
    "diminta oleh pelanggan".to_owned()
}

fn finance(n: u32) -> Actor {
    person(Role::Keuangan, n)
}

fn head(n: u32) -> Actor {
    person(Role::Supervisor, n)
}

/// Asks under a name; what it makes is named after it.
fn ask(world: &World, name: &str, actor: Actor, command: Command) -> Handled {
    let id = CommandId::new(name);
    now(world.wikarta.send(Envelope { id, ..world.envelope(actor, command) }))
}

fn no(answer: Handled) -> Refusal {
    match answer {
        Err(HandleError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// Each variant of a refusal with its code, as the source has them.
fn codes() -> Vec<(String, String)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/refusal.rs");
    let source = fs::read_to_string(file).unwrap();
    let body = source.split("pub const fn code(").nth(1).unwrap().split("pub const fn").next();
    let row = |line: &str| {
        let (left, right) = line.trim().split_once("=>")?;
        let name = left.trim().strip_prefix("Self::")?;
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        Some((name.to_owned(), right.split('"').nth(1)?.to_owned()))
    };
    body.unwrap().lines().filter_map(row).collect()
}

#[test]
fn every_refusal_is_reached() {
    let codes = codes();
    let mut seen = BTreeSet::new();
    for (variant, code) in &codes {
        let refusal = reach(variant);
        let text = format!("{refusal:?}");
        let found = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
        assert_eq!((found, refusal.code()), (variant.as_str(), code.as_str()), "{text}");
        seen.insert(code);
    }
    println!("refusals: {} of {}, {} codes", codes.len(), codes.len(), seen.len());
    assert_eq!((codes.len(), seen.len()), (33, 31));
}

fn reach(variant: &str) -> Refusal {
    match variant {
        "Denied" => no(ask(&World::new(), "a", staff(Role::Teknisi), rumah(1))),
        "NotFound" => {
            let invoice = "inv_nowhere".parse().unwrap();
            no(ask(&World::new(), "a", finance(1), Command::IssueInvoice { invoice }))
        }
        "Exists" => {
            let world = World::new();
            world.customer("PLG-000001");
            no(ask(&world, "a", staff(Role::Marketing), registration("PLG-000001")))
        }
        "KeyReused" => {
            let world = World::new();
            let first = ask(&world, "a", staff(Role::Marketing), registration("PLG-000001"));
            first.unwrap();
            no(ask(&world, "a", staff(Role::Marketing), registration("PLG-000002")))
        }
        "AlreadyBilled" | "PeriodBeforeStart" | "InvalidState" | "OtherCustomer"
        | "InvoiceCount" | "Nothing" | "Money" | "TaxLocked" => bill(variant),
        "StaleRead" => {
            let world = World::new();
            let (_, invoice) = world.bill(275_000);
            let order_id = world.charge(&invoice, Channel::BcaVa);
            let outcome = StatusOutcome::Found(world.bank.holds(&order_id).unwrap());
            let cause = ReadCause::Comparison(ReconcileId::derived(&CommandId::new("a"), 0));
            let read = TakeRead { order_id, seq: 7, outcome, cause };
            no(ask(&world, "a", Actor::System, Command::TakeRead(Box::new(read))))
        }
        "Duplicate" | "Invalid" => {
            let world = World::new();
            let (client, invoice) = world.bill(275_000);
            let record = |amount| Command::Posting(cash(&client, amount, "KW-1", &[&invoice]));
            if variant == "Invalid" {
                return no(ask(&world, "a", finance(1), record(0)));
            }
            ask(&world, "a", finance(1), record(1_000)).unwrap();
            no(ask(&world, "b", finance(1), record(1_000)))
        }
        // Whoever reads a customer's values from outside refuses in these words.
        "Customer" => {
            let values = Personal::new("Slamet", "0812", "slamet@contoh.test", "Jl. Melati No. 12");
            Refusal::from(values.unwrap_err())
        }
        "ContentChanged" => moved_to_another(),
        "RoleConflict" | "PermissionConflict" | "RoleForbids" | "NotYours" | "LastHolder"
        | "EmergencyActive" => people(variant),
        "Policy" => {
            let world = World::new();
            now(world.wikarta.seed_policy()).unwrap();
            let mut broken = policy();
            broken.terms_days = 0;
            let (policy, reason) = (Box::new(broken), why());
            let propose = Command::Setting(SettingCommand::ProposePolicy { policy, reason });
            no(ask(&world, "a", staff(Role::Superuser), propose))
        }
        other => refund(other),
    }
}

fn bill(variant: &str) -> Refusal {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let subscription = client.subscription.clone();
    let draft = |text: &str| {
        let (subscription, period) = (subscription.clone(), month(text));
        Command::DraftInvoice { subscription, period }
    };
    let open = |invoices| Command::OpenAttempt { invoices, channel: Channel::BcaVa };
    let of = |command| Command::Billing(command);
    let charges = B::BillCharges { subscription: subscription.clone() };
    let asked = match variant {
        "AlreadyBilled" => draft("2026-08"),
        "PeriodBeforeStart" => draft("2025-12"),
        "InvalidState" => Command::IssueInvoice { invoice },
        "InvoiceCount" => open(Vec::new()),
        "OtherCustomer" => {
            let other = world.client("PLG-000002", 100_000);
            let theirs = world.draft(&other.subscription, "2026-08");
            world.issue(&theirs);
            open(vec![invoice, theirs])
        }
        "Nothing" => of(charges),
        "Money" => {
            for name in ["one", "other"] {
                let fee = S::AddFee {
                    subscription: subscription.clone(),
                    kind: LineKind::Other,
                    description: "Perangkat tidak kembali".to_owned(),
                    amount: rupiah(1_000_000_000_000_000),
                };
                ask(&world, name, staff(Role::Marketing), Command::Subscription(fee)).unwrap();
            }
            of(charges)
        }
        _ => {
            let number = |digits: &str| B::RecordTaxNumber {
                invoice: invoice.clone(),
                number: digits.parse().unwrap(),
            };
            ask(&world, "one", finance(1), of(number("04002600012345678"))).unwrap();
            of(number("04002600012345679"))
        }
    };
    no(ask(&world, "a", finance(1), asked))
}

fn moved_to_another() -> Refusal {
    let tale = crate::tales::desk::moves();
    let world = tale.world;
    let account = world.store.accounts().remove(0);
    let other = world.customer("PLG-000009");
    let order: wikarta_core::id::OrderId = "FROM-ELSEWHERE-1".parse().unwrap();
    let propose = D::ProposeMove {
        order_id: order.clone(),
        account,
        resolution: wikarta_core::account::Resolution::Credit,
        reason: why(),
    };
    ask(&world, "one", finance(1), Command::Desk(propose)).unwrap();
    let agree = D::ApproveMove { order_id: order, account: other };
    no(ask(&world, "a", head(1), Command::Desk(agree)))
}

fn added(world: &World, name: &str, role: Role) -> UserId {
    let (email, name) = (format!("{name}@demo.test"), name.to_owned());
    let id = UserId::derived(&CommandId::new(&name), 0);
    ask(world, &name.clone(), Actor::System, Command::AddUser { email, name, roles: vec![role] })
        .unwrap();
    id
}

fn people(variant: &str) -> Refusal {
    let world = World::new();
    let superuser = Actor::staff(added(&world, "su1", Role::Superuser), [Role::Superuser]);
    let other = Actor::staff(added(&world, "su2", Role::Superuser), [Role::Superuser]);
    let technician = added(&world, "tk1", Role::Teknisi);
    let head = Actor::staff(added(&world, "sv1", Role::Supervisor), [Role::Supervisor]);
    let propose = |what| Command::Access(A::Propose { what, reason: why() });
    let assign = |user: &UserId, roles: &[Role], custom: &[&str]| AccessWhat::Assign {
        user: user.clone(),
        roles: roles.iter().copied().collect(),
        custom: custom.iter().map(|code| code.parse().unwrap()).collect(),
    };
    let role = |permissions: &[Permission]| AccessWhat::Define {
        role: CustomRole {
            code: "KASIR".parse().unwrap(),
            name: "Kasir".to_owned(),
            permissions: permissions.iter().map(|one| (*one, Scope::All)).collect(),
        },
    };
    let asked = match variant {
        "RoleConflict" => propose(assign(&technician, &[Role::Supervisor, Role::Keuangan], &[])),
        "PermissionConflict" => {
            propose(role(&[Permission::RefundRequest, Permission::RefundApprove]))
        }
        "RoleForbids" => {
            let made =
                ask(&world, "made", superuser.clone(), propose(role(&[Permission::RefundRequest])));
            made.unwrap();
            let change = AccessChangeId::derived(&CommandId::new("made"), 0);
            let agree = Command::Access(A::Approve { change, subject: None });
            ask(&world, "agreed", head, agree).unwrap();
            propose(assign(&technician, &[Role::Teknisi], &["KASIR"]))
        }
        "NotYours" => {
            let what = assign(&technician, &[Role::Marketing], &[]);
            ask(&world, "made", superuser.clone(), propose(what)).unwrap();
            let change = AccessChangeId::derived(&CommandId::new("made"), 0);
            return no(ask(&world, "a", other, Command::Access(A::Withdraw { change })));
        }
        "LastHolder" => {
            let Actor::Staff { id, .. } = &head else { panic!() };
            propose(assign(id, &[Role::Keuangan], &[]))
        }
        _ => {
            let begin = || Command::Access(A::BreakGlass { reason: why(), minutes: 60 });
            ask(&world, "begun", superuser.clone(), begin()).unwrap();
            begin()
        }
    };
    no(ask(&world, "a", superuser, asked))
}

fn refund(variant: &str) -> Refusal {
    let channel = if variant == "EvidenceMissing" { Channel::BcaVa } else { Channel::Qris };
    let (world, client, invoice) = paid(channel);
    if variant == "SourceAmbiguous" {
        return ambiguous();
    }
    if variant == "TooMuch" {
        return no(ask(&world, "a", finance(1), request(&invoice, 200_001, RefundTo::Payer)));
    }
    ask(&world, "asked", finance(1), request(&invoice, 150_000, RefundTo::Payer)).unwrap();
    let refund = RefundId::derived(&CommandId::new("asked"), 0);
    let of = || refund.clone();
    let verify = Command::Correction(C::VerifyRefund { refund: of() });
    let approve = Command::Correction(C::ApproveRefund { refund: of(), reason: None });
    let execute = Command::Correction(C::ExecuteRefund { refund: of(), proof: None });
    match variant {
        "Separation" => return no(ask(&world, "a", finance(1), verify)),
        "State" => return no(ask(&world, "a", finance(3), execute)),
        "TooEarly" => {
            let expire = Command::Correction(C::ExpireRefund { refund: of() });
            return no(ask(&world, "a", Actor::Scheduler, expire));
        }
        "Lapsed" => {
            world.pass_seconds(40 * 86_400);
            return no(ask(&world, "a", finance(2), verify));
        }
        _ => {}
    }
    ask(&world, "verified", finance(2), verify).unwrap();
    // From a limit below its amount on, it takes two heads.
    let mut strict = policy();
    strict.corrections.refund_tier1_max = rupiah(100_000);
    let notifier = world.notifier.clone();
    let host = world.host.clone();
    match variant {
        "AlreadyApproved" => {
            let world = world.told_by(notifier, host, strict);
            ask(&world, "one", head(1), approve.clone()).unwrap();
            no(ask(&world, "a", head(1), approve))
        }
        "ApprovalsMissing" => {
            ask(&world, "one", head(1), approve).unwrap();
            let world = world.told_by(notifier, host, strict);
            no(ask(&world, "a", finance(3), execute))
        }
        "EvidenceMissing" => {
            ask(&world, "one", head(1), approve).unwrap();
            let begun = ask(&world, "begun", finance(3), execute.clone());
            drop((begun, client));
            no(ask(&world, "a", finance(3), execute))
        }
        other => panic!("nothing reaches `{other}`: show how, or take it out"),
    }
}

/// A bill that two payments paid, neither of which can give all of it.
fn ambiguous() -> Refusal {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    for (n, amount) in [(1, 100_000), (2, 175_000)] {
        let (name, evidence) = (format!("paid {n}"), format!("KW-{n}"));
        let record = Command::Posting(cash(&client, amount, &evidence, &[&invoice]));
        ask(&world, &name, finance(1), record).unwrap();
        let posting = PostingId::derived(&CommandId::new(&name), 0);
        let verify = Command::Posting(PostingCommand::Verify { posting });
        ask(&world, &format!("counted {n}"), finance(2), verify).unwrap();
    }
    no(ask(&world, "a", finance(3), request(&invoice, 200_000, RefundTo::Transfer)))
}
