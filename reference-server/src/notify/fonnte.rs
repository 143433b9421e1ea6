//! WhatsApp over Fonnte, an **unofficial** gateway that drives a linked device: WhatsApp may ban its
//! number. It takes words, not templates, and is judged by its body: the status is always 200.

use async_trait::async_trait;
use serde_json::Value;
use wikarta_core::message::MessageChannel;
use wikarta_core::ports::{Carrier, Delivery, Repeat};

use super::http::{Answer, Bounds, Caller, NotBuilt, by_status, form, passing, permanent, unknown};
use super::provider::{Content, Parcel, Provider, wrong_words};
use crate::config::notify::FonnteConfig;

/// Fonnte.
pub struct Fonnte {
    config: FonnteConfig,
    caller: Caller,
}

impl std::fmt::Debug for Fonnte {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonnte").field("at", &self.config.at).finish_non_exhaustive()
    }
}

impl Fonnte {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// [`NotBuilt`] when TLS does not start.
    pub fn new(config: FonnteConfig, bounds: Bounds) -> Result<Self, NotBuilt> {
        Ok(Self { caller: Caller::new(&config.at, bounds)?, config })
    }
}

#[async_trait]
impl Provider for Fonnte {
    fn carrier(&self) -> Carrier {
        Carrier { channel: MessageChannel::WhatsApp, repeat: Repeat::Unsafe }
    }

    async fn hand_over(&self, parcel: &Parcel<'_>) -> Delivery {
        let Content::WhatsApp(words) = &parcel.content else { return wrong_words() };
        // A target is digits only: a comma would make several of it.
        let fields =
            [("target", parcel.digits()), ("message", &words.preview), ("countryCode", "62")];
        let request = self.caller.post(format!("{}/send", self.config.at));
        let request = request.header("authorization", self.config.token.expose());
        match self.caller.ask(form(request, &fields)).await {
            Ok(answer) => judged(&answer),
            Err(silence) => silence,
        }
    }
}

fn judged(answer: &Answer) -> Delivery {
    let Some(body) = answer.json::<Value>() else { return by_status(answer, None) };
    // The case of the key is not the same in all answers.
    let status = ["status", "Status"].iter().find_map(|key| body.get(key)?.as_bool());
    match status {
        Some(true) => match provider_id(&body) {
            Some(id) => {
                Delivery::Accepted { channel: MessageChannel::WhatsApp, provider_id: Some(id) }
            }
            None => unknown("an answer that is not understood"),
        },
        Some(false) => {
            let reason = body.get("reason").and_then(Value::as_str).unwrap_or_default();
            refused(reason)
        }
        None => by_status(answer, None),
    }
}

/// `id` is an array; of one target its only element.
fn provider_id(body: &Value) -> Option<String> {
    let id = body.get("id")?;
    text(id.as_array().map_or(Some(id), |list| list.first())?)
}

/// A text or a number as a text.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Only reasons that are known are repeated: another one could carry the number.
fn refused(reason: &str) -> Delivery {
    match reason.to_ascii_lowercase().as_str() {
        known @ ("target invalid" | "input invalid") => permanent(known),
        known @ ("token invalid" | "insufficient quota") => passing(known, None),
        _ => permanent("refused for another reason"),
    }
}
