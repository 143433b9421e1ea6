//! Each endpoint × each role, against the matrix of the core.

use wikarta_core::access::{Role, scope_of};
use wikarta_server::http::ENDPOINTS;
use wikarta_server::http::class::Class;

use crate::world::{SendForm as _, World, concrete};

#[tokio::test]
async fn athz_02_exhaustive_each_endpoint_and_role_at_the_edge() {
    let world = World::start().await;
    for role in Role::ALL {
        let token = world.token(*role).await;
        let session = world.session(*role).await;
        let form = world.form(&session).await;
        for row in ENDPOINTS.iter().filter(|row| row.path != "/keluar") {
            let url = world.url(&concrete(row.path));
            let mut request = world.client.request(row.method.as_str().parse().unwrap(), url);
            request = match row.class {
                Class::Api | Class::Upload => request.bearer_auth(&token),
                Class::Page => request.header("cookie", &session),
                Class::Public | Class::Webhook | Class::Receipt | Class::Door | Class::Payer => {
                    continue;
                }
            };
            if row.method.as_str() == "POST" {
                request = match row.class {
                    Class::Api => {
                        request.json(&serde_json::json!({})).header("idempotency-key", "k")
                    }
                    Class::Upload => request.header("content-type", "text/csv").body("a"),
                    _ => request.fields(&[("csrf", &form)]),
                };
            }
            let answer = request.send().await.unwrap();
            let may = row.permission.is_none_or(|needed| scope_of(*role, needed).is_some());
            let expected = if may { 200 } else { 403 };
            assert_eq!(answer.status(), expected, "{} as {}", row.name(), role.as_str());
        }
    }
}

#[tokio::test]
async fn a_denial_says_which_permission_and_who_has_it() {
    let world = World::start().await;
    let token = world.token(Role::Teknisi).await;
    let answer = world.get("/api/audit-logs").bearer_auth(token).send().await.unwrap();
    let document: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(document["code"], "denied");
    assert_eq!(document["rule"], "audit.view");
    assert_eq!(
        document["allowed"],
        serde_json::json!(["SUPERUSER", "SUPERVISOR", "KEUANGAN", "AUDITOR"])
    );
}
