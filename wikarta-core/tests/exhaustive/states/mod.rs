//! Whatever stands somewhere, against every command about it: `spec/states.table` has a line for each
//! pair with the answer and where it stands then. `UPDATE_DOCS=1` writes the file anew; read the
//! difference. Attempts, refunds, voids, postings and subscriptions have tables of their own.

mod bills;
mod house;
mod sold;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use wikarta_core::access::{Actor, Role};
use wikarta_core::command::Command;
use wikarta_core::id::CommandId;
use wikarta_core::testkit::laws;

use crate::kinds;
use crate::local::{ask, person};
use crate::world::World;

const TABLE: &str = include_str!("../../../spec/states.table");

/// Tables that show the other commands in every state.
const ELSEWHERE: &[(&str, &str)] = &[
    ("tests/it/case_table.rs", "Correction."),
    ("tests/it/subscription_table.rs", "Subscription."),
    ("tests/it/stories/postings.rs", "Posting."),
    ("tests/it/invoice_table.rs", "DraftInvoice"),
    ("tests/it/invoice_table.rs", "IssueInvoice"),
    ("tests/it/invoice_table.rs", "OpenAttempt"),
    ("tests/it/invoice_table.rs", "AskRead"),
    ("tests/it/invoice_table.rs", "Notify"),
    ("tests/it/invoice_table.rs", "TakeRead"),
    ("tests/it/lattice.rs", "AnswerCharge"),
    ("tests/it/lattice.rs", "AnswerCancel"),
    ("tests/it/dunning/delivery.rs", "Dunning.HandOver"),
    ("tests/it/dunning/delivery.rs", "Dunning.AnswerHandOver"),
    ("tests/it/dunning/delivery.rs", "Dunning.TakeReceipt"),
    ("tests/it/dunning/isolation.rs", "Dunning.ConsiderService"),
    ("tests/it/stories/overdue.rs", "Reconcile.GiveUp"),
    ("tests/it/stories/reconcile.rs", "Reconcile.OpenCase"),
    ("nothing stands before it", "RegisterCustomer"),
    ("nothing stands before it", "DefinePackage"),
    ("nothing stands before it", "AddUser"),
    ("nothing stands before it", "StartSubscription"),
    ("nothing stands before it", "Catalogue.ProposePromo"),
];

fn why() -> String {
    "diminta oleh pelanggan".to_owned()
}

fn finance(n: u32) -> Actor {
    person(Role::Keuangan, n)
}

fn head(n: u32) -> Actor {
    person(Role::Supervisor, n)
}

fn named(name: &str) -> CommandId {
    CommandId::new(name)
}

/// A state to stand in, and everything that may be asked there.
struct Stand {
    thing: &'static str,
    state: String,
    world: World,
    commands: Vec<(&'static str, Actor, Command)>,
    /// Where it stands, read off the books.
    now: Box<dyn Fn(&World) -> String>,
}

fn sent(world: &World, name: &str, actor: Actor, command: Command) {
    let text = format!("{command:?}");
    assert_eq!(ask(world, named(name), actor, command), "done", "{text}");
}

/// What is answered, and where it stands then.
fn line(stand: &Stand, name: &str, actor: &Actor, command: &Command) -> String {
    let world = stand.world.fork();
    kinds::see(command);
    let answer = ask(&world, named("in the table"), actor.clone(), command.clone());
    world.work();
    laws::check(&world.store).unwrap();
    let said = if answer == "done" { answer.to_owned() } else { format!("no: {answer}") };
    let text = format!("{} | {} | {name} | {said}", stand.thing, stand.state);
    format!("{text} | {}", (stand.now)(&world))
}

#[test]
fn every_command_in_every_state_is_answered_as_it_is_written() {
    let all = [
        bills::bills(),
        bills::credit_notes(),
        sold::packages(),
        sold::promos(),
        house::policies(),
        house::access(),
        house::money_in_doubt(),
        sold::customers(),
    ];
    let mut text: String = TABLE
        .lines()
        .take_while(|line| line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut pairs = 0;
    for stand in all.iter().flatten() {
        for (name, actor, command) in &stand.commands {
            let _ = writeln!(text, "{}", line(stand, name, actor, command));
            pairs += 1;
        }
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/states.table");
        std::fs::write(file, &text).unwrap();
    }
    println!("states: {pairs} pairs");
    let (written, found): (BTreeSet<_>, BTreeSet<_>) =
        (TABLE.lines().collect(), text.lines().collect());
    let differ: Vec<_> = written.symmetric_difference(&found).collect();
    assert!(differ.is_empty(), "`spec/states.table` differs: {differ:#?}");
    let elsewhere = |kind: &String| ELSEWHERE.iter().any(|(_, name)| kind.starts_with(name));
    let seen = kinds::seen();
    let missing: Vec<_> =
        kinds::all().into_iter().filter(|kind| !seen.contains(kind) && !elsewhere(kind)).collect();
    assert!(missing.is_empty(), "no table shows these commands: {missing:?}");
    assert_eq!(pairs, 254);
}
