//! The one table from the vendor's words to ours: `transaction_status` × `fraud_status` →
//! [`ProviderStatus`].
//!
//! Notifications and status answers go through the same [`translate`]; the documentation prints the
//! same function with [`markdown`].

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use wikarta_core::provider::ProviderStatus;

/// The vendor's `transaction_status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionStatus {
    /// A card's amount is held.
    Authorize,
    /// A card was charged; settles later.
    Capture,
    /// Money received.
    Settlement,
    /// Waiting for the payer.
    Pending,
    /// Refused, or a settlement taken back (Permata, Mandiri bill, Indomaret).
    Deny,
    /// Cancelled.
    Cancel,
    /// Ended by its deadline.
    Expire,
    /// Failed at the provider.
    Failure,
    /// All money went back.
    Refund,
    /// Part of the money went back.
    PartialRefund,
    /// The card's bank took all money back.
    Chargeback,
    /// The card's bank took part of the money back.
    PartialChargeback,
    /// A word we do not know.
    Unknown,
}

impl TransactionStatus {
    /// Every word the vendor documents, and [`Self::Unknown`] at the end.
    pub const ALL: [Self; 13] = [
        Self::Authorize,
        Self::Capture,
        Self::Settlement,
        Self::Pending,
        Self::Deny,
        Self::Cancel,
        Self::Expire,
        Self::Failure,
        Self::Refund,
        Self::PartialRefund,
        Self::Chargeback,
        Self::PartialChargeback,
        Self::Unknown,
    ];

    /// Reads the vendor's word in any case (`"PENDING"` has been seen).
    #[must_use]
    pub fn read(text: &str) -> Self {
        let same = |status: &Self| status.as_str().eq_ignore_ascii_case(text);
        Self::ALL.into_iter().find(same).unwrap_or(Self::Unknown)
    }

    /// The vendor's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Capture => "capture",
            Self::Settlement => "settlement",
            Self::Pending => "pending",
            Self::Deny => "deny",
            Self::Cancel => "cancel",
            Self::Expire => "expire",
            Self::Failure => "failure",
            Self::Refund => "refund",
            Self::PartialRefund => "partial_refund",
            Self::Chargeback => "chargeback",
            Self::PartialChargeback => "partial_chargeback",
            Self::Unknown => "(any other word)",
        }
    }
}

/// The vendor's `fraud_status`. Indomaret has none, so its absence is no doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FraudStatus {
    /// No such field.
    Absent,
    /// Fine.
    Accept,
    /// A person has to look first.
    Challenge,
    /// Fraud.
    Deny,
    /// A word we do not know.
    Unknown,
}

impl FraudStatus {
    /// Every value.
    pub const ALL: [Self; 5] =
        [Self::Absent, Self::Accept, Self::Challenge, Self::Deny, Self::Unknown];

    /// Reads the vendor's word in any case; an empty text counts as absent.
    #[must_use]
    pub fn read(text: Option<&str>) -> Self {
        match text {
            None | Some("") => Self::Absent,
            Some(word) if word.eq_ignore_ascii_case("accept") => Self::Accept,
            Some(word) if word.eq_ignore_ascii_case("challenge") => Self::Challenge,
            Some(word) if word.eq_ignore_ascii_case("deny") => Self::Deny,
            Some(_) => Self::Unknown,
        }
    }

    /// The vendor's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "(absent)",
            Self::Accept => "accept",
            Self::Challenge => "challenge",
            Self::Deny => "deny",
            Self::Unknown => "(any other word)",
        }
    }
}

/// The table. An unknown word on either side of a claim about money is kept as
/// [`ProviderStatus::Unrecognised`], never guessed.
#[must_use]
pub const fn translate(status: TransactionStatus, fraud: FraudStatus) -> ProviderStatus {
    use FraudStatus as F;
    use TransactionStatus as T;
    match (status, fraud) {
        (T::Pending, F::Absent | F::Accept | F::Challenge | F::Unknown) => ProviderStatus::Pending,
        (T::Authorize, F::Absent | F::Accept) => ProviderStatus::Authorized,
        (T::Capture | T::Settlement, F::Absent | F::Accept) => ProviderStatus::Settled,
        (T::Authorize | T::Capture | T::Settlement, F::Challenge) => ProviderStatus::Challenged,
        (T::Authorize | T::Capture | T::Settlement, F::Unknown) => ProviderStatus::Unrecognised,
        (T::Pending | T::Authorize | T::Capture | T::Settlement, F::Deny) => ProviderStatus::Denied,
        // Money that went back, and ends without money, stand whatever the fraud check said.
        (T::Deny, _) => ProviderStatus::Denied,
        (T::Cancel, _) => ProviderStatus::Cancelled,
        (T::Expire, _) => ProviderStatus::Expired,
        (T::Failure, _) => ProviderStatus::Failed,
        (T::Refund, _) => ProviderStatus::Refunded,
        (T::PartialRefund, _) => ProviderStatus::PartiallyRefunded,
        (T::Chargeback, _) => ProviderStatus::ChargedBack,
        (T::PartialChargeback, _) => ProviderStatus::PartiallyChargedBack,
        (T::Unknown, _) => ProviderStatus::Unrecognised,
    }
}

/// The table as Markdown: one row a status, one column a fraud status.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::from("| `transaction_status` |");
    for fraud in FraudStatus::ALL {
        let _ = write!(out, " {} |", fraud.as_str());
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(FraudStatus::ALL.len()));
    for status in TransactionStatus::ALL {
        let _ = write!(out, "\n| {} |", status.as_str());
        for fraud in FraudStatus::ALL {
            let _ = write!(out, " {} |", translate(status, fraud));
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_table_is_the_one_in_use() {
        insta::assert_snapshot!(markdown());
    }

    #[test]
    fn only_an_accepted_or_unchecked_capture_or_settlement_is_money() {
        for status in TransactionStatus::ALL {
            for fraud in FraudStatus::ALL {
                let paid = matches!(
                    (status, fraud),
                    (
                        TransactionStatus::Capture | TransactionStatus::Settlement,
                        FraudStatus::Absent | FraudStatus::Accept
                    )
                );
                assert_eq!(translate(status, fraud) == ProviderStatus::Settled, paid);
            }
        }
    }

    #[test]
    fn words_are_read_in_any_case() {
        assert_eq!(TransactionStatus::read("PENDING"), TransactionStatus::Pending);
        assert_eq!(TransactionStatus::read("expired"), TransactionStatus::Unknown);
        assert_eq!(TransactionStatus::read("(any other word)"), TransactionStatus::Unknown);
        assert_eq!(FraudStatus::read(Some("Accept")), FraudStatus::Accept);
        assert_eq!(FraudStatus::read(Some("")), FraudStatus::Absent);
        assert_eq!(FraudStatus::read(Some("maybe")), FraudStatus::Unknown);
    }
}
