//! The settings of the channels to customers.

use lettre::message::Mailbox;

use super::origin::{GatewayAddress, Origin, is_authority, is_loopback_host};
use super::reader::Reader;
use super::secret::SecretText;
use super::variables::{self as name, Variable};

/// Whether messages leave the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// They are handed to the providers.
    Real,
    /// They are kept and shown to staff: a rehearsal.
    Captured,
    /// They are kept and shown, and some do not arrive: a demo.
    Played,
}

/// The channels to customers.
#[derive(Debug, Clone)]
pub struct NotifyConfig {
    /// Whether messages leave the house.
    pub sending: Sending,
    /// E-mail.
    pub mail: Option<MailConfig>,
    /// WhatsApp.
    pub whatsapp: Option<WhatsAppConfig>,
    /// SMS.
    pub sms: Option<SmsConfig>,
}

/// How e-mail is handed over.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: MailTls,
    /// Who signs in, and with which password.
    pub credentials: Option<(String, SecretText)>,
    /// The sender.
    pub from: Mailbox,
}

/// How the connection to an SMTP server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTls {
    /// It begins in the clear and must turn to TLS before anything is said.
    StartTls,
    /// From the first byte on.
    Tls,
    /// Not at all: this machine only.
    None,
}

/// A WhatsApp provider.
#[derive(Debug, Clone)]
pub enum WhatsAppConfig {
    /// Meta's official Cloud API.
    Cloud(CloudConfig),
    /// An unofficial gateway: WhatsApp may ban its number.
    Fonnte(FonnteConfig),
}

/// The settings of the Cloud API.
#[derive(Debug, Clone)]
pub struct CloudConfig {
    /// Where it is.
    pub at: Origin,
    /// Opens it.
    pub token: SecretText,
    /// The id of the sending number.
    pub sender: String,
    /// The app secret, which signs receipts.
    pub app_secret: Option<SecretText>,
    /// What it repeats when it is told where receipts go.
    pub verify_token: Option<SecretText>,
}

/// The settings of Fonnte.
#[derive(Debug, Clone)]
pub struct FonnteConfig {
    /// Where it is.
    pub at: Origin,
    /// Opens it.
    pub token: SecretText,
    /// The last part of the address of receipts.
    pub receipt_secret: Option<SecretText>,
}

/// An SMS provider.
#[derive(Debug, Clone)]
pub enum SmsConfig {
    /// Zenziva.
    Zenziva(SmsAccount),
    /// Twilio, and the number or service that sends.
    Twilio(SmsAccount, String),
}

/// Who we are at an SMS provider.
#[derive(Debug, Clone)]
pub struct SmsAccount {
    /// Where it is.
    pub at: Origin,
    /// The user.
    pub user: String,
    /// The user's secret.
    pub token: SecretText,
}

/// Reads the channels; whatever is wrong is among the reader's errors then.
pub(super) fn read(reader: &mut Reader<'_>) -> NotifyConfig {
    NotifyConfig {
        sending: reader.optional(&name::CAPTURE, sending).unwrap_or(Sending::Real),
        mail: read_mail(reader),
        whatsapp: read_whatsapp(reader),
        sms: read_sms(reader),
    }
}

fn read_mail(reader: &mut Reader<'_>) -> Option<MailConfig> {
    let host = reader.optional(&name::MAIL_HOST, host);
    let port = reader.optional(&name::MAIL_PORT, port);
    let tls = reader.optional(&name::MAIL_TLS, mail_tls);
    let user = reader.optional(&name::MAIL_USER, line);
    let password = reader.optional(&name::MAIL_PASSWORD, |text| Ok(SecretText::new(text)));
    let from = read_needed(reader, &name::MAIL_HOST, &name::MAIL_FROM, mailbox);
    let others = [&name::MAIL_PORT, &name::MAIL_TLS, &name::MAIL_USER, &name::MAIL_PASSWORD];
    refuse_alone(reader, &name::MAIL_HOST, &[&others[..], &[&name::MAIL_FROM]].concat());
    let (has_user, has_password) =
        (reader.is_set(&name::MAIL_USER), reader.is_set(&name::MAIL_PASSWORD));
    match (has_user, has_password) {
        (true, false) => reader.refuse(&name::MAIL_PASSWORD, "MAIL_USER is set".to_owned()),
        (false, true) => reader.refuse(&name::MAIL_USER, "MAIL_PASSWORD is set".to_owned()),
        (true, true) | (false, false) => {}
    }
    let tls = tls.unwrap_or(if port == Some(465) { MailTls::Tls } else { MailTls::StartTls });
    let port = port.unwrap_or(if tls == MailTls::Tls { 465 } else { 587 });
    let host = host?;
    if tls == MailTls::None && !is_loopback_host(&host) {
        let why = format!("names and bills would cross the network in the clear to `{host}`");
        reader.refuse(&name::MAIL_TLS, why);
    }
    Some(MailConfig { host, port, tls, credentials: user.zip(password), from: from? })
}

fn read_whatsapp(reader: &mut Reader<'_>) -> Option<WhatsAppConfig> {
    let kind = reader.optional(&name::WA_GATEWAY_KIND, |text| one_of(text, ["cloud", "fonnte"]));
    let at = reader.optional(&name::WA_GATEWAY_URL, address);
    let token = read_needed(reader, &name::WA_GATEWAY_KIND, &name::WA_GATEWAY_TOKEN, token);
    let sender = reader.optional(&name::WA_GATEWAY_SENDER, number_id);
    let proof = reader.optional(&name::WA_GATEWAY_RECEIPT_SECRET, proof);
    let verify_token = reader.optional(&name::WA_GATEWAY_VERIFY_TOKEN, self::proof);
    let others = [
        &name::WA_GATEWAY_URL,
        &name::WA_GATEWAY_TOKEN,
        &name::WA_GATEWAY_SENDER,
        &name::WA_GATEWAY_RECEIPT_SECRET,
        &name::WA_GATEWAY_VERIFY_TOKEN,
    ];
    refuse_alone(reader, &name::WA_GATEWAY_KIND, &others);
    let at = |own: &str| at.or_else(|| Origin::parse(own).ok());
    match kind? {
        "cloud" => {
            if !reader.is_set(&name::WA_GATEWAY_SENDER) {
                reader.refuse(&name::WA_GATEWAY_SENDER, "it is not set".to_owned());
            }
            Some(WhatsAppConfig::Cloud(CloudConfig {
                at: at("https://graph.facebook.com")?,
                token: token?,
                sender: sender?,
                app_secret: proof,
                verify_token,
            }))
        }
        _ => Some(WhatsAppConfig::Fonnte(FonnteConfig {
            at: at("https://api.fonnte.com")?,
            token: token?,
            receipt_secret: proof,
        })),
    }
}

fn read_sms(reader: &mut Reader<'_>) -> Option<SmsConfig> {
    let kind = reader.optional(&name::SMS_GATEWAY_KIND, |text| one_of(text, ["zenziva", "twilio"]));
    let at = reader.optional(&name::SMS_GATEWAY_URL, address);
    let user = read_needed(reader, &name::SMS_GATEWAY_KIND, &name::SMS_GATEWAY_USER, plain_word);
    let token = read_needed(reader, &name::SMS_GATEWAY_KIND, &name::SMS_GATEWAY_TOKEN, token);
    let sender = reader.optional(&name::SMS_GATEWAY_SENDER, sms_sender);
    let others = [
        &name::SMS_GATEWAY_URL,
        &name::SMS_GATEWAY_USER,
        &name::SMS_GATEWAY_TOKEN,
        &name::SMS_GATEWAY_SENDER,
    ];
    refuse_alone(reader, &name::SMS_GATEWAY_KIND, &others);
    let account = |own: &str| {
        let at = at.or_else(|| Origin::parse(own).ok())?;
        Some(SmsAccount { at, user: user?, token: token? })
    };
    match kind? {
        "zenziva" => Some(SmsConfig::Zenziva(account("https://console.zenziva.net")?)),
        _ => {
            if !reader.is_set(&name::SMS_GATEWAY_SENDER) {
                reader.refuse(&name::SMS_GATEWAY_SENDER, "it is not set".to_owned());
            }
            Some(SmsConfig::Twilio(account("https://api.twilio.com")?, sender?))
        }
    }
}

/// A value without which another setting means nothing.
fn read_needed<T>(
    reader: &mut Reader<'_>,
    by: &Variable,
    variable: &Variable,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Option<T> {
    if reader.is_set(by) {
        reader.required(variable, parse)
    } else {
        reader.optional(variable, parse)
    }
}

/// Refuses settings of a channel that is not chosen: they would silently not hold.
fn refuse_alone(reader: &mut Reader<'_>, chooser: &Variable, others: &[&Variable]) {
    if reader.is_set(chooser) {
        return;
    }
    if let Some(alone) = others.iter().find(|variable| reader.is_set(variable)) {
        reader.refuse(chooser, format!("it is not set, but {} is", alone.name));
    }
}

fn sending(text: &str) -> Result<Sending, String> {
    match text {
        "yes" | "true" | "1" => Ok(Sending::Captured),
        "no" | "false" | "0" => Ok(Sending::Real),
        _ => Err(format!("`{text}` is neither")),
    }
}

fn mail_tls(text: &str) -> Result<MailTls, String> {
    match text {
        "starttls" => Ok(MailTls::StartTls),
        "tls" => Ok(MailTls::Tls),
        "none" => Ok(MailTls::None),
        _ => Err(format!("`{text}` is none of them")),
    }
}

fn one_of<const N: usize>(text: &str, words: [&'static str; N]) -> Result<&'static str, String> {
    words.into_iter().find(|word| *word == text).ok_or_else(|| format!("`{text}` is none of them"))
}

fn host(text: &str) -> Result<String, String> {
    if is_authority(text) && !text.contains(':') {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(format!("`{text}` is not a host name"))
    }
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().ok().filter(|port| *port > 0).ok_or_else(|| format!("`{text}` is not a port"))
}

fn line(text: &str) -> Result<String, String> {
    if text.chars().any(char::is_control) {
        return Err("it has characters that cannot be seen".to_owned());
    }
    Ok(text.to_owned())
}

fn mailbox(text: &str) -> Result<Mailbox, String> {
    text.parse().map_err(|_| format!("`{text}` is not an address"))
}

fn address(text: &str) -> Result<Origin, String> {
    match GatewayAddress::parse(text)? {
        GatewayAddress::At(origin) => Ok(origin),
        GatewayAddress::OwnEmulator => Err("it is not an address".to_owned()),
    }
}

fn token(text: &str) -> Result<SecretText, String> {
    let word = text.bytes().all(|byte| byte.is_ascii_graphic());
    if word && (8..=512).contains(&text.len()) {
        Ok(SecretText::new(text))
    } else {
        Err("it does not have the shape of a token".to_owned())
    }
}

fn proof(text: &str) -> Result<SecretText, String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if (16..=128).contains(&text.len()) && text.bytes().all(plain) {
        Ok(SecretText::new(text))
    } else {
        Err("it does not have the shape of a secret".to_owned())
    }
}

fn plain_word(text: &str) -> Result<String, String> {
    if text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is not a user"))
    }
}

fn number_id(text: &str) -> Result<String, String> {
    if (5..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is not a phone number id"))
    }
}

fn sms_sender(text: &str) -> Result<String, String> {
    let digits = |rest: &str| {
        (5..=15).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit())
    };
    let service = text.starts_with("MG") && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if service || text.strip_prefix('+').is_some_and(digits) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is neither"))
    }
}
