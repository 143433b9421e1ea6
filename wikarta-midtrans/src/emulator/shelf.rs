//! A bounded collection of records that are found by their id alone.

use std::collections::{BTreeMap, HashMap};

/// A record with an id of its own.
pub(super) trait Shelved {
    /// The id.
    fn id(&self) -> &str;
}

/// Keeps the newest `max` records; putting a known id replaces its record in place.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    by_id: HashMap<String, (u64, T)>,
    by_age: BTreeMap<u64, String>,
    next: u64,
    max: usize,
}

impl<T: Shelved + Clone> Shelf<T> {
    pub(super) fn new(max: usize) -> Self {
        Self { by_id: HashMap::new(), by_age: BTreeMap::new(), next: 0, max }
    }

    pub(super) fn put(&mut self, record: T) {
        let id = record.id().to_owned();
        if let Some((_, known)) = self.by_id.get_mut(&id) {
            *known = record;
            return;
        }
        self.next += 1;
        self.by_age.insert(self.next, id.clone());
        self.by_id.insert(id, (self.next, record));
        while self.by_id.len() > self.max {
            let Some((_, oldest)) = self.by_age.pop_first() else { break };
            self.by_id.remove(&oldest);
        }
    }

    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.by_id.get(id).map(|(_, record)| record)
    }

    /// How many have ever been put: a source of numbers that do not repeat.
    pub(super) const fn count(&self) -> u64 {
        self.next
    }

    /// Oldest first.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.by_age.values().filter_map(|id| self.get(id))
    }

    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, PartialEq, Debug)]
    struct Note(&'static str, u8);

    impl Shelved for Note {
        fn id(&self) -> &str {
            self.0
        }
    }

    #[test]
    fn the_oldest_gives_way_and_a_known_one_is_replaced() {
        let mut shelf = Shelf::new(2);
        for note in [Note("a", 1), Note("b", 1), Note("a", 2), Note("c", 1)] {
            shelf.put(note);
        }
        assert_eq!(shelf.get("a"), None);
        let kept: Vec<_> = shelf.iter().cloned().collect();
        assert_eq!(kept, [Note("b", 1), Note("c", 1)]);
        assert_eq!((shelf.len(), shelf.count()), (2, 3));
    }
}
