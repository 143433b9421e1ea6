//! The seller's policy over HTTP and on the command line: proposed by one person, agreed to by
//! another, and kept version by version.

use serde_json::{Value, json};

use super::client::text;
use super::harness::{free_port, run, said};
use super::installation::Installation;
use super::world::World;

const WHY: &str = "Rapat direksi 24 November";

fn proposal(toml: &str) -> Value {
    json!({"toml": toml, "reason": WHY})
}

#[tokio::test]
async fn a_policy_is_proposed_agreed_to_and_explains_old_invoices() {
    let world = World::begin().await;
    let (superuser, supervisor) =
        (world.person("superuser").await, world.person("supervisor").await);
    let old = world.finance.issued().await;
    assert_eq!(old["policy_version"], json!(1));
    let first = superuser.read("/api/policy").await;
    assert_eq!((&first["version"], &first["proposal"]), (&json!(1), &Value::Null));

    let wrong = "qris_minute = 20\n[corrections]\nlifetime_days = \"7\"\n";
    let answer = superuser.act("/api/policy/proposals", proposal(wrong)).await;
    let refused = answer.refused(422, "policy_text");
    let problem = &refused["problems"][0];
    assert_eq!((&problem["line"], &problem["column"]), (&json!(1), &json!(1)));
    assert_eq!(problem["id"], json!("kunci ini tidak dikenal; maksudnya `qris_minutes`?"));
    assert_eq!(refused["problems"][1]["key"], json!("corrections.lifetime_days"));
    assert_eq!(refused["problems"][1]["line"], json!(3));

    let made = superuser.act("/api/policy/proposals", proposal("terms_days = 14\n")).await.is(201);
    assert_eq!((&made["version"], &made["proposal"]["version"]), (&json!(1), &json!(2)));
    let change = json!({"key": "terms_days", "before": "10", "after": "14"});
    assert_eq!(made["proposal"]["changes"], json!([change]));
    let again = superuser.act("/api/policy/proposals", proposal("terms_days = 15")).await;
    again.refused(409, "duplicate");
    let at = |step: &str| format!("/api/policy/proposals/1/{step}");
    superuser.act(&at("approve"), json!({})).await.refused(403, "denied");
    supervisor.act(&at("withdraw"), json!({})).await.refused(403, "denied");
    let adopted = supervisor.act(&at("approve"), json!({})).await.is(200);
    assert_eq!((&adopted["version"], &adopted["reason"]), (&json!(2), &json!(WHY)));
    supervisor.act(&at("reject"), json!({"reason": WHY})).await.refused(409, "state_conflict");

    let new = world.finance.issued().await;
    assert_eq!(new["policy_version"], json!(2), "a bill made now");
    assert_eq!(world.finance.invoice(&text(&old["id"])).await["policy_version"], json!(1));
    for (version, line) in [(1, "terms_days = 10"), (2, "terms_days = 14")] {
        let kept = superuser.read(&format!("/api/policies/{version}")).await;
        assert!(text(&kept["toml"]).lines().any(|it| it == line), "{version}");
    }
    superuser.send_get("/api/policies/3", 404).await;
    // Finance sees what tax follows from, and nothing else.
    let part = world.finance.read("/api/policy").await;
    assert_eq!((&part["toml"], &part["proposal"]), (&Value::Null, &Value::Null));
    let keys = part["fields"].as_array().unwrap().iter().map(|field| text(&field["key"]));
    let keys: Vec<String> = keys.collect();
    let tax = |key: &String| ["tax", "pph23", "stamp"].iter().any(|it| key.starts_with(it));
    assert!(keys.len() > 5 && keys.iter().all(tax), "{keys:?}");
    world.books().await.agree().await;
}

#[test]
fn a_file_is_checked_and_a_wrong_one_does_not_start() {
    let installation = Installation::new();
    let file = installation.home.beside("policy.toml");
    let shown = file.display().to_string();
    let wrong = "qris_minute = 20\n\n[promise]\ndays_max = 99\n";
    std::fs::write(&file, wrong).unwrap();
    let checked = run(&["policy", "check", &shown], &[]);
    assert_eq!(checked.status.code(), Some(2), "{}", said(&checked));
    assert!(said(&checked).contains("line 1, column 1, `qris_minute`"), "{}", said(&checked));

    installation.runs(&["migrate", "up"]);
    let environment: Vec<(&str, &str)> = installation
        .settings("https://api.sandbox.midtrans.com")
        .into_iter()
        .chain([("WIKARTA_POLICY_FILE", shown.as_str())])
        .collect();
    let listen = format!("127.0.0.1:{}", free_port());
    let served = run(&["serve", "--listen", &listen], &environment);
    assert_eq!(served.status.code(), Some(2), "{}", said(&served));
    assert!(said(&served).contains("did you mean `qris_minutes`?"), "{}", said(&served));

    let database = [("DATABASE_URL", installation.url.as_str())];
    let none = run(&["policy", "show"], &database);
    assert_eq!(none.status.code(), Some(1), "{}", said(&none));
    std::fs::write(&file, "qris_minutes = 20\n[promise]\ndays_max = 5\n").unwrap();
    let checked = run(&["policy", "check", &shown], &[]);
    assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
}

#[tokio::test]
async fn the_first_start_stores_the_policy_of_a_file_and_later_ones_keep_it() {
    let installation = Installation::new();
    installation.runs(&["migrate", "up"]);
    let server = installation.serves(free_port(), "https://api.sandbox.midtrans.com").await;
    drop(server);
    let shown = installation.runs(&["policy", "show"]);
    assert!(shown.contains("# version 1, in force since ") && shown.contains("terms_days = 10"));
    let unknown =
        run(&["policy", "show", "--version", "9"], &[("DATABASE_URL", &installation.url)]);
    assert_eq!(unknown.status.code(), Some(1), "{}", said(&unknown));
}
