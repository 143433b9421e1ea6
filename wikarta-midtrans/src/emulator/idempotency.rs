//! `Idempotency-Key`: a successful answer is given again for five minutes, whatever the body says.
//!
//! Kept in memory only: a key eases retries at the vendor and guarantees nothing.

use std::collections::HashMap;

use wikarta_core::time::Timestamp;

use super::reply::{Content, Reply};

/// A longer key is silently ignored, as at the vendor.
const KEY_MAX: usize = 46;
const SECONDS: i64 = 300;
const ENTRIES_MAX: usize = 10_000;

/// Answers by who asked and with which key.
#[derive(Debug, Default)]
pub(super) struct Idempotency {
    answers: HashMap<(String, String), (Timestamp, Reply)>,
}

impl Idempotency {
    pub(super) fn find(&self, caller: &str, key: &str, now: Timestamp) -> Option<Reply> {
        let (until, reply) = self.answers.get(&(caller.to_owned(), key.to_owned()))?;
        (now < *until).then(|| reply.clone())
    }

    pub(super) fn keep(&mut self, caller: &str, key: &str, now: Timestamp, reply: &Reply) {
        if key.is_empty() || key.len() > KEY_MAX || !is_success(reply) || is_permata(reply) {
            return;
        }
        if self.answers.len() >= ENTRIES_MAX {
            self.answers.retain(|_, (until, _)| now < *until);
        }
        if self.answers.len() < ENTRIES_MAX {
            let until = now.plus_seconds(SECONDS);
            self.answers.insert((caller.to_owned(), key.to_owned()), (until, reply.clone()));
        }
    }
}

fn is_success(reply: &Reply) -> bool {
    let Content::Json(body) = &reply.content else { return false };
    let said = body.get("status_code").and_then(|code| code.as_str());
    let success = said.is_none_or(|code| code.starts_with('2'));
    (200..300).contains(&reply.http_status) && success
}

/// The one bank whose charges know no key.
fn is_permata(reply: &Reply) -> bool {
    matches!(&reply.content, Content::Json(body) if body.get("permata_va_number").is_some())
}
