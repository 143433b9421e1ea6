//! The commands of a real installation: settings, migrations, the first superuser, and one bill
//! collected through an emulator in a process of its own.

use serde_json::{Value, json};

use super::client::{Answer, text};
use super::gateway::Gateway;
use super::harness::{
    Home, PASSWORD, Program, Server, demo_at, free_port, http_client, run, said, until,
};
use super::installation::{self, Installation, KEY, SECRET};

#[tokio::test]
async fn a_wrong_setting_ends_it_before_it_listens_and_no_secret_is_shown() {
    let installation = Installation::new();
    installation.runs(&["migrate", "up"]);
    let good = installation.settings("https://api.sandbox.midtrans.com");
    for (name, value, secret) in [
        ("DATABASE_URL", "postgres://boss:hunter2@db/wikarta", true),
        ("DATABASE_URL", "", true),
        ("MIDTRANS_SERVER_KEY", "hunter 2", true),
        ("MIDTRANS_SERVER_KEY", "SB-Mid-server-xxxxxxxx", true),
        ("MIDTRANS_CLIENT_KEY", "hunter2", true),
        ("MIDTRANS_BASE_URL", "http://gateway.example.test", false),
        ("MIDTRANS_BASE_URL", "api.midtrans.com", false),
        ("WIKARTA_SECRET_KEY", "hunter2-is-short", true),
        ("WIKARTA_LOG", "loud", false),
        ("WIKARTA_BEHIND_TLS", "maybe", false),
        ("WIKARTA_TRUSTED_PROXY", "proxy.local", false),
        ("WIKARTA_PUBLIC_URL", "tagihan", false),
        ("WIKARTA_DATABSE_URL", "sqlite://x", false),
    ] {
        let mut environment: Vec<(&str, &str)> =
            good.iter().copied().filter(|(other, _)| *other != name).collect();
        environment.push((name, value));
        let port = free_port().to_string();
        let listen = format!("127.0.0.1:{port}");
        let served = run(&["serve", "--listen", &listen], &environment);
        let words = said(&served);
        assert_eq!(served.status.code(), Some(2), "{name}={value}: {words}");
        assert!(words.contains(name), "{name}={value}: {words}");
        assert!(
            words.lines().any(|line| line.to_lowercase().contains("expected"))
                || name == "WIKARTA_DATABSE_URL",
            "{name}: {words}"
        );
        if secret && !value.is_empty() {
            assert!(!words.contains(value) && !words.contains("hunter"), "{name}: {words}");
        }
        assert!(!words.contains(SECRET) && !words.contains(KEY), "{name}: {words}");
        assert!(!words.contains("serving"), "{name}: {words}");
    }
}

#[tokio::test]
async fn tables_go_up_and_down_and_a_server_wants_them_whole() {
    let installation = Installation::new();
    let states = |words: &str| {
        let count = |state: &str| words.lines().filter(|line| line.ends_with(state)).count();
        (count("applied"), count("pending"))
    };
    let up = installation.runs(&["migrate", "up"]);
    let (all, none) = states(&installation.runs(&["migrate", "status"]));
    assert!(all >= 7 && none == 0 && up.contains(&format!("{all} migrations run")), "{up}");
    for gone in 1..=all {
        installation.runs(&["migrate", "down"]);
        assert_eq!(states(&installation.runs(&["migrate", "status"])), (all - gone, gone));
    }
    let refused = run(&["serve"], &installation.settings("https://api.sandbox.midtrans.com"));
    assert_eq!(refused.status.code(), Some(4));
    assert!(said(&refused).contains("wikarta migrate up"), "{}", said(&refused));
    installation.runs(&["migrate", "up"]);
    assert_eq!(states(&installation.runs(&["migrate", "status"])), (all, 0));
    let mut books = installation.home.books().await;
    let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    for name in [
        "users",
        "roles",
        "permissions",
        "role_permissions",
        "user_roles",
        "customers",
        "packages",
        "subscriptions",
        "invoices",
        "invoice_lines",
        "payments",
        "allocations",
        "refunds",
        "cases",
        "webhook_events",
        "audit_logs",
        "notification_jobs",
        "outbox",
        "accounts",
        "number_series",
        "command_keys",
        "sessions",
        "security_log",
    ] {
        assert_eq!(books.number(tables, name).await, 1, "{name}");
    }
    for (table, column) in [("invoices", "order_id"), ("payments", "invoice_id")] {
        let indexed = format!(
            "SELECT count(*) FROM pragma_index_list('{table}') i, pragma_index_info(i.name) c WHERE c.seqno = 0 AND c.name = ?1"
        );
        assert!(books.number(&indexed, column).await >= 1, "{table}.{column}");
    }
}

#[tokio::test]
async fn from_an_empty_folder_to_a_paid_bill() {
    let installation = Installation::ready().await;
    let (mut emulator, at, server) = installation.collects().await;
    let superuser = server.person("superuser").await;
    assert_eq!(superuser.read("/api/customers").await["items"].as_array().unwrap().len(), 1);

    let finance = server.person("keuangan").await;
    let bill = finance.bill("bca_va").await;
    let gateway = Gateway::at(&at, &server.url);
    let charged =
        Answer::to(gateway.client.get(format!("{at}/_control/transactions/{}", bill.order_id)))
            .await;
    assert_eq!(charged.is(200)["transaction_status"], "pending");
    gateway.act(&bill.order_id, "pay", json!({})).await.is(200);
    until("paid", async || (finance.invoice(&bill.id).await["status"] == "PAID").then_some(()))
        .await;
    let mut books = installation.home.books().await;
    books.are_quiet().await;
    books.show_one_payment(&bill).await;
    books.agree().await;
    let page = Answer::to(gateway.client.get(format!("{at}/"))).await;
    assert_eq!(page.status, 200, "the page with the codes");

    // The gateway survives a kill like the real one.
    emulator.kill();
    let (_emulator, at) =
        installation::gateway(&installation, &format!("{}/api/webhooks/midtrans", server.url));
    let kept =
        Answer::to(gateway.client.get(format!("{at}/_control/transactions/{}", bill.order_id)));
    assert_eq!(kept.await.is(200)["transaction_status"], "settlement");
    let trail = server.person("supervisor").await;
    let trail = trail.read(&format!("/api/audit-logs?entity=invoice&id={}", bill.id)).await;
    let traces: Vec<String> =
        trail["items"].as_array().unwrap().iter().map(|item| text(&item["trace_id"])).collect();
    let log = server.program.errors();
    let requests = json_lines(&log);
    assert!(
        requests.iter().any(|line| traces.iter().any(|trace| line.to_string().contains(trace))),
        "the log and the trail name the same traces"
    );
    for secret in
        [KEY, SECRET, PASSWORD, &finance.token, "Budi", "81200000001", "contoh.test", "superuser@"]
    {
        assert!(!log.contains(secret), "{secret} stands in the log");
    }
    installation.runs(&["audit", "verify"]);
}

fn json_lines(log: &str) -> Vec<Value> {
    log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn a_demo_that_strangers_can_reach_has_no_emulator_to_pay_at() {
    let home = Home::seeded();
    let program = Program::start(&mut demo_at("0.0.0.0:0", &home.data()), &home);
    let url = program.address("wikarta demo: ").trim_end_matches('/').to_owned();
    let server = Server { url, program };
    server.is_ready().await;
    let client = http_client();
    for path in [
        "/emulator/midtrans/",
        "/emulator/midtrans/_control/transactions",
        "/emulator/midtrans/v2/x/status",
    ] {
        assert_eq!(
            Answer::to(client.get(format!("{}{path}", server.url))).await.status,
            404,
            "{path}"
        );
    }
    let finance = server.person("keuangan").await;
    let bill = finance.bill("bca_va").await;
    assert_eq!(finance.invoice(&bill.id).await["status"], "PENDING", "codes are made all the same");
}
