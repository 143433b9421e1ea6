//! Chains: entries as they were hashed, and the head that is their end.

use super::Books;
use super::broken::{Broken, Told, same, there};
use super::reading::{held, load_account, load_held, load_one, open, write};
use super::world::{
    account, account_id, aggregate_change, at, change, command, entry, holding, november, package,
    rupiah, trace,
};
use crate::aggregate::{Aggregate, AggregateId};
use crate::audit::{Entry, Head};
use crate::id::{CommandId, TraceId};
use crate::ports::{AggregateChange, Change, EntryRow, Subject};
use crate::series::Series;
use crate::time::Timestamp;

/// What breaks tables that escape, fold, trim or count in other letters.
pub(super) const NASTY: &str =
    "q\"uote \\ back\\u0041slash \u{1f600} \t tab \n line '; DROP TABLE users; -- é e\u{301} %_$1 ";

async fn entries(books: &Books, id: &AggregateId) -> Result<Vec<Entry>, Broken> {
    Ok(books.kept.chain(id).await?)
}

pub(super) async fn entries_are_kept_in_order_up_to_the_head(books: &Books) -> Told {
    open(books, [account(1), account(2)]).await?;
    let id = AggregateId::Account(account_id(1));
    let mut expected = entries(books, &id).await?;
    same("entries of a new account", expected.len(), 1)?;
    for turn in 1..4_i64 {
        let seen = load_account(books, 1).await?;
        let mut richer = account(1);
        richer.credit = rupiah(turn);
        let mut next = aggregate_change(Some(&seen), &holding(richer), "first");
        for action in ["second", "third"] {
            let last = there("the entry before", next.entries.last())?;
            let head = Head { seq: last.entry.seq, hash: last.entry.hash };
            next.entries.push(entry(&id, head, action, Vec::new()));
        }
        expected.extend(next.entries.iter().map(|row| row.entry.clone()));
        write(books, &[Change { aggregates: vec![next], ..Change::default() }]).await?;
        let last = there("the last entry", expected.last())?;
        let end = Head { seq: last.seq, hash: last.hash };
        same("the head", load_account(books, 1).await?.head, end)?;
    }
    same("the entries", entries(books, &id).await?, expected)?;
    let other = entries(books, &AggregateId::Account(account_id(2))).await?;
    same("entries of another account", other.len(), 1)?;
    let none = AggregateId::Account(account_id(9));
    same("entries of nobody", entries(books, &none).await?, Vec::new())
}

/// An entry whose every text is hard to keep, at the given instant.
fn nasty_entry(id: &AggregateId, at: Timestamp) -> EntryRow {
    let mut entry = Entry {
        aggregate: id.clone(),
        seq: 1,
        at,
        actor: NASTY.to_owned(),
        roles: NASTY.to_owned(),
        action: NASTY.to_owned(),
        command: CommandId::new(NASTY),
        trace: TraceId::new("a_Z-9"),
        data: format!("{{ \"text\" : {NASTY:?},\t\"same\":1, \"same\":2 }}"),
        changes: "[ ]".to_owned(),
        hash: [0; 32],
    };
    entry.hash = entry.hash_after(&[0; 32]);
    EntryRow { entry, changes: Vec::new() }
}

pub(super) async fn entries_come_back_byte_for_byte(books: &Books) -> Told {
    let instants = [Timestamp::clamped(i64::MIN), at(0), Timestamp::clamped(i64::MAX)];
    for (number, instant) in (0_u32..).zip(instants) {
        let mut package = package();
        package.id = crate::id::PackageId::named(&format!("p{number}"));
        package.code = format!("P{number}");
        let id = AggregateId::Package(package.id.clone());
        let mut new = change(None, &Aggregate::Package(package.clone()));
        let row = nasty_entry(&id, instant);
        let expected = row.entry.clone();
        new.aggregates.iter_mut().for_each(|one| one.entries = vec![row.clone()]);
        write(books, &[new]).await?;
        same("the entry", entries(books, &id).await?, vec![expected.clone()])?;
        let loaded = load_one(books, Subject::Package(package.id)).await?;
        same("the head", held(&loaded, &id)?.head, Head { seq: 1, hash: expected.hash })?;
    }
    Ok(())
}

/// Long enough that a store that counts in bytes, pages or columns would cut it.
pub(super) async fn a_long_entry_is_kept_whole(books: &Books) -> Told {
    let month = november();
    let id = AggregateId::Series(month);
    let mut long = entry(&id, Head::default(), "series.number_given", Vec::new());
    long.entry.data = format!("\"{}\"", "\u{1f600}".repeat(50_000));
    long.entry.command = command("long");
    long.entry.trace = trace();
    long.entry.hash = long.entry.hash_after(&[0; 32]);
    let expected = vec![long.entry.clone()];
    let rows = aggregate_change(None, &Aggregate::Series(Series { month, last: 1 }), "").rows;
    let new = AggregateChange { id: id.clone(), expected: 0, rows, entries: vec![long] };
    write(books, &[Change { aggregates: vec![new], ..Change::default() }]).await?;
    same("the entry", entries(books, &id).await?, expected)?;
    load_held(books, Subject::Series(month), &id).await.map(drop)
}
