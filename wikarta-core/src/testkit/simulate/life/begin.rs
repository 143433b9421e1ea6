//! Somebody begins something about a customer.

use super::super::agenda::Deed;
use super::super::cast::By;
use super::super::profile::Leaning;
use super::super::scan::{KEY, personal};
use super::super::world::World;
use super::DAY;
use super::selling::{in_days, sell, today};
use super::telling::wish;
use super::work::{REASON, rupiah};
use crate::access::Role;
use crate::account::{Account, Document, Invoice, PostingMethod, Slip, WithheldState};
use crate::billing::LineKind;
use crate::command::{
    BillingCommand, ChangeCustomer, ChangeWhen, Command, CorrectionCommand, CustomerCommand,
    DeskCommand, PostingCommand, RecordPosting, RefundTo, RequestRefund, SubscriptionCommand,
};
use crate::id::SubscriptionId;
use crate::promo::PromoState;
use crate::testkit::laws::Violation;
use crate::time::Month;

const FINANCE: &[Role] = &[Role::Keuangan];
const MARKETING: &[Role] = &[Role::Marketing];
const SUPERVISOR: &[Role] = &[Role::Supervisor];
const ASKERS: &[Role] = &[Role::Keuangan, Role::Marketing];

/// What can be begun, by how common it is.
#[derive(Debug, Clone, Copy)]
enum Topic {
    Refund,
    Void,
    CreditNote,
    Posting,
    Plan,
    Service,
    Ending,
    Extras,
    Papers,
    Credit,
    Person,
    Wish,
    Erasure,
    Look,
    Draft,
    Again,
}

const TOPICS: &[(Topic, u32)] = &[
    (Topic::Refund, 22),
    (Topic::Void, 8),
    (Topic::CreditNote, 8),
    (Topic::Posting, 6),
    (Topic::Plan, 8),
    (Topic::Service, 8),
    (Topic::Ending, 4),
    (Topic::Extras, 6),
    (Topic::Papers, 8),
    (Topic::Credit, 8),
    (Topic::Person, 5),
    (Topic::Wish, 8),
    (Topic::Erasure, 2),
    (Topic::Look, 4),
    (Topic::Draft, 4),
    (Topic::Again, 1),
];

/// How much more common a topic is where a seed leans to it.
const fn times(topic: Topic, leaning: Leaning) -> u32 {
    match (leaning, topic) {
        (Leaning::LargeByCode, Topic::Refund | Topic::Void) => 4,
        (Leaning::Contacts, Topic::Person) => 8,
        (Leaning::Contacts | Leaning::Staff, Topic::Refund) => 3,
        (Leaning::Haste, Topic::Refund | Topic::Void) => 8,
        (Leaning::Wishes, Topic::Wish | Topic::Ending | Topic::Erasure) => 6,
        _ => 1,
    }
}

pub(super) fn begin(world: &mut World, place: usize) -> Result<(), Violation> {
    let after = world.dice.between(2 * DAY, 9 * DAY);
    world.later(after, Deed::Begin(place));
    let Some(customer) = world.cast.customers.get(place).cloned() else { return Ok(()) };
    let Some(account) = world.books().whole(&customer.account) else { return Ok(()) };
    let leaning = world.leaning;
    let topics = TOPICS.iter().map(|(topic, weight)| (*topic, weight * times(*topic, leaning)));
    let topics: Vec<(Topic, u32)> = topics.collect();
    let Some(topic) = world.dice.weighted(&topics) else { return Ok(()) };
    match topic {
        Topic::Refund => refund(world, &account),
        Topic::Void => void(world, &account),
        Topic::CreditNote => credit_note(world, &account),
        Topic::Posting => posting(world, &account),
        Topic::Plan => plan(world, &account),
        Topic::Service => service(world, &account),
        Topic::Ending => ending(world, &account),
        Topic::Extras => extras(world, &account),
        Topic::Papers => papers(world, &account),
        Topic::Credit => credit(world, &account),
        Topic::Person => person(world, place, &account),
        Topic::Wish => wish(world, &account),
        Topic::Erasure => erase(world, &account),
        Topic::Look => look(world, &account),
        Topic::Draft => draft(world, &account),
        Topic::Again => sell(world, &account.id),
    }
}

pub(super) fn bill<'a>(
    world: &mut World,
    account: &'a Account,
    fits: impl Fn(&Invoice) -> bool,
) -> Option<&'a Invoice> {
    let bills: Vec<&Invoice> = account.invoices.values().filter(|bill| fits(bill)).collect();
    world.dice.pick(&bills).copied()
}

fn subscription(world: &mut World, account: &Account) -> Option<SubscriptionId> {
    let all: Vec<&SubscriptionId> = account.subscriptions.keys().collect();
    world.dice.pick(&all).map(|id| (*id).clone())
}

fn refund(world: &mut World, account: &Account) -> Result<(), Violation> {
    let paid = |bill: &Invoice| bill.document == Document::Issued && bill.paid > bill.refunded;
    let Some(bill) = bill(world, account, paid) else { return Ok(()) };
    let left = bill.paid.less(bill.refunded).get();
    let amount = match world.dice.below(4) {
        0 => left,
        1 => left / 2,
        2 => world.dice.between(1, left.max(1)),
        _ => left + 1_000, // more than there is
    };
    let to = [RefundTo::Payer, RefundTo::Payer, RefundTo::Transfer, RefundTo::Credit];
    let order = RequestRefund {
        invoice: bill.id.clone(),
        amount: rupiah(amount),
        reason: REASON.to_owned(),
        evidence: world.dice.hits(700).then(|| "berkas-1.pdf".to_owned()),
        source: None,
        to: world.dice.pick(&to).copied().unwrap_or(RefundTo::Payer),
    };
    let request = Command::Correction(CorrectionCommand::RequestRefund(order));
    world.act(&By::any(ASKERS), request).map(|_| ())
}

fn void(world: &mut World, account: &Account) -> Result<(), Violation> {
    let unpaid = |bill: &Invoice| bill.document == Document::Issued && bill.paid.is_zero();
    let Some(bill) = bill(world, account, unpaid) else { return Ok(()) };
    let (invoice, reason) = (bill.id.clone(), REASON.to_owned());
    let request = Command::Correction(CorrectionCommand::RequestVoid { invoice, reason });
    world.act(&By::any(FINANCE), request).map(|_| ())
}

fn credit_note(world: &mut World, account: &Account) -> Result<(), Violation> {
    let issued = |bill: &Invoice| bill.document == Document::Issued;
    let Some(bill) = bill(world, account, issued) else { return Ok(()) };
    let amount = rupiah(world.dice.between(1, bill.total.get().max(1)));
    let (invoice, reason) = (bill.id.clone(), REASON.to_owned());
    let note = BillingCommand::RequestCreditNote { invoice, amount, reason };
    world.act(&By::any(FINANCE), Command::Billing(note)).map(|_| ())
}

/// Money that is for no bill in particular.
fn posting(world: &mut World, account: &Account) -> Result<(), Violation> {
    let posting = RecordPosting {
        account: account.id.clone(),
        method: PostingMethod::Transfer,
        amount: rupiah(world.dice.between(10_000, 600_000)),
        received_on: today(world),
        evidence: format!("mutasi {}", world.named),
        note: String::new(),
        invoices: Vec::new(),
    };
    let record = Command::Posting(PostingCommand::Record(posting));
    world.act(&By::any(FINANCE), record).map(|_| ())
}

fn plan(world: &mut World, account: &Account) -> Result<(), Violation> {
    let Some(subscription) = subscription(world, account) else { return Ok(()) };
    let packages = world.cast.packages.clone();
    let Some(package) = world.dice.pick(&packages).cloned() else { return Ok(()) };
    let when = match world.dice.below(3) {
        0 => ChangeWhen::NextPeriod,
        1 => ChangeWhen::On(in_days(world, 0)),
        _ => ChangeWhen::Usual,
    };
    let change = SubscriptionCommand::ChangePlan { subscription, package, when };
    world.act(&By::any(MARKETING), Command::Subscription(change)).map(|_| ())
}

fn service(world: &mut World, account: &Account) -> Result<(), Violation> {
    let Some(subscription) = subscription(world, account) else { return Ok(()) };
    let reason = REASON.to_owned();
    let command = match world.dice.hits(500) {
        true => SubscriptionCommand::Isolate { subscription, reason },
        false => SubscriptionCommand::Restore { subscription, reason },
    };
    let by = By::any(&[Role::Keuangan, Role::Supervisor]);
    world.act(&by, Command::Subscription(command)).map(|_| ())
}

fn ending(world: &mut World, account: &Account) -> Result<(), Violation> {
    let Some(subscription) = subscription(world, account) else { return Ok(()) };
    let (on, reason) = (in_days(world, world.named % 20), REASON.to_owned());
    let end = SubscriptionCommand::RequestTermination { subscription, on, reason };
    world.act(&By::any(ASKERS), Command::Subscription(end)).map(|_| ())
}

fn extras(world: &mut World, account: &Account) -> Result<(), Violation> {
    let Some(subscription) = subscription(world, account) else { return Ok(()) };
    let approved = world.books().promos().into_iter().find(|it| it.state == PromoState::Approved);
    let command = match approved.filter(|_| world.named.is_multiple_of(2)) {
        Some(promo) => SubscriptionCommand::GivePromo { subscription, promo: promo.id },
        None => SubscriptionCommand::AddFee {
            subscription: subscription.clone(),
            kind: LineKind::DeviceRent,
            description: "Sewa perangkat".to_owned(),
            amount: rupiah(world.dice.between(10_000, 90_000)),
        },
    };
    world.act(&By::any(MARKETING), Command::Subscription(command)).map(|_| ())
}

/// Slips and numbers of the tax office.
fn papers(world: &mut World, account: &Account) -> Result<(), Violation> {
    let issued = |bill: &Invoice| bill.document == Document::Issued;
    let Some(bill) = bill(world, account, issued) else { return Ok(()) };
    let invoice = bill.id.clone();
    let waits = bill.withheld.as_ref().is_some_and(|it| it.state == WithheldState::Expected);
    let number = format!("0402600{:010}", world.named).parse().ok();
    let command = match (waits, world.dice.below(3), number) {
        (true, 0 | 1, _) => {
            let slip = Slip {
                number: format!("BP-{}", world.named),
                date: today(world),
                period: Month::of(today(world)),
                evidence: "slip.pdf".to_owned(),
            };
            BillingCommand::RecordSlip { invoice, slip }
        }
        (true, _, _) => BillingCommand::RejectWithholding { invoice, reason: REASON.to_owned() },
        (false, 0, _) => BillingCommand::RecordWithholding { invoice },
        (false, 1, Some(number)) => BillingCommand::RecordTaxNumber { invoice, number },
        (false, _, _) => BillingCommand::CancelTaxNumber { invoice, reason: REASON.to_owned() },
    };
    world.act(&By::any(FINANCE), Command::Billing(command)).map(|_| ())
}

fn credit(world: &mut World, account: &Account) -> Result<(), Violation> {
    let open = |bill: &Invoice| bill.status.payable();
    let Some(bill) = bill(world, account, open) else { return Ok(()) };
    let amount = world.dice.hits(300).then(|| rupiah(25_000));
    let apply = DeskCommand::ApplyCredit { invoice: bill.id.clone(), amount };
    world.act(&By::any(FINANCE), Command::Desk(apply)).map(|_| ())
}

/// Somebody changes what is known of the customer, or looks at it.
fn person(world: &mut World, place: usize, account: &Account) -> Result<(), Violation> {
    let (account, reason) = (account.id.clone(), REASON.to_owned());
    if world.dice.hits(30) {
        let delete = CustomerCommand::Delete { account, reason };
        return world.act(&By::any(SUPERVISOR), Command::Customer(delete)).map(|_| ());
    }
    if world.dice.hits(400) {
        let reveal = CustomerCommand::Reveal { account, reason };
        let may = &[Role::Supervisor, Role::Keuangan, Role::Marketing, Role::Teknisi];
        return world.act(&By::any(may), Command::Customer(reveal)).map(|_| ());
    }
    let moved = 5_000 + place + usize::try_from(world.named % 1_000).unwrap_or(0);
    let values = personal(moved, u32::from(world.dice.hits(500)));
    let personal = values.map(|values| (values, KEY));
    let change = ChangeCustomer { account, kind: None, treatment: None, personal };
    let change = Command::Customer(CustomerCommand::Change(change));
    world.act(&By::any(ASKERS), change).map(|_| ())
}

/// A customer who left asks to be forgotten; most of those who ask still owe or are owed something.
fn erase(world: &mut World, account: &Account) -> Result<(), Violation> {
    let gone = account.subscriptions.values().all(|found| !found.runs());
    if !gone && world.dice.hits(800) {
        return ending(world, account);
    }
    let (account, reason) = (account.id.clone(), REASON.to_owned());
    let erase = CustomerCommand::Erase { account, reason };
    world.act(&By::any(SUPERVISOR), Command::Customer(erase)).map(|_| ())
}

/// Finance asks the gateway how an attempt stands.
fn look(world: &mut World, account: &Account) -> Result<(), Violation> {
    let orders: Vec<_> = account.attempts.keys().collect();
    let Some(order_id) = world.dice.pick(&orders).map(|order| (*order).clone()) else {
        return Ok(());
    };
    let by = By::any(&[Role::Keuangan, Role::Supervisor]);
    world.act(&by, Command::AskRead { order_id }).map(|_| ())
}

/// A bill by hand: of a period, or of what waits.
fn draft(world: &mut World, account: &Account) -> Result<(), Violation> {
    let Some(subscription) = subscription(world, account) else { return Ok(()) };
    let command = match world.dice.hits(500) {
        true => {
            let period = Month::of(in_days(world, 5));
            Command::DraftInvoice { subscription, period }
        }
        false => Command::Billing(BillingCommand::BillCharges { subscription }),
    };
    world.act(&By::any(FINANCE), command).map(|_| ())
}
