//! From the settings to the providers.

use wikarta_core::message::MessageChannel;
use wikarta_store_sqlx::SqlxStore;

use super::capture::{Capture, Fates};
use super::cloud::Cloud;
use super::fonnte::Fonnte;
use super::http::{Bounds, NotBuilt};
use super::provider::Provider;
use super::smtp::{Patience, Smtp};
use super::twilio::Twilio;
use super::zenziva::Zenziva;
use crate::config::NotifyConfig;
use crate::config::notify::{SmsConfig, WhatsAppConfig};

/// Where providers tell receipts, below the public address.
pub const RECEIPTS_PATH: &str = "/api/notifications/receipts";

/// The providers that the settings name, in the order e-mail, WhatsApp, SMS. `origin` is the public
/// address, when it is fixed: without it no provider is told where receipts go.
///
/// # Errors
/// [`NotBuilt`] when TLS does not start.
pub fn real(
    config: &NotifyConfig,
    origin: Option<&str>,
) -> Result<Vec<Box<dyn Provider>>, NotBuilt> {
    let mut providers: Vec<Box<dyn Provider>> = Vec::new();
    if let Some(mail) = &config.mail {
        providers.push(Box::new(Smtp::new(mail.clone(), Patience::default())));
    }
    let bounds = Bounds::default();
    match &config.whatsapp {
        Some(WhatsAppConfig::Cloud(cloud)) => {
            providers.push(Box::new(Cloud::new(cloud.clone(), bounds)?));
        }
        Some(WhatsAppConfig::Fonnte(fonnte)) => {
            providers.push(Box::new(Fonnte::new(fonnte.clone(), bounds)?));
        }
        None => {}
    }
    match &config.sms {
        Some(SmsConfig::Zenziva(account)) => {
            providers.push(Box::new(Zenziva::new(account.clone(), bounds)?));
        }
        Some(SmsConfig::Twilio(account, sender)) => {
            let callback = origin.map(|origin| format!("{origin}{RECEIPTS_PATH}/twilio"));
            let account = (account.clone(), sender.clone());
            providers.push(Box::new(Twilio::new(account, callback, bounds)?));
        }
        None => {}
    }
    Ok(providers)
}

/// Channels that keep everything in these books.
#[must_use]
pub fn capturing(store: &SqlxStore, fates: Fates) -> Vec<Box<dyn Provider>> {
    let keep = |channel: &MessageChannel| -> Box<dyn Provider> {
        Box::new(Capture::new(*channel, store.clone(), fates))
    };
    MessageChannel::ALL.iter().map(keep).collect()
}
