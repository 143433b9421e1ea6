//! From a message of the books to words and an address: which text, with which values, in which
//! language. Pure: everything was read before.

use wikarta_core::account::Invoice;
use wikarta_core::customer::Personal;
use wikarta_core::dunning::text::{Catalog, InvoiceRef, Language, MessageText, PayLink, Values};
use wikarta_core::dunning::{SendingPolicy, StageRule};
use wikarta_core::message::{Message, MessageChannel, MessageKind};
use wikarta_core::time::Zone;

use super::provider::Content;

/// Why a message cannot be written, without personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// The bill was never issued.
    #[error("the bill has no number yet")]
    NoNumber,
    /// The step is not in the policy any more, or the message names none.
    #[error("the policy has no such step of dunning")]
    NoStage,
    /// The catalogue has no such text.
    #[error("there is no text for this message")]
    NoText,
    /// The link does not fit.
    #[error("the pay link cannot stand in a message: shorten WIKARTA_PUBLIC_URL")]
    Link,
    /// A value does not fit the channel.
    #[error(transparent)]
    Text(#[from] wikarta_core::dunning::text::TextError),
}

/// What the house says of itself in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// The provider's name.
    pub name: String,
    /// Where help is.
    pub help: String,
}

/// The customer and the bill of a message, as the books have them.
pub struct Known<'a> {
    /// The first bill.
    pub invoice: &'a Invoice,
    /// The customer's number.
    pub code: &'a str,
    /// The customer's zone.
    pub zone: Zone,
    /// Name and addresses.
    pub personal: &'a Personal,
    /// Where the bill is paid.
    pub link: &'a str,
}

/// The language of a customer. The books know none yet, so it is the country's.
const LANGUAGE: Language = Language::Id;

/// The values of a message.
pub fn values(message: &Message, known: &Known<'_>, house: &House) -> Result<Values, Unwritable> {
    let first = known.invoice.number.ok_or(Unwritable::NoNumber)?;
    let due = known.invoice.due_date.ok_or(Unwritable::NoNumber)?;
    let days = (due - message.at.day_in(known.zone)).num_days().unsigned_abs();
    Ok(Values {
        name: known.personal.name().to_owned(),
        customer: known.code.to_owned(),
        invoice: InvoiceRef {
            first,
            others: u16::try_from(message.others.len()).unwrap_or(u16::MAX),
        },
        period: known.invoice.period,
        amount: message.amount,
        due,
        days: u16::try_from(days).unwrap_or(u16::MAX),
        link: known.link.parse::<PayLink>().map_err(|_| Unwritable::Link)?,
        isp: house.name.clone(),
        help: house.help.clone(),
    })
}

/// The text of a message.
pub fn text<'a>(
    message: &Message,
    known: &Known<'_>,
    days: u16,
    (catalog, policy): (&'a Catalog, &SendingPolicy),
) -> Result<&'a MessageText, Unwritable> {
    let named = |name: &str| {
        let name = name.parse().map_err(|_| Unwritable::NoText)?;
        catalog.get(&name, LANGUAGE).ok_or(Unwritable::NoText)
    };
    match message.kind {
        MessageKind::Receipt => named("paid"),
        MessageKind::Isolated => named("isolir"),
        MessageKind::Reopened => named("reopen"),
        MessageKind::Reminder => {
            let rule = message.stage.and_then(|stage| policy.rule(stage));
            let rule = spoken(rule.ok_or(Unwritable::NoStage)?, known.invoice);
            catalog.for_stage(&rule, LANGUAGE, days).ok_or(Unwritable::NoText)
        }
    }
}

/// The rule as it is spoken: a bill without PPN must not say that PPN is in it.
fn spoken(rule: &StageRule, invoice: &Invoice) -> StageRule {
    let plain = if rule.template.as_str() == "issue" && invoice.tax.ppn.is_zero() {
        "issue_non_pkp".parse().ok()
    } else {
        None
    };
    StageRule { template: plain.unwrap_or_else(|| rule.template.clone()), ..rule.clone() }
}

/// The words for a channel.
pub fn content(
    text: &MessageText,
    values: &Values,
    channel: MessageChannel,
) -> Result<Content, Unwritable> {
    Ok(match channel {
        MessageChannel::Email => Content::Email(text.email(values)?),
        MessageChannel::WhatsApp => Content::WhatsApp(text.whatsapp(values)?),
        MessageChannel::Sms => Content::Sms(text.sms(values)?),
    })
}

/// The customer's address on a channel.
#[must_use]
pub fn address(personal: &Personal, channel: MessageChannel) -> &str {
    match channel {
        MessageChannel::Email => personal.email(),
        MessageChannel::WhatsApp | MessageChannel::Sms => personal.phone(),
    }
}
