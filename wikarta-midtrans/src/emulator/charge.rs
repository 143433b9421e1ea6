//! Making a transaction.

use super::address::Audience;
use super::body::{self, Links};
use super::config::Merchant;
use super::desk::{Desk, Plan, Step};
use super::intake::read_charge;
use super::qris;
use super::rail::Rail;
use super::record::{Code, Fraud, Transaction};
use super::reply::{Refusal, Reply};
use super::wanted::{CardStep, Wanted};
use crate::status::TransactionStatus;

/// Mandiri's code for bills of merchants of the vendor.
const BILLER: &str = "70012";

impl Desk<'_> {
    /// `POST /v2/charge`.
    pub(super) fn charge(&self, merchant: &Merchant, body: &[u8], audience: Audience) -> Step {
        let wanted = Wanted { audience, ..read_charge(body)? };
        // A cancelled transaction frees its order id; any other end does not.
        let earlier = self.book.find(&merchant.merchant_id, &wanted.order_id);
        if earlier.is_some_and(|earlier| earlier.status != TransactionStatus::Cancel) {
            return Err(Refusal::OrderExists);
        }
        if self.book.is_full() {
            return Err(Refusal::Failed);
        }
        let mut transaction = self.make(merchant, &wanted);
        if let Some(card) = &wanted.card {
            transaction.fraud = card.facts.fraud;
            transaction.status = match card.step {
                CardStep::Capture => TransactionStatus::Capture,
                CardStep::Authorize => TransactionStatus::Authorize,
                CardStep::Authenticate => TransactionStatus::Pending,
            };
        }
        let links = Links { public_url: &self.config.public_url };
        let answer = body::charged(&transaction, links);
        Ok((self.told(transaction, &Plan::default())?, Reply::json(200, answer)))
    }

    pub(super) fn make(&self, merchant: &Merchant, wanted: &Wanted) -> Transaction {
        let number = self.book.next_transaction();
        let transaction_id = self.names.uuid("transaction", &wanted.order_id, number);
        let code = self.code(wanted, &transaction_id, number);
        let from = wanted.order_time.unwrap_or(self.now);
        Transaction {
            number,
            transaction_id,
            order_id: wanted.order_id.clone(),
            merchant_id: merchant.merchant_id.clone(),
            rail: wanted.rail,
            gross_amount: wanted.gross_amount,
            status: TransactionStatus::Pending,
            fraud: Fraud::Accept,
            code,
            created_at: self.now,
            expires_at: from.plus_seconds(wanted.open_seconds),
            settled_at: None,
            refunds: Vec::new(),
            echo: wanted.echo.clone(),
            audience: wanted.audience.clone(),
            promise: None,
            off_us: false,
            snap_bi: None,
        }
    }

    /// The first code that no open transaction has. A wished number that is taken gives way
    /// silently, as at the vendor.
    fn code(&self, wanted: &Wanted, transaction_id: &str, number: u64) -> Code {
        let wished = wanted.number.as_deref();
        let candidates = (0..64_u64).map(|n| {
            let wished = wished.filter(|_| n == 0);
            self.candidate(wanted, wished, transaction_id, number + (n << 32))
        });
        let mut last = None;
        for code in candidates {
            if !self.book.is_code_open(&code.text()) {
                return code;
            }
            last = Some(code);
        }
        last.unwrap_or_else(|| Code::Payment(transaction_id.to_owned()))
    }

    fn candidate(
        &self,
        wanted: &Wanted,
        wished: Option<&str>,
        transaction_id: &str,
        n: u64,
    ) -> Code {
        let digits = |len| self.names.digits("code", &wanted.order_id, n, len);
        let account = |prefix: &str, len| {
            let own = wished.map_or_else(|| digits(len), |digits| fitted(digits, len));
            Code::Va(format!("{prefix}{own}"))
        };
        match wanted.rail {
            Rail::BcaVa => account("12345", 11),
            Rail::BniVa => account("85780000", 8),
            Rail::BriVa => account("12345", 13),
            Rail::CimbVa => account("2810", 12),
            Rail::PermataVa => account("856200", 10),
            Rail::MandiriBill => {
                Code::Bill { biller_code: BILLER.to_owned(), bill_key: digits(12) }
            }
            Rail::QrisGopay | Rail::QrisShopee => {
                let acquirer = wanted.rail.acquirer().unwrap_or_default();
                Code::Qr(qris::payload(acquirer, wanted.gross_amount, &digits(25)))
            }
            Rail::Gopay => {
                let amount = wanted.gross_amount.get();
                let reference = digits(19);
                let link = "gojek://gopay/merchanttransfer";
                Code::Link(format!("{link}?tref={reference}&amount={amount}&activity=GP:RR"))
            }
            Rail::Shopeepay => {
                let token = transaction_id;
                let link = "https://simulator.sandbox.midtrans.com/shopeepay/ui/checkout";
                Code::Link(format!("{link}?token={token}"))
            }
            Rail::Indomaret => Code::Payment(digits(14)),
            Rail::Alfamart => Code::Payment(digits(16)),
            Rail::Card => {
                let card = wanted.card.as_ref();
                Code::Card(card.map(|card| card.facts.masked.clone()).unwrap_or_default())
            }
            Rail::CimbClicks | Rail::BriEpay => {
                let base = &self.config.public_url;
                Code::Link(format!("{base}/?q={}", wanted.order_id))
            }
        }
    }
}

/// Exactly `len` digits: a long wish loses its tail, a short one gets zeros in front.
fn fitted(digits: &str, len: usize) -> String {
    let kept: String = digits.chars().take(len).collect();
    format!("{kept:0>len$}")
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn wished_numbers_are_made_to_fit() {
        assert_eq!(fitted("123456", 4), "1234");
        assert_eq!(fitted("12", 4), "0012");
    }
}
