//! A server on loopback with a clock of its own, and a client that behaves like a browser.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use serde_json::{Value, json};
use wikarta_core::access::Role;
use wikarta_core::id::CommandId;
use wikarta_core::ports::Host;
use wikarta_core::staff::{Standing, User};
use wikarta_core::time::Timestamp;
use wikarta_server::answer::{self, Problem};
use wikarta_server::auth::sign_in::{Presented, sign_in, sign_out};
use wikarta_server::auth::{Credentials, Passwords, SessionKind, Staff, tokens};
use wikarta_server::config::{FrontConfig, SecretKey, SecretText, Transport};
use wikarta_server::http::routes::EMULATOR_PATH;
use wikarta_server::http::{
    Caller, ENDPOINTS, Edge, EdgeKeys, EdgeSetup, FormFields, FormToken, Routes, cookies, meta,
    serve,
};

use crate::memory::MemoryIdentity;

pub const PASSWORD: &str = "benang-merah-17";
pub const ROOT: &str = "0123456789abcdef0123456789abcdef";
const START: i64 = 1_795_000_000_000_000;

/// A clock that stands until it is moved.
#[derive(Default)]
pub struct StillClock {
    micros: AtomicI64,
    ids: AtomicU64,
}

impl StillClock {
    pub fn forward(&self, seconds: i64) {
        self.micros.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Host for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(START + self.micros.load(Ordering::SeqCst)).unwrap()
    }

    fn fresh_id(&self) -> CommandId {
        CommandId::new(format!("test-{}", self.ids.fetch_add(1, Ordering::SeqCst)))
    }

    fn fresh_key(&self) -> [u8; 32] {
        [7; 32]
    }
}

/// The running server.
pub struct World {
    pub address: SocketAddr,
    pub clock: Arc<StillClock>,
    pub identity: Arc<MemoryIdentity>,
    pub client: Client,
}

impl World {
    pub async fn start() -> Self {
        Self::start_with(Transport::Plain, None).await
    }

    pub async fn start_with(transport: Transport, public: Option<&str>) -> Self {
        static TLS: OnceLock<()> = OnceLock::new();
        TLS.get_or_init(|| {
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let passwords = Passwords::with_cost(64, 1).unwrap();
        let identity = Arc::new(MemoryIdentity::default());
        for role in Role::ALL {
            let hash = passwords.hash(SecretText::new(PASSWORD)).await.unwrap();
            identity.users.lock().unwrap().push(person(*role, hash));
        }
        let clock = Arc::new(StillClock::default());
        let edge = Edge::new(EdgeSetup {
            front: FrontConfig {
                transport,
                trusted_proxies: vec![],
                public_origin: public.map(|text| text.parse_origin()),
            },
            listen: address,
            keys: EdgeKeys::of(&SecretKey::from_text(ROOT).unwrap()),
            identity: identity.clone(),
            host: clock.clone(),
            passwords,
            problem_page: answer::page::plain,
        });
        let router = routes(&edge).finish().unwrap().with_state(edge);
        tokio::spawn(serve(listener, router, std::future::pending()));
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { address, clock, identity, client }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path))
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(self.url(path))
    }

    /// A bearer token of the person with this role.
    pub async fn token(&self, role: Role) -> String {
        let body = json!({"email": email(role), "password": PASSWORD});
        let answer = self.post("/api/tokens").json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let answer: Value = answer.json().await.unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// The session cookie of the person with this role, `name=value`.
    pub async fn session(&self, role: Role) -> String {
        let (cookie, token) = self.door().await;
        let form = [("email", email(role)), ("password", PASSWORD.to_owned()), ("csrf", token)];
        let request = self.post("/masuk").header("cookie", cookie).fields(&form);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 303, "signed in");
        set_cookie(answer.headers(), "wikarta_session").unwrap()
    }

    /// The cookie and the token of a fresh sign-in form.
    pub async fn door(&self) -> (String, String) {
        let answer = self.get("/masuk").send().await.unwrap();
        let cookie = set_cookie(answer.headers(), "wikarta_door").unwrap();
        let answer: Value = answer.json().await.unwrap();
        (cookie, answer["form"].as_str().unwrap().to_owned())
    }

    /// The token of a form that a session is shown.
    pub async fn form(&self, cookie: &str) -> String {
        let answer = self.get("/").header("cookie", cookie).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        answer["form"].as_str().unwrap().to_owned()
    }
}

/// Sends a form as browsers do.
pub trait SendForm {
    fn fields<K: AsRef<str>, V: AsRef<str>>(self, fields: &[(K, V)]) -> Self;
}

impl SendForm for RequestBuilder {
    fn fields<K: AsRef<str>, V: AsRef<str>>(self, fields: &[(K, V)]) -> Self {
        let mut text = form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields {
            text.append_pair(name.as_ref(), value.as_ref());
        }
        self.header("content-type", "application/x-www-form-urlencoded").body(text.finish())
    }
}

trait ParseOrigin {
    fn parse_origin(&self) -> wikarta_server::config::Origin;
}

impl ParseOrigin for str {
    fn parse_origin(&self) -> wikarta_server::config::Origin {
        wikarta_server::config::Origin::parse(self).unwrap()
    }
}

pub fn email(role: Role) -> String {
    format!("{}@demo.test", role.as_str().to_lowercase())
}

pub fn user_id(role: Role) -> String {
    format!("usr_{}", role.as_str().to_lowercase())
}

fn person(role: Role, hash: String) -> Credentials {
    let user = User {
        id: user_id(role).parse().unwrap(),
        email: email(role),
        name: role.as_str().to_owned(),
        roles: [role].into_iter().collect(),
        custom: std::collections::BTreeSet::new(),
        standing: Standing::Active,
    };
    Credentials { user, password_hash: Some(hash) }
}

/// `name=value` of a cookie that an answer sets; the name may carry the `__Host-` prefix.
pub fn set_cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::SET_COOKIE).iter().map(|line| line.to_str().unwrap());
    let pairs = lines.map(|line| line.split(';').next().unwrap());
    pairs.filter(|pair| pair.contains(name)).map(str::to_owned).next()
}

/// A concrete path for a row of the table.
pub fn concrete(path: &str) -> String {
    path.replace("{id}", "inv_1")
        .replace("{token}", "tok-1")
        .replace("{file}", "panel.css")
        .replace("{lang}", "en")
}

fn routes(edge: &Arc<Edge>) -> Routes<Arc<Edge>> {
    let mut routes = Routes::new(Arc::clone(edge));
    for row in ENDPOINTS {
        let name = row.name();
        routes = match name.as_str() {
            "POST /api/tokens" => routes.at(&name, tokens::issue),
            "POST /masuk" => routes.at(&name, enter),
            "POST /keluar" => routes.at(&name, leave),
            "POST /api/webhooks/midtrans" => routes.at(&name, webhook),
            "GET /aset/{file}" => routes.at(&name, asset),
            "GET /robots.txt" => routes.at(&name, meta::robots),
            "GET /bahasa/{lang}" => routes.at(&name, meta::choose_language),
            _ => routes.at(&name, echo),
        };
    }
    let double = axum::Router::new()
        .route(EMULATOR_PATH, axum::routing::get(async || "double"))
        .route(&format!("{EMULATOR_PATH}/"), axum::routing::get(async || "double"));
    routes.emulator(double)
}

// What the handlers see of a request.
async fn echo(
    form: FormToken,
    staff: Option<axum::Extension<Staff>>,
    request: Request,
) -> Response {
    assert!(request.uri().query() != Some("panic"), "as asked");
    if request.uri().query() == Some("plain") {
        return (StatusCode::UNPROCESSABLE_ENTITY, "Failed to deserialize").into_response();
    }
    let user = staff.map(|staff| staff.id().as_str().to_owned());
    Json(json!({"user": user, "form": form.as_str()})).into_response()
}

async fn asset() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css"), (header::CACHE_CONTROL, "max-age=60")];
    (headers, "a{}".repeat(200)).into_response()
}

// Whatever says so is a good notification.
async fn webhook(body: axum::body::Bytes) -> Result<StatusCode, Problem> {
    if body.windows(4).any(|four| four == b"good") {
        return Ok(StatusCode::OK);
    }
    Err(Problem::of(&answer::codes::SIGNATURE_REFUSED))
}

#[derive(Deserialize)]
struct SignInForm {
    email: String,
    password: String,
}

async fn enter(
    State(edge): State<Arc<Edge>>,
    caller: Caller,
    FormFields(form): FormFields<SignInForm>,
) -> Result<Response, Problem> {
    let password = SecretText::new(form.password);
    let presented = Presented { email: form.email, password, kind: SessionKind::Panel };
    let signed_in = sign_in(&edge, &caller, presented).await?;
    let cookie = cookies::SESSION.set(edge.front.transport, signed_in.session.expose());
    let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, "/".parse().unwrap())];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

async fn leave(
    State(edge): State<Arc<Edge>>,
    caller: Caller,
    staff: Staff,
) -> Result<Response, Problem> {
    let headers = sign_out(&edge, &caller, &staff).await?;
    Ok((StatusCode::SEE_OTHER, headers, [(header::LOCATION, "/masuk")]).into_response())
}
