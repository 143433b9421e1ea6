//! What may travel beside a request: who is told about it, and under which key it may be repeated.

use reqwest::Url;

/// Headers of the vendor's own for one call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extras {
    /// Lets a repeat within five minutes have the first answer. It eases retries and guarantees
    /// nothing: the vendor ignores it for Permata, Indomaret and refused requests.
    pub idempotency_key: Option<IdempotencyKey>,
    /// Who is told what becomes of the transaction.
    pub notify: Notify,
}

impl Extras {
    /// Nothing beside the request.
    pub const NONE: Self = Self { idempotency_key: None, notify: Notify::AsConfigured };

    pub(crate) fn headers(&self) -> Vec<(&'static str, String)> {
        let key = self.idempotency_key.as_ref().map(|key| ("idempotency-key", key.0.clone()));
        let joined = |urls: &NotifyUrls| urls.0.join(",");
        let told = match &self.notify {
            Notify::AsConfigured => None,
            Notify::Instead(urls) => Some(("x-override-notification", joined(urls))),
            Notify::Also(urls) => Some(("x-append-notification", joined(urls))),
        };
        key.into_iter().chain(told).collect()
    }
}

/// Who is told about a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Notify {
    /// The address in the vendor's dashboard.
    #[default]
    AsConfigured,
    /// These instead.
    Instead(NotifyUrls),
    /// These too.
    Also(NotifyUrls),
}

/// One or two addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotifyUrls(Vec<String>);

/// Why a header cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExtrasError {
    /// The vendor silently ignores a longer key.
    #[error("an idempotency key is 1 to 46 of A-Z a-z 0-9 - _")]
    IdempotencyKey,
    /// The vendor's pages disagree on three.
    #[error("one or two addresses may be told, not {0}")]
    HowMany(usize),
    /// Not an address that the vendor can reach.
    #[error("`{0}` is not an http or https address without a comma")]
    NotAnAddress(String),
}

impl NotifyUrls {
    /// Checks one or two `http` or `https` addresses.
    pub fn new<'a>(urls: impl IntoIterator<Item = &'a str>) -> Result<Self, ExtrasError> {
        let urls: Vec<&str> = urls.into_iter().collect();
        if !(1..=2).contains(&urls.len()) {
            return Err(ExtrasError::HowMany(urls.len()));
        }
        let checked = |text: &str| {
            let wrong = || ExtrasError::NotAnAddress(text.chars().take(80).collect());
            let url = Url::parse(text).map_err(|_| wrong())?;
            let fine = matches!(url.scheme(), "http" | "https") && !url.as_str().contains(',');
            if fine { Ok(url.as_str().to_owned()) } else { Err(wrong()) }
        };
        Ok(Self(urls.into_iter().map(checked).collect::<Result<_, _>>()?))
    }
}

/// A name for one request, 1 to 46 of `A-Z a-z 0-9 - _`. The vendor's keys are shared by all kinds of
/// calls: put the call into the name, `<uuid>-charge`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl std::str::FromStr for IdempotencyKey {
    type Err = ExtrasError;
    fn from_str(text: &str) -> Result<Self, ExtrasError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let fine = (1..=46).contains(&text.len()) && text.bytes().all(plain);
        if fine { Ok(Self(text.to_owned())) } else { Err(ExtrasError::IdempotencyKey) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_checked_before_they_travel() {
        assert!("k".repeat(46).parse::<IdempotencyKey>().is_ok());
        for odd in [String::new(), "k".repeat(47), "a b".to_owned(), "a\r\nb".to_owned()] {
            assert_eq!(odd.parse::<IdempotencyKey>(), Err(ExtrasError::IdempotencyKey));
        }
        let urls = NotifyUrls::new(["https://a.test/x", "http://b.test/"]).unwrap();
        let extras = Extras {
            idempotency_key: Some("abc-charge".parse().unwrap()),
            notify: Notify::Also(urls),
        };
        let expected = [
            ("idempotency-key", "abc-charge".to_owned()),
            ("x-append-notification", "https://a.test/x,http://b.test/".to_owned()),
        ];
        assert_eq!(extras.headers(), expected);
        assert_eq!(NotifyUrls::new([]), Err(ExtrasError::HowMany(0)));
        assert_eq!(
            NotifyUrls::new(["http://a", "http://b", "http://c"]),
            Err(ExtrasError::HowMany(3))
        );
        for odd in ["", "a.test", "ftp://a.test", "https://a.test/x,https://b.test"] {
            assert!(matches!(NotifyUrls::new([odd]), Err(ExtrasError::NotAnAddress(_))), "{odd}");
        }
    }
}
