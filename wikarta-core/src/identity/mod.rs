//! Numbers that say who somebody is, checked when they are read and masked when they are shown.
//!
//! None of them prints itself: `Debug` and `masked()` show what a screen may show, `as_str()` is for
//! the side table, the tax document and the channel, and its call sites are few.

mod nik;
mod npwp;
mod phone;

pub use nik::{Nik, NikError};
pub use npwp::{Holder, Nitku, Npwp, NpwpError, TaxInvoiceNumber, TaxInvoiceNumberError};
pub use phone::{Phone, PhoneError, PhoneKind};

/// An e-mail address as a screen shows it: `bu***@gmail.com`; fewer letters of a short name.
///
/// ```
/// use wikarta_core::identity::masked_email;
///
/// assert_eq!(masked_email("budi.s@gmail.com"), "bu***@gmail.com");
/// assert_eq!(masked_email("al@contoh.test"), "a***@contoh.test");
/// ```
#[must_use]
pub fn masked_email(address: &str) -> String {
    let Some((name, host)) = address.rsplit_once('@') else {
        return "***".to_owned();
    };
    let shown = match name.chars().count() {
        0 | 1 => 0,
        2 | 3 => 1,
        _ => 2,
    };
    let head: String = name.chars().take(shown).collect();
    format!("{head}***@{host}")
}

/// The digits of a text in which people group digits by spaces, dots, dashes or slashes; nothing if
/// there is anything else in it, or far too much.
fn digits(text: &str) -> Option<String> {
    let grouping = |c: &char| matches!(c, ' ' | '.' | '-' | '/' | '\u{a0}');
    let plain: String = text.trim().chars().filter(|c| !grouping(c)).take(64).collect();
    if plain.bytes().all(|byte| byte.is_ascii_digit()) { Some(plain) } else { None }
}

/// Stars for all but the last `shown` digits.
fn stars(digits: &str, shown: usize) -> String {
    let hidden = digits.len().saturating_sub(shown);
    digits.chars().enumerate().map(|(at, digit)| if at < hidden { '*' } else { digit }).collect()
}

/// A text of digits that shows itself masked.
macro_rules! masked_digits {
    ($name:ident, $shown:literal) => {
        impl $name {
            /// The digits.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// As a screen shows it: stars and the last digits.
            #[must_use]
            pub fn masked(&self) -> String {
                $crate::identity::stars(&self.0, $shown)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.masked())
            }
        }
    };
}
use masked_digits;
