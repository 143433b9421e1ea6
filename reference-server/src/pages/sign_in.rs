//! `/masuk`

use askama::Template;

use super::assets;
use super::chrome::Theme;
use super::parts::Note;
use crate::text::Lang;

/// `/masuk`: email and password.
#[derive(Debug, Clone, Template)]
#[template(path = "sign_in.html", whitespace = "minimize")]
pub struct SignInPage {
    /// The language of the page.
    pub lang: Lang,
    /// Light, dark or the system's.
    pub theme: Theme,
    /// Whose panel this is.
    pub company: String,
    /// Whom staff ask for help.
    pub help: Option<String>,
    /// Path and query of this page.
    pub address: String,
    /// The token of the form.
    pub csrf: String,
    /// What was typed, after a failure.
    pub email: String,
    /// Where to go after signing in; a path inside this server.
    pub return_to: Option<String>,
    /// The answer to a failed attempt, or why the reader is here.
    pub note: Option<Note>,
}

impl SignInPage {
    const fn version(&self) -> &'static str {
        assets::VERSION
    }
}
