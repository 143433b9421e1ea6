//! Tax kept back by corporate customers and offices, their slips, and the numbers of tax documents.

use wikarta_core::access::Role;
use wikarta_core::account::Slip;
use wikarta_core::command::{BillingCommand, ChangeCustomer, Command, CustomerCommand};
use wikarta_core::customer::{Collector, TaxTreatment, Withholds};
use wikarta_core::id::InvoiceId;
use wikarta_core::provider::Channel;
use wikarta_core::refusal::Refusal;

use super::corrections::keuangan;
use super::postings;
use crate::laws;
use crate::market::{WHY, bill, day};
use crate::world::{Client, World, month, rupiah};

fn slip(number: &str) -> Slip {
    let (date, period) = (day("2026-08-01"), month("2026-08"));
    Slip { number: number.to_owned(), date, period, evidence: "slip.pdf".to_owned() }
}

fn record(invoice: &InvoiceId, number: &str) -> Command {
    bill(BillingCommand::RecordSlip { invoice: invoice.clone(), slip: slip(number) })
}

fn corporate(withholds: Withholds, collector: Collector) -> (World, Client, InvoiceId) {
    let world = World::new();
    let client = world.buyer(5_000_000, "2026-08-01", |order| order);
    let change = ChangeCustomer {
        account: client.account.clone(),
        kind: Some(wikarta_core::customer::Kind::Corporate),
        treatment: Some(TaxTreatment { withholds, collector }),
        personal: None,
    };
    world.tell(Role::Keuangan, Command::Customer(CustomerCommand::Change(change)));
    let invoice = world.bill_period(&client, "2026-08").id;
    (world, client, invoice)
}

#[test]
fn a_customer_that_withholds_is_charged_the_net_and_owes_a_slip() {
    let (world, client, invoice) = corporate(Withholds::Pph23, Collector::None);
    let made = world.invoice(&client, &invoice);
    assert_eq!((made.total, made.open_amount()), (rupiah(5_550_000), rupiah(5_450_000)));
    let order_id = world.charge(&invoice, Channel::BcaVa);
    assert_eq!(world.attempt(&client, &order_id).amount, rupiah(5_450_000));
    world.pay(&client, &invoice);
    let reject = |why: &str| {
        bill(BillingCommand::RejectWithholding { invoice: invoice.clone(), reason: why.to_owned() })
    };
    world.tell(Role::Keuangan, reject("bukti potong tidak pernah datang"));
    let owed = world.invoice(&client, &invoice);
    assert_eq!((owed.status.as_str(), owed.open_amount()), ("ISSUED", rupiah(100_000)));
    assert_eq!(world.refusal(Role::Keuangan, record(&invoice, "1")).code(), "state_conflict");
    laws::check(&world);
}

#[test]
fn a_slip_comes_once() {
    let (world, client, invoice) = corporate(Withholds::Pph23, Collector::None);
    world.tell(Role::Keuangan, record(&invoice, "BP-001"));
    world.tell(Role::Keuangan, record(&invoice, "BP-001"));
    assert_eq!(world.refusal(Role::Keuangan, record(&invoice, "BP-002")).code(), "state_conflict");
    world.on("2026-08-26");
    let next = world.bill_period(&client, "2026-09").id;
    let twice = world.refusal(Role::Keuangan, record(&next, "BP-001"));
    assert_eq!((twice.code(), twice.allowed()), ("duplicate", vec![invoice.to_string()]));
    world.tell(Role::Keuangan, record(&next, "BP-002"));
    laws::check(&world);
}

#[test]
fn an_office_that_collects_ppn_pays_the_price_without_it() {
    let (world, client, invoice) = corporate(Withholds::Pph23, Collector::Government);
    let made = world.invoice(&client, &invoice);
    assert_eq!((made.total, made.tax.ppn), (rupiah(5_550_000), rupiah(550_000)));
    assert_eq!(made.open_amount(), rupiah(4_900_000), "P less PPh 23");
    let (world, client, invoice) = corporate(Withholds::No, Collector::StateOwned);
    assert_eq!(world.invoice(&client, &invoice).open_amount(), rupiah(5_000_000));
    world.pay(&client, &invoice);
    laws::check(&world);
}

#[test]
fn a_net_payment_without_warning_is_told_by_its_shortfall() {
    let (world, client, invoice) = corporate(Withholds::No, Collector::None);
    let note = bill(BillingCommand::RecordWithholding { invoice: invoice.clone() });
    assert_eq!(world.refusal(Role::Keuangan, note.clone()).code(), "invalid", "nothing came");
    let posting = postings::recorded(&world, &client, 5_450_000, &[&invoice]);
    postings::ask(&world, keuangan(2), postings::verify(&posting)).unwrap();
    assert_eq!(world.status(&client, &invoice), "ISSUED");
    world.tell(Role::Keuangan, note.clone());
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.refusal(Role::Keuangan, note).code(), "duplicate");
    laws::check(&world);
}

#[test]
fn a_tax_number_stands_until_it_is_cancelled_at_the_tax_office() {
    let (world, client, invoice) = corporate(Withholds::No, Collector::None);
    let number = |digits: &str| {
        bill(BillingCommand::RecordTaxNumber {
            invoice: invoice.clone(),
            number: digits.parse().unwrap(),
        })
    };
    let cancel =
        bill(BillingCommand::CancelTaxNumber { invoice: invoice.clone(), reason: WHY.to_owned() });
    assert_eq!(world.refusal(Role::Keuangan, cancel.clone()), Refusal::Nothing("cancel"));
    world.tell(Role::Keuangan, number("04002600012345678"));
    world.tell(Role::Keuangan, number("04002600012345678"));
    let locked = world.refusal(Role::Keuangan, number("04002600012345679"));
    assert_eq!(locked, Refusal::TaxLocked("04002600012345678".to_owned()));
    world.tell(Role::Keuangan, cancel.clone());
    world.tell(Role::Keuangan, cancel);
    assert_eq!(world.refusal(Role::Keuangan, number("04002600012345678")).code(), "invalid");
    world.tell(Role::Keuangan, number("04002600012345679"));
    let document = world.invoice(&client, &invoice).tax_document.unwrap();
    assert_eq!((document.number.as_str(), document.cancelled), ("04002600012345679", None));
    let draft = world.draft(&client.subscription, "2026-09");
    let on_draft = bill(BillingCommand::CancelTaxNumber { invoice: draft, reason: WHY.to_owned() });
    assert_eq!(world.refusal(Role::Keuangan, on_draft).code(), "invalid_state");
    laws::check(&world);
}
