//! People who act on what they saw a while ago: any act, on anything, wherever it stands by now.

use super::super::cast::By;
use super::super::world::World;
use super::selling::{in_days, today};
use super::work::{REASON, rupiah};
use crate::access::Role;
use crate::account::{Account, Document, Invoice, Proof, Resolution, Slip, Stage};
use crate::billing::LineKind;
use crate::command::{
    BillingCommand as B, ChangeWhen, Command, CorrectionCommand as C, DeskCommand as D,
    DunningCommand, PostingCommand as P, RefundTo, RequestRefund, SubscriptionCommand as S,
};
use crate::id::InvoiceId;
use crate::provider::Channel;
use crate::subscription::{Subscription, SubscriptionStatus};
use crate::testkit::laws::Violation;
use crate::time::Month;

const FINANCE: &[Role] = &[Role::Keuangan];
const SUPERVISOR: &[Role] = &[Role::Supervisor];
const MARKETING: &[Role] = &[Role::Marketing];

/// Who may, and what is asked.
type Act = (&'static [Role], Command);

pub(super) fn stale(world: &mut World, account: &Account) -> Result<(), Violation> {
    let act = match world.dice.below(10) {
        0 | 1 => refund(world, account),
        2 => void(world, account),
        3 => posting(world, account),
        4 => credit_note(world, account),
        5 | 6 => invoice(world, account),
        7 => subscription(world, account),
        8 => suspense(world, account),
        _ => case(world, account),
    };
    ask(world, act)
}

/// What stands where few things stay for long draws acts of all sorts.
pub(super) fn hasty(world: &mut World, account: &Account) -> Result<(), Violation> {
    let waits = |it: &Subscription| it.status == SubscriptionStatus::PendingInstall;
    type Of = fn(&mut World, &Account) -> Option<Act>;
    let all: [(bool, Of); 4] = [
        (account.refunds.values().any(|case| seldom(case.stage)), refund),
        (account.voids.values().any(|case| seldom_in_a_void(case.stage)), void),
        (account.invoices.values().any(is_draft), invoice),
        (account.subscriptions.values().any(waits), subscription),
    ];
    let there: Vec<Of> = all.into_iter().filter(|(there, _)| *there).map(|(_, of)| of).collect();
    let Some(of) = world.dice.pick(&there).copied() else { return Ok(()) };
    let act = of(world, account);
    ask(world, act)
}

fn ask(world: &mut World, act: Option<Act>) -> Result<(), Violation> {
    let Some((roles, command)) = act else { return Ok(()) };
    match world.somebody(&By::any(roles)) {
        Some(actor) => world.ask(actor, command).map(|_| ()),
        None => Ok(()),
    }
}

fn any<K: Ord + Clone, T>(
    world: &mut World,
    things: &std::collections::BTreeMap<K, T>,
) -> Option<K> {
    let keys: Vec<&K> = things.keys().collect();
    world.dice.pick(&keys).map(|key| (*key).clone())
}

/// One of them; more often one that stands where few stay for long.
fn rather<K: Ord + Clone, T>(
    world: &mut World,
    things: &std::collections::BTreeMap<K, T>,
    rare: impl Fn(&T) -> bool,
) -> Option<K> {
    let rare: Vec<&K> = things.iter().filter(|(_, it)| rare(it)).map(|(key, _)| key).collect();
    match world.dice.hits(600) {
        true => world.dice.pick(&rare).map(|key| (*key).clone()).or_else(|| any(world, things)),
        false => any(world, things),
    }
}

const fn seldom(stage: Stage) -> bool {
    matches!(stage, Stage::Executing | Stage::Unknown | Stage::Failed)
}

/// A void need not be checked, so few stand there.
const fn seldom_in_a_void(stage: Stage) -> bool {
    seldom(stage) || matches!(stage, Stage::Verified)
}

fn is_draft(bill: &Invoice) -> bool {
    bill.document == Document::Draft
}

fn refund(world: &mut World, account: &Account) -> Option<Act> {
    let found = rather(world, &account.refunds, |case| seldom(case.stage));
    let (refund, reason) = (found?, REASON.to_owned());
    let evidence = Some("berkas-3.pdf".to_owned());
    let (roles, command) = match world.dice.below(6) {
        0 => (FINANCE, C::EditRefund { refund, amount: rupiah(1_000), reason, evidence }),
        1 => (FINANCE, C::VerifyRefund { refund }),
        2 => (SUPERVISOR, C::ApproveRefund { refund, reason: Some(reason) }),
        3 => (SUPERVISOR, C::RejectRefund { refund, reason }),
        4 => (FINANCE, C::WithdrawRefund { refund, reason }),
        _ => {
            let (reference, evidence) = ("BCA 0813".to_owned(), "bukti-2.pdf".to_owned());
            let proof = world.dice.hits(500).then_some(Proof { reference, evidence });
            (FINANCE, C::ExecuteRefund { refund, proof })
        }
    };
    Some((roles, Command::Correction(command)))
}

fn void(world: &mut World, account: &Account) -> Option<Act> {
    let (void, reason) =
        (rather(world, &account.voids, |case| seldom_in_a_void(case.stage))?, REASON.to_owned());
    let (roles, command) = match world.dice.below(5) {
        0 => (FINANCE, C::VerifyVoid { void }),
        1 => (SUPERVISOR, C::ApproveVoid { void, reason: None }),
        2 => (SUPERVISOR, C::RejectVoid { void, reason }),
        3 => (FINANCE, C::WithdrawVoid { void, reason }),
        _ => (FINANCE, C::ExecuteVoid { void }),
    };
    Some((roles, Command::Correction(command)))
}

fn posting(world: &mut World, account: &Account) -> Option<Act> {
    let (posting, reason) = (any(world, &account.postings)?, REASON.to_owned());
    let (roles, command) = match world.dice.below(3) {
        0 => (FINANCE, P::Verify { posting }),
        1 => (FINANCE, P::Reject { posting, reason }),
        _ => (SUPERVISOR, P::Reverse { posting, reason }),
    };
    Some((roles, Command::Posting(command)))
}

fn credit_note(world: &mut World, account: &Account) -> Option<Act> {
    let (note, reason) = (any(world, &account.credit_notes)?, REASON.to_owned());
    let command = match world.dice.hits(500) {
        true => B::ApproveCreditNote { note },
        false => B::RejectCreditNote { note, reason },
    };
    Some((SUPERVISOR, Command::Billing(command)))
}

fn invoice(world: &mut World, account: &Account) -> Option<Act> {
    let (invoice, reason) = (rather(world, &account.invoices, is_draft)?, REASON.to_owned());
    let amount = rupiah(1_000);
    let command = match world.dice.below(13) {
        0 => Command::IssueInvoice { invoice },
        1 => Command::Billing(B::DiscardDraft { invoice }),
        2 => Command::Correction(C::RequestVoid { invoice, reason }),
        3 => Command::Billing(B::RequestCreditNote { invoice, amount, reason }),
        4 => Command::Correction(C::RequestRefund(RequestRefund {
            invoice,
            amount,
            reason,
            evidence: None,
            source: None,
            to: RefundTo::Payer,
        })),
        5 => Command::OpenAttempt { invoices: bills(world, invoice), channel: Channel::BcaVa },
        6 => Command::Desk(D::ApplyCredit { invoice, amount: None }),
        7 => Command::Billing(B::RecordWithholding { invoice }),
        8 => Command::Billing(B::RecordSlip { invoice, slip: slip(world) }),
        9 => Command::Billing(B::RejectWithholding { invoice, reason }),
        10 => {
            let number = format!("0402600{:010}", world.named).parse().ok()?;
            Command::Billing(B::RecordTaxNumber { invoice, number })
        }
        11 => Command::Billing(B::CancelTaxNumber { invoice, reason }),
        _ => Command::Dunning(DunningCommand::SendNow { invoice, stage: None }),
    };
    Some((FINANCE, command))
}

/// One bill, none, or one with another customer's.
fn bills(world: &mut World, own: InvoiceId) -> Vec<InvoiceId> {
    match world.dice.below(6) {
        0 => Vec::new(),
        1 => {
            let customers = world.cast.customers.clone();
            let other = world.dice.pick(&customers).and_then(|it| world.books().whole(&it.account));
            let others = other.and_then(|account| account.invoices.keys().next_back().cloned());
            std::iter::once(own).chain(others).collect()
        }
        _ => vec![own],
    }
}

fn slip(world: &World) -> Slip {
    let (date, number) = (today(world), format!("BP-{}", world.named));
    Slip { number, date, period: Month::of(date), evidence: "slip.pdf".to_owned() }
}

fn subscription(world: &mut World, account: &Account) -> Option<Act> {
    let waits = |found: &Subscription| found.status == SubscriptionStatus::PendingInstall;
    let found = rather(world, &account.subscriptions, waits);
    let (subscription, reason) = (found?, REASON.to_owned());
    let packages = world.cast.packages.clone();
    let package = world.dice.pick(&packages)?.clone();
    let fee = LineKind::DeviceRent;
    let (roles, command) = match world.dice.below(10) {
        8 => {
            let (description, amount) = ("Sewa perangkat".to_owned(), rupiah(10_000));
            (MARKETING, S::AddFee { subscription, kind: fee, description, amount })
        }
        9 => {
            let promos = world.books().promos();
            let promo = world.dice.pick(&promos)?.id.clone();
            (MARKETING, S::GivePromo { subscription, promo })
        }
        0 => (MARKETING, S::Activate { subscription, on: today(world) }),
        1 => (MARKETING, S::ChangePlan { subscription, package, when: ChangeWhen::Usual }),
        2 => (FINANCE, S::Isolate { subscription, reason }),
        3 => (FINANCE, S::Restore { subscription, reason }),
        4 => {
            let on = in_days(world, 3);
            (FINANCE, S::RequestTermination { subscription, on, reason })
        }
        5 => (SUPERVISOR, S::ApproveTermination { subscription }),
        6 => (SUPERVISOR, S::RejectTermination { subscription, reason }),
        _ => {
            let long_ago = world.began.plus_seconds(-100 * 86_400).day_in(world.site.policy.zone);
            let period =
                Month::of(if world.dice.hits(500) { long_ago } else { in_days(world, 400) });
            return Some((FINANCE, Command::DraftInvoice { subscription, period }));
        }
    };
    Some((roles, Command::Subscription(command)))
}

fn case(world: &mut World, account: &Account) -> Option<Act> {
    let (case, reason) = (any(world, &account.cases)?, REASON.to_owned());
    let resolution = Resolution::Credit;
    let (roles, command) = match world.dice.below(4) {
        0 => (FINANCE, D::CloseCase { case, note: reason }),
        1 => (FINANCE, D::ProposeResolution { case, resolution, reason }),
        2 => (SUPERVISOR, D::ApproveResolution { case }),
        _ => (SUPERVISOR, D::RejectResolution { case, reason }),
    };
    Some((roles, Command::Desk(command)))
}

/// A move of money under an unknown order is agreed to as it was proposed before.
fn suspense(world: &mut World, account: &Account) -> Option<Act> {
    let items = world.books().suspended();
    let order_id = world.dice.pick(&items)?.order_id.clone();
    let approve = D::ApproveMove { order_id, account: account.id.clone() };
    Some((SUPERVISOR, Command::Desk(approve)))
}
