//! WhatsApp over Meta's official Cloud API: an approved template and its parameters.

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Value, json};
use wikarta_core::message::MessageChannel;
use wikarta_core::ports::{Carrier, Delivery, Repeat};

use super::http::{Answer, Bounds, Caller, NotBuilt, by_status, passing, permanent, unknown};
use super::provider::{Content, Parcel, Provider, wrong_words};
use crate::config::notify::CloudConfig;

/// The version of the API that these forms belong to.
pub const API_VERSION: &str = "v23.0";

/// The Cloud API.
pub struct Cloud {
    config: CloudConfig,
    caller: Caller,
}

impl std::fmt::Debug for Cloud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cloud").field("at", &self.config.at).finish_non_exhaustive()
    }
}

impl Cloud {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// [`NotBuilt`] when TLS does not start.
    pub fn new(config: CloudConfig, bounds: Bounds) -> Result<Self, NotBuilt> {
        Ok(Self { caller: Caller::new(&config.at, bounds)?, config })
    }
}

#[async_trait]
impl Provider for Cloud {
    fn carrier(&self) -> Carrier {
        Carrier { channel: MessageChannel::WhatsApp, repeat: Repeat::Unsafe }
    }

    async fn hand_over(&self, parcel: &Parcel<'_>) -> Delivery {
        let Content::WhatsApp(words) = &parcel.content else { return wrong_words() };
        let texts = words.parameters.iter();
        let parameters: Vec<Value> =
            texts.map(|text| json!({ "type": "text", "text": text })).collect();
        let body = json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": parcel.digits(),
            "type": "template",
            "template": {
                "name": words.template,
                "language": { "code": words.language.as_str() },
                "components": [{ "type": "body", "parameters": parameters }],
            },
        });
        let CloudConfig { at, sender, token, .. } = &self.config;
        let url = format!("{at}/{API_VERSION}/{sender}/messages");
        let request = self.caller.post(url).bearer_auth(token.expose()).json(&body);
        match self.caller.ask(request).await {
            Ok(answer) => judged(&answer),
            Err(silence) => silence,
        }
    }
}

#[derive(Deserialize)]
struct Taken {
    messages: Vec<TakenMessage>,
}

#[derive(Deserialize)]
struct TakenMessage {
    id: String,
}

#[derive(Deserialize)]
struct Refused {
    error: RefusedWhy,
}

#[derive(Deserialize)]
struct RefusedWhy {
    code: i64,
}

fn judged(answer: &Answer) -> Delivery {
    if (200..300).contains(&answer.status) {
        let taken = answer.json::<Taken>().and_then(|taken| taken.messages.into_iter().next());
        return match taken {
            Some(message) => Delivery::Accepted {
                channel: MessageChannel::WhatsApp,
                provider_id: Some(message.id),
            },
            None => unknown("an answer that is not understood"),
        };
    }
    match answer.json::<Refused>() {
        Some(refused) => by_code(answer, refused.error.code),
        None => by_status(answer, None),
    }
}

/// What a code means: whether this message can ever go.
fn by_code(answer: &Answer, code: i64) -> Delivery {
    let reason = format!("code {code}");
    match code {
        // Not on WhatsApp, outside the window, no such template or parameters that do not fit it,
        // held back for the sake of the recipient: the next channel.
        131_026 | 131_047 | 131_049 | 131_051 | 132_000..=132_016 => permanent(&reason),
        // Too fast, too much, not now, or our token has ended.
        130_429 | 131_056 | 131_048 | 131_000 | 131_016 | 80_007 | 4 | 1 | 2 | 190 | 0 => {
            passing(&reason, answer.after)
        }
        _ => by_status(answer, Some(&code.to_string())),
    }
}
