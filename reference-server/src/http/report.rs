//! `docs/security/limits.md`, printed from the tables.

use super::class::{Class, Content};
use super::endpoints::ENDPOINTS;
use super::limits::{
    ACCOUNT_DELAY, ADDRESS_DELAY, BODY_SECONDS, CONNECTIONS, Counts, HEADER_BYTES, HEADER_LINES,
    HEADER_SECONDS, KEYS_MAX, KeyedBy, LIMITS, Limit, STOP_SECONDS, WEBHOOKS_IN_WORK,
};
use crate::auth::password::{CHARS_MAX, CHARS_MIN, MEMORY_KIB, PASSES};
use crate::auth::session::SessionKind;

/// The whole document.
#[must_use]
pub fn limits_document() -> String {
    let mut text = String::from(
        "# Limits\n\nPrinted from the tables in the code (`reference-server/src/http`, `auth`); a \
         test compares. To print it anew: `UPDATE_DOCS=1 cargo test -p reference-server`.\n\n\
         Buckets live in the memory of one process. Several processes behind one address each \
         count for themselves.\n\n## Requests\n\n",
    );
    text.push_str("| limit | what | for each | counts | at once | comes back |\n");
    text.push_str("| --- | --- | --- | --- | --: | --- |\n");
    LIMITS.iter().for_each(|limit| text.push_str(&limit_row(limit)));
    text.push_str(&format!(
        "\nWhat is above a limit is answered 429 with `Retry-After`. A limit remembers {KEYS_MAX} \
         keys; when more are in use, the new ones share one bucket.\n\n## Failures to sign in\n\n"
    ));
    text.push_str("| for | free | first wait | longest wait | forgotten after |\n");
    text.push_str("| --- | --: | --: | --: | --: |\n");
    for delay in [&ACCOUNT_DELAY, &ADDRESS_DELAY] {
        text.push_str(&format!(
            "| {} | {} | {} s | {} s | {} s |\n",
            delay.what,
            delay.free,
            delay.first_seconds,
            delay.longest_seconds,
            delay.forget_seconds
        ));
    }
    text.push_str(
        "\nEach failure beyond the free ones doubles the wait.\n\n## Bodies and time\n\n",
    );
    text.push_str("| class | body at most | kind | answer within |\n| --- | --: | --- | --: |\n");
    for class in Class::ALL {
        let rules = class.rules();
        let kind = match rules.content {
            Content::Json => "JSON",
            Content::Form => "form",
            Content::JsonOrForm => "JSON or form",
            Content::Csv => "CSV",
        };
        let (name, max, seconds) = (class.as_str(), rules.body_max, rules.deadline_seconds);
        text.push_str(&format!("| {name} | {max} B | {kind} | {seconds} s |\n"));
    }
    text.push_str(&rest());
    text
}

fn limit_row(limit: &Limit) -> String {
    let key = match limit.key {
        KeyedBy::Address => "address",
        KeyedBy::Session => "session",
        KeyedBy::PayToken => "pay link",
        KeyedBy::Process => "process",
    };
    let counts = match limit.counts {
        Counts::Every => "every one",
        Counts::Refused => "refused ones",
    };
    let back = format!("{} in {} s", limit.refill, limit.per_seconds);
    let (name, what, burst) = (limit.name, limit.what, limit.burst);
    format!("| {name} | {what} | {key} | {counts} | {burst} | {back} |\n")
}

fn rest() -> String {
    let mut text = format!(
        "\n| of the whole process | |\n| --- | --: |\n| open connections | {CONNECTIONS} |\n\
         | notifications in work at once | {WEBHOOKS_IN_WORK} |\n\
         | header of a request | {HEADER_BYTES} B in {HEADER_LINES} lines within {HEADER_SECONDS} s |\n\
         | body of a request | within {BODY_SECONDS} s |\n\
         | requests in work at a stop | {STOP_SECONDS} s |\n\n## Sessions and passwords\n\n"
    );
    text.push_str("| session | ends without use | ends in any case |\n| --- | --: | --: |\n");
    for kind in SessionKind::ALL {
        let life = kind.lifetime();
        let (idle, absolute) = (life.idle_seconds / 60, life.absolute_seconds / 60);
        text.push_str(&format!("| {} | {idle} min | {absolute} min |\n", kind.as_str()));
    }
    text.push_str(&format!(
        "\nPasswords have {CHARS_MIN} to {CHARS_MAX} characters and are kept as argon2id with \
         {MEMORY_KIB} KiB and {PASSES} passes.\n\n## Endpoints\n\n"
    ));
    text.push_str("| endpoint | class | permission | limits |\n| --- | --- | --- | --- |\n");
    for row in ENDPOINTS {
        let permission = row.permission.map_or("–", |permission| permission.as_str());
        let limits: Vec<&str> = row.limits.iter().map(|limit| limit.name).collect();
        let limits = if limits.is_empty() { "–".to_owned() } else { limits.join(", ") };
        let (name, class) = (row.name(), row.class.as_str());
        text.push_str(&format!("| `{name}` | {class} | {permission} | {limits} |\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_what_the_tables_say() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/security/limits.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, limits_document()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(written, limits_document(), "run the tests once with UPDATE_DOCS=1");
    }
}
