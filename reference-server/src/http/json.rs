//! JSON bodies, read strictly: one object, each name once, nothing unknown, not too deep.

use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

use super::body;
use super::shape::{self, ShapeFault};
use crate::answer::{Problem, codes};
use crate::config::nearest;

/// The body of a request, as the type that the handler wants.
#[derive(Debug, Clone, Copy)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let bytes = body::take(request).await?;
        read(&bytes).map(Self)
    }
}

/// Reads a JSON object; the problem names the field and what was expected there.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    check_shape(bytes)?;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        // It is JSON, as the walk over it has shown; the parser calls some values of the wrong kind
        // (`null` for a word) bad syntax all the same.
        let path = error.path().to_string();
        field_problem(&path, &plain(&error.into_inner()))
    })
}

/// Checks what can be checked without knowing the type.
pub fn check_shape(bytes: &[u8]) -> Result<(), Problem> {
    if bytes.is_empty() {
        return Err(Problem::of(&codes::BODY_EMPTY));
    }
    if std::str::from_utf8(bytes).is_err() || bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(Problem::of(&codes::NOT_UTF8));
    }
    shape::check(bytes).map_err(|fault| match fault {
        ShapeFault::NotJson => Problem::of(&codes::BODY_NOT_JSON),
        ShapeFault::NotObject => Problem::of(&codes::BODY_NOT_OBJECT),
        ShapeFault::TooDeep => Problem::of(&codes::TOO_DEEP),
        ShapeFault::Twice(name) => Problem::of(&codes::DUPLICATE_KEY).field(name),
    })
}

// The parser's own words, without the place in the text, which means nothing to a form.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().chars().take(200).collect()
}

/// Turns a deserializer's words into a problem: what is missing, what is unknown, what is wrong.
pub(super) fn field_problem(path: &str, words: &str) -> Problem {
    let mut quoted = words.split('`').skip(1).step_by(2);
    if words.starts_with("unknown field") {
        let unknown = quoted.next().unwrap_or_default().to_owned();
        let known: Vec<String> = quoted.map(str::to_owned).collect();
        let near = nearest(&unknown, known.iter().map(String::as_str));
        let problem = Problem::of(&codes::UNKNOWN_FIELD);
        let problem = match near {
            Some(near) => problem.say(
                format!("Mungkin maksudnya `{near}`."),
                format!("Perhaps `{near}` was meant."),
            ),
            None => problem,
        };
        return problem.field(unknown).allowed(known);
    }
    if words.starts_with("missing field") {
        let missing = quoted.next().unwrap_or_default();
        let path = if path == "." { missing.to_owned() } else { format!("{path}.{missing}") };
        return Problem::of(&codes::MISSING_FIELD).field(path);
    }
    if words == crate::api::amount::MARK {
        let max = crate::api::amount::AMOUNT_MAX;
        return Problem::of(&codes::AMOUNT_INVALID)
            .field(path)
            .member("min", 1)
            .member("max", max)
            .say(
                format!("Rupiah bulat dari 1 sampai {max}, tanpa desimal."),
                format!("Whole rupiah from 1 to {max}, without decimals."),
            );
    }
    let (_, expected) = words.rsplit_once("expected ").unwrap_or(("", words));
    let indonesian = match expected {
        "a string" => "teks",
        "a boolean" => "true atau false",
        "an amount of whole rupiah" => "jumlah rupiah bulat",
        "a sequence" => "daftar",
        "u8" | "u16" | "u32" | "u64" | "i64" => "bilangan bulat",
        other => other,
    };
    let said = format!("Nilai ini salah bentuk; yang diminta: {indonesian}.");
    Problem::of(&codes::WRONG_TYPE).field(path).say(said, words.to_owned())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only its shape is tested")]
    struct Order {
        channel: String,
        amount: u32,
        #[serde(default)]
        lines: Vec<Line>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only its shape is tested")]
    struct Line {
        price: u32,
    }

    fn refused(body: impl AsRef<[u8]>) -> serde_json::Value {
        let problem = read::<Order>(body.as_ref()).unwrap_err();
        let shown = problem.shown(crate::text::Lang::En, "t");
        serde_json::to_value(shown).unwrap()
    }

    #[test]
    fn a_right_body_is_read() {
        let order: Order =
            read(br#"{"channel":"bca_va","amount":1,"lines":[{"price":2}]}"#).unwrap();
        assert_eq!((order.channel.as_str(), order.amount, order.lines.len()), ("bca_va", 1, 1));
    }

    #[test]
    fn every_bad_body_has_its_own_code() {
        for (body, code) in [
            (&b""[..], "body_empty"),
            (b"<xml/>", "body_not_json"),
            (b"{\"channel\":", "body_not_json"),
            (b"{} {}", "body_not_json"),
            (b"[]", "body_not_object"),
            (b"\"x\"", "body_not_object"),
            (b"1", "body_not_object"),
            (b"null", "body_not_object"),
            (b"\xff\xfe{\0}\0", "not_utf8"),
            (b"\xef\xbb\xbf{}", "not_utf8"),
            (br#"{"channel":"a","channel":"b","amount":1}"#, "duplicate_key"),
            (br#"{"channel":"a","amount":1,"x":{"y":1,"y":2}}"#, "duplicate_key"),
            (br#"{"chanel":"a","amount":1}"#, "unknown_field"),
            (br#"{"channel":"a"}"#, "missing_field"),
            (br#"{"channel":null,"amount":1}"#, "wrong_type"),
            (br#"{"channel":"a","amount":"1"}"#, "wrong_type"),
            (br#"{"channel":"a","amount":-1}"#, "wrong_type"),
            (br#"{"channel":"a","amount":1.5}"#, "wrong_type"),
            (br#"{"channel":"a","amount":9007199254740993000}"#, "wrong_type"),
        ] {
            assert_eq!(refused(body)["code"], code, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn a_problem_names_the_field_and_the_nearest_name() {
        let unknown = refused(br#"{"chanel":"a","amount":1}"#);
        assert_eq!(unknown["field"], "chanel");
        assert_eq!(unknown["detail"], "Perhaps `channel` was meant.");
        assert_eq!(unknown["allowed"], serde_json::json!(["channel", "amount", "lines"]));
        let nested = refused(br#"{"channel":"a","amount":1,"lines":[{"price":"x"}]}"#);
        assert_eq!(nested["field"], "lines[0].price");
        let missing = refused(br#"{"channel":"a","amount":1,"lines":[{}]}"#);
        assert_eq!(missing["field"], "lines[0].price");
    }

    #[test]
    fn wh_06_depth_is_bounded_and_costs_no_stack() {
        for depth in [40, 10_000] {
            let body = format!("{{\"x\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
            assert_eq!(refused(&body)["code"], "too_deep", "{depth}");
            let open = format!("{{\"x\":{}", "[".repeat(depth));
            assert_eq!(refused(&open)["code"], "too_deep", "{depth}");
        }
    }
}
