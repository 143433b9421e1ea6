//! A tree as a typed value, by serde, with the way to whatever does not fit.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer,
    MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::Node;
use crate::wire::flaw::{Flaw, Misfit, Step, WireError, plain};

/// Reads a value of a type.
///
/// # Errors
/// The first thing that does not fit.
pub(in crate::wire) fn read<T: DeserializeOwned>(node: &Node) -> Result<T, WireError> {
    misfit(node).map_err(|(steps, flaw)| WireError::at(&steps, flaw))
}

/// The same, with the steps to what does not fit.
pub(super) fn misfit<T: DeserializeOwned>(node: &Node) -> Result<T, (Vec<Step>, Flaw)> {
    T::deserialize(Reader(node)).map_err(Misfit::told)
}

/// A node to read.
#[derive(Clone, Copy)]
struct Reader<'n>(&'n Node);

/// An object without a key, where a name stands alone.
const EMPTY: &Node = &Node::Map(Vec::new());

impl Reader<'_> {
    fn misfit(self, wanted: &dyn Expected) -> Misfit {
        let (found, wanted) = (self.0.kind(), plain(&wanted.to_string()));
        Misfit::from(Flaw::Kind { found, wanted })
    }
}

fn fields<'n>(
    reader: Reader<'n>,
    known: &'static [&'static str],
    wanted: &dyn Expected,
) -> Result<Entries<'n>, Misfit> {
    let Node::Map(entries) = reader.0 else { return Err(reader.misfit(wanted)) };
    match entries.iter().find(|(key, _)| !known.contains(&key.as_str())) {
        Some((key, _)) => Err(Misfit::unknown_field(key, known)),
        None => Ok(Entries { rest: entries.iter(), value: None }),
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Node::Null => visitor.visit_unit(),
            Node::Flag(flag) => visitor.visit_bool(*flag),
            Node::Whole(number) => visitor.visit_i64(*number),
            Node::Beyond | Node::Fraction => Err(self.misfit(&visitor)),
            Node::Text(text) => {
                let wanted = plain(&(&visitor as &dyn Expected).to_string());
                visitor.visit_str(text).map_err(|misfit: Misfit| misfit.for_text(wanted))
            }
            Node::List(items) => visitor.visit_seq(Items { rest: items.iter().enumerate() }),
            Node::Map(entries) => visitor.visit_map(Entries { rest: entries.iter(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Node::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let entries = fields(self, known, &visitor)?;
        visitor.visit_map(entries)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0 {
            Node::Text(name) => visitor.visit_enum(Chosen { name, body: EMPTY }),
            Node::Map(entries) => match entries.as_slice() {
                [(name, Node::Null)] => visitor.visit_enum(Chosen { name, body: EMPTY }),
                [(name, body)] => visitor.visit_enum(Chosen { name, body }),
                _ => Err(Flaw::OneKey { found: entries.len() }.into()),
            },
            _ => Err(self.misfit(&visitor)),
        }
    }

    /// Nobody asks for what is ignored, so nobody may send it.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Misfit> {
        Err(Flaw::Field { nearest: None, allowed: &[] }.into())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier
    }
}

struct Entries<'n> {
    rest: std::slice::Iter<'n, (String, Node)>,
    value: Option<&'n (String, Node)>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        self.value = self.rest.next();
        let Some((key, _)) = self.value else { return Ok(None) };
        let text: StrDeserializer<'_, Misfit> = key.as_str().into_deserializer();
        let step = || Step::Key(key.clone());
        seed.deserialize(text).map(Some).map_err(|misfit| misfit.below(step()))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        match self.value.take() {
            Some((key, value)) => seed
                .deserialize(Reader(value))
                .map_err(|misfit| misfit.below(Step::Key(key.clone()))),
            None => Err(Misfit::custom("a value was asked for before its key")),
        }
    }
}

struct Items<'n> {
    rest: std::iter::Enumerate<std::slice::Iter<'n, Node>>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let Some((index, item)) = self.rest.next() else { return Ok(None) };
        let at = |misfit: Misfit| misfit.below(Step::Index(index));
        seed.deserialize(Reader(item)).map(Some).map_err(at)
    }
}

/// One of several things, by its name, with what belongs to it.
struct Chosen<'n> {
    name: &'n String,
    body: &'n Node,
}

impl<'de, 'n> EnumAccess<'de> for Chosen<'n> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Misfit> {
        let name: StrDeserializer<'_, Misfit> = self.name.as_str().into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl Chosen<'_> {
    fn below(&self, misfit: Misfit) -> Misfit {
        misfit.below(Step::Key(self.name.clone()))
    }
}

impl<'de> VariantAccess<'de> for Chosen<'_> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        fields(Reader(self.body), &[], &"an object without a key")
            .map(drop)
            .map_err(|misfit| self.below(misfit))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        seed.deserialize(Reader(self.body)).map_err(|misfit| self.below(misfit))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        Reader(self.body).deserialize_any(visitor).map_err(|misfit| self.below(misfit))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        fields(Reader(self.body), known, &visitor)
            .and_then(|entries| visitor.visit_map(entries))
            .map_err(|misfit| self.below(misfit))
    }
}
