//! I11: numbers of a month, from one to the last, each given once.

use std::collections::BTreeSet;

use super::super::MemoryStore;
use super::{Law, Violation, broken, equal};
use crate::series::Series;

pub(super) fn check(store: &MemoryStore, series: &Series) -> Result<(), Violation> {
    let mut given = BTreeSet::new();
    for number in store.numbers() {
        if number.month() == series.month && !given.insert(number.sequence()) {
            return broken(Law::I11, &series.month, format!("{number} was given twice"));
        }
    }
    let all: BTreeSet<u32> = (1..=series.last).collect();
    equal(Law::I11, &series.month, "numbers given", (given, all))
}
