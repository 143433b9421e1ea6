//! What people and clocks here do while a gateway tells its story: each plan is a few steps, one after
//! the other, with anything in between.

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::PostingMethod;
use wikarta_core::command::{
    BillingCommand, Command, CorrectionCommand as C, DeskCommand, DunningCommand, Envelope,
    PostingCommand, RecordPosting, RefundTo, RequestRefund, SubscriptionCommand,
};
use wikarta_core::engine::{Comparison, HandleError};
use wikarta_core::id::{
    CommandId, CreditNoteId, PostingId, ReconcileId, RefundId, TraceId, UserId, VoidId,
};
use wikarta_core::ports::Observations;
use wikarta_core::provider::Channel;

use crate::explore::Step;
use crate::spec::{Scenario, Stage};
use crate::world::{World, now, rupiah};

const WHY: &str = "diminta oleh pelanggan";

/// A person of their own with a role.
pub fn person(role: Role, n: u32) -> Actor {
    Actor::staff(UserId::derived(&CommandId::new(format!("person {role} {n}")), 0), [role])
}

/// The name of the step at a place of its plan.
fn named(place: usize) -> CommandId {
    CommandId::new(format!("step {place}"))
}

/// Asks under a name that does not tell when.
pub fn ask(world: &World, id: CommandId, actor: Actor, command: Command) -> &'static str {
    let trace = TraceId::new(id.as_str());
    let envelope = Envelope { id, trace, ..world.envelope(actor, command) };
    match now(world.wikarta.send(envelope)) {
        Ok(_) => "done",
        Err(HandleError::Refused(refusal)) => refusal.code(),
        Err(other) => panic!("{other}"),
    }
}

/// Every plan, by name.
pub const PLANS: &[&str] = &[
    "nothing",
    "void",
    "refund",
    "part refund",
    "posting",
    "posting taken back",
    "another bank",
    "QR beside",
    "read",
    "comparison",
    "time over",
    "credit note",
    "termination",
    "isolation",
    "reminder",
    "credit",
];

/// The steps of a plan on a stage.
pub fn plan<'a>(name: &str, stage: &'a Stage, scenario: &Scenario) -> Vec<Step<'a>> {
    match name {
        "comparison" => vec![Box::new(|world| {
            compare(world);
            "done"
        })],
        "time over" => vec![Box::new(|world| {
            world.pass_seconds(40 * 86_400);
            now(world.wikarta.chase_overdue(300, 10)).unwrap();
            "done"
        })],
        _ => asked(name, stage, scenario.total)
            .into_iter()
            .enumerate()
            .map(|(place, (actor, command))| -> Step<'a> {
                Box::new(move |world| ask(world, named(place), actor.clone(), command.clone()))
            })
            .collect(),
    }
}

fn compare(world: &World) {
    let (from, until) = (world.time().plus_seconds(-90 * 86_400), world.time());
    let order = Comparison {
        id: ReconcileId::derived(&CommandId::new("comparison"), 0),
        actor: Actor::Scheduler,
        trace: TraceId::new("comparison"),
        from,
        until,
        page: 5,
    };
    let kept: &dyn Observations = &*world.store;
    now(world.wikarta.reconcile(kept, &order, &mut |_| {})).unwrap();
}

fn asked(name: &str, stage: &Stage, total: i64) -> Vec<(Actor, Command)> {
    let (finance, head) = (|n| person(Role::Keuangan, n), || person(Role::Supervisor, 1));
    let correct = Command::Correction;
    let (invoice, subscription) = (stage.invoice.clone(), stage.client.subscription.clone());
    let reason = WHY.to_owned();
    let first = named(0);
    match name {
        "nothing" => Vec::new(),
        "void" => {
            let void = VoidId::derived(&first, 0);
            vec![
                (finance(1), correct(C::RequestVoid { invoice, reason })),
                (head(), correct(C::ApproveVoid { void: void.clone(), reason: None })),
                (finance(2), correct(C::ExecuteVoid { void })),
            ]
        }
        "refund" => refund(stage, total),
        "part refund" => refund(stage, 4_000),
        "posting" | "posting taken back" => posting(name, stage, total),
        "another bank" | "QR beside" => {
            let channel = if name == "QR beside" { Channel::Qris } else { Channel::BriVa };
            let payer = Actor::Payer { invoice: invoice.clone() };
            vec![(payer, Command::OpenAttempt { invoices: vec![invoice], channel })]
        }
        "read" => {
            let order_id = stage.order_id.clone();
            vec![(Actor::Scheduler, Command::AskRead { order_id })]
        }
        "credit note" => {
            let amount = rupiah(4_000);
            let request = BillingCommand::RequestCreditNote { invoice, amount, reason };
            let note = CreditNoteId::derived(&first, 0);
            let approve = BillingCommand::ApproveCreditNote { note };
            vec![(finance(1), Command::Billing(request)), (head(), Command::Billing(approve))]
        }
        "termination" => {
            let ask = SubscriptionCommand::RequestTermination {
                subscription: subscription.clone(),
                on: "2026-08-10".parse().unwrap(),
                reason,
            };
            let agree = SubscriptionCommand::ApproveTermination { subscription };
            vec![
                (person(Role::Marketing, 1), Command::Subscription(ask)),
                (head(), Command::Subscription(agree)),
            ]
        }
        "isolation" => {
            let limit = SubscriptionCommand::Isolate {
                subscription: subscription.clone(),
                reason: reason.clone(),
            };
            let open = SubscriptionCommand::Restore { subscription, reason };
            vec![
                (finance(1), Command::Subscription(limit)),
                (finance(1), Command::Subscription(open)),
            ]
        }
        "reminder" => {
            let send = DunningCommand::SendNow { invoice, stage: None };
            vec![(finance(1), Command::Dunning(send))]
        }
        "credit" => {
            let apply = DeskCommand::ApplyCredit { invoice, amount: None };
            vec![(finance(1), Command::Desk(apply))]
        }
        other => panic!("`{other}` is no plan"),
    }
}

fn posting(name: &str, stage: &Stage, total: i64) -> Vec<(Actor, Command)> {
    let finance = |n| person(Role::Keuangan, n);
    let posting = PostingId::derived(&named(0), 0);
    let record = RecordPosting {
        account: stage.client.account.clone(),
        method: PostingMethod::Cash,
        amount: rupiah(total),
        received_on: "2026-08-01".parse().unwrap(),
        evidence: "KW-1".to_owned(),
        note: String::new(),
        invoices: vec![stage.invoice.clone()],
    };
    let money = Command::Posting;
    let verify = PostingCommand::Verify { posting: posting.clone() };
    let mut steps =
        vec![(finance(1), money(PostingCommand::Record(record))), (finance(2), money(verify))];
    if name != "posting" {
        let reverse = PostingCommand::Reverse { posting, reason: WHY.to_owned() };
        steps.push((person(Role::Supervisor, 1), money(reverse)));
    }
    steps
}

fn refund(stage: &Stage, amount: i64) -> Vec<(Actor, Command)> {
    let refund = RefundId::derived(&named(0), 0);
    let request = RequestRefund {
        invoice: stage.invoice.clone(),
        amount: rupiah(amount),
        reason: WHY.to_owned(),
        evidence: None,
        source: None,
        to: RefundTo::Payer,
    };
    let steps = [
        (person(Role::Keuangan, 1), C::RequestRefund(request)),
        (person(Role::Keuangan, 2), C::VerifyRefund { refund: refund.clone() }),
        (person(Role::Supervisor, 1), C::ApproveRefund { refund: refund.clone(), reason: None }),
        (person(Role::Keuangan, 3), C::ExecuteRefund { refund, proof: None }),
    ];
    steps.into_iter().map(|(actor, command)| (actor, Command::Correction(command))).collect()
}
