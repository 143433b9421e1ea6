//! Carrying one notification: over HTTP as the vendor does, or into a function of the same process.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, LOCATION, USER_AGENT};
use reqwest::{Client, Url};
use tokio::sync::Notify;

use super::config::EmulatorConfig;
use super::record::Answered;
use super::store::OpenError;
use crate::client::is_loopback;

pub(super) type Answering = Pin<Box<dyn Future<Output = u16> + Send>>;
pub(super) type Hook = Arc<dyn Fn(Vec<u8>) -> Answering + Send + Sync>;

/// How long the vendor waits for an answer.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Redirects followed, at most.
const HOPS_MAX: usize = 5;

/// Who carries notifications.
pub(super) struct Courier {
    /// Made at the first post: loading the machine's certificates takes its time.
    client: OnceLock<Client>,
    url: Option<Url>,
    hosts: Vec<String>,
    hook: Mutex<Option<Hook>>,
    wake: Notify,
    /// Orders with a delivery under way.
    busy: Mutex<HashSet<String>>,
}

impl Courier {
    pub(super) fn new(config: &EmulatorConfig) -> Result<Self, OpenError> {
        let hosts = config.notify_hosts.clone();
        let url = match &config.notify_url {
            Some(text) => Some(allowed(text, &hosts)?),
            None => None,
        };
        let (hook, busy) = (Mutex::new(None), Mutex::new(HashSet::new()));
        Ok(Self { client: OnceLock::new(), url, hosts, hook, wake: Notify::new(), busy })
    }

    fn client(&self) -> Option<&Client> {
        if let Some(client) = self.client.get() {
            return Some(client);
        }
        let _ = rustls::crypto::ring::default_provider().install_default();
        let built = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .timeout(TIMEOUT)
            .build()
            .ok()?;
        Some(self.client.get_or_init(|| built))
    }

    pub(super) fn wake(&self) {
        self.wake.notify_one();
    }

    /// Returns when something may be due.
    pub(super) async fn woken(&self) {
        self.wake.notified().await;
    }

    fn hook(&self) -> Option<Hook> {
        self.hook.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_hook(&self, hook: Option<Hook>) {
        *self.hook.lock().unwrap_or_else(PoisonError::into_inner) = hook;
        self.wake();
    }

    /// Whether notifications have nowhere to go.
    pub(super) fn has_nobody(&self) -> bool {
        self.url.is_none() && self.hook().is_none()
    }

    /// Orders with a delivery under way.
    pub(super) fn busy(&self) -> MutexGuard<'_, HashSet<String>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn carry(&self, body: String) -> Answered {
        if let Some(hook) = self.hook() {
            return Answered::Status(hook(body.into_bytes()).await);
        }
        let Some(url) = self.url.clone() else {
            return Answered::Nothing("nobody to notify".to_owned());
        };
        self.post(url, body).await
    }

    /// Posts, following 307 and 308 only, and only to where we may send at all.
    async fn post(&self, mut url: Url, body: String) -> Answered {
        let Some(client) = self.client() else {
            return Answered::Nothing("no HTTP client".to_owned());
        };
        for _ in 0..=HOPS_MAX {
            let request = client
                .post(url.clone())
                .header(USER_AGENT, "Veritrans")
                .header(ACCEPT, "application/json")
                .header(CONTENT_TYPE, "application/json")
                .body(body.clone());
            let response = match request.send().await {
                Ok(response) => response,
                Err(error) => return Answered::Nothing(reason(&error).to_owned()),
            };
            let status = response.status().as_u16();
            if !matches!(status, 307 | 308) {
                return Answered::Status(status);
            }
            let target = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let target = target.and_then(|to| url.join(to).ok()).map(String::from);
            match target.map(|to| allowed(&to, &self.hosts)) {
                Some(Ok(next)) => url = next,
                Some(Err(_)) => return Answered::Nothing("redirected elsewhere".to_owned()),
                None => return Answered::Status(status),
            }
        }
        Answered::Nothing("redirected too often".to_owned())
    }
}

fn reason(error: &reqwest::Error) -> &'static str {
    if error.is_connect() {
        "nobody listens"
    } else if error.is_timeout() {
        "no answer in time"
    } else {
        "the connection broke"
    }
}

fn allowed(text: &str, hosts: &[String]) -> Result<Url, OpenError> {
    let shown = || text.chars().take(120).collect::<String>();
    let url = Url::parse(text).map_err(|_| OpenError::NotifyNotAnAddress(shown()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(OpenError::NotifyNotAnAddress(shown()));
    }
    let named = url.host_str().is_some_and(|host| hosts.iter().any(|one| one == host));
    if named || is_loopback(&url) { Ok(url) } else { Err(OpenError::NotifyNotAllowed(shown())) }
}
