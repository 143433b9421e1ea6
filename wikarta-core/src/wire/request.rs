//! A command in its envelope, as JSON.

use serde::Deserialize;
use serde_json::{Value, json};

use super::VERSION;
use super::flaw::{Flaw, Step, WireError, short};
use super::tree::{Node, parse, read_closely};
use crate::access::Actor;
use crate::command::{Command, Envelope, NAMES};
use crate::decide::is_sent_by_workers;
use crate::id::{CommandId, TraceId};
use crate::time::Timestamp;
use crate::words::nearest;

/// The most bytes of a request: a policy of a thousand lines, and far more than any other command.
const BYTES_MAX: usize = 256 * 1_024;

/// Longer ids would be kept as something else than what was written.
pub(super) const ID_BYTES_MAX: usize = 200;

/// A request: an [`Envelope`] as JSON.
#[derive(Debug, Clone, Copy)]
pub struct Request;

/// Who stands behind the one that a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The engine with its ports: what the gateway and the channels say comes from them alone.
    Engine,
    /// The rules alone: the host is its own engine, asks the gateway itself and tells what it said.
    Rules,
}

/// What stands in a request, besides what comes with it.
#[derive(Deserialize)]
struct Form {
    #[serde(rename = "v")]
    _version: u32,
    id: String,
    at: Timestamp,
    #[serde(default)]
    trace: Option<String>,
    actor: Actor,
    command: Command,
}

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with its place.
    pub fn parse(bytes: &[u8], door: Door) -> Result<Envelope, WireError> {
        Self::from_node(&parse(bytes, BYTES_MAX)?, door)
    }

    pub(super) fn from_node(node: &Node, door: Door) -> Result<Envelope, WireError> {
        version(node)?;
        let Form { _version: _, id, at, trace, actor, command } =
            read_closely(node).map_err(|error| named(error, node))?;
        let outside = door == Door::Engine;
        if outside && actor == Actor::Gateway {
            return Err(WireError::new(Flaw::Inside).below("actor"));
        }
        if outside && is_sent_by_workers(&command) {
            return Err(WireError::new(Flaw::Inside).below("command"));
        }
        if let Some(written) = node.get("command") {
            let read = print_command(&command);
            let mut steps = vec![Step::Key("command".to_owned())];
            if lost(written, &read, &mut steps) {
                return Err(WireError::at(&steps, Flaw::Field { nearest: None, allowed: &[] }));
            }
        }
        let id = command_id(id)?;
        let trace = trace_id(trace, &id)?;
        Ok(Envelope { id, actor, at, trace, command })
    }

    /// The id of a request that was not understood, where one can be seen, for its answer.
    #[must_use]
    pub fn id(bytes: &[u8]) -> Option<String> {
        match parse(bytes, BYTES_MAX).ok()?.get("id") {
            Some(Node::Text(id)) if id.len() <= ID_BYTES_MAX => Some(id.clone()),
            _ => None,
        }
    }

    /// The request of an envelope. Of a command with personal values it holds them and their key.
    #[must_use]
    pub fn print(envelope: &Envelope) -> String {
        Self::value(envelope).to_string()
    }

    pub(super) fn value(envelope: &Envelope) -> Value {
        json!({
            "v": VERSION,
            "id": envelope.id,
            "at": envelope.at,
            "trace": envelope.trace,
            "actor": keyed(serde_json::to_value(&envelope.actor)),
            "command": print_command(&envelope.command),
        })
    }
}

fn print_command(command: &Command) -> Value {
    keyed(serde_json::to_value(command))
}

/// A name that stands alone becomes a key, so that every command looks like every other.
fn keyed(value: Result<Value, serde_json::Error>) -> Value {
    match value.unwrap_or_default() {
        Value::String(name) => json!({ name: {} }),
        other => other,
    }
}

/// Another version is told before anything that it may have changed.
pub(super) fn version(node: &Node) -> Result<(), WireError> {
    let flaw = match (node, node.get("v")) {
        (Node::Map(_), Some(Node::Whole(found))) if *found == i64::from(VERSION) => return Ok(()),
        (Node::Map(_), Some(_)) => Flaw::Version,
        (Node::Map(_), None) => Flaw::Missing,
        (other, _) => {
            let (found, wanted) = (other.kind(), "an object".to_owned());
            return Err(WireError::new(Flaw::Kind { found, wanted }));
        }
    };
    Err(WireError::new(flaw).below("v"))
}

/// A command that nobody knows is a word that nobody knows, among too many to list.
fn named(error: WireError, node: &Node) -> WireError {
    let written = match node.get("command") {
        Some(Node::Map(entries)) => entries.first().map(|(name, _)| name.as_str()),
        Some(Node::Text(name)) => Some(name.as_str()),
        _ => None,
    };
    match (&error.flaw, written) {
        (Flaw::Word { .. }, Some(name)) if error.path == "command" => {
            let nearest = nearest(name, NAMES.iter().copied());
            WireError { flaw: Flaw::Command { found: short(name), nearest }, ..error }
        }
        _ => error,
    }
}

fn command_id(text: String) -> Result<CommandId, WireError> {
    if text.is_empty() || text.len() > ID_BYTES_MAX {
        let why = "an id has 1 to 200 bytes; the same id asks for the same answer".to_owned();
        return Err(WireError::new(Flaw::Value(why)).below("id"));
    }
    Ok(CommandId::new(text))
}

/// Absent, it is the id's own letters and digits.
fn trace_id(text: Option<String>, id: &CommandId) -> Result<TraceId, WireError> {
    let Some(text) = text else { return Ok(TraceId::new(id.as_str())) };
    let trace = TraceId::new(&text);
    if trace.as_str() == text {
        return Ok(trace);
    }
    let why = "a trace has at most 64 of A-Z a-z 0-9 - _".to_owned();
    Err(WireError::new(Flaw::Value(why)).below("trace"))
}

/// Whether something was sent that was not read, with the way to it left in `steps`: a key beside a
/// name that takes none is passed over by the reader of such enums.
fn lost(sent: &Node, read: &Value, steps: &mut Vec<Step>) -> bool {
    match (sent, read) {
        (Node::Map(sent), Value::Object(read)) => sent.iter().any(|(key, value)| {
            steps.push(Step::Key(key.clone()));
            let empty = match value {
                Node::Null => true,
                Node::List(items) => items.is_empty(),
                Node::Map(entries) => entries.is_empty(),
                Node::Flag(_) | Node::Whole(_) | Node::Beyond | Node::Fraction | Node::Text(_) => {
                    false
                }
            };
            let found = match read.get(key) {
                Some(read) => lost(value, read, steps),
                None => !empty,
            };
            if !found {
                steps.pop();
            }
            found
        }),
        (Node::List(sent), Value::Array(read)) if sent.len() == read.len() => {
            sent.iter().zip(read).enumerate().any(|(index, (sent, read))| {
                steps.push(Step::Index(index));
                let found = lost(sent, read, steps);
                if !found {
                    steps.pop();
                }
                found
            })
        }
        _ => false,
    }
}
