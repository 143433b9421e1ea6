//! What happens at once: every schedule of rivals ends as if one had acted after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::AttemptState;
use wikarta_core::command::{
    AccessCommand as A, BillingCommand as B, Command, CorrectionCommand as C, DeskCommand,
    Envelope, PostingCommand, RefundTo, SubscriptionCommand as S,
};
use wikarta_core::engine::{Comparison, HandleError, Handled, Run, RunMode, Wikarta};
use wikarta_core::id::{
    AccessChangeId, CommandId, CreditNoteId, InvoiceId, PostingId, ReconcileId, RefundId, TraceId,
    UserId, VoidId,
};
use wikarta_core::provider::{Channel, ProviderStatus as P};
use wikarta_core::roster::AccessWhat;
use wikarta_core::staff::Standing;
use wikarta_core::testkit::laws;
use wikarta_core::time::Zone;

use crate::claims::told;
use crate::local::{self, person};
use crate::tales::{corrections, desk};
use crate::turns::{Interruptions, Rival, every_schedule, kept, one_after_the_other};
use crate::world::{Client, World, rupiah};

const WHY: &str = "diminta oleh pelanggan";

fn word(answer: Handled) -> String {
    match answer {
        Ok(_) => "done".to_owned(),
        Err(HandleError::Refused(refusal)) => refusal.code().to_owned(),
        Err(other) => panic!("{other}"),
    }
}

fn envelope(world: &World, name: &str, actor: Actor, command: Command) -> Envelope {
    let (id, trace) = (CommandId::new(name), TraceId::new(name));
    Envelope { id, trace, ..world.envelope(actor, command) }
}

/// Asks, and does not wait for what it leads to.
fn asks(name: &'static str, actor: Actor, command: Command) -> Rival {
    Box::new(move |world, process| {
        let envelope = envelope(world, name, actor.clone(), command.clone());
        Box::pin(async move { word(process.send(envelope).await) })
    })
}

/// Asks, and waits for what it leads to.
fn waits(name: &'static str, actor: Actor, command: Command) -> Rival {
    Box::new(move |world, process| {
        let envelope = envelope(world, name, actor.clone(), command.clone());
        Box::pin(async move { word(process.send_and_charge(envelope).await) })
    })
}

fn hears(client: &Client, order: &wikarta_core::id::OrderId, status: P) -> Rival {
    let (client, order) = (client.clone(), order.clone());
    Box::new(move |world, process| {
        let notice = world.notice(&told(&world.attempt(&client, &order), status));
        Box::pin(async move { word(process.send(notice).await) })
    })
}

fn does<F>(act: impl Fn(Wikarta) -> F + Copy + 'static) -> Rival
where
    F: Future<Output = ()> + 'static,
{
    Box::new(move |_, process| {
        Box::pin(async move {
            act(process).await;
            "done".to_owned()
        })
    })
}

fn works() -> Rival {
    does(|process| async move { process.work(10).await.map(drop).unwrap() })
}

/// What people see at the end, and that nothing is done twice.
fn outcome(world: &World) -> String {
    let mut text = String::new();
    for id in world.store.accounts() {
        let account = world.store.account(&id).unwrap();
        for invoice in account.invoices.values() {
            let _ = write!(text, " | {} {} {}", invoice.status, invoice.paid, invoice.refunded);
        }
        let mut attempts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        for attempt in account.attempts.values() {
            let how = match attempt.state {
                state if state.is_open() => "live",
                AttemptState::Refused | AttemptState::Cancelled | AttemptState::Expired => "ended",
                state => state.as_str(),
            };
            *attempts.entry((attempt.channel.as_str(), how)).or_default() += 1;
        }
        let cases: BTreeSet<_> = account.cases.values().map(|case| case.kind.as_str()).collect();
        let money = (account.credit.get(), account.suspense.get());
        let _ = write!(text, " | {attempts:?} {cases:?} {money:?}");
        let refunds: Vec<_> = account.refunds.values().map(|it| (it.stage, it.amount)).collect();
        let voids: Vec<_> = account.voids.values().map(|it| it.stage).collect();
        let postings: Vec<_> = account.postings.values().map(|it| it.state).collect();
        let notes: Vec<_> = account.credit_notes.values().map(|it| it.state).collect();
        let sold: Vec<_> = account.subscriptions.values().map(|it| it.status).collect();
        let _ = write!(text, " | {refunds:?} {voids:?} {postings:?} {notes:?} {sold:?}");
        let steps: Vec<_> = account.reminders.values().map(|it| (it.stage, it.state)).collect();
        let _ = write!(text, " | {steps:?}");
    }
    let sent: Vec<_> = world.notifier.messages().into_values().map(|it| it.kind).collect();
    let _ = write!(text, " | sent {sent:?}, given back {}", world.bank.refunds());
    text
}

/// Commands, each one step: answers and ends are those of one of the orders.
fn compete(name: &str, world: &World, rivals: &[Rival]) -> u64 {
    let told = |answers: &[String]| answers.join(", ");
    every(name, world, (rivals, None), told)
}

/// Work of several steps, which others see half done: the ends are those of one of the orders.
fn end_alike(name: &str, world: &World, rivals: &[Rival], interruptions: Interruptions) -> u64 {
    every(name, world, (rivals, interruptions), |_| String::new())
}

fn every(
    name: &str,
    world: &World,
    (rivals, interruptions): (&[Rival], Interruptions),
    told: impl Fn(&[String]) -> String,
) -> u64 {
    let end = |world: &World, answers: Vec<String>| {
        world.work_for(3);
        laws::check(&world.store).unwrap_or_else(|broken| panic!("{name}: {broken}"));
        format!("{}{}", told(&answers), outcome(world))
    };
    let mut serial = BTreeSet::new();
    one_after_the_other(world, rivals, |world, answers| {
        serial.insert(end(world, answers));
    });
    let count = every_schedule(world, rivals, interruptions, |world, answers| {
        let found = end(world, answers);
        assert!(serial.contains(&found), "{name}: {found}\n is none of\n{serial:#?}");
    });
    println!("    {name}: {count} schedules, {} ends", serial.len());
    count
}

fn correct(command: C) -> Command {
    Command::Correction(command)
}

fn finance(n: u32) -> Actor {
    person(Role::Keuangan, n)
}

fn head(n: u32) -> Actor {
    person(Role::Supervisor, n)
}

fn why() -> String {
    WHY.to_owned()
}

/// A refund of a QRIS payment, asked for and verified.
fn verified() -> (World, RefundId) {
    let (world, _, invoice) = corrections::paid(Channel::Qris);
    let id = CommandId::new("asked");
    let request = corrections::request(&invoice, 50_000, RefundTo::Payer);
    local::ask(&world, id.clone(), finance(1), request);
    let refund = RefundId::derived(&id, 0);
    let verify = correct(C::VerifyRefund { refund: refund.clone() });
    assert_eq!(local::ask(&world, CommandId::new("verified"), finance(2), verify), "done");
    (world, refund)
}

fn approve(refund: &RefundId) -> Command {
    correct(C::ApproveRefund { refund: refund.clone(), reason: None })
}

fn withdraw(refund: &RefundId) -> Command {
    correct(C::WithdrawRefund { refund: refund.clone(), reason: why() })
}

fn edit(refund: &RefundId) -> Command {
    let (refund, amount, evidence) = (refund.clone(), rupiah(60_000), None);
    correct(C::EditRefund { refund, amount, reason: why(), evidence })
}

fn execute(refund: &RefundId) -> Command {
    correct(C::ExecuteRefund { refund: refund.clone(), proof: None })
}

#[test]
fn refunds_by_several_hands_at_once() {
    let (world, refund) = verified();
    let (approve, withdraw, edit) = (approve(&refund), withdraw(&refund), edit(&refund));
    let mut count = 0;
    let two = |one, other| vec![one, other];
    let a = |name, n| asks(name, head(n), approve.clone());
    let w = |name| asks(name, finance(1), withdraw.clone());
    let e = |name| asks(name, finance(1), edit.clone());
    for (name, rivals) in [
        ("approve, approve", two(a("one", 1), a("other", 2))),
        ("approve, approve by the same", two(a("one", 1), a("other", 1))),
        ("approve, approve under one name", two(a("one", 1), a("one", 1))),
        ("approve, withdraw", two(a("one", 1), w("other"))),
        ("approve, edit", two(a("one", 1), e("other"))),
        ("edit, withdraw", two(e("one"), w("other"))),
        ("approve, edit, withdraw", vec![a("one", 1), e("other"), w("third")]),
        ("approve, approve, edit", vec![a("one", 1), a("other", 2), e("third")]),
    ] {
        count += compete(name, &world, &rivals);
    }
    assert_eq!(local::ask(&world, CommandId::new("yes"), head(1), approve.clone()), "done");
    let x = |name, n| waits(name, finance(n), execute(&refund));
    count += end_alike("execute, execute", &world, &two(x("one", 3), x("other", 4)), Some(3));
    let rivals = two(x("one", 3), w("other"));
    count += end_alike("execute, withdraw", &world, &rivals, None);
    let rivals = two(asks("one", finance(3), execute(&refund)), e("other"));
    count += compete("execute, edit", &world, &rivals);
    println!("refunds at once: {count} schedules");
    assert_eq!(count, 12_431);
}

/// A bill with a live code.
fn pending() -> (World, Client, InvoiceId, wikarta_core::id::OrderId) {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    (world, client, invoice, order)
}

#[test]
fn payments_and_whatever_else_at_once() {
    let (world, client, invoice, order) = pending();
    let request = correct(C::RequestVoid { invoice: invoice.clone(), reason: why() });
    let id = CommandId::new("asked");
    local::ask(&world, id.clone(), finance(1), request);
    let void = VoidId::derived(&id, 0);
    let agree = correct(C::ApproveVoid { void: void.clone(), reason: None });
    let run = correct(C::ExecuteVoid { void });
    let mut count = 0;
    let paid = || hears(&client, &order, P::Settled);
    world.bank.set_status(&order, P::Settled);
    let rivals = [asks("one", head(1), agree.clone()), paid()];
    count += compete("agree to a void, paid", &world, &rivals);
    let agreed = world.fork();
    assert_eq!(local::ask(&agreed, CommandId::new("agreed"), head(1), agree), "done");
    let rivals = [asks("one", finance(2), run.clone()), paid()];
    count += compete("void, paid", &agreed, &rivals);
    let rivals = [waits("one", finance(2), run), paid()];
    count += end_alike("void to its end, paid", &agreed, &rivals, None);
    let rivals = [paid(), paid(), paid()];
    count += compete("told thrice", &world, &rivals);
    let rivals = [paid(), hears(&client, &order, P::Expired), hears(&client, &order, P::Pending)];
    count += compete("paid, expired, pending", &world, &rivals);
    let rivals = [paid(), hears(&client, &order, P::Cancelled), works()];
    count += end_alike("paid, cancelled, a worker", &world, &rivals, Some(3));
    let record = Command::Posting(desk::cash(&client, 275_000, "KW-1", &[&invoice]));
    let id = CommandId::new("recorded");
    local::ask(&world, id.clone(), finance(1), record);
    let posting = PostingId::derived(&id, 0);
    let verify = Command::Posting(PostingCommand::Verify { posting: posting.clone() });
    let reject = Command::Posting(PostingCommand::Reject { posting, reason: why() });
    let v = |name, n| asks(name, finance(n), verify.clone());
    count += compete("cash counted, paid", &world, &[v("one", 2), paid()]);
    count += compete("counted, counted", &world, &[v("one", 2), v("other", 3)]);
    let rivals = [v("one", 2), asks("other", finance(3), reject), paid()];
    count += compete("counted, refused, paid", &world, &rivals);
    println!("payments at once: {count} schedules");
    assert_eq!(count, 12_151);
}

#[test]
fn codes_at_once() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let payer = || Actor::Payer { invoice: invoice.clone() };
    let open = |channel| Command::OpenAttempt { invoices: vec![invoice.clone()], channel };
    let mut count = 0;
    let rivals = [
        waits("one", payer(), open(Channel::BcaVa)),
        waits("other", payer(), open(Channel::BriVa)),
    ];
    count += end_alike("two banks of one group", &world, &rivals, Some(3));
    let three = [
        asks("one", payer(), open(Channel::BcaVa)),
        asks("other", payer(), open(Channel::BriVa)),
        asks("third", payer(), open(Channel::Qris)),
    ];
    count += compete("two banks and a QR", &world, &three);
    let same = [
        waits("one", payer(), open(Channel::BcaVa)),
        waits("other", payer(), open(Channel::BcaVa)),
    ];
    count += end_alike("one bank twice", &world, &same, None);
    // The gateway knows of it before we know that it does.
    let world = world.fork();
    let order = world.open(&[&invoice], Channel::BcaVa);
    for status in [P::Pending, P::Settled, P::Expired] {
        let rivals = [works(), hears(&client, &order, status)];
        let truth = world.fork();
        if status != P::Pending {
            truth.work(); // the charge arrived, its answer did not
            let held = truth.bank.holds(&order).unwrap();
            world.truth(&order, &wikarta_core::provider::Reading { status, ..held });
        }
        count += end_alike(&format!("charge not answered, {status}"), &world, &rivals, None);
    }
    let rivals = [works(), works()];
    count += end_alike("two workers", &world, &rivals, None);
    println!("codes at once: {count} schedules");
    assert_eq!(count, 10_294);
}

fn bills() -> Rival {
    Box::new(|world, process| {
        let account = world.store.account(&world.store.accounts()[0]).unwrap();
        let sold: Vec<_> = account.subscriptions.into_values().collect();
        let (on, actor) = (world.time().day_in(Zone::Wib), Actor::Scheduler);
        let run = Run { on, actor, trace: TraceId::new("run"), mode: RunMode::Commit };
        Box::pin(async move {
            process.bill(&sold, &run).await;
            "done".to_owned()
        })
    })
}

/// A comparison whose own calls take turns, too.
fn compares(name: &'static str) -> Rival {
    Box::new(move |world, process| {
        let until = world.time();
        let order = Comparison {
            id: ReconcileId::derived(&CommandId::new(name), 0),
            actor: Actor::Scheduler,
            trace: TraceId::new(name),
            from: until.plus_seconds(-7 * 86_400),
            until,
            page: 5,
        };
        let kept = kept(world);
        Box::pin(async move {
            process.reconcile(&kept, &order, &mut |_| {}).await.unwrap();
            "done".to_owned()
        })
    })
}

#[test]
fn timers_of_several_servers_at_once() {
    let world = World::new();
    let client = world.buyer(250_000, "2026-08-01", |order| order);
    let mut count = 0;
    count += end_alike("two billing runs", &world, &[bills(), bills()], None);
    count += end_alike("three billing runs", &world, &[bills(), bills(), bills()], None);
    let subscription = client.subscription.clone();
    let draft = Command::DraftInvoice { subscription, period: "2026-08".parse().unwrap() };
    let rivals = [bills(), asks("one", finance(1), draft)];
    count += end_alike("a billing run, a draft", &world, &rivals, None);
    let (world, client, _, order) = pending();
    world.bank.set_status(&order, P::Settled);
    count += end_alike("two comparisons", &world, &[compares("one"), compares("other")], Some(3));
    let rivals = [compares("one"), hears(&client, &order, P::Settled)];
    count += end_alike("a comparison, paid", &world, &rivals, Some(4));
    let world = World::new();
    let client = world.client("PLG-000001", 100_000);
    world.host.set(crate::world::at("2026-08-10T03:00:00Z"));
    let invoice = world.draft(&client.subscription, "2026-08");
    world.issue(&invoice);
    let plans = || does(|process| async move { process.remind_due().await.map(drop).unwrap() });
    count += end_alike("two plan reminders", &world, &[plans(), plans()], None);
    crate::world::now(world.wikarta.remind_due()).unwrap();
    count += end_alike("two send reminders", &world, &[works(), works()], None);
    let chases =
        || does(|process| async move { process.chase_overdue(300, 10).await.map(drop).unwrap() });
    let (world, client, _, order) = pending();
    world.host.set(world.attempt(&client, &order).expires_at.plus_seconds(301));
    world.bank.set_status(&order, P::Expired);
    count += end_alike("two ask after the overdue", &world, &[chases(), chases()], None);
    let rivals = [chases(), hears(&client, &order, P::Expired)];
    count += end_alike("asked after, told of its end", &world, &rivals, None);
    println!("timers at once: {count} schedules");
    assert_eq!(count, 8_566);
}

#[test]
fn decisions_of_people_at_once() {
    let mut count = 0;
    let world = World::new();
    let client = world.buyer(250_000, "2026-08-01", |order| order);
    let invoice = world.bill_period(&client, "2026-08").id;
    let request =
        B::RequestCreditNote { invoice: invoice.clone(), amount: rupiah(27_750), reason: why() };
    let id = CommandId::new("asked");
    local::ask(&world, id.clone(), finance(1), Command::Billing(request));
    let note = CreditNoteId::derived(&id, 0);
    let agree = Command::Billing(B::ApproveCreditNote { note: note.clone() });
    let refuse = Command::Billing(B::RejectCreditNote { note, reason: why() });
    let rivals = [asks("one", head(1), agree.clone()), asks("other", head(2), refuse)];
    count += compete("a credit note agreed to, refused", &world, &rivals);
    let payer = Actor::Payer { invoice: invoice.clone() };
    let open = Command::OpenAttempt { invoices: vec![invoice], channel: Channel::BcaVa };
    let rivals = [asks("one", head(1), agree), waits("other", payer, open)];
    count += end_alike("a credit note, a code", &world, &rivals, None);
    let subscription = client.subscription.clone();
    let ask = S::RequestTermination {
        subscription: subscription.clone(),
        on: "2026-08-10".parse().unwrap(),
        reason: why(),
    };
    local::ask(
        &world,
        CommandId::new("end"),
        person(Role::Marketing, 1),
        Command::Subscription(ask),
    );
    let agree = Command::Subscription(S::ApproveTermination { subscription: subscription.clone() });
    let refuse = Command::Subscription(S::RejectTermination { subscription, reason: why() });
    let rivals = [asks("one", head(1), agree.clone()), asks("other", head(2), refuse), bills()];
    count += end_alike("an end agreed to, refused, a billing run", &world, &rivals, None);
    let world = World::new();
    let (client, first) = world.bill(275_000);
    let record = Command::Posting(desk::cash(&client, 400_000, "KW-1", &[&first]));
    let id = CommandId::new("recorded");
    local::ask(&world, id.clone(), finance(1), record);
    let verify = PostingCommand::Verify { posting: PostingId::derived(&id, 0) };
    local::ask(&world, CommandId::new("counted"), finance(2), Command::Posting(verify));
    let bill = |period: &str| {
        let invoice = world.draft(&client.subscription, period);
        world.issue(&invoice);
        invoice
    };
    let apply = |invoice| Command::Desk(DeskCommand::ApplyCredit { invoice, amount: None });
    let (second, third) = (bill("2026-09"), bill("2026-10"));
    let rivals = [
        asks("one", finance(1), apply(second.clone())),
        asks("other", finance(2), apply(third)),
        asks("third", finance(3), apply(second)),
    ];
    count += compete("one credit for two bills", &world, &rivals);
    println!("decisions at once: {count} schedules");
    assert_eq!(count, 719);
}

/// Somebody who may agree to refunds loses that while agreeing.
#[test]
fn an_approval_while_its_approver_is_sent_away() {
    let (world, refund) = verified();
    let add = |name: &str, role| {
        let (email, text) = (format!("{name}@demo.test"), name.to_owned());
        let add = Command::AddUser { email, name: text, roles: vec![role] };
        assert_eq!(local::ask(&world, CommandId::new(name), Actor::System, add), "done");
        let id = UserId::derived(&CommandId::new(name), 0);
        (id.clone(), Actor::staff(id, [role]))
    };
    let (_, superuser) = add("su1", Role::Superuser);
    let ((leaving, one), (_, other)) = (add("sv1", Role::Supervisor), add("sv2", Role::Supervisor));
    let what = AccessWhat::Stand { user: leaving.clone(), standing: Standing::Disabled };
    let propose = Command::Access(A::Propose { what, reason: why() });
    assert_eq!(local::ask(&world, CommandId::new("made"), superuser, propose), "done");
    let change = AccessChangeId::derived(&CommandId::new("made"), 0);
    let send_away = Command::Access(A::Approve { change, subject: Some(leaving) });
    let rivals = [
        asks("one", one, approve(&refund)),
        asks("other", other, send_away),
        asks("third", finance(3), execute(&refund)),
    ];
    let count = compete("agreed to, sent away, carried out", &world, &rivals);
    assert_eq!(count, 672);
}
