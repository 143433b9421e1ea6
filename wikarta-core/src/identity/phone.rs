//! Indonesian telephone numbers in E.164.

use std::fmt;
use std::str::FromStr;

use crate::words::words;

words! {
    /// What can be done with a telephone number.
    PhoneKind {
        /// Takes messages.
        Mobile = "mobile",
        /// Takes calls only: never a WhatsApp or text message.
        Landline = "landline",
    }
}

/// An Indonesian telephone number: `+62` and the number without its leading zero.
///
/// ```
/// use wikarta_core::identity::{Phone, PhoneKind};
///
/// let phone: Phone = "0812-3456-789".parse()?;
/// assert_eq!(phone.as_str(), "+628123456789");
/// assert_eq!((phone.kind(), phone.masked().as_str()), (PhoneKind::Mobile, "0812****789"));
/// # Ok::<(), wikarta_core::identity::PhoneError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

/// Why a text is not an Indonesian telephone number. The text itself is personal and never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// Neither digits nor what people put between them.
    #[error("a phone number is made of digits")]
    Digits,
    /// Another country's code.
    #[error("the phone number is not of indonesia; write it as 08… or +62…")]
    Foreign,
    /// Neither 0 nor 62 nor 8 in front: the area is missing.
    #[error("the phone number begins with 0, 62 or 8")]
    Start,
    /// Too long or too short: mobile numbers have 9 to 12 digits after +62, others 8 to 11.
    #[error("the phone number is too long or too short")]
    Length,
}

impl Phone {
    /// The number in E.164, `+62812…`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Mobile numbers begin with `+628`.
    #[must_use]
    pub fn kind(&self) -> PhoneKind {
        if self.national().starts_with('8') { PhoneKind::Mobile } else { PhoneKind::Landline }
    }

    /// As a screen shows it: `0812****789`; of a landline less, for it is shorter.
    #[must_use]
    pub fn masked(&self) -> String {
        let (head, tail) = match self.kind() {
            PhoneKind::Mobile => (3, 3),
            PhoneKind::Landline => (2, 2),
        };
        let national = self.national();
        let head: String = national.chars().take(head).collect();
        let tail = national.get(national.len().saturating_sub(tail)..).unwrap_or_default();
        format!("0{head}****{tail}")
    }

    fn national(&self) -> &str {
        self.0.strip_prefix("+62").unwrap_or_default()
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

impl FromStr for Phone {
    type Err = PhoneError;
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let (international, rest) = match text.trim().strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, text.trim()),
        };
        let between = |c: &char| matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/');
        let plain: String = rest.chars().filter(|c| !between(c)).take(32).collect();
        if plain.is_empty() || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PhoneError::Digits);
        }
        let (international, plain) = match plain.strip_prefix("00") {
            Some(rest) if !international => (true, rest),
            _ => (international, plain.as_str()),
        };
        let national = match (plain.strip_prefix("62"), plain.strip_prefix('0')) {
            // +62 (0)812…: the zero is often left in.
            (Some(rest), _) => rest.strip_prefix('0').unwrap_or(rest),
            (None, _) if international => return Err(PhoneError::Foreign),
            (None, Some(rest)) => rest,
            (None, None) if plain.starts_with('8') => plain,
            (None, None) => return Err(PhoneError::Start),
        };
        let phone = Self(format!("+62{national}"));
        if national.starts_with('0') {
            return Err(PhoneError::Start);
        }
        let allowed = match phone.kind() {
            PhoneKind::Mobile => 9..=12,
            PhoneKind::Landline => 8..=11,
        };
        if allowed.contains(&national.len()) { Ok(phone) } else { Err(PhoneError::Length) }
    }
}
