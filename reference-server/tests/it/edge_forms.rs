//! Cookies, forms, signing in and out.

use wikarta_core::access::Role;
use wikarta_server::auth::SecurityKind;
use wikarta_server::http::csrf::DOOR_SECONDS;

use crate::world::{PASSWORD, SendForm as _, World, email, set_cookie};

#[tokio::test]
async fn sess_05_csrf_tokens_of_the_panel() {
    let world = World::start().await;
    let mine = world.session(Role::Keuangan).await;
    let other = world.session(Role::Supervisor).await;
    let (my_token, other_token) = (world.form(&mine).await, world.form(&other).await);
    assert_ne!(my_token, other_token);
    let path = "/tagihan/inv_1/terbitkan";
    let send = |cookie: &str, token: Option<&str>| {
        let form: Vec<(&str, &str)> = token.map(|token| ("csrf", token)).into_iter().collect();
        world.post(path).header("cookie", cookie).fields(&form)
    };
    let status = async |request: reqwest::RequestBuilder| request.send().await.unwrap().status();
    assert_eq!(status(send(&mine, Some(&my_token))).await, 200);
    assert_eq!(status(send(&mine, None)).await, 403, "no token");
    assert_eq!(status(send(&mine, Some("wrong"))).await, 403, "wrong token");
    assert_eq!(status(send(&mine, Some(&other_token))).await, 403, "another session's token");
    for (name, value) in [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let foreign = send(&mine, Some(&my_token)).header(name, value);
        assert_eq!(status(foreign).await, 403, "{name}: {value}");
    }
    let own = send(&mine, Some(&my_token))
        .header("origin", world.url(""))
        .header("sec-fetch-site", "same-origin");
    assert_eq!(status(own).await, 200);
    assert!(world.identity.kinds().contains(&SecurityKind::FormRefused));
}

#[tokio::test]
async fn sess_05_the_token_ends_with_the_session() {
    let world = World::start().await;
    let session = world.session(Role::Keuangan).await;
    let token = world.form(&session).await;
    let out = world.post("/keluar").header("cookie", &session).fields(&[("csrf", &token)]);
    let out = out.send().await.unwrap();
    assert_eq!(out.status(), 303);
    assert_eq!(out.headers()["clear-site-data"], "\"cache\", \"storage\"");
    assert_eq!(set_cookie(out.headers(), "wikarta_session").unwrap(), "wikarta_session=");
    let again = world.post("/tagihan/inv_1/terbitkan").header("cookie", &session);
    let again = again.fields(&[("csrf", &token)]).send().await.unwrap();
    assert_eq!(again.status(), 401, "sess_06: the server has ended it, not only the browser");
    let page = world.get("/tagihan").header("cookie", &session).send().await.unwrap();
    assert_eq!(page.status(), 303);
}

#[tokio::test]
async fn sess_05_the_sign_in_form_belongs_to_its_browser() {
    let world = World::start().await;
    let (cookie, token) = world.door().await;
    let (other_cookie, _) = world.door().await;
    let send = |cookie: &str, token: &str| {
        let form = [
            ("email", email(Role::Keuangan)),
            ("password", PASSWORD.to_owned()),
            ("csrf", token.to_owned()),
        ];
        world.post("/masuk").header("cookie", cookie).fields(&form).send()
    };
    assert_eq!(send(&other_cookie, &token).await.unwrap().status(), 403);
    assert_eq!(send("", &token).await.unwrap().status(), 403);
    assert_eq!(send("wikarta_door=", &token).await.unwrap().status(), 403);
    assert_eq!(send(&cookie, "").await.unwrap().status(), 403);
    assert_eq!(send(&cookie, &token).await.unwrap().status(), 303);
    world.clock.forward(DOOR_SECONDS);
    assert_eq!(send(&cookie, &token).await.unwrap().status(), 403, "the form has grown old");
}

#[tokio::test]
async fn sess_03_signing_in_makes_a_new_session_every_time() {
    let world = World::start().await;
    let first = world.session(Role::Keuangan).await;
    let (door, token) = world.door().await;
    let form =
        [("email", email(Role::Keuangan)), ("password", PASSWORD.to_owned()), ("csrf", token)];
    let planted = format!("{door}; wikarta_session={}", "A".repeat(43));
    let answer = world.post("/masuk").header("cookie", planted).fields(&form).send().await.unwrap();
    let second = set_cookie(answer.headers(), "wikarta_session").unwrap();
    assert_ne!(first, second);
    assert!(!second.contains(&"A".repeat(43)));
}

#[tokio::test]
async fn sess_07_timeout_of_a_panel_session() {
    let world = World::start().await;
    let session = world.session(Role::Keuangan).await;
    let page = async || {
        let request = world.get("/tagihan").header("cookie", &session);
        request.send().await.unwrap().status().as_u16()
    };
    for _ in 0..47 {
        world.clock.forward(15 * 60 - 1);
        assert_eq!(page().await, 200, "used within every quarter of an hour");
    }
    world.clock.forward(15 * 60 - 1);
    assert_eq!(page().await, 200);
    world.clock.forward(60);
    assert_eq!(page().await, 303, "twelve hours are over");
    let session = world.session(Role::Keuangan).await;
    world.clock.forward(15 * 60);
    let idle = world.get("/tagihan").header("cookie", session).send().await.unwrap();
    assert_eq!(idle.status(), 303);
    assert_eq!(idle.headers()["location"], "/masuk?kembali=%2Ftagihan");
}

#[tokio::test]
async fn the_payers_form_comes_from_our_own_page() {
    let world = World::start().await;
    let send = |name: &'static str, value: &'static str| {
        world.post("/bayar/tok-1").header(name, value).fields(&[("channel", "bca_va")]).send()
    };
    assert_eq!(send("sec-fetch-site", "same-origin").await.unwrap().status(), 200);
    assert_eq!(send("sec-fetch-site", "cross-site").await.unwrap().status(), 403);
    assert_eq!(send("origin", "http://evil.example").await.unwrap().status(), 403);
}
