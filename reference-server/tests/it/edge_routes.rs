//! The table of endpoints: methods, paths, hosts, and handlers that must match it.

use std::sync::Arc;

use reqwest::Method;
use wikarta_core::access::Role;
use wikarta_server::config::Transport;
use wikarta_server::http::ENDPOINTS;
use wikarta_server::http::routes::{RouteError, Routes};

use crate::world::{World, concrete};

#[tokio::test]
async fn conf_06_methods_are_the_declared_ones_and_no_others() {
    let world = World::start().await;
    let all = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"];
    for row in ENDPOINTS {
        let path = concrete(row.path);
        let mut declared: Vec<&str> = ENDPOINTS
            .iter()
            .filter(|other| other.path == row.path)
            .map(|other| other.method.as_str())
            .collect();
        if declared.contains(&"GET") {
            declared.push("HEAD");
        }
        for method in all.iter().filter(|method| !declared.contains(method)) {
            let request = world.client.request(method.parse().unwrap(), world.url(&path));
            let request = request.header("x-http-method-override", "GET");
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 405, "{method} {path}");
            let allow = answer.headers()["allow"].to_str().unwrap();
            let allowed: Vec<&str> = allow.split(',').map(str::trim).collect();
            for known in &declared {
                assert!(allowed.contains(known), "{method} {path} says {allow}");
            }
            assert_eq!(allowed.len(), declared.len(), "{method} {path} says {allow}");
        }
    }
}

#[tokio::test]
async fn inpv_03_head_has_the_verdict_of_get() {
    let world = World::start().await;
    let token = world.token(Role::Teknisi).await;
    for row in ENDPOINTS.iter().filter(|row| row.method.as_str() == "GET") {
        let url = world.url(&concrete(row.path));
        let ask = |method| world.client.request(method, &url).bearer_auth(&token).send();
        let (get, head) = (ask(Method::GET).await.unwrap(), ask(Method::HEAD).await.unwrap());
        assert_eq!(get.status(), head.status(), "{}", row.path);
        assert!(head.bytes().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn athn_04_path_tricks_reach_nothing() {
    let world = World::start().await;
    let token = world.token(Role::Keuangan).await;
    for path in ["/API/invoices", "/api/invoices/", "/api/invoices;a", "/api/%69nvoices"] {
        let answer = world.get(path).bearer_auth(&token).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
    for path in ["/graphql", "/crossdomain.xml", "/sitemap.xml", "/.env", "/.git/config"] {
        assert_eq!(world.get(path).send().await.unwrap().status(), 404, "{path}");
    }
}

#[tokio::test]
async fn the_double_of_the_gateway_is_beside_the_table() {
    let world = World::start().await;
    for path in ["/emulator/midtrans", "/emulator/midtrans/"] {
        let answer = world.get(path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["x-frame-options"], "DENY");
    }
    for path in ["/emulator/", "/emulator/midtrans//"] {
        assert_eq!(world.get(path).send().await.unwrap().status(), 404, "{path}");
    }
}

#[tokio::test]
async fn info_03_metafiles() {
    let world = World::start().await;
    let robots = world.get("/robots.txt").send().await.unwrap();
    assert_eq!(robots.text().await.unwrap(), "User-agent: *\nDisallow: /\n");
}

#[tokio::test]
async fn a_language_is_remembered_and_leads_back_to_our_own_pages_only() {
    let world = World::start().await;
    let choose = async |path: &str| {
        let answer = world.get(path).send().await.unwrap();
        assert_eq!(answer.status(), 303, "{path}");
        let cookie = crate::world::set_cookie(answer.headers(), "bahasa").unwrap();
        (cookie, answer.headers()["location"].to_str().unwrap().to_owned())
    };
    let (cookie, back) = choose("/bahasa/en?kembali=%2Fbayar%2Fa.b-c").await;
    assert_eq!((cookie.as_str(), back.as_str()), ("bahasa=en", "/bayar/a.b-c"));
    assert_eq!(choose("/bahasa/id?kembali=%2F%2Fevil.example").await.1, "/");
    let refused = world.get("/api/invoices").header("cookie", "bahasa=en").send().await.unwrap();
    let document: serde_json::Value = refused.json().await.unwrap();
    assert_eq!(document["title"], "Please sign in.");
    assert_eq!(world.get("/bahasa/fr").send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn info_04_unknown_host_is_misdirected() {
    let world = World::start().await;
    let with_host = |host: &str| world.get("/masuk").header("host", host).send();
    assert_eq!(with_host("evil.example").await.unwrap().status(), 421);
    assert_eq!(with_host("localhost:1").await.unwrap().status(), 200);
    let public = World::start_with(Transport::BehindTls, Some("https://tagihan.example.id")).await;
    let with_host = |host: &str| public.get("/masuk").header("host", host).send();
    assert_eq!(with_host("tagihan.example.id").await.unwrap().status(), 200);
    assert_eq!(with_host("other.example.id").await.unwrap().status(), 421);
    let health = public.get("/healthz").header("host", "10.0.0.7").send().await.unwrap();
    assert_eq!(health.status(), 200, "a watchdog asks by number");
}

#[tokio::test]
async fn info_06_an_endpoint_without_a_row_cannot_exist() {
    let edge = wikarta_edge().await;
    let handler = async || "x";
    let errors = Routes::<()>::new(Arc::clone(&edge))
        .at("GET /healthz", handler)
        .at("GET /healthz", handler)
        .at("GET /api/secret", handler)
        .finish()
        .unwrap_err();
    assert!(errors.0.contains(&RouteError::NoRow("GET /api/secret".to_owned())));
    assert!(errors.0.contains(&RouteError::Twice("GET /healthz".to_owned())));
    assert!(errors.0.contains(&RouteError::NoHandler("POST /api/tokens".to_owned())));
    assert_eq!(errors.0.len(), 2 + ENDPOINTS.len() - 1);
}

async fn wikarta_edge() -> Arc<wikarta_server::http::Edge> {
    use wikarta_server::answer::page::plain;
    use wikarta_server::auth::Passwords;
    use wikarta_server::config::{FrontConfig, SecretKey};
    use wikarta_server::http::{Edge, EdgeKeys, EdgeSetup};

    Edge::new(EdgeSetup {
        front: FrontConfig {
            transport: Transport::Plain,
            trusted_proxies: vec![],
            public_origin: None,
        },
        listen: "127.0.0.1:1".parse().unwrap(),
        keys: EdgeKeys::of(&SecretKey::from_text(crate::world::ROOT).unwrap()),
        identity: Arc::new(crate::memory::MemoryIdentity::default()),
        host: Arc::new(crate::world::StillClock::default()),
        passwords: Passwords::with_cost(64, 1).unwrap(),
        problem_page: plain,
    })
}
