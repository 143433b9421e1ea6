//! Staff carry on what waits: each day they look at a share of it and take its next step.

use super::super::agenda::Deed;
use super::super::cast::By;
use super::super::profile::Leaning;
use super::super::world::World;
use super::work::{REASON, rupiah};
use super::{DAY, selling};
use crate::access::Role;
use crate::account::{
    Account, Case, CaseStep, CreditNote, CreditNoteState, Document, Invoice, Posting, PostingState,
    Proof, RefundCase, Resolution, Route, Stage, VoidCase,
};
use crate::command::{
    BillingCommand, Command, CorrectionCommand as C, DeskCommand, PostingCommand,
    SubscriptionCommand,
};
use crate::decide::{legal_moves, legal_steps};
use crate::id::{AccountId, UserId};
use crate::subscription::{Subscription, SubscriptionStatus};
use crate::suspense::SuspenseItem;
use crate::testkit::laws::Violation;

const FINANCE: &[Role] = &[Role::Keuangan];
const SUPERVISOR: &[Role] = &[Role::Supervisor];
const MARKETING: &[Role] = &[Role::Marketing];

/// How much of what waits is looked at on a day, of a thousand.
const LOOKED_AT: u64 = 500;
/// How often somebody acts on what was long ago, of a thousand days.
const STALE: u64 = 60;
/// How often hasty people act on what stands where things stay only for a moment, of a thousand days.
const HASTY: u64 = 900;

pub(super) fn tend(world: &mut World) -> Result<(), Violation> {
    world.later(DAY / 2, Deed::Tend);
    for place in 0..world.cast.customers.len() {
        let Some(customer) = world.cast.customers.get(place) else { continue };
        let Some(account) = world.books().whole(&customer.account) else { continue };
        of_account(world, &account)?;
    }
    for item in world.books().suspended() {
        if world.dice.hits(LOOKED_AT) {
            suspense(world, &item)?;
        }
    }
    Ok(())
}

fn of_account(world: &mut World, account: &Account) -> Result<(), Violation> {
    if world.dice.hits(STALE) {
        super::stale::stale(world, account)?;
    }
    for case in account.refunds.values().filter(|case| !case.stage.is_final()) {
        if world.dice.hits(LOOKED_AT) {
            refund(world, case)?;
        }
    }
    for case in account.voids.values().filter(|case| !case.stage.is_final()) {
        if world.dice.hits(LOOKED_AT) {
            void(world, case)?;
        }
    }
    if world.leaning == Leaning::Haste
        && world.dice.hits(HASTY)
        && let Some(by_now) = world.books().whole(&account.id)
    {
        super::stale::hasty(world, &by_now)?;
    }
    for found in account.postings.values() {
        if world.dice.hits(LOOKED_AT) {
            posting(world, found)?;
        }
    }
    let waits = |note: &&CreditNote| note.state == CreditNoteState::Requested;
    for note in account.credit_notes.values().filter(waits) {
        if world.dice.hits(LOOKED_AT) {
            credit_note(world, note)?;
        }
    }
    for found in account.cases.values() {
        if world.dice.hits(LOOKED_AT) {
            case(world, account, found)?;
        }
    }
    for found in account.subscriptions.values() {
        if world.dice.hits(LOOKED_AT) {
            subscription(world, found)?;
        }
    }
    for bill in account.invoices.values() {
        paid_net(world, bill)?;
    }
    let drafts = |bill: &&Invoice| bill.document == Document::Draft;
    for bill in account.invoices.values().filter(drafts) {
        if world.dice.hits(LOOKED_AT) {
            continue;
        }
        let invoice = bill.id.clone();
        let command = match world.dice.hits(700) {
            true => Command::IssueInvoice { invoice },
            false => Command::Billing(BillingCommand::DiscardDraft { invoice }),
        };
        world.act(&By::any(FINANCE), command)?;
    }
    Ok(())
}

/// What is open of a bill may be what the customer kept back for the tax office.
fn paid_net(world: &mut World, bill: &Invoice) -> Result<(), Violation> {
    let small = bill.open_amount().get() * 100 < bill.total.get() * 3;
    if !bill.takes_money() || bill.paid.is_zero() || !small || world.dice.hits(LOOKED_AT) {
        return Ok(());
    }
    let command = BillingCommand::RecordWithholding { invoice: bill.id.clone() };
    world.act(&By::any(FINANCE), Command::Billing(command)).map(|_| ())
}

fn own(world: &mut World, person: &UserId, command: C) -> Result<(), Violation> {
    let actor = world.person(person);
    world.ask(actor, Command::Correction(command)).map(|_| ())
}

fn step(world: &mut World, by: &By, command: C) -> Result<(), Violation> {
    world.act(by, Command::Correction(command)).map(|_| ())
}

fn refund(world: &mut World, case: &RefundCase) -> Result<(), Violation> {
    let (refund, reason) = (case.id.clone(), REASON.to_owned());
    let asked = Some(&case.requested.by);
    let verified = case.verified.as_ref().map(|hand| &hand.by);
    let agreed = || case.approvals.iter().map(|approval| Some(&approval.by));
    let decides = || By::but(SUPERVISOR, [asked, verified].into_iter().chain(agreed()));
    let carries = match case.tier {
        1 => By::but(FINANCE, [asked].into_iter().chain(agreed())),
        _ => By::but(FINANCE, [asked, verified].into_iter().chain(agreed())),
    };
    let odd = world.dice.below(24);
    match (case.stage, odd) {
        (Stage::Requested | Stage::Verified | Stage::Approved, 0) => {
            own(world, &case.requested.by, C::WithdrawRefund { refund, reason })
        }
        (Stage::Requested | Stage::Verified | Stage::Approved, 1) => {
            let amount = rupiah(world.dice.between(1, case.amount.get().max(1)));
            let evidence = Some("berkas-2.pdf".to_owned());
            own(world, &case.requested.by, C::EditRefund { refund, amount, reason, evidence })
        }
        (Stage::Requested | Stage::Verified | Stage::Approved, 2) => {
            step(world, &By::but(SUPERVISOR, [asked]), C::RejectRefund { refund, reason })
        }
        (Stage::Requested, _) => {
            step(world, &By::but(FINANCE, [asked]), C::VerifyRefund { refund })
        }
        (Stage::Verified, _) => {
            step(world, &decides(), C::ApproveRefund { refund, reason: Some(reason) })
        }
        (Stage::Approved | Stage::ManualPending, _) => {
            let by_hand = case.route == Route::Offline && world.dice.hits(700);
            let proof = by_hand.then(|| Proof {
                reference: "BCA 0812".to_owned(),
                evidence: "bukti.pdf".to_owned(),
            });
            step(world, &carries, C::ExecuteRefund { refund, proof })
        }
        (Stage::Executing | Stage::Unknown, _) => {
            step(world, &carries, C::ExecuteRefund { refund, proof: None })
        }
        (Stage::Rejected | Stage::Withdrawn | Stage::Expired | Stage::Done | Stage::Failed, _) => {
            Ok(())
        }
    }
}

fn void(world: &mut World, case: &VoidCase) -> Result<(), Violation> {
    let (void, reason) = (case.id.clone(), REASON.to_owned());
    let asked = Some(&case.requested.by);
    let verified = case.verified.as_ref().map(|hand| &hand.by);
    let agreed = || case.approvals.iter().map(|approval| Some(&approval.by));
    let decides = By::but(SUPERVISOR, [asked, verified].into_iter().chain(agreed()));
    match (case.stage, world.dice.below(16)) {
        (Stage::Requested | Stage::Verified | Stage::Approved, 0) => {
            own(world, &case.requested.by, C::WithdrawVoid { void, reason })
        }
        (Stage::Requested | Stage::Verified | Stage::Approved, 1) => {
            step(world, &By::but(SUPERVISOR, [asked]), C::RejectVoid { void, reason })
        }
        (Stage::Requested, 2..=5) => {
            step(world, &By::but(FINANCE, [asked]), C::VerifyVoid { void })
        }
        (Stage::Requested | Stage::Verified, _) => {
            step(world, &decides, C::ApproveVoid { void, reason: None })
        }
        (Stage::Approved | Stage::Executing, _) => {
            let by = By::but(FINANCE, agreed());
            step(world, &by, C::ExecuteVoid { void })
        }
        (
            Stage::Rejected
            | Stage::Withdrawn
            | Stage::Expired
            | Stage::Done
            | Stage::Failed
            | Stage::Unknown
            | Stage::ManualPending,
            _,
        ) => Ok(()),
    }
}

fn posting(world: &mut World, found: &Posting) -> Result<(), Violation> {
    let (posting, reason) = (found.id.clone(), REASON.to_owned());
    let recorded = Some(&found.recorded.by);
    let verified = found.verified.as_ref().map(|hand| &hand.by);
    let checks = By::but(&[Role::Keuangan, Role::Supervisor], [recorded]);
    let (by, command) = match found.state {
        PostingState::Recorded if world.dice.hits(120) => {
            (checks, PostingCommand::Reject { posting, reason })
        }
        PostingState::Recorded => (checks, PostingCommand::Verify { posting }),
        PostingState::Verified if world.dice.hits(40) => {
            let by = By::but(SUPERVISOR, [recorded, verified]);
            (by, PostingCommand::Reverse { posting, reason })
        }
        PostingState::Verified | PostingState::Rejected | PostingState::Reversed => return Ok(()),
    };
    world.act(&by, Command::Posting(command)).map(|_| ())
}

fn credit_note(world: &mut World, found: &CreditNote) -> Result<(), Violation> {
    let note = found.id.clone();
    let asked = Some(&found.requested.by);
    let (by, command) = match world.dice.hits(750) {
        true => (By::but(SUPERVISOR, [asked]), BillingCommand::ApproveCreditNote { note }),
        false => {
            let reason = REASON.to_owned();
            (By::any(SUPERVISOR), BillingCommand::RejectCreditNote { note, reason })
        }
    };
    world.act(&by, Command::Billing(command)).map(|_| ())
}

fn case(world: &mut World, account: &Account, found: &Case) -> Result<(), Violation> {
    let (case, reason) = (found.id.clone(), REASON.to_owned());
    let steps = legal_steps(found, account);
    let Some(step) = world.dice.pick(steps).copied() else { return Ok(()) };
    let proposer = found.proposal.as_ref().map(|proposal| &proposal.by.by);
    let (by, command) = match step {
        CaseStep::Close => (By::any(FINANCE), DeskCommand::CloseCase { case, note: reason }),
        CaseStep::Propose => {
            let resolution = resolution(world, &account.id);
            (By::any(FINANCE), DeskCommand::ProposeResolution { case, resolution, reason })
        }
        CaseStep::Approve => {
            (By::but(SUPERVISOR, [proposer]), DeskCommand::ApproveResolution { case })
        }
        CaseStep::Reject => (By::any(SUPERVISOR), DeskCommand::RejectResolution { case, reason }),
    };
    world.act(&by, Command::Desk(command)).map(|_| ())
}

fn resolution(world: &mut World, account: &AccountId) -> Resolution {
    if world.dice.hits(500) {
        return Resolution::Credit;
    }
    let bills = world.books().account(account).map(|found| found.invoices).unwrap_or_default();
    let open = bills.into_values().filter(Invoice::takes_money).map(|bill| bill.id);
    let invoices = match world.dice.hits(500) {
        true => open.take(1).collect(),
        false => Vec::new(), // the oldest due first
    };
    Resolution::Invoices { invoices }
}

fn suspense(world: &mut World, item: &SuspenseItem) -> Result<(), Violation> {
    let (order_id, reason) = (item.order_id.clone(), REASON.to_owned());
    let steps = legal_moves(item);
    let Some(step) = world.dice.pick(steps).copied() else { return Ok(()) };
    let proposed = item.proposal.as_ref();
    let (by, command) = match (step, proposed) {
        (CaseStep::Approve, Some(proposal)) => {
            let account = proposal.account.clone();
            let by = By::but(SUPERVISOR, [Some(&proposal.by.by)]);
            (by, DeskCommand::ApproveMove { order_id, account })
        }
        (CaseStep::Reject, _) => {
            (By::any(SUPERVISOR), DeskCommand::RejectMove { order_id, reason })
        }
        (CaseStep::Propose | CaseStep::Close | CaseStep::Approve, _) => {
            let customers = world.cast.customers.clone();
            let Some(customer) = world.dice.pick(&customers) else { return Ok(()) };
            let account = customer.account.clone();
            let resolution = resolution(world, &account);
            (By::any(FINANCE), DeskCommand::ProposeMove { order_id, account, resolution, reason })
        }
    };
    world.act(&by, Command::Desk(command)).map(|_| ())
}

fn subscription(world: &mut World, found: &Subscription) -> Result<(), Violation> {
    let subscription = found.id.clone();
    if found.status == SubscriptionStatus::PendingInstall {
        let on = selling::today(world);
        let activate = SubscriptionCommand::Activate { subscription, on };
        return world.act(&By::any(MARKETING), Command::Subscription(activate)).map(|_| ());
    }
    let Some(end) = found.termination.as_ref().filter(|end| end.waits()) else { return Ok(()) };
    let (by, command) = match world.dice.hits(600) {
        true => {
            let by = By::but(SUPERVISOR, [Some(&end.requested.by)]);
            (by, SubscriptionCommand::ApproveTermination { subscription })
        }
        false => {
            let reason = REASON.to_owned();
            (By::any(SUPERVISOR), SubscriptionCommand::RejectTermination { subscription, reason })
        }
    };
    world.act(&by, Command::Subscription(command)).map(|_| ())
}
