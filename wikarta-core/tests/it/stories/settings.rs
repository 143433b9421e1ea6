//! The seller's policy: proposed by one person, agreed to by another, version by version.

use wikarta_core::access::{Actor, Role, SeparationRule};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::command::{Command, CorrectionCommand, SettingCommand as C};
use wikarta_core::decide::Answer;
use wikarta_core::engine::HandleError;
use wikarta_core::id::{CommandId, UserId};
use wikarta_core::policy::{Policy, PolicyBook};
use wikarta_core::refusal::Refusal;

use crate::laws;
use crate::world::{World, at, now, policy, rupiah, staff};

const WHY: &str = "Rapat direksi 24 Agustus";

fn seeded() -> World {
    let world = World::new();
    now(world.wikarta.seed_policy()).unwrap();
    world
}

fn person(name: &str, role: Role) -> Actor {
    Actor::staff(UserId::derived(&CommandId::new(name), 0), [role])
}

fn superuser() -> Actor {
    staff(Role::Superuser)
}

fn send(world: &World, actor: Actor, command: C) -> Result<(u32, u32), Refusal> {
    match world.ask(actor, Command::Setting(command)) {
        Ok(receipt) => match receipt.answer {
            Answer::Policy { proposal, version } => Ok((proposal, version)),
            other => panic!("{other:?}"),
        },
        Err(HandleError::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other}"),
    }
}

fn propose(world: &World, text: &str) -> Result<(u32, u32), Refusal> {
    let policy = Box::new(world.wikarta.policy().amended_by(text).unwrap());
    send(world, superuser(), C::ProposePolicy { policy, reason: WHY.to_owned() })
}

fn adopt(world: &World, actor: Actor, text: &str) -> u32 {
    let (proposal, _) = propose(world, text).unwrap();
    send(world, actor, C::AdoptPolicy { proposal }).unwrap().1
}

fn book(world: &World) -> PolicyBook {
    match world.store.aggregate(&AggregateId::Policy).unwrap() {
        Aggregate::Policy(book) => *book,
        other => panic!("{other:?}"),
    }
}

fn rule<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> &'static str {
    answer.unwrap_err().rule()
}

#[test]
fn an_installation_starts_with_one_policy_and_keeps_it() {
    let world = seeded();
    assert_eq!((book(&world).current.version, book(&world).adopted), (1, None));
    adopt(&world, staff(Role::Supervisor), "qris_minutes = 30");
    // Another process comes up with the policy that its program was built with.
    let restarted = world.twin();
    now(restarted.wikarta.seed_policy()).unwrap();
    let held = restarted.wikarta.policy();
    assert_eq!((held.version, held.qris_minutes), (2, 30));
    let wrong = World::with(Policy { qris_minutes: 0, ..policy() });
    assert!(now(wrong.wikarta.seed_policy()).is_err(), "it does not hold together");
    laws::check(&world);
}

#[test]
fn a_policy_is_in_force_when_a_second_person_agrees_and_bills_remember_theirs() {
    let world = seeded();
    let (client, before) = world.bill(275_000);
    assert_eq!(propose(&world, "terms_days = 14").unwrap(), (1, 1));
    // Late in the month, so that the terms say when it is due.
    world.host.set(at("2026-09-05T03:00:00Z"));
    let next = world.draft(&client.subscription, "2026-09");
    world.issue(&next);
    assert_eq!(world.invoice(&client, &next).policy_version, 1, "a proposal changes nothing");
    let adopted = send(&world, staff(Role::Supervisor), C::AdoptPolicy { proposal: 1 }).unwrap();
    assert_eq!(adopted, (1, 2));
    assert_eq!(world.wikarta.policy().terms_days, 14, "at once in this process");
    world.host.set(at("2026-10-05T03:00:00Z"));
    let after = world.draft(&client.subscription, "2026-10");
    world.issue(&after);
    let due = |invoice| {
        let bill = world.invoice(&client, invoice);
        let issued = bill.issued_at.unwrap().day_in(wikarta_core::time::Zone::Wib);
        (bill.policy_version, (bill.due_date.unwrap() - issued).num_days())
    };
    assert_eq!((due(&before), due(&next), due(&after)), ((1, 10), (1, 10), (2, 14)));
    let adoption = book(&world).adopted.unwrap();
    assert_eq!(adoption.reason, WHY);
    assert_ne!(adoption.proposed.by, adoption.approved.by);
    laws::check(&world);
}

#[test]
fn another_process_bills_by_what_the_books_say() {
    let world = seeded();
    let (client, _) = world.bill(275_000);
    let other = world.twin();
    assert_eq!(adopt(&world, staff(Role::Supervisor), "terms_days = 21"), 2);
    assert_eq!(other.wikarta.policy().version, 1, "it has not looked again");
    let bill = other.draft(&client.subscription, "2026-09");
    other.issue(&bill);
    assert_eq!(other.invoice(&client, &bill).policy_version, 2);
    assert_eq!(other.wikarta.policy().version, 2, "and has learned of it");
    let third = world.twin();
    assert_eq!(third.wikarta.policy().version, 1);
    assert_eq!(now(third.wikarta.refresh_policy()).unwrap().version, 2);
}

#[test]
fn who_may_not_decide_a_proposal_does_not() {
    let world = seeded();
    let text = "qris_minutes = 20";
    let policy = Box::new(world.wikarta.policy().amended_by(text).unwrap());
    let ask = |policy: &Policy, reason: &str| C::ProposePolicy {
        policy: Box::new(policy.clone()),
        reason: reason.to_owned(),
    };
    for role in [Role::Supervisor, Role::Keuangan, Role::Marketing, Role::Auditor] {
        assert_eq!(rule(send(&world, staff(role), ask(&policy, WHY))), "access.matrix");
    }
    assert_eq!(rule(send(&world, superuser(), ask(&policy, "sebab"))), "input.values");
    let same = world.wikarta.policy();
    assert_eq!(rule(send(&world, superuser(), ask(&same, WHY))), "input.effect");
    let upside_down = Policy { qris_minutes: 0, ..Policy::clone(&policy) };
    assert_eq!(rule(send(&world, superuser(), ask(&upside_down, WHY))), "policy.whole");
    let old = Policy { version: 9, ..Policy::clone(&policy) };
    assert_eq!(rule(send(&world, superuser(), ask(&old, WHY))), "case.state");

    assert_eq!(propose(&world, text).unwrap(), (1, 1));
    assert_eq!(rule(propose(&world, "qris_minutes = 21")), "evidence.unique", "one at a time");
    let adopt = |actor, proposal| send(&world, actor, C::AdoptPolicy { proposal });
    assert_eq!(rule(adopt(superuser(), 1)), "access.matrix");
    assert_eq!(rule(adopt(staff(Role::Supervisor), 2)), "reference.exists");
    // The superuser who proposed it, had she become a supervisor meanwhile.
    let own = Actor::staff(superuser().person().unwrap().clone(), [Role::Supervisor]);
    assert_eq!(rule(adopt(own, 1)), SeparationRule::ProposerApproves.as_str());

    let other = person("another superuser", Role::Superuser);
    let withdraw = C::WithdrawPolicy { proposal: 1 };
    assert_eq!(rule(send(&world, other, withdraw.clone())), "case.own_request");
    send(&world, superuser(), withdraw).unwrap();
    assert_eq!(rule(adopt(staff(Role::Supervisor), 1)), "case.state", "it is over");
    assert_eq!(propose(&world, "qris_minutes = 45").unwrap(), (2, 1));
    // Who read the first proposal does not agree to the second by its number.
    assert_eq!(rule(adopt(staff(Role::Supervisor), 1)), "case.state");
    let reject = |reason: &str| C::RejectPolicy { proposal: 2, reason: reason.to_owned() };
    assert_eq!(rule(send(&world, staff(Role::Supervisor), reject("tidak"))), "input.values");
    send(&world, staff(Role::Supervisor), reject("Terlalu lama bagi pelanggan")).unwrap();
    let kept = book(&world);
    assert_eq!((kept.current.version, kept.proposal), (1, None));
    assert_eq!(kept.rejected.unwrap().reason, "Terlalu lama bagi pelanggan");
    laws::check(&world);
}

#[test]
fn without_a_stored_policy_none_can_be_proposed() {
    assert_eq!(rule(propose(&World::new(), "qris_minutes = 20")), "reference.exists");
}

#[test]
fn who_moved_the_limits_agrees_to_nothing_under_them_for_a_day() {
    let world = seeded();
    let (_, invoice) = world.bill(275_000);
    let reason = "Salah paket, ditagih ulang".to_owned();
    let request = CorrectionCommand::RequestVoid { invoice, reason };
    let receipt = world.tell(Role::Keuangan, Command::Correction(request));
    let Answer::Void { id, .. } = receipt.answer else { panic!("{receipt:?}") };
    let (first, second) = (person("sv1", Role::Supervisor), person("sv2", Role::Supervisor));
    adopt(&world, first.clone(), "qris_minutes = 20");
    let approve = || CorrectionCommand::ApproveVoid { void: id.clone(), reason: None };
    let ask = |world: &World, actor: &Actor| match world
        .ask(actor.clone(), Command::Correction(approve()))
    {
        Ok(_) => "go",
        Err(HandleError::Refused(refusal)) => refusal.rule(),
        Err(other) => panic!("{other}"),
    };
    assert_eq!(ask(&world.fork(), &first), "go", "the limits were not touched");
    adopt(&world, first.clone(), "[corrections]\nvoid_single_max = 5_000_000");
    assert_eq!(book(&world).limits_changed.len(), 2, "who proposed and who agreed");
    assert_eq!(ask(&world.fork(), &first), SeparationRule::LimitsChanger.as_str());
    assert_eq!(ask(&world.fork(), &second), "go");
    world.pass_seconds(86_399);
    assert_eq!(ask(&world.fork(), &first), SeparationRule::LimitsChanger.as_str());
    world.pass_seconds(1);
    assert_eq!(ask(&world.fork(), &first), "go");
    // A later change by others does not free whoever made the one before.
    let proposal = book(&world).proposals + 1;
    let policy = world.wikarta.policy().amended_by("[corrections]\nwindow_days = 31").unwrap();
    let propose = C::ProposePolicy { policy: Box::new(policy), reason: WHY.to_owned() };
    send(&world, person("su2", Role::Superuser), propose).unwrap();
    send(&world, second.clone(), C::AdoptPolicy { proposal }).unwrap();
    let hands = book(&world).limits_changed;
    assert_eq!((hands.len(), ask(&world.fork(), &first)), (4, "go"));
    assert_eq!(ask(&world.fork(), &second), SeparationRule::LimitsChanger.as_str());
    assert_eq!(world.wikarta.policy().corrections.void_single_max, rupiah(5_000_000));
    laws::check(&world);
}
