//! Cookies: read strictly, written with every flag.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::config::Transport;

/// To which requests from other sites the browser adds a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// To links only, so that a link in a message opens the panel signed in.
    Lax,
    /// To none.
    Strict,
}

/// One cookie of the server: its flags are part of its name.
#[derive(Debug)]
pub struct CookieKind {
    base: &'static str,
    same_site: SameSite,
}

/// Holds the session id of a person in the panel.
pub const SESSION: CookieKind = CookieKind { base: "wikarta_session", same_site: SameSite::Lax };
/// Remembers which language a visitor chose. It holds no secret.
pub const LANGUAGE: CookieKind = CookieKind { base: "bahasa", same_site: SameSite::Lax };
/// Ties the sign-in form to the browser that asked for it.
pub const DOOR: CookieKind = CookieKind { base: "wikarta_door", same_site: SameSite::Strict };

impl CookieKind {
    /// The name in the browser: `__Host-` in front when the browser speaks TLS, so that no other
    /// host of the domain can plant the cookie.
    #[must_use]
    pub fn name(&self, transport: Transport) -> String {
        match transport {
            Transport::BehindTls => format!("__Host-{}", self.base),
            Transport::Plain => self.base.to_owned(),
        }
    }

    /// The value that a request carries.
    #[must_use]
    pub fn read<'a>(&self, headers: &'a HeaderMap, transport: Transport) -> Option<&'a str> {
        value(headers, &self.name(transport))
    }

    /// The `Set-Cookie` header that gives the cookie until the browser closes.
    #[must_use]
    pub fn set(&self, transport: Transport, value: &str) -> HeaderValue {
        self.header(transport, value, "")
    }

    /// The `Set-Cookie` header that gives the cookie for a number of seconds.
    #[must_use]
    pub fn set_for(&self, transport: Transport, value: &str, seconds: u32) -> HeaderValue {
        self.header(transport, value, &format!("; Max-Age={seconds}"))
    }

    /// The `Set-Cookie` header that takes the cookie away.
    #[must_use]
    pub fn clear(&self, transport: Transport) -> HeaderValue {
        self.header(transport, "", "; Max-Age=0")
    }

    fn header(&self, transport: Transport, value: &str, life: &str) -> HeaderValue {
        let name = self.name(transport);
        let secure = match transport {
            Transport::BehindTls => "; Secure",
            Transport::Plain => "",
        };
        let same_site = match self.same_site {
            SameSite::Lax => "Lax",
            SameSite::Strict => "Strict",
        };
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite={same_site}{secure}{life}");
        // Names and values are ours: base64url and digits, so this cannot fail.
        HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

/// The value of a cookie. A name that is sent twice has none: one of the two was planted.
#[must_use]
pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut found = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let first = found.next()?;
    if found.next().is_some() { None } else { Some(first) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sess_02_every_cookie_has_its_flags() {
        for kind in [&SESSION, &DOOR, &LANGUAGE] {
            let tls = kind.set(Transport::BehindTls, "abc");
            let tls = tls.to_str().unwrap();
            assert!(tls.starts_with("__Host-"), "{tls}");
            for flag in ["; Path=/", "; HttpOnly", "; Secure", "; SameSite="] {
                assert!(tls.contains(flag), "{tls} lacks {flag}");
            }
            assert!(!tls.contains("Domain") && !tls.contains("Max-Age"), "{tls}");
            let plain = kind.set(Transport::Plain, "abc");
            assert!(!plain.to_str().unwrap().contains("Secure"));
            assert!(kind.clear(Transport::Plain).to_str().unwrap().contains("Max-Age=0"));
        }
    }

    #[test]
    fn a_cookie_that_stands_twice_is_none() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; b=2"));
        assert_eq!(value(&headers, "b"), Some("2"));
        assert_eq!(value(&headers, "c"), None);
        headers.append(header::COOKIE, HeaderValue::from_static("b=3"));
        assert_eq!(value(&headers, "b"), None);
    }
}
