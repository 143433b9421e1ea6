//! The script that writes a sheet: the pieces whose lists are not empty, one call for all.
//!
//! This is the only place where a statement is put together, and only from constant pieces, never
//! from values. Commits of one kind (a settlement, an issue) have one text, which stays prepared.

use sqlx::AssertSqlSafe;
use wikarta_core::ports::Fault;

use crate::dialect::sqlite;
use crate::sheet::{EMPTY, Sheet};
use crate::writer::Ready;

/// What follows the pieces.
#[derive(Clone, Copy)]
pub(super) enum Ending {
    /// The transaction ends.
    Commit,
    /// It goes on.
    Open,
}

pub(super) fn write(sheet: &Sheet<'_>, ending: Ending) -> Result<Ready, Fault> {
    let lists = sheet.parameters()?;
    let wanted = |parameter: usize| lists.get(parameter - 1).is_some_and(|list| list != EMPTY);
    let mut script = String::with_capacity(8 * 1024);
    for (_, piece) in sqlite::WRITE.iter().filter(|(parameter, _)| wanted(*parameter)) {
        script.push_str(piece);
    }
    match ending {
        Ending::Commit => script.push_str("COMMIT;"),
        Ending::Open => {}
    }
    let query = sqlx::query(AssertSqlSafe(script));
    Ok(lists.into_iter().fold(query, |query, list| query.bind(list)))
}
