//! QR codes by BI-SNAP.

use serde_json::{Value, json};

use super::super::config::Merchant;
use super::super::desk::{Desk, Plan, Step};
use super::super::lifecycle::{RefundForm, RefundWanted};
use super::super::rail::Rail;
use super::super::record::{Change, Code, SnapBiNames, Transaction};
use super::super::reply::Refusal;
use super::super::transition::Action;
use super::super::wanted::{Loose, Wanted};
use super::{
    digits, echo, needed, no, order_id, pair, refund_history, rupiah, said, until, wrong, yes,
};
use crate::emulator::address::Audience;
use crate::snap_bi::answer::Service;
use crate::snap_bi::timestamp;
use crate::status::TransactionStatus;

impl Desk<'_> {
    pub(super) fn qris_create(&self, merchant: &Merchant, body: &Value) -> Step {
        let service = Service::QrisCreate;
        let order_id = order_id(service, body, "/partnerReferenceNo")?;
        let amount = rupiah(service, body, "/amount")?;
        let rail = match body.loose_text("/additionalInfo/acquirer").as_deref() {
            Some("gopay") | None => Rail::QrisGopay,
            Some("airpay shopee") => Rail::QrisShopee,
            Some(_) => return Err(wrong(service, "/additionalInfo/acquirer")),
        };
        let open_until = until(service, body, "/validityPeriod", self.now)?;
        let known = self.book.find(&merchant.merchant_id, &order_id);
        if known.is_some_and(|known| known.status != TransactionStatus::Cancel) {
            return Err(said(service, &Refusal::OrderExists));
        }
        let wanted = Wanted {
            order_id,
            gross_amount: amount,
            rail,
            number: None,
            order_time: None,
            open_seconds: rail.facts().open_seconds,
            card: None,
            audience: Audience::AsConfigured,
            echo: echo(body),
        };
        let mut made = self.make(merchant, &wanted);
        made.expires_at = open_until.unwrap_or(made.expires_at);
        let reference_no = self.reference(&made.transaction_id);
        let names = SnapBiNames { reference_no: reference_no.clone(), ..nameless() };
        made.snap_bi = Some(names);
        let (id, base) = (&made.transaction_id, &self.config.public_url);
        let text = match &made.code {
            Code::Qr(text) => text.clone(),
            _ => String::new(),
        };
        let fields = json!({
            "referenceNo": reference_no,
            "partnerReferenceNo": made.order_id,
            "qrContent": text,
            "qrUrl": format!("{base}/v4/qris/{id}/qr-code"),
            "qrImage": "",
            "additionalInfo": { "acquirer": rail.acquirer() },
        });
        Ok((self.told(made, &Plan::default())?, yes(service, fields)))
    }

    /// The gateway's name wins over the merchant's.
    fn code_named(
        &self,
        service: Service,
        merchant: &Merchant,
        body: &Value,
    ) -> Result<(&Transaction, &SnapBiNames), Refusal> {
        let own = |one: &&Transaction| one.merchant_id == merchant.merchant_id;
        let reference = body.loose_text("/originalReferenceNo").filter(|text| !text.is_empty());
        let found = match reference {
            Some(reference) => self.book.transactions().filter(own).find(|one| {
                one.snap_bi.as_ref().is_some_and(|names| names.reference_no == reference)
            }),
            None => {
                let id = needed(service, body, "/originalPartnerReferenceNo")?;
                self.book.find(&merchant.merchant_id, &id)
            }
        };
        let named = found.and_then(|one| Some((one, one.snap_bi.as_ref()?)));
        let code = named.filter(|(_, names)| names.service_id.is_empty());
        code.ok_or_else(|| said(service, &Refusal::NotFound))
    }

    pub(super) fn qris_status(&self, merchant: &Merchant, body: &Value) -> Step {
        let service = Service::QrisStatus;
        if body.loose_text("/serviceCode").as_deref() != Some("47") {
            return Err(wrong(service, "/serviceCode"));
        }
        let (found, names) = self.code_named(service, merchant, body)?;
        let (digits, word) = digits(found.status);
        let mut fields = json!({
            "originalReferenceNo": names.reference_no,
            "originalPartnerReferenceNo": found.order_id,
            "serviceCode": "47",
            "latestTransactionStatus": digits,
            "transactionStatusDesc": word,
            "amount": pair(found.gross_amount),
            "additionalInfo": { "refundHistory": refund_history(found) },
        });
        if let Some(at) = found.settled_at {
            super::super::body::put(&mut fields, "paidTime", timestamp(at).into());
        }
        Ok((Change::default(), yes(service, fields)))
    }

    pub(super) fn qris_cancel(&self, merchant: &Merchant, body: &Value) -> Step {
        let service = Service::QrisCancel;
        let (found, names) = self.code_named(service, merchant, body)?;
        if !found.is_open() {
            return Err(no(service, 403, "15", "Transaction Not Permitted"));
        }
        let ended = self.moved(found, Action::Cancel).map_err(|told| said(service, &told))?;
        let fields = json!({
            "originalReferenceNo": names.reference_no,
            "originalPartnerReferenceNo": ended.order_id,
            "cancelTime": timestamp(self.now),
            "transactionDate": timestamp(ended.created_at),
        });
        Ok((self.told(ended, &Plan::default())?, yes(service, fields)))
    }

    pub(super) fn qris_refund(&self, merchant: &Merchant, body: &Value) -> Step {
        let service = Service::QrisRefund;
        let (found, names) = self.code_named(service, merchant, body)?;
        let key = needed(service, body, "/partnerRefundNo")?;
        let amount = rupiah(service, body, "/refundAmount")?;
        let reason = body.loose_text("/reason").unwrap_or_default();
        let reason = reason.chars().take(255).collect();
        let wanted = RefundWanted { key: Some(key.clone()), amount: Some(amount), reason };
        let given = self.refunded(found, wanted, RefundForm::Later);
        let given = given.map_err(|told| said(service, &told))?;
        let fields = json!({
            "originalReferenceNo": names.reference_no,
            "originalPartnerReferenceNo": found.order_id,
            "refundNo": self.reference(&format!("{}/{key}", found.transaction_id)),
            "partnerRefundNo": key,
            "refundAmount": pair(amount),
            "refundTime": timestamp(self.now),
        });
        Ok((self.told(given, &Plan::default())?, yes(service, fields)))
    }
}

fn nameless() -> SnapBiNames {
    let (reference_no, service_id) = (String::new(), String::new());
    SnapBiNames { reference_no, service_id, customer_no: String::new(), name: String::new() }
}
