//! Bills from the trail: what is open of one on any day is what its account held on that day; and
//! accounts as of any instant.

use wikarta_core::access::Role;
use wikarta_core::account::{AccountEvent, Invoice};
use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::{FieldChange, account_at, rewound};
use wikarta_core::command::{BillingCommand, Command};
use wikarta_core::id::InvoiceId;
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::report::{Later, Receivable, aging, cash_moves};
use wikarta_core::time::{Timestamp, Zone};

use crate::claims::told;
use crate::market::bill;
use crate::world::{Client, World, rupiah};

const DAY: i64 = 86_400;

/// A bill with a history: issued, lowered, paid, taken back by the bank, paid again.
fn history() -> (World, Client, InvoiceId) {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    world.pass_seconds(DAY);
    let request = BillingCommand::RequestCreditNote {
        invoice: invoice.clone(),
        amount: rupiah(25_000),
        reason: "gangguan tiga hari".to_owned(),
    };
    let made = world.tell(Role::Keuangan, bill(request)).answer;
    let wikarta_core::decide::Answer::CreditNote { id, .. } = made else { panic!("{made:?}") };
    world.tell(Role::Supervisor, bill(BillingCommand::ApproveCreditNote { note: id }));
    world.pass_seconds(DAY);
    let order = world.charge(&invoice, Channel::PermataVa);
    let attempt = world.attempt(&client, &order);
    world.deliver(&told(&attempt, ProviderStatus::Settled));
    world.work();
    world.pass_seconds(DAY);
    world.bank.set_status(&order, ProviderStatus::Denied);
    world.deliver(&told(&world.attempt(&client, &order), ProviderStatus::Denied));
    world.work();
    world.pass_seconds(DAY);
    world.tell(
        Role::Keuangan,
        Command::OpenAttempt { invoices: vec![invoice.clone()], channel: Channel::Qris },
    );
    (world, client, invoice)
}

fn entries(world: &World, client: &Client) -> Vec<(Timestamp, Vec<FieldChange>, String)> {
    let (rows, _) = world.store.trail(&AggregateId::Account(client.account.clone()));
    let entry = |row: wikarta_core::ports::EntryRow| (row.entry.at, row.changes, row.entry.data);
    rows.into_iter().map(entry).collect()
}

/// What changed the bill from an instant on.
fn later(world: &World, client: &Client, invoice: &InvoiceId, since: Timestamp) -> Later {
    let mut found = Later::new();
    for (at, changes, _) in entries(world, client) {
        let own = changes.into_iter().filter(|change| change.id == invoice.as_str());
        if at >= since {
            found.extend(own.map(|change| (at, change)));
        }
    }
    found
}

#[test]
fn from_any_day_on_a_bill_is_open_by_what_its_account_held() {
    let (world, client, invoice) = history();
    let now = world.invoice(&client, &invoice);
    let (rows, _) = world.store.trail(&AggregateId::Account(client.account.clone()));
    let chain: Vec<_> = rows.into_iter().map(|row| row.entry).collect();
    let begin = now.issued_at.unwrap().day_in(Zone::Wib);
    let days: Vec<_> = begin.iter_days().take(6).collect();
    for since in &days {
        let instant = Timestamp::start_of_day(*since, Zone::Wib).unwrap();
        let later = later(&world, &client, &invoice, instant);
        let traced = Receivable::traced(&now, Zone::Wib, &later).unwrap();
        for day in days.iter().filter(|day| *day >= since) {
            let end = Timestamp::end_of_day(*day, Zone::Wib).unwrap();
            let stood = account_at(chain.iter(), end).unwrap().unwrap();
            let expected = stood.invoices[&invoice].open_amount();
            assert_eq!(
                aging(std::slice::from_ref(&traced), *day).total(),
                expected,
                "{day} since {since}"
            );
        }
    }
    let open: Vec<i64> = days
        .iter()
        .map(|day| {
            let traced = Receivable::traced(
                &now,
                Zone::Wib,
                &later(&world, &client, &invoice, now.drafted_at),
            );
            aging(&[traced.unwrap()], *day).total().get()
        })
        .collect();
    // 275.000; less 25.000; paid; taken back; still open.
    assert_eq!(open, [275_000, 250_000, 0, 250_000, 250_000, 250_000]);
}

#[test]
fn rows_taken_back_are_rows_replayed() {
    let (world, client, invoice) = history();
    let (rows, _) = world.store.trail(&AggregateId::Account(client.account.clone()));
    let chain: Vec<_> = rows.iter().map(|row| row.entry.clone()).collect();
    let now = serde_json::to_value(world.invoice(&client, &invoice)).unwrap();
    let mut seen = 0;
    for (place, row) in rows.iter().enumerate() {
        let undone: Vec<FieldChange> = rows[place..]
            .iter()
            .flat_map(|row| row.changes.clone())
            .filter(|change| change.id == invoice.as_str())
            .collect();
        let before = rewound(now.clone(), &undone);
        let before: Option<Invoice> = before.map(|fields| serde_json::from_value(fields).unwrap());
        let mut account = None;
        for entry in &chain[..place] {
            let event: AccountEvent = serde_json::from_str(&entry.data).unwrap();
            account = wikarta_core::account::Account::after(account, &client.account, &event);
        }
        let replayed = account.and_then(|account| account.invoices.get(&invoice).cloned());
        assert_eq!(before, replayed, "before entry {}", row.entry.seq);
        seen += usize::from(replayed.is_some());
    }
    assert!(seen > 5, "the bill was there for a while");
    let whole = account_at(chain.iter(), world.time()).unwrap().unwrap();
    let held = world.account(&client);
    assert_eq!(whole.invoices[&invoice], held.invoices[&invoice], "the whole chain is the present");
    assert_eq!((whole.credit, whole.suspense), (held.credit, held.suspense));
    assert_eq!(account_at(chain.iter(), Timestamp::clamped(0)).unwrap(), None, "not there yet");
}

#[test]
fn cash_is_what_came_less_what_was_taken_back() {
    let (world, client, _) = history();
    let moves: Vec<String> = entries(&world, &client)
        .iter()
        .flat_map(|(_, _, data)| cash_moves(&serde_json::from_str(data).unwrap()))
        .map(|moved| format!("{} {}", moved.kind, moved.amount.get()))
        .collect();
    assert_eq!(moves, ["received 250000", "reversed 250000"]);
}
