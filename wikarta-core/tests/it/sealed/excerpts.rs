//! Trails of which a part is proved, and what is said of chains that are not there.

use std::collections::BTreeMap;

use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::{
    ChainFault, Ends, Evidence, ExportFault, ExportProver, ExportWriter, Head, SealFault,
    TrailFault, TrailProof, TrailProver, Window,
};

use super::books::{Books, at, key};

/// The proof of what was written after the start of each chain, up to the heads.
fn since(books: &Books, skipped: usize) -> TrailProof {
    let start = |chain: &Vec<wikarta_core::audit::Entry>| {
        let last = chain.get(skipped.checked_sub(1)?)?;
        Some(Head { seq: last.seq, hash: last.hash })
    };
    let starts: BTreeMap<AggregateId, Head> =
        books.chains.iter().filter_map(|(id, chain)| Some((id.clone(), start(chain)?))).collect();
    let evidence = Evidence {
        heads: books.heads.clone(),
        starts,
        ends: Ends::AtHeads,
        seals: &books.seals,
        outside: None,
        key: Some(&key()),
    };
    let mut prover = TrailProver::new(evidence);
    for chain in books.chains.values() {
        for entry in chain.iter().skip(skipped) {
            prover.entry(entry);
        }
    }
    prover.finish()
}

#[test]
fn what_was_sealed_before_an_excerpt_is_not_missed_in_it() {
    let books = Books::sealed();
    let shortest = books.chains.values().map(Vec::len).min().unwrap();
    for skipped in 0..=shortest {
        assert_eq!(since(&books, skipped).faults, [], "after {skipped}");
    }
}

/// A chain that ends where the excerpt begins has nothing to show, and nothing is missing.
#[test]
fn a_chain_of_which_nothing_is_left_is_named() {
    let mut books = Books::sealed();
    let id: AggregateId = "account:cus_0099".parse().unwrap();
    books.write(&id, 400);
    books.write(&id, 401);
    books.chains.remove(&id);
    let gone = TrailFault::Gone { aggregate: id.clone(), expected: 2 };
    assert_eq!(books.faults(None), std::slice::from_ref(&gone));
    assert_eq!(gone.aggregate(), Some(&id));
}

#[test]
fn a_fault_names_its_chain_when_it_is_about_one() {
    let id = || -> AggregateId { "account:cus_0001".parse().unwrap() };
    for fault in [
        ChainFault::Gap { aggregate: id(), expected: 2, found: 3 },
        ChainFault::Altered { aggregate: id(), seq: 2 },
        ChainFault::Head { aggregate: id(), expected: 2, found: 1 },
    ] {
        assert_eq!(TrailFault::from(fault).aggregate(), Some(&id()));
    }
    let lost = SealFault::Lost { aggregate: id(), seq: 2, number: 1 };
    let replaced = SealFault::Replaced { aggregate: id(), seq: 2, number: 1 };
    assert_eq!(TrailFault::from(lost).aggregate(), Some(&id()));
    assert_eq!(TrailFault::from(replaced).aggregate(), Some(&id()));
    assert_eq!(TrailFault::from(SealFault::Mac { number: 1 }).aggregate(), None);
}

/// One finding a chain: what is broken is not missed as well.
#[test]
fn a_chain_that_is_cut_off_is_named_once() {
    let mut books = Books::sealed();
    let id: AggregateId = "account:cus_0001".parse().unwrap();
    books.chains.get_mut(&id).unwrap().pop();
    let found = books.faults(None);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].aggregate(), Some(&id));
}

/// Command and trace have a form; a line with another one was written by something else.
#[test]
fn a_line_whose_command_or_trace_has_no_such_form_is_refused() {
    let books = Books::sealed();
    let (id, chain) = books.chains.iter().next().unwrap();
    let entry = &chain[0];
    let odd_command = entry.command.as_str().to_owned() + &"x".repeat(200);
    for (old, new) in [(entry.command.as_str(), odd_command.as_str()), ("trace-1", "trace 1")] {
        let mut writer = ExportWriter::default();
        let mut text = writer.header(Window::default(), at(500));
        text.push_str(&writer.head(id.clone(), books.heads[id]));
        text.push_str(&writer.entry(entry).replace(&format!("\"{old}\""), &format!("\"{new}\"")));
        let mut prover = ExportProver::new(None, None);
        text.lines().for_each(|line| prover.line(line));
        let why = "its command or trace is none";
        assert!(prover.finish().faults.contains(&ExportFault::Line { number: 3, why }), "{new}");
    }
}
