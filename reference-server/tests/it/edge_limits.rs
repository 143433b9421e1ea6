//! Limits over real HTTP.

use serde_json::json;
use wikarta_core::access::Role;
use wikarta_server::auth::SecurityKind;
use wikarta_server::http::limits::{
    ACCOUNT_DELAY, API_SESSION, PAY_CHARGE, SECURITY_LOG, WEBHOOK_REFUSED,
};

use crate::world::{PASSWORD, SendForm as _, World, email};

#[tokio::test]
async fn athn_03_lockout_is_shared_between_form_and_api() {
    let world = World::start().await;
    let wrong = json!({"email": email(Role::Keuangan), "password": "wrong-password-1"});
    let right = json!({"email": email(Role::Keuangan), "password": PASSWORD});
    let send = |body: &serde_json::Value| world.post("/api/tokens").json(body).send();
    for _ in 0..=ACCOUNT_DELAY.free {
        assert_eq!(send(&wrong).await.unwrap().status(), 401);
    }
    let held = send(&right).await.unwrap();
    assert_eq!(held.status(), 429);
    assert_eq!(held.headers()["retry-after"], "2");
    let (cookie, token) = world.door().await;
    let form =
        [("email", email(Role::Keuangan)), ("password", PASSWORD.to_owned()), ("csrf", token)];
    let by_form = world.post("/masuk").header("cookie", cookie).fields(&form).send().await.unwrap();
    assert_eq!(by_form.status(), 429);
    assert!(world.identity.kinds().contains(&SecurityKind::SignInHeld));
    let other = json!({"email": email(Role::Supervisor), "password": PASSWORD});
    assert_eq!(send(&other).await.unwrap().status(), 200, "others are not held");
    world.clock.forward(2);
    assert_eq!(send(&right).await.unwrap().status(), 200);
}

#[tokio::test]
async fn wh_08_bad_notifications_do_not_hold_back_good_ones() {
    let world = World::start().await;
    let send = |body: &'static str| {
        let request = world.post("/api/webhooks/midtrans");
        request.header("content-type", "application/json").body(body).send()
    };
    let mut refused = 0;
    let mut held = 0;
    for _ in 0..WEBHOOK_REFUSED.burst + 50 {
        match send("bad").await.unwrap().status().as_u16() {
            403 => refused += 1,
            429 => held += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!((refused, held), (WEBHOOK_REFUSED.burst, 50));
    assert_eq!(send("good").await.unwrap().status(), 200);
    let answer = send("bad").await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "1");
    world.clock.forward(1);
    assert_eq!(send("bad").await.unwrap().status(), 403);
}

#[tokio::test]
async fn api_06_payment_codes_of_one_link_are_limited() {
    let world = World::start().await;
    let send = |path: &'static str| world.post(path).fields(&[("channel", "qris")]).send();
    for _ in 0..PAY_CHARGE.burst {
        assert_eq!(send("/bayar/tok-1").await.unwrap().status(), 200);
    }
    let held = send("/bayar/tok-1").await.unwrap();
    assert_eq!(held.status(), 429);
    assert_eq!(held.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(send("/bayar/tok-2").await.unwrap().status(), 200);
    assert_eq!(world.get("/bayar/tok-1").send().await.unwrap().status(), 200, "looking is free");
}

#[tokio::test]
async fn api_04_limits_of_one_session_are_its_own() {
    let world = World::start().await;
    let (one, two) = (world.token(Role::Keuangan).await, world.token(Role::Keuangan).await);
    let ask = |token: &str| world.get("/api/packages").bearer_auth(token).send();
    for _ in 0..API_SESSION.burst {
        assert_eq!(ask(&one).await.unwrap().status(), 200);
    }
    assert_eq!(ask(&one).await.unwrap().status(), 429);
    assert_eq!(ask(&two).await.unwrap().status(), 200);
}

#[tokio::test]
async fn busl_07_the_security_log_is_bounded() {
    let world = World::start().await;
    for _ in 0..SECURITY_LOG.burst + 30 {
        let answer = world.get("/api/audit-logs").bearer_auth("forged").send().await.unwrap();
        assert_eq!(answer.status(), 401);
    }
    let denied = |kind: &&SecurityKind| **kind == SecurityKind::TokenRefused;
    let written = world.identity.kinds().iter().filter(denied).count();
    assert_eq!(written, SECURITY_LOG.burst as usize);
}
