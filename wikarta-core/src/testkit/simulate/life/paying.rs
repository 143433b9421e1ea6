//! Customers look at their bills, ask for a way to pay, and pay, each in their own manner.

use super::super::agenda::Deed;
use super::super::cast::{By, Payer};
use super::super::faults::FaultKind;
use super::super::profile::Leaning;
use super::super::world::World;
use super::DAY;
use super::selling::today;
use crate::access::{Actor, Role};
use crate::account::{Account, Invoice, PostingMethod};
use crate::billing::TaxCode;
use crate::command::{Command, PostingCommand, RecordPosting};
use crate::id::{AccountId, InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::provider::{Channel, ChannelGroup, ProviderStatus, Reading};
use crate::testkit::laws::Violation;
use crate::time::Timestamp;

/// How customers pay, by how common it is.
const CHANNELS: &[(Channel, u32)] = &[
    (Channel::BcaVa, 22),
    (Channel::BriVa, 13),
    (Channel::MandiriBill, 11),
    (Channel::BniVa, 7),
    (Channel::PermataVa, 8),
    (Channel::CimbVa, 2),
    (Channel::Qris, 37),
];

/// Everybody thinks about bills without a plan.
pub(super) fn plan(world: &mut World) -> Result<(), Violation> {
    world.later(DAY, Deed::PlanPayments);
    let now = world.now();
    for place in 0..world.cast.customers.len() {
        let Some(customer) = world.cast.customers.get(place) else { continue };
        let payer = customer.payer;
        let Some(account) = world.books().whole(&customer.account) else { continue };
        let open: Vec<&Invoice> =
            account.invoices.values().filter(|invoice| invoice.status.payable()).collect();
        let fresh: Vec<&Invoice> = open
            .iter()
            .copied()
            .filter(|invoice| world.intended.get(&invoice.id).is_none_or(|until| *until < now))
            .collect();
        for invoice in fresh {
            let until = intend(world, payer, &account, invoice)?;
            world.intended.insert(invoice.id.clone(), until);
        }
    }
    Ok(())
}

/// Plans for one bill; until when they hold.
fn intend(
    world: &mut World,
    payer: Payer,
    account: &Account,
    invoice: &Invoice,
) -> Result<Timestamp, Violation> {
    let (low, high) = match payer {
        Payer::Early => (-6, -2),
        Payer::OnTime | Payer::Double | Payer::Together => (-2, 1),
        Payer::Partial | Payer::Cash => (-1, 4),
        Payer::Late => (1, 11),
        Payer::Chronic => (30, 65),
        Payer::Never => (5, 30),
    };
    let due = invoice.due_date.unwrap_or(today(world));
    let due = Timestamp::start_of_day(due, account.customer.zone).unwrap_or(world.now());
    let wish = due.plus_seconds(world.dice.between(low, high) * DAY + world.dice.between(0, DAY));
    let soon = world.now().plus_seconds(world.dice.between(60, 6 * 3_600));
    let at = wish.max(soon);
    if payer == Payer::Never && world.dice.hits(600) {
        return Ok(at);
    }
    let invoices = vec![invoice.id.clone()];
    if payer == Payer::Cash || payer == Payer::Partial {
        let amount = match payer {
            Payer::Partial => Rupiah::clamped(invoice.open_amount().get() / 2),
            _ if world.dice.hits(100) => invoice.open_amount().less(kept_back(world, invoice)),
            _ => invoice.open_amount(),
        };
        at_the_desk(world, &account.id, invoices.clone(), amount)?;
        if payer == Payer::Cash {
            return Ok(at);
        }
    }
    let channel = match world.leaning {
        Leaning::LargeByCode => Channel::Qris,
        _ => world.dice.weighted(CHANNELS).unwrap_or(Channel::Qris),
    };
    let mut after = pause(world, channel);
    if payer == Payer::Double {
        let other = match channel.group() {
            ChannelGroup::Qris => Channel::BcaVa,
            ChannelGroup::BankTransfer => Channel::Qris,
        };
        after = 90;
        let (account, invoices) = (account.id.clone(), invoices.clone());
        world.agenda.put(at, Deed::Open { account, invoices, channel: other, after });
    }
    let account = account.id.clone();
    world.agenda.put(at, Deed::Open { account, invoices, channel, after });
    Ok(at.plus_seconds(after + 4 * DAY))
}

/// What a customer keeps back for the tax office without having said so.
fn kept_back(world: &World, invoice: &Invoice) -> Rupiah {
    let service = invoice.lines.iter().filter(|line| line.tax_code != TaxCode::OutOfScope);
    let base = service.map(|line| line.amount).sum();
    world.site.policy.pph23.withheld(base).unwrap_or(Rupiah::ZERO)
}

/// Seconds between the code and the money.
fn pause(world: &mut World, channel: Channel) -> i64 {
    match channel.group() {
        ChannelGroup::Qris => world.dice.between(20, 1_000), // some too late
        ChannelGroup::BankTransfer => world.dice.between(120, 2 * DAY),
    }
}

/// Money at the desk, recorded by whoever takes it.
fn at_the_desk(
    world: &mut World,
    account: &AccountId,
    invoices: Vec<InvoiceId>,
    amount: Rupiah,
) -> Result<(), Violation> {
    let posting = RecordPosting {
        account: account.clone(),
        method: PostingMethod::Cash,
        amount,
        received_on: today(world),
        evidence: format!("kuitansi {}", world.named),
        note: String::new(),
        invoices: if world.dice.hits(700) { invoices } else { Vec::new() },
    };
    let record = Command::Posting(PostingCommand::Record(posting));
    world.act(&By::any(&[Role::Keuangan]), record).map(|_| ())
}

/// A payment code is asked for, by the payer or by finance for several bills.
pub(super) fn open(
    world: &mut World,
    account: &AccountId,
    invoices: &[InvoiceId],
    channel: Channel,
    after: i64,
) -> Result<(), Violation> {
    let Some(found) = world.books().whole(account) else { return Ok(()) };
    let payable = |id: &&InvoiceId| found.invoices.get(*id).is_some_and(|it| it.status.payable());
    let mut named: Vec<InvoiceId> = invoices.iter().filter(payable).cloned().collect();
    let payer = world.cast.customers.iter().find(|one| one.account == *account);
    if payer.is_some_and(|one| one.payer == Payer::Together) {
        let all = found.invoices.values().filter(|invoice| invoice.status.payable());
        named = all.map(|invoice| invoice.id.clone()).collect();
    }
    let Some(first) = named.first().cloned() else { return Ok(()) };
    let command = Command::OpenAttempt { invoices: named.clone(), channel };
    if named.len() == 1 && world.dice.hits(850) {
        stray(world, &first, channel)?;
        world.ask(Actor::Payer { invoice: first.clone() }, command)?;
    } else {
        world.act(&By::any(&[Role::Keuangan]), command)?;
    }
    let Some(found) = world.books().whole(account) else { return Ok(()) };
    let made = found.attempts_of(&first).filter(|it| it.is_live() && it.channel == channel);
    let newest = made.max_by_key(|attempt| attempt.opened_at);
    if let Some(order) = newest.map(|attempt| attempt.order_id.clone()) {
        let never = world.dice.hits(60);
        if !never {
            world.later(after, Deed::Pay { order, tries: 0 });
        }
    }
    Ok(())
}

/// The holder of a pay link tries another customer's bill.
fn stray(world: &mut World, own: &InvoiceId, channel: Channel) -> Result<(), Violation> {
    if !world.strikes(FaultKind::ForbiddenActs) {
        return Ok(());
    }
    let bills = |id: &AccountId| world.books().account(id).map(|account| account.invoices);
    let all = world.cast.customers.iter().filter_map(|one| bills(&one.account));
    let other = all.flat_map(|invoices| invoices.into_keys()).find(|id| id != own);
    let Some(other) = other else { return Ok(()) };
    let command = Command::OpenAttempt { invoices: vec![other], channel };
    world.forbidden(Actor::Payer { invoice: own.clone() }, command)
}

/// The money leaves the customer: at the gateway it is a settlement.
pub(super) fn pay(world: &mut World, order: &OrderId, tries: u8) -> Result<(), Violation> {
    let now = world.now();
    let weather = world.site.weather.clone();
    let beside = match weather.strikes(FaultKind::WrongAmounts) {
        true => weather.between(FaultKind::WrongAmounts, -20_000, 20_000),
        false => 0,
    };
    let paid = |reading: Reading| {
        let amount = Rupiah::clamped((reading.amount.get() + beside).max(1));
        Reading { status: ProviderStatus::Settled, amount, settled_at: Some(now), ..reading }
    };
    let held = world.site.till.bank.holds(order);
    if held.is_none() && tries < 3 {
        world.later(600, Deed::Pay { order: order.clone(), tries: tries + 1 });
        return Ok(()); // the code has not been made yet
    }
    let fresh = held.as_ref().is_some_and(|held| held.expires_at.is_none_or(|end| now < end));
    if !fresh || !world.site.till.turn(order, &[ProviderStatus::Pending], paid) {
        return Ok(());
    }
    let reverses = held.and_then(|held| held.channel).is_some_and(Channel::may_reverse);
    if reverses && world.strikes(FaultKind::Reversals) {
        let after = weather.between(FaultKind::Reversals, 120, 1_800);
        world.later(after, Deed::Reverse(order.clone()));
    }
    if world.strikes(FaultKind::FoundRefunds) {
        let after = weather.between(FaultKind::FoundRefunds, 3_600, 20 * DAY);
        world.later(after, Deed::FoundRefund(order.clone()));
    }
    world.settle()
}
