//! A trail of a few chains in memory, sealed four times, and an even source of choices.

use std::collections::BTreeMap;

use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::{
    Ends, Entry, Evidence, Head, Seal, SealKey, SealLink, SealedHead, Sealing, TrailFault,
    TrailProof, TrailProver,
};
use wikarta_core::id::{CommandId, TraceId};
use wikarta_core::time::Timestamp;

pub fn key() -> SealKey {
    SealKey::new([7; 32])
}

pub fn at(minutes: i64) -> Timestamp {
    "2026-11-01T00:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(60 * minutes)
}

/// Choices that repeat with their seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    pub fn among<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }
}

/// What lies in the database.
#[derive(Debug, Clone, PartialEq)]
pub struct Books {
    pub chains: BTreeMap<AggregateId, Vec<Entry>>,
    pub heads: BTreeMap<AggregateId, Head>,
    pub seals: Vec<Seal>,
}

impl Books {
    /// Nine chains of two to seven entries, a seal after each of four rounds.
    pub fn sealed() -> Self {
        let mut books = Self { chains: BTreeMap::new(), heads: BTreeMap::new(), seals: Vec::new() };
        let names = [
            "account:cus_0001",
            "account:cus_0002",
            "account:cus_0003",
            "account:cus_0004",
            "package:pkg_home",
            "series:2026-11",
            "suspense:INV-1",
            "user:usr_0001",
            "roster:staff",
        ];
        for round in 0..4 {
            for (place, name) in names.iter().enumerate() {
                if (place + round) % 3 == 0 && round > 0 {
                    continue; // a chain that rests in this round
                }
                let id: AggregateId = name.parse().unwrap();
                for _ in 0..=(place + round) % 2 {
                    books.write(&id, i64::try_from(round * 60 + place).unwrap());
                }
            }
            books.seal(i64::try_from(round * 60 + 59).unwrap());
        }
        books
    }

    /// Adds an entry to a chain, as the engine does.
    pub fn write(&mut self, aggregate: &AggregateId, minutes: i64) {
        let chain = self.chains.entry(aggregate.clone()).or_default();
        let last = chain.last().map(|last| Head { seq: last.seq, hash: last.hash });
        let last = last.unwrap_or_default();
        let entry = entry(aggregate, last, at(minutes));
        self.heads.insert(aggregate.clone(), Head { seq: entry.seq, hash: entry.hash });
        chain.push(entry);
    }

    /// Seals what changed.
    pub fn seal(&mut self, minutes: i64) {
        let seals = self.seals.iter().flat_map(|seal| &seal.heads);
        let known: BTreeMap<_, _> =
            seals.map(|sealed| (sealed.aggregate.clone(), sealed.head)).collect();
        let changed = self.heads.iter().filter(|(id, head)| known.get(id) != Some(head));
        let sealing = Sealing {
            after: self.seals.last().map_or(SealLink::default(), Seal::link),
            at: at(minutes),
            all: self.heads.iter().map(|(id, head)| (id.to_string(), *head)).collect(),
            changed: changed
                .map(|(id, head)| SealedHead { aggregate: id.clone(), head: *head })
                .collect(),
        };
        self.seals.extend(sealing.seal(&key()));
    }

    pub fn prove(&self, outside: Option<&[Seal]>, key: Option<&SealKey>) -> TrailProof {
        let mut prover = TrailProver::new(Evidence {
            heads: self.heads.clone(),
            starts: BTreeMap::new(),
            ends: Ends::AtHeads,
            seals: &self.seals,
            outside,
            key,
        });
        for entry in self.chains.values().flatten() {
            prover.entry(entry);
        }
        prover.finish()
    }

    pub fn faults(&self, outside: Option<&[Seal]>) -> Vec<TrailFault> {
        self.prove(outside, Some(&key())).faults
    }
}

fn entry(aggregate: &AggregateId, last: Head, at: Timestamp) -> Entry {
    let mut entry = Entry {
        aggregate: aggregate.clone(),
        seq: last.seq + 1,
        at,
        actor: "staff:usr_0001".to_owned(),
        roles: "KEUANGAN".to_owned(),
        action: "test.changed".to_owned(),
        command: CommandId::new(format!("command-{aggregate}-{}", last.seq)),
        trace: TraceId::new("trace-1"),
        data: format!("{{\"amount\":{}}}", 1000 + last.seq),
        changes: "[{\"field\":\"amount\"}]".to_owned(),
        hash: [0; 32],
    };
    entry.hash = entry.hash_after(&last.hash);
    entry
}
