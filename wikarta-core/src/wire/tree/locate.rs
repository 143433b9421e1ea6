//! Where within an object that says by a word what it is. Such an object is buffered before its kind is
//! known, so what does not fit in it is told without a way. The way is found by leaving out: the first
//! entry with which the same error comes back is the one to blame.

use serde::de::DeserializeOwned;

use super::Node;
use super::read::misfit;
use crate::wire::flaw::{Flaw, Step, WireError};

type Found = (Vec<Step>, Flaw);

/// Reads a value of a type, as [`super::read`] does, and looks further where an error is told at such an
/// object.
///
/// # Errors
/// The first thing that does not fit.
pub(in crate::wire) fn read_closely<T: DeserializeOwned>(node: &Node) -> Result<T, WireError> {
    let probe = |node: &Node| misfit::<T>(node).err();
    misfit::<T>(node).map_err(|(steps, flaw)| {
        let search = Search { root: node, probe: &probe, steps, flaw };
        WireError::at(&search.place(), search.flaw)
    })
}

struct Search<'a> {
    root: &'a Node,
    probe: &'a dyn Fn(&Node) -> Option<Found>,
    steps: Vec<Step>,
    flaw: Flaw,
}

impl Search<'_> {
    fn place(&self) -> Vec<Step> {
        self.within().unwrap_or_else(|| self.steps.clone())
    }

    /// The exact way; nothing where the error is told exactly already.
    fn within(&self) -> Option<Vec<Step>> {
        let (field, object) = match (&self.flaw, self.steps.split_last()) {
            (Flaw::Missing | Flaw::Field { .. }, Some((Step::Key(field), object))) => {
                (Some(field.as_str()), object)
            }
            _ => (None, self.steps.as_slice()),
        };
        let Node::Map(entries) = self.root.at(object)? else { return None };
        let tag = self.tag(object)?;
        // The word and so many others, in the order in which they stand: it decides what is buffered.
        let some = |count: usize| {
            let mut others = 0;
            let taken = entries.iter().filter(|(key, _)| {
                others += usize::from(*key != tag);
                *key == tag || others <= count
            });
            Node::Map(taken.cloned().collect())
        };
        // A word that is none is told exactly, and so is what belongs to it and is missing.
        let mut place = object.to_vec();
        if self.comes_back(object, some(0)) || self.is_of(&place, field) {
            return None;
        }
        let others: Vec<&String> =
            entries.iter().map(|(key, _)| key).filter(|key| **key != tag).collect();
        let first = self.first(others.len(), |count| self.comes_back(object, some(count)))?;
        place.push(Step::Key((*others.get(first)?).clone()));
        while let Some(step) = self.deeper(&place, field) {
            place.push(step);
        }
        place.extend(field.map(|field| Step::Key(field.to_owned())));
        Some(place)
    }

    /// The key of the word that says what the object is, if the object is of such a kind.
    fn tag(&self, object: &[Step]) -> Option<String> {
        let (steps, flaw) = (self.probe)(&self.root.with(object, Node::Map(Vec::new())))?;
        let (Flaw::Missing, Some((Step::Key(tag), rest))) = (flaw, steps.split_last()) else {
            return None;
        };
        let unknown = Node::Map(vec![(tag.clone(), Node::Text("?".to_owned()))]);
        let (told, flaw) = (self.probe)(&self.root.with(object, unknown))?;
        let is_word = matches!(flaw, Flaw::Word { .. }) && told == steps;
        (is_word && rest == object).then(|| tag.clone())
    }

    /// Whether a field that is missing or unknown is one of the object at a place.
    fn is_of(&self, place: &[Step], field: Option<&str>) -> bool {
        let (Some(field), Some(Node::Map(entries))) = (field, self.root.at(place)) else {
            return false;
        };
        if entries.iter().any(|(key, _)| key == field) {
            return true;
        }
        let mut more = entries.clone();
        more.push((field.to_owned(), Node::Null));
        !self.comes_back(place, Node::Map(more))
    }

    fn deeper(&self, place: &[Step], field: Option<&str>) -> Option<Step> {
        match self.root.at(place)? {
            Node::Map(_) if self.is_of(place, field) => None,
            Node::Map(entries) => {
                let some = |count| Node::Map(entries.iter().take(count).cloned().collect());
                let first =
                    self.first(entries.len(), |count| self.comes_back(place, some(count)))?;
                entries.get(first).map(|(key, _)| Step::Key(key.clone()))
            }
            Node::List(items) => {
                let some = |count| Node::List(items.iter().take(count).cloned().collect());
                self.first(items.len(), |count| self.comes_back(place, some(count)))
                    .map(Step::Index)
            }
            _ => None,
        }
    }

    /// The place of the first of `all` parts with which the error comes back; nothing where it comes
    /// back without any, or with all does not. What comes after the one to blame changes nothing, so it
    /// is found by halving.
    fn first(&self, all: usize, comes_back: impl Fn(usize) -> bool) -> Option<usize> {
        let (mut without, mut with) = (0, all);
        if comes_back(without) || !comes_back(with) {
            return None;
        }
        while with - without > 1 {
            let half = without + (with - without) / 2;
            if comes_back(half) { with = half } else { without = half }
        }
        Some(without)
    }

    fn comes_back(&self, place: &[Step], value: Node) -> bool {
        (self.probe)(&self.root.with(place, value))
            .is_some_and(|(steps, flaw)| steps == self.steps && flaw == self.flaw)
    }
}

impl Node {
    /// The value that steps lead to.
    fn at(&self, steps: &[Step]) -> Option<&Self> {
        steps.iter().try_fold(self, |node, step| match (node, step) {
            (Self::Map(_), Step::Key(key)) => node.get(key),
            (Self::List(items), Step::Index(index)) => items.get(*index),
            _ => None,
        })
    }

    /// The same with another value at a place.
    fn with(&self, steps: &[Step], value: Self) -> Self {
        let Some((step, rest)) = steps.split_first() else { return value };
        let mut whole = self.clone();
        let slot = match (&mut whole, step) {
            (Self::Map(entries), Step::Key(key)) => {
                entries.iter_mut().find(|(found, _)| found == key).map(|(_, slot)| slot)
            }
            (Self::List(items), Step::Index(index)) => items.get_mut(*index),
            _ => None,
        };
        if let Some(slot) = slot {
            *slot = slot.with(rest, value);
        }
        whole
    }
}
