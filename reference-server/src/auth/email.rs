//! The address that a person signs in with.

use std::fmt;
use std::str::FromStr;

/// An email address in one spelling: lower case, without spaces around it.
///
/// Only plain ASCII is taken, so that no two addresses look alike. It is personal: `Debug` masks it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// The text is not an address that can be used here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an email address; write it as name@example.id, in plain letters")]
pub struct EmailError;

impl Email {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        let lower = text.trim().to_ascii_lowercase();
        let (name, host) = lower.split_once('@').ok_or(EmailError)?;
        let name_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte);
        let host_byte = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let name_fits = !name.is_empty()
            && name.len() <= 64
            && name.bytes().all(name_byte)
            && name.split('.').all(|part| !part.is_empty());
        let host_fits = host.contains('.')
            && host.len() <= 190
            && host.bytes().all(host_byte)
            && host.split('.').all(label);
        if name_fits && host_fits { Ok(Self(lower)) } else { Err(EmailError) }
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idnt_05_one_person_has_one_spelling() {
        let plain: Email = "keuangan@demo.test".parse().unwrap();
        assert_eq!("  Keuangan@Demo.TEST ".parse(), Ok(plain));
        assert!("a.b+c_d-e@sub.demo.test".parse::<Email>().is_ok());
    }

    #[test]
    fn idnt_05_look_alikes_and_control_characters_are_refused() {
        for bad in [
            "",
            "@",
            "a@",
            "@b.c",
            "a@b",
            "a@@b.c",
            "a b@c.d",
            "a@b..c",
            ".a@b.c",
            "a@-b.c",
            "a\u{430}dmin@demo.test",
            "a\0@b.c",
            "a\r\nBcc:x@b.c",
            "a@b.c\u{200b}",
            "ａ@demo.test",
        ] {
            assert_eq!(bad.parse::<Email>(), Err(EmailError), "{bad:?}");
        }
        assert!(format!("{}@demo.test", "a".repeat(65)).parse::<Email>().is_err());
    }
}
