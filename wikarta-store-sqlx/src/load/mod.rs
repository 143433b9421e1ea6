//! Reading what commands name: one statement for any number of wants, so one snapshot.

mod assemble;
mod wanted;

use sqlx::sqlite::SqlitePool;
use wikarta_core::ports::{Fault, Loaded, Want};

use crate::dialect::sqlite;
use crate::fault;
use assemble::{Found, Shelf};
use wanted::Wanted;

pub(crate) async fn load(readers: &SqlitePool, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
    if wants.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = Wanted::of(wants);
    let statement = if wanted.asks() { sqlite::LOAD } else { sqlite::LOAD_NOTHING_ASKED };
    let mut query = sqlx::query_as::<_, Found>(statement);
    for list in wanted.parameters()? {
        query = query.bind(list);
    }
    let found = query.fetch_all(readers).await.map_err(fault::of)?;
    let shelf = Shelf::of(found)?;
    Ok(wants.iter().map(|want| shelf.answer(want)).collect())
}
