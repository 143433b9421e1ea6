//! What a host asks the engine without changing anything.

use wikarta_core::access::{Actor, Role};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::command::{CatalogueCommand, Command, DefinePackage};
use wikarta_core::decide::Answer;
use wikarta_core::id::{CommandId, InvoiceId};
use wikarta_core::package::PackageState;
use wikarta_core::ports::Subject;
use wikarta_core::provider::Channel;
use wikarta_core::reconcile::Position;
use wikarta_core::refusal::Refusal;

use crate::world::{World, now, rumah, staff};

#[test]
fn the_account_that_something_lies_in_is_found_by_its_bill() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let found = now(world.wikarta.account_of(Subject::Invoice(invoice))).unwrap();
    assert_eq!(found, Some(world.account(&client)));
    let nowhere = InvoiceId::derived(&CommandId::new("nowhere"), 0);
    assert_eq!(now(world.wikarta.account_of(Subject::Invoice(nowhere))).unwrap(), None);
}

#[test]
fn an_attempt_is_found_with_its_account() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    let (account, attempt) = now(world.wikarta.attempt(&order)).unwrap().unwrap();
    assert_eq!((account, attempt), (world.account(&client), world.attempt(&client, &order)));
    assert_eq!(now(world.wikarta.attempt(&"INV-9".parse().unwrap())).unwrap(), None);
}

#[test]
fn the_roster_is_empty_until_somebody_works_here() {
    let world = World::new();
    assert!(now(world.wikarta.roster()).unwrap().members.is_empty());
    let (email, name) = ("wati@demo.test".to_owned(), "Wati".to_owned());
    let add = Command::AddUser { email, name, roles: vec![Role::Keuangan] };
    let Answer::User { id: user } = world.ask(Actor::System, add).unwrap().answer else { panic!() };
    let roster = now(world.wikarta.roster()).unwrap();
    assert_eq!(roster.members[&user].roles, [Role::Keuangan].into());
}

/// Pages say beforehand what is open to a reader; asking changes nothing.
#[test]
fn weighing_answers_each_command_for_itself_and_writes_nothing() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let before = world.account(&client);
    let open = || Command::OpenAttempt { invoices: vec![invoice.clone()], channel: Channel::BcaVa };
    let envelopes = [
        world.envelope(staff(Role::Keuangan), open()),
        world.envelope(staff(Role::Teknisi), open()),
        world.envelope(staff(Role::Keuangan), open()),
    ];
    let weighed = now(world.wikarta.weigh(&envelopes)).unwrap();
    assert!(matches!(weighed[0], Ok(Answer::Attempt { .. })));
    assert!(matches!(weighed[1], Err(Refusal::Denied { .. })));
    assert!(matches!(weighed[2], Ok(Answer::Attempt { .. })), "the first did not happen");
    assert_eq!(world.account(&client), before);
    assert_eq!(now(world.wikarta.work(10)).unwrap().effects, 0, "nothing was planned");
}

#[test]
fn an_engine_prints_itself_without_its_books() {
    let world = World::new();
    let printed = format!("{:?}", world.wikarta);
    assert!(printed.starts_with("Wikarta { policy: "), "{printed}");
}

#[test]
fn an_order_that_the_books_do_not_know_has_no_position_of_ours() {
    let unknown = Position::unknown("INV-9".parse().unwrap());
    assert!(unknown.ours().is_none());
}

/// The words of a package change; what was sold under it and its price do not.
#[test]
fn a_package_is_described_anew() {
    let world = World::new();
    let package = world.package(275_000);
    let describe = |name: &str, description: &str| {
        Command::Catalogue(CatalogueCommand::Describe {
            package: package.clone(),
            name: name.to_owned(),
            description: description.to_owned(),
        })
    };
    world.tell(Role::Marketing, describe(" Rumah Hemat ", "Baris satu\nbaris dua"));
    let held = world.store.aggregate(&AggregateId::Package(package.clone()));
    let Some(Aggregate::Package(known)) = held else { panic!() };
    assert_eq!(
        (known.name.as_str(), known.description.as_str()),
        ("Rumah Hemat", "Baris satu\nbaris dua")
    );
    assert_eq!((known.price.get(), known.state), (275_000, PackageState::OnSale));
    let long = "x".repeat(501);
    let name = "x".repeat(121);
    for (command, field) in [
        (describe("", "Internet"), "package"),
        (describe(&name, "Internet"), "package"),
        (describe("Rumah\tHemat", "Internet"), "package"),
        (describe("Rumah", &long), "description"),
        (describe("Rumah", "Inter\u{7}net"), "description"),
    ] {
        match world.refusal(Role::Marketing, command) {
            Refusal::Invalid { field: found, .. } => assert_eq!(found, field),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_package_that_cannot_be_one_is_refused() {
    let world = World::new();
    let Command::DefinePackage(plain) = rumah(275_000) else { panic!() };
    let refused = |order| match world.refusal(Role::Marketing, Command::DefinePackage(order)) {
        Refusal::Invalid { field, .. } => field,
        other => panic!("{other:?}"),
    };
    let negative = crate::world::rupiah(-1);
    for code in ["", "ABCDEFGHIJKLMNOPQRSTUVWXY", "RUMAH\n20"] {
        let order = DefinePackage { code: code.to_owned(), ..plain.clone() };
        assert_eq!(refused(order), "package", "{code:?}");
    }
    let order = DefinePackage { price: negative, ..plain.clone() };
    assert_eq!(refused(order), "price");
    let order = DefinePackage { installation_fee: negative, ..plain };
    assert_eq!(refused(order), "price");
}

/// Each refusal names the field, so that a page can stand beside it.
#[test]
fn a_promotion_that_cannot_be_one_is_refused() {
    use wikarta_core::billing::DiscountKind;
    use wikarta_core::command::ProposePromo;
    let world = World::new();
    let plain = ProposePromo {
        code: "AWAL-26".to_owned(),
        name: "Promo awal tahun".to_owned(),
        kind: DiscountKind::FreeDays(7),
        periods: 1,
        from: crate::market::day("2026-01-01"),
        until: crate::market::day("2026-01-01"),
    };
    let propose = |order| Command::Catalogue(CatalogueCommand::ProposePromo(order));
    world.tell(Role::Marketing, propose(plain.clone()));
    for (order, expected) in [
        (ProposePromo { code: "AWAL 26".to_owned(), ..plain.clone() }, "code"),
        (ProposePromo { code: String::new(), ..plain.clone() }, "code"),
        (ProposePromo { name: " ".to_owned(), ..plain.clone() }, "name"),
        (ProposePromo { kind: DiscountKind::FreeDays(0), ..plain.clone() }, "promotion"),
        (ProposePromo { kind: DiscountKind::FreeMonths(0), ..plain.clone() }, "promotion"),
        (ProposePromo { periods: 0, ..plain.clone() }, "periods"),
        (ProposePromo { until: crate::market::day("2025-12-31"), ..plain }, "until"),
    ] {
        match world.refusal(Role::Marketing, propose(order)) {
            Refusal::Invalid { field, .. } => assert_eq!(field, expected),
            other => panic!("{other:?}"),
        }
    }
}
