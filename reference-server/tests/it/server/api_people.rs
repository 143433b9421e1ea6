//! Who may do what, changed by two people and heard by all when it is an emergency.

use serde_json::{Value, json};

use super::client::{Person, text};
use super::harness::Home;

const WHY: &str = "Menggantikan kasir yang cuti";

async fn user(person: &Person, email: &str) -> Value {
    let users = person.read("/api/users").await;
    let users = users["items"].as_array().unwrap().clone();
    users.into_iter().find(|user| user["email"] == email).unwrap()
}

/// A change that a superuser proposes and a supervisor agrees to.
async fn agreed(superuser: &Person, supervisor: &Person, body: Value) {
    let change = superuser.act("/api/access-changes", body).await.is(201);
    assert_eq!(change["status"], "PROPOSED");
    let at = format!("/api/access-changes/{}/approve", text(&change["id"]));
    superuser.act(&at, json!({})).await.refused(403, "denied");
    let first = supervisor.act_as(&at, &at, &json!({})).await;
    let again = supervisor.act_as(&at, &at, &json!({})).await;
    assert_eq!((again.status, &again.text), (200, &first.text), "byte for byte");
    assert_eq!(first.is(200)["status"], "APPROVED");
}

#[tokio::test]
async fn a_role_made_here_holds_at_the_next_request_and_so_does_its_loss() {
    let home = Home::seeded();
    let server = home.demo().await;
    let (superuser, supervisor) =
        (server.person("superuser").await, server.person("supervisor").await);
    let technician = server.person("teknisi").await;
    let role =
        json!({"code": "PENGAMAT", "name": "Pengamat", "permissions": {"refund.view": "All"}});
    agreed(&superuser, &supervisor, json!({"role": role, "reason": WHY})).await;
    let id = text(&user(&superuser, "teknisi@demo.test").await["id"]);
    technician.send_get("/api/refunds", 403).await;
    let roles = |custom: Value| json!({"user_id": id, "roles": ["TEKNISI"], "custom_roles": custom, "reason": WHY});
    agreed(&superuser, &supervisor, roles(json!(["PENGAMAT"]))).await;
    technician.send_get("/api/refunds", 200).await;
    let query = format!("/api/access/explain?permission=refund.view&user={id}");
    let told = supervisor.read(&query).await;
    assert_eq!((&told["allowed"], &told["rule"]), (&json!(true), &json!("custom_role")));
    agreed(&superuser, &supervisor, roles(json!([]))).await;
    technician.send_get("/api/refunds", 403).await;
    let told = supervisor.read(&query).await;
    assert_eq!((&told["allowed"], &told["rule"]), (&json!(false), &json!("deny_by_default")));
    drop(server);
    home.proves_its_trail();
}

#[tokio::test]
async fn a_new_person_gets_roles_from_a_second_one() {
    let home = Home::seeded();
    let server = home.demo().await;
    let (superuser, supervisor) =
        (server.person("superuser").await, server.person("supervisor").await);
    let body = json!({"email": "baru@demo.test", "name": "Sutrisno", "roles": ["KEUANGAN"]});
    let added = superuser.act("/api/users", body).await.is(201);
    assert_eq!(user(&superuser, "baru@demo.test").await["roles"], json!([]));
    let at = format!("/api/access-changes/{}/approve", text(&added["access_change_id"]));
    supervisor.act(&at, json!({})).await.is(200);
    assert_eq!(user(&superuser, "baru@demo.test").await["roles"], json!(["KEUANGAN"]));
    // Two roles that one person may not hold, and the last of a kind.
    let id = added["id"].clone();
    let both = json!({"user_id": id, "roles": ["KEUANGAN", "SUPERVISOR"], "reason": WHY});
    superuser.act("/api/access-changes", both).await.refused(409, "sod_conflict");
    let own = text(&user(&superuser, "superuser@demo.test").await["id"]);
    let own = json!({"user_id": own, "roles": ["TEKNISI"], "reason": WHY});
    let refused = superuser.act("/api/access-changes", own).await;
    assert_eq!(refused.refused(403, "sod_self")["rule"], "separation.subject_decides");
}

#[tokio::test]
async fn an_emergency_is_declared_heard_and_over() {
    let home = Home::seeded();
    let server = home.demo().await;
    let superuser = server.person("superuser").await;
    let ask = "/api/access/explain?permission=customer.manage";
    assert_eq!(superuser.read(ask).await["allowed"], false);
    let long = json!({"reason": "Supervisor tidak dapat dihubungi", "minutes": 61});
    superuser.act("/api/emergency", long).await.refused(422, "invalid");
    let body = json!({"reason": "Supervisor tidak dapat dihubungi", "minutes": 10});
    superuser.act("/api/emergency", body.clone()).await.is(201);
    superuser.act("/api/emergency", body).await.refused(409, "emergency_active");
    let told = superuser.read(ask).await;
    assert_eq!((&told["allowed"], &told["rule"]), (&json!(true), &json!("emergency")));
    assert_eq!(
        superuser.read("/api/access/explain?permission=refund.approve").await["allowed"],
        false,
        "never money"
    );
    superuser.act("/api/emergency/end", json!({})).await.is(200);
    assert_eq!(superuser.read(ask).await["allowed"], false);
    assert!(server.program.errors().contains("ALARM"), "a loud line in the log");
    let mut books = home.books().await;
    for kind in ["emergency_begun", "emergency_ended"] {
        let noted = "SELECT count(*) FROM security_log WHERE kind = ?1";
        assert_eq!(books.number(noted, kind).await, 1, "{kind}");
    }
}
