//! A text with holes: words, variables and bold passages.

use std::fmt;
use std::str::FromStr;

use super::values::Variable;

/// A text with variables in braces and bold passages between stars, checked when it is read.
///
/// ```
/// use wikarta_core::dunning::text::{Template, TemplateError};
///
/// assert!("Tagihan {no_invoice} sebesar *{jumlah}*".parse::<Template>().is_ok());
/// let unknown = "Yth. {nik}".parse::<Template>();
/// assert_eq!(unknown, Err(TemplateError::UnknownVariable("nik".into())));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Words(String),
    Value(Variable),
    /// Bold begins or ends.
    Bold,
}

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// Names a variable that does not exist.
    #[error("`{0}` is no variable of a message")]
    UnknownVariable(String),
    /// A brace without its partner.
    #[error("a brace has no partner")]
    Brace,
    /// A star without its partner.
    #[error("a star (bold) has no partner")]
    Star,
    /// Line breaks, tabs or other control characters.
    #[error("a template is one line without control characters")]
    Control,
    /// Nothing.
    #[error("a template is not empty")]
    Empty,
}

impl Template {
    pub(super) fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// The variables in the order in which they first occur.
    #[must_use]
    pub fn variables(&self) -> Vec<Variable> {
        let mut found = Vec::new();
        for piece in &self.0 {
            if let Piece::Value(variable) = piece
                && !found.contains(variable)
            {
                found.push(*variable);
            }
        }
        found
    }

    /// Writes the template: each variable through `value`, each start or end of bold as `bold`.
    pub(super) fn write<E>(
        &self,
        bold: &str,
        mut value: impl FnMut(Variable) -> Result<String, E>,
    ) -> Result<String, E> {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Value(variable) => out.push_str(&value(*variable)?),
                Piece::Bold => out.push_str(bold),
            }
        }
        Ok(out)
    }
}

impl fmt::Display for Template {
    /// As it was read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Words(words) => f.write_str(words),
            Piece::Value(variable) => write!(f, "{{{variable}}}"),
            Piece::Bold => f.write_str("*"),
        })
    }
}

impl FromStr for Template {
    type Err = TemplateError;
    fn from_str(text: &str) -> Result<Self, TemplateError> {
        if text.trim().is_empty() {
            return Err(TemplateError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(TemplateError::Control);
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}', '*']) {
            let (words, marked) = rest.split_at(at);
            if !words.is_empty() {
                pieces.push(Piece::Words(words.to_owned()));
            }
            if let Some(after) = marked.strip_prefix('*') {
                pieces.push(Piece::Bold);
                rest = after;
                continue;
            }
            let inner = marked.strip_prefix('{').ok_or(TemplateError::Brace)?;
            let (name, after) = inner.split_once('}').ok_or(TemplateError::Brace)?;
            if name.contains('{') {
                return Err(TemplateError::Brace);
            }
            let cut = || TemplateError::UnknownVariable(name.chars().take(40).collect());
            pieces.push(Piece::Value(name.parse().map_err(|_| cut())?));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        let stars = pieces.iter().filter(|piece| **piece == Piece::Bold).count();
        if stars.is_multiple_of(2) { Ok(Self(pieces)) } else { Err(TemplateError::Star) }
    }
}
