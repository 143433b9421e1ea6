//! Taking in, selling, billing.

use chrono::NaiveDate;
use wikarta_core::access::Role;
use wikarta_core::account::Document;
use wikarta_core::command::Command;
use wikarta_core::engine::{HandleError, Repeat};
use wikarta_core::refusal::Refusal;

use crate::laws;
use crate::world::{World, at, month, now, registration, rupiah, staff};

#[test]
fn a_month_is_billed_once_and_numbered_at_issue() {
    let world = World::new();
    let client = world.client("PLG-000001", 275_000);
    let first = world.draft(&client.subscription, "2026-08");
    let drafted = world.invoice(&client, &first);
    assert_eq!((drafted.number, drafted.status.as_str()), (None, "DRAFT"));
    let (subscription, period) = (client.subscription.clone(), month("2026-08"));
    let again = Command::DraftInvoice { subscription, period };
    assert_eq!(
        world.refusal(Role::Keuangan, again),
        Refusal::AlreadyBilled { period, invoice: first.clone() }
    );
    world.issue(&first);
    let issued = world.invoice(&client, &first);
    assert_eq!(issued.number.unwrap().to_string(), "INV/2026/08/000001");
    assert_eq!(issued.status.as_str(), "ISSUED");
    assert_eq!(issued.due_date, NaiveDate::from_ymd_opt(2026, 8, 11));
    assert_eq!(issued.total, rupiah(275_000));
    let refusal = world.refusal(Role::Keuangan, Command::IssueInvoice { invoice: first });
    assert_eq!((refusal.code(), refusal.allowed()), ("invalid_state", vec!["charge".to_owned()]));
    let second = world.draft(&client.subscription, "2026-09");
    world.issue(&second);
    let number = world.invoice(&client, &second).number.unwrap();
    assert_eq!(number.sequence(), 2, "the series of the month of issue goes on");
    laws::check(&world);
}

#[test]
fn the_number_follows_the_month_in_the_sellers_zone() {
    let world = World::new();
    let client = world.client("PLG-000001", 275_000);
    let invoice = world.draft(&client.subscription, "2026-08");
    world.host.set(at("2026-08-31T17:00:00Z")); // 1 September, 00.00 WIB
    world.issue(&invoice);
    let number = world.invoice(&client, &invoice).number.unwrap();
    assert_eq!(number.to_string(), "INV/2026/09/000001");
}

#[test]
fn a_period_before_the_service_is_refused_and_a_free_bill_is_paid_at_issue() {
    let world = World::new();
    let (client, invoice) = world.bill(0);
    assert_eq!(world.status(&client, &invoice), "PAID");
    let (subscription, period) = (client.subscription, month("2025-12"));
    let early = world.refusal(Role::Keuangan, Command::DraftInvoice { subscription, period });
    assert_eq!(early, Refusal::PeriodBeforeStart { period });
    laws::check(&world);
}

#[test]
fn a_draft_that_waited_over_a_change_of_tax_is_made_anew() {
    let world = World::new();
    world.host.set(at("2024-12-31T02:00:00Z"));
    let client = world.client("PLG-000001", 111_000);
    let invoice = world.draft(&client.subscription, "2026-01");
    let before = world.invoice(&client, &invoice).tax;
    world.host.set(at("2025-01-02T02:00:00Z"));
    world.issue(&invoice);
    let after = world.invoice(&client, &invoice).tax;
    assert_eq!((before.dpp, before.ppn), (rupiah(100_000), rupiah(11_000)));
    assert_eq!((after.dpp, after.ppn), (rupiah(91_667), rupiah(11_000)));
    laws::check(&world);
}

#[test]
fn a_customers_number_is_never_given_twice_even_to_two_at_once() {
    let world = World::new();
    let batch = [
        world.envelope(staff(Role::Marketing), registration("PLG-000001")),
        world.envelope(staff(Role::Marketing), registration("PLG-000001")),
    ];
    let answers = now(world.wikarta.handle(&batch));
    assert!(answers[0].is_ok());
    let Err(HandleError::Refused(Refusal::Exists { kind: "customer", .. })) = &answers[1] else {
        panic!("{:?}", answers[1]);
    };
}

#[test]
fn the_same_command_again_gets_the_same_answer_and_another_body_is_refused() {
    let world = World::new();
    let first = world.envelope(staff(Role::Marketing), registration("PLG-000001"));
    let made = now(world.wikarta.send(first.clone())).unwrap();
    let picture = laws::picture(&world);
    let again = now(world.wikarta.send(first.clone())).unwrap();
    assert_eq!((again.answer, again.repeat), (made.answer, Repeat::Again));
    let other = wikarta_core::command::Envelope { command: registration("PLG-000002"), ..first };
    assert_eq!(now(world.wikarta.send(other)), Err(Refusal::KeyReused.into()));
    assert_eq!(laws::picture(&world), picture);
}

#[test]
fn personal_values_lie_beside_the_books_never_in_them() {
    let world = World::new();
    let client = world.client("PLG-000001", 275_000);
    let beside = world.store.personal(&client.account).unwrap();
    assert_eq!(beside.values.name(), "Slamet Riyadi");
    let books = laws::picture(&world);
    let account = wikarta_core::aggregate::AggregateId::Account(client.account.clone());
    let trail = format!("{:?}", world.store.trail(&account));
    for marker in ["Slamet", "+62812", "slamet@", "Melati"] {
        assert!(!books.contains(marker) && !trail.contains(marker), "{marker} stands in the books");
    }
    let sealed = &world.account(&client).customer.name;
    assert_eq!(*sealed, beside.key.seal("name", beside.values.name()), "erasable, yet provable");
}

#[test]
fn issue_reads_what_it_needs_and_nothing_else_changes() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let other = world.draft(&client.subscription, "2026-09");
    assert_eq!(world.invoice(&client, &other).document, Document::Draft);
    assert_eq!(world.invoice(&client, &invoice).document, Document::Issued);
}
