//! The audit trail as people read it, and every way to tamper with it.

use std::fmt::Write;

use proptest::prelude::*;
use wikarta_core::access::Role;
use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::{ChainFault, Entry, Head, verify_chain};
use wikarta_core::billing::Pricing;
use wikarta_core::command::{CatalogueCommand, Command};
use wikarta_core::provider::{Channel, ProviderStatus};

use crate::claims::told;
use crate::world::{Client, World};

fn paid() -> (World, Client) {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    world.pass_seconds(2_523);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    world.work();
    (world, client)
}

fn chain(world: &World, client: &Client) -> (AggregateId, Vec<Entry>, Head) {
    let id = AggregateId::Account(client.account.clone());
    let (rows, head) = world.store.trail(&id);
    (id, rows.into_iter().map(|row| row.entry).collect(), head)
}

#[test]
fn the_trail_of_a_paid_bill_as_people_read_it() {
    let (world, client) = paid();
    let id = AggregateId::Account(client.account.clone());
    let (rows, _) = world.store.trail(&id);
    let mut text = String::new();
    for row in rows {
        let entry = row.entry;
        let _ = writeln!(
            text,
            "{} {} {} by {} {}",
            entry.seq, entry.at, entry.action, entry.actor, entry.roles
        );
        for change in row.changes {
            let value = |value: &serde_json::Value| {
                let text = value.to_string();
                if text.len() > 60 { format!("({} characters)", text.len()) } else { text }
            };
            let (before, after) = (value(&change.before), value(&change.after));
            let _ = writeln!(text, "    {} {}: {before} -> {after}", change.entity, change.field);
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn each_entry_lists_what_it_changed_and_nothing_that_stayed() {
    let (world, client) = paid();
    let (rows, _) = world.store.trail(&AggregateId::Account(client.account.clone()));
    for row in rows {
        for change in &row.changes {
            assert_ne!(change.before, change.after, "{}", row.entry.action);
        }
    }
}

#[test]
fn the_hash_of_an_entry_is_stable() {
    let (world, client) = paid();
    let (_, entries, head) = chain(&world, &client);
    assert_eq!(entries.last().unwrap().hash, head.hash);
    insta::assert_snapshot!(entries[0].hash_hex());
}

/// One act of tampering.
#[derive(Debug, Clone)]
enum Tampering {
    EditByte { entry: prop::sample::Index, field: u8, byte: prop::sample::Index },
    Drop { entry: prop::sample::Index },
    Repeat { entry: prop::sample::Index },
    Swap { entry: prop::sample::Index },
    CutTail { keep: prop::sample::Index },
    Time { entry: prop::sample::Index },
    Hash { entry: prop::sample::Index, byte: usize },
    Rebuild { entry: prop::sample::Index },
}

fn tampering() -> impl Strategy<Value = Tampering> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        4 => (index(), 0..6_u8, index()).prop_map(|(entry, field, byte)| Tampering::EditByte { entry, field, byte }),
        1 => index().prop_map(|entry| Tampering::Drop { entry }),
        1 => index().prop_map(|entry| Tampering::Repeat { entry }),
        1 => index().prop_map(|entry| Tampering::Swap { entry }),
        1 => index().prop_map(|keep| Tampering::CutTail { keep }),
        1 => index().prop_map(|entry| Tampering::Time { entry }),
        1 => (index(), 0..32_usize).prop_map(|(entry, byte)| Tampering::Hash { entry, byte }),
        1 => index().prop_map(|entry| Tampering::Rebuild { entry }),
    ]
}

fn tamper(entries: &mut Vec<Entry>, act: &Tampering) {
    let edit = |text: &mut String, at: &prop::sample::Index| {
        let mut bytes = std::mem::take(text).into_bytes();
        if bytes.is_empty() {
            bytes.push(b'x');
        } else {
            let at = at.index(bytes.len());
            bytes[at] = if bytes[at] == b'a' { b'b' } else { b'a' };
        }
        *text = String::from_utf8_lossy(&bytes).into_owned();
    };
    let count = entries.len();
    match act {
        Tampering::EditByte { entry, field, byte } => {
            let entry = &mut entries[entry.index(count)];
            match field {
                0 => edit(&mut entry.actor, byte),
                1 => edit(&mut entry.roles, byte),
                2 => edit(&mut entry.action, byte),
                3 => edit(&mut entry.data, byte),
                4 => edit(&mut entry.changes, byte),
                _ => entry.trace = wikarta_core::id::TraceId::new("another"),
            }
        }
        Tampering::Drop { entry } => drop(entries.remove(entry.index(count))),
        Tampering::Repeat { entry } => {
            let at = entry.index(count);
            entries.insert(at, entries[at].clone());
        }
        Tampering::Swap { entry } => {
            let at = entry.index(count - 1);
            entries.swap(at, at + 1);
        }
        Tampering::CutTail { keep } => entries.truncate(keep.index(count)),
        Tampering::Time { entry } => {
            let entry = &mut entries[entry.index(count)];
            entry.at = entry.at.plus_seconds(1);
        }
        Tampering::Hash { entry, byte } => entries[entry.index(count)].hash[*byte] ^= 1,
        Tampering::Rebuild { entry } => {
            // Somebody who knows the rule rewrites an entry and every hash after it.
            let at = entry.index(count);
            entries[at].action = "payment.forgotten".to_owned();
            let mut previous = if at == 0 { [0; 32] } else { entries[at - 1].hash };
            for entry in &mut entries[at..] {
                entry.hash = entry.hash_after(&previous);
                previous = entry.hash;
            }
        }
    }
}

#[test]
fn every_tampering_is_found() {
    let (world, client) = paid();
    let (id, entries, head) = chain(&world, &client);
    assert_eq!(verify_chain(&id, entries.iter(), head), Ok(entries.len() as u64));
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&tampering(), |act| {
            let mut touched = entries.clone();
            tamper(&mut touched, &act);
            prop_assert!(verify_chain(&id, touched.iter(), head).is_err(), "{:?}", act);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_fault_names_the_entry() {
    let (world, client) = paid();
    let (id, entries, head) = chain(&world, &client);
    let mut edited = entries.clone();
    edited[3].data.push(' ');
    let fault = verify_chain(&id, edited.iter(), head).unwrap_err();
    assert_eq!(fault, ChainFault::Altered { aggregate: id.clone(), seq: 4 });
    let mut gap = entries.clone();
    gap.remove(2);
    let fault = verify_chain(&id, gap.iter(), head).unwrap_err();
    assert_eq!(fault, ChainFault::Gap { aggregate: id.clone(), expected: 3, found: 4 });
    let cut = entries[..4].iter();
    let fault = verify_chain(&id, cut, head).unwrap_err();
    assert!(matches!(fault, ChainFault::Head { found: 4, .. }), "{fault:?}");
    let other = AggregateId::Package("pkg_x".parse().unwrap());
    assert!(verify_chain(&other, entries.iter(), head).is_err(), "a chain is one aggregate's");
}

#[test]
fn an_entry_lists_what_is_gone() {
    let world = World::new();
    let package = world.package(100_000);
    for _ in 0..2 {
        let (price, pricing) = (crate::world::rupiah(120_000), Pricing::Inclusive);
        let (reason, other) =
            ("Harga baru bulan depan".to_owned(), "Belum waktunya naik".to_owned());
        let propose =
            CatalogueCommand::ProposePrice { package: package.clone(), price, pricing, reason };
        world.tell(Role::Marketing, Command::Catalogue(propose));
        let reject = CatalogueCommand::RejectPrice { package: package.clone(), reason: other };
        world.tell(Role::Supervisor, Command::Catalogue(reject));
        let (rows, _) = world.store.trail(&AggregateId::Package(package.clone()));
        let changes = rows.into_iter().next_back().unwrap().changes;
        let gone = changes.iter().find(|change| change.field == "proposal").unwrap();
        assert!(gone.before.is_object() && gone.after.is_null(), "{gone:?}");
    }
}
