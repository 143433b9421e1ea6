//! What is written is what is read: every kind of row, full and bare, over one another.
//!
//! Full rows hold what tables get wrong: the largest and smallest amounts, counts, days and instants,
//! empty texts and texts that must be escaped, every optional field.

mod bills;
mod customers;
mod desk;
mod settings;

use chrono::NaiveDate;

use super::Books;
use super::broken::{Told, same};
use super::reading::{held, load_all, nothing, write};
use super::world::change;
use crate::aggregate::Aggregate;
use crate::hand::{Approval, Ending, Hand};
use crate::money::Rupiah;
use crate::ports::Subject;
use crate::time::{Timestamp, Zone};

pub(super) use bills::*;
pub(super) use customers::*;
pub(super) use desk::*;
pub(super) use settings::*;

use super::chains::NASTY;
use super::world::user;

const MOST: Rupiah = Rupiah::clamped(i64::MAX);
const LEAST: Rupiah = Rupiah::clamped(i64::MIN);
const FIRST: Timestamp = Timestamp::clamped(i64::MIN);
const LAST: Timestamp = Timestamp::clamped(i64::MAX);

fn first_day() -> NaiveDate {
    FIRST.day_in(Zone::Wib)
}

fn last_day() -> NaiveDate {
    LAST.day_in(Zone::Wib)
}

fn hand() -> Hand {
    Hand { by: user("a@demo.test").id, at: LAST }
}

fn ending() -> Ending {
    Ending { by: Some(user("a@demo.test").id), at: FIRST, reason: NASTY.to_owned() }
}

/// Nobody's doing, for no reason.
const fn silent_ending() -> Ending {
    Ending { by: None, at: LAST, reason: String::new() }
}

fn approval() -> Approval {
    let (by, content) = (user("a@demo.test").id, NASTY.to_owned());
    Approval { by, at: FIRST, content, reason: Some(String::new()) }
}

/// Writes the states one over another, and insists that each comes back as it was written.
async fn come_back(books: &Books, states: &[Aggregate], subjects: &[Subject]) -> Told {
    if let Some(subject) = subjects.first() {
        nothing(books, subject.clone()).await?;
    }
    let mut seen = None;
    for (state, number) in states.iter().zip(1_u64..) {
        write(books, &[change(seen.as_ref(), state)]).await?;
        let found = held(&load_all(books, subjects).await?, &state.id())?;
        same(format!("state {number}"), &found.aggregate, state)?;
        let expected = (number, number);
        same(
            format!("version and entries at state {number}"),
            (found.version, found.head.seq),
            expected,
        )?;
        seen = Some(found);
    }
    Ok(())
}
