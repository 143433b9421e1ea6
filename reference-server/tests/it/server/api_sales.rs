//! Customers, packages and subscriptions over HTTP, from the first day to the last.

use serde_json::{Value, json};

use super::client::{Answer, Person, text};
use super::harness::Home;

const NIK: &str = "3273015205909001";
const WHY: &str = "Diminta oleh pelanggan";

fn customer(code: &str) -> Value {
    json!({
        "code": code, "zone": "WIB",
        "personal": {
            "name": "Neneng Kurniasih", "phone": "0812-0000-7788", "email": "neneng@contoh.test",
            "address": "Jl. Melati No. 12", "nik": NIK,
        },
    })
}

async fn found(person: &Person, text: &str) -> usize {
    person.read(&format!("/api/customers?q={text}")).await["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_customer_is_taken_in_found_by_the_whole_nik_and_shown_masked() {
    let home = Home::seeded();
    let server = home.demo().await;
    let marketing = server.person("marketing").await;
    let technician = server.person("teknisi").await;
    let made = marketing.act_as("new", "/api/customers", &customer("PLG-UJI")).await;
    let again = marketing.act_as("new", "/api/customers", &customer("PLG-UJI")).await;
    assert_eq!((again.status, &again.text), (201, &made.text), "byte for byte");
    let made = made.is(201);
    assert_eq!((&made["nik"], &made["phone"]), (&json!("************9001"), &json!("0812****788")));
    marketing.act("/api/customers", customer("PLG-UJI")).await.refused(409, "exists");
    assert_eq!((found(&marketing, NIK).await, found(&marketing, &NIK[..10]).await), (1, 0));
    let id = text(&made["id"]);
    let at = |step: &str| format!("/api/customers/{id}/{step}");

    let full = marketing.act(&at("reveal"), json!({"reason": WHY})).await.is(200);
    assert_eq!((&full["nik"], &full["phone"]), (&json!(NIK), &json!("+6281200007788")));
    technician.act(&at("reveal"), json!({"reason": WHY})).await.refused(403, "denied");
    let mut bad = customer("PLG-UJI2");
    bad["personal"]["nik"] = json!("12345");
    let refused = marketing.act("/api/customers", bad).await.refused(422, "customer_invalid");
    assert_eq!(
        (&refused["field"], &refused["detail"]),
        (&json!("personal.nik"), &json!("NIK harus 16 digit."))
    );
    let change = json!({"kind": "business", "personal": {"phone": "0813-0000-1111"}});
    let changed = marketing.act(&at("change"), change).await.is(200);
    assert_eq!((&changed["kind"], &changed["phone"]), (&json!("business"), &json!("0813****111")));
    assert_eq!(changed["nik"], "************9001", "what is absent stays");
    // No full value stands in the trail, nor in what is kept for repeats.
    drop(server);
    for table in ["audit_logs", "command_keys", "customers"] {
        let mut books = home.books().await;
        let columns = "SELECT name FROM pragma_table_info(?1)";
        for column in books.texts(columns, table).await {
            let hits = format!("SELECT count(*) FROM {table} WHERE \"{column}\" LIKE ?1");
            assert_eq!(books.number(&hits, &format!("%{NIK}%")).await, 0, "{table}.{column}");
        }
    }
    home.proves_its_trail();
}

#[tokio::test]
async fn a_package_is_priced_by_two_people_sold_limited_and_ended() {
    let home = Home::seeded();
    let server = home.demo().await;
    let marketing = server.person("marketing").await;
    let (finance, supervisor) =
        (server.person("keuangan").await, server.person("supervisor").await);
    let body = json!({
        "code": "UJI50", "name": "Uji 50", "description": "50 Mbps", "mbps": 50,
        "price": 300_000, "pricing": "inclusive",
    });
    let package = marketing.act("/api/packages", body.clone()).await.is(201);
    assert_eq!(package["status"], "PROPOSED");
    marketing.act("/api/packages", body).await.refused(409, "exists");
    let package = text(&package["id"]);
    let buyer = text(&marketing.act("/api/customers", customer("PLG-UJI")).await.is(201)["id"]);
    let day = text(&marketing.read(&format!("/api/customers/{buyer}")).await["registered_at"]);
    let day = day[..10].to_owned();
    let sale = json!({"customer_id": buyer, "package_id": package, "starts_on": day});
    marketing.act("/api/subscriptions", sale.clone()).await.refused(409, "state_conflict");
    let at = |step: &str| format!("/api/packages/{package}/{step}");
    marketing.act(&at("approve-price"), json!({})).await.refused(403, "denied");
    let priced = supervisor.act(&at("approve-price"), json!({})).await.is(200);
    assert_eq!((&priced["status"], &priced["price"]), (&json!("ON_SALE"), &json!(300_000)));
    let dearer = json!({"price": 350_000, "pricing": "inclusive", "reason": WHY});
    let waits = marketing.act(&at("price"), dearer).await.is(200);
    assert_eq!((&waits["price"], &waits["proposal"]["price"]), (&json!(300_000), &json!(350_000)));
    supervisor.act(&at("reject-price"), json!({"reason": WHY})).await.is(200);

    let sold = marketing.act("/api/subscriptions", sale).await.is(201);
    assert_eq!(sold["status"], "PENDING_INSTALL");
    let sold = text(&sold["id"]);
    let step = |step: &str| format!("/api/subscriptions/{sold}/{step}");
    let status = |answer: Answer| answer.is(200)["status"].clone();
    assert_eq!(status(marketing.act(&step("activate"), json!({"on": day})).await), "ACTIVE");
    let why = json!({"reason": WHY});
    assert_eq!(status(finance.act(&step("isolate"), why.clone()).await), "ISOLATED");
    marketing.act(&step("restore"), why.clone()).await.refused(403, "denied");
    assert_eq!(status(supervisor.act(&step("restore"), why).await), "ACTIVE");
    let fee = json!({"kind": "other", "description": "Kabel 20 m", "amount": 40_000});
    assert_eq!(marketing.act(&step("fee"), fee).await.is(200)["charges"][0]["amount"], 40_000);
    let end = json!({"on": day, "reason": WHY});
    marketing.act(&step("request-termination"), end).await.is(200);
    let ended = supervisor.act(&step("approve-termination"), json!({})).await.is(200);
    assert!(ended["termination"]["approved"].is_object(), "{ended}");
    drop(server);
    home.proves_its_trail();
}
