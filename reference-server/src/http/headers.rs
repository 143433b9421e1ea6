//! The security headers that every answer carries.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::config::Transport;

/// What a page may load and where it may send: everything its own, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; connect-src 'self'; style-src \
     'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'";
/// Two years, as browsers' preload lists ask.
pub const STRICT_TRANSPORT_SECURITY: &str = "max-age=63072000; includeSubDomains";

/// The headers of every answer. `Referrer-Policy` is `same-origin` and not `no-referrer`, because
/// with the latter browsers send `Origin: null` with our own forms; neither tells another site the
/// address of a pay link.
pub const ALWAYS: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-robots-tag", "noindex, nofollow"),
];

/// Adds what an answer lacks. A handler that has set one of the headers keeps its own: an asset may
/// be cached, and the emulator's pages are not ours.
pub fn complete(headers: &mut HeaderMap, transport: Transport) {
    for (name, value) in ALWAYS {
        if !headers.contains_key(*name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if transport == Transport::BehindTls {
        let value = HeaderValue::from_static(STRICT_TRANSPORT_SECURITY);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clnt_06_the_policy_allows_nothing_inline_and_no_other_origin() {
        let policy = CONTENT_SECURITY_POLICY;
        assert!(policy.starts_with("default-src 'none'; "));
        for never in ["unsafe", "http:", "https:", "*", "  "] {
            assert!(!policy.contains(never), "{never}");
        }
        for always in ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
            assert!(policy.contains(always), "{always}");
        }
    }

    #[test]
    fn conf_07_hsts_is_sent_behind_tls_only() {
        let mut plain = HeaderMap::new();
        complete(&mut plain, Transport::Plain);
        assert!(!plain.contains_key(header::STRICT_TRANSPORT_SECURITY));
        assert_eq!(plain[header::CACHE_CONTROL], "no-store");
        let mut tls = HeaderMap::new();
        tls.insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=60"));
        complete(&mut tls, Transport::BehindTls);
        assert_eq!(tls[header::STRICT_TRANSPORT_SECURITY], STRICT_TRANSPORT_SECURITY);
        assert_eq!(tls[header::CACHE_CONTROL], "max-age=60");
    }
}
