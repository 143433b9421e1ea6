//! The 7-bit alphabet of SMS (GSM 03.38), in which 160 characters fit into one message.

/// The basic alphabet; each character costs one.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡\
                     ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// The extension; each character costs two.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// A character that the alphabet does not have: the whole text would be sent in 16-bit units, of
/// which 70 fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the character at place {0} is not in the alphabet of SMS (GSM-7)")]
pub struct NotGsm(pub usize);

/// How much of an SMS a text takes: one for most characters, two for `{}[]~|\^€`.
///
/// ```
/// use wikarta_core::dunning::text::{NotGsm, septets};
///
/// assert_eq!(septets("Yth Budi [lunas]"), Ok(18));
/// assert_eq!(septets("Ma’ruf"), Err(NotGsm(2)));
/// ```
pub fn septets(text: &str) -> Result<usize, NotGsm> {
    let cost = |(place, character)| cost(character).ok_or(NotGsm(place));
    text.chars().enumerate().map(cost).sum()
}

/// What a character takes of an SMS.
pub(super) fn cost(character: char) -> Option<usize> {
    if BASIC.contains(character) {
        Some(1)
    } else if EXTENDED.contains(character) {
        Some(2)
    } else {
        None
    }
}

/// The text with printers' quotes, dashes and dots as typewriters have them.
pub(super) fn typewriter(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{02bb}' | '`' | '\u{b4}' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{2026}' => out.push_str("..."),
            other => out.push(other),
        }
    }
    out
}
