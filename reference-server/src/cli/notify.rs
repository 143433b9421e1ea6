//! `wikarta notify`: a channel tried by hand, and the templates that WhatsApp has to approve.

use wikarta_core::dunning::text::{Catalog, InvoiceRef, Language, Values};
use wikarta_core::message::{Message, MessageChannel, MessageKind, Stage};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::{Delivery, Host};

use super::args::{NotifyArgs, NotifyStep, NotifyTemplatesArgs, NotifyTestArgs};
use super::exit::Failure;
use super::run::say;
use crate::config::{Environment, channels};
use crate::notify::provider::Parcel;
use crate::notify::{build, filling};
use crate::workers::SystemHost;

/// Tries a channel, or prints the templates.
pub async fn notify(args: NotifyArgs, environment: &Environment) -> Result<(), Failure> {
    match args.step {
        NotifyStep::Test(args) => test(&args, environment).await,
        NotifyStep::Templates(args) => templates(&args),
    }
}

async fn test(args: &NotifyTestArgs, environment: &Environment) -> Result<(), Failure> {
    let config = channels(environment)?;
    let providers = build::real(&config, None).map_err(|error| other(&error))?;
    let provider = providers.iter().find(|one| one.carrier().channel == args.channel);
    let provider = provider.ok_or_else(|| {
        Failure::Usage(format!(
            "no channel {} is configured; set {}",
            args.channel,
            chooser(args.channel)
        ))
    })?;
    let host = SystemHost::default();
    let message = sample(&host)?;
    let content = filling::content(
        text(&Catalog::shipped().map_err(|error| other(&error))?)?,
        &values()?,
        args.channel,
    );
    let content = content.map_err(|error| other(&error))?;
    let parcel = Parcel { message: &message, name: NAME, to: &args.to, content };
    match provider.hand_over(&parcel).await {
        Delivery::Accepted { provider_id, .. } => {
            let id = provider_id.unwrap_or_else(|| "no name".to_owned());
            say(format!("taken: the provider calls it {id}"))
        }
        Delivery::Permanent { reason } => {
            Err(Failure::Other(format!("refused for good: {reason}")))
        }
        Delivery::Passing { reason, .. } => Err(Failure::Other(format!("not now: {reason}"))),
        Delivery::Unknown { reason } => Err(Failure::Other(format!("nobody knows: {reason}"))),
    }
}

fn templates(args: &NotifyTemplatesArgs) -> Result<(), Failure> {
    let catalog = Catalog::shipped().map_err(|error| other(&error))?;
    for (_, message) in catalog.iter() {
        let (name, body) = message.whatsapp_approval(&args.isp);
        say(format!("{name} · {} · UTILITY\n{body}\n", message.language()))?;
    }
    Ok(())
}

const NAME: &str = "Pelanggan Contoh";

/// The setting that opens a channel.
const fn chooser(channel: MessageChannel) -> &'static str {
    match channel {
        MessageChannel::Email => "MAIL_HOST",
        MessageChannel::WhatsApp => "WA_GATEWAY_KIND",
        MessageChannel::Sms => "SMS_GATEWAY_KIND",
    }
}

/// A reminder of nobody's bill, with a key that no other try has.
fn sample(host: &SystemHost) -> Result<Message, Failure> {
    let account = "cus_contoh".parse().map_err(|error| other(&error))?;
    let invoice = "inv_contoh".parse().map_err(|error| other(&error))?;
    Ok(Message {
        key: format!("test|{}", host.fresh_id()),
        account,
        invoice,
        others: Vec::new(),
        kind: MessageKind::Reminder,
        stage: Some(Stage::BEFORE_7),
        amount: Rupiah::ZERO,
        at: host.now(),
        channel: None,
    })
}

fn text(catalog: &Catalog) -> Result<&wikarta_core::dunning::text::MessageText, Failure> {
    let name = "t7".parse().map_err(|error| other(&error))?;
    let text = catalog.get(&name, Language::Id);
    text.ok_or_else(|| Failure::Other("the catalogue has no friendly reminder".to_owned()))
}

fn values() -> Result<Values, Failure> {
    let due = chrono::NaiveDate::from_ymd_opt(2026, 12, 20).unwrap_or_default();
    Ok(Values {
        name: NAME.to_owned(),
        customer: "PLG-000000".to_owned(),
        invoice: InvoiceRef {
            first: "INV/2026/12/000001".parse().map_err(|error| other(&error))?,
            others: 0,
        },
        period: "2026-12".parse().map_err(|error| other(&error))?,
        amount: Rupiah::new(277_500).map_err(|error| other(&error))?,
        due,
        days: 7,
        link: "https://contoh.test/s/abcdefghijkl".parse().map_err(|error| other(&error))?,
        isp: "Wikarta".to_owned(),
        help: "0800-0000-0000".to_owned(),
    })
}

fn other(error: &dyn std::fmt::Display) -> Failure {
    Failure::Other(error.to_string())
}
