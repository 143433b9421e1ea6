//! The plain page that stands in for a designed one.

use super::problem::ShownProblem;

/// Writes a problem as a whole HTML document for a person. The server is given one at its start.
pub type ProblemPage = fn(&ShownProblem<'_>) -> String;

/// A document without any design: what is shown where no other page was given.
#[must_use]
pub fn plain(problem: &ShownProblem<'_>) -> String {
    let lang = problem.lang.code();
    let (title, detail) = (escape(problem.title), escape(problem.detail));
    let (code, trace) = (escape(problem.code), escape(problem.trace_id));
    format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         </head><body><main><h1>{title}</h1><p>{detail}</p><p><code>{code}</code> \
         <code>{trace}</code></p></main></body></html>"
    )
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::answer::Problem;
    use crate::text::Lang;

    #[test]
    fn inpv_01_text_of_a_problem_stays_text() {
        let problem =
            Problem::new(StatusCode::BAD_REQUEST, "x").detail("<img src=x onerror='a'>\"&");
        let page = plain(&problem.shown(Lang::En, "t"));
        assert!(page.contains("&lt;img src=x onerror=&#39;a&#39;&gt;&quot;&amp;"), "{page}");
        assert!(!page.contains("<img"));
    }
}
