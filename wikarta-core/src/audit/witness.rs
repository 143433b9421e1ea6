//! What seals prove about chains, and about each other.

use std::collections::{BTreeMap, BTreeSet};

use super::seal::{Seal, SealKey, SealLink, root_over};
use crate::aggregate::AggregateId;

/// What does not fit a seal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealFault {
    /// A seal is missing, or stands at the wrong place.
    #[error("expected seal {expected}, found seal {found}")]
    Gap {
        /// The number that should come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// A row or line is not a seal any more.
    #[error("seal {number} cannot be read")]
    Unreadable {
        /// Its number, as the row says.
        number: u64,
    },
    /// A seal was made on another one than the one before it.
    #[error("seal {number} does not follow from the seal before it")]
    Link {
        /// Its number.
        number: u64,
    },
    /// A seal was changed, or made by somebody without the key.
    #[error("seal {number} was not made with the key, or was changed since")]
    Mac {
        /// Its number.
        number: u64,
    },
    /// A seal names another key than the one at hand.
    #[error("seal {number} was made under another secret key than the one that is set")]
    Key {
        /// Its number.
        number: u64,
    },
    /// The ends of chains in the seals so far do not make the root of this one.
    #[error("seal {number} does not cover the chains that the seals up to it name")]
    Root {
        /// Its number.
        number: u64,
    },
    /// An entry that was sealed is not there.
    #[error("`{aggregate}`: entry {seq}, which seal {number} covers, is not there")]
    Lost {
        /// Whose chain.
        aggregate: AggregateId,
        /// The entry.
        seq: u64,
        /// The seal.
        number: u64,
    },
    /// Another entry stands where one was sealed.
    #[error("`{aggregate}`: entry {seq} is not the one that seal {number} covers")]
    Replaced {
        /// Whose chain.
        aggregate: AggregateId,
        /// The entry.
        seq: u64,
        /// The seal.
        number: u64,
    },
    /// A seal that is kept outside differs from the one in the books.
    #[error("seal {number} in the books is not the one that is kept outside")]
    Outside {
        /// Its number.
        number: u64,
    },
    /// A seal that is kept outside is not in the books.
    #[error("seal {number} is kept outside and is not in the books")]
    Removed {
        /// Its number.
        number: u64,
    },
    /// A seal is missing among those kept outside, between others.
    #[error("outside the books seal {number} is missing")]
    Hole {
        /// Its number.
        number: u64,
    },
}

impl SealFault {
    /// The chain that it is about, when it is about one.
    #[must_use]
    pub const fn aggregate(&self) -> Option<&AggregateId> {
        match self {
            Self::Lost { aggregate, .. } | Self::Replaced { aggregate, .. } => Some(aggregate),
            Self::Gap { .. }
            | Self::Unreadable { .. }
            | Self::Link { .. }
            | Self::Mac { .. }
            | Self::Key { .. }
            | Self::Root { .. }
            | Self::Outside { .. }
            | Self::Removed { .. }
            | Self::Hole { .. } => None,
        }
    }
}

/// What seals say about every chain, to be compared with entries as they come.
#[derive(Debug, Clone, Default)]
pub struct Witness {
    sealed: BTreeMap<AggregateId, BTreeMap<u64, Vec<Sealed>>>,
    newest: BTreeMap<AggregateId, u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Sealed {
    hash: [u8; 32],
    number: u64,
}

impl Witness {
    fn add(&mut self, seal: &Seal) {
        for sealed in &seal.heads {
            let chain = self.sealed.entry(sealed.aggregate.clone()).or_default();
            let said = Sealed { hash: sealed.head.hash, number: seal.number };
            let all = chain.entry(sealed.head.seq).or_default();
            if !all.contains(&said) {
                all.push(said);
            }
            let newest = self.newest.entry(sealed.aggregate.clone()).or_default();
            *newest = sealed.head.seq.max(*newest);
        }
    }

    /// Compares an entry with what was sealed at its place.
    pub fn see(&mut self, aggregate: &AggregateId, seq: u64, hash: &[u8; 32]) -> Option<SealFault> {
        let said = self.sealed.get_mut(aggregate)?.remove(&seq)?;
        let other = said.into_iter().find(|said| said.hash != *hash)?;
        let (aggregate, number) = (aggregate.clone(), other.number);
        Some(SealFault::Replaced { aggregate, seq, number })
    }

    /// Forgets what was sealed before the entry `seq`: an excerpt does not have it.
    pub fn forget_before(&mut self, aggregate: &AggregateId, seq: u64) {
        if let Some(chain) = self.sealed.get_mut(aggregate) {
            *chain = chain.split_off(&seq);
        }
    }

    /// Whether an entry is covered by a seal.
    #[must_use]
    pub fn covers(&self, aggregate: &AggregateId, seq: u64) -> bool {
        self.newest.get(aggregate).is_some_and(|newest| seq <= *newest)
    }

    /// Sealed entries that never came: the first of each chain.
    pub fn lost(self) -> impl Iterator<Item = SealFault> {
        self.sealed.into_iter().filter_map(|(aggregate, chain)| {
            let (seq, said) = chain.into_iter().next()?;
            let number = said.first()?.number;
            Some(SealFault::Lost { aggregate, seq, number })
        })
    }
}

/// What was found about seals themselves, and what they say about chains.
#[derive(Debug, Clone, Default)]
pub struct SealProof {
    /// What they say.
    pub witness: Witness,
    /// What does not fit.
    pub faults: Vec<SealFault>,
    /// How many seals the books have that are not kept outside yet.
    pub only_inside: u64,
}

/// Proves seals against each other, the key, and the copy that is kept outside the database.
///
/// `kept` are those of the books, in their order there. Without a key everything but the key itself
/// is proved; without a copy outside, seals that were thrown away from the end are not missed.
#[must_use]
pub fn verify_seals(kept: &[Seal], outside: Option<&[Seal]>, key: Option<&SealKey>) -> SealProof {
    let mut proof = SealProof::default();
    let (mut after, mut heads) = (SealLink::default(), BTreeMap::new());
    for seal in kept {
        let expected = after.number.saturating_add(1);
        let number = seal.number;
        if number != expected {
            proof.faults.push(SealFault::Gap { expected, found: number });
        } else if seal.previous != after.hash {
            proof.faults.push(SealFault::Link { number });
        }
        proof.faults.extend(key.and_then(|key| forged(seal, key)));
        let ends = seal.heads.iter().map(|sealed| (sealed.aggregate.to_string(), sealed.head));
        heads.extend(ends);
        if seal.aggregates != heads.len() as u64 || seal.root != root_over(&heads) {
            proof.faults.push(SealFault::Root { number });
        }
        proof.witness.add(seal);
        after = seal.link();
    }
    if let Some(outside) = outside {
        compare(kept, outside, key, &mut proof);
    }
    proof
}

fn forged(seal: &Seal, key: &SealKey) -> Option<SealFault> {
    let number = seal.number;
    if seal.key != key.id() {
        return Some(SealFault::Key { number });
    }
    (!seal.is_made_under(key)).then_some(SealFault::Mac { number })
}

/// Compares with the copy outside. The same seal may stand there more than once: a write that was
/// tried again.
fn compare(kept: &[Seal], outside: &[Seal], key: Option<&SealKey>, proof: &mut SealProof) {
    let inside: BTreeMap<u64, &Seal> = kept.iter().map(|seal| (seal.number, seal)).collect();
    let mut numbers = BTreeSet::new();
    for seal in outside {
        let number = seal.number;
        numbers.insert(number);
        proof.witness.add(seal);
        match inside.get(&number) {
            Some(same) if *same == seal => continue,
            Some(_) => proof.faults.push(SealFault::Outside { number }),
            None => proof.faults.push(SealFault::Removed { number }),
        }
        proof.faults.extend(key.and_then(|key| forged(seal, key)));
    }
    let first = numbers.first().copied().unwrap_or_default();
    let last = numbers.last().copied().unwrap_or_default();
    let holes = inside.keys().filter(|number| (first..last).contains(*number));
    let holes = holes.filter(|number| !numbers.contains(*number));
    proof.faults.extend(holes.map(|number| SealFault::Hole { number: *number }));
    proof.only_inside = inside.keys().filter(|number| **number > last).count() as u64;
}
