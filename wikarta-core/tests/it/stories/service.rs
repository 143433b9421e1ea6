//! Stories of service that is limited for unpaid bills, and opened again.

use wikarta_core::access::Role;
use wikarta_core::account::{CaseKind, CaseState};
use wikarta_core::command::{Command, DunningCommand, SubscriptionCommand};
use wikarta_core::dunning::IsolationMode;
use wikarta_core::message::Repeat;
use wikarta_core::ports::MessageKind;
use wikarta_core::provider::{Channel, ProviderStatus};

use super::reminders::{Post, december};
use crate::claims::told;
use crate::world::{Client, now};

const WHY: &str = "menunggak dan tidak dapat dihubungi";

fn with(post: Post, mode: IsolationMode) -> Post {
    let mut policy = crate::world::policy();
    policy.isolation.mode = mode;
    post.under(policy)
}

fn look(post: &Post, time: &str) {
    post.go(time);
    now(post.world.wikarta.consider_service()).unwrap();
    post.world.work();
}

fn service(post: &Post, client: &Client) -> &'static str {
    post.world.account(client).subscriptions[&client.subscription].status.as_str()
}

fn told_of(post: &Post, kind: MessageKind) -> usize {
    post.post.taken().iter().filter(|message| message.kind == kind).count()
}

#[test]
fn service_is_limited_after_the_grace_and_opened_in_the_same_commit_as_the_payment() {
    let (post, client, invoice) = december(Repeat::Safe);
    let post = with(post, IsolationMode::Automatic);
    look(&post, "2026-12-22T03:00:00Z");
    assert_eq!(service(&post, &client), "ACTIVE", "the grace runs");
    look(&post, "2026-12-23T01:59:00Z");
    assert_eq!(service(&post, &client), "ACTIVE", "before nine");
    look(&post, "2026-12-23T02:00:00Z");
    assert_eq!(service(&post, &client), "ISOLATED");
    assert_eq!(told_of(&post, MessageKind::Isolated), 1);
    look(&post, "2026-12-23T02:05:00Z");
    assert_eq!(told_of(&post, MessageKind::Isolated), 1, "once");
    // Paid at night: open at once, and told in the morning.
    post.go("2026-12-23T18:00:00Z");
    let order = post.world.charge(&invoice, Channel::BcaVa);
    post.world.bank.set_status(&order, ProviderStatus::Settled);
    post.world.deliver(&told(&post.world.attempt(&client, &order), ProviderStatus::Settled));
    assert_eq!(service(&post, &client), "ACTIVE");
    post.world.work();
    assert_eq!(told_of(&post, MessageKind::Reopened), 0);
    post.go("2026-12-26T01:00:00Z"); // the 24th and 25th are holidays
    post.world.work();
    assert_eq!(told_of(&post, MessageKind::Reopened), 1);
}

#[test]
fn nobody_is_cut_off_while_money_may_be_on_its_way() {
    let (post, client, invoice) = december(Repeat::Safe);
    let post = with(post, IsolationMode::Automatic);
    post.go("2026-12-23T01:00:00Z");
    let order = post.world.charge(&invoice, Channel::BcaVa);
    look(&post, "2026-12-23T03:00:00Z");
    assert_eq!(service(&post, &client), "ACTIVE", "a payment is open");
    post.world.bank.set_status(&order, ProviderStatus::Expired);
    post.world.deliver(&told(&post.world.attempt(&client, &order), ProviderStatus::Expired));
    post.world.work();
    look(&post, "2026-12-23T04:00:00Z");
    assert_eq!(service(&post, &client), "ISOLATED");
}

#[test]
fn a_notification_that_waits_for_its_confirmation_keeps_service_open() {
    let (post, client, invoice) = december(Repeat::Safe);
    let post = with(post, IsolationMode::Automatic);
    post.go("2026-12-23T01:00:00Z");
    let order = post.world.charge(&invoice, Channel::BcaVa);
    post.world.bank.set_status(&order, ProviderStatus::Expired);
    post.world.deliver(&told(&post.world.attempt(&client, &order), ProviderStatus::Expired));
    post.world.work();
    post.go("2026-12-23T02:00:00Z");
    post.world.bank.set_status(&order, ProviderStatus::Settled);
    post.world.deliver(&told(&post.world.attempt(&client, &order), ProviderStatus::Settled));
    now(post.world.wikarta.consider_service()).unwrap();
    assert_eq!(service(&post, &client), "ACTIVE", "nobody has asked the gateway yet");
    post.world.work();
    look(&post, "2026-12-23T02:05:00Z");
    assert_eq!(service(&post, &client), "ACTIVE", "it was true");
}

#[test]
fn nobody_is_cut_off_on_a_friday_afternoon_or_a_holiday() {
    // Due on Sunday the 20th; the scheduler slept until Friday the 8th.
    let (post, client, _) = december(Repeat::Safe);
    let post = with(post, IsolationMode::Automatic);
    for silent in [
        "2026-12-24T03:00:00Z", // joint leave
        "2026-12-25T03:00:00Z", // Christmas, a Friday
        "2026-12-26T03:00:00Z", // Saturday
        "2027-01-08T05:30:00Z", // Friday, 12.30
    ] {
        look(&post, silent);
        assert_eq!(service(&post, &client), "ACTIVE", "{silent}");
    }
    look(&post, "2027-01-11T02:00:00Z");
    assert_eq!(service(&post, &client), "ISOLATED");
}

#[test]
fn a_proposal_is_made_once_and_a_person_acts_on_it() {
    let (post, client, invoice) = december(Repeat::Safe);
    let post = with(post, IsolationMode::Propose);
    for time in ["2026-12-23T02:00:00Z", "2026-12-23T02:05:00Z", "2026-12-28T02:00:00Z"] {
        look(&post, time);
        assert_eq!(post.world.cases(&client), [CaseKind::IsolationDue], "{time}");
    }
    assert_eq!(service(&post, &client), "ACTIVE");
    let subscription = client.subscription.clone();
    let isolate = SubscriptionCommand::Isolate { subscription, reason: WHY.to_owned() };
    post.world.tell(Role::Supervisor, Command::Subscription(isolate));
    assert_eq!(service(&post, &client), "ISOLATED");
    let states: Vec<_> = post.world.account(&client).cases.values().map(|it| it.state).collect();
    assert_eq!(states, [CaseState::Closed]);
    // A promise opens service; when it is over and nothing was paid, the rules look again.
    let promise = DunningCommand::TakePromise {
        account: client.account.clone(),
        until: "2026-12-29".parse().unwrap(),
        reason: WHY.to_owned(),
    };
    post.dunning(Role::Keuangan, promise).unwrap();
    assert_eq!(service(&post, &client), "ACTIVE");
    assert_eq!(post.world.invoice(&client, &invoice).status.as_str(), "ISSUED");
}

#[test]
fn a_proposal_is_closed_when_nothing_is_owed_any_more() {
    let (post, client, invoice) = december(Repeat::Safe);
    let post = with(post, IsolationMode::Propose);
    look(&post, "2026-12-23T02:00:00Z");
    let order = post.world.charge(&invoice, Channel::BcaVa);
    post.world.bank.set_status(&order, ProviderStatus::Settled);
    post.world.deliver(&told(&post.world.attempt(&client, &order), ProviderStatus::Settled));
    let states: Vec<_> = post.world.account(&client).cases.values().map(|it| it.state).collect();
    assert_eq!(states, [CaseState::Closed]);
}
