//! Who calls: the merchant's RSA key for an access token, then the token and the secret for a call.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use wikarta_core::time::{Timestamp, Zone};

use super::super::api::ApiCall;
use super::super::config::{Merchant, SnapBiMerchant};
use super::super::desk::{Desk, Step};
use super::super::record::Change;
use super::super::reply::Refusal;
use super::super::wanted::Loose;
use super::{no, yes};
use crate::snap_bi::answer::Service;
use crate::snap_bi::signature::SignedCall;
use crate::snap_bi::timestamp_read;

/// How long an access token holds, in seconds.
const TOKEN_SECONDS: i64 = 900;
/// Tokens and external ids kept at once; beyond it the old ones are forgotten.
const KEPT_MAX: usize = 10_000;

/// Access tokens by their text, and the external ids of the day. Kept in memory only.
#[derive(Debug, Default)]
pub(in super::super) struct Tokens {
    tokens: HashMap<String, (String, Timestamp)>,
    made: u64,
    external: HashSet<String>,
}

impl Tokens {
    fn keep(&mut self, text: &str, merchant: &Merchant, now: Timestamp) {
        if self.tokens.len() >= KEPT_MAX {
            self.tokens.retain(|_, (_, until)| now < *until);
        }
        let until = now.plus_seconds(TOKEN_SECONDS);
        self.tokens.insert(text.to_owned(), (merchant.merchant_id.clone(), until));
    }

    /// Whether an external id is new today. Reads and cancels may repeat theirs.
    pub(super) fn unused(
        &self,
        merchant: &Merchant,
        service: Service,
        id: &str,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let known = self.external.contains(&external(merchant, service, id, now));
        if known { Err(no(service, 409, "00", "Conflict")) } else { Ok(()) }
    }

    pub(super) fn used(&mut self, merchant: &Merchant, service: Service, id: &str, now: Timestamp) {
        if !matches!(service, Service::VaCreate | Service::QrisCreate | Service::QrisRefund) {
            return;
        }
        if self.external.len() >= KEPT_MAX {
            self.external.clear();
        }
        self.external.insert(external(merchant, service, id, now));
    }
}

fn external(merchant: &Merchant, service: Service, id: &str, now: Timestamp) -> String {
    let day = now.civil_in(Zone::Wib).date();
    format!("{day}/{}/{}/{id}", merchant.merchant_id, service.code())
}

impl Desk<'_> {
    /// `POST /v1.0/access-token/b2b`.
    pub(super) fn access_token(&self, call: &ApiCall<'_>, tokens: &mut Tokens) -> Step {
        let service = Service::Token;
        let client = header(service, call, "x-client-key")?;
        let stamp = header(service, call, "x-timestamp")?;
        let signature = header(service, call, "x-signature")?;
        if timestamp_read(stamp).is_none() {
            return Err(no(service, 400, "01", "Invalid Field Format X-TIMESTAMP"));
        }
        let body = serde_json::from_slice::<Value>(call.body).unwrap_or_default();
        // The vendor's own SDKs write the second name.
        let grant = body.loose_text("/grantType").or_else(|| body.loose_text("/grant_type"));
        if grant.as_deref() != Some("client_credentials") {
            return Err(no(service, 400, "02", "Invalid Mandatory Field grantType"));
        }
        let own =
            |merchant: &&Merchant| named(merchant).is_some_and(|one| one.client_key == client);
        let merchant = self.config.merchants.iter().find(own);
        let signed = merchant
            .and_then(named)
            .is_some_and(|one| one.keys.verify_token_call(client, stamp, signature));
        let Some(merchant) = merchant.filter(|_| signed) else {
            return Err(no(service, 401, "00", "Unauthorized. Signature"));
        };
        tokens.made += 1;
        let text = self.names.uuid("access token", &merchant.merchant_id, tokens.made);
        tokens.keep(&text, merchant, self.now);
        let fields = json!({
            "accessToken": text,
            "tokenType": "Bearer",
            "expiresIn": TOKEN_SECONDS.to_string(),
        });
        Ok((Change::default(), yes(service, fields)))
    }

    /// The merchant behind a call's token, once its signature fits.
    pub(super) fn snap_bi_caller(
        &self,
        service: Service,
        call: &ApiCall<'_>,
        tokens: &Tokens,
    ) -> Result<&Merchant, Refusal> {
        let bearer = call.authorization.and_then(|text| text.strip_prefix("Bearer "));
        let token = bearer.unwrap_or_default();
        let known = tokens.tokens.get(token).filter(|(_, until)| self.now < *until);
        let merchant = known.and_then(|(id, _)| self.config.merchant(id));
        let Some((merchant, own)) = merchant.and_then(|one| Some((one, named(one)?))) else {
            return Err(no(service, 401, "01", "Invalid Token (B2B)"));
        };
        let timestamp = header(service, call, "x-timestamp")?;
        let signature = header(service, call, "x-signature")?;
        header(service, call, "x-external-id")?;
        header(service, call, "channel-id")?;
        let partner = header(service, call, "x-partner-id")?;
        let (method, path) = (call.method, service.path());
        let fits = |body: &[u8]| {
            own.secret.verify(&SignedCall { method, path, token, body, timestamp }, signature)
        };
        // The vendor's PHP SDK signs slashes plain and sends them escaped.
        let plain = || String::from_utf8_lossy(call.body).replace("\\/", "/");
        if partner != own.partner_id || !(fits(call.body) || fits(plain().as_bytes())) {
            return Err(no(service, 401, "00", "Unauthorized. Signature"));
        }
        Ok(merchant)
    }
}

const fn named(merchant: &Merchant) -> Option<&SnapBiMerchant> {
    merchant.snap_bi.as_ref()
}

fn header<'a>(service: Service, call: &ApiCall<'a>, name: &str) -> Result<&'a str, Refusal> {
    let found = call.header(name).filter(|text| !text.is_empty());
    let upper = name.to_ascii_uppercase();
    found.ok_or_else(|| no(service, 400, "02", &format!("Invalid Mandatory Field {upper}")))
}
