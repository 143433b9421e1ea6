//! Names of payment channels. Banks keep their names in every language.

use wikarta_core::provider::Channel;

use super::Lang;

/// The channel as staff read it: `VA BCA`, `Bill Mandiri`, `QRIS`.
#[must_use]
pub const fn name(channel: Channel, lang: Lang) -> &'static str {
    match (channel, lang) {
        (Channel::BcaVa, Lang::Id) => "VA BCA",
        (Channel::BcaVa, Lang::En) => "BCA VA",
        (Channel::BniVa, Lang::Id) => "VA BNI",
        (Channel::BniVa, Lang::En) => "BNI VA",
        (Channel::BriVa, Lang::Id) => "VA BRI",
        (Channel::BriVa, Lang::En) => "BRI VA",
        (Channel::PermataVa, Lang::Id) => "VA Permata",
        (Channel::PermataVa, Lang::En) => "Permata VA",
        (Channel::CimbVa, Lang::Id) => "VA CIMB",
        (Channel::CimbVa, Lang::En) => "CIMB VA",
        (Channel::MandiriBill, Lang::Id) => "Bill Mandiri",
        (Channel::MandiriBill, Lang::En) => "Mandiri bill",
        (Channel::Qris, Lang::Id | Lang::En) => "QRIS",
    }
}

/// The bank alone, as a payer knows it: `BCA`, `Mandiri`; `QRIS` for itself.
#[must_use]
pub const fn bank(channel: Channel) -> &'static str {
    match channel {
        Channel::BcaVa => "BCA",
        Channel::BniVa => "BNI",
        Channel::BriVa => "BRI",
        Channel::PermataVa => "Permata",
        Channel::CimbVa => "CIMB Niaga",
        Channel::MandiriBill => "Mandiri",
        Channel::Qris => "QRIS",
    }
}
