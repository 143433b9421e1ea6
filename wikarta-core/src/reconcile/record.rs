//! What is written down about a comparison: records of observation, never of money.

use serde::{Deserialize, Serialize};

use super::compare::Mismatch;
use super::conserve::Conservation;
use crate::id::{AccountId, CaseId, CommandId, FindingId, OrderId, ReconcileId};
use crate::report::{Compared, Finding, MismatchKind};
use crate::time::Timestamp;
use crate::words::words;

words! {
    /// How far a run has come.
    RunState {
        /// It goes on, or broke off: starting it again goes on from where it was.
        Running = "running",
        /// Every order was looked at.
        Done = "done",
    }
}

words! {
    /// What became of a difference.
    FindingState {
        /// Nobody has it in hand yet.
        Open = "open",
        /// A case about it is open, or its money waits in suspense.
        InCase = "case",
        /// The gateway's word was booked, in the same run.
        Corrected = "corrected",
        /// A later look found the books equal.
        Resolved = "resolved",
    }
}

impl FindingState {
    /// Whether the books still differ.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Open | Self::InCase => true,
            Self::Corrected | Self::Resolved => false,
        }
    }
}

/// One difference that a run found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingRow {
    /// Which.
    pub id: FindingId,
    /// Found by which run.
    pub run: ReconcileId,
    /// About which order.
    pub order_id: OrderId,
    /// Whose order it is, when it is known.
    pub account: Option<AccountId>,
    /// When it was found.
    pub at: Timestamp,
    /// What differs.
    pub mismatch: Mismatch,
    /// What became of it.
    pub state: FindingState,
    /// The case that people have about it.
    pub case: Option<CaseId>,
}

impl FindingRow {
    /// The name of the one finding of a kind about an order in a run.
    #[must_use]
    pub fn id_for(run: &ReconcileId, order_id: &OrderId, kind: MismatchKind) -> FindingId {
        let parts = [run.as_str(), order_id.as_str(), kind.as_str()];
        FindingId::derived(&CommandId::from_parts(&parts), 0)
    }
}

/// How many findings of a kind there are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCount {
    /// The kind.
    pub kind: MismatchKind,
    /// The state.
    pub state: FindingState,
    /// How many.
    pub count: u32,
}

/// What a run did, page by page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCounts {
    /// Orders that both sides answered for.
    pub compared: u32,
    /// Orders of which the gateway gave no answer: they are looked at again by the next run.
    pub unanswered: u32,
    /// Orders whose state moved on without money being in question.
    pub refreshed: u32,
    /// Reads that were booked.
    pub booked: u32,
    /// Cases that were opened.
    pub cases: u32,
}

/// One run, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Which.
    pub id: ReconcileId,
    /// Who asked for it, as the audit trail names actors.
    pub by: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// From when on orders count that were paid or ended.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// How far it has come.
    pub state: RunState,
    /// The last order that it is done with.
    pub cursor: Option<OrderId>,
    /// What it did so far.
    pub counts: RunCounts,
    /// Where the money of the orders is that it looked at so far.
    pub money: Conservation,
    /// What it found so far, by kind and state. Read off the findings: a store fills it in.
    #[serde(default)]
    pub findings: Vec<KindCount>,
    /// Orders with a difference. Read off the findings: a store fills it in.
    #[serde(default)]
    pub differing: u32,
}

impl RunRecord {
    /// Orders about which the books agreed when they were first looked at.
    #[must_use]
    pub const fn equal(&self) -> u32 {
        self.counts.compared.saturating_sub(self.differing)
    }

    /// Findings that nobody has in hand.
    #[must_use]
    pub fn open(&self) -> u32 {
        self.in_state(FindingState::Open)
    }

    /// Findings in a state.
    #[must_use]
    pub fn in_state(&self, state: FindingState) -> u32 {
        let of = self.findings.iter().filter(|count| count.state == state);
        of.map(|count| count.count).sum()
    }

    /// Whether nothing is left to anybody: every order was answered for, every difference is booked
    /// or in a case, every rupiah explained.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.state == RunState::Done
            && self.open() == 0
            && self.counts.unanswered == 0
            && self.money.holds()
    }
}

/// Which orders a run looks at next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparePage {
    /// Only those after this one.
    pub after: Option<OrderId>,
    /// From when on they were paid, ended or found.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// At most so many.
    pub limit: u32,
}

/// Earlier looks at one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookBack {
    /// The order.
    pub order_id: OrderId,
    /// In the order in which they were taken.
    pub looks: Vec<Compared>,
}

/// Whether a difference is confirmed by this look: the gateway's state is final, or the same was found
/// so many minutes before, with no agreement and no other kind in between.
#[must_use]
pub fn confirmed(
    earlier: &[Compared],
    (kind, at): (MismatchKind, Timestamp),
    finality: bool,
    minutes: u16,
) -> bool {
    if finality {
        return true;
    }
    let mut since = None;
    for look in earlier.iter().filter(|look| look.at < at) {
        since = match look.finding {
            Finding::Differs(found) | Finding::DiffersFinally(found) if found == kind => {
                since.or(Some(look.at))
            }
            Finding::Agrees | Finding::Differs(_) | Finding::DiffersFinally(_) => None,
        };
    }
    since.is_some_and(|since| at.seconds_since(since) >= i64::from(minutes) * 60)
}
