//! Ten thousand hands at work, each another one: all are found.

use std::collections::BTreeMap;

use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::{Entry, Head, Seal, SealKey, SealLink, Sealing};

use super::books::{Books, Dice, at, key};

/// A hand: its name, what it does, and whether only the copy outside can tell.
type Hand = (&'static str, fn(&mut Books, &mut Dice), Needs);

#[derive(Clone, Copy, PartialEq)]
enum Needs {
    Nothing,
    CopyOutside,
}
use Needs::{CopyOutside, Nothing};

const HANDS: &[Hand] = &[
    ("edit a text of an entry", edit, Nothing),
    ("edit an entry and its hash", edit_rehashed, Nothing),
    ("date an entry", date, Nothing),
    ("change a hash", hash, Nothing),
    ("delete an entry", delete, Nothing),
    ("delete an entry and close the gap", delete_closed, Nothing),
    ("insert an entry", insert, Nothing),
    ("insert an entry and make room", insert_opened, Nothing),
    ("swap two entries", swap, Nothing),
    ("swap two entries and hash anew", swap_rehashed, Nothing),
    ("cut the tail", cut, Nothing),
    ("cut the tail, and the head with it", cut_head, Nothing),
    ("rebuild a chain without the key", rebuild, Nothing),
    ("rebuild all chains without the key", rebuild_all, Nothing),
    ("rebuild a chain and seal it with another key", rebuild_sealed, Nothing),
    ("rebuild a chain and throw its seals away", rebuild_unsealed, CopyOutside),
    ("delete an aggregate's entries", gone, Nothing),
    ("delete an aggregate, head and all", gone_head, Nothing),
    ("delete an aggregate, its name in the seals too", gone_sealed, Nothing),
    ("move an entry to another chain", moved, Nothing),
    ("edit a head", head, Nothing),
    ("edit the ends in a seal", seal_ends, Nothing),
    ("edit what a seal says of itself", seal_fields, Nothing),
    ("take a seal out", seal_out, Nothing),
    ("swap two seals", seal_swap, Nothing),
    ("repeat a seal", seal_repeat, Nothing),
    ("cut the newest seals off", seal_cut, CopyOutside),
];

fn chain(books: &Books, dice: &mut Dice) -> AggregateId {
    let names: Vec<_> = books.chains.keys().cloned().collect();
    dice.among(&names).clone()
}

/// Hashes a chain anew from a place on, as somebody who knows the rule would; the head follows.
fn rehash(books: &mut Books, id: &AggregateId) {
    let entries = books.chains.get_mut(id).unwrap();
    let mut last = Head::default();
    for entry in entries.iter_mut() {
        entry.seq = last.seq + 1;
        entry.hash = entry.hash_after(&last.hash);
        last = Head { seq: entry.seq, hash: entry.hash };
    }
    books.heads.insert(id.clone(), last);
}

fn some_entry<'a>(books: &'a mut Books, dice: &mut Dice) -> &'a mut Entry {
    let id = chain(books, dice);
    let entries = books.chains.get_mut(&id).unwrap();
    let place = dice.roll(entries.len());
    &mut entries[place]
}

fn alter(text: &mut String, dice: &mut Dice) {
    let place = dice.roll(text.len() + 1);
    let letter = *dice.among(&['x', '0', ' ', 'é']);
    if dice.roll(2) == 0 || place == text.len() {
        text.insert(place, letter);
    } else {
        let kept: String =
            text.chars().enumerate().filter(|(at, _)| *at != place).map(|(_, c)| c).collect();
        *text = kept;
    }
}

fn edit_one(entry: &mut Entry, dice: &mut Dice) {
    match dice.roll(7) {
        0 => alter(&mut entry.actor, dice),
        1 => alter(&mut entry.roles, dice),
        2 => alter(&mut entry.action, dice),
        3 => alter(&mut entry.data, dice),
        4 => alter(&mut entry.changes, dice),
        5 => entry.command = wikarta_core::id::CommandId::new("another"),
        _ => entry.trace = wikarta_core::id::TraceId::new("another"),
    }
}

fn edit(books: &mut Books, dice: &mut Dice) {
    edit_one(some_entry(books, dice), dice);
}

fn edit_rehashed(books: &mut Books, dice: &mut Dice) {
    let id = chain(books, dice);
    let entries = books.chains.get_mut(&id).unwrap();
    let place = dice.roll(entries.len());
    edit_one(&mut entries[place], dice);
    let previous = if place == 0 { [0; 32] } else { entries[place - 1].hash };
    entries[place].hash = entries[place].hash_after(&previous);
    if place + 1 == entries.len() {
        let hash = entries[place].hash;
        books.heads.get_mut(&id).unwrap().hash = hash;
    }
}

fn date(books: &mut Books, dice: &mut Dice) {
    let seconds = i64::try_from(1 + dice.roll(100_000)).unwrap();
    let entry = some_entry(books, dice);
    entry.at = entry.at.plus_seconds(-seconds);
}

fn hash(books: &mut Books, dice: &mut Dice) {
    let (place, bit) = (dice.roll(32), dice.roll(8));
    some_entry(books, dice).hash[place] ^= 1 << bit;
}

fn delete(books: &mut Books, dice: &mut Dice) {
    let id = chain(books, dice);
    let entries = books.chains.get_mut(&id).unwrap();
    let place = dice.roll(entries.len());
    entries.remove(place);
}

fn delete_closed(books: &mut Books, dice: &mut Dice) {
    let id = chain(books, dice);
    let entries = books.chains.get_mut(&id).unwrap();
    let place = dice.roll(entries.len());
    entries.remove(place);
    rehash(books, &id);
}

fn put_in(books: &mut Books, dice: &mut Dice) -> AggregateId {
    let id = chain(books, dice);
    let entries = books.chains.get_mut(&id).unwrap();
    let place = dice.roll(entries.len());
    let mut forged = entries[place].clone();
    edit_one(&mut forged, dice);
    entries.insert(place, forged);
    id
}

fn insert(books: &mut Books, dice: &mut Dice) {
    put_in(books, dice);
}

fn insert_opened(books: &mut Books, dice: &mut Dice) {
    let id = put_in(books, dice);
    rehash(books, &id);
}

fn swapped(books: &mut Books, dice: &mut Dice) -> AggregateId {
    loop {
        let id = chain(books, dice);
        let entries = books.chains.get_mut(&id).unwrap();
        if entries.len() > 1 {
            let place = dice.roll(entries.len() - 1);
            entries.swap(place, place + 1);
            return id;
        }
    }
}

fn swap(books: &mut Books, dice: &mut Dice) {
    swapped(books, dice);
}

fn swap_rehashed(books: &mut Books, dice: &mut Dice) {
    let id = swapped(books, dice);
    rehash(books, &id);
}

fn cut(books: &mut Books, dice: &mut Dice) {
    let id = chain(books, dice);
    let entries = books.chains.get_mut(&id).unwrap();
    let keep = dice.roll(entries.len());
    entries.truncate(keep);
}

fn cut_head(books: &mut Books, dice: &mut Dice) {
    let id = chain(books, dice);
    let entries = books.chains.get_mut(&id).unwrap();
    let keep = dice.roll(entries.len());
    entries.truncate(keep);
    rehash(books, &id);
}

fn rebuilt(books: &mut Books, dice: &mut Dice) -> AggregateId {
    let id = chain(books, dice);
    let entries = books.chains.get_mut(&id).unwrap();
    let place = dice.roll(entries.len());
    edit_one(&mut entries[place], dice);
    rehash(books, &id);
    id
}

fn rebuild(books: &mut Books, dice: &mut Dice) {
    rebuilt(books, dice);
}

fn rebuild_all(books: &mut Books, dice: &mut Dice) {
    let names: Vec<_> = books.chains.keys().cloned().collect();
    for id in names {
        edit_one(&mut books.chains.get_mut(&id).unwrap()[0], dice);
        rehash(books, &id);
    }
}

/// All seals anew, over the chains as they are now, under a key that the hand made up.
fn forge(books: &mut Books) {
    let forged = SealKey::new([66; 32]);
    let mut after = SealLink::default();
    for seal in &mut books.seals {
        let changed = seal.heads.iter().filter_map(|sealed| {
            let entries = books.chains.get(&sealed.aggregate)?;
            let entry = entries.iter().find(|entry| entry.seq == sealed.head.seq)?;
            let head = Head { seq: entry.seq, hash: entry.hash };
            Some(wikarta_core::audit::SealedHead { aggregate: sealed.aggregate.clone(), head })
        });
        let all: BTreeMap<_, _> =
            books.heads.iter().map(|(id, head)| (id.to_string(), *head)).collect();
        let sealing = Sealing { after, at: seal.at, all, changed: changed.collect() };
        if let Some(made) = sealing.seal(&forged) {
            *seal = made;
            seal.key = key().id(); // it says that it is ours
        }
        after = seal.link();
    }
}

fn rebuild_sealed(books: &mut Books, dice: &mut Dice) {
    rebuilt(books, dice);
    forge(books);
}

fn rebuild_unsealed(books: &mut Books, dice: &mut Dice) {
    let id = rebuilt(books, dice);
    let names = |seal: &Seal| seal.heads.iter().any(|sealed| sealed.aggregate == id);
    let first = books.seals.iter().position(names).unwrap();
    books.seals.truncate(first);
}

fn gone(books: &mut Books, dice: &mut Dice) {
    let id = chain(books, dice);
    books.chains.remove(&id);
}

fn gone_head(books: &mut Books, dice: &mut Dice) {
    let id = chain(books, dice);
    books.chains.remove(&id);
    books.heads.remove(&id);
}

fn gone_sealed(books: &mut Books, dice: &mut Dice) {
    let id = chain(books, dice);
    books.chains.remove(&id);
    books.heads.remove(&id);
    for seal in &mut books.seals {
        seal.heads.retain(|sealed| sealed.aggregate != id);
        seal.aggregates -= 1;
    }
    if dice.roll(2) == 0 {
        forge(books);
    }
}

fn moved(books: &mut Books, dice: &mut Dice) {
    let from = chain(books, dice);
    let to = loop {
        let to = chain(books, dice);
        if to != from {
            break to;
        }
    };
    let mut entry = books.chains.get_mut(&from).unwrap().pop().unwrap();
    entry.aggregate = to.clone();
    books.chains.get_mut(&to).unwrap().push(entry);
    if dice.roll(2) == 0 {
        rehash(books, &from);
        rehash(books, &to);
    }
}

fn head(books: &mut Books, dice: &mut Dice) {
    let id = chain(books, dice);
    let (place, bit) = (dice.roll(32), dice.roll(8));
    let head = books.heads.get_mut(&id).unwrap();
    match dice.roll(3) {
        0 => head.seq += 1,
        1 => head.seq -= 1,
        _ => head.hash[place] ^= 1 << bit,
    }
}

fn seal_ends(books: &mut Books, dice: &mut Dice) {
    let number = dice.roll(books.seals.len());
    let ends = &mut books.seals[number].heads;
    let place = dice.roll(ends.len());
    match dice.roll(4) {
        0 => drop(ends.remove(place)),
        1 => ends[place].head.seq += 1,
        2 => ends[place].head.hash[dice.roll(32)] ^= 1,
        _ => ends[place].aggregate = "account:cus_0009".parse().unwrap(),
    }
}

fn seal_fields(books: &mut Books, dice: &mut Dice) {
    let number = dice.roll(books.seals.len());
    let seal = &mut books.seals[number];
    match dice.roll(7) {
        0 => seal.number += 1 + dice.roll(9) as u64,
        1 => seal.at = at(5_000),
        2 => seal.previous[dice.roll(32)] ^= 1,
        3 => seal.aggregates += 1,
        4 => seal.root[dice.roll(32)] ^= 1,
        5 => seal.key[dice.roll(8)] ^= 1,
        _ => seal.mac[dice.roll(32)] ^= 1,
    }
}

fn seal_out(books: &mut Books, dice: &mut Dice) {
    let number = dice.roll(books.seals.len() - 1);
    books.seals.remove(number);
}

fn seal_swap(books: &mut Books, dice: &mut Dice) {
    let number = dice.roll(books.seals.len() - 1);
    books.seals.swap(number, number + 1);
}

fn seal_repeat(books: &mut Books, dice: &mut Dice) {
    let number = dice.roll(books.seals.len());
    let again = books.seals[number].clone();
    books.seals.insert(number, again);
}

fn seal_cut(books: &mut Books, dice: &mut Dice) {
    let keep = dice.roll(books.seals.len());
    books.seals.truncate(keep);
}

/// Each hand 371 times: with key and copy; and, where it can be, with one of them alone.
#[test]
fn ten_thousand_tamperings_are_all_found() {
    const ROUNDS: usize = 371;
    let (whole, key) = (Books::sealed(), key());
    let mut dice = Dice(20_261_127);
    let mut missed = Vec::new();
    for (name, hand, needs) in HANDS {
        for round in 0..ROUNDS {
            let mut books = whole.clone();
            hand(&mut books, &mut dice);
            assert_ne!(books, whole, "{name} did nothing");
            let copy = Some(whole.seals.as_slice());
            let (copy, key) = match (round % 3, needs) {
                (0, _) | (1, CopyOutside) => (copy, Some(&key)),
                (1, Nothing) => (None, Some(&key)),
                _ => (copy, None),
            };
            if books.prove(copy, key).faults.is_empty() {
                missed.push(format!("{name}, round {round}"));
            }
        }
    }
    let count = HANDS.len() * ROUNDS;
    assert!(count >= 10_000);
    println!("{count} tamperings by {} kinds of hand, {} missed", HANDS.len(), missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
}
