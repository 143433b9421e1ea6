//! The shape of a JSON text, before anybody wants something of it.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// How deep objects and arrays may nest.
pub const DEPTH_MAX: usize = 32;

/// Why a text is not an object that can be read by everybody in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShapeFault {
    /// Not JSON at all.
    NotJson,
    /// JSON, but a list, a text, a number or nothing.
    NotObject,
    /// Nested too deeply.
    TooDeep,
    /// A name stands twice in one object: two readers would see two values.
    Twice(String),
}

/// Checks a whole text.
pub fn check(bytes: &[u8]) -> Result<(), ShapeFault> {
    let found = RefCell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let walked = Walk { depth: 0, found: &found }.deserialize(&mut deserializer);
    if let Some(fault) = found.into_inner() {
        return Err(fault);
    }
    match walked.and_then(|kind| deserializer.end().map(|()| kind)) {
        Ok(Kind::Object) => Ok(()),
        Ok(Kind::Other) => Err(ShapeFault::NotObject),
        Err(_) => Err(ShapeFault::NotJson),
    }
}

enum Kind {
    Object,
    Other,
}

#[derive(Clone, Copy)]
struct Walk<'a> {
    depth: usize,
    found: &'a RefCell<Option<ShapeFault>>,
}

impl Walk<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= DEPTH_MAX {
            return Err(self.fault(ShapeFault::TooDeep));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn fault<E: serde::de::Error>(self, fault: ShapeFault) -> E {
        *self.found.borrow_mut() = Some(fault);
        E::custom("shape")
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Kind;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Kind, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Kind, A::Error> {
        let inner = self.deeper()?;
        let mut names: HashSet<String> = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(inner)?;
            if let Some(twice) = names.replace(name) {
                return Err(self.fault(ShapeFault::Twice(twice.chars().take(64).collect())));
            }
        }
        Ok(Kind::Object)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Kind, A::Error> {
        let inner = self.deeper()?;
        while list.next_element_seed(inner)?.is_some() {}
        Ok(Kind::Other)
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Kind, E> {
        Ok(Kind::Other)
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Kind, E> {
        Ok(Kind::Other)
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Kind, E> {
        Ok(Kind::Other)
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Kind, E> {
        Ok(Kind::Other)
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Kind, E> {
        Ok(Kind::Other)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Kind, E> {
        Ok(Kind::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_stands_twice_is_found_however_it_is_written() {
        let twice = |text: &str| check(text.as_bytes());
        let found = Err(ShapeFault::Twice("order_id".to_owned()));
        assert_eq!(twice(r#"{"order_id":1,"order_id":2}"#), found);
        assert_eq!(twice(r#"{"order_id":1,"\u006frder_id":2}"#), found);
        assert_eq!(twice(r#"{"a":[{"order_id":1,"order_id":1}]}"#), found);
        assert_eq!(twice(r#"{"a":{"x":1},"b":{"x":1},"c":[1,1]}"#), Ok(()));
    }

    #[test]
    fn depth_is_counted_over_objects_and_lists() {
        let nest = |n: usize| format!("{}1{}", "{\"a\":".repeat(n), "}".repeat(n));
        assert_eq!(check(nest(DEPTH_MAX).as_bytes()), Ok(()));
        assert_eq!(check(nest(DEPTH_MAX + 1).as_bytes()), Err(ShapeFault::TooDeep));
    }
}
