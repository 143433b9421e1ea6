//! The proof of a whole trail: every chain, its head, and every seal.

use std::collections::{BTreeMap, BTreeSet};

use super::chain::{ChainFault, ChainWalk, Entry, Head};
use super::seal::{Seal, SealKey};
use super::witness::{SealFault, Witness, verify_seals};
use crate::aggregate::AggregateId;

/// Something in a trail that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrailFault {
    /// A chain is broken.
    #[error(transparent)]
    Chain(#[from] ChainFault),
    /// A seal, or what it covers.
    #[error(transparent)]
    Seal(#[from] SealFault),
    /// An aggregate remembers a chain of which nothing is left.
    #[error("`{aggregate}`: the aggregate remembers {expected} entries, none is there")]
    Gone {
        /// Whose chain.
        aggregate: AggregateId,
        /// How many there were.
        expected: u64,
    },
}

impl TrailFault {
    /// The chain that it is about, when it is about one.
    #[must_use]
    pub const fn aggregate(&self) -> Option<&AggregateId> {
        match self {
            Self::Chain(fault) => Some(fault.aggregate()),
            Self::Seal(fault) => fault.aggregate(),
            Self::Gone { aggregate, .. } => Some(aggregate),
        }
    }
}

/// What was proved of a trail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrailProof {
    /// Chains looked at.
    pub chains: u64,
    /// Entries looked at.
    pub entries: u64,
    /// Entries that are newer than the newest seal of their chain: the next seal covers them.
    pub unsealed: u64,
    /// Seals looked at.
    pub seals: u64,
    /// Seals that are not kept outside yet.
    pub only_inside: u64,
    /// What does not fit, one finding a chain; empty when everything fits.
    pub faults: Vec<TrailFault>,
}

/// The ends that chains must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// At the heads that are remembered.
    AtHeads,
    /// Anywhere before: an excerpt that ends at a day.
    Before,
}

/// What entries are compared with.
#[derive(Debug, Clone)]
pub struct Evidence<'a> {
    /// Where each chain ends, as its aggregate remembers.
    pub heads: BTreeMap<AggregateId, Head>,
    /// The entry before the first one of a chain, for an excerpt; whole chains begin at nothing.
    pub starts: BTreeMap<AggregateId, Head>,
    /// Whether chains end at the heads.
    pub ends: Ends,
    /// The seals that are kept with the entries, in their order there.
    pub seals: &'a [Seal],
    /// The copy that is kept elsewhere.
    pub outside: Option<&'a [Seal]>,
    /// The key of the seals.
    pub key: Option<&'a SealKey>,
}

/// Proves a trail entry by entry, chain by chain, each chain oldest entry first.
#[derive(Debug)]
pub struct TrailProver {
    heads: BTreeMap<AggregateId, Head>,
    starts: BTreeMap<AggregateId, Head>,
    ends: Ends,
    witness: Witness,
    walk: Option<Walk>,
    done: BTreeSet<AggregateId>,
    proof: TrailProof,
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    Whole,
    /// It was reported; the rest of the chain says nothing more.
    Broken,
}

#[derive(Debug)]
struct Walk {
    chain: ChainWalk,
    aggregate: AggregateId,
    state: State,
}

impl TrailProver {
    /// Proves the seals and waits for entries.
    #[must_use]
    pub fn new(evidence: Evidence<'_>) -> Self {
        let Evidence { heads, starts, ends, seals, outside, key } = evidence;
        let sealed = verify_seals(seals, outside, key);
        let mut prover = Self {
            heads,
            starts,
            ends,
            witness: sealed.witness,
            walk: None,
            done: BTreeSet::new(),
            proof: TrailProof {
                seals: seals.len() as u64,
                only_inside: sealed.only_inside,
                faults: sealed.faults.into_iter().map(TrailFault::Seal).collect(),
                ..TrailProof::default()
            },
        };
        for (aggregate, start) in &prover.starts {
            prover.witness.forget_before(aggregate, start.seq);
            let fault = prover.witness.see(aggregate, start.seq, &start.hash);
            prover.proof.faults.extend(fault.map(TrailFault::Seal));
        }
        prover
    }

    /// Proves the next entry.
    pub fn entry(&mut self, entry: &Entry) {
        self.proof.entries += 1;
        let mut walk = match self.walk.take() {
            Some(walk) if walk.aggregate == entry.aggregate => walk,
            before => {
                self.close(before);
                self.open(&entry.aggregate)
            }
        };
        if !self.witness.covers(&entry.aggregate, entry.seq) {
            self.proof.unsealed += 1;
        }
        if walk.state == State::Whole {
            let chained = walk.chain.follow(entry).map_err(TrailFault::Chain);
            let found = chained.err().or_else(|| {
                let seen = self.witness.see(&entry.aggregate, entry.seq, &entry.hash);
                seen.map(TrailFault::Seal)
            });
            if let Some(fault) = found {
                self.proof.faults.push(fault);
                walk.state = State::Broken;
            }
        }
        self.walk = Some(walk);
    }

    fn open(&mut self, aggregate: &AggregateId) -> Walk {
        self.proof.chains += 1;
        let start = self.starts.get(aggregate).copied().unwrap_or_default();
        let chain = ChainWalk::begin(aggregate.clone(), start);
        Walk { chain, aggregate: aggregate.clone(), state: State::Whole }
    }

    fn close(&mut self, walk: Option<Walk>) {
        let Some(Walk { chain, aggregate, state }) = walk else { return };
        let (last, again) = (chain.last(), !self.done.insert(aggregate.clone()));
        let head = self.heads.get(&aggregate).copied().unwrap_or_default();
        let ended = match self.ends {
            Ends::AtHeads => chain.end(head).map(drop),
            Ends::Before => Ok(()),
        };
        let fault = if again {
            let (expected, found) = (last.seq.saturating_add(1), 1);
            Some(ChainFault::Gap { aggregate, expected, found }) // the chain came in two pieces
        } else {
            ended.err()
        };
        if state == State::Whole {
            self.proof.faults.extend(fault.map(TrailFault::Chain));
        }
    }

    /// What was proved.
    #[must_use]
    pub fn finish(mut self) -> TrailProof {
        let last = self.walk.take();
        self.close(last);
        let faults = self.proof.faults.iter();
        let mut named: BTreeSet<_> = faults.filter_map(TrailFault::aggregate).cloned().collect();
        if self.ends == Ends::AtHeads {
            for (aggregate, head) in &self.heads {
                let start = self.starts.get(aggregate).copied().unwrap_or_default();
                let absent = !self.done.contains(aggregate) && *head != start;
                if absent && named.insert(aggregate.clone()) {
                    let (aggregate, expected) = (aggregate.clone(), head.seq);
                    self.proof.faults.push(TrailFault::Gone { aggregate, expected });
                }
            }
            let lost = self.witness.lost();
            let lost = lost.filter(|fault| fault.aggregate().is_some_and(|of| !named.contains(of)));
            self.proof.faults.extend(lost.map(TrailFault::Seal));
        }
        self.proof
    }
}
