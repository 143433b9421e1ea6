//! What is wrong with a request: where, what was expected, what to do.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};
use wikarta_core::command::NAMES;
use wikarta_core::wire::{Door, Request};

use super::explore::{full, least, parse, put};

/// The answer to a request with something else at a place.
fn with(name: &str, path: &str, value: Value) -> String {
    let mut request = least(name);
    put(&mut request, path, value);
    error(request.to_string().as_bytes())
}

fn error(bytes: &[u8]) -> String {
    match Request::parse(bytes, Door::Engine) {
        Ok(_) => "taken".to_owned(),
        Err(error) => format!("{}: {error}", error.flaw.code()),
    }
}

#[test]
fn each_slip_is_told_with_its_place_and_what_to_do() {
    let issue = least("issue_invoice").to_string();
    let refund = "command.request_refund";
    let slips = [
        error(b""),
        error(b"{"),
        error(b"\xff"),
        error(b"[1]"),
        error(b"{\"v\":1,\"v\":1}"),
        error(issue.replace(r#""id":"c-1""#, r#""id":"c-1","id":"c-2""#).as_bytes()),
        error(("[".repeat(60) + &"]".repeat(60)).as_bytes()),
        error(("[".repeat(300) + &"]".repeat(300)).as_bytes()),
        error(&vec![b' '; 300_000]),
        with("issue_invoice", "v", json!(2)),
        with("issue_invoice", "v", json!("1")),
        with("issue_invoice", "id", json!("")),
        with("issue_invoice", "trace", json!("with a space")),
        with("issue_invoice", "at", json!("2026-11-23T14:05:00")),
        with("issue_invoice", "at", json!("yesterday")),
        with("issue_invoice", "actr", json!(1)),
        with("issue_invoice", "actor", json!({ "staf": {} })),
        with("issue_invoice", "actor", json!("gateway")),
        with("issue_invoice", "actor.staff.roles", json!(["FINANCE"])),
        with("issue_invoice", "command", json!({})),
        with("issue_invoice", "command", json!({ "isue_invoice": {} })),
        with("issue_invoice", "command", json!({ "dance": {} })),
        with("issue_invoice", "command", json!({ "take_read": {} })),
        with("take_read", "actor", json!("system")),
        with("issue_invoice", "command.issue_invoice", json!({})),
        with("issue_invoice", "command.issue_invoice.invoice", json!("INV/2026/11/000001")),
        with("issue_invoice", "command.issue_invoice.invoices", json!([])),
        with("end_break_glass", "command.end_break_glass.why", json!("done")),
        with("request_refund", &format!("{refund}.amount"), json!(1.5)),
        with("request_refund", &format!("{refund}.amount"), json!(150_000.0)),
        with("request_refund", &format!("{refund}.amount"), json!("150000")),
        with("request_refund", &format!("{refund}.amount"), json!(9_007_199_254_740_992_u64)),
        with("request_refund", &format!("{refund}.amount"), json!(u64::MAX)),
        with("request_refund", &format!("{refund}.amount"), json!(2_000_000_000_000_000_i64)),
        with("request_refund", &format!("{refund}.amout"), json!(150_000)),
        with("request_refund", &format!("{refund}.to"), json!("payr")),
        with(
            "request_refund",
            &format!("{refund}.source"),
            json!({ "attempt": "x", "posting": "y" }),
        ),
        with("open_attempt", "command.open_attempt.channel", json!("bca")),
        with("open_attempt", "command.open_attempt.invoices", json!(["inv_1", "inv_2", 3])),
        with("draft_invoice", "command.draft_invoice.period", json!("11-2026")),
        with("start_subscription", "command.start_subscription.starts_on", json!("1/11/2026")),
        with("define_package", "command.define_package.mbps", json!(-1)),
        with(
            "propose_resolution",
            "command.propose_resolution.resolution",
            json!({ "to": "credit", "invoices": ["inv_1"] }),
        ),
        with(
            "propose_resolution",
            "command.propose_resolution.resolution",
            json!({ "to": "invoices" }),
        ),
        with("register_customer", "command.register_customer.key", json!("secret")),
        with("register_customer", "command.register_customer.personal.nik", json!("3273")),
    ];
    let mut text = String::new();
    for slip in slips {
        writeln!(text, "{slip}").unwrap();
    }
    insta::assert_snapshot!(text);
}

/// Neither the key nor a value of the customer stands in any error, wherever it is put.
#[test]
fn secrets_and_personal_values_are_not_repeated() {
    let secret = "5ec4e7".repeat(11);
    for path in ["key", "personal", "personal.name", "personal.phone", "personal.email", "kind"] {
        let told = with(
            "register_customer",
            &format!("command.register_customer.{path}"),
            json!([secret]),
        );
        assert!(!told.contains("5ec4e7"), "{told}");
    }
    for path in ["key", "personal.phone", "personal.email", "personal.nik", "personal.npwp"] {
        let told =
            with("register_customer", &format!("command.register_customer.{path}"), json!(secret));
        assert!(told != "taken" && !told.contains("5ec4e7"), "{told}");
    }
    let envelope = parse(&full("register_customer")).unwrap();
    let shown = format!("{envelope:?}");
    for hidden in ["0707", "Slamet", "+6281", "contoh", "Melati", "3273", "1234567890"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
}

/// Somewhere in a request something else.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("inv_1")),
        Just(json!("2026-11-23")),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,8}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Every place of a value, as a JSON pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| places(value, &format!("{at}/{key}"), found));
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(i, value)| places(value, &format!("{at}/{i}"), found));
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_taken_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Request::parse(&bytes, Door::Engine).is_err());
    }

    #[test]
    fn any_json_is_refused_with_a_place(value in anything()) {
        let error = Request::parse(value.to_string().as_bytes(), Door::Rules).unwrap_err();
        prop_assert!(!error.to_string().is_empty());
    }

    #[test]
    fn whatever_is_taken_of_a_damaged_request_is_printed_and_read_again(
        which in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        value in anything(),
    ) {
        let name = NAMES[which.index(NAMES.len())];
        let mut request = full(name);
        let mut found = Vec::new();
        places(&request, "", &mut found);
        *request.pointer_mut(&found[place.index(found.len())]).unwrap() = value;
        if let Ok(envelope) = parse(&request) {
            let printed = Request::print(&envelope);
            prop_assert_eq!(Request::parse(printed.as_bytes(), Door::Rules), Ok(envelope));
        }
    }
}

/// An object that says by a word what it is, is read whole; what is wrong inside is told where it is.
#[test]
fn what_is_wrong_inside_of_such_an_object_is_told_where_it_is() {
    let told = |name: &str, field: &str, value: Value| {
        let mut request = full(name);
        put(&mut request, &format!("command.{name}.{field}"), value);
        let error = parse(&request).unwrap_err();
        format!("{} {}", error.flaw.code(), error.path.replacen(&format!("command.{name}."), "", 1))
    };
    let resolution = |value| told("propose_resolution", "resolution", value);
    assert_eq!(resolution(json!({})), "missing_field resolution.to");
    assert_eq!(resolution(json!({ "to": "charity" })), "unknown_word resolution.to");
    assert_eq!(resolution(json!({ "to": 1 })), "wrong_type resolution.to");
    assert_eq!(resolution(json!({ "to": "invoices" })), "missing_field resolution.invoices");
    assert_eq!(
        resolution(json!({ "invoices": ["inv_1", "inv_2", "cus_1", 4], "to": "invoices" })),
        "invalid_value resolution.invoices[2]",
    );
    assert_eq!(
        resolution(json!({ "to": "invoices", "invoices": { "inv_1": 1 } })),
        "wrong_type resolution.invoices",
    );
    let what = |value| told("propose_access", "what", value);
    let role = |role: Value| what(json!({ "what": "define", "role": role }));
    assert_eq!(role(json!({ "code": "CS_1" })), "missing_field what.role.name");
    assert_eq!(role(json!({})), "missing_field what.role.code");
    assert_eq!(
        role(json!({ "code": "cs", "name": "Layanan", "permissions": {} })),
        "invalid_value what.role.code",
    );
    assert_eq!(
        role(json!({ "code": "CS_1", "name": "Layanan", "permissions": { "refund.veiw": "All" } })),
        "unknown_word what.role.permissions.refund.veiw",
    );
    assert_eq!(
        what(
            json!({ "what": "assign", "user": "usr_1", "roles": ["KEUANGAN", "X"], "custom": [] })
        ),
        "unknown_word what.roles[1]",
    );
    assert_eq!(
        what(json!({ "what": "assign", "roles": [], "custom": [] })),
        "missing_field what.user",
    );
    let outcome = |value| told("answer_charge", "outcome", value);
    assert_eq!(
        outcome(json!({ "outcome": "accepted", "transaction_id": "t", "instructions": {} })),
        "missing_field outcome.instructions.kind",
    );
    assert_eq!(
        outcome(json!({ "outcome": "accepted", "transaction_id": "t", "expires_at": "soon",
            "instructions": { "kind": "qr", "qr_string": "x" } })),
        "invalid_value outcome.expires_at",
    );
    let handed = |value| told("answer_hand_over", "outcome", value);
    assert_eq!(
        handed(json!({ "detail": "lost", "outcome": "accepted" })),
        "unknown_word outcome.detail",
    );
}
