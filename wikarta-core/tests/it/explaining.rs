//! A bill explains itself: every figure by what it is made of, every status by what made it so.

use std::fmt::Write;

use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::{Cause, Explanation, explain};
use wikarta_core::id::InvoiceId;
use wikarta_core::provider::{Channel, ProviderStatus};

use crate::claims::told;
use crate::world::{Client, World, policy};

fn causes(world: &World, client: &Client) -> Vec<Cause> {
    let (rows, _) = world.store.trail(&AggregateId::Account(client.account.clone()));
    let cause = |row: wikarta_core::ports::EntryRow| Cause {
        seq: row.entry.seq,
        at: row.entry.at,
        actor: row.entry.actor.clone(),
        roles: row.entry.roles.clone(),
        action: row.entry.action.clone(),
        trace: row.entry.trace.as_str().to_owned(),
        hash: row.entry.hash_hex(),
        changes: row.changes,
    };
    rows.into_iter().map(cause).collect()
}

fn explained(world: &World, client: &Client, id: &InvoiceId) -> Explanation {
    let invoice = world.account(client).invoices[id].clone();
    let (policy, on) = (policy(), invoice.issued_at.unwrap_or(invoice.drafted_at));
    let rule = policy.tax.on(on.day_in(policy.zone)).clone();
    explain(&invoice, &rule, causes(world, client))
}

#[test]
fn a_paid_bill_explains_itself() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    world.pass_seconds(2_523);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    world.work();
    let told = explained(&world, &client, &invoice);
    let mut text = format!("policy {} {:?}\n", told.policy_version, told.tax.code);
    for figure in &told.figures {
        let _ = writeln!(text, "{} {}", figure.figure, figure.amount.get());
        for part in &figure.made_of {
            let _ = writeln!(text, "    {part:?}");
        }
        for cause in &figure.causes {
            let _ = writeln!(
                text,
                "    {} {} by {} {}",
                cause.seq, cause.action, cause.actor, cause.roles
            );
        }
    }
    for status in &told.statuses {
        let from = status.from.as_deref().unwrap_or("nothing");
        let _ =
            writeln!(text, "{from} -> {}: {} {}", status.to, status.cause.seq, status.cause.action);
    }
    insta::assert_snapshot!(text);
}

/// The parts of a figure sum up to it, whatever happened to the bill.
#[test]
fn parts_sum_up() {
    use wikarta_core::audit::Part;
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    for paid in [false, true] {
        if paid {
            world.pay(&client, &invoice);
        }
        let told = explained(&world, &client, &invoice);
        for figure in told.figures.iter().filter(|figure| !figure.made_of.is_empty()) {
            let sum: i64 = figure
                .made_of
                .iter()
                .map(|part| match part {
                    Part::Line(_, amount) | Part::Figure(_, amount) | Part::Source(_, amount) => {
                        amount.get()
                    }
                })
                .sum();
            assert_eq!(sum, figure.amount.get(), "{}", figure.figure);
        }
        let last = told.statuses.last().unwrap();
        assert_eq!(last.to, world.account(&client).invoices[&invoice].status.as_str());
    }
}

fn figures(told: &Explanation) -> Vec<(&'static str, i64)> {
    told.figures.iter().map(|told| (told.figure.as_str(), told.amount.get())).collect()
}

/// What most bills never have is left out; what every bill has is told even when it is nothing.
#[test]
fn a_bill_on_which_nothing_was_paid_says_so() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let told = explained(&world, &client, &invoice);
    assert!(figures(&told).contains(&("paid", 0)), "{:?}", figures(&told));
    assert!(!figures(&told).iter().any(|(figure, _)| *figure == "refunded"));
}

#[test]
fn what_happened_to_another_bill_of_the_customer_is_none_of_its_causes() {
    let world = World::new();
    let (client, first) = world.bill(275_000);
    let before = explained(&world, &client, &first);
    let second = world.draft(&client.subscription, "2026-09");
    world.issue(&second);
    world.pay(&client, &second);
    assert_eq!(explained(&world, &client, &first), before);
}

#[test]
fn what_went_back_is_told_by_the_money_it_was() {
    use wikarta_core::audit::{Figure, Part};
    use wikarta_core::command::CorrectionCommand as C;

    use crate::stories::corrections::{ask, keuangan, requested, supervisor};
    use crate::stories::postings::{self, recorded};
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let posting = recorded(&world, &client, 75_000, &[&invoice]);
    postings::ask(&world, keuangan(2), postings::verify(&posting)).unwrap();
    let order = world.charge(&invoice, Channel::Qris);
    world.bank.set_status(&order, ProviderStatus::Settled);
    world.deliver(&told(&world.attempt(&client, &order), ProviderStatus::Settled));
    world.work();
    let (refund, _) = requested(&world, keuangan(1), &invoice, 200_000);
    let step = |actor, command| ask(&world, actor, command).unwrap();
    step(keuangan(2), C::VerifyRefund { refund: refund.clone() });
    step(supervisor(1), C::ApproveRefund { refund: refund.clone(), reason: None });
    step(keuangan(3), C::ExecuteRefund { refund, proof: None });
    world.work();
    let told = explained(&world, &client, &invoice);
    let refunded = told.figures.iter().find(|told| told.figure == Figure::Refunded).unwrap();
    let source = wikarta_core::account::Source::Attempt(order);
    let amount = crate::world::rupiah(200_000);
    assert_eq!(refunded.made_of, [Part::Source(source, amount)], "nothing of the cash");
}
