//! Decisions on documents that a host holds.

use serde_json::{Value, json};
use wikarta_core::access::Role;
use wikarta_core::aggregate::Aggregate;
use wikarta_core::audit::{Entry, Head, verify_chain};
use wikarta_core::command::{Command, Envelope};
use wikarta_core::decide::Made;
use wikarta_core::id::{CommandId, TraceId};
use wikarta_core::provider::Channel;
use wikarta_core::wire::{Request, call};

use crate::world::{World, at, now, rupiah, staff};

fn decide(request: &Value) -> Value {
    serde_json::from_slice(&call("decide", request.to_string().as_bytes())).unwrap()
}

/// A request beside books that a story in memory has come to.
fn beside(world: &World, envelope: &Envelope) -> Value {
    let mut request: Value = serde_json::from_str(&Request::print(envelope)).unwrap();
    let mut books = json!({});
    for name in world.store.aggregates() {
        books[name.to_string()] = match world.store.aggregate(&name) {
            Some(Aggregate::Account(account)) => json!(account),
            Some(Aggregate::Package(package)) => json!(package),
            Some(Aggregate::Series(series)) => json!(series),
            _ => continue,
        };
    }
    request["books"] = books;
    request
}

/// The same command on the same books: the engine and the document come to the same state and the
/// same entry.
#[test]
fn a_document_and_the_engine_come_to_the_same() {
    let world = World::new();
    let (client, invoice) = world.bill(277_500);
    let open = Command::OpenAttempt { invoices: vec![invoice.clone()], channel: Channel::BcaVa };
    let envelope = Envelope {
        id: CommandId::new("the same"),
        actor: staff(Role::Keuangan),
        at: at("2026-08-02T03:00:00Z"),
        trace: TraceId::new("trace"),
        command: open,
    };
    let request = beside(&world, &envelope);
    let answered = decide(&request);
    now(world.wikarta.send(envelope)).unwrap();
    let name = format!("account:{}", client.account);
    let done = &answered["done"];
    assert_eq!(done["books"][&name], json!(world.account(&client)), "{answered:#}");
    assert_eq!(done["answer"]["made"], json!(Made::Now));
    assert_eq!(done["effects"][0]["effect"]["effect"], "charge");
}

/// The entries of a story chain up as those of the engine do.
#[test]
fn entries_make_a_chain_that_is_proved() {
    let spec: Value = serde_json::from_str(include_str!("../../../spec/wire/story.json")).unwrap();
    let outputs = spec["steps"].as_array().unwrap().iter().map(|step| &step["output"]["done"]);
    let (mut entries, mut head) = (Vec::new(), Head::default());
    for done in outputs.filter(|done| done.is_object()) {
        for entry in done["entries"].as_array().unwrap() {
            let mut entry = entry.clone();
            let hash: [u8; 32] = wikarta_core::id::unhex(entry["hash"].as_str().unwrap()).unwrap();
            entry["hash"] = json!(hash);
            let entry: Entry = serde_json::from_value(entry).unwrap();
            if entry.aggregate.to_string().starts_with("account:") {
                head = Head { seq: entry.seq, hash: entry.hash };
                entries.push(entry);
            }
        }
    }
    let chain = entries[0].aggregate.clone();
    assert_eq!(verify_chain(&chain, entries.iter(), head), Ok(entries.len() as u64));
    assert!(entries.len() > 6);
}

#[test]
fn a_document_that_contradicts_itself_is_not_decided_on() {
    let world = World::new();
    let (client, invoice) = world.bill(277_500);
    let account = format!("account:{}", client.account);
    let envelope = Envelope {
        id: CommandId::new("odd"),
        actor: staff(Role::Keuangan),
        at: at("2026-08-02T03:00:00Z"),
        trace: TraceId::new("trace"),
        command: Command::OpenAttempt { invoices: vec![invoice.clone()], channel: Channel::Qris },
    };
    let sound = beside(&world, &envelope);
    let odd = |change: &dyn Fn(&mut Value)| {
        let mut request = sound.clone();
        change(&mut request);
        let answer = decide(&request);
        let flaw = &answer["malformed"];
        format!("{} {}", flaw["code"].as_str().unwrap(), flaw["path"].as_str().unwrap())
    };
    let status = format!("/books/{}/invoices/{invoice}/status", account);
    assert_eq!(
        odd(&|request| *request.pointer_mut(&status).unwrap() = json!("PAID")),
        format!("invalid_value books.{account}.invoices.{invoice}.status"),
    );
    assert_eq!(
        odd(&|request| {
            let state = request["books"][&account].clone();
            request["books"]["account:cus_other"] = state;
        }),
        "invalid_value books.account:cus_other",
    );
    assert_eq!(
        odd(&|request| request["books"]["cash:1"] = json!({})),
        "invalid_value books.cash:1"
    );
    assert_eq!(
        odd(&|request| request["heads"][&account] = json!({ "seq": 1, "hash": "00" })),
        format!("invalid_value heads.{account}.hash"),
    );
    assert_eq!(odd(&|request| request["bocks"] = json!({})), "unknown_field bocks");
    assert_eq!(
        odd(&|request| request["policy"] = json!({ "zone": "WIB" })),
        "missing_field policy.version"
    );
}

/// What is due and what it costs follow the policy that is sent along.
#[test]
fn the_policy_that_is_sent_is_the_one_that_holds() {
    let mut policy = wikarta_core::policy::Policy::indonesian_pkp().unwrap();
    policy.billing.prepaid_lead_days = 3;
    let asked = json!({
        "v": 1, "cycle": "calendar", "mode": "prepaid", "first_day": "2026-10-20",
        "month": "2026-12", "policy": policy,
    });
    let answer: Value =
        serde_json::from_slice(&call("period", asked.to_string().as_bytes())).unwrap();
    assert_eq!(answer["done"]["bill_on"], "2026-11-28");
    policy.corrections.refund_tier2_max = rupiah(0);
    let mut asked = asked;
    asked["policy"] = json!(policy);
    let answer: Value =
        serde_json::from_slice(&call("period", asked.to_string().as_bytes())).unwrap();
    assert_eq!(answer["malformed"]["path"], "policy");
}

mod any {
    use proptest::prelude::*;
    use wikarta_core::wire::{CALLS, call};

    proptest! {
        #[test]
        fn bytes_are_answered_by_every_call(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            for name in CALLS {
                let answer: serde_json::Value = serde_json::from_slice(&call(name, &bytes)).unwrap();
                prop_assert_eq!(&answer["v"], 1);
            }
        }
    }
}
