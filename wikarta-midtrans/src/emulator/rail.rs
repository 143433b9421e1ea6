//! The ways to pay, and what the vendor's documents say about each. One table.

use serde::{Deserialize, Serialize};

/// A way to pay, as fine as its rules differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rail {
    /// Virtual account at BCA.
    BcaVa,
    /// Virtual account at BNI.
    BniVa,
    /// Virtual account at BRI.
    BriVa,
    /// Virtual account at CIMB Niaga.
    CimbVa,
    /// Virtual account at Permata.
    PermataVa,
    /// Mandiri bill payment.
    MandiriBill,
    /// QRIS acquired by GoPay.
    QrisGopay,
    /// QRIS acquired by ShopeePay.
    QrisShopee,
    /// GoPay wallet.
    Gopay,
    /// ShopeePay wallet.
    Shopeepay,
    /// Indomaret counter.
    Indomaret,
    /// Alfamart counter.
    Alfamart,
    /// Credit or debit card.
    Card,
    /// CIMB Clicks, a bank's own page.
    CimbClicks,
    /// BRI e-Pay, a bank's own page.
    BriEpay,
}

/// What may go back through the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refunds {
    /// Nothing: the merchant pays back by hand.
    No,
    /// Everything at once, for so many days.
    Whole {
        /// Days after the settlement.
        days: i64,
    },
    /// Any part, for so many days.
    Parts {
        /// Days after the settlement.
        days: i64,
    },
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RailFacts {
    /// The vendor's `payment_type`.
    pub payment_type: &'static str,
    /// For people.
    pub label: &'static str,
    /// The `status_message` of a charge.
    pub created: &'static str,
    /// How long a code is open when nobody says, in seconds.
    pub open_seconds: i64,
    /// How long it may be open at most, in seconds.
    pub open_seconds_max: i64,
    /// What may go back.
    pub refunds: Refunds,
    /// Whether the bank may take a settlement back within minutes.
    pub reversible: bool,
    /// Whether answers carry a `fraud_status`.
    pub fraud_checked: bool,
}

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;
const BANK: &str = "Success, Bank Transfer transaction is created";
const COUNTER: &str = "Success, cstore transaction is successful";

impl Rail {
    /// Every rail.
    pub const ALL: [Self; 15] = [
        Self::BcaVa,
        Self::BniVa,
        Self::BriVa,
        Self::CimbVa,
        Self::PermataVa,
        Self::MandiriBill,
        Self::QrisGopay,
        Self::QrisShopee,
        Self::Gopay,
        Self::Shopeepay,
        Self::Indomaret,
        Self::Alfamart,
        Self::Card,
        Self::CimbClicks,
        Self::BriEpay,
    ];

    /// The rail's row.
    #[must_use]
    pub const fn facts(self) -> RailFacts {
        match self {
            Self::BcaVa => bank("BCA VA", BANK),
            Self::BniVa => bank("BNI VA", BANK),
            Self::BriVa => bank("BRI VA", BANK),
            Self::CimbVa => bank("CIMB VA", BANK),
            Self::PermataVa => RailFacts {
                reversible: true,
                ..bank("Permata VA", "Success, PERMATA VA transaction is successful")
            },
            Self::MandiriBill => RailFacts {
                payment_type: "echannel",
                reversible: true,
                ..bank("Mandiri Bill", "OK, Mandiri Bill transaction is successful")
            },
            Self::QrisGopay => RailFacts {
                payment_type: "qris",
                ..wallet("QRIS (GoPay)", "QRIS transaction is created", 7)
            },
            Self::QrisShopee => RailFacts {
                payment_type: "qris",
                refunds: Refunds::Whole { days: 365 },
                ..wallet("QRIS (ShopeePay)", "QRIS transaction is created", 5)
            },
            Self::Gopay => {
                RailFacts { payment_type: "gopay", ..wallet("GoPay", "GO-PAY billing created", 7) }
            }
            Self::Shopeepay => RailFacts {
                payment_type: "shopeepay",
                refunds: Refunds::Whole { days: 365 },
                ..wallet("ShopeePay", "ShopeePay transaction is created", 5)
            },
            Self::Indomaret => RailFacts {
                payment_type: "cstore",
                reversible: true,
                fraud_checked: false,
                ..bank("Indomaret", COUNTER)
            },
            Self::Alfamart => RailFacts {
                payment_type: "cstore",
                // The charge's answer has none; the settlement's notification does.
                fraud_checked: false,
                ..bank("Alfamart", COUNTER)
            },
            Self::Card => RailFacts {
                payment_type: "credit_card",
                refunds: Refunds::Parts { days: 180 },
                ..bank("Kartu", "Success, Credit Card transaction is successful")
            },
            Self::CimbClicks => RailFacts {
                payment_type: "cimb_clicks",
                ..bank("CIMB Clicks", "Success, CIMB Clicks transaction is successful")
            },
            Self::BriEpay => RailFacts {
                payment_type: "bri_epay",
                ..bank("BRImo", "Success, BRI E-Pay transaction is successful")
            },
        }
    }

    /// The `bank` of a virtual account.
    #[must_use]
    pub const fn bank(self) -> Option<&'static str> {
        match self {
            Self::BcaVa => Some("bca"),
            Self::BniVa => Some("bni"),
            Self::BriVa => Some("bri"),
            Self::CimbVa => Some("cimb"),
            Self::PermataVa => Some("permata"),
            Self::MandiriBill
            | Self::QrisGopay
            | Self::QrisShopee
            | Self::Gopay
            | Self::Shopeepay
            | Self::Indomaret
            | Self::Alfamart
            | Self::Card
            | Self::CimbClicks
            | Self::BriEpay => None,
        }
    }

    /// The `acquirer` of a QR code.
    #[must_use]
    pub const fn acquirer(self) -> Option<&'static str> {
        match self {
            Self::QrisGopay => Some("gopay"),
            Self::QrisShopee => Some("airpay shopee"),
            _ => None,
        }
    }

    /// The rail's own word, as in the journal and in the emulator's addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BcaVa => "bca_va",
            Self::BniVa => "bni_va",
            Self::BriVa => "bri_va",
            Self::CimbVa => "cimb_va",
            Self::PermataVa => "permata_va",
            Self::MandiriBill => "mandiri_bill",
            Self::QrisGopay => "qris_gopay",
            Self::QrisShopee => "qris_shopee",
            Self::Gopay => "gopay",
            Self::Shopeepay => "shopeepay",
            Self::Indomaret => "indomaret",
            Self::Alfamart => "alfamart",
            Self::Card => "card",
            Self::CimbClicks => "cimb_clicks",
            Self::BriEpay => "bri_epay",
        }
    }

    /// The `store` of a counter.
    #[must_use]
    pub const fn store(self) -> Option<&'static str> {
        match self {
            Self::Indomaret => Some("indomaret"),
            Self::Alfamart => Some("alfamart"),
            _ => None,
        }
    }
}

const fn bank(label: &'static str, created: &'static str) -> RailFacts {
    RailFacts {
        payment_type: "bank_transfer",
        label,
        created,
        open_seconds: DAY,
        open_seconds_max: 180 * DAY,
        refunds: Refunds::No,
        reversible: false,
        fraud_checked: true,
    }
}

const fn wallet(label: &'static str, created: &'static str, days_max: i64) -> RailFacts {
    RailFacts {
        payment_type: "",
        label,
        created,
        open_seconds: 15 * MINUTE,
        open_seconds_max: days_max * DAY,
        refunds: Refunds::Parts { days: 45 },
        reversible: false,
        fraud_checked: true,
    }
}

#[cfg(test)]
mod tests {
    use super::Rail;

    #[test]
    fn the_word_is_the_one_in_the_journal() {
        for rail in Rail::ALL {
            assert_eq!(serde_json::to_value(rail).unwrap(), rail.as_str());
        }
    }
}
