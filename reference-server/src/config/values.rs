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
