//! The part of an address behind the question mark.

use std::collections::BTreeMap;

/// Named texts. Of a name that occurs twice the first counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Query(BTreeMap<String, String>);

impl Query {
    /// Reads `a=1&b=x+y%20z`. Parts that are no text are left out: unknown things in a query never
    /// refuse a call.
    pub(super) fn read(query: &str) -> Self {
        let mut fields = BTreeMap::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let decode = |text: &str| percent_decoded(&text.replace('+', " "));
            if let (Some(name), Some(value)) = (decode(name), decode(value)) {
                fields.entry(name).or_insert(value);
            }
        }
        Self(fields)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// `%2D` and friends; `None` when the bytes are no text.
pub(super) fn percent_decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let high = char::from(rest.next()?).to_digit(16)?;
        let low = char::from(rest.next()?).to_digit(16)?;
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_decoded_or_refused() {
        assert_eq!(percent_decoded("INV%2D1").as_deref(), Some("INV-1"));
        assert_eq!(percent_decoded("a%20b").as_deref(), Some("a b"));
        for bad in ["%", "%2", "%zz", "%ff"] {
            assert_eq!(percent_decoded(bad), None, "{bad}");
        }
    }

    #[test]
    fn queries_are_read_as_forms_are() {
        let query = Query::read("card_number=4811+1111%201111&x&bad=%ff&x=2");
        assert_eq!(query.get("card_number"), Some("4811 1111 1111"));
        assert_eq!(query.get("x"), Some(""));
        assert_eq!(query.get("bad"), None);
    }
}
