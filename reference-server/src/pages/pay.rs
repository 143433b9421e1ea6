//! `/bayar/{token}`: the public pay page. It knows one invoice and nothing else of the customer.

use askama::Template;
use wikarta_core::money::Rupiah;
use wikarta_core::provider::Channel;
use wikarta_core::time::{Timestamp, Zone};

use super::assets;
use super::channels::ChannelForm;
use super::chrome::Theme;
use super::parts::{Due, Instruction, Note, StatusChip, When};
use crate::text::steps::{self, Guide};
use crate::text::{Lang, channel, format, say};

/// `/bayar/{token}`
#[derive(Debug, Clone, Template)]
#[template(path = "pay.html", whitespace = "minimize")]
pub struct PayPage {
    /// Language, appearance and the seller's name.
    pub frame: PayFrame,
    /// What the money is for, from [`say::bill_for`].
    pub title: String,
    /// The invoice's number.
    pub number: String,
    /// The payer's name, masked already.
    pub payer: String,
    /// What is left to pay, or what was paid.
    pub amount: Rupiah,
    /// When it is due.
    pub due: Due,
    /// The invoice's status.
    pub status: StatusChip,
    /// What can be done now.
    pub state: PayState,
    /// The lines and the tax.
    pub lines: Vec<PayLine>,
    /// The total of the lines.
    pub total: Rupiah,
    /// The answer to what the payer just did.
    pub note: Option<Note>,
    /// How the page watches its status; `None` once nothing can change.
    pub poll: Option<Poll>,
}

/// What stands around the pay page.
#[derive(Debug, Clone)]
pub struct PayFrame {
    /// The language of the page.
    pub lang: Lang,
    /// Light, dark or the system's.
    pub theme: Theme,
    /// Who is paid.
    pub seller: Seller,
    /// The path of this page, for the language switch.
    pub address: String,
}

/// Who is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    /// The name customers know.
    pub name: String,
    /// One or two letters for the mark.
    pub initials: String,
    /// Where to call, with the hours in words; empty when there is none.
    pub phone: String,
    /// Where to write; empty when there is none.
    pub email: String,
    /// Legal name and masked tax number.
    pub legal: String,
}

/// What can be done on the pay page now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayState {
    /// No code yet: choose a channel.
    Choose(ChannelForm),
    /// Codes that can be paid, newest first, and the form to change.
    Live {
        /// The codes, newest first.
        codes: Vec<PayCode>,
        /// The form that makes another.
        change: ChannelForm,
        /// Asks the gateway at once.
        check: CheckForm,
    },
    /// The code lapsed; the invoice can still be paid.
    Expired(ChannelForm),
    /// The gateway's answer was lost; it is being looked up.
    Unknown(CheckForm),
    /// Paid.
    Paid(Receipt),
    /// Void, refunded or not for payment: says which, and whom to call.
    Closed(String),
}

/// The form "already paid? check status".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckForm {
    /// Where it posts to.
    pub action: String,
    /// The token of the form.
    pub csrf: String,
}

/// A code that can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayCode {
    /// What it is, such as *Nomor virtual account BCA*.
    pub heading: String,
    /// What to pay with.
    pub instruction: Instruction,
    /// When it ends, absolutely.
    pub ends: When,
    /// What remained when the page was made, in words; the script refines it.
    pub left: String,
    guides: Vec<Guide>,
}

impl PayCode {
    /// A code of this channel that ends at `ends`; `zone` is the customer's.
    #[must_use]
    pub fn new(channel: Channel, instruction: Instruction, time: CodeTime, lang: Lang) -> Self {
        let heading = match channel {
            Channel::Qris => lang.texts().pay.scan.to_owned(),
            Channel::MandiriBill => say::bill_of(lang, channel::bank(channel)),
            bank => say::va_of(lang, channel::bank(bank)),
        };
        let left = format::duration(time.ends.seconds_since(time.now), lang);
        Self {
            heading,
            instruction,
            ends: When::full(time.ends, time.zone, lang),
            left: say::time_left(lang, left),
            guides: steps::guides(channel, lang),
        }
    }

    fn grouped(&self, digits: &str) -> String {
        format::groups_of_four(digits)
    }
}

/// When a code ends, as seen from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeTime {
    /// The end.
    pub ends: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// The customer's zone.
    pub zone: Zone,
}

/// Proof of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// When the money came.
    pub received: When,
    /// Through which channel, numbers masked.
    pub through: String,
    /// What to quote: our order id.
    pub reference: String,
}

/// One line of the details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayLine {
    /// What for.
    pub label: String,
    /// How much.
    pub amount: Rupiah,
}

/// How the page watches its status: a small address answering `{"status":…,"paid":…,"page":…}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// The address.
    pub href: String,
    /// What this page shows, as a short text; the script reloads when the answer's `page` differs.
    pub state: String,
}

impl PayPage {
    const fn version(&self) -> &'static str {
        assets::VERSION
    }

    /// The name under which the QR picture is saved.
    fn picture_name(&self) -> String {
        format!("qris-{}.png", self.number.replace('/', "-").to_lowercase())
    }

    /// The sentence with a hole for the remaining time, for the script.
    fn left_phrase(&self) -> String {
        say::time_left(self.frame.lang, "{}")
    }

    /// Units of time for the script: day, days, hour, hours, minute, minutes.
    const fn units(&self) -> &'static str {
        self.frame.lang.pick("hari,hari,jam,jam,menit,menit", "day,days,hour,hours,minute,minutes")
    }
}
