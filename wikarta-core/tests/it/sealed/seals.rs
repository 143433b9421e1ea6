//! What a seal says, and what its proof names.

use wikarta_core::audit::{Seal, SealFault, SealKey, SealTextError, TrailFault};

use super::books::{Books, at, key};

#[test]
fn whole_books_are_proved_and_everything_is_covered() {
    let books = Books::sealed();
    let proof = books.prove(Some(&books.seals), Some(&key()));
    assert_eq!(proof.faults, []);
    assert_eq!((proof.chains, proof.seals, proof.unsealed, proof.only_inside), (9, 4, 0, 0));
    assert_eq!(proof.entries, books.chains.values().flatten().count() as u64);
    assert_eq!(books.prove(None, None).faults, [], "and without key and copy");
}

/// The line is a promise to programs in other languages: see the guide.
#[test]
fn the_line_of_a_seal_is_stable_and_reads_back() {
    let books = Books::sealed();
    insta::assert_snapshot!(books.seals[1].line());
    for seal in &books.seals {
        assert_eq!(Seal::read(&seal.line()).as_ref(), Ok(seal));
    }
    let other = books.seals[1].line().replace("wikarta-seal-1", "wikarta-seal-9");
    assert_eq!(Seal::read(&other), Err(SealTextError::Version("wikarta-seal-9".to_owned())));
    assert_eq!(Seal::read("{}"), Err(SealTextError::Form));
    let upper = books.seals[1].line().to_uppercase();
    assert_eq!(Seal::read(&upper), Err(SealTextError::Form));
}

#[test]
fn a_seal_names_only_what_changed_and_none_is_made_of_nothing() {
    let mut books = Books::sealed();
    let counts: Vec<usize> = books.seals.iter().map(|seal| seal.heads.len()).collect();
    assert_eq!(counts, [9, 6, 6, 6]);
    books.seal(999);
    assert_eq!(books.seals.len(), 4, "nothing changed");
    books.write(&"series:2026-11".parse().unwrap(), 1_000);
    books.seal(1_001);
    assert_eq!(books.seals[4].heads.len(), 1);
    assert_eq!(books.seals[4].aggregates, 9);
    assert_eq!(books.faults(None), []);
}

/// What no seal covers is said, so that nobody takes it for proved.
#[test]
fn what_is_newer_than_the_newest_seal_is_counted() {
    let mut books = Books::sealed();
    let outside = books.seals.clone();
    for minutes in [300, 301] {
        books.write(&"account:cus_0001".parse().unwrap(), minutes);
    }
    books.write(&"account:cus_0009".parse().unwrap(), 302);
    let proof = books.prove(Some(&outside), Some(&key()));
    assert_eq!((proof.faults.len(), proof.unsealed), (0, 3));
    books.seal(303);
    let proof = books.prove(Some(&outside), Some(&key()));
    assert_eq!((proof.faults.len(), proof.unsealed, proof.only_inside), (0, 0, 1));
}

#[test]
fn findings_say_what_is_wrong() {
    let whole = Books::sealed();
    let said = |books: &Books| {
        let faults = books.faults(Some(&whole.seals));
        faults.iter().map(|fault| format!("{fault}\n")).collect::<String>()
    };
    let mut text = String::new();
    let mut story = |name: &str, act: &dyn Fn(&mut Books)| {
        let mut books = whole.clone();
        act(&mut books);
        text.push_str(&format!("{name}\n{}\n", said(&books)));
    };
    let id = "account:cus_0002".parse().unwrap();
    story("an account goes, head and all", &|books| {
        books.chains.remove(&id);
        books.heads.remove(&id);
    });
    story("the newest entry goes, and the head with it", &|books| {
        let chain = books.chains.get_mut(&id).unwrap();
        chain.pop();
        let last = chain.last().unwrap();
        let head = wikarta_core::audit::Head { seq: last.seq, hash: last.hash };
        books.heads.insert(id.clone(), head);
    });
    story("the newest seal goes", &|books| drop(books.seals.pop()));
    story("a seal in the middle goes", &|books| drop(books.seals.remove(1)));
    story("a seal is dated back", &|books| books.seals[2].at = at(0));
    insta::assert_snapshot!(text);
}

#[test]
fn another_key_is_told_from_a_forged_seal() {
    let books = Books::sealed();
    let other = SealKey::new([8; 32]);
    let faults = books.prove(None, Some(&other)).faults;
    assert_eq!(faults.len(), 4);
    assert_eq!(faults[0], TrailFault::Seal(SealFault::Key { number: 1 }));
    assert_eq!(format!("{other:?}"), "SealKey(…)");
}

#[test]
fn a_copy_outside_may_repeat_itself_and_must_not_have_holes() {
    let books = Books::sealed();
    let twice: Vec<Seal> =
        books.seals.iter().flat_map(|seal| [seal.clone(), seal.clone()]).collect();
    assert_eq!(books.faults(Some(&twice)), []);
    let hole: Vec<Seal> = books.seals.iter().filter(|seal| seal.number != 3).cloned().collect();
    assert_eq!(books.faults(Some(&hole)), [TrailFault::Seal(SealFault::Hole { number: 3 })]);
}
