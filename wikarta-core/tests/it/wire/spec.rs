//! The cases of `spec/wire`, which the tests of other languages read, too.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use wikarta_core::wire::{CALLS, call};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/wire").join(name)
}

fn load(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(file(name)).unwrap()).unwrap()
}

/// Compares answers with those of a file, or writes them there.
fn settle(name: &str, answered: Value) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let text = serde_json::to_string_pretty(&answered).unwrap() + "\n";
        std::fs::write(file(name), text).unwrap();
    }
    let there = load(name);
    let key = if there.get("steps").is_some() { "steps" } else { "cases" };
    let pairs = there[key].as_array().unwrap().iter().zip(answered[key].as_array().unwrap());
    for (expected, found) in pairs {
        assert_eq!(expected, found, "{name}: {}; UPDATE_DOCS=1 writes it anew", expected["name"]);
    }
    assert_eq!(there, answered);
}

fn answer(name: &str, input: &[u8]) -> Value {
    serde_json::from_slice(&call(name, input)).unwrap()
}

#[test]
fn single_calls_and_requests_answer_as_they_are_specified() {
    let mut called = Vec::new();
    for name in ["calls.json", "requests.json"] {
        let mut spec = load(name);
        for case in spec["cases"].as_array_mut().unwrap() {
            let input = match &case["text"] {
                Value::String(text) => text.clone(),
                _ => case["input"].to_string(),
            };
            let which = case["call"].as_str().unwrap().to_owned();
            case["output"] = answer(&which, input.as_bytes());
            called.push(which);
        }
        settle(name, spec);
    }
    let uncalled: Vec<_> =
        CALLS.iter().filter(|name| !called.iter().any(|done| done == *name)).collect();
    assert_eq!(uncalled, [&"about", &"decide"], "calls without a case");
}

/// A host in twenty lines: it keeps what it is given, and sends it along with the next command.
#[test]
fn a_customer_is_billed_and_pays_on_a_document_that_the_host_holds() {
    let mut spec = load("story.json");
    let (mut books, mut heads) = (Map::new(), Map::new());
    for step in spec["steps"].as_array_mut().unwrap() {
        let mut input = step["input"].clone();
        input["books"] = Value::Object(books.clone());
        input["heads"] = Value::Object(heads.clone());
        let output = answer("decide", input.to_string().as_bytes());
        if let Some(done) = output.get("done") {
            books.extend(done["books"].as_object().unwrap().clone());
            heads.extend(done["heads"].as_object().unwrap().clone());
        }
        step["output"] = output;
    }
    let account = books.iter().find(|(name, _)| name.starts_with("account:")).unwrap().1;
    let invoice = account["invoices"].as_object().unwrap().values().next().unwrap();
    assert_eq!(invoice["status"], "PAID");
    settle("story.json", spec);
}
