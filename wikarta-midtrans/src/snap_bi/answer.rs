//! What an answer of BI-SNAP means. Its `responseCode` is HTTP's status, the service and the case in
//! one: `2002700` is 200, service 27, case 00.

use wikarta_core::money::Rupiah;
use wikarta_core::ports::GatewayRefusal;
use wikarta_core::provider::ProviderStatus;
use wikarta_core::time::Timestamp;

use super::time::timestamp_read;
use crate::amount::whole_rupiah;
use crate::answer::{Answer, Doubt};
use crate::document::Object;
use crate::malformed::Limits;
use crate::outcome::Outcome;

/// The vendor's number for a kind of call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// `access-token/b2b`.
    Token,
    /// `transfer-va/create-va`.
    VaCreate,
    /// `transfer-va/status`.
    VaStatus,
    /// `transfer-va/delete-va`.
    VaDelete,
    /// `qr/qr-mpm-generate`.
    QrisCreate,
    /// `qr/qr-mpm-query`.
    QrisStatus,
    /// `qr/qr-mpm-refund`.
    QrisRefund,
    /// `qr/qr-mpm-cancel`.
    QrisCancel,
}

impl Service {
    /// The path, which is signed too.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Token => "/v1.0/access-token/b2b",
            Self::VaCreate => "/v1.0/transfer-va/create-va",
            Self::VaStatus => "/v1.0/transfer-va/status",
            Self::VaDelete => "/v1.0/transfer-va/delete-va",
            Self::QrisCreate => "/v1.0/qr/qr-mpm-generate",
            Self::QrisStatus => "/v1.0/qr/qr-mpm-query",
            Self::QrisRefund => "/v1.0/qr/qr-mpm-refund",
            Self::QrisCancel => "/v1.0/qr/qr-mpm-cancel",
        }
    }

    /// The two digits in the middle of a response code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Token => "73",
            Self::VaCreate => "27",
            Self::VaStatus => "26",
            Self::VaDelete => "31",
            Self::QrisCreate => "47",
            Self::QrisStatus => "51",
            Self::QrisRefund => "78",
            Self::QrisCancel => "77",
        }
    }
}

/// BI-SNAP's two digits for the state of a transaction.
#[must_use]
pub fn status_of(digits: &str) -> ProviderStatus {
    match digits {
        "00" => ProviderStatus::Settled,
        "01" | "02" | "03" => ProviderStatus::Pending,
        "04" => ProviderStatus::Refunded,
        "05" => ProviderStatus::Cancelled,
        "06" => ProviderStatus::Failed,
        "08" => ProviderStatus::Expired,
        "09" => ProviderStatus::Denied,
        _ => ProviderStatus::Unrecognised,
    }
}

/// A virtual account that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaMade {
    /// The number that the payer types: the vendor's, which may differ from the one wished for.
    pub number: String,
    /// Until when, as the gateway says.
    pub expires_at: Option<Timestamp>,
}

/// A QR code that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrisMade {
    /// The gateway's name for it.
    pub reference_no: String,
    /// What the code says.
    pub qr_string: String,
}

/// What the gateway holds about a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapReading {
    /// The state.
    pub status: ProviderStatus,
    /// What was asked for, where the answer says it.
    pub amount: Option<Rupiah>,
    /// When the money came.
    pub settled_at: Option<Timestamp>,
    /// Refunds so far: our key, the amount, and whether the provider has done it.
    pub refunds: Vec<SnapRefund>,
}

/// One refund of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapRefund {
    /// Our key.
    pub key: String,
    /// Rupiah.
    pub amount: Rupiah,
    /// Whether it was done; otherwise it failed or is under way.
    pub done: bool,
}

const LIMITS: Limits = Limits { max_bytes: 256 * 1024, max_depth: 16, max_text: 512 };

/// An answer that can be judged.
pub(super) struct Said<'a> {
    pub(super) object: Object<'a>,
}

/// Judges an answer by its response code; `done` reads a success.
pub(super) fn judged<T>(
    service: Service,
    answer: &Answer,
    done: impl FnOnce(&Said<'_>) -> Result<T, Doubt>,
) -> Outcome<T> {
    let http_status = answer.http_status;
    if (300..400).contains(&http_status) {
        return Doubt::Redirected { http_status }.into();
    }
    let limited = Doubt::RateLimited { retry_after: answer.retry_after };
    let object = match Object::parse(&answer.body, &LIMITS) {
        Ok(object) => object,
        Err(_) if http_status == 429 => return limited.into(),
        Err(_) if http_status >= 500 => return Doubt::Fault { code: http_status }.into(),
        Err(_) => return Doubt::NotJson { http_status }.into(),
    };
    let said = object.token("responseCode").ok().flatten();
    let Some((status, of, case)) = said.as_deref().and_then(parts) else {
        return match http_status {
            429 => limited.into(),
            500.. => Doubt::Fault { code: http_status }.into(),
            _ => Doubt::Unspoken { http_status }.into(),
        };
    };
    if of != service.code() && status < 400 {
        return Doubt::OddAnswer { what: "is about another service" }.into();
    }
    let said = Said { object };
    match status {
        200 => done(&said).map_or_else(Outcome::from, Outcome::Done),
        404 if case == "01" || (case == "13" && service == Service::VaCreate) => Outcome::Missing,
        409 => Outcome::Exists,
        429 => limited.into(),
        400..=408 => Outcome::Refused(said.refusal(status, of, case)),
        500.. => Doubt::Fault { code: status }.into(),
        code => Doubt::OddCode { code }.into(),
    }
}

fn parts(code: &str) -> Option<(u16, &str, &str)> {
    if code.len() != 7 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (status, rest) = code.split_at_checked(3)?;
    let (service, case) = rest.split_at_checked(2)?;
    Some((status.parse().ok()?, service, case))
}

fn odd(what: &'static str) -> Doubt {
    Doubt::OddAnswer { what }
}

impl Said<'_> {
    fn refusal(&self, status: u16, service: &str, case: &str) -> GatewayRefusal {
        let said = self.object.long_text("responseMessage", 4_096).unwrap_or_default();
        let message = said.chars().filter(|c| !c.is_control()).take(300).collect();
        GatewayRefusal { code: format!("{status}{service}{case}"), message }
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.object.text(name).ok().flatten().filter(|text| !text.is_empty())
    }
}

/// An `{value, currency}` pair in rupiah.
pub(super) fn rupiah(object: &Object<'_>, name: &str) -> Option<Rupiah> {
    let pair = object.object(name).ok()??;
    let currency = pair.text("currency").ok()??;
    let value = pair.token("value").ok()??;
    (currency == "IDR").then(|| whole_rupiah(&value))?
}

fn when(object: &Object<'_>, name: &str) -> Option<Timestamp> {
    timestamp_read(&object.text(name).ok()??)
}

/// Refunds as `additionalInfo.refundHistory` lists them; a line that cannot be read is no line.
pub(super) fn refunds(object: &Object<'_>) -> Vec<SnapRefund> {
    let info = object.object("additionalInfo").ok().flatten();
    let lines = info.and_then(|info| info.objects("refundHistory").ok()).unwrap_or_default();
    let one = |line: &Object<'_>| {
        Some(SnapRefund {
            key: line.text("partnerReferenceNo").ok()?.or(line.text("partnerRefundNo").ok()?)?,
            amount: rupiah(line, "refundAmount")?,
            done: line.text("refundStatus").ok()?.as_deref() == Some("00"),
        })
    };
    lines.iter().filter_map(one).collect()
}

/// What the answer to `create-va` means.
pub fn va_made(order_id: &str, amount: Rupiah, answer: &Answer) -> Outcome<VaMade> {
    judged(Service::VaCreate, answer, |said| {
        let data = said.object.object("virtualAccountData").ok().flatten();
        let data = data.ok_or_else(|| odd("has no account"))?;
        if data.text("trxId").ok().flatten().is_some_and(|told| told != order_id) {
            return Err(odd("is about another order"));
        }
        if rupiah(&data, "totalAmount") != Some(amount) {
            return Err(odd("is about another amount"));
        }
        let number = data.text("virtualAccountNo").ok().flatten();
        let number = number.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(VaMade {
            number: number.ok_or_else(|| odd("does not say how to pay"))?,
            expires_at: when(&data, "expiredDate"),
        })
    })
}

/// What the answer to a virtual account's status read means.
pub fn va_reading(answer: &Answer) -> Outcome<SnapReading> {
    judged(Service::VaStatus, answer, |said| {
        let data = said.object.object("virtualAccountData").ok().flatten();
        let data = data.ok_or_else(|| odd("has no account"))?;
        let digits = data.text("paymentFlagStatus").ok().flatten();
        Ok(SnapReading {
            status: status_of(&digits.ok_or_else(|| odd("does not say the state"))?),
            amount: rupiah(&data, "totalAmount"),
            settled_at: when(&data, "transactionDate"),
            refunds: Vec::new(),
        })
    })
}

/// What the answer to `qr-mpm-generate` means.
pub fn qris_made(order_id: &str, answer: &Answer) -> Outcome<QrisMade> {
    judged(Service::QrisCreate, answer, |said| {
        if said.text("partnerReferenceNo").is_some_and(|told| told != order_id) {
            return Err(odd("is about another order"));
        }
        let qr_string = said.object.long_text("qrContent", 1_024).filter(|text| !text.is_empty());
        Ok(QrisMade {
            reference_no: said.text("referenceNo").ok_or_else(|| odd("has no reference"))?,
            qr_string: qr_string.ok_or_else(|| odd("does not say how to pay"))?,
        })
    })
}

/// What the answer to `qr-mpm-query` means. Which part went back stands in the refunds alone.
pub fn qris_reading(answer: &Answer) -> Outcome<SnapReading> {
    judged(Service::QrisStatus, answer, |said| {
        let digits = said.text("latestTransactionStatus");
        let digits = digits.ok_or_else(|| odd("does not say the state"))?;
        let amount = rupiah(&said.object, "amount");
        let refunds = refunds(&said.object);
        Ok(SnapReading {
            status: with_refunds(status_of(&digits), amount, &refunds),
            amount,
            settled_at: when(&said.object, "paidTime"),
            refunds,
        })
    })
}

/// One word stands for both refund states; the sum tells which.
pub(super) fn with_refunds(
    status: ProviderStatus,
    amount: Option<Rupiah>,
    refunds: &[SnapRefund],
) -> ProviderStatus {
    let done = refunds.iter().filter(|refund| refund.done);
    let back: i64 = done.map(|refund| refund.amount.get()).fold(0, i64::saturating_add);
    let whole = amount.is_none_or(|amount| back >= amount.get());
    match status {
        ProviderStatus::Settled if back > 0 && whole => ProviderStatus::Refunded,
        ProviderStatus::Settled if back > 0 => ProviderStatus::PartiallyRefunded,
        ProviderStatus::Refunded if !refunds.is_empty() && !whole => {
            ProviderStatus::PartiallyRefunded
        }
        other => other,
    }
}

/// What the answer to `qr-mpm-refund` means: rupiah of this refund.
pub fn qris_refunded(refund_key: &str, answer: &Answer) -> Outcome<Rupiah> {
    judged(Service::QrisRefund, answer, |said| {
        if said.text("partnerRefundNo").is_some_and(|told| told != refund_key) {
            return Err(odd("is about another refund"));
        }
        rupiah(&said.object, "refundAmount").ok_or_else(|| odd("does not say the refunded amount"))
    })
}

/// What the answer to `delete-va` or `qr-mpm-cancel` means.
pub fn ended(service: Service, answer: &Answer) -> Outcome<()> {
    judged(service, answer, |_| Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(http_status: u16, body: &str) -> Outcome<SnapReading> {
        qris_reading(&Answer::new(http_status, body))
    }

    #[test]
    fn the_code_in_the_body_is_the_answer() {
        let code = |code: &str| read(200, &format!(r#"{{"responseCode":"{code}"}}"#));
        assert_eq!(code("4045101"), Outcome::Missing);
        assert_eq!(code("4095100"), Outcome::Exists);
        assert_eq!(code("4295100"), Outcome::Limited { retry_after: None });
        for no in ["4005101", "4015100", "4035115", "4045113"] {
            assert!(matches!(code(no), Outcome::Refused(told) if told.code == no), "{no}");
        }
        for odd in ["5005100", "5045100", "2025100", "2004700", "200", "", "20051000"] {
            assert!(matches!(code(odd), Outcome::Unknown { .. }), "{odd}");
        }
        assert!(matches!(read(200, "<html>"), Outcome::Unknown { .. }));
        assert_eq!(read(429, ""), Outcome::Limited { retry_after: None });
        assert!(matches!(read(307, "{}"), Outcome::Unknown { .. }));
    }

    #[test]
    fn a_part_that_went_back_is_told_by_the_sum() {
        let body = |lines: &str| {
            format!(
                r#"{{"responseCode":"2005100","latestTransactionStatus":"04",
                "amount":{{"value":"150000.00","currency":"IDR"}},
                "additionalInfo":{{"refundHistory":[{lines}]}}}}"#
            )
        };
        let line = |key: &str, value: &str, state: &str| {
            format!(
                r#"{{"partnerReferenceNo":"{key}","refundStatus":"{state}",
                "refundAmount":{{"value":"{value}","currency":"IDR"}}}}"#
            )
        };
        let state = |lines: &str| match read(200, &body(lines)) {
            Outcome::Done(reading) => reading.status,
            other => panic!("{other:?}"),
        };
        let part = line("a", "50000.00", "00");
        assert_eq!(state(&part), ProviderStatus::PartiallyRefunded);
        let failed = line("b", "100000.00", "06");
        assert_eq!(state(&format!("{part},{failed}")), ProviderStatus::PartiallyRefunded);
        let rest = line("b", "100000.00", "00");
        assert_eq!(state(&format!("{part},{rest}")), ProviderStatus::Refunded);
        assert_eq!(state(""), ProviderStatus::Refunded);
    }
}
