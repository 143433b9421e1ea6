//! Every scenario in every order, each notification as often as it likes, workers running whenever they
//! like, and with everything that people and clocks here may do at every place.
//!
//! Left alone, a scenario ends as it says it does. With something done here it ends so, too, or in a way
//! that `spec/orders.table` names: one line for each plan, what was answered to its steps, and the end.
//! `UPDATE_DOCS=1` writes that file anew; read the difference.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use wikarta_core::money::Rupiah;

use crate::explore::{End, Gone, Play, explore};
use crate::local::{PLANS, plan};
use crate::spec::{Scenario, Stage, spec};

const TABLE: &str = include_str!("../../spec/orders.table");

/// The end of a bill in a line.
fn line(stage: &Stage, end: &End) -> String {
    let account = end.world.account(&stage.client);
    let invoice = &account.invoices[&stage.invoice];
    let attempts: Vec<_> = account.attempts.values().map(|it| it.state.as_str()).collect();
    let mut cases: Vec<_> = account.cases.values().map(|it| it.kind.as_str()).collect();
    cases.sort_unstable();
    let mut line = format!("{:<8}", invoice.status.as_str());
    for amount in [invoice.paid, invoice.refunded, account.credit, account.suspense] {
        let _ = write!(line, "| {:>7} ", amount.get());
    }
    let _ = write!(line, "| {} | {}", attempts.join(" "), cases.join(" "));
    line.trim_end().to_owned()
}

/// What the gateway holds is in the books, and what it gave back is, to the rupiah: on bills, as credit,
/// in suspense, or given back.
fn conserved(stage: &Stage, end: &End) {
    let account = end.world.account(&stage.client);
    let (mut there, mut back_there) = (Rupiah::ZERO, Rupiah::ZERO);
    for reading in end.world.bank.orders().values().filter(|it| it.status.means_money()) {
        there = there.saturating_plus(reading.amount);
        let listed: Rupiah = reading.refunds.iter().map(|refund| refund.amount).sum();
        back_there = back_there.saturating_plus(listed);
    }
    let booked: Rupiah =
        account.attempts.values().filter_map(|it| it.booking.as_ref()).map(|it| it.amount).sum();
    let back: Rupiah = account.attempts.values().map(|attempt| attempt.refunded()).sum();
    assert_eq!((booked, back), (there, back_there), "{}", line(stage, end));
}

fn play(scenario: &Scenario, stage: &Stage, name: &str) -> (Gone, BTreeSet<(String, String)>) {
    let steps = plan(name, stage, scenario);
    let names: BTreeSet<&String> = scenario.events.iter().collect();
    let hints = names.into_iter().map(|event| &stage.hints[event]).collect();
    let (gone, ends) = explore(&stage.world, &Play { hints, times: 2, steps: &steps });
    for end in &ends {
        conserved(stage, end);
        if steps.is_empty() {
            stage.compare(scenario, end);
        }
    }
    let told = |end: &End| (end.said.join(", "), line(stage, end));
    (gone, ends.iter().map(told).collect())
}

/// Plays a share of the scenarios with every plan, so that the shares run beside each other; answers
/// how much was gone through, and the lines of the table.
fn play_all(share: impl Fn(usize) -> bool) -> (Gone, String) {
    let (spec, mut all, mut table) = (spec(), Gone::default(), String::new());
    for (_, scenario) in spec.scenarios.iter().enumerate().filter(|(place, _)| share(*place)) {
        let stage = Stage::of(&spec, scenario);
        let mut alone = BTreeSet::new();
        for name in PLANS {
            let (gone, ends) = play(scenario, &stage, name);
            all.add(gone);
            if *name == "nothing" {
                alone = ends.into_iter().map(|(_, end)| end).collect();
                continue;
            }
            for (said, end) in ends {
                let refused = !said.split(", ").any(|answer| answer == "done");
                assert!(!refused || alone.contains(&end), "{} {name}: {end}", scenario.name);
                if !alone.contains(&end) {
                    let _ = writeln!(table, "{} | {name} | {said} | {end}", scenario.name);
                }
            }
        }
    }
    (all, table)
}

#[test]
fn every_order_of_everything_ends_as_it_is_written() {
    let share = |one: usize| move || play_all(move |place| place % 2 == one);
    let shares = std::thread::scope(|scope| {
        let both = [scope.spawn(share(0)), scope.spawn(share(1))];
        both.map(|share| share.join().unwrap())
    });
    let mut all = Gone::default();
    let mut lines: Vec<String> = Vec::new();
    for (gone, table) in shares {
        all.add(gone);
        lines.extend(table.lines().map(str::to_owned));
    }
    lines.sort();
    let comments = TABLE.lines().take_while(|line| line.starts_with('#'));
    let text: String = comments.map(str::to_owned).chain(lines).map(|line| line + "\n").collect();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/orders.table");
        std::fs::write(file, &text).unwrap();
    }
    println!("orders: {all:?}");
    let written: BTreeSet<&str> = TABLE.lines().collect();
    let found: BTreeSet<&str> = text.lines().collect();
    let differ: Vec<_> = written.symmetric_difference(&found).collect();
    assert!(differ.is_empty(), "`spec/orders.table` differs: {differ:#?}");
    assert_eq!((spec().scenarios.len(), PLANS.len()), (17, 16));
    assert_eq!(all, Gone { sequences: 0, states: 0, ends: 0 });
}
