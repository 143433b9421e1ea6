//! What the vendor says about one transaction: the shape that notifications and status answers share.

use wikarta_core::money::Rupiah;
use wikarta_core::provider::{Channel, Instructions, ProviderRefund, Reading};

use crate::amount::{whole_rupiah, wib_time};
use crate::document::Object;
use crate::malformed::ReadError;
use crate::status::{FraudStatus, TransactionStatus, translate};

/// The facts of one transaction, every text as received.
///
/// Fields that wikarta does not use, personal data above all (`customer_details`), are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionFacts {
    /// The order that the vendor names.
    pub order_id: String,
    /// The vendor's code, a number's own text where it came as a number.
    pub status_code: String,
    /// The amount that the payer paid or has to pay, fee included; a number's own text.
    pub gross_amount: String,
    /// The vendor's word for the state.
    pub transaction_status: String,
    /// The vendor's id.
    pub transaction_id: Option<String>,
    /// The vendor's word for the fraud check.
    pub fraud_status: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// The way to pay, in the vendor's words.
    pub payment_type: Option<String>,
    /// Whose transaction it is.
    pub merchant_id: Option<String>,
    /// When the money came, Western Indonesian time without a zone.
    pub settlement_time: Option<String>,
    /// Until when it may be paid, Western Indonesian time without a zone.
    pub expiry_time: Option<String>,
    /// Rupiah that went back so far; cumulative.
    pub refund_amount: Option<String>,
    /// Every refund and chargeback so far.
    pub refunds: Vec<RefundFacts>,
    /// What we gave along with the charge: the invoice id.
    pub custom_field1: Option<String>,
    va: Option<VirtualAccount>,
    bill: Option<(String, String)>,
    qr_string: Option<String>,
    fee: Option<ImposedFee>,
}

/// One refund or chargeback, every text as received.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RefundFacts {
    /// The refund key, else the vendor's `refund_chargeback_id`.
    pub key: String,
    /// Rupiah that went back.
    pub amount: String,
    /// Whether the provider has confirmed that the money left.
    pub confirmed: bool,
    /// Whether the entry has a refund key: one that a merchant gave, so no chargeback.
    pub keyed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct VirtualAccount {
    bank: String,
    number: String,
}

/// Automatic Fee Imposition: the vendor put the payer's fee on top of what we asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ImposedFee {
    original: String,
    gross: Option<String>,
}

impl TransactionFacts {
    pub(crate) fn read(object: &Object<'_>) -> Result<Self, ReadError> {
        let required = |value: Option<String>, name| value.ok_or_else(|| object.missing(name));
        Ok(Self {
            order_id: required(object.text("order_id")?, "order_id")?,
            status_code: required(object.token("status_code")?, "status_code")?,
            gross_amount: required(object.token("gross_amount")?, "gross_amount")?,
            transaction_status: required(object.text("transaction_status")?, "transaction_status")?,
            transaction_id: object.text("transaction_id")?,
            fraud_status: object.text("fraud_status")?,
            currency: object.text("currency")?,
            payment_type: object.text("payment_type")?,
            merchant_id: object.text("merchant_id")?,
            settlement_time: object.text("settlement_time")?,
            // One vendor sample spells it `expire_time`.
            expiry_time: match object.text("expiry_time")? {
                Some(time) => Some(time),
                None => object.text("expire_time")?,
            },
            refund_amount: object.token("refund_amount")?,
            refunds: read_refunds(object)?,
            custom_field1: object.text("custom_field1")?,
            va: read_va(object)?,
            bill: object.text("biller_code")?.zip(object.text("bill_key")?),
            qr_string: read_qr(object),
            fee: read_fee(object),
        })
    }

    /// The facts in the core's words.
    ///
    /// Refused when an amount is not whole rupiah; a time that cannot be read is left out.
    pub fn reading(&self) -> Result<Reading, ReadError> {
        let (amount, payer_fee) = self.amount_and_fee()?;
        let status = TransactionStatus::read(&self.transaction_status);
        let taken_back =
            matches!(status, TransactionStatus::Chargeback | TransactionStatus::PartialChargeback);
        let refund = |(index, facts): (usize, &RefundFacts)| {
            let amount = whole_rupiah(&facts.amount).ok_or_else(|| ReadError::Amount {
                field: format!("refunds[{index}].refund_amount"),
            })?;
            let chargeback = taken_back && !facts.keyed;
            Ok(ProviderRefund {
                key: facts.key.clone(),
                amount,
                confirmed: facts.confirmed,
                chargeback,
            })
        };
        let refunded_total = match &self.refund_amount {
            Some(text) => Some(amount_in("refund_amount", text)?),
            None => None,
        };
        Ok(Reading {
            status: translate(status, FraudStatus::read(self.fraud_status.as_deref())),
            transaction_id: self.transaction_id.clone(),
            amount,
            payer_fee,
            currency: self.currency.clone(),
            channel: self.channel(),
            instructions: self.instructions(),
            expires_at: self.expiry_time.as_deref().and_then(wib_time),
            settled_at: self.settlement_time.as_deref().and_then(wib_time),
            refunds: self
                .refunds
                .iter()
                .enumerate()
                .map(refund)
                .collect::<Result<_, ReadError>>()?,
            refunded_total,
        })
    }

    /// The channel, when the rail is one that we choose ourselves.
    #[must_use]
    pub fn channel(&self) -> Option<Channel> {
        match self.payment_type.as_deref()? {
            "bank_transfer" => match self.va.as_ref()?.bank.as_str() {
                "bca" => Some(Channel::BcaVa),
                "bni" => Some(Channel::BniVa),
                "bri" => Some(Channel::BriVa),
                "cimb" => Some(Channel::CimbVa),
                "permata" => Some(Channel::PermataVa),
                _ => None,
            },
            "echannel" => Some(Channel::MandiriBill),
            "qris" => Some(Channel::Qris),
            _ => None,
        }
    }

    /// How to pay, where the body says it.
    #[must_use]
    pub fn instructions(&self) -> Option<Instructions> {
        if let Some((biller_code, bill_key)) = self.bill.clone() {
            return Some(Instructions::Bill { biller_code, bill_key });
        }
        if let Some(qr_string) = self.qr_string.clone() {
            return Some(Instructions::Qr { qr_string });
        }
        let va_number = self.va.as_ref()?.number.clone();
        Some(Instructions::VirtualAccount { va_number })
    }

    /// What the payer owed us, and what the vendor took on top of it.
    ///
    /// The fee stands in unsigned metadata, so it is believed only where it agrees with the signed
    /// amount and makes our claim smaller, never larger.
    fn amount_and_fee(&self) -> Result<(Rupiah, Rupiah), ReadError> {
        let gross = amount_in("gross_amount", &self.gross_amount)?;
        let Some(fee) = &self.fee else { return Ok((gross, Rupiah::ZERO)) };
        let agrees = fee.gross.as_deref().is_none_or(|text| whole_rupiah(text) == Some(gross));
        match whole_rupiah(&fee.original) {
            Some(original) if agrees && original.is_positive() && original <= gross => {
                Ok((original, gross.less(original)))
            }
            _ => Ok((gross, Rupiah::ZERO)),
        }
    }
}

fn amount_in(field: &str, text: &str) -> Result<Rupiah, ReadError> {
    whole_rupiah(text).ok_or_else(|| ReadError::Amount { field: field.to_owned() })
}

fn read_refunds(object: &Object<'_>) -> Result<Vec<RefundFacts>, ReadError> {
    let one = |entry: Object<'_>| {
        let given = entry.text("refund_key")?;
        let keyed = given.is_some();
        let key = match given {
            Some(key) => Some(key),
            None => entry.token("refund_chargeback_id")?,
        };
        Ok(RefundFacts {
            key: key.ok_or_else(|| entry.missing("refund_chargeback_id"))?,
            amount: entry.token("refund_amount")?.ok_or_else(|| entry.missing("refund_amount"))?,
            confirmed: entry.has("bank_confirmed_at"),
            keyed,
        })
    };
    object.objects("refunds")?.into_iter().map(one).collect()
}

fn read_va(object: &Object<'_>) -> Result<Option<VirtualAccount>, ReadError> {
    if let Some(number) = object.text("permata_va_number")? {
        return Ok(Some(VirtualAccount { bank: "permata".to_owned(), number }));
    }
    let Some(first) = object.objects("va_numbers")?.into_iter().next() else { return Ok(None) };
    let pair = first.text("bank")?.zip(first.text("va_number")?);
    Ok(pair.map(|(bank, number)| VirtualAccount { bank: bank.to_ascii_lowercase(), number }))
}

/// A QR text may be longer than other texts; it is read as it is or not at all.
fn read_qr(object: &Object<'_>) -> Option<String> {
    object.long_text("qr_string", 1024)
}

/// Metadata is the merchant's own free object: whatever does not look like the vendor's fee note is
/// no fee note, and no error.
fn read_fee(object: &Object<'_>) -> Option<ImposedFee> {
    let info = object.object("metadata").ok()??.object("extra_info").ok()??;
    let amounts = info.object("gross_amount_info").ok()??;
    let original = amounts.token("original_amount").ok()??;
    Some(ImposedFee { original, gross: amounts.token("gross_amount").ok()? })
}
