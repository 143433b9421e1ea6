//! Carrying one notification: over HTTP as the vendor does, or into a function of the same process.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, LOCATION, USER_AGENT};
use reqwest::{Client, Url};
use tokio::sync::Notify;
use wikarta_core::time::Timestamp;

use super::config::EmulatorConfig;
use super::record::{Answered, Delivery};
use super::store::OpenError;
use crate::client::is_loopback;
use crate::snap_bi::signature::MerchantKey;
use crate::snap_bi::timestamp;

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
    /// The prefix of BI-SNAP's notifications, without a slash at its end.
    snap_bi: Option<String>,
    key: Option<Arc<MerchantKey>>,
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
        let snap_bi = match &config.snap_bi_notify_url {
            Some(text) => {
                allowed(text, &hosts)?;
                Some(text.trim_end_matches('/').to_owned())
            }
            None => None,
        };
        let key = config.snap_bi_key.clone();
        let (hook, busy) = (Mutex::new(None), Mutex::new(HashSet::new()));
        let (client, wake) = (OnceLock::new(), Notify::new());
        Ok(Self { client, url, snap_bi, key, hosts, hook, wake, busy })
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

    /// Whether a delivery has somewhere to go.
    pub(super) fn reaches(&self, delivery: &Delivery) -> bool {
        let usual = match &delivery.snap_bi_path {
            Some(_) => self.snap_bi.is_some(),
            None => self.url.is_some(),
        };
        usual || delivery.url.is_some() || self.hook().is_some()
    }

    /// Orders with a delivery under way.
    pub(super) fn busy(&self) -> MutexGuard<'_, HashSet<String>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries a delivery; `now` is the emulator's time, which BI-SNAP signs.
    pub(super) async fn carry(&self, delivery: &Delivery, now: Timestamp) -> Answered {
        if let Some(hook) = self.hook() {
            return Answered::Status(hook(delivery.body.clone().into_bytes()).await);
        }
        let (text, headers) = match &delivery.snap_bi_path {
            Some(path) => {
                let prefix = self.snap_bi.as_deref().unwrap_or_default();
                (Some(format!("{prefix}{path}")), self.signed(path, delivery, now))
            }
            None => (delivery.url.clone(), Vec::new()),
        };
        let url = match text.map(|text| allowed(&text, &self.hosts)) {
            Some(Ok(url)) => url,
            Some(Err(OpenError::NotifyNotAnAddress(_))) => return nothing("not an address"),
            Some(Err(_)) => return nothing("this host may not be told"),
            None => match self.url.clone() {
                Some(url) => url,
                None => return nothing("nobody to notify"),
            },
        };
        self.post(url, &delivery.body, &headers).await
    }

    /// BI-SNAP's headers; unsigned where the emulator was given no key.
    fn signed(
        &self,
        path: &str,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Vec<(&'static str, String)> {
        let stamp = timestamp(now);
        let body = delivery.body.as_bytes();
        let signature = self.key.as_ref().and_then(|key| key.sign_notification(path, &stamp, body));
        vec![
            ("x-timestamp", stamp),
            ("x-signature", signature.unwrap_or_default()),
            ("x-external-id", format!("{}{:06}", now.as_seconds(), delivery.id)),
            ("channel-id", "12345".to_owned()),
        ]
    }

    /// Posts, following 307 and 308 only, and only to where we may send at all.
    async fn post(&self, mut url: Url, body: &str, headers: &[(&'static str, String)]) -> Answered {
        let Some(client) = self.client() else { return nothing("no HTTP client") };
        for _ in 0..=HOPS_MAX {
            let mut request = client
                .post(url.clone())
                .header(USER_AGENT, "Veritrans")
                .header(ACCEPT, "application/json")
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_owned());
            for (name, value) in headers {
                request = request.header(*name, value);
            }
            let response = match request.send().await {
                Ok(response) => response,
                Err(error) => return nothing(reason(&error)),
            };
            let status = response.status().as_u16();
            if !matches!(status, 307 | 308) {
                return Answered::Status(status);
            }
            let target = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let target = target.and_then(|to| url.join(to).ok()).map(String::from);
            match target.map(|to| allowed(&to, &self.hosts)) {
                Some(Ok(next)) => url = next,
                Some(Err(_)) => return nothing("redirected elsewhere"),
                None => return Answered::Status(status),
            }
        }
        nothing("redirected too often")
    }
}

fn nothing(why: &str) -> Answered {
    Answered::Nothing(why.to_owned())
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
