//! Accounts with a step of dunning that has come and that nobody wrote down.

use super::Books;
use super::broken::{Broken, Told, same};
use super::reading::open;
use super::world::{
    account, account_id, at, attempt, day, draft, issued, november, order, reminder, settle,
};
use crate::account::{Account, Document, Invoice, InvoiceStatus};
use crate::id::AccountId;
use crate::message::Stage;
use crate::ports::{AccountPage, StepCome};
use crate::time::Zone;

/// The `n`-th customer, in a zone, with one bill.
fn owing(n: u32, zone: Zone, invoice: Invoice) -> Account {
    let mut whole = account(n);
    whole.customer.zone = zone;
    whole.invoices.insert(invoice.id.clone(), invoice);
    whole
}

/// An issued bill of the `n`-th customer, due on a day of November.
fn bill(n: u32, due: i64) -> Invoice {
    let due_date = Some(day(due));
    Invoice { due_date, ..issued(n, &format!("of-{n}"), november(), n) }
}

const fn step(
    zone: Zone,
    stage: Stage,
    due: chrono::NaiveDate,
    issued: crate::time::Timestamp,
) -> StepCome {
    StepCome { zone, stage, due_until: due, issued_until: issued }
}

async fn due(
    books: &Books,
    come: &[StepCome],
    (after, limit): (Option<u32>, u32),
) -> Result<Vec<AccountId>, Broken> {
    let after = after.map(account_id);
    let page = AccountPage { after: after.as_ref(), limit };
    Ok(books.store.dunning_due(come, page).await?)
}

fn ids(numbers: &[u32]) -> Vec<AccountId> {
    numbers.iter().map(|n| account_id(*n)).collect()
}

pub(super) async fn a_step_comes_by_zone_and_day(books: &Books) -> Told {
    let mut late = bill(4, 11);
    late.issued_at = Some(at(500));
    let all = [
        owing(1, Zone::Wib, bill(1, 11)),
        owing(2, Zone::Wita, bill(2, 12)),
        owing(3, Zone::Wit, bill(3, 13)),
        owing(4, Zone::Wib, late),
    ];
    open(books, all).await?;
    let all = (None, 99);
    let wib = |day_, second| step(Zone::Wib, Stage::AFTER_3, day(day_), at(second));
    same("no step", due(books, &[], all).await?, ids(&[]))?;
    same("bills due before", due(books, &[wib(10, 999)], all).await?, ids(&[]))?;
    same("bills due on the day", due(books, &[wib(11, 999)], all).await?, ids(&[1, 4]))?;
    same("bills issued until then", due(books, &[wib(11, 499)], all).await?, ids(&[1]))?;
    same("bills issued at the instant", due(books, &[wib(99, 500)], all).await?, ids(&[1, 4]))?;
    let others = [
        step(Zone::Wita, Stage::AFTER_3, day(12), at(999)),
        step(Zone::Wit, Stage::ISSUE, day(13), at(999)),
    ];
    same("other zones", due(books, &others, all).await?, ids(&[2, 3]))?;
    let both = [others.as_slice(), &others, &[wib(11, 999)]].concat();
    same("each account once", due(books, &both, all).await?, ids(&[1, 2, 3, 4]))
}

/// Drafts, bills that were taken back, paid ones: nothing is owed on them.
fn settled_bills() -> Vec<Account> {
    let mut void = bill(2, 11);
    (void.document, void.status) = (Document::Void, InvoiceStatus::Void);
    let mut paid = bill(3, 11);
    let paying = attempt("PAID", &mut [&mut paid]);
    let mut payer = owing(3, Zone::Wib, paid);
    payer.attempts.insert(paying.order_id.clone(), paying);
    settle(&mut payer, &order("PAID"));
    let mut forgiven = bill(4, 11);
    forgiven.credited = forgiven.total;
    vec![
        owing(1, Zone::Wib, draft(1, "of-1", november())),
        owing(2, Zone::Wib, void),
        payer,
        owing(4, Zone::Wib, forgiven),
        account(5),
    ]
}

pub(super) async fn a_step_comes_for_what_is_owed(books: &Books) -> Told {
    let mut all = settled_bills();
    all.push(owing(6, Zone::Wib, bill(6, 11)));
    open(books, all).await?;
    let come = [step(Zone::Wib, Stage::AFTER_3, day(99), at(9_999_999))];
    same("accounts that owe", due(books, &come, (None, 99)).await?, ids(&[6]))
}

pub(super) async fn a_step_that_is_written_down_has_come(books: &Books) -> Told {
    let with = |n: u32, stage, of: &Invoice| {
        let mut whole = owing(n, Zone::Wib, bill(n, 11));
        let step = reminder(of, stage);
        whole.reminders.insert(step.id.clone(), step);
        whole
    };
    let moved = bill(3, 9);
    open(
        books,
        [
            with(1, Stage::AFTER_3, &bill(1, 11)),
            with(2, Stage::BEFORE_3, &bill(2, 11)),
            // The due date was moved: the steps are counted anew.
            with(3, Stage::AFTER_3, &moved),
        ],
    )
    .await?;
    let step = |stage| step(Zone::Wib, stage, day(11), at(999));
    let after = [step(Stage::AFTER_3)];
    same("without that step", due(books, &after, (None, 99)).await?, ids(&[2, 3]))?;
    let both = [step(Stage::AFTER_3), step(Stage::BEFORE_3)];
    same("without one of two", due(books, &both, (None, 99)).await?, ids(&[1, 2, 3]))
}

pub(super) async fn accounts_with_steps_come_page_by_page(books: &Books) -> Told {
    let numbers = [7, 3, 5, 1, 12];
    open(books, numbers.map(|n| owing(n, Zone::Wib, bill(n, 11)))).await?;
    let come = [step(Zone::Wib, Stage::AFTER_3, day(11), at(999))];
    same("the first page", due(books, &come, (None, 2)).await?, ids(&[1, 3]))?;
    same("the next", due(books, &come, (Some(3), 2)).await?, ids(&[5, 7]))?;
    same("the last", due(books, &come, (Some(7), 2)).await?, ids(&[12]))?;
    same("behind one that is not there", due(books, &come, (Some(4), 9)).await?, ids(&[5, 7, 12]))?;
    same("behind the last", due(books, &come, (Some(12), 9)).await?, ids(&[]))?;
    same("none, where none is wanted", due(books, &come, (None, 0)).await?, ids(&[]))
}
