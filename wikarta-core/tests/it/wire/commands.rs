//! Every command as JSON and back.

use std::collections::BTreeSet;

use wikarta_core::access::Actor;
use wikarta_core::command::NAMES;
use wikarta_core::decide::is_sent_by_workers;
use wikarta_core::wire::{Door, Flaw, Request};

use super::explore::{all, full, least, parse};

#[test]
fn names_are_told_apart_and_look_like_names() {
    let apart: BTreeSet<&str> = NAMES.iter().copied().collect();
    assert_eq!(apart.len(), NAMES.len(), "two commands have one name");
    let plain = |name: &&str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    assert!(NAMES.iter().all(plain));
    assert!(NAMES.len() > 90, "the names of all groups are here");
}

#[test]
fn every_command_is_printed_as_it_was_read() {
    for (name, request) in all() {
        let envelope = parse(&request).unwrap();
        let printed = Request::print(&envelope);
        let again = Request::parse(printed.as_bytes(), Door::Rules);
        assert_eq!(again.as_ref(), Ok(&envelope), "{name}");
        assert_eq!(Request::print(&again.unwrap()), printed, "{name}");
        let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
        let names: Vec<&String> = printed["command"].as_object().unwrap().keys().collect();
        assert_eq!(names, [name]);
    }
}

#[test]
fn what_may_be_left_out_may_be_left_out() {
    for name in NAMES.iter() {
        let (least, full) = (least(name), full(name));
        let envelope = parse(&least).unwrap();
        assert_eq!(parse(&serde_json::from_str(&Request::print(&envelope)).unwrap()), Ok(envelope));
        let fields =
            |request: &serde_json::Value| request["command"][name].as_object().unwrap().len();
        assert!(fields(&least) <= fields(&full), "{name}");
    }
}

/// What the gateway and the channels said comes from the engine's own ports, not in a request; a host
/// that is its own engine tells it.
#[test]
fn what_workers_tell_is_not_taken_from_outside() {
    let mut told = Vec::new();
    for (name, request) in all() {
        let envelope = parse(&request).unwrap();
        let answer = Request::parse(request.to_string().as_bytes(), Door::Engine);
        if is_sent_by_workers(&envelope.command) {
            let error = answer.unwrap_err();
            assert_eq!((error.path.as_str(), &error.flaw), ("command", &Flaw::Inside), "{name}");
            told.push(name);
        } else {
            assert_eq!(answer, Ok(envelope), "{name}");
        }
    }
    told.sort_unstable();
    let expected = [
        "answer_cancel",
        "answer_charge",
        "answer_hand_over",
        "answer_refund",
        "hand_over_reminder",
        "notify",
        "open_case",
        "seed_policy",
        "take_read",
        "take_receipt",
    ];
    assert_eq!(told, expected);
}

#[test]
fn every_actor_is_read_and_the_gateway_only_by_who_is_an_engine() {
    let mut request = least("ask_read");
    for (written, actor) in [
        (r#"{"scheduler":{}}"#, Actor::Scheduler),
        (r#""scheduler""#, Actor::Scheduler),
        (r#"{"system":null}"#, Actor::System),
        (r#"{"payer":{"invoice":"inv_1"}}"#, Actor::Payer { invoice: "inv_1".parse().unwrap() }),
        (r#"{"gateway":{}}"#, Actor::Gateway),
    ] {
        request["actor"] = serde_json::from_str(written).unwrap();
        let envelope = parse(&request).unwrap();
        assert_eq!(envelope.actor, actor);
        assert_eq!(parse(&serde_json::from_str(&Request::print(&envelope)).unwrap()), Ok(envelope));
        let outside = Request::parse(request.to_string().as_bytes(), Door::Engine);
        assert_eq!(outside.is_err(), actor == Actor::Gateway, "{written}");
    }
    request["actor"] = serde_json::json!({ "staff": {
        "id": "usr_1", "roles": ["MARKETING"],
        "grants": { "permissions": { "refund.view": "All" }, "roles": ["CS_1"], "emergency": "no" },
    } });
    let envelope = parse(&request).unwrap();
    assert_eq!(envelope.actor.role_label(), "MARKETING,CS_1");
}
