//! Comparing the gateway's books with ours, order by order, and letting what differs be settled through
//! the one door.

use std::collections::BTreeSet;

use super::{HandleError, Wikarta};
use crate::access::{Actor, Permission, authorize};
use crate::command::{Command, Envelope, ReadCause, ReconcileCommand, TakeRead};
use crate::id::{OrderId, ReconcileId, TraceId};
use crate::policy::Correct;
use crate::ports::{Fault, Observations, StatusOutcome};
use crate::provider::Reading;
use crate::reconcile::{
    ComparePage, Conservation, FindingRow, FindingState, Mismatch, Position, RunCounts, RunRecord,
    RunState, compare, confirmed, is_final,
};
use crate::refusal::Refusal;
use crate::report::{Compared, Finding};
use crate::time::{Month, Timestamp};

/// How often an answer that was overtaken is asked for anew within a run.
const ROUNDS_MAX: u32 = 5;
/// How far back looks count that confirm a difference: longer than between two daily runs.
const LOOK_BACK_SECONDS: i64 = 40 * 86_400;

/// One comparison to make.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Its name: the same name again goes on where it broke off, or answers what it came to.
    pub id: ReconcileId,
    /// Who asks for it: our own clock, or a person who may run it.
    pub actor: Actor,
    /// The request that it belongs to.
    pub trace: TraceId,
    /// From when on orders count that were paid or ended.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Orders of one page: progress is kept after each.
    pub page: u32,
}

/// Why a run stopped. What it has done is kept; started again under its name it goes on from there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReconcileError {
    /// Who asked may not.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The world failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// One order, looked at.
struct Look {
    position: Position,
    theirs: Option<Reading>,
    found: Vec<Mismatch>,
    at: Timestamp,
}

impl Wikarta {
    /// Compares all orders of a span with the gateway's books. What differs is booked through the
    /// door as any read, or laid before people, as the policy says; differences that a read does not
    /// settle become cases once they are confirmed. `progress` hears the run after each page.
    ///
    /// Runs may overlap, break off and be repeated: each look is a read of its own number, and a
    /// difference that another run has settled is found equal.
    ///
    /// # Errors
    /// [`ReconcileError::Refused`] for somebody who may not run it, [`ReconcileError::Fault`] when
    /// the books cannot be reached.
    pub async fn reconcile(
        &self,
        kept: &dyn Observations,
        order: &Comparison,
        progress: &mut (dyn FnMut(&RunRecord) + Send),
    ) -> Result<RunRecord, ReconcileError> {
        may_run(&order.actor)?;
        let mut run = match kept.run(&order.id).await? {
            Some(known) if known.state == RunState::Done => return Ok(known),
            Some(known) => known,
            None => self.begun(order),
        };
        kept.keep_run(&run).await?;
        loop {
            let page = ComparePage {
                after: run.cursor.clone(),
                from: run.from,
                until: run.until,
                limit: order.page.max(1),
            };
            let orders = kept.to_reconcile(&page).await?;
            self.page(kept, &mut run, &orders, &order.trace).await?;
            if let Some(last) = orders.last() {
                run.cursor = Some(last.clone());
            }
            if orders.len() < order.page.max(1) as usize {
                run.state = RunState::Done;
                run.ended_at = Some(self.host.now());
            }
            kept.keep_run(&run).await?;
            run = kept.run(&order.id).await?.unwrap_or(run);
            progress(&run);
            if run.state == RunState::Done {
                return Ok(run);
            }
        }
    }

    /// Compares named orders, as a run of its own: what a settlement file names and we do not know.
    ///
    /// # Errors
    /// As [`Wikarta::reconcile`].
    pub async fn reconcile_orders(
        &self,
        kept: &dyn Observations,
        order: &Comparison,
        orders: &[OrderId],
    ) -> Result<RunRecord, ReconcileError> {
        may_run(&order.actor)?;
        let mut run = self.begun(order);
        kept.keep_run(&run).await?;
        for page in orders.chunks(order.page.max(1) as usize) {
            self.page(kept, &mut run, page, &order.trace).await?;
        }
        run.state = RunState::Done;
        run.ended_at = Some(self.host.now());
        kept.keep_run(&run).await?;
        Ok(kept.run(&order.id).await?.unwrap_or(run))
    }

    fn begun(&self, order: &Comparison) -> RunRecord {
        RunRecord {
            id: order.id.clone(),
            by: order.actor.label(),
            started_at: self.host.now(),
            ended_at: None,
            from: order.from,
            until: order.until,
            state: RunState::Running,
            cursor: None,
            counts: RunCounts::default(),
            money: Conservation::default(),
            findings: Vec::new(),
            differing: 0,
        }
    }

    async fn page(
        &self,
        kept: &dyn Observations,
        run: &mut RunRecord,
        orders: &[OrderId],
        trace: &TraceId,
    ) -> Result<(), ReconcileError> {
        // What agrees is written down once a page; what differs at once.
        let (mut looks, mut agreed) = (Vec::new(), Vec::new());
        for order_id in orders {
            let Some(look) = self.look(kept, order_id).await? else {
                run.counts.unanswered += 1;
                continue;
            };
            run.counts.compared += 1;
            let after = if look.found.is_empty() {
                looks.extend(looks_of(&look));
                self.catch_up(kept, run, &look, trace).await?
            } else {
                self.settle(kept, run, &look, trace).await?
            };
            if compare(after.ours().as_ref(), look.theirs.as_ref()).is_empty() {
                agreed.push(order_id.clone());
            }
            run.money.add(&after.placement(look.theirs.as_ref()));
        }
        kept.keep_looks(&looks, self.this_month()).await?;
        kept.agreed(&run.id, &agreed).await?;
        Ok(())
    }

    /// Our view first, then the gateway's; `None` when it gives no answer that can be believed. What
    /// differs is held against our view once more: a notification may have come in between.
    async fn look(
        &self,
        kept: &dyn Observations,
        order_id: &OrderId,
    ) -> Result<Option<Look>, Fault> {
        let mut position = position(kept, order_id).await?;
        let theirs = match self.gateway.status(order_id).await {
            StatusOutcome::Found(reading) => Some(reading),
            StatusOutcome::Missing => None,
            StatusOutcome::Unknown { .. } => return Ok(None),
        };
        let mut found = compare(position.ours().as_ref(), theirs.as_ref());
        if !found.is_empty() {
            position = self::position(kept, order_id).await?;
            let still = compare(position.ours().as_ref(), theirs.as_ref());
            found.retain(|one| still.contains(one));
        }
        Ok(Some(Look { position, theirs, found, at: self.host.now() }))
    }

    /// Books that agree about money may still lag behind: an end that nobody told us of.
    async fn catch_up(
        &self,
        kept: &dyn Observations,
        run: &mut RunRecord,
        look: &Look,
        trace: &TraceId,
    ) -> Result<Position, ReconcileError> {
        if !look.theirs.as_ref().is_some_and(|seen| look.position.lags_behind(seen)) {
            return Ok(look.position.clone());
        }
        run.counts.refreshed += 1;
        self.take_in(kept, run, look, trace).await
    }

    /// Writes down what a look found, settles it as the policy says, and looks at the books again.
    async fn settle(
        &self,
        kept: &dyn Observations,
        run: &mut RunRecord,
        look: &Look,
        trace: &TraceId,
    ) -> Result<Position, ReconcileError> {
        let order_id = &look.position.order_id;
        let since = look.at.plus_seconds(-LOOK_BACK_SECONDS);
        let mut backs = kept.looks(std::slice::from_ref(order_id), since).await?;
        let earlier = backs.pop().map(|back| back.looks).unwrap_or_default();
        let findings = findings_of(run, look);
        // Before anything is settled: a run that dies in between still knows what it found.
        kept.keep_looks(&looks_of(look), self.this_month()).await?;
        kept.keep_findings(&findings).await?;
        let mut after = look.position.clone();
        if self.books_by_itself(look) {
            after = self.take_in(kept, run, look, trace).await?;
        }
        let left = compare(after.ours().as_ref(), look.theirs.as_ref());
        let finality = is_final(look.theirs.as_ref());
        let minutes = self.policy().reconcile.confirm_minutes;
        let sure =
            left.iter().any(|one| confirmed(&earlier, (one.kind, look.at), finality, minutes));
        if sure && !after.in_hand() && after.attempt.is_some() {
            after = self.open_case(kept, &after, &left, trace).await?;
        }
        kept.move_findings(&moved(findings, &after, &left)).await?;
        let opened = after.cases.iter().filter(|case| !look.position.cases.contains(case)).count();
        run.counts.cases += u32::try_from(opened).unwrap_or(u32::MAX);
        Ok(after)
    }

    /// Whether what the gateway says is booked without asking people. Money under an order that
    /// nobody knows goes to suspense in any case: whose it is, two people decide there.
    fn books_by_itself(&self, look: &Look) -> bool {
        match self.policy().reconcile.correct {
            Correct::Automatic => true,
            Correct::Proposed => look.position.attempt.is_none(),
        }
    }

    /// Brings the gateway's word through the door, under the number that comes next, and looks at
    /// the books again.
    async fn take_in(
        &self,
        kept: &dyn Observations,
        run: &mut RunRecord,
        look: &Look,
        trace: &TraceId,
    ) -> Result<Position, ReconcileError> {
        let order_id = &look.position.order_id;
        let mut position = look.position.clone();
        for _ in 0..ROUNDS_MAX {
            let outcome = match &look.theirs {
                Some(reading) => StatusOutcome::Found(reading.clone()),
                None => StatusOutcome::Missing,
            };
            let read = TakeRead {
                order_id: order_id.clone(),
                seq: position.next_read(),
                outcome,
                cause: ReadCause::Comparison(run.id.clone()),
            };
            let answer = self.ask_door(Command::TakeRead(Box::new(read)), trace).await;
            position = self::position(kept, order_id).await?;
            match answer {
                Ok(()) => {
                    run.counts.booked += 1;
                    return Ok(position);
                }
                // Somebody else read it meanwhile; ours may still be news.
                Err(HandleError::Refused(Refusal::StaleRead { .. }) | HandleError::Contended) => {}
                // A rule says no: the difference stays, for people to see.
                Err(HandleError::Refused(_)) => return Ok(position),
                Err(HandleError::Fault(fault)) => return Err(fault.into()),
            }
        }
        Ok(position)
    }

    async fn open_case(
        &self,
        kept: &dyn Observations,
        position: &Position,
        left: &[Mismatch],
        trace: &TraceId,
    ) -> Result<Position, ReconcileError> {
        let order_id = position.order_id.clone();
        let amounts = left.iter().map(Mismatch::difference);
        let amount = amounts.max().unwrap_or(crate::money::Rupiah::ZERO);
        let command =
            Command::Reconcile(ReconcileCommand::OpenCase { order_id: order_id.clone(), amount });
        match self.ask_door(command, trace).await {
            Err(HandleError::Fault(fault)) => Err(fault.into()),
            // Refused or busy: the finding stays open, and the next run tries again.
            Ok(()) | Err(_) => Ok(self::position(kept, &order_id).await?),
        }
    }

    /// When the month of the rate began, in the seller's zone.
    fn this_month(&self) -> Timestamp {
        let (now, zone) = (self.host.now(), self.policy().zone);
        Timestamp::start_of_day(Month::of(now.day_in(zone)).first_day(), zone).unwrap_or(now)
    }

    async fn ask_door(&self, command: Command, trace: &TraceId) -> Result<(), HandleError> {
        let envelope = Envelope {
            id: self.host.fresh_id(),
            actor: Actor::System,
            at: self.host.now(),
            trace: trace.clone(),
            command,
        };
        self.send(envelope).await.map(drop)
    }
}

fn may_run(actor: &Actor) -> Result<(), Refusal> {
    match actor {
        Actor::Scheduler | Actor::System => Ok(()),
        Actor::Staff { .. } | Actor::Gateway | Actor::Payer { .. } => {
            authorize(actor, Permission::ReconcileRun).map(drop)
        }
    }
}

/// The books' view of an order; of a payment link's child that is no order of ours, its parent's.
async fn position(kept: &dyn Observations, order_id: &OrderId) -> Result<Position, Fault> {
    let wanted: Vec<OrderId> =
        std::iter::once(order_id.clone()).chain(order_id.link_parent()).collect();
    let mut found = kept.positions(&wanted).await?.into_iter();
    let own = found.next().unwrap_or_else(|| Position::unknown(order_id.clone()));
    if own.attempt.is_some() || own.item.is_some() {
        return Ok(own);
    }
    let parent = found.next().filter(|parent| parent.attempt.is_some());
    Ok(parent.map_or(own, |parent| Position { order_id: order_id.clone(), ..parent }))
}

fn looks_of(look: &Look) -> Vec<Compared> {
    let order_id = look.position.order_id.clone();
    let finality = is_final(look.theirs.as_ref());
    let kinds: BTreeSet<_> = look.found.iter().map(|one| one.kind).collect();
    let compared = |finding| Compared { order_id: order_id.clone(), at: look.at, finding };
    if kinds.is_empty() {
        return vec![compared(Finding::Agrees)];
    }
    let finding = |kind| match finality {
        true => Finding::DiffersFinally(kind),
        false => Finding::Differs(kind),
    };
    kinds.into_iter().map(|kind| compared(finding(kind))).collect()
}

fn findings_of(run: &RunRecord, look: &Look) -> Vec<FindingRow> {
    let position = &look.position;
    let row = |mismatch: &Mismatch| FindingRow {
        id: FindingRow::id_for(&run.id, &position.order_id, mismatch.kind),
        run: run.id.clone(),
        order_id: position.order_id.clone(),
        account: position.attempt.as_ref().map(|(account, _)| account.clone()),
        at: look.at,
        mismatch: mismatch.clone(),
        state: FindingState::Open,
        case: None,
    };
    look.found.iter().map(row).collect()
}

/// What became of findings whose order still differs.
fn moved(findings: Vec<FindingRow>, after: &Position, left: &[Mismatch]) -> Vec<FindingRow> {
    let becomes = |finding: FindingRow| {
        let differs = left.iter().any(|one| one.kind == finding.mismatch.kind);
        let state = match (differs, after.in_hand()) {
            (false, _) => FindingState::Corrected,
            (true, true) => FindingState::InCase,
            (true, false) => FindingState::Open,
        };
        FindingRow { state, case: after.cases.first().cloned(), ..finding }
    };
    findings.into_iter().map(becomes).collect()
}
