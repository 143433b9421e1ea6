//! Addresses of servers: the visitors' own, and the gateway's.

use std::fmt;
use std::net::IpAddr;

/// A scheme, host and port as browsers write them: `https://tagihan.example.id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: &'static str,
    authority: String,
}

impl Origin {
    /// Reads an address without a path; a trailing slash is taken off.
    pub fn parse(text: &str) -> Result<Self, String> {
        let refused = || format!("`{text}` is not such an address");
        let (scheme, rest) = text.split_once("://").ok_or_else(refused)?;
        let (scheme, port) = match scheme {
            "http" => ("http", ":80"),
            "https" => ("https", ":443"),
            _ => return Err(refused()),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
        let authority = authority.strip_suffix(port).unwrap_or(&authority).to_owned();
        if !is_authority(&authority) {
            return Err(refused());
        }
        Ok(Self { scheme, authority })
    }

    /// `http` or `https`.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// The host, with its port where it is not the usual one.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback_host(host_of(&self.authority))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

/// The host of `host:port`, brackets of an IPv6 address included.
#[must_use]
pub fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// Whether a host name or address means this machine.
#[must_use]
pub fn is_loopback_host(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether a text can stand as the host and port of an address.
#[must_use]
pub fn is_authority(text: &str) -> bool {
    let host = host_of(text);
    let named = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
    let bracketed = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|inner| inner.parse::<std::net::Ipv6Addr>().is_ok());
    let port_fits = text
        .strip_prefix(host)
        .is_some_and(|tail| tail.is_empty() || tail.get(1..).is_some_and(is_port));
    !host.is_empty() && host.len() <= 253 && (named || bracketed) && port_fits
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|port| port > 0)
}

/// Where the gateway is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GatewayAddress {
    /// The emulator that the demo carries in its own process.
    OwnEmulator,
    /// A server, the vendor's or an emulator of its own.
    At(Origin),
}

impl GatewayAddress {
    /// Where the vendor's sandbox is.
    pub const SANDBOX: &'static str = "https://api.sandbox.midtrans.com";

    /// Reads an address; plain HTTP is for this machine only, because the key travels with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let origin = Origin::parse(text)?;
        if origin.scheme() == "http" && !origin.is_loopback() {
            return Err(format!("`{text}` would send the server key over plain HTTP"));
        }
        Ok(Self::At(origin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        let same = |text: &str| Origin::parse(text).map(|origin| origin.to_string());
        assert_eq!(same("https://Tagihan.Example.id:443/").unwrap(), "https://tagihan.example.id");
        assert_eq!(same("http://127.0.0.1:8080").unwrap(), "http://127.0.0.1:8080");
        assert_eq!(same("http://[::1]:8080").unwrap(), "http://[::1]:8080");
        for bad in [
            "",
            "example.id",
            "ftp://a",
            "https://",
            "https://a/b",
            "https://u@a",
            "https://a:0",
            "https://a:99999",
            "https://a?b",
            "https://[::x]",
        ] {
            assert!(Origin::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn cryp_03_the_gateway_key_never_goes_over_plain_http_to_another_machine() {
        assert!(GatewayAddress::parse("https://api.midtrans.com").is_ok());
        assert!(GatewayAddress::parse("http://127.0.0.1:9000").is_ok());
        assert!(GatewayAddress::parse("http://localhost:9000").is_ok());
        assert!(GatewayAddress::parse("http://api.midtrans.com").is_err());
        assert!(GatewayAddress::parse("http://127.0.0.1.evil.example").is_err());
    }
}
