//! Every command with its fields, printed into the documents by asking the reader itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value, json};
use wikarta_core::access::{Actor, Role};
use wikarta_core::aggregate::Books;
use wikarta_core::command::NAMES;
use wikarta_core::decide::{is_sent_by_workers, permit};
use wikarta_core::refusal::Refusal;
use wikarta_core::wire::{CALLS, Flaw, WireError};

use super::explore::{full, least, parse, put};
use crate::docs;
use crate::world::staff;

/// The sources of the commands, for the words that stand over each.
const SOURCES: &[&str] = &[
    include_str!("../../../src/command/mod.rs"),
    include_str!("../../../src/command/catalogue.rs"),
    include_str!("../../../src/command/customer.rs"),
    include_str!("../../../src/command/billing.rs"),
    include_str!("../../../src/command/posting.rs"),
    include_str!("../../../src/command/desk.rs"),
    include_str!("../../../src/command/reconcile.rs"),
    include_str!("../../../src/command/correction.rs"),
    include_str!("../../../src/command/access.rs"),
    include_str!("../../../src/command/setting.rs"),
    include_str!("../../../src/command/dunning.rs"),
];

/// What stands over a command and its fields.
#[derive(Default)]
struct Words {
    commands: BTreeMap<String, (String, Option<String>)>,
    /// By command or struct, then by field.
    fields: BTreeMap<(String, String), String>,
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

/// Reads what is written over items, line by line: our files are formatted.
fn words() -> Words {
    let mut words = Words::default();
    let (mut doc, mut rename, mut owner) = (String::new(), None, String::new());
    for line in SOURCES.iter().flat_map(|source| source.lines()) {
        let text = line.trim_start();
        let depth = line.len() - text.len();
        if let Some(more) = text.strip_prefix("/// ") {
            doc = format!("{doc} {more}").trim().to_owned();
            continue;
        }
        if let Some(name) = text.strip_prefix("#[serde(rename = \"") {
            rename = name.split('"').next().map(str::to_owned);
            continue;
        }
        if text.starts_with('#') {
            continue;
        }
        let name: String = text
            .trim_start_matches("pub ")
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if let Some(kind) = text.strip_prefix("pub struct ") {
            owner = kind.split([' ', '<', '(']).next().unwrap_or_default().to_owned();
        } else if depth == 4 && name.starts_with(|c: char| c.is_ascii_uppercase()) {
            let command = rename.take().unwrap_or_else(|| snake(&name));
            let payload = text.split_once('(').map(|(_, rest)| {
                rest.trim_start_matches("Box<").split(['>', ')']).next().unwrap().to_owned()
            });
            words.commands.entry(command.clone()).or_insert((doc.clone(), payload));
            owner = command;
        } else if depth >= 4 && text.contains(": ") && !name.is_empty() {
            words.fields.entry((owner.clone(), name)).or_insert(doc.clone());
        }
        doc.clear();
        rename = None;
    }
    words
}

/// The first sentence, without the links of rustdoc.
fn sentence(text: &str) -> String {
    let first = text.split(". ").next().unwrap_or_default().trim_end_matches('.');
    first.replace("[`", "`").replace("`]", "`").replace('|', "\\|")
}

/// What stands at a place, as the errors say when something else does.
fn takes(request: &Value, path: &str) -> String {
    let told = |value: Value| {
        let mut wrong = request.clone();
        put(&mut wrong, path, value);
        match parse(&wrong) {
            Ok(_) => None,
            Err(WireError { flaw, .. }) => Some(flaw),
        }
    };
    let Some(Flaw::Kind { wanted, .. }) = told(json!(true)) else {
        return "`true` or `false`".to_owned();
    };
    let one_of = |allowed: &[&str]| {
        allowed.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    };
    match wanted.as_str() {
        "text" => match told(json!("?")) {
            None => "text".to_owned(),
            Some(Flaw::Value(why)) => form(&why),
            Some(other) => panic!("{path}: {other:?}"),
        },
        "a whole number" => match told(json!(9_000_000_000_000_000_i64)) {
            Some(Flaw::Value(why)) if why.contains("rupiah") => "whole rupiah".to_owned(),
            _ => wanted,
        },
        "a word, or an object with one key" => match told(json!("?")) {
            Some(Flaw::Word { allowed, .. }) => one_of(allowed),
            other => panic!("{path}: {other:?}"),
        },
        "a list" => match told(json!([true])) {
            None => wanted,
            Some(_) => {
                let mut listed = request.clone();
                put(&mut listed, path, json!([true]));
                format!("a list, each {}", takes(&listed, &format!("{path}[0]")))
            }
        },
        "an object" => match told(json!({ "?": 1 })) {
            Some(Flaw::Field { allowed, .. }) => format!("an object: {}", one_of(allowed)),
            Some(Flaw::Missing) => said_by(request, path),
            _ => wanted,
        },
        _ => wanted,
    }
}

/// An object that says by a word what it is: the words that there are.
fn said_by(request: &Value, path: &str) -> String {
    let answer = |value: Value| {
        let mut wrong = request.clone();
        put(&mut wrong, path, value);
        parse(&wrong).unwrap_err()
    };
    let missing = answer(json!({}));
    let key = missing.path.rsplit('.').next().unwrap().to_owned();
    match answer(json!({ &key: "?" })).flaw {
        Flaw::Word { allowed, .. } => {
            let words: Vec<String> = allowed.iter().map(|word| format!("`{word}`")).collect();
            format!("an object whose `{key}` is one of {}", words.join(", "))
        }
        other => panic!("{path}: {other:?}"),
    }
}

/// `` `?` is not an id of the kind `cus_` `` says what belongs there.
fn form(why: &str) -> String {
    let why = why.strip_prefix("write ").unwrap_or(why);
    match why.strip_prefix("`?` is not ") {
        Some(rest) => match rest.split_once("an id of the kind ") {
            Some((_, kind)) => format!("an id, {}", kind.replace("_`", "_…`")),
            None => rest.replace("; write it as ", " such as ").replace("; ", ": "),
        },
        None => why.to_owned(),
    }
}

/// Who may send it at all, by what the rules answer.
fn senders(request: &Value) -> String {
    let mut envelope = parse(request).unwrap();
    let may = |actor: Actor, envelope: &mut wikarta_core::command::Envelope| {
        envelope.actor = actor;
        !matches!(permit(&Books::default(), envelope), Err(Refusal::Denied { .. }))
    };
    let mut who: Vec<String> = Vec::new();
    for role in Role::ALL {
        if may(staff(*role), &mut envelope) {
            who.push(role.to_string());
        }
    }
    let payer = Actor::Payer { invoice: "inv_1".parse().unwrap() };
    for (actor, name) in
        [(payer, "payer"), (Actor::Scheduler, "scheduler"), (Actor::System, "system")]
    {
        if may(actor, &mut envelope) {
            who.push(name.to_owned());
        }
    }
    who.join(", ")
}

fn print(name: &str, words: &Words, text: &mut String) {
    let (full, least) = (full(name), least(name));
    let sent = is_sent_by_workers(&parse(&full).unwrap().command);
    let (doc, payload) = words.commands.get(name).unwrap_or_else(|| panic!("no words over {name}"));
    writeln!(text, "### `{name}`\n\n{}.", sentence(doc)).unwrap();
    let who = senders(&full);
    if sent {
        writeln!(text, "\nBy who is an engine: {who}.").unwrap();
    } else {
        writeln!(text, "\nBy: {who}.").unwrap();
    }
    let body = full["command"][name].as_object().unwrap();
    if body.is_empty() {
        text.push('\n');
        return;
    }
    text.push_str("\n| field | takes | |\n|---|---|---|\n");
    for field in body.keys() {
        let must =
            if least["command"][name].get(field).is_some() { "" } else { " (may be left out)" };
        let kind = takes(&full, &format!("command.{name}.{field}"));
        let owner = payload.as_deref().unwrap_or(name);
        let doc = words.fields.get(&(owner.to_owned(), field.clone())).map(|doc| sentence(doc));
        writeln!(text, "| `{field}`{must} | {kind} | {} |", doc.unwrap_or_default()).unwrap();
    }
    text.push('\n');
}

#[test]
fn every_command_and_field_is_printed_into_the_documents() {
    let words = words();
    let mut text = String::from(
        "# Commands as JSON\n\nPrinted by `wikarta-core/tests/it/wire/table.rs`, which asks the reader \
         itself what it takes. How a request looks and what is answered: \
         [the guide](../guides/wire.md). Single calls: ",
    );
    let calls: Vec<String> = CALLS.iter().map(|name| format!("`{name}`")).collect();
    writeln!(text, "{}; their cases are `wikarta-core/spec/wire/calls.json`.\n", calls.join(", "))
        .unwrap();
    writeln!(
        text,
        "An object that says by a word what it is (`resolution`, `what`, `outcome`) is read whole; its \
         other fields follow from that word. A field that may be left out may be null, too.\n",
    )
    .unwrap();
    let inside = |name: &&&str| is_sent_by_workers(&parse(&full(name)).unwrap().command);
    let within: BTreeSet<&str> = NAMES.iter().filter(inside).copied().collect();
    text.push_str("## What anybody sends\n\n");
    for name in NAMES.iter().filter(|name| !within.contains(*name)) {
        print(name, &words, &mut text);
    }
    text.push_str("## What only an engine sends, or a host that is one\n\n");
    for name in NAMES.iter().filter(|name| within.contains(*name)) {
        print(name, &words, &mut text);
    }
    docs::compare("wire.md", &text);
}
