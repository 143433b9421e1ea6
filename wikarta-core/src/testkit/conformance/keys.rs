//! Keys: a repeat is known, whatever it comes with.

use super::Books;
use super::broken::{Told, same};
use super::chains::NASTY;
use super::reading::{
    account_of, clash, commit, load, load_account, load_one, nothing, open, record, stock, write,
    write_new,
};
use super::world::{
    account, account_id, answer, arrival, at, attempt, change, command, draft, effect_id, holding,
    inbox_key, invoice_id, issued, november, order, package, planned, settled, user, want,
};
use crate::account::{Account, Document, Invoice, InvoiceStatus};
use crate::aggregate::Aggregate;
use crate::event::Effect;
use crate::id::PackageId;
use crate::package::Package;
use crate::ports::{Change, CommandAnswer, EffectState, InboxState, Key, Outcome, Record, Subject};
use crate::ports::{Held, Settled};

fn keyed(key: &str) -> Change {
    Change { answers: vec![answer(key)], ..Change::default() }
}

pub(super) async fn a_command_is_known_by_its_key(books: &Books) -> Told {
    let nasty = CommandAnswer { answer: format!("{NASTY:?}"), request: [255; 32], ..answer(NASTY) };
    let both = Change { answers: vec![nasty.clone(), answer("c-1")], ..Change::default() };
    write(books, &[both]).await?;
    clash(books, keyed("c-1")).await?;
    for kept in [nasty, answer("c-1")] {
        let known = record(books, Key::Command(kept.id.clone())).await?;
        let expected = Record::Command { request: kept.request, answer: kept.answer };
        same("what is kept under the command", known, Some(expected))?;
    }
    for other in ["c-2", "c-", "c-11", "C-1", "c-1 "] {
        let known = record(books, Key::Command(command(other))).await?;
        same(format!("what is kept under `{other}`"), known, None)?;
    }
    Ok(())
}

fn arrives(order_id: &str, event_key: &str, state: InboxState) -> Change {
    Change { arrivals: vec![arrival(&order(order_id), event_key, state)], ..Change::default() }
}

pub(super) async fn a_notification_is_known_by_its_key(books: &Books) -> Told {
    for state in InboxState::ALL {
        write(books, &[arrives("A-1", state.as_str(), *state)]).await?;
    }
    let again = arrives("A-1", "parked", InboxState::Applied);
    let other = arrives("A-1", "new", InboxState::Stale);
    commit(books, &[again, other], &[Outcome::Clash, Outcome::Done]).await?;
    for state in InboxState::ALL {
        let known = record(books, Key::Inbox(inbox_key(&order("A-1"), state.as_str()))).await?;
        same(format!("the state of `{state}`"), known, Some(Record::Inbox(*state)))?;
    }
    for (order_id, key) in [("A-2", "parked"), ("A-1", "Parked"), ("A", "1parked")] {
        let known = record(books, Key::Inbox(inbox_key(&order(order_id), key))).await?;
        same(format!("the state of `{key}` of {order_id}"), known, None)?;
    }
    Ok(())
}

pub(super) async fn each_want_gets_its_own_record(books: &Books) -> Told {
    open(books, [account(1)]).await?;
    write(books, &[keyed("c-1"), keyed("c-2")]).await?;
    let key = |name: &str| Some(Key::Command(command(name)));
    let subject = [Subject::Account(account_id(1))];
    let wants = [
        want(&subject, key("c-1")),
        want(&[], key("none")),
        want(&subject, None),
        want(&subject, key("c-2")),
    ];
    let loaded = load(books, &wants).await?;
    let shape: Vec<_> = loaded.iter().map(|one| (one.held.len(), one.record.is_some())).collect();
    same("aggregates and record of each", shape, vec![(1, true), (0, false), (1, false), (1, true)])
}

pub(super) async fn a_key_twice_in_one_call_is_written_once(books: &Books) -> Told {
    stock(books).await?;
    let with = |n| Change { answers: vec![answer("same")], ..change(None, &holding(account(n))) };
    commit(books, &[with(1), with(2)], &[Outcome::Done, Outcome::Clash]).await?;
    nothing(books, Subject::Account(account_id(2))).await?;
    let twice = [arrives("A", "k", InboxState::Applied), arrives("A", "k", InboxState::Stale)];
    commit(books, &twice, &[Outcome::Done, Outcome::Clash]).await?;
    let known = record(books, Key::Inbox(inbox_key(&order("A"), "k"))).await?;
    same("the state of the first", known, Some(Record::Inbox(InboxState::Applied)))
}

pub(super) async fn a_customers_number_is_anothers_never(books: &Books) -> Told {
    open(books, [account(1)]).await?;
    let mut twin = account(2);
    twin.customer.code = account(1).customer.code;
    let changes = [holding(account(3)), holding(twin), Aggregate::User(user("a@demo.test"))]
        .map(|new| change(None, &new));
    let (done, lost) = (Outcome::Done, Outcome::Clash);
    commit(books, &changes, &[done, lost, done]).await?;
    nothing(books, Subject::Account(account_id(2))).await?;
    same("the version of the other", load_account(books, 3).await?.version, 1)?;
    let of_code = Subject::CustomerCode(account(1).customer.code.as_str().to_owned());
    same("whose the number is", account_of(books, of_code).await?.id, account_id(1))
}

pub(super) async fn an_address_is_anothers_never(books: &Books) -> Told {
    write_new(books, &[Aggregate::User(user("a@demo.test"))]).await?;
    let mut other = user("b@demo.test");
    other.email = "a@demo.test".to_owned();
    clash(books, change(None, &Aggregate::User(other))).await?;
    nothing(books, Subject::User(user("b@demo.test").id)).await?;
    write_new(books, &[Aggregate::User(user("b@demo.test"))]).await
}

pub(super) async fn a_packages_code_is_anothers_never(books: &Books) -> Told {
    stock(books).await?;
    let sold_as = Subject::PackageCode(package().code);
    let loaded = load_one(books, sold_as).await?;
    let held: Vec<_> = loaded.held.into_iter().map(|held| held.aggregate).collect();
    same("what the code brings", held, vec![Aggregate::Package(package())])?;
    let twin = Package { id: PackageId::named("other"), ..package() };
    clash(books, change(None, &Aggregate::Package(twin.clone()))).await?;
    nothing(books, Subject::Package(twin.id)).await
}

fn with_bill(n: u32, mut invoice: Invoice, order_id: &str) -> Account {
    let mut whole = account(n);
    let attempt = attempt(order_id, &mut [&mut invoice]);
    whole.invoices.insert(invoice.id.clone(), invoice);
    whole.attempts.insert(attempt.order_id.clone(), attempt);
    whole
}

pub(super) async fn an_order_is_anothers_never(books: &Books) -> Told {
    let of = |n: u32| with_bill(n, issued(n, &format!("of-{n}"), november(), n), "SAME");
    open(books, [of(1)]).await?;
    clash(books, change(None, &holding(of(2)))).await?;
    let owner = account_of(books, Subject::Order(order("SAME"))).await?;
    same("whose the order is", owner.id, account_id(1))
}

pub(super) async fn an_invoice_number_is_given_once(books: &Books) -> Told {
    let of = |n: u32, number| {
        with_bill(n, issued(n, &format!("of-{n}"), november(), number), &format!("ORDER-{n}"))
    };
    open(books, [of(1, 1)]).await?;
    clash(books, change(None, &holding(of(2, 1)))).await?;
    nothing(books, Subject::Invoice(invoice_id("of-2"))).await?;
    write_new(books, &[holding(of(2, 2))]).await
}

/// A period is billed once; bills of something else within it count up; one that was taken back
/// makes room.
pub(super) async fn a_period_is_billed_once(books: &Books) -> Told {
    open(books, [account(1)]).await?;
    let with = |seen: &Held, text: &str, sequence, document| {
        let mut account = account(1);
        let mut invoice = draft(1, text, november());
        invoice.sequence = sequence;
        invoice.document = document;
        if document == Document::Void {
            invoice.status = InvoiceStatus::Void;
        }
        account.invoices.insert(invoice.id.clone(), invoice);
        change(Some(seen), &holding(account))
    };
    let seen = load_account(books, 1).await?;
    write(books, &[with(&seen, "a", 0, Document::Void)]).await?;
    for (text, sequence) in [("b", 0), ("c", 1)] {
        let seen = load_account(books, 1).await?;
        write(books, &[with(&seen, text, sequence, Document::Draft)]).await?;
    }
    let seen = load_account(books, 1).await?;
    clash(books, with(&seen, "d", 1, Document::Draft)).await?;
    clash(books, with(&seen, "e", 0, Document::Draft)).await?;
    nothing(books, Subject::Invoice(invoice_id("d"))).await?;
    same("the version", load_account(books, 1).await?.version, 4)
}

pub(super) async fn an_effect_ends_once(books: &Books) -> Told {
    let effect = planned("e", Effect::Read { order_id: order("A") }, at(1));
    let plan = Change { planned: vec![effect], ..Change::default() };
    write(books, std::slice::from_ref(&plan)).await?;
    clash(books, plan.clone()).await?;
    let key = || Key::Effect(effect_id("e"));
    let in_state = |state| Some(Record::Effect(state));
    same("its state", record(books, key()).await?, in_state(EffectState::Waiting))?;
    let end = Change { done: vec![effect_id("e")], ..Change::default() };
    write(books, std::slice::from_ref(&end)).await?;
    same("its state at the end", record(books, key()).await?, in_state(EffectState::Done))?;
    clash(books, end).await?;
    clash(books, plan).await?;
    let unknown = Change { done: vec![effect_id("x")], ..Change::default() };
    clash(books, unknown).await
}

fn ends(settled: Settled) -> Change {
    Change { settled: vec![settled], ..Change::default() }
}

pub(super) async fn a_parked_notification_is_settled_once(books: &Books) -> Told {
    let states = InboxState::ALL
        .iter()
        .filter(|state| !matches!(state, InboxState::Parked | InboxState::Refuted));
    for state in states {
        let name = state.as_str();
        write(books, &[arrives(name, "k", InboxState::Parked)]).await?;
        let end = ends(settled(name, "k", *state));
        write(books, std::slice::from_ref(&end)).await?;
        let key = Key::Inbox(inbox_key(&order(name), "k"));
        same("its state", record(books, key).await?, Some(Record::Inbox(*state)))?;
        clash(books, end).await?;
        clash(books, arrives(name, "k", InboxState::Parked)).await?;
    }
    write(books, &[arrives("APPLIED", "k", InboxState::Applied)]).await?;
    clash(books, ends(settled("APPLIED", "k", InboxState::Stale))).await?;
    clash(books, ends(settled("NONE", "k", InboxState::Stale))).await
}

pub(super) async fn a_refuted_notification_gives_its_key_up(books: &Books) -> Told {
    let key = |event_key: &str| Key::Inbox(inbox_key(&order("A-1"), event_key));
    write(books, &[arrives("A-1", "k2", InboxState::Applied)]).await?;
    for turn in 1..=3 {
        write(books, &[arrives("A-1", "k", InboxState::Parked)]).await?;
        let parked = Some(Record::Inbox(InboxState::Parked));
        same(format!("its state the {turn}th time"), record(books, key("k")).await?, parked)?;
        let end = ends(settled("A-1", "k", InboxState::Refuted));
        write(books, std::slice::from_ref(&end)).await?;
        same("what is under the key then", record(books, key("k")).await?, None)?;
        clash(books, end).await?;
    }
    for turn in 1..=3 {
        let kept = record(books, key(&format!("k#{turn}"))).await?;
        let refuted = Some(Record::Inbox(InboxState::Refuted));
        same(format!("what is kept under k#{turn}"), kept, refuted)?;
    }
    let other = record(books, key("k2")).await?;
    same("what is under another key", other, Some(Record::Inbox(InboxState::Applied)))
}
