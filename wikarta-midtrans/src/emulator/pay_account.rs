//! Linked wallets (GoPay tokenization): kept as far as linking goes.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::config::Merchant;
use super::desk::{Desk, Step};
use super::record::Change;
use super::reply::{Refusal, Reply};
use super::shelf::Shelved;
use super::wanted::Loose;

/// One linked wallet, waiting for its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayAccount {
    /// The vendor's id, a UUID.
    pub account_id: String,
    /// Whose customer it is.
    pub merchant_id: String,
}

impl Shelved for PayAccount {
    fn id(&self) -> &str {
        &self.account_id
    }
}

impl Desk<'_> {
    /// `POST /v2/pay/account`. Two phone numbers are magic, as in the sandbox.
    pub(super) fn link_account(&self, merchant: &Merchant, body: &[u8]) -> Step {
        let body: Value = serde_json::from_slice(body).map_err(|_| Refusal::NotJson)?;
        let phone = body.loose_text("/gopay_partner/phone_number").unwrap_or_default();
        let digits = !phone.is_empty() && phone.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || phone.starts_with('0') {
            let fault = "must be numeric digits and must not begin with 0";
            return Err(Refusal::Invalid(vec![format!("gopay_partner.phone_number {fault}")]));
        }
        let denied = match phone.as_str() {
            "123450001" => Some("User Not Found"),
            "123450002" => Some("Wallet is Blocked"),
            _ => None,
        };
        let n = self.book.accounts.count();
        let account_id = self.names.uuid("pay account", &merchant.merchant_id, n);
        if let Some(message) = denied {
            let answer = json!({
                "status_code": "202",
                "payment_type": "gopay",
                "account_id": account_id,
                "account_status": "DISABLED",
                "channel_response_code": "4",
                "channel_response_message": message,
            });
            return Ok((Change::default(), Reply::json(200, answer)));
        }
        let merchant_id = merchant.merchant_id.clone();
        let account = PayAccount { account_id, merchant_id };
        let answer = self.account_shown(&account);
        let change = Change { accounts: vec![account], ..Change::default() };
        Ok((change, Reply::json(200, answer)))
    }

    fn account(&self, merchant: &Merchant, id: &str) -> Result<&PayAccount, Refusal> {
        let own = |one: &&PayAccount| one.merchant_id == merchant.merchant_id;
        self.book.accounts.get(id).filter(own).ok_or(Refusal::AccountNotFound)
    }

    /// `GET /v2/pay/account/{id}`.
    pub(super) fn account_status(&self, merchant: &Merchant, id: &str) -> Step {
        let shown = self.account_shown(self.account(merchant, id)?);
        Ok((Change::default(), Reply::json(200, shown)))
    }

    /// `POST /v2/pay/account/{id}/unbind`: an account that its owner has not confirmed stays.
    pub(super) fn unlink_account(&self, merchant: &Merchant, id: &str) -> Step {
        self.account(merchant, id)?;
        Err(Refusal::AccountNotInThisState)
    }

    fn account_shown(&self, account: &PayAccount) -> Value {
        let (base, id) = (&self.config.public_url, &account.account_id);
        json!({
            "status_code": "201",
            "payment_type": "gopay",
            "account_id": id,
            "account_status": "PENDING",
            "channel_response_code": "0",
            "channel_response_message": "Process service request successfully.",
            "actions": [
                { "name": "activation-deeplink", "method": "GET",
                  "url": format!("{base}/v2/pay/account/gpar_{id}/link") },
                { "name": "activation-link-url", "method": "GET",
                  "url": format!("{base}/v2/pay/account/gpar_{id}/link") },
                { "name": "activation-link-app", "method": "GET",
                  "url": format!("{base}/v2/pay/account/gpar_{id}/link") },
            ],
        })
    }
}
