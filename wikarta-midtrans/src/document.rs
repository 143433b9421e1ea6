//! Reading a JSON object from strangers: bounded, without repeated keys, and with the exact text of
//! every number kept.
//!
//! A signature is made over texts, so a value must never pass through a number type on its way. The
//! fields stay raw tokens until somebody asks for one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::malformed::{DocumentError, FieldError, Limits, ReadError};

/// One JSON object whose values are still text.
#[derive(Debug)]
pub(crate) struct Object<'a> {
    fields: BTreeMap<String, &'a RawValue>,
    /// How the object is reached from the outermost one, with a dot at the end; empty for that one.
    path: String,
    max_text: usize,
}

impl<'a> Object<'a> {
    /// Reads a whole body.
    pub(crate) fn parse(body: &'a [u8], limits: &Limits) -> Result<Self, DocumentError> {
        if body.len() > limits.max_bytes {
            return Err(DocumentError::TooLarge { limit: limits.max_bytes });
        }
        let text = std::str::from_utf8(body).map_err(|_| DocumentError::NotUtf8)?;
        // A zero byte in the open is UTF-16; JSON has none.
        if text.starts_with('\u{feff}') || body.contains(&0) {
            return Err(DocumentError::NotUtf8);
        }
        let trimmed = text.trim_matches([' ', '\t', '\n', '\r']);
        if trimmed.is_empty() {
            return Err(DocumentError::Empty);
        }
        if depth(trimmed) > limits.max_depth {
            return Err(DocumentError::TooDeep { limit: limits.max_depth });
        }
        if !trimmed.starts_with('{') {
            let json = serde_json::from_str::<&RawValue>(trimmed).is_ok();
            return Err(if json { DocumentError::NotObject } else { DocumentError::NotJson });
        }
        Self::from_text(trimmed, String::new(), limits.max_text)
    }

    fn from_text(text: &'a str, path: String, max_text: usize) -> Result<Self, DocumentError> {
        let Fields { fields, repeated } =
            serde_json::from_str(text).map_err(|_| DocumentError::NotJson)?;
        match repeated {
            Some(key) => Err(DocumentError::DuplicateKey { key: key.chars().take(40).collect() }),
            None => Ok(Self { fields, path, max_text }),
        }
    }

    fn raw(&self, name: &str) -> Option<&'a RawValue> {
        self.fields.get(name).copied().filter(|raw| raw.get() != "null")
    }

    fn wrong_type(&self, name: &str, expected: &'static str) -> FieldError {
        FieldError::WrongType { field: format!("{}{name}", self.path), expected }
    }

    /// The error for a field that must be there.
    pub(crate) fn missing(&self, name: &str) -> FieldError {
        FieldError::Missing { field: format!("{}{name}", self.path) }
    }

    fn bounded(&self, name: &str, text: String) -> Result<String, FieldError> {
        if text.len() > self.max_text {
            let field = format!("{}{name}", self.path);
            return Err(FieldError::TooLong { field, limit: self.max_text });
        }
        Ok(text)
    }

    /// A text; absent and null are `None`.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, FieldError> {
        let Some(raw) = self.raw(name) else { return Ok(None) };
        let text = serde_json::from_str(raw.get()).map_err(|_| self.wrong_type(name, "a text"))?;
        self.bounded(name, text).map(Some)
    }

    /// A text that may be longer than others; anything else is `None`.
    pub(crate) fn long_text(&self, name: &str, limit: usize) -> Option<String> {
        let text: String = serde_json::from_str(self.raw(name)?.get()).ok()?;
        (text.len() <= limit).then_some(text)
    }

    /// A list of texts; whatever else stands there is an empty list.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let read = |raw: &RawValue| serde_json::from_str(raw.get()).ok();
        self.raw(name).and_then(read).unwrap_or_default()
    }

    /// A text or a number: the text itself, or the number exactly as it was written.
    pub(crate) fn token(&self, name: &str) -> Result<Option<String>, FieldError> {
        let Some(raw) = self.raw(name) else { return Ok(None) };
        if raw.get().starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return self.bounded(name, raw.get().to_owned()).map(Some);
        }
        let expected = "a text or a number";
        let text = serde_json::from_str(raw.get()).map_err(|_| self.wrong_type(name, expected))?;
        self.bounded(name, text).map(Some)
    }

    /// Whether the field holds anything but null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// An object inside this one; absent and null are `None`.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Self>, ReadError> {
        let Some(raw) = self.raw(name) else { return Ok(None) };
        if !raw.get().starts_with('{') {
            return Err(self.wrong_type(name, "an object").into());
        }
        Ok(Some(Self::from_text(raw.get(), format!("{}{name}.", self.path), self.max_text)?))
    }

    /// A list of objects inside this one; absent and null are an empty list.
    pub(crate) fn objects(&self, name: &str) -> Result<Vec<Self>, ReadError> {
        let Some(raw) = self.raw(name) else { return Ok(Vec::new()) };
        let refused = || self.wrong_type(name, "a list of objects");
        let items: Vec<&'a RawValue> = serde_json::from_str(raw.get()).map_err(|_| refused())?;
        let read = |(index, item): (usize, &'a RawValue)| {
            if !item.get().starts_with('{') {
                return Err(refused().into());
            }
            let path = format!("{}{name}[{index}].", self.path);
            Ok(Self::from_text(item.get(), path, self.max_text)?)
        };
        items.into_iter().enumerate().map(read).collect()
    }
}

struct Fields<'a> {
    fields: BTreeMap<String, &'a RawValue>,
    repeated: Option<String>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = BTreeMap::new();
        let mut repeated = None;
        while let Some((key, value)) = map.next_entry::<String, &'de RawValue>()? {
            match fields.entry(key) {
                Entry::Vacant(free) => {
                    free.insert(value);
                }
                Entry::Occupied(taken) => {
                    repeated.get_or_insert_with(|| taken.key().clone());
                }
            }
        }
        Ok(Fields { fields, repeated })
    }
}

/// The deepest nesting, found without recursion; brackets inside texts do not count.
fn depth(text: &str) -> usize {
    let (mut level, mut deepest) = (0_usize, 0_usize);
    let (mut in_text, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                level += 1;
                deepest = deepest.max(level);
            }
            b'}' | b']' if !in_text => level = level.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(body: &str) -> Result<Object<'_>, DocumentError> {
        Object::parse(body.as_bytes(), &Limits::DEFAULT)
    }

    #[test]
    fn a_number_keeps_its_text() {
        let object =
            parse(r#"{"a": 275000.00, "b":"275000.00", "c":1e3, "d":-0, "e":null}"#).unwrap();
        let token = |name| object.token(name).unwrap();
        assert_eq!(token("a").as_deref(), Some("275000.00"));
        assert_eq!(token("b").as_deref(), Some("275000.00"));
        assert_eq!(token("c").as_deref(), Some("1e3"));
        assert_eq!(token("d").as_deref(), Some("-0"));
        assert_eq!(token("e"), None);
        assert_eq!(token("f"), None);
        assert!(object.text("a").is_err());
    }

    #[test]
    fn the_same_key_twice_is_refused_also_when_it_is_escaped() {
        let twice = r#"{"order_id":"a","order\u005fid":"b"}"#;
        let expected = DocumentError::DuplicateKey { key: "order_id".to_owned() };
        assert_eq!(parse(twice).unwrap_err(), expected);
        let nested = parse(r#"{"a":{"b":1,"b":2}}"#).unwrap();
        assert!(matches!(
            nested.object("a").unwrap_err(),
            ReadError::Document(DocumentError::DuplicateKey { .. })
        ));
    }

    #[test]
    fn depth_is_refused_before_parsing() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(parse(&deep).unwrap_err(), DocumentError::TooDeep { limit: 32 });
        let brackets_in_text = format!("{{\"a\":\"\\\"{}\"}}", "[".repeat(100));
        assert!(parse(&brackets_in_text).is_ok());
        let just_fits = format!("{{\"a\":{}{}}}", "[".repeat(31), "]".repeat(31));
        assert!(parse(&just_fits).is_ok());
    }

    #[test]
    fn what_is_not_an_object_is_named() {
        for (body, expected) in [
            ("", DocumentError::Empty),
            (" \r\n", DocumentError::Empty),
            ("[]", DocumentError::NotObject),
            ("null", DocumentError::NotObject),
            ("\"{}\"", DocumentError::NotObject),
            ("12", DocumentError::NotObject),
            ("<html>", DocumentError::NotJson),
            ("{\"a\":1", DocumentError::NotJson),
            ("{} {}", DocumentError::NotJson),
            ("\u{feff}{}", DocumentError::NotUtf8),
        ] {
            assert_eq!(parse(body).unwrap_err(), expected, "{body:?}");
        }
        let utf16: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [&b"{\"a\":\"\xff\"}"[..], &utf16] {
            let error = Object::parse(bytes, &Limits::DEFAULT).unwrap_err();
            assert_eq!(error, DocumentError::NotUtf8);
        }
    }

    #[test]
    fn paths_lead_to_the_field() {
        let object = parse(r#"{"refunds":[{"k":"a"},{"k":[]}]}"#).unwrap();
        let refunds = object.objects("refunds").unwrap();
        let error = refunds[1].token("k").unwrap_err();
        assert_eq!(error.to_string(), "the field `refunds[1].k` is not a text or a number");
        assert!(object.object("refunds").is_err());
    }
}
