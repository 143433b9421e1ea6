//! A stranger who knows nothing but the names of commands, and gets there by doing what each error
//! says: so there is no second list of fields here, and an error that does not help is a failed test.

use serde_json::{Map, Value, json};
use wikarta_core::command::{Envelope, NAMES};
use wikarta_core::policy::Policy;
use wikarta_core::wire::{Door, Flaw, Request, WireError};

/// Texts to try, one after the other, where an error says that a text has a form of its own.
const TEXTS: &[&str] = &[
    "a text of some length",
    "cus_1",
    "sub_1",
    "pkg_1",
    "inv_1",
    "cas_1",
    "usr_1",
    "ref_1",
    "voi_1",
    "pst_1",
    "crn_1",
    "prm_1",
    "acc_1",
    "rem_1",
    "rec_1",
    "eff_1",
    "2026-11-23",
    "2026-11",
    "2026-11-23T07:05:00Z",
    "T-3",
    "calendar",
    "0.02",
    "PLG-000001",
    "ROLE_1",
    "01234567890123456",
    "INV-2026-11-000001-01-abcde",
];

/// Every command with every field that it takes, as a request.
pub fn all() -> Vec<(&'static str, Value)> {
    NAMES.iter().map(|name| (*name, full(name))).collect()
}

/// A request for a command, without a single field of it.
pub fn bare(name: &str) -> Value {
    json!({
        "v": 1, "id": "c-1", "at": "2026-11-23T07:05:00Z", "trace": "t-1",
        "actor": { "staff": { "id": "usr_sri", "roles": ["KEUANGAN"] } },
        "command": { name: {} },
    })
}

pub fn parse(request: &Value) -> Result<Envelope, WireError> {
    Request::parse(request.to_string().as_bytes(), Door::Rules)
}

/// The smallest request for a command.
pub fn least(name: &str) -> Value {
    let mut request = bare(name);
    follow(&mut request).unwrap_or_else(|error| panic!("{name}: {error}\n{request:#}"));
    request
}

/// A request with every field.
pub fn full(name: &str) -> Value {
    let mut request = least(name);
    for &key in keys(&request, name) {
        let body = &request["command"][name];
        if body.get(key).is_some() {
            continue;
        }
        let mut more = request.clone();
        more["command"][name][key] = sample(key);
        // Two fields that only come together are tried together.
        if key == "personal" {
            more["command"][name]["key"] = sample("key");
        }
        match follow(&mut more) {
            Ok(()) => request = more,
            Err(error) => assert_eq!(key, "key", "{name}: {error}"),
        }
    }
    request
}

/// The keys that a command takes, as the error says that names a wrong one.
pub fn keys(request: &Value, name: &str) -> &'static [&'static str] {
    let mut wrong = request.clone();
    wrong["command"][name]["?"] = json!(1);
    match parse(&wrong) {
        Err(WireError { path, flaw: Flaw::Field { allowed, .. } }) => {
            assert_eq!(path, format!("command.{name}.?"));
            allowed
        }
        other => panic!("{name}: {other:?}"),
    }
}

/// Does what errors say until there are none.
fn follow(request: &mut Value) -> Result<(), WireError> {
    let mut asked = String::new();
    let mut tried = 0;
    for _ in 0..400 {
        let Err(error) = parse(request) else { return Ok(()) };
        let path = error.path.clone();
        if path != asked {
            (asked, tried) = (path.clone(), 0);
        }
        match &error.flaw {
            Flaw::Missing => put(request, &path, sample(&path)),
            Flaw::Kind { wanted, .. } => put(request, &path, wanted_value(wanted, &error)?),
            Flaw::Word { allowed, .. } => put(request, &path, json!(allowed[0])),
            Flaw::Value(_) => {
                let text = TEXTS.get(tried).ok_or(error)?;
                put(request, &path, json!(text));
                tried += 1;
            }
            _ => return Err(error),
        }
    }
    parse(request).map(drop)
}

/// What is known to stand under a key; a mere mark where nothing is.
fn sample(path: &str) -> Value {
    match path.rsplit('.').next().unwrap() {
        "policy" => serde_json::to_value(Policy::indonesian_pkp().unwrap()).unwrap(),
        "personal" => json!({
            "name": "Slamet Riyadi", "phone": "+6281200000001", "email": "slamet@contoh.test",
            "address": "Jl. Melati No. 12", "nik": "3273015205900001", "npwp": "0012345678901000",
            "nitku": "0012345678901000000000",
            "payout": { "bank": "BCA", "number": "1234567890", "holder": "Slamet Riyadi" },
        }),
        "key" => json!("07".repeat(32)),
        "role" => json!({ "code": "CS_1", "name": "Layanan", "permissions": {} }),
        "instructions" => json!({ "kind": "bill", "biller_code": "70012", "bill_key": "1" }),
        _ => json!("?"),
    }
}

fn wanted_value(wanted: &str, error: &WireError) -> Result<Value, WireError> {
    Ok(match wanted {
        "true or false" => json!(true),
        "text" => json!("?"),
        "a list" => json!([]),
        "a list of 2" => json!([1, 1]),
        "an object" => sample_object(&error.path),
        "a word, or an object with one key" => json!("?"),
        wanted if wanted.starts_with("a whole number") => json!(1),
        wanted if wanted.starts_with("a decimal number") => json!("0.02"),
        wanted if wanted.starts_with("a date") => json!("2026-11-23"),
        wanted if wanted.starts_with("a time") => json!("09:00:00"),
        _ => return Err(error.clone()),
    })
}

fn sample_object(path: &str) -> Value {
    match sample(path) {
        Value::Object(object) => Value::Object(object),
        _ => json!({}),
    }
}

/// Puts a value at a place, making objects on the way.
pub fn put(value: &mut Value, path: &str, new: Value) {
    let mut at = value;
    for step in path.replace('[', ".[").split('.').filter(|step| !step.is_empty()) {
        at = match step.strip_prefix('[') {
            Some(index) => &mut at[index.trim_end_matches(']').parse::<usize>().unwrap()],
            None => {
                if !at.is_object() {
                    *at = Value::Object(Map::new());
                }
                &mut at[step]
            }
        };
    }
    *at = new;
}
