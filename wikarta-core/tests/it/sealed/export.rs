//! The export that stands alone.

use wikarta_core::audit::{
    ExportFault, ExportProof, ExportProver, ExportWriter, Head, Seal, SealKey, Window,
};

use super::books::{Books, Dice, at, key};

/// The whole trail as text.
fn exported(books: &Books, key: Option<&SealKey>) -> String {
    let mut writer = ExportWriter::default();
    let mut text = writer.header(Window::default(), at(500));
    for seal in &books.seals {
        text.push_str(&writer.seal(seal));
    }
    for (id, head) in &books.heads {
        text.push_str(&writer.head(id.clone(), *head));
    }
    for entry in books.chains.values().flatten() {
        text.push_str(&writer.entry(entry));
    }
    text + &writer.end(key)
}

fn proved(text: &str, outside: Option<&[Seal]>, key: Option<&SealKey>) -> ExportProof {
    let mut prover = ExportProver::new(outside, key);
    for line in text.lines() {
        prover.line(line);
    }
    prover.finish()
}

#[test]
fn an_export_is_proved_without_the_database() {
    let books = Books::sealed();
    let text = exported(&books, Some(&key()));
    let proof = proved(&text, Some(&books.seals), Some(&key()));
    assert_eq!(proof.faults, []);
    assert_eq!((proof.trail.chains, proof.trail.seals), (9, 4));
    assert_eq!(proved(&text, None, None).faults, [], "by somebody without the key, too");
    let lines: Vec<&str> = text.lines().collect();
    let shown = [lines[0], lines[1], lines[5], lines[14], lines[lines.len() - 1]];
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn every_changed_line_is_found() {
    let books = Books::sealed();
    let text = exported(&books, Some(&key()));
    let lines: Vec<&str> = text.lines().collect();
    let mut dice = Dice(3);
    for round in 0..1_000 {
        let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let place = dice.roll(changed.len());
        match round % 4 {
            0 => drop(changed.remove(place)),
            1 => changed.insert(place, changed[place].clone()),
            2 => {
                let other = (place + 1) % changed.len();
                changed.swap(place, other);
            }
            _ => {
                let at = dice.roll(changed[place].len());
                let old = changed[place].as_bytes()[at];
                let new = if old == b'1' { "2" } else { "1" };
                changed[place].replace_range(at..=at, new);
            }
        }
        let end_only = round % 4 == 3 && place + 1 == lines.len();
        for key in [Some(&key()), None] {
            if end_only && key.is_none() {
                continue; // what the key says in the last line, only the key can tell
            }
            let proof = proved(&changed.join("\n"), None, key);
            assert!(!proof.faults.is_empty(), "round {round}, line {}", place + 1);
        }
    }
}

/// Somebody who rewrites the whole file knows how its end is hashed, but not the key.
#[test]
fn a_rewritten_export_needs_the_key() {
    let mut books = Books::sealed();
    books.write(&"account:cus_0009".parse().unwrap(), 400);
    let text = exported(&books, Some(&SealKey::new([9; 32])));
    assert_eq!(proved(&text, None, None).faults, [], "nothing in it contradicts itself");
    let found = proved(&text, None, Some(&key())).faults;
    assert_eq!(found, [ExportFault::Key]);
    assert_eq!(proved(&exported(&books, None), None, Some(&key())).faults, [ExportFault::Key]);
}

#[test]
fn an_excerpt_begins_and_ends_within_chains() {
    let books = Books::sealed();
    let mut writer = ExportWriter::default();
    let window = Window { from: Some(at(60)), to: Some(at(180)) };
    let mut text = writer.header(window, at(500));
    for seal in &books.seals {
        text.push_str(&writer.seal(seal));
    }
    let inside = |minutes: i64| move |entry: &&wikarta_core::audit::Entry| entry.at < at(minutes);
    for (id, chain) in &books.chains {
        if let Some(last) = chain.iter().take_while(inside(60)).last() {
            text.push_str(&writer.start(id.clone(), Head { seq: last.seq, hash: last.hash }));
        }
    }
    for chain in books.chains.values() {
        let before = chain.iter().take_while(inside(60)).count();
        for entry in chain.iter().take_while(inside(180)).skip(before) {
            text.push_str(&writer.entry(entry));
        }
    }
    text.push_str(&writer.end(Some(&key())));
    let proof = proved(&text, Some(&books.seals), Some(&key()));
    assert_eq!(proof.faults, []);
    assert_eq!(proof.window, window);
    assert!(proof.trail.entries > 0);
    // The same lines do not pass for the whole trail.
    let claimed = text.replacen("\"from\":1793494800000000", "\"from\":null", 1);
    assert_ne!(claimed, text);
    assert!(!proved(&claimed, None, None).faults.is_empty());
}

#[test]
fn a_text_that_is_no_export_is_refused_line_by_line() {
    let whole = exported(&Books::sealed(), None);
    assert_eq!(proved("", None, None).faults, [ExportFault::Cut]);
    let found = proved("hello", None, None).faults;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].to_string(), "line 1: it is not a line of an export");
    let cut: Vec<&str> = whole.lines().take(20).collect();
    assert!(proved(&cut.join("\n"), None, None).faults.contains(&ExportFault::Cut));
}
