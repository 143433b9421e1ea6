//! `wikarta dead-letters` and `wikarta redrive`.

use wikarta_core::ports::{DeadLetterId, Host as _};
use wikarta_store_sqlx::{DeadLetter, SqlxStore};

use super::args::{BooksArgs, RedriveArgs};
use super::exit::Failure;
use super::migrate::{database, open};
use super::run::say;
use crate::config::Environment;
use crate::redrive::{DEAD_MAX, by_command};
use crate::workers::SystemHost;

/// Lists what was given up.
pub async fn dead_letters(books: BooksArgs, environment: &Environment) -> Result<(), Failure> {
    let store = open(&books, environment).await?;
    let dead = store.dead_letters(DEAD_MAX).await.map_err(database)?;
    store.close().await;
    dead.iter().try_for_each(|letter| say(line(letter)))?;
    say(format!("{} given up", dead.len()))
}

fn line(letter: &DeadLetter) -> String {
    let DeadLetter { id, kind, reason, tries, ended, .. } = letter;
    format!("{id}  {kind}  {ended}  {tries} tries: {reason}")
}

/// Sends what was given up round again.
pub async fn redrive(args: RedriveArgs, environment: &Environment) -> Result<(), Failure> {
    let store = open(&args.books, environment).await?;
    let dead = store.dead_letters(DEAD_MAX).await.map_err(database)?;
    let chosen = match &args.id {
        Some(text) => vec![named(&dead, text)?],
        None => dead.iter().collect(),
    };
    let sent = if args.dry_run {
        for letter in &chosen {
            say(format!("would send round: {}", line(letter)))?;
        }
        0
    } else {
        send(&store, &chosen).await?
    };
    store.close().await;
    say(format!("{sent} of {} sent round again", chosen.len()))
}

fn named<'a>(dead: &'a [DeadLetter], text: &str) -> Result<&'a DeadLetter, Failure> {
    let id: DeadLetterId = text.parse().map_err(|error| Failure::Usage(format!("{error}")))?;
    let absent = || Failure::Other(format!("`{id}` was not given up, or is not there"));
    dead.iter().find(|letter| letter.id == id).ok_or_else(absent)
}

async fn send(store: &SqlxStore, chosen: &[&DeadLetter]) -> Result<usize, Failure> {
    let host = SystemHost::default();
    let trace = host.fresh_id();
    let mut sent = 0;
    for letter in chosen {
        let when = (host.now(), trace.as_str());
        if by_command(store, &letter.id, when).await.map_err(database)? {
            say(format!("sent round: {}", letter.id))?;
            sent += 1;
        }
    }
    Ok(sent)
}
