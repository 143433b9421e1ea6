//! Bearer tokens and sessions.

use serde_json::{Value, json};
use wikarta_core::access::Role;
use wikarta_core::staff::Standing;
use wikarta_server::auth::{SecurityKind, jwt};
use wikarta_server::config::SecretKey;

use crate::world::{PASSWORD, ROOT, World, email, user_id};

async fn ask(world: &World, token: &str) -> u16 {
    world.get("/api/invoices").bearer_auth(token).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_token_opens_the_api_for_its_time() {
    let world = World::start().await;
    let token = world.token(Role::Keuangan).await;
    assert_eq!(ask(&world, &token).await, 200);
    world.clock.forward(jwt::life_seconds() - 1);
    assert_eq!(ask(&world, &token).await, 200);
    world.clock.forward(1);
    assert_eq!(ask(&world, &token).await, 401);
}

#[tokio::test]
async fn athn_04_every_route_wants_a_person() {
    let world = World::start().await;
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJ1c3Jfc3VwZXJ1c2VyIn0.";
    let stranger = SecretKey::from_text("another root 0123456789 abcdefghij").unwrap();
    let session = wikarta_server::auth::SessionId::fresh().unwrap();
    let user = user_id(Role::Superuser).parse().unwrap();
    let now = wikarta_core::ports::Host::now(&*world.clock);
    let forged = jwt::sign(&stranger.derive("bearer-token"), &user, &session, now);
    let no_session = jwt::sign(
        &SecretKey::from_text(ROOT).unwrap().derive("bearer-token"),
        &user,
        &session,
        now,
    );
    for row in wikarta_server::http::ENDPOINTS.iter().filter(|row| row.class.wants_staff()) {
        let url = world.url(&crate::world::concrete(row.path));
        for header in [
            None,
            Some(String::new()),
            Some("Basic YTpi".to_owned()),
            Some("Bearer".to_owned()),
            Some(format!("Bearer {none}")),
            Some(format!("Bearer {forged}")),
            Some(format!("Bearer {no_session}")),
        ] {
            let mut request = world.client.request(row.method.as_str().parse().unwrap(), &url);
            if let Some(header) = &header {
                request = request.header("authorization", header);
            }
            let status = request.send().await.unwrap().status().as_u16();
            let page = row.path.starts_with("/api/");
            let expected = if page || row.method.as_str() == "POST" { 401 } else { 303 };
            assert_eq!(status, expected, "{} with {header:?}", row.name());
        }
    }
}

#[tokio::test]
async fn athn_10_a_cookie_opens_no_api_and_a_token_no_page() {
    let world = World::start().await;
    let token = world.token(Role::Keuangan).await;
    let page = world.get("/tagihan").bearer_auth(&token).send().await.unwrap();
    assert_eq!(page.status(), 303);
    let session = world.session(Role::Keuangan).await;
    let api = world.get("/api/invoices").header("cookie", &session).send().await.unwrap();
    assert_eq!(api.status(), 401);
    // The session inside a token is not one of the panel either.
    let claims = token.split('.').nth(1).unwrap();
    let claims = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, claims);
    let claims: Value = serde_json::from_slice(&claims.unwrap()).unwrap();
    let cookie = format!("wikarta_session={}", claims["sid"].as_str().unwrap());
    let page = world.get("/tagihan").header("cookie", cookie).send().await.unwrap();
    assert_eq!(page.status(), 303);
}

#[tokio::test]
async fn athz_03_roles_are_read_at_each_request() {
    let world = World::start().await;
    let token = world.token(Role::Supervisor).await;
    let audit = async || {
        world.get("/api/audit-logs").bearer_auth(&token).send().await.unwrap().status().as_u16()
    };
    assert_eq!(audit().await, 200);
    world.identity.change_user(&user_id(Role::Supervisor), |user| {
        user.roles = [Role::Marketing].into_iter().collect();
    });
    assert_eq!(audit().await, 403);
    world.identity.change_user(&user_id(Role::Supervisor), |user| {
        user.standing = Standing::Disabled;
    });
    assert_eq!(audit().await, 401);
}

#[tokio::test]
async fn idnt_04_same_answer_for_unknown_wrong_and_disabled() {
    let world = World::start().await;
    world.identity.change_user(&user_id(Role::Teknisi), |user| user.standing = Standing::Disabled);
    let mut answers = Vec::new();
    for (email, password) in [
        ("nobody@demo.test".to_owned(), PASSWORD),
        ("not an address".to_owned(), PASSWORD),
        (email(Role::Keuangan), "wrong-password-1"),
        (email(Role::Teknisi), PASSWORD),
    ] {
        let body = json!({"email": email, "password": password});
        let answer = world.post("/api/tokens").json(&body).send().await.unwrap();
        let status = answer.status().as_u16();
        assert!(answer.headers().get("www-authenticate").is_some());
        let mut document: Value = answer.json().await.unwrap();
        document["trace_id"] = Value::Null;
        answers.push((status, document));
    }
    assert_eq!(answers[0].0, 401);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    let failed = |kind: &&SecurityKind| **kind == SecurityKind::SignInFailed;
    assert_eq!(world.identity.kinds().iter().filter(failed).count(), 4);
    let notes = world.identity.notes.lock().unwrap();
    assert!(notes.iter().all(|note| !format!("{note:?}").contains('@')), "no address of a person");
}

#[tokio::test]
async fn an_email_in_another_spelling_is_the_same_person() {
    let world = World::start().await;
    let body = json!({"email": "  Keuangan@DEMO.test ", "password": PASSWORD});
    assert_eq!(world.post("/api/tokens").json(&body).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_503_and_costs_no_attempt() {
    let world = World::start().await;
    *world.identity.broken.lock().unwrap() = true;
    let body = json!({"email": email(Role::Keuangan), "password": PASSWORD});
    for _ in 0..20 {
        let answer = world.post("/api/tokens").json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 503);
    }
    *world.identity.broken.lock().unwrap() = false;
    assert_eq!(world.post("/api/tokens").json(&body).send().await.unwrap().status(), 200);
}
