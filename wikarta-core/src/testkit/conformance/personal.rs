//! Personal values: kept beside the books, erased in the commit that says so.

use super::Books;
use super::broken::{Broken, Told, same};
use super::reading::{clash, load_account, stock, write};
use super::world::{account, account_id, change, holding, key, personal, rupiah};
use crate::customer::{Personal, PersonalRecord};
use crate::ports::Change;

async fn of(books: &Books, n: u32) -> Result<Option<PersonalRecord>, Broken> {
    Ok(books.kept.personal(&account_id(n)).await?)
}

fn renamed(n: u32) -> Result<PersonalRecord, Broken> {
    let values = Personal::new("Ni Luh \u{1f600} \"A'", "+62812345678", "a.b+c@x.test", "-")?;
    Ok(PersonalRecord { account: account_id(n), key: key(n + 7), values })
}

async fn registered(books: &Books) -> Told {
    stock(books).await?;
    let mut changes = Vec::new();
    for n in [1, 2] {
        changes.push(Change { personal: vec![personal(n)?], ..change(None, &holding(account(n))) });
    }
    write(books, &changes).await
}

pub(super) async fn personal_values_are_kept_and_replaced(books: &Books) -> Told {
    registered(books).await?;
    same("the values", of(books, 1).await?, Some(personal(1)?))?;
    same("the key", of(books, 1).await?.map(|kept| kept.key), Some(key(1)))?;
    write(books, &[Change { personal: vec![renamed(1)?], ..Change::default() }]).await?;
    same("the values then", of(books, 1).await?, Some(renamed(1)?))?;
    same("those of another", of(books, 2).await?, Some(personal(2)?))?;
    same("those of nobody", of(books, 9).await?, None)
}

pub(super) async fn erasing_takes_the_values_and_nothing_else(books: &Books) -> Told {
    registered(books).await?;
    let seen = load_account(books, 1).await?;
    let mut whole = account(1);
    whole.credit = rupiah(1);
    let erased = vec![account_id(1)];
    // What the same change would write for the customer goes too: erasing comes last.
    let personal_too = vec![renamed(1)?];
    let with = Change { erased, personal: personal_too, ..change(Some(&seen), &holding(whole)) };
    write(books, std::slice::from_ref(&with)).await?;
    same("the values of the one", of(books, 1).await?, None)?;
    same("those of another", of(books, 2).await?, Some(personal(2)?))?;
    let held = load_account(books, 1).await?;
    same("version and length of the chain", (held.version, held.head.seq), (2, 2))
}

pub(super) async fn erasing_loses_with_its_change(books: &Books) -> Told {
    registered(books).await?;
    let stale = change(None, &holding(account(1)));
    clash(books, Change { erased: vec![account_id(1)], ..stale }).await?;
    same("the values", of(books, 1).await?, Some(personal(1)?))
}
