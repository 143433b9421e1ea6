//! E-mail over SMTP, step by step, so that it is known at which step a silence began: before the
//! words were sent nothing was taken; after them nobody knows.

use std::future::Future;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::{Address, Message as Letter};
use wikarta_core::dunning::text::one_line;
use wikarta_core::message::MessageChannel;
use wikarta_core::ports::{Carrier, Delivery, Repeat};

use super::provider::{Content, Parcel, Provider, wrong_words};
use crate::config::notify::{MailConfig, MailTls};

/// How long one step may take, the connection among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Every step before the words.
    pub step: Duration,
    /// The server's word after them: relays that scan take long.
    pub words: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { step: Duration::from_secs(15), words: Duration::from_secs(60) }
    }
}

/// A server that takes e-mail.
pub struct Smtp {
    config: MailConfig,
    hello: ClientId,
    patience: Patience,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("host", &self.config.host).finish_non_exhaustive()
    }
}

/// Why a step failed.
enum Failed {
    Slow,
    Smtp(SmtpError),
    /// The server does not have what is needed: STARTTLS, or room for signs of other scripts.
    Lacking,
}

/// Where it failed.
#[derive(Clone, Copy)]
enum Step {
    /// The way to the server, our own name and password: not about this message.
    Door,
    /// The recipient's address, or the leave to send the words.
    Recipient,
    /// The words themselves.
    Words,
}

impl Smtp {
    /// Nothing is connected yet.
    #[must_use]
    pub fn new(config: MailConfig, patience: Patience) -> Self {
        // Servers want a name that exists; ours is that of the sender.
        let hello = ClientId::Domain(config.from.email.domain().to_owned());
        Self { config, hello, patience }
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, Failed> {
        let MailConfig { host, port, tls, credentials, .. } = &self.config;
        let parameters = || TlsParameters::new(host.clone()).map_err(Failed::Smtp);
        let at_once = if *tls == MailTls::Tls { Some(parameters()?) } else { None };
        let server = (host.as_str(), *port);
        let step = self.patience.step;
        let connect =
            AsyncSmtpConnection::connect_tokio1(server, Some(step), &self.hello, at_once, None);
        let mut connection = within(step, connect).await?;
        if *tls == MailTls::StartTls {
            if !connection.can_starttls() {
                return Err(Failed::Lacking);
            }
            within(step, connection.starttls(parameters()?, &self.hello)).await?;
        }
        if let Some((user, password)) = credentials {
            let credentials = Credentials::new(user.clone(), password.expose().to_owned());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            within(step, connection.auth(&mechanisms, &credentials)).await?;
        }
        Ok(connection)
    }

    /// From the sender's name to the leave to send the words.
    async fn address(
        &self,
        connection: &mut AsyncSmtpConnection,
        envelope: &Envelope,
    ) -> Result<(), (Step, Failed)> {
        let step = self.patience.step;
        let mut options = Vec::new();
        if envelope.to().iter().any(|to| !to.to_string().is_ascii()) {
            options.push(MailParameter::SmtpUtfEight);
        }
        let sender = Mail::new(envelope.from().cloned(), options);
        let at = |step| move |failed| (step, failed);
        within(step, connection.command(sender)).await.map_err(at(Step::Door))?;
        for to in envelope.to() {
            let recipient = Rcpt::new(to.clone(), Vec::new());
            within(step, connection.command(recipient)).await.map_err(at(Step::Recipient))?;
        }
        within(step, connection.command(Data)).await.map_err(at(Step::Recipient))?;
        Ok(())
    }

    async fn transfer(&self, letter: &Letter) -> Result<(), (Step, Failed)> {
        let mut connection = self.open().await.map_err(|failed| (Step::Door, failed))?;
        let envelope = letter.envelope();
        if envelope.to().iter().any(|to| !to.to_string().is_ascii())
            && !connection.server_info().supports_feature(Extension::SmtpUtfEight)
        {
            return Err((Step::Recipient, Failed::Lacking));
        }
        self.address(&mut connection, envelope).await?;
        let words = letter.formatted();
        let taken = within(self.patience.words, connection.message(&words)).await;
        taken.map_err(|failed| (Step::Words, failed))?;
        // It is taken, whatever becomes of the goodbye.
        let _ = within(self.patience.step, connection.quit()).await;
        Ok(())
    }
}

#[async_trait]
impl Provider for Smtp {
    fn carrier(&self) -> Carrier {
        Carrier { channel: MessageChannel::Email, repeat: Repeat::Unsafe }
    }

    async fn hand_over(&self, parcel: &Parcel<'_>) -> Delivery {
        let Content::Email(_) = parcel.content else { return wrong_words() };
        let id = message_id(parcel, &self.config.from);
        let Some(letter) = letter(parcel, &self.config.from, &id) else {
            let reason = "the address is not one that e-mail can have".to_owned();
            return Delivery::Permanent { reason };
        };
        match self.transfer(&letter).await {
            Ok(()) => Delivery::Accepted { channel: MessageChannel::Email, provider_id: Some(id) },
            Err((step, failed)) => judged(step, &failed),
        }
    }
}

async fn within<T>(
    limit: Duration,
    step: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Failed> {
    match tokio::time::timeout(limit, step).await {
        Ok(done) => done.map_err(Failed::Smtp),
        Err(_) => Err(Failed::Slow),
    }
}

/// What a failure at a step means for the message. What a server says about the sender or the
/// password is for the operator: the message may be asked for again when that is mended.
fn judged(step: Step, failed: &Failed) -> Delivery {
    let (code, permanent) = match failed {
        Failed::Slow => ("no answer in time".to_owned(), false),
        Failed::Lacking => ("the server lacks what is needed".to_owned(), true),
        Failed::Smtp(error) => match error.status() {
            Some(code) => (code.to_string(), error.is_permanent()),
            None if error.is_tls() => ("TLS failed".to_owned(), false),
            None => ("the connection broke".to_owned(), false),
        },
    };
    let answered = matches!(failed, Failed::Smtp(error) if error.status().is_some());
    match step {
        Step::Door => Delivery::Passing { reason: format!("smtp: {code}"), after: None },
        Step::Recipient if permanent => {
            Delivery::Permanent { reason: format!("smtp: {code} to the recipient") }
        }
        Step::Words if permanent => {
            Delivery::Permanent { reason: format!("smtp: {code} to the words") }
        }
        Step::Words if !answered => {
            Delivery::Unknown { reason: format!("smtp: {code} after the words") }
        }
        Step::Recipient | Step::Words => {
            Delivery::Passing { reason: format!("smtp: {code}"), after: None }
        }
    }
}

/// `<fingerprint@domain>`: a repeat carries the same, so that it can be recognised.
fn message_id(parcel: &Parcel<'_>, from: &Mailbox) -> String {
    format!("<{}@{}>", parcel.fingerprint(MessageChannel::Email), from.email.domain())
}

/// The letter; `None` when the address is no address of e-mail.
fn letter(parcel: &Parcel<'_>, from: &Mailbox, id: &str) -> Option<Letter> {
    let Content::Email(email) = &parcel.content else { return None };
    let to: Address = parcel.to.parse().ok()?;
    let micros = u64::try_from(parcel.message.at.as_micros()).ok()?;
    let date = SystemTime::UNIX_EPOCH + Duration::from_micros(micros);
    let mut letter = Letter::builder()
        .from(from.clone())
        .to(Mailbox::new(Some(one_line(parcel.name)), to))
        .subject(one_line(&email.subject))
        .date(date)
        .message_id(Some(id.to_owned()))
        .multipart(MultiPart::alternative_plain_html(email.text.clone(), email.html.clone()))
        .ok()?;
    // No holiday answer of a mailbox is wanted.
    let name = HeaderName::new_from_ascii_str("Auto-Submitted");
    letter.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
    Some(letter)
}
