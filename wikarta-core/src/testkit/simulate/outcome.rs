//! What a run counts.

use std::collections::BTreeMap;

use crate::refusal::Refusal;

/// Counts of what happened.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) steps: u64,
    pub(super) commands: u64,
    pub(super) done: BTreeMap<&'static str, u64>,
    pub(super) refused: BTreeMap<&'static str, u64>,
    pub(super) codes: BTreeMap<&'static str, u64>,
    pub(super) forbidden: u64,
    pub(super) repeats: u64,
    pub(super) unanswered: u64,
    pub(super) bills: u64,
    pub(super) checks: u64,
    pub(super) deaths: u64,
    pub(super) compared: u64,
    pub(super) redriven: u64,
}

impl Tally {
    pub(super) fn did(&mut self, kind: &'static str) {
        self.commands += 1;
        *self.done.entry(kind).or_insert(0) += 1;
    }

    pub(super) fn refused(&mut self, kind: &'static str, refusal: &Refusal) {
        self.commands += 1;
        *self.refused.entry(kind).or_insert(0) += 1;
        *self.codes.entry(refusal.code()).or_insert(0) += 1;
    }
}
