//! Everything that can be called without an engine, by name.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::decide::{Problem, decide, without};
use super::flaw::{Flaw, WireError};
use super::leaf::{facts, money, people, time};
use super::reply::Reply;
use super::request::{Door, ID_BYTES_MAX, Request, version};
use super::tree::{Node, parse, read};
use crate::command::NAMES;
use crate::words::nearest;

/// The most bytes of what is sent along with a call: an account of ten thousand bills.
const BYTES_MAX: usize = 16 * 1_024 * 1_024;

type Call = fn(&Node) -> Result<Value, Problem>;

macro_rules! calls {
    ($($name:literal => $call:path,)*) => {
        /// The names of all calls.
        pub const CALLS: &[&str] = &[$($name,)*];

        fn find(name: &str) -> Option<Call> {
            match name {
                $($name => Some($call),)*
                _ => None,
            }
        }
    };
}

calls! {
    "about" => about,
    "authorize" => people::authorize,
    "bill" => money::bill,
    "calendar" => time::calendar,
    "change_of_plan" => money::change_of_plan,
    "decide" => decide,
    "join" => facts::join,
    "period" => time::period,
    "prorate" => money::prorate,
    "request" => request,
    "split" => money::split,
    "status" => facts::status,
    "tax" => money::tax,
    "terbilang" => money::terbilang,
}

/// Calls a function by name with JSON and answers JSON: the one symbol that a binding exports. Total:
/// whatever the bytes are, an answer comes back.
///
/// ```
/// use wikarta_core::wire::call;
///
/// let words = call("terbilang", br#"{ "v": 1, "amount": 277500 }"#);
/// assert_eq!(
///     words,
///     br#"{"done":{"rupiah":"dua ratus tujuh puluh tujuh ribu lima ratus rupiah","words":"dua ratus tujuh puluh tujuh ribu lima ratus"},"v":1}"#,
/// );
/// ```
#[must_use]
pub fn call(name: &str, input: &[u8]) -> Vec<u8> {
    ask(name, input).print().into_bytes()
}

/// The same, for who asks whether it was done before it is printed.
#[must_use]
pub fn ask(name: &str, input: &[u8]) -> Reply {
    let Some(call) = find(name) else {
        let nearest = nearest(name, CALLS.iter().copied());
        return Reply::malformed(None, &WireError::new(Flaw::Call { nearest, allowed: CALLS }));
    };
    let node = match parse(input, BYTES_MAX) {
        Ok(node) => node,
        Err(error) => return Reply::malformed(None, &error),
    };
    let id = match node.get("id") {
        Some(Node::Text(id)) if id.len() <= ID_BYTES_MAX => Some(id.as_str()),
        _ => None,
    };
    match version(&node).map_err(Problem::from).and_then(|()| call(&node)) {
        Ok(body) => Reply::done(id, body),
        Err(Problem::Refused(refusal)) => Reply::refused(id, &refusal),
        Err(Problem::Malformed(error)) => Reply::malformed(id, &error),
    }
}

/// What is asked, beside the version.
pub(super) fn asked<T: DeserializeOwned>(node: &Node) -> Result<T, WireError> {
    read(&without(node, &["v"]))
}

/// What can be called and commanded.
fn about(node: &Node) -> Result<Value, Problem> {
    #[derive(serde::Deserialize)]
    struct Nothing {}
    let Nothing {} = asked(node)?;
    Ok(json!({ "version": super::VERSION, "calls": CALLS, "commands": *NAMES }))
}

/// A request as it would be taken by the engine, in its plainest form.
fn request(node: &Node) -> Result<Value, Problem> {
    let envelope = Request::from_node(node, Door::Engine)?;
    Ok(json!({ "request": Request::value(&envelope) }))
}
