//! SMS over Twilio: a form with basic authentication, and receipts to an address of ours.

use async_trait::async_trait;
use serde::Deserialize;
use wikarta_core::message::MessageChannel;
use wikarta_core::ports::{Carrier, Delivery, Repeat};

use super::http::{Answer, Bounds, Caller, NotBuilt, by_status, form, passing, permanent, unknown};
use super::provider::{Content, Parcel, Provider, wrong_words};
use crate::config::notify::SmsAccount;

/// Twilio.
pub struct Twilio {
    account: SmsAccount,
    sender: String,
    callback: Option<String>,
    caller: Caller,
}

impl std::fmt::Debug for Twilio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Twilio").field("at", &self.account.at).finish_non_exhaustive()
    }
}

impl Twilio {
    /// Nothing is sent yet. `callback` is where receipts go.
    ///
    /// # Errors
    /// [`NotBuilt`] when TLS does not start.
    pub fn new(
        (account, sender): (SmsAccount, String),
        callback: Option<String>,
        bounds: Bounds,
    ) -> Result<Self, NotBuilt> {
        Ok(Self { caller: Caller::new(&account.at, bounds)?, account, sender, callback })
    }
}

#[async_trait]
impl Provider for Twilio {
    fn carrier(&self) -> Carrier {
        Carrier { channel: MessageChannel::Sms, repeat: Repeat::Unsafe }
    }

    async fn hand_over(&self, parcel: &Parcel<'_>) -> Delivery {
        let Content::Sms(words) = &parcel.content else { return wrong_words() };
        let SmsAccount { at, user, token } = &self.account;
        let by = if self.sender.starts_with("MG") { "MessagingServiceSid" } else { "From" };
        let mut fields =
            vec![("To", parcel.to), (by, self.sender.as_str()), ("Body", words.text.as_str())];
        if let Some(callback) = &self.callback {
            fields.push(("StatusCallback", callback));
        }
        let url = format!("{at}/2010-04-01/Accounts/{user}/Messages.json");
        let request = self.caller.post(url).basic_auth(user, Some(token.expose()));
        match self.caller.ask(form(request, &fields)).await {
            Ok(answer) => judged(&answer),
            Err(silence) => silence,
        }
    }
}

#[derive(Deserialize)]
struct Taken {
    sid: String,
    #[serde(default)]
    error_code: Option<i64>,
}

#[derive(Deserialize)]
struct Refused {
    code: i64,
}

fn judged(answer: &Answer) -> Delivery {
    if (200..300).contains(&answer.status) {
        return match answer.json::<Taken>() {
            Some(Taken { error_code: Some(code), .. }) => by_code(answer, code),
            Some(Taken { sid, .. }) if !sid.is_empty() => {
                Delivery::Accepted { channel: MessageChannel::Sms, provider_id: Some(sid) }
            }
            Some(_) | None => unknown("an answer that is not understood"),
        };
    }
    match answer.json::<Refused>() {
        Some(refused) => by_code(answer, refused.code),
        None => by_status(answer, None),
    }
}

fn by_code(answer: &Answer, code: i64) -> Delivery {
    let reason = format!("code {code}");
    match code {
        // A bad number, one that cannot take SMS, one that said STOP; phone off, unknown or unable.
        21_211 | 21_610 | 21_614 | 30_003 | 30_005 | 30_006 | 30_008 => permanent(&reason),
        // Our account, our speed, our queue.
        20_003 | 20_429 | 30_001 | 30_002 | 14_107 => passing(&reason, answer.after),
        _ => by_status(answer, Some(&code.to_string())),
    }
}
