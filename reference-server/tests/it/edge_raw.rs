//! Requests that no well-behaved client sends.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::world::World;

async fn talk(world: &World, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    // The server may hang up before everything is sent; what it said is what counts.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

#[tokio::test]
async fn inpv_15_two_readers_never_see_two_requests() {
    let world = World::start().await;
    let head = "POST /api/webhooks/midtrans HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                Content-Type: application/json\r\n";
    for lines in [
        "Content-Length: 4\r\nContent-Length: 5\r\n\r\ngood!",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\ngood\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n4\r\ngood\r\n0\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "X-A: b\r\n c\r\nContent-Length: 4\r\n\r\ngood",
    ] {
        let answer = talk(&world, format!("{head}{lines}").as_bytes()).await;
        assert_eq!(status(&answer), "400", "{lines:?}: {answer}");
    }
}

#[tokio::test]
async fn inpv_15_nothing_is_read_behind_a_body_in_chunks() {
    let world = World::start().await;
    let head = "POST /api/webhooks/midtrans HTTP/1.1\r\nHost: localhost\r\n\
                Content-Type: application/json\r\n";
    let smuggled = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let chunks = "4\r\ngood\r\n0\r\n\r\n";
    for lines in [
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
    ] {
        let bytes = format!("{head}{lines}\r\n{chunks}{smuggled}");
        let answer = talk(&world, bytes.as_bytes()).await;
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{lines:?}: {answer}");
    }
    let bytes = format!("{head}Content-Length: 4\r\n\r\ngood{smuggled}");
    let keep = bytes.replace("localhost\r\n\r\n", "localhost\r\nConnection: close\r\n\r\n");
    let both = talk(&world, keep.as_bytes()).await;
    assert_eq!(both.matches("HTTP/1.1 200").count(), 2, "one after the other is fine: {both}");
}

#[tokio::test]
async fn inpv_04_a_header_that_steers_stands_once() {
    let world = World::start().await;
    for twice in ["Host: localhost", "Authorization: Bearer a", "Content-Type: text/plain"] {
        let request = format!(
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nAuthorization: x\r\nContent-Type: a/b\r\n\
             {twice}\r\nConnection: close\r\n\r\n"
        );
        let answer = talk(&world, request.as_bytes()).await;
        assert_eq!(status(&answer), "400", "{twice}: {answer}");
    }
    let none = talk(&world, b"GET /masuk HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    assert!(["400", "421"].contains(&status(&none)), "{none}");
}

#[tokio::test]
async fn api_04_headers_are_bounded() {
    let world = World::start().await;
    let head = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    let long = format!("{head}X-Long: {}\r\n\r\n", "a".repeat(64 * 1024));
    assert_eq!(status(&talk(&world, long.as_bytes()).await), "431");
    let many: String = (0..200).map(|n| format!("X-{n}: a\r\n")).collect();
    assert_eq!(status(&talk(&world, format!("{head}{many}\r\n").as_bytes()).await), "431");
    assert_eq!(world.get("/healthz").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn athz_01_traversal_on_the_wire() {
    let world = World::start().await;
    for path in [
        "/../etc/passwd",
        "/aset/../../etc/passwd",
        "/aset/%2e%2e/x",
        "/aset/..%2fx",
        "/aset/%252e%252e/x",
        "/aset//x",
        "/./masuk",
        "//masuk",
    ] {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert_eq!(status(&talk(&world, request.as_bytes()).await), "404", "{path}");
    }
}

#[tokio::test]
async fn clnt_10_no_ws_upgrade_changes_nothing() {
    let world = World::start().await;
    let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\n\
                   Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    let answer = talk(&world, request.as_bytes()).await;
    assert_ne!(status(&answer), "101", "{answer}");
}
