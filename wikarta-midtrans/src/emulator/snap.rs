//! Snap: a payment page made by a call. No transaction exists until the payer picks a method there.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::address::Audience;
use super::config::Merchant;
use super::desk::{Desk, Plan, Step};
use super::intake;
use super::rail::Rail;
use super::record::Change;
use super::reply::{Refusal, Reply};
use super::shelf::Shelved;
use super::wanted::{self, Loose, Wanted};
use crate::status::TransactionStatus;

/// The methods on a page.
pub(super) const PICKABLE: [Rail; 11] = [
    Rail::BcaVa,
    Rail::BniVa,
    Rail::BriVa,
    Rail::CimbVa,
    Rail::PermataVa,
    Rail::MandiriBill,
    Rail::QrisGopay,
    Rail::Gopay,
    Rail::Shopeepay,
    Rail::Indomaret,
    Rail::Alfamart,
];

/// One payment page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapPage {
    /// Names the page, a UUID.
    pub token: String,
    /// The merchant's id for what is paid; any text.
    pub order_id: String,
    /// Whose page it is.
    pub merchant_id: String,
    /// What is to be paid.
    pub gross_amount: Rupiah,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the merchant took it back.
    pub canceled_at: Option<Timestamp>,
    /// `custom_field1..3` and `metadata`, echoed as given.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub echo: Map<String, Value>,
    /// Who is told about the transaction.
    #[serde(default, skip_serializing_if = "Audience::is_usual")]
    pub audience: Audience,
}

impl Shelved for SnapPage {
    fn id(&self) -> &str {
        &self.token
    }
}

impl Desk<'_> {
    /// `POST /snap/v1/transactions`.
    pub(super) fn snap_create(&self, merchant: &Merchant, body: &[u8], audience: Audience) -> Step {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let (order_id, gross_amount) = snap_details(&body)?;
        self.free_for_snap(merchant, &order_id)?;
        let n = self.book.snaps.count();
        let page = SnapPage {
            token: self.names.uuid("snap", &order_id, n),
            order_id,
            merchant_id: merchant.merchant_id.clone(),
            gross_amount,
            created_at: self.now,
            canceled_at: None,
            echo: body.as_object().map(wanted::echo).unwrap_or_default(),
            audience,
        };
        let base = &self.config.public_url;
        let answer = json!({
            "token": page.token,
            "redirect_url": format!("{base}/snap/v3/redirection/{}", page.token),
        });
        let change = Change { snaps: vec![page], ..Change::default() };
        Ok((change, Reply::json(201, answer)))
    }

    /// An order that money has come for is used up.
    fn free_for_snap(&self, merchant: &Merchant, order_id: &str) -> Result<(), Refusal> {
        let known = self.book.find(&merchant.merchant_id, order_id);
        let used = known.is_some_and(|known| {
            !matches!(known.status, TransactionStatus::Pending | TransactionStatus::Cancel)
        });
        if !used {
            return Ok(());
        }
        let fault = "has been paid and utilized, please use another order ID";
        Err(snap_refusal(400, vec![format!("transaction_details.order_id {fault}")]))
    }

    /// Whether a payer can still pick a method on a page.
    pub(super) fn is_pickable(&self, page: &SnapPage) -> bool {
        let known = self.book.find(&page.merchant_id, &page.order_id);
        let free = known.is_none_or(|known| known.status == TransactionStatus::Cancel);
        page.canceled_at.is_none() && free
    }

    /// The payer picks a method: only now does a transaction exist.
    pub(super) fn snap_pick(&self, token: &str, rail: Rail) -> Result<(Change, ()), Refusal> {
        let page = self.book.snaps.get(token).ok_or(Refusal::NotFound)?;
        let merchant = self.config.merchant(&page.merchant_id).ok_or(Refusal::NotFound)?;
        if !self.is_pickable(page) || !PICKABLE.contains(&rail) {
            return Err(Refusal::NotInThisState);
        }
        if self.book.is_full() {
            return Err(Refusal::Failed);
        }
        let transaction = self.make(merchant, &Wanted::picked(page, rail));
        Ok((self.told(transaction, &Plan::default())?, ()))
    }

    /// `POST /snap/v1/transactions/{token}/cancel`.
    pub(super) fn snap_cancel(&self, merchant: &Merchant, token: &str) -> Step {
        let own = self.book.snaps.get(token);
        let own = own.filter(|page| page.merchant_id == merchant.merchant_id);
        let Some(page) = own else {
            return Err(snap_refusal(404, vec!["token not found".to_owned()]));
        };
        if page.canceled_at.is_some() {
            return Err(snap_refusal(400, vec!["token already canceled".to_owned()]));
        }
        if self.book.find(&page.merchant_id, &page.order_id).is_some() {
            return Err(snap_refusal(400, vec!["Transaction is on progress".to_owned()]));
        }
        let page = SnapPage { canceled_at: Some(self.now), ..page.clone() };
        let change = Change { snaps: vec![page], ..Change::default() };
        Ok((change, Reply::json(200, json!({ "canceled_at": self.now }))))
    }
}

/// The answer of Snap to a key that it does not know, byte for byte.
pub(super) fn snap_unauthorized() -> Refusal {
    let message =
        "Access denied due to unauthorized transaction, please check client or server key";
    let help = "Visit https://snap-docs.midtrans.com/#request-headers for more details";
    snap_refusal(401, vec![message.to_owned(), help.to_owned()])
}

fn snap_refusal(http_status: u16, messages: Vec<String>) -> Refusal {
    Refusal::Own(Reply::json(http_status, json!({ "error_messages": messages })))
}

/// Snap takes any order id, also one with spaces.
fn snap_details(body: &Value) -> Result<(String, Rupiah), Refusal> {
    let mut wrong = Vec::new();
    let order_id = body.loose_text("/transaction_details/order_id").unwrap_or_default();
    if order_id.is_empty() {
        wrong.push("transaction_details.order_id is required".to_owned());
    }
    let gross_amount = intake::read_amount(body, &mut wrong);
    intake::check_items(body, gross_amount, &mut wrong);
    match gross_amount {
        Some(gross_amount) if wrong.is_empty() => Ok((order_id, gross_amount)),
        _ => Err(snap_refusal(400, wrong)),
    }
}
