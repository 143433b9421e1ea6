//! What is wrong with a policy that somebody wrote, each with its line.

use serde_json::json;
use wikarta_core::dunning::text::Language;
use wikarta_core::policy::{PolicyFlaws, PolicyTextError};

use super::codes;
use super::problem::Problem;

/// Everything that is wrong with a document, one line a problem.
#[must_use]
pub fn told(error: &PolicyTextError, language: Language) -> String {
    let line = match language {
        Language::Id => "Baris",
        Language::En => "Line",
    };
    let problems = error.0.iter().map(|it| {
        let key = if it.key.is_empty() { String::new() } else { format!(", `{}`", it.key) };
        format!("{line} {}{key}: {}.", it.line, it.text(language))
    });
    problems.collect::<Vec<_>>().join("\n")
}

/// The same for a policy that is no document.
#[must_use]
pub fn flaws(error: &PolicyFlaws, language: Language) -> String {
    let flaws = error.0.iter().map(|it| format!("`{}` {}.", it.key, it.flaw.text(language)));
    flaws.collect::<Vec<_>>().join("\n")
}

impl From<PolicyTextError> for Problem {
    fn from(error: PolicyTextError) -> Self {
        let (id, en) = (told(&error, Language::Id), told(&error, Language::En));
        let problems = error.0.iter().map(|it| {
            json!({
                "line": it.line,
                "column": it.column,
                "key": it.key,
                "id": it.text(Language::Id),
                "en": it.text(Language::En),
            })
        });
        let problems: Vec<_> = problems.collect();
        Self::of(&codes::POLICY_TEXT).say(id, en).field("toml").member("problems", problems)
    }
}
