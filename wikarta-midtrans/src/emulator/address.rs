//! Who is told about a transaction: the merchant's usual address, or those that the request named in
//! `X-Override-Notification` and `X-Append-Notification`.

use serde::{Deserialize, Serialize};

/// The vendor's pages name two and three; more are left out here.
const ADDRESSES_MAX: usize = 3;

/// Who is told about a transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The merchant's usual address.
    #[default]
    AsConfigured,
    /// These instead.
    Instead(Vec<String>),
    /// These too.
    Also(Vec<String>),
}

impl Audience {
    /// What two headers ask for; where both are there only the first counts, as at the vendor.
    pub(super) fn read(instead: Option<&str>, also: Option<&str>) -> Self {
        match (instead.map(listed), also.map(listed)) {
            (Some(urls), _) if !urls.is_empty() => Self::Instead(urls),
            (_, Some(urls)) if !urls.is_empty() => Self::Also(urls),
            _ => Self::AsConfigured,
        }
    }

    /// Whether nobody asked for anything.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::AsConfigured
    }

    /// One address for each delivery; `None` is the merchant's usual one.
    pub(super) fn addresses(&self) -> Vec<Option<String>> {
        let named = |urls: &[String]| urls.iter().cloned().map(Some).collect::<Vec<_>>();
        match self {
            Self::AsConfigured => vec![None],
            Self::Instead(urls) => named(urls),
            Self::Also(urls) => std::iter::once(None).chain(named(urls)).collect(),
        }
    }
}

fn listed(header: &str) -> Vec<String> {
    let urls = header.split(',').map(str::trim).filter(|url| !url.is_empty());
    urls.take(ADDRESSES_MAX).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instead_wins_over_also_and_nothing_is_the_usual() {
        let urls = |texts: &[&str]| texts.iter().map(|url| (*url).to_owned()).collect::<Vec<_>>();
        let read = Audience::read;
        assert_eq!(
            read(Some("http://a, http://b"), None),
            Audience::Instead(urls(&["http://a", "http://b"]))
        );
        assert_eq!(
            read(Some("http://a"), Some("http://b")),
            Audience::Instead(urls(&["http://a"]))
        );
        assert_eq!(read(Some(" ,"), Some("http://b")), Audience::Also(urls(&["http://b"])));
        assert!(read(None, Some("")).is_usual());
        assert_eq!(read(None, Some("a,b,c,d")).addresses().len(), 4);
        assert_eq!(Audience::default().addresses(), [None]);
    }
}
