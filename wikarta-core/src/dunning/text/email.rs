//! An e-mail: a subject, and the same words as plain text and as HTML.

use super::template::{Piece, Template};
use super::values::{Form, Values, Variable};
use super::{Language, TextError};

/// An e-mail as it is handed over. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    /// One line without control characters: nothing in it can begin another head.
    pub subject: String,
    /// The words as plain text.
    pub text: String,
    /// The words as a page; values are escaped, the link can be followed.
    pub html: String,
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(…)")
    }
}

pub(super) fn email(
    subject: &Template,
    body: &Template,
    values: &Values,
    language: Language,
) -> Result<Email, TextError> {
    let text = |variable| values.text(variable, language, Form::Long);
    let mut page = String::new();
    let mut marks = ["<strong>", "</strong>"].into_iter().cycle();
    for piece in body.pieces() {
        match piece {
            Piece::Words(words) => page.push_str(&escape(words)),
            Piece::Bold => page.push_str(marks.next().unwrap_or_default()),
            Piece::Value(Variable::Link) => {
                let link = escape(&text(Variable::Link)?);
                page.push_str(&format!("<a href=\"{link}\">{link}</a>"));
            }
            Piece::Value(variable) => page.push_str(&escape(&text(*variable)?)),
        }
    }
    Ok(Email {
        subject: subject.write("", text)?,
        text: body.write("", text)?,
        html: format!(
            "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><p>{page}</p></html>"
        ),
    })
}

/// The text as it stands in HTML, in a passage or in an attribute between quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
