//! The shapes of single settings, each with its own check.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use super::secret::SecretText;

/// The address of a database. Printed without its text, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(SecretText);

impl DatabaseUrl {
    /// Takes `sqlite:` addresses of a file; the reason of a refusal never repeats the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((scheme, rest)) = text.split_once(':') else {
            return Err("it is not an address".to_owned());
        };
        if scheme != "sqlite" {
            return Err("only SQLite is supported".to_owned());
        }
        let path = rest.strip_prefix("//").unwrap_or(rest);
        if path.starts_with(":memory:") || path.contains("mode=memory") {
            return Err("books in memory are gone at the next start".to_owned());
        }
        if path.is_empty() || path.starts_with('?') {
            return Err("it names no file".to_owned());
        }
        Ok(Self(SecretText::new(text)))
    }

    /// The address of an SQLite file.
    #[must_use]
    pub fn sqlite_file(path: &Path) -> Self {
        let mut text = String::from("sqlite://");
        for byte in path.to_string_lossy().bytes() {
            if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
        Self(SecretText::new(text))
    }

    /// The text, for the one place that opens the database.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The same address, asking for the file to be made when it is not there.
    #[must_use]
    pub fn made_when_absent(&self) -> Self {
        let text = self.expose();
        if text.contains("mode=") {
            return self.clone();
        }
        let joint = if text.contains('?') { '&' } else { '?' };
        Self(SecretText::new(format!("{text}{joint}mode=rwc")))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

/// How visitors' bytes reach the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Straight, over plain HTTP: a loopback address, for a demo or a test.
    Plain,
    /// Through a proxy that speaks TLS with the visitor.
    BehindTls,
}

impl Transport {
    /// The scheme in the visitor's browser.
    #[must_use]
    pub const fn scheme(self) -> &'static str {
        match self {
            Self::Plain => "http",
            Self::BehindTls => "https",
        }
    }

    /// Reads `yes` or `no`.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "yes" | "true" | "1" => Ok(Self::BehindTls),
            "no" | "false" | "0" => Ok(Self::Plain),
            _ => Err(format!("`{text}` is neither")),
        }
    }
}

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

/// One address or a range of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Reads `10.0.0.0/8` or a single address.
    pub fn parse(text: &str) -> Result<Self, String> {
        let refused = || format!("`{text}` is not an address or network");
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => {
                (address, Some(prefix.parse::<u8>().map_err(|_| refused())?))
            }
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| refused())?;
        let widest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(widest);
        if prefix == 0 || prefix > widest {
            return Err(refused());
        }
        Ok(Self { address, prefix })
    }

    /// Reads a list separated by commas.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, String> {
        text.split(',').map(|part| Self::parse(part.trim())).collect()
    }

    /// Whether an address lies in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(one)) => {
                let shift = 32 - u32::from(self.prefix);
                net.to_bits() >> shift == one.to_bits() >> shift
            }
            (IpAddr::V6(net), IpAddr::V6(one)) => {
                let shift = 128 - u32::from(self.prefix);
                net.to_bits() >> shift == one.to_bits() >> shift
            }
            _ => false,
        }
    }
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// Only what failed.
    Error,
    /// And what may soon fail.
    Warn,
    /// And one line for each request.
    Info,
    /// And what helps to find a fault.
    Debug,
}

impl LogLevel {
    /// Reads one of the four words.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "error" => Ok(Self::Error),
            "warn" => Ok(Self::Warn),
            "info" => Ok(Self::Info),
            "debug" => Ok(Self::Debug),
            _ => Err(format!("`{text}` is none of them")),
        }
    }

    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_of_sqlite_is_a_database() {
        assert!(DatabaseUrl::parse("sqlite:///var/lib/w.db").is_ok());
        assert!(DatabaseUrl::parse("sqlite:w.db").is_ok());
        for bad in ["", "w.db", "postgres://u:p@h/db", "sqlite::memory:", "sqlite://", "sqlite:"] {
            let why = DatabaseUrl::parse(bad).unwrap_err();
            assert!(!why.contains("u:p"), "{why}");
        }
        let odd = DatabaseUrl::sqlite_file(Path::new("/tmp/a b?c%d/w.db"));
        assert_eq!(odd.expose(), "sqlite:///tmp/a%20b%3Fc%25d/w.db");
        assert_eq!(format!("{odd:?}"), "DatabaseUrl(…)");
        let made = |text: &str| DatabaseUrl::parse(text).unwrap().made_when_absent();
        assert_eq!(made("sqlite://w.db").expose(), "sqlite://w.db?mode=rwc");
        assert_eq!(made("sqlite://w.db?a=b").expose(), "sqlite://w.db?a=b&mode=rwc");
        assert_eq!(made("sqlite://w.db?mode=ro").expose(), "sqlite://w.db?mode=ro");
    }

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

    #[test]
    fn networks_hold_their_addresses_and_no_others() {
        let inside =
            |net: &str, one: &str| Network::parse(net).unwrap().contains(one.parse().unwrap());
        assert!(inside("10.0.0.0/8", "10.9.8.7") && !inside("10.0.0.0/8", "11.0.0.1"));
        assert!(inside("127.0.0.1", "127.0.0.1") && !inside("127.0.0.1", "127.0.0.2"));
        assert!(inside("127.0.0.1", "::ffff:127.0.0.1"));
        assert!(
            inside("2001:db8::/32", "2001:db8:1::1") && !inside("2001:db8::/32", "2001:db9::1")
        );
        for bad in ["", "10.0.0.0/33", "0.0.0.0/0", "10.0.0", "a/8", "10.0.0.0/-1"] {
            assert!(Network::parse(bad).is_err(), "{bad}");
        }
    }
}
