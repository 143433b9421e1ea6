//! The small world of the samples: one afternoon at one desk.

use std::error::Error;

use chrono::{Days, NaiveDate};
use wikarta_core::money::Rupiah;
use wikarta_core::time::{Timestamp, Zone};
use wikarta_server::pages::{Chrome, GatewayMode, QrPicture, Reader, Section, Theme, When};
use wikarta_server::text::{Lang, format, say};

/// What a QRIS string looks like, with an invented merchant.
const QRIS: &str = "00020101021226610014COM.GO-JEK.WWW01189360091430000000000210G0000000000303UMI51440014ID.CO.QRIS.WWW0215ID00000000000000303UMI5204481653033605406250000 5802ID5911CONTOH NET 6007BANDUNG61054011162070703A016304ABCD";

/// One afternoon at one desk: 23 November 2026, 14.05 WIB.
pub struct World {
    pub lang: Lang,
    pub now: Timestamp,
    pub today: NaiveDate,
}

impl World {
    pub fn new(lang: Lang) -> Result<Self, Box<dyn Error>> {
        let now: Timestamp = "2026-11-23T07:05:00Z".parse()?;
        Ok(Self { lang, now, today: now.day_in(Zone::Wib) })
    }

    /// A moment some seconds ago; negative is ahead.
    pub const fn ago(&self, seconds: i64) -> Timestamp {
        self.now.plus_seconds(-seconds)
    }

    /// The same as a short text.
    pub fn when(&self, seconds_ago: i64) -> When {
        When::short(self.ago(seconds_ago), Zone::Wib, self.today, self.lang)
    }

    /// A day relative to today.
    pub fn day(&self, away: i64) -> NaiveDate {
        let days = Days::new(away.unsigned_abs());
        let moved = if away < 0 {
            self.today.checked_sub_days(days)
        } else {
            self.today.checked_add_days(days)
        };
        moved.unwrap_or(self.today)
    }

    /// Indonesian or English.
    pub const fn say<'a>(&self, id: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(id, en)
    }

    /// The frame of a page for someone of finance, who sees everything.
    pub fn chrome(&self, title: &str, here: Section, address: &str) -> Chrome {
        Chrome {
            lang: self.lang,
            theme: Theme::System,
            title: title.to_owned(),
            here,
            may_see: Section::ALL.to_vec(),
            reader: Reader { name: "Dimas Pratama".into(), role: "KEUANGAN".into() },
            gateway: GatewayMode::Sandbox,
            clock: format::bar_clock(self.now, Zone::Wib, self.lang),
            address: address.to_owned(),
            csrf: "c3JmLXNhbXBsZQ".into(),
            note: None,
        }
    }

    /// A QRIS picture of an invoice.
    pub fn qr(&self, number: &str) -> Result<QrPicture, Box<dyn Error>> {
        Ok(QrPicture::draw(QRIS, say::qr_for(self.lang, number))?)
    }
}

/// Whole rupiah; the samples stay far inside the range.
pub fn rp(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap_or(Rupiah::ZERO)
}
