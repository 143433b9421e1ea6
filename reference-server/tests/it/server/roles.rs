//! Every endpoint × everybody: one table of our own, walked over real HTTP.
//!
//! The table is written from the permission matrix of the product's documents, not from the code.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use reqwest::{Method, RequestBuilder};
use serde_json::json;
use wikarta_server::http::ENDPOINTS;

use super::books::Books;
use super::client::{Answer, Person, fresh_key, text};
use super::harness::{Home, PASSWORD, Server};
use super::roles_table::{TABLE, body, concrete};
use crate::world::{SendForm as _, set_cookie};

/// Endpoints without an id whose good body speaks of things that are not there.
const NOTHING_BEHIND: [&str; 3] =
    ["POST /api/subscriptions", "POST /api/access-changes", "GET /api/tax/coretax"];
/// Keeps names apart.
static NUMBERS: AtomicU32 = AtomicU32::new(1);

const ROLES: [&str; 6] = ["superuser", "supervisor", "keuangan", "marketing", "teknisi", "auditor"];

/// Somebody with a token and a session, or nobody with neither.
pub struct Visitor {
    role: Option<&'static str>,
    person: Person,
    cookie: String,
    /// The token that stands in every form of the session.
    csrf: String,
}

/// What good requests speak of.
struct Things {
    draft: String,
    draft_too: String,
    issued: String,
    unbilled: (String, String),
    pay: String,
    pay_csrf: String,
    door: (String, String),
}

/// The value of the hidden field that carries a form's token.
fn csrf_of(page: &str) -> String {
    let after = page.split("name=\"csrf\" value=\"").nth(1).unwrap_or_default();
    after.split('"').next().unwrap_or_default().to_owned()
}

async fn door(server: &Server) -> (String, String) {
    let client = super::harness::http_client();
    let page = Answer::to(client.get(format!("{}/masuk", server.url))).await;
    assert_eq!(page.status, 200);
    (set_cookie(&page.headers, "wikarta_door").unwrap(), csrf_of(&page.text))
}

impl Visitor {
    async fn nobody(server: &Server) -> Self {
        let person = server.person("keuangan").await;
        let person = Person { token: String::new(), ..person };
        Self { role: None, person, cookie: String::new(), csrf: "no-token-of-ours".to_owned() }
    }

    pub async fn with(role: &'static str, server: &Server) -> Self {
        let person = server.person(role).await;
        let (door_cookie, door_token) = door(server).await;
        let email = format!("{role}@demo.test");
        let form = [("email", email.as_str()), ("password", PASSWORD), ("csrf", &door_token)];
        let request =
            person.client.post(format!("{}/masuk", server.url)).header("cookie", door_cookie);
        let entered = Answer::to(request.fields(&form)).await;
        assert_eq!(
            (entered.status, &entered.headers["location"]),
            (303, &"/".parse().unwrap()),
            "{role}"
        );
        let cookie = set_cookie(&entered.headers, "wikarta_session").unwrap();
        let home = person.client.get(format!("{}/", server.url)).header("cookie", &cookie);
        let csrf = csrf_of(&Answer::to(home).await.text);
        assert!(!csrf.is_empty(), "{role}");
        Self { role: Some(role), person, cookie, csrf }
    }

    fn name(&self) -> &'static str {
        self.role.unwrap_or("nobody")
    }

    fn may(&self, who: &str) -> bool {
        who == "all" || self.role.is_some_and(|role| who.split(' ').any(|name| name == role))
    }

    pub fn at(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.person.client.request(method, format!("{}{path}", self.person.url));
        if path.starts_with("/api/") && !self.person.token.is_empty() {
            return request.bearer_auth(&self.person.token);
        }
        if self.cookie.is_empty() { request } else { request.header("cookie", &self.cookie) }
    }

    fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let csrf = [("csrf", self.csrf.as_str())];
        self.at(Method::POST, path).fields(&[&csrf, fields].concat())
    }

    fn settlements(&self) -> RequestBuilder {
        let csv = "Order ID,Gross Amount,Fee,Net Amount\nORDER-OF-NOBODY,1000,7,993\n";
        let request = self.at(Method::POST, "/api/reconcile/settlements");
        request.header("content-type", "text/csv").body(csv)
    }

    /// One good request for a row; whoever may gets what is asked for.
    fn ask(&self, endpoint: &str, things: &Things) -> RequestBuilder {
        let Things { draft, draft_too, issued, unbilled, pay, pay_csrf, door } = things;
        let get = |path: &str| self.at(Method::GET, path);
        let send = |path: &str, body: &serde_json::Value| self.at(Method::POST, path).json(body);
        let pay_form = |path: &str, fields: &[(&str, &str)]| {
            let csrf = [("csrf", pay_csrf.as_str())];
            self.at(Method::POST, path).fields(&[&csrf, fields].concat())
        };
        let charge = json!({"channel": "bca_va"});
        match endpoint {
            "GET /aset/{file}" => get("/aset/panel.css"),
            "GET /bahasa/{lang}" => get("/bahasa/en"),
            "POST /api/tokens" => {
                send("/api/tokens", &json!({"email": "teknisi@demo.test", "password": PASSWORD}))
            }
            "POST /api/webhooks/midtrans" => {
                let probe = super::client::Bill {
                    id: String::new(),
                    total: 1,
                    order_id: format!("payment_notif_test_{}", self.name()),
                };
                send("/api/webhooks/midtrans", &super::gateway::settlement(&probe))
            }
            "POST /api/invoices" => {
                send("/api/invoices", &json!({"subscription_id": unbilled.0, "period": unbilled.1}))
            }
            "GET /api/invoices/{id}" => get(&format!("/api/invoices/{issued}")),
            "POST /api/invoices/{id}/issue" => {
                send(&format!("/api/invoices/{draft}/issue"), &json!({}))
            }
            "POST /api/invoices/{id}/transactions" => {
                send(&format!("/api/invoices/{issued}/transactions"), &charge)
            }
            "GET /api/audit-logs" => get(&format!("/api/audit-logs?entity=invoice&id={issued}")),
            "POST /masuk" => {
                let fields = [
                    ("csrf", door.1.as_str()),
                    ("email", "teknisi@demo.test"),
                    ("password", PASSWORD),
                ];
                let url = format!("{}/masuk", self.person.url);
                self.person.client.post(url).header("cookie", &door.0).fields(&fields)
            }
            "POST /keluar" => self.form("/keluar", &[]),
            "GET /tagihan/{id}" => get(&format!("/tagihan/{issued}")),
            "POST /tagihan/{id}/terbitkan" => {
                self.form(&format!("/tagihan/{draft_too}/terbitkan"), &[])
            }
            "POST /tagihan/{id}/transaksi" => {
                self.form(&format!("/tagihan/{issued}/transaksi"), &[("channel", "bca_va")])
            }
            "GET /bayar/{token}" => get(pay),
            "POST /bayar/{token}" => pay_form(pay, &[("channel", "bca_va")]),
            "POST /bayar/{token}/periksa" => pay_form(&format!("{pay}/periksa"), &[]),
            "GET /bayar/{token}/status" => get(&format!("{pay}/status")),
            "GET /api/access/explain" => get("/api/access/explain?permission=refund.approve"),
            "GET /api/tax/coretax" => get("/api/tax/coretax?month=2026-01"),
            "GET /api/reconcile/month" => get("/api/reconcile/month?month=2026-01"),
            "POST /api/reconcile/settlements" => self.settlements(),
            other => match other.split_once(' ').unwrap() {
                ("GET", path) => get(&concrete(path)),
                (_, path) if path.starts_with("/api/") => {
                    let n = NUMBERS.fetch_add(1, Ordering::Relaxed);
                    let request = send(&concrete(path), &body(endpoint, n));
                    request.header("idempotency-key", fresh_key())
                }
                (_, path) => self.form(&concrete(path), &[]),
            },
        }
    }
}

/// Fresh things, so that nobody's good request fails for another's.
async fn things(server: &Server, finance: &Visitor) -> Things {
    let person = &finance.person;
    let (draft, draft_too) = (text(&person.draft().await["id"]), text(&person.draft().await["id"]));
    let issued = person.issued().await;
    let issued = text(&issued["id"]);
    let page = Answer::to(finance.at(Method::GET, &format!("/tagihan/{issued}"))).await;
    let after = page.text.split("/bayar/").nth(1).expect("a link to the pay page");
    let token = after.split(['"', '&', '<']).next().unwrap();
    let pay = format!("/bayar/{token}");
    let pay_csrf =
        csrf_of(&Answer::to(person.client.get(format!("{}{pay}", server.url))).await.text);
    let unbilled = person.unbilled().await;
    Things { draft, draft_too, issued, unbilled, pay, pay_csrf, door: door(server).await }
}

/// A denial: 401 or the way to the door for nobody, 403 for somebody.
fn is_denial(visitor: &Visitor, endpoint: &str, answer: &Answer) -> bool {
    let to_door =
        answer.headers.get("location").is_some_and(|to| to.as_bytes().starts_with(b"/masuk"));
    let page = endpoint.starts_with("GET /") && !endpoint.starts_with("GET /api/");
    match visitor.role {
        None if page => answer.status == 303 && to_door,
        None => answer.status == 401,
        Some(_) => answer.status == 403,
    }
}

/// What somebody who may is answered.
fn is_answer(endpoint: &str, answer: &Answer) -> bool {
    // Where nothing has the id, permission was passed when nothing is what was found; a demo's
    // channels tell their own receipts.
    let parts = ["{id}", "{order_id}", "{number}", "{version}", "{code}", "{provider}"];
    let unknown =
        parts.iter().any(|part| endpoint.contains(part)) || NOTHING_BEHIND.contains(&endpoint);
    // A form that is not filled in is shown again: its sender may fill it in.
    let form = !endpoint.contains(" /api/") && answer.status == 422;
    [200, 201, 303].contains(&answer.status) || (unknown && answer.status == 404) || form
}

async fn denials(books: &mut Books) -> i64 {
    books.number("SELECT count(*) FROM security_log WHERE kind = 'denied' AND ?1 = ''", "").await
}

#[tokio::test]
async fn each_endpoint_and_everybody_against_one_table() {
    let rows: BTreeSet<String> = ENDPOINTS.iter().map(|row| row.name()).collect();
    let listed: BTreeSet<String> = TABLE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(rows, listed, "an endpoint without a line here, or a line without an endpoint");

    let home = Home::seeded();
    let server = home.demo().await;
    let finance = Visitor::with("keuangan", &server).await;
    let mut visitors = vec![Visitor::nobody(&server).await];
    for role in ROLES {
        visitors.push(Visitor::with(role, &server).await);
    }
    let mut books = home.books().await;
    for visitor in &visitors {
        let things = things(&server, &finance).await;
        server.gateway().is_quiet().await;
        books.are_quiet().await;
        let (digest, noted) = (books.digest().await, denials(&mut books).await);
        let mut denied = 0;
        for (endpoint, _) in TABLE.iter().filter(|(_, who)| !visitor.may(who)) {
            let answer = Answer::to(visitor.ask(endpoint, &things)).await;
            assert!(
                is_denial(visitor, endpoint, &answer),
                "{endpoint} as {}: {}",
                visitor.name(),
                answer.status
            );
            assert!(
                !answer.text.contains(&things.draft),
                "{endpoint} tells {} nothing",
                visitor.name()
            );
            denied += i64::from(visitor.role.is_some());
        }
        assert_eq!(
            books.digest().await,
            digest,
            "what was denied to {} changed something",
            visitor.name()
        );
        let now = denials(&mut books).await;
        assert_eq!(
            now - noted,
            denied,
            "one line of the security log for each denial of {}",
            visitor.name()
        );
        // Leaving comes last: the session is over then.
        let mut allowed: Vec<&str> =
            TABLE.iter().filter(|(_, who)| visitor.may(who)).map(|(name, _)| *name).collect();
        allowed.sort_by_key(|name| *name == "POST /keluar");
        for endpoint in allowed {
            let answer = Answer::to(visitor.ask(endpoint, &things)).await;
            let good = is_answer(endpoint, &answer);
            let away = answer.headers.get("location").is_some_and(|to| to == "/masuk");
            assert!(
                good && !away,
                "{endpoint} as {}: {} {}",
                visitor.name(),
                answer.status,
                answer.text
            );
        }
    }
    books.are_quiet().await;
    books.agree().await;
    drop(server);
    home.proves_its_trail();
}

#[tokio::test]
async fn a_token_is_no_cookie_and_a_cookie_is_no_token() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = Visitor::with("keuangan", &server).await;
    let (client, url) = (&finance.person.client, &server.url);
    let by_cookie = client.get(format!("{url}/api/invoices")).header("cookie", &finance.cookie);
    Answer::to(by_cookie).await.refused(401, "not_signed_in");
    let by_token = client.get(format!("{url}/tagihan")).bearer_auth(&finance.person.token);
    assert_eq!(Answer::to(by_token).await.status, 303, "led to the door");
    let value = finance.cookie.split_once('=').unwrap().1.to_owned();
    for token in ["", "x", "a.b.c", &value, &format!("{}x", finance.person.token)] {
        let answer = Answer::to(client.get(format!("{url}/api/invoices")).bearer_auth(token)).await;
        assert!(answer.headers["www-authenticate"].as_bytes().starts_with(b"Bearer"));
        answer.refused(401, "not_signed_in");
    }
    // An unsigned token is nobody's, whatever it claims.
    let (_, claims) = finance.person.token.split_once('.').unwrap();
    let claims = claims.split_once('.').unwrap().0;
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.");
    let answer = Answer::to(client.get(format!("{url}/api/invoices")).bearer_auth(unsigned)).await;
    answer.refused(401, "not_signed_in");
}

#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_at_the_next_request() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    let invoice = finance.issued().await;
    let path = format!("/api/invoices/{}/transactions", text(&invoice["id"]));
    let mut books = home.books().await;
    // By hand, as a later version of the program would: the same token has another role now.
    let body = "UPDATE users SET body = replace(body, 'KEUANGAN', 'TEKNISI') WHERE email = 'keuangan@demo.test';
        UPDATE user_roles SET role = 'TEKNISI' WHERE role = 'KEUANGAN'";
    books.by_hand(body).await;
    finance.send(&path, json!({"channel": "bca_va"})).await.refused(403, "denied");
    let gone =
        "UPDATE users SET standing = 'disabled', body = replace(body, '\"active\"', '\"disabled\"')
        WHERE email = 'keuangan@demo.test'";
    books.by_hand(gone).await;
    finance.send(&path, json!({"channel": "bca_va"})).await.refused(401, "not_signed_in");
}

#[tokio::test]
async fn pages_show_marketing_and_technicians_no_way_to_pay() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = Visitor::with("keuangan", &server).await;
    let bill = finance.person.bill("bca_va").await;
    let invoice = finance.person.invoice(&bill.id).await;
    let va_number = text(&invoice["attempts"][0]["va_number"]);
    let page = format!("/tagihan/{}", bill.id);
    let seen = Answer::to(finance.at(Method::GET, &page)).await;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    assert!(digits(&seen.text).contains(&va_number), "Keuangan read the number to the customer");
    for role in ["marketing", "teknisi"] {
        let visitor = Visitor::with(role, &server).await;
        let seen = Answer::to(visitor.at(Method::GET, &page)).await;
        assert_eq!(seen.status, 200, "{role}");
        assert!(!digits(&seen.text).contains(&va_number), "{role} reads a whole number");
        assert!(!seen.text.contains("/bayar/"), "{role} has no pay link");
    }
}
