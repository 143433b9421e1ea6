//! What the vendor posts to a merchant of BI-SNAP.
//!
//! Here the signature covers the whole body, and still says nothing about replays: the time in the
//! header is checked against a window, and an external id is for the host to count once a day.

use wikarta_core::id::OrderId;
use wikarta_core::money::Rupiah;
use wikarta_core::provider::ProviderStatus;
use wikarta_core::time::Timestamp;

use super::answer::{SnapRefund, refunds, rupiah, status_of, with_refunds};
use super::signature::{Fit, VendorKeys};
use super::time::timestamp_read;
use crate::document::Object;
use crate::malformed::{FieldError, Limits, ReadError};

/// How old a notification may be: the vendor's last retry comes after 5 hours and 42 minutes.
pub const WINDOW_SECONDS: i64 = 6 * 3_600;
/// How far a sender's clock may be ahead.
const AHEAD_SECONDS: i64 = 300;

/// What kind of thing is told, by the end of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SnapKind {
    /// A virtual account.
    Va,
    /// A QR code.
    Qris,
    /// A wallet.
    Debit,
    /// A linked wallet account: no money, recognised and answered without harm.
    Account,
}

impl SnapKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Va, Self::Qris, Self::Debit, Self::Account];

    /// The vendor's path, which stands after the merchant's own prefix.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Va => "/v1.0/transfer-va/payment",
            Self::Qris => "/v1.0/qr/qr-mpm-notify",
            Self::Debit => "/v1.0/debit/notify",
            Self::Account => "/v1.0/registration-account/notify",
        }
    }

    /// The kind behind a whole path.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| path.ends_with(kind.path()))
    }

    /// The `responseCode` of a success; only HTTP 200 with it counts.
    #[must_use]
    pub const fn accepted(self) -> &'static str {
        match self {
            Self::Va => "2002500",
            Self::Qris => "2005200",
            Self::Debit => "2005600",
            Self::Account => "2008800",
        }
    }
}

/// The headers and the body, as they came.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The path of the request, the merchant's prefix included.
    pub path: &'a str,
    /// `X-TIMESTAMP`.
    pub timestamp: &'a str,
    /// `X-SIGNATURE`.
    pub signature: &'a str,
    /// The body.
    pub body: &'a [u8],
}

/// Why a notification is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapNotificationError {
    /// Not a path that the vendor posts to.
    #[error("the path belongs to no kind of notification")]
    Path,
    /// Missing, unreadable or wrong signature: one answer for all.
    #[error("the signature is not valid")]
    SignatureInvalid,
    /// No time, or one outside the window.
    #[error("`X-TIMESTAMP` is not a time within the last six hours")]
    Stale,
    /// Signed, but the body has not the form of a notification.
    #[error(transparent)]
    Malformed(#[from] ReadError),
    /// Signed, but no order id can look like this.
    #[error("the order id is not at most 50 of A-Z a-z 0-9 - _ ~ .")]
    OrderId,
}

impl SnapNotificationError {
    /// The HTTP status to answer with: 400, 401 or 404.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::Path => 404,
            Self::SignatureInvalid | Self::Stale => 401,
            Self::Malformed(_) | Self::OrderId => 400,
        }
    }
}

/// What a signed notification says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapNotice {
    /// What it is about.
    pub kind: SnapKind,
    /// How the signature fitted; worth a line in the log.
    pub fit: Fit,
    /// The claim; absent where no money is meant.
    pub claim: Option<SnapClaim>,
}

/// What a notification claims about a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapClaim {
    /// Our name for the attempt.
    pub order_id: OrderId,
    /// The state.
    pub status: ProviderStatus,
    /// Rupiah of the payment.
    pub amount: Rupiah,
    /// Refunds so far.
    pub refunds: Vec<SnapRefund>,
}

impl Incoming<'_> {
    /// Checks who sent it and when, then reads it.
    pub fn verify(
        &self,
        keys: &VendorKeys,
        now: Timestamp,
    ) -> Result<SnapNotice, SnapNotificationError> {
        let kind = SnapKind::of(self.path).ok_or(SnapNotificationError::Path)?;
        let paths = [kind.path(), self.path];
        let fit = keys
            .fit(&paths, self.timestamp, self.body, self.signature)
            .ok_or(SnapNotificationError::SignatureInvalid)?;
        let sent = timestamp_read(self.timestamp).ok_or(SnapNotificationError::Stale)?;
        let age = now.seconds_since(sent);
        if !(-AHEAD_SECONDS..=WINDOW_SECONDS).contains(&age) {
            return Err(SnapNotificationError::Stale);
        }
        let object = Object::parse(self.body, &Limits::DEFAULT).map_err(ReadError::from)?;
        let claim = match kind {
            SnapKind::Account => None,
            money => Some(claim(money, &object)?),
        };
        Ok(SnapNotice { kind, fit, claim })
    }
}

fn claim(kind: SnapKind, object: &Object<'_>) -> Result<SnapClaim, SnapNotificationError> {
    let info = object.object("additionalInfo")?;
    let (id, state, amount) = match kind {
        SnapKind::Va => {
            let state = info.as_ref().map(|info| info.text("paymentFlagStatus")).transpose();
            ("trxId", state.map_err(ReadError::from)?.flatten(), "paidAmount")
        }
        SnapKind::Qris | SnapKind::Debit | SnapKind::Account => {
            let state = object.text("latestTransactionStatus").map_err(ReadError::from)?;
            ("originalPartnerReferenceNo", state, "amount")
        }
    };
    let missing = |field: &str| ReadError::from(FieldError::Missing { field: field.to_owned() });
    let order_id = object.text(id).map_err(ReadError::from)?.ok_or_else(|| missing(id))?;
    let state = state.ok_or_else(|| missing("the transaction's status"))?;
    let refunds = refunds(object);
    let paid =
        rupiah(object, amount).ok_or_else(|| ReadError::Amount { field: amount.to_owned() })?;
    Ok(SnapClaim {
        order_id: order_id.parse().map_err(|_| SnapNotificationError::OrderId)?,
        status: with_refunds(status_of(&state), Some(paid), &refunds),
        amount: paid,
        refunds,
    })
}
