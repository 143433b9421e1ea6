//! Virtual accounts by BI-SNAP.

use serde_json::{Map, Value, json};

use super::super::config::Merchant;
use super::super::desk::{Desk, Plan, Step};
use super::super::rail::Rail;
use super::super::record::{Change, Code, SnapBiNames, Transaction};
use super::super::reply::Refusal;
use super::super::transition::Action;
use super::super::wanted::{Loose, Wanted};
use super::{digits, echo, needed, no, order_id, pair, rupiah, said, until, wrong, yes};
use crate::emulator::address::Audience;
use crate::snap_bi::answer::Service;
use crate::snap_bi::timestamp;
use crate::status::TransactionStatus;

fn rail(bank: &str) -> Option<Rail> {
    Some(match bank.to_ascii_lowercase().as_str() {
        "bca" => Rail::BcaVa,
        "bni" => Rail::BniVa,
        "bri" => Rail::BriVa,
        "cimb" => Rail::CimbVa,
        "permata" => Rail::PermataVa,
        "mandiri" => Rail::MandiriBill,
        _ => return None,
    })
}

pub(super) fn bank(rail: Rail) -> &'static str {
    rail.bank().unwrap_or("mandiri")
}

impl Desk<'_> {
    pub(super) fn va_create(&self, merchant: &Merchant, body: &Value) -> Step {
        let service = Service::VaCreate;
        let order_id = order_id(service, body, "/trxId")?;
        let amount = rupiah(service, body, "/totalAmount")?;
        let bank = needed(service, body, "/additionalInfo/bank")?;
        let rail = rail(&bank).ok_or_else(|| wrong(service, "/additionalInfo/bank"))?;
        let service_id = needed(service, body, "/partnerServiceId")?;
        let number = |text: &str, max| {
            (1..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if service_id.len() > 8 || !number(service_id.trim(), 8) {
            return Err(wrong(service, "/partnerServiceId"));
        }
        let wished = needed(service, body, "/customerNo")?;
        if !number(&wished, 20) {
            return Err(wrong(service, "/customerNo"));
        }
        let open_until = until(service, body, "/expiredDate", self.now)?;
        let known = self.book.find(&merchant.merchant_id, &order_id);
        if known.is_some_and(|known| known.status != TransactionStatus::Cancel) {
            return Err(said(service, &Refusal::OrderExists));
        }
        let name = body.loose_text("/virtualAccountName").unwrap_or_default();
        let random = body.pointer("/additionalInfo/flags/shouldRandomizeVaNumber");
        let wished = if random == Some(&Value::Bool(true)) { None } else { Some(wished) };
        let (customer_no, code) = self.free_account(rail, &order_id, service_id.trim(), wished);
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
        made.code = code;
        made.expires_at = open_until.unwrap_or(made.expires_at);
        let reference_no = self.reference(&made.transaction_id);
        let service_id = format!("{:>8}", service_id.trim());
        made.snap_bi = Some(SnapBiNames { reference_no, service_id, customer_no, name });
        let mut data = account(&made);
        let expires_at = timestamp(made.expires_at);
        super::super::body::put(&mut data, "expiredDate", expires_at.into());
        let fields = json!({
            "virtualAccountData": data,
            "additionalInfo": { "bank": bank, "merchantId": merchant.merchant_id },
        });
        Ok((self.told(made, &Plan::default())?, yes(service, fields)))
    }

    /// The customer number and the code: the wished one unless it is taken, else one of ours.
    fn free_account(
        &self,
        rail: Rail,
        order_id: &str,
        service_id: &str,
        wished: Option<String>,
    ) -> (String, Code) {
        let code = |customer_no: &str| match rail {
            Rail::MandiriBill => {
                Code::Bill { biller_code: service_id.to_owned(), bill_key: customer_no.to_owned() }
            }
            _ => Code::Va(format!("{service_id}{customer_no}")),
        };
        let first = self.book.next_transaction();
        let own = |n: u64| self.names.digits("customer", order_id, first + (n << 32), 10);
        let free = |customer_no: &String| !self.book.is_code_open(&code(customer_no).text());
        let customer_no = wished.into_iter().chain((0..64).map(own)).find(free);
        let customer_no = customer_no.unwrap_or_else(|| own(64));
        let code = code(&customer_no);
        (customer_no, code)
    }

    fn own_account(
        &self,
        service: Service,
        merchant: &Merchant,
        id: &str,
    ) -> Result<&Transaction, Refusal> {
        let found = self.book.find(&merchant.merchant_id, id);
        let account =
            |one: &&Transaction| one.snap_bi.as_ref().is_some_and(|n| !n.service_id.is_empty());
        found.filter(account).ok_or_else(|| said(service, &Refusal::NotFound))
    }

    pub(super) fn va_status(&self, merchant: &Merchant, body: &Value) -> Step {
        let service = Service::VaStatus;
        let id = needed(service, body, "/inquiryRequestId")?;
        let found = self.own_account(service, merchant, &id)?;
        let mut data = account(found);
        let mut put = |name: &str, value: Value| super::super::body::put(&mut data, name, value);
        let reference = found.snap_bi.as_ref().map(|names| names.reference_no.clone());
        put("inquiryRequestId", found.order_id.as_str().into());
        put("paymentRequestId", reference.into());
        put("paymentFlagStatus", digits(found.status).0.into());
        put("paymentFlagReason", json!({ "english": found.status.as_str() }));
        put("trxDateTime", timestamp(found.created_at).into());
        if let Some(at) = found.settled_at {
            put("transactionDate", timestamp(at).into());
            put("paidAmount", pair(found.gross_amount));
        }
        let fields = json!({
            "virtualAccountData": data,
            "additionalInfo": { "merchantId": merchant.merchant_id, "bank": bank(found.rail) },
        });
        Ok((Change::default(), yes(service, fields)))
    }

    pub(super) fn va_delete(&self, merchant: &Merchant, body: &Value) -> Step {
        let service = Service::VaDelete;
        let id = needed(service, body, "/trxId")?;
        let found = self.own_account(service, merchant, &id)?;
        if !found.is_open() {
            return Err(no(service, 403, "15", "Transaction Not Permitted"));
        }
        let ended = self.moved(found, Action::Cancel).map_err(|told| said(service, &told))?;
        let fields = json!({
            "virtualAccountData": account(&ended),
            "additionalInfo": { "merchantId": merchant.merchant_id },
        });
        Ok((self.told(ended, &Plan::default())?, yes(service, fields)))
    }
}

/// An account as every answer names it.
fn account(transaction: &Transaction) -> Value {
    let Some(names) = &transaction.snap_bi else { return Map::new().into() };
    json!({
        "partnerServiceId": names.service_id,
        "customerNo": names.customer_no,
        "virtualAccountNo": format!("{}{}", names.service_id, names.customer_no),
        "virtualAccountName": names.name,
        "trxId": transaction.order_id,
        "totalAmount": pair(transaction.gross_amount),
    })
}
