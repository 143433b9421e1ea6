//! The vendor's dashboard has a button that posts a notification of a transaction that never was.

use serde_json::{Value, json};

use super::control::{ControlError, delivery_shown};
use super::desk::Desk;
use super::record::{Change, Delivery, DeliveryState};
use crate::amount::wib_text;
use crate::signature::Signature;
use crate::status::TransactionStatus;

impl Desk<'_> {
    /// A signed test of the notification address of the first merchant.
    pub(super) fn probe(&self) -> Result<(Change, Value), ControlError> {
        let id = self.book.next_delivery();
        let merchant = self.config.merchants.first().ok_or(ControlError::UnknownDelivery(id))?;
        let unique = self.names.uuid("probe", &merchant.merchant_id, id);
        let order_id = format!("payment_notif_test_{}_{unique}", merchant.merchant_id);
        let (code, amount) = ("200", "105000.00");
        let signature = Signature::of(&order_id, code, amount, &merchant.server_key);
        let body = json!({
            "transaction_time": wib_text(self.now),
            "transaction_status": "settlement",
            "transaction_id": self.names.uuid("probe transaction", &merchant.merchant_id, id),
            "status_message": "midtrans payment notification",
            "status_code": code,
            "signature_key": signature.to_hex(),
            "settlement_time": wib_text(self.now),
            "payment_type": "qris",
            "order_id": order_id,
            "merchant_id": merchant.merchant_id,
            "gross_amount": amount,
            "fraud_status": "accept",
            "currency": "IDR",
        });
        let delivery = Delivery {
            id,
            group: id,
            order_id,
            told: TransactionStatus::Settlement,
            body: body.to_string(),
            url: None,
            snap_bi_path: None,
            created_at: self.now,
            state: DeliveryState::Waiting { due: self.now, rank: 0 },
            attempts: Vec::new(),
        };
        let shown = delivery_shown(&delivery);
        Ok((Change { deliveries: vec![delivery], ..Change::default() }, shown))
    }
}
