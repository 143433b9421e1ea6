//! Bills, the run that makes them, their papers, and their reductions.

use wikarta_core::access::Role;
use wikarta_core::account::Slip;
use wikarta_core::billing::LineKind;
use wikarta_core::command::{
    BillingCommand as B, ChangeCustomer, Command, CustomerCommand, PostingCommand,
    SubscriptionCommand,
};
use wikarta_core::customer::{Collector, Kind, TaxTreatment, Withholds};
use wikarta_core::id::{CreditNoteId, InvoiceId, PostingId};

use super::desk::cash;
use super::{WHY, finance, head, seller};
use crate::market::day;
use crate::tale::{Act, Tale};
use crate::world::{Client, World, month, rupiah};

fn why() -> String {
    WHY.to_owned()
}

fn sold() -> (World, Client) {
    let world = World::new();
    let client = world.buyer(250_000, "2026-08-01", |order| order);
    (world, client)
}

pub fn drafts() -> Tale {
    let (world, client) = sold();
    let mut tale = Tale::new("drafts", world);
    let (subscription, period) = (client.subscription, month("2026-08"));
    let draft = Command::DraftInvoice { subscription: subscription.clone(), period };
    let invoice = InvoiceId::derived(&tale.ask(&finance(1), draft.clone()), 0);
    tale.ask(&finance(1), Command::Billing(B::DiscardDraft { invoice }));
    let invoice = InvoiceId::derived(&tale.ask(&finance(1), draft), 0);
    tale.ask(&finance(1), Command::IssueInvoice { invoice });
    let fee = SubscriptionCommand::AddFee {
        subscription: subscription.clone(),
        kind: LineKind::Other,
        description: "Perangkat tidak kembali".to_owned(),
        amount: rupiah(50_000),
    };
    tale.ask(&seller(), Command::Subscription(fee));
    tale.ask(&finance(1), Command::Billing(B::BillCharges { subscription: subscription.clone() }));
    let (period, on) = (month("2026-09"), day("2026-08-27"));
    tale.then([Act::Pass(26 * 86_400)]);
    tale.ask(&finance(1), Command::Billing(B::BillPeriod { subscription, period, on }));
    tale
}

/// Three customers in one run, each in a change of its own, the numbers shared.
pub fn run() -> Tale {
    let (world, _) = sold();
    let package = world.package(100_000);
    for code in ["PLG-000002", "PLG-000003"] {
        let account = world.customer(code);
        world.sell(crate::market::order(&account, &package, "2026-08-01"));
    }
    let mut tale = Tale::new("billing run", world);
    tale.then([Act::Bill, Act::Work, Act::Pass(25 * 86_400), Act::Bill, Act::Work]);
    tale
}

pub fn tax() -> Tale {
    let (world, client) = sold();
    let mut tale = Tale::new("tax papers", world);
    let change = ChangeCustomer {
        account: client.account.clone(),
        kind: Some(Kind::Corporate),
        treatment: Some(TaxTreatment { withholds: Withholds::Pph23, collector: Collector::None }),
        personal: None,
    };
    tale.ask(&finance(1), Command::Customer(CustomerCommand::Change(change)));
    let on = day("2026-08-01");
    let bill = |text: &str| B::BillPeriod {
        subscription: client.subscription.clone(),
        period: month(text),
        on,
    };
    let invoice = InvoiceId::derived(&tale.ask(&finance(1), Command::Billing(bill("2026-08"))), 0);
    let of = || invoice.clone();
    let number = "04002600012345678".parse().unwrap();
    let slip = Slip {
        number: "BP-001".to_owned(),
        date: day("2026-08-01"),
        period: month("2026-08"),
        evidence: "slip.pdf".to_owned(),
    };
    for command in [
        B::RecordTaxNumber { invoice: of(), number },
        B::CancelTaxNumber { invoice: of(), reason: why() },
        B::RecordSlip { invoice: of(), slip },
    ] {
        tale.ask(&finance(1), Command::Billing(command));
    }
    tale.then([Act::Pass(26 * 86_400)]);
    let bill = B::BillPeriod {
        subscription: client.subscription.clone(),
        period: month("2026-09"),
        on: day("2026-08-27"),
    };
    let invoice = InvoiceId::derived(&tale.ask(&finance(1), Command::Billing(bill)), 0);
    let reject = B::RejectWithholding { invoice, reason: why() };
    tale.ask(&finance(1), Command::Billing(reject));
    tale
}

pub fn notes() -> Tale {
    let (world, client) = sold();
    let invoice = world.bill_period(&client, "2026-08").id;
    let mut tale = Tale::new("credit notes", world);
    let request = |amount: i64| {
        let (invoice, reason) = (invoice.clone(), why());
        Command::Billing(B::RequestCreditNote { invoice, amount: rupiah(amount), reason })
    };
    let note = CreditNoteId::derived(&tale.ask(&finance(1), request(27_750)), 0);
    tale.ask(&head(1), Command::Billing(B::ApproveCreditNote { note }));
    let note = CreditNoteId::derived(&tale.ask(&finance(1), request(11_100)), 0);
    tale.ask(&head(1), Command::Billing(B::RejectCreditNote { note, reason: why() }));
    tale
}

/// A customer kept tax back without warning: the shortfall tells.
pub fn withheld() -> Tale {
    let world = World::new();
    let client = world.buyer(5_000_000, "2026-08-01", |order| order);
    let change = ChangeCustomer {
        account: client.account.clone(),
        kind: Some(Kind::Corporate),
        treatment: None,
        personal: None,
    };
    world.tell(Role::Keuangan, Command::Customer(CustomerCommand::Change(change)));
    let invoice = world.bill_period(&client, "2026-08").id;
    let mut tale = Tale::new("withheld", world);
    let record = Command::Posting(cash(&client, 5_450_000, "KW-1", &[&invoice]));
    let posting = PostingId::derived(&tale.ask(&finance(1), record), 0);
    tale.ask(&finance(2), Command::Posting(PostingCommand::Verify { posting }));
    tale.ask(&finance(1), Command::Billing(B::RecordWithholding { invoice }));
    tale.then([Act::Work]);
    tale
}
