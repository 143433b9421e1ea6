//! Bytes as a tree, or the first thing that JSON of ours must not have.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Node, WHOLE_MAX};
use crate::wire::flaw::{Flaw, Step, WireError};

/// The deepest nesting of lists and objects.
const DEPTH_MAX: usize = 32;

/// Reads bytes.
///
/// # Errors
/// More bytes than `bytes_max`, no JSON, a key twice in one object, a number that is no whole number or
/// beyond what every language holds, or too deep.
pub(in crate::wire) fn parse(bytes: &[u8], bytes_max: usize) -> Result<Node, WireError> {
    if bytes.len() > bytes_max {
        return Err(WireError::new(Flaw::TooLarge { bytes_max }));
    }
    let node: Node = serde_json::from_slice(bytes).map_err(|error| syntax(&error))?;
    let mut steps = Vec::new();
    match check(&node, &mut steps) {
        Some(flaw) => Err(WireError::at(&steps, flaw)),
        None => Ok(node),
    }
}

fn syntax(error: &serde_json::Error) -> WireError {
    // The reader below stops at a nesting of 128, long after ours, and says so in words only.
    if error.to_string().starts_with("recursion limit exceeded") {
        return WireError::new(Flaw::TooDeep { depth_max: DEPTH_MAX });
    }
    WireError::new(Flaw::NotJson { line: error.line(), column: error.column() })
}

/// The first flaw in the order of the text, with the way to it left in `steps`.
fn check(node: &Node, steps: &mut Vec<Step>) -> Option<Flaw> {
    if steps.len() > DEPTH_MAX {
        steps.truncate(DEPTH_MAX);
        return Some(Flaw::TooDeep { depth_max: DEPTH_MAX });
    }
    match node {
        Node::Null | Node::Flag(_) | Node::Whole(_) | Node::Text(_) => None,
        Node::Beyond => Some(Flaw::Beyond),
        Node::Fraction => Some(Flaw::Fraction),
        Node::List(items) => items.iter().enumerate().find_map(|(index, item)| {
            steps.push(Step::Index(index));
            let flaw = check(item, steps);
            if flaw.is_none() {
                steps.pop();
            }
            flaw
        }),
        Node::Map(entries) => {
            let mut seen = std::collections::BTreeSet::new();
            entries.iter().find_map(|(key, value)| {
                steps.push(Step::Key(key.clone()));
                let twice = (!seen.insert(key.as_str())).then_some(Flaw::Duplicate);
                let flaw = twice.or_else(|| check(value, steps));
                if flaw.is_none() {
                    steps.pop();
                }
                flaw
            })
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        let held = (-WHOLE_MAX..=WHOLE_MAX).contains(&number);
        Ok(if held { Node::Whole(number) } else { Node::Beyond })
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        let held = i64::try_from(number).ok().filter(|number| *number <= WHOLE_MAX);
        Ok(held.map_or(Node::Beyond, Node::Whole))
    }

    /// Whole numbers come here, too, when they are greater than any integer of this machine.
    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        let great = number.abs() > 18e18;
        Ok(if great { Node::Beyond } else { Node::Fraction })
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }
}
