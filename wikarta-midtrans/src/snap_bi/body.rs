//! What to ask for: virtual accounts and QR codes in BI-SNAP's words.

use serde::Serialize;
use wikarta_core::id::OrderId;
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::time::timestamp;
use crate::amount::two_decimals;
use crate::charge::plain_line;
use crate::lifecycle::RefundKey;

/// Why a request is not even sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapBodyError {
    /// Nothing to collect.
    #[error("the amount to collect is {0}, not more than zero")]
    AmountNotPositive(Rupiah),
    /// `trxId` and `partnerReferenceNo` are shorter than an order id may be.
    #[error("`{0}` is longer than 36 characters")]
    OrderId(OrderId),
    /// Not digits, or too many of them.
    #[error("a service id is 1 to 8 digits, a customer number 1 to 20")]
    Digits,
}

/// An amount as BI-SNAP writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amount {
    value: String,
    currency: &'static str,
}

impl From<Rupiah> for Amount {
    fn from(amount: Rupiah) -> Self {
        Self { value: two_decimals(amount), currency: "IDR" }
    }
}

/// A virtual account by its parts: the bank's number for the merchant, and the merchant's for the
/// payer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    service_id: String,
    customer_no: String,
}

impl Account {
    /// Checks 1 to 8 and 1 to 20 digits. The service id is padded with blanks on its left.
    pub fn new(service_id: &str, customer_no: &str) -> Result<Self, SnapBodyError> {
        let digits = |text: &str, max| {
            (1..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(service_id, 8) || !digits(customer_no, 20) {
            return Err(SnapBodyError::Digits);
        }
        Ok(Self { service_id: format!("{service_id:>8}"), customer_no: customer_no.to_owned() })
    }

    /// The whole number as BI-SNAP writes it, blanks in front.
    #[must_use]
    pub fn number(&self) -> String {
        format!("{}{}", self.service_id, self.customer_no)
    }
}

/// What to ask for a virtual account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaRequest {
    /// Our name for the attempt; at most 36 characters.
    pub order_id: OrderId,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
    /// `bca`, `bni`, `bri`, `cimb`, `permata`, `mandiri`, …
    pub bank: String,
    /// The account wished for; the vendor may give another, so use the answer's.
    pub account: Account,
    /// What the payer reads at the bank; cut to 255 plain characters.
    pub name: String,
    /// Until when; absent means 24 hours.
    pub expires_at: Option<Timestamp>,
}

/// The body of `create-va`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VaBody {
    partner_service_id: String,
    customer_no: String,
    virtual_account_no: String,
    virtual_account_name: String,
    trx_id: String,
    total_amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    expired_date: Option<String>,
    additional_info: VaInfo,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct VaInfo {
    merchant_id: String,
    bank: String,
    flags: VaFlags,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct VaFlags {
    should_randomize_va_number: bool,
}

fn short(order_id: &OrderId) -> Result<String, SnapBodyError> {
    let text = order_id.as_str();
    if text.len() > 36 {
        Err(SnapBodyError::OrderId(order_id.clone()))
    } else {
        Ok(text.to_owned())
    }
}

fn positive(amount: Rupiah) -> Result<Amount, SnapBodyError> {
    if amount.is_positive() {
        Ok(amount.into())
    } else {
        Err(SnapBodyError::AmountNotPositive(amount))
    }
}

impl VaBody {
    /// Makes the body of a merchant's request.
    pub fn new(request: &VaRequest, merchant_id: &str) -> Result<Self, SnapBodyError> {
        Ok(Self {
            partner_service_id: request.account.service_id.clone(),
            customer_no: request.account.customer_no.clone(),
            virtual_account_no: request.account.number(),
            virtual_account_name: plain_line(&request.name, 255),
            trx_id: short(&request.order_id)?,
            total_amount: positive(request.amount)?,
            expired_date: request.expires_at.map(timestamp),
            additional_info: VaInfo {
                merchant_id: merchant_id.to_owned(),
                bank: request.bank.clone(),
                flags: VaFlags { should_randomize_va_number: true },
            },
        })
    }
}

/// The body of the status read and the cancellation of a virtual account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VaNamed {
    #[serde(skip_serializing_if = "Option::is_none")]
    inquiry_request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trx_id: Option<String>,
    partner_service_id: String,
    customer_no: String,
    virtual_account_no: String,
    additional_info: MerchantInfo,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct MerchantInfo {
    merchant_id: String,
}

impl VaNamed {
    fn of(account: &Account, merchant_id: &str) -> Self {
        Self {
            inquiry_request_id: None,
            trx_id: None,
            partner_service_id: account.service_id.clone(),
            customer_no: account.customer_no.clone(),
            virtual_account_no: account.number(),
            additional_info: MerchantInfo { merchant_id: merchant_id.to_owned() },
        }
    }

    /// Names an account for a status read.
    pub fn to_read(
        order_id: &OrderId,
        account: &Account,
        merchant_id: &str,
    ) -> Result<Self, SnapBodyError> {
        let id = Some(short(order_id)?);
        Ok(Self { inquiry_request_id: id, ..Self::of(account, merchant_id) })
    }

    /// Names an account for its cancellation.
    pub fn to_end(
        order_id: &OrderId,
        account: &Account,
        merchant_id: &str,
    ) -> Result<Self, SnapBodyError> {
        Ok(Self { trx_id: Some(short(order_id)?), ..Self::of(account, merchant_id) })
    }
}

/// What to ask for a QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrisRequest {
    /// Our name for the attempt; at most 36 characters.
    pub order_id: OrderId,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
    /// Until when; absent means 15 minutes.
    pub expires_at: Option<Timestamp>,
    /// `gopay` or `airpay shopee`.
    pub acquirer: String,
}

/// The body of `qr-mpm-generate`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QrisBody {
    partner_reference_no: String,
    amount: Amount,
    merchant_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    validity_period: Option<String>,
    additional_info: QrisInfo,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct QrisInfo {
    acquirer: String,
}

impl QrisBody {
    /// Makes the body of a merchant's request.
    pub fn new(request: &QrisRequest, merchant_id: &str) -> Result<Self, SnapBodyError> {
        Ok(Self {
            partner_reference_no: short(&request.order_id)?,
            amount: positive(request.amount)?,
            merchant_id: merchant_id.to_owned(),
            validity_period: request.expires_at.map(timestamp),
            additional_info: QrisInfo { acquirer: request.acquirer.clone() },
        })
    }
}

/// A QR code that was made: what later calls name it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrisName {
    /// Our name.
    pub order_id: OrderId,
    /// The gateway's name, where it is known; it wins over ours.
    pub reference_no: Option<String>,
}

/// The body of `qr-mpm-query` and `qr-mpm-cancel`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QrisNamed {
    #[serde(skip_serializing_if = "Option::is_none")]
    original_reference_no: Option<String>,
    original_partner_reference_no: String,
    merchant_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl QrisNamed {
    /// Names a code for a status read.
    pub fn to_read(name: &QrisName, merchant_id: &str) -> Result<Self, SnapBodyError> {
        Ok(Self {
            original_reference_no: name.reference_no.clone(),
            original_partner_reference_no: short(&name.order_id)?,
            merchant_id: merchant_id.to_owned(),
            service_code: Some("47"),
            reason: None,
        })
    }

    /// Names a code for its cancellation.
    pub fn to_end(name: &QrisName, merchant_id: &str, reason: &str) -> Result<Self, SnapBodyError> {
        let read = Self::to_read(name, merchant_id)?;
        Ok(Self { service_code: None, reason: Some(plain_line(reason, 255)), ..read })
    }
}

/// Money to give back for a QR payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrisRefund {
    /// Which payment.
    pub name: QrisName,
    /// Our name for this refund; the same intent asked again carries the same key.
    pub refund_key: RefundKey,
    /// Rupiah to give back, more than zero.
    pub amount: Rupiah,
    /// Why, for people; cut to 255 plain characters.
    pub reason: String,
}

/// The body of `qr-mpm-refund`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QrisRefundBody {
    merchant_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_reference_no: Option<String>,
    original_partner_reference_no: String,
    partner_refund_no: String,
    refund_amount: Amount,
    reason: String,
}

impl QrisRefundBody {
    /// Makes the body of a merchant's request.
    pub fn new(request: &QrisRefund, merchant_id: &str) -> Result<Self, SnapBodyError> {
        Ok(Self {
            merchant_id: merchant_id.to_owned(),
            original_reference_no: request.name.reference_no.clone(),
            original_partner_reference_no: short(&request.name.order_id)?,
            partner_refund_no: request.refund_key.as_str().to_owned(),
            refund_amount: positive(request.amount)?,
            reason: plain_line(&request.reason, 255),
        })
    }
}
