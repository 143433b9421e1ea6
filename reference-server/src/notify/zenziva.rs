//! SMS over Zenziva: a form, judged by its body. It tells no receipts: what is accepted counts as
//! sent.

use async_trait::async_trait;
use serde_json::Value;
use wikarta_core::message::MessageChannel;
use wikarta_core::ports::{Carrier, Delivery, Repeat};

use super::fonnte::text;
use super::http::{Answer, Bounds, Caller, NotBuilt, by_status, form, passing, permanent};
use super::provider::{Content, Parcel, Provider, wrong_words};
use crate::config::notify::SmsAccount;

/// Zenziva.
pub struct Zenziva {
    account: SmsAccount,
    caller: Caller,
}

impl std::fmt::Debug for Zenziva {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Zenziva").field("at", &self.account.at).finish_non_exhaustive()
    }
}

impl Zenziva {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// [`NotBuilt`] when TLS does not start.
    pub fn new(account: SmsAccount, bounds: Bounds) -> Result<Self, NotBuilt> {
        Ok(Self { caller: Caller::new(&account.at, bounds)?, account })
    }
}

#[async_trait]
impl Provider for Zenziva {
    fn carrier(&self) -> Carrier {
        Carrier { channel: MessageChannel::Sms, repeat: Repeat::Unsafe }
    }

    async fn hand_over(&self, parcel: &Parcel<'_>) -> Delivery {
        let Content::Sms(words) = &parcel.content else { return wrong_words() };
        let SmsAccount { at, user, token } = &self.account;
        let fields = [
            ("userkey", user.as_str()),
            ("passkey", token.expose()),
            ("to", parcel.digits()),
            ("message", &words.text),
        ];
        let request = self.caller.post(format!("{at}/reguler/api/sendsms/"));
        match self.caller.ask(form(request, &fields)).await {
            Ok(answer) => judged(&answer),
            Err(silence) => silence,
        }
    }
}

fn judged(answer: &Answer) -> Delivery {
    let Some(body) = answer.json::<Value>() else { return by_status(answer, None) };
    // Seen as "1", as 1 and as true.
    let status = match body.get("status") {
        Some(Value::Bool(taken)) => Some(*taken),
        Some(value) => text(value).map(|text| text == "1"),
        None => None,
    };
    match status {
        Some(true) => Delivery::Accepted {
            channel: MessageChannel::Sms,
            provider_id: body.get("messageId").and_then(text),
        },
        Some(false) => {
            let said = body.get("text").and_then(Value::as_str).unwrap_or_default();
            refused(&said.to_ascii_lowercase())
        }
        None => by_status(answer, None),
    }
}

/// What is about our account may be mended and asked for again; the rest is about the message.
fn refused(said: &str) -> Delivery {
    const ACCOUNT: [&str; 7] =
        ["userkey", "passkey", "credit", "kredit", "saldo", "balance", "expired"];
    if ACCOUNT.iter().any(|word| said.contains(word)) {
        passing("refused because of the account", None)
    } else {
        permanent("refused")
    }
}
