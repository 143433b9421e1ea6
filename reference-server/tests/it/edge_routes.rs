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
