//! Calls over HTTP.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Response, Url};
use zeroize::Zeroizing;

use super::transport::{Call, Method, Transport};
use crate::answer::{Answer, Doubt};
use crate::signature::ServerKey;

/// Bounds of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpOptions {
    /// How long to wait for a connection.
    pub connect_timeout: Duration,
    /// How long the whole call may take, the connection and the answer's last byte included.
    pub timeout: Duration,
    /// The longest answer, in bytes.
    pub max_answer_bytes: usize,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(15),
            max_answer_bytes: 256 * 1024,
        }
    }
}

/// Why a client cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// Not an address at all, or one with a user, a query or a fragment.
    #[error("`{0}` is not an address such as https://api.midtrans.com")]
    NotAnAddress(String),
    /// The server key would travel in the open.
    #[error("`{0}` is not https; plain http is taken on the loopback only")]
    NotEncrypted(String),
    /// The TLS library refused to start.
    #[error("the HTTP client could not be built")]
    NotBuilt,
}

/// Carries calls over HTTP/1.1 or HTTP/2, keeping connections open between calls.
pub struct HttpTransport {
    client: reqwest::Client,
    base: String,
    snap_base: String,
    options: HttpOptions,
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("base", &self.base).finish_non_exhaustive()
    }
}

impl HttpTransport {
    /// Makes a transport for an address; nothing is sent yet.
    pub fn new(base_url: &str, key: ServerKey, options: &HttpOptions) -> Result<Self, ClientError> {
        let base = safe_base(base_url)?;
        let client = built(&base, options, headers(&key)?)?;
        let base = base.as_str().trim_end_matches('/').to_owned();
        let snap_base = snap_base(&base);
        Ok(Self { client, base, snap_base, options: options.clone() })
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, call: Call) -> Result<Answer, Doubt> {
        // The hosted page lives at a host of its own.
        let base = if call.path.starts_with("/snap/") { &self.snap_base } else { &self.base };
        let url = format!("{base}{}", call.path);
        let mut request = match call.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url).body(call.body),
            Method::Delete => self.client.delete(url),
        };
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        let response = request.send().await.map_err(|error| doubt(&error, &self.options))?;
        bounded(response, &self.options).await
    }
}

fn built(
    base: &Url,
    options: &HttpOptions,
    headers: HeaderMap,
) -> Result<reqwest::Client, ClientError> {
    // One process-wide provider; a second installation is refused and harmless.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .default_headers(headers)
        .redirect(reqwest::redirect::Policy::none())
        // A request that may have been seen is never repeated behind our back.
        .retry(reqwest::retry::never())
        .connect_timeout(options.connect_timeout)
        .timeout(options.timeout);
    if is_loopback(base) {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|_| ClientError::NotBuilt)
}

/// A client that sends nothing of its own accord.
#[cfg(feature = "snap-bi")]
pub(crate) fn bare_client(
    base: &Url,
    options: &HttpOptions,
) -> Result<reqwest::Client, ClientError> {
    built(base, options, HeaderMap::new())
}

/// What a failed request leaves open.
pub(crate) fn doubt(error: &reqwest::Error, options: &HttpOptions) -> Doubt {
    // A connection that could not be made in time was never used.
    if error.is_connect() {
        return Doubt::Unreachable;
    }
    if error.is_timeout() {
        let after_ms = u64::try_from(options.timeout.as_millis()).unwrap_or(u64::MAX);
        return Doubt::TimedOut { after_ms };
    }
    Doubt::Broken
}

/// Reads an answer to its end, or to the limit.
pub(crate) async fn bounded(
    mut response: Response,
    options: &HttpOptions,
) -> Result<Answer, Doubt> {
    let http_status = response.status().as_u16();
    let retry_after = retry_after(response.headers());
    let limit = options.max_answer_bytes;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| doubt(&error, options))? {
        if body.len() + chunk.len() > limit {
            return Err(Doubt::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { http_status, body, retry_after })
}

fn headers(key: &ServerKey) -> Result<HeaderMap, ClientError> {
    let credentials = Zeroizing::new(format!("{}:", key.expose()));
    let basic = Zeroizing::new(format!("Basic {}", STANDARD.encode(credentials.as_bytes())));
    let mut secret = HeaderValue::from_str(&basic).map_err(|_| ClientError::NotBuilt)?;
    secret.set_sensitive(true);
    let json = HeaderValue::from_static("application/json");
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, secret);
    headers.insert(ACCEPT, json.clone());
    headers.insert(CONTENT_TYPE, json);
    Ok(headers)
}

/// An address that secrets may travel to: `https`, or `http` on the loopback.
pub(crate) fn safe_base(base_url: &str) -> Result<Url, ClientError> {
    // The text is repeated in the error only when it cannot hold a password.
    let shown = || match base_url.contains('@') {
        true => "(an address with a user)".to_owned(),
        false => base_url.chars().take(80).collect(),
    };
    let url = Url::parse(base_url).map_err(|_| ClientError::NotAnAddress(shown()))?;
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.has_host();
    match url.scheme() {
        "https" | "http" if !plain => Err(ClientError::NotAnAddress(shown())),
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(ClientError::NotEncrypted(shown())),
        _ => Err(ClientError::NotAnAddress(shown())),
    }
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The vendor serves Snap from `app.` where the Core API is at `api.`; any other place has both.
fn snap_base(base: &str) -> String {
    match base {
        super::PRODUCTION | super::SANDBOX => base.replacen("://api.", "://app.", 1),
        other => other.to_owned(),
    }
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(base_url: &str) -> Result<HttpTransport, ClientError> {
        let key = ServerKey::new("SB-Mid-server-secret").unwrap();
        HttpTransport::new(base_url, key, &HttpOptions::default())
    }

    #[test]
    fn the_key_never_travels_in_the_open() {
        for fine in ["https://api.midtrans.com", "http://127.0.0.1:1/x/", "http://[::1]:1"] {
            assert!(made(fine).is_ok(), "{fine}");
        }
        for open in ["http://api.midtrans.com", "http://10.0.0.1", "http://localhost.example.com"] {
            assert_eq!(made(open).unwrap_err(), ClientError::NotEncrypted(open.to_owned()));
        }
        for odd in ["", "api.midtrans.com", "ftp://x", "https://x/?a=b", "https://x#f"] {
            assert_eq!(made(odd).unwrap_err(), ClientError::NotAnAddress(odd.to_owned()));
        }
        let told = made("https://user:secret@x").unwrap_err().to_string();
        assert!(!told.contains("secret"));
    }

    #[test]
    fn the_hosted_page_has_its_own_host_at_the_vendor() {
        assert_eq!(snap_base(super::super::PRODUCTION), "https://app.midtrans.com");
        assert_eq!(snap_base(super::super::SANDBOX), "https://app.sandbox.midtrans.com");
        assert_eq!(snap_base("http://127.0.0.1:1/x"), "http://127.0.0.1:1/x");
    }

    #[test]
    fn nothing_secret_is_printed() {
        let transport = made("https://api.midtrans.com").unwrap();
        assert!(!format!("{transport:?}").contains("secret"));
        assert_eq!(transport.base, "https://api.midtrans.com");
    }
}
