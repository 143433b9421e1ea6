//! One call of the vendor's API, from who asks to the step that answers. No HTTP library is
//! involved, so a test can call without a socket.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::address::Audience;
use super::body;
use super::card;
use super::config::Merchant;
use super::desk::{Desk, Step};
use super::payment_link;
use super::query::Query;
use super::record::{Change, Code};
use super::reply::{Content, Refusal, Reply};
use super::route::{self, Part, Route};
use super::snap::snap_unauthorized;
use super::store::Emulator;
use super::subscription;

/// One call of the vendor's API. Fill in what is needed over [`ApiCall::default`].
#[derive(Debug, Clone, Copy, Default)]
pub struct ApiCall<'a> {
    /// `GET`, `POST`, `PATCH` or `DELETE`.
    pub method: &'a str,
    /// The path from the vendor's root, without a query, percent-encoded.
    pub path: &'a str,
    /// What follows the question mark.
    pub query: &'a str,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The `Idempotency-Key` header.
    pub idempotency_key: Option<&'a str>,
    /// Other headers, names in lower case: `x-override-notification`, `x-timestamp`, …
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: &'a [u8],
}

impl<'a> ApiCall<'a> {
    /// The first header of a name.
    pub(super) fn header(&self, wanted: &str) -> Option<&'a str> {
        self.headers.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value)
    }

    fn audience(&self) -> Audience {
        let also = self.header("x-append-notification");
        Audience::read(self.header("x-override-notification"), also)
    }
}

impl Emulator {
    /// Answers one call as the vendor would.
    #[must_use]
    pub fn answer(&self, call: &ApiCall<'_>) -> Reply {
        let answered = match route::find(call.method, call.path) {
            Ok(Route::SnapBi(service)) => self.step(Refusal::Failed, |desk| {
                let mut tokens = self.tokens();
                desk.snap_bi(service, call, &mut tokens)
            }),
            Ok(route) => self.step(Refusal::Failed, |desk| self.once(desk, &route, call)),
            Err(refusal) => Err(refusal),
        };
        answered.unwrap_or_else(|refusal| refusal.reply(&self.refusal_id()))
    }

    /// The kept answer where the call repeats one, else the step.
    fn once(&self, desk: &Desk<'_>, route: &Route, call: &ApiCall<'_>) -> Step {
        let key = call.idempotency_key.filter(|_| call.method == "POST" && route.takes_key());
        let caller = desk.caller(call.authorization).map(|merchant| &*merchant.merchant_id);
        let (Some(key), Ok(caller)) = (key, caller) else { return desk.take(route, call) };
        if !wants_permata(route, call.body) {
            let kept = self.idempotency().find(caller, key, desk.now);
            if let Some(reply) = kept {
                return Ok((Change::default(), reply));
            }
        }
        let (change, reply) = desk.take(route, call)?;
        self.idempotency().keep(caller, key, desk.now, &reply);
        Ok((change, reply))
    }
}

/// Permata's charges know no idempotency key.
fn wants_permata(route: &Route, body: &[u8]) -> bool {
    let body = serde_json::from_slice::<Value>(body).unwrap_or_default();
    let bank = body.pointer("/bank_transfer/bank").and_then(Value::as_str);
    *route == Route::Charge && bank == Some("permata")
}

impl Desk<'_> {
    fn take(&self, route: &Route, call: &ApiCall<'_>) -> Step {
        // A payer's browser or phone asks for these, and has no server key.
        match route {
            Route::Picture(id) => return self.picture(id),
            Route::CardToken(kind) => return self.card_token(&Query::read(call.query), *kind),
            Route::Bin(bin) => return card::bin(bin),
            _ => {}
        }
        let merchant = self.caller(call.authorization).map_err(|no| match route.part() {
            Part::Core => no,
            Part::Snap => snap_unauthorized(),
            Part::Links => payment_link::refusal(401, vec!["Unauthorized".to_owned()]),
            Part::Subscriptions => subscription::refusal(401, "Unauthorized"),
        })?;
        match route {
            Route::Charge => self.charge(merchant, call.body, call.audience()),
            Route::Capture => self.capture(merchant, call.body),
            Route::Status(id) => self.status(merchant, id),
            Route::StatusList(id) => self.status_list(merchant, id),
            Route::Cancel(id) => self.cancel(merchant, id),
            Route::Expire(id) => self.expire(merchant, id),
            Route::Judge(id, verdict) => self.judge(merchant, id, *verdict),
            Route::Refund(id, form) => self.refund(merchant, id, call.body, *form),
            Route::Points(token) => self.points(token),
            Route::SnapCreate => self.snap_create(merchant, call.body, call.audience()),
            Route::SnapCancel(token) => self.snap_cancel(merchant, token),
            Route::LinkCreate => self.link_create(merchant, call.body, call.audience()),
            Route::LinkShown(id) => self.link_shown(merchant, id),
            Route::LinkDelete(id) => self.link_delete(merchant, id),
            Route::Subscribe => self.subscribe(merchant, call.body),
            Route::Subscription(id) => self.subscription_shown(merchant, id),
            Route::Switch(id, switch) => self.switch(merchant, id, *switch, call.body),
            Route::LinkAccount => self.link_account(merchant, call.body),
            Route::AccountStatus(id) => self.account_status(merchant, id),
            Route::UnlinkAccount(id) => self.unlink_account(merchant, id),
            Route::Picture(_) | Route::CardToken(_) | Route::Bin(_) | Route::SnapBi(_) => {
                Err(Refusal::UnknownAddress)
            }
        }
    }

    /// Whose server key the call shows: `Basic base64(server_key ":")`.
    fn caller(&self, authorization: Option<&str>) -> Result<&Merchant, Refusal> {
        let encoded = authorization.and_then(|header| header.strip_prefix("Basic "));
        let decoded = encoded.and_then(|text| STANDARD.decode(text.trim()).ok());
        let shown = decoded.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        let (key, _) = shown.split_once(':').unwrap_or((&shown, ""));
        let mut merchants = self.config.merchants.iter();
        merchants.find(|merchant| merchant.server_key.matches(key)).ok_or(Refusal::WrongKey)
    }

    fn status_list(&self, merchant: &Merchant, id: &str) -> Step {
        let order_id = match self.book.find(&merchant.merchant_id, id) {
            Some(transaction) => &transaction.order_id,
            None => return Err(Refusal::NotFound),
        };
        let own = self.book.of_order(order_id);
        let own = own.filter(|one| one.merchant_id == merchant.merchant_id);
        let transactions: Vec<_> = own.map(|one| body::status(one, merchant, self.names)).collect();
        let body = json!({
            "status_code": "200",
            "status_message": "Success, transactions are found",
            "id": self.names.uuid("list", id, 0),
            "transactions": transactions,
        });
        Ok((Change::default(), Reply::json(200, body)))
    }

    /// The QR code as a picture. Like the vendor's, it asks for no key: the payer's phone loads it.
    fn picture(&self, id: &str) -> Step {
        let known = self.config.merchants.iter();
        let mut found = known.filter_map(|merchant| self.book.find(&merchant.merchant_id, id));
        let transaction = found.next().ok_or(Refusal::NotFound)?;
        let text = match &transaction.code {
            Code::Qr(text) | Code::Link(text) => text,
            Code::Va(_) | Code::Bill { .. } | Code::Payment(_) | Code::Card(_) => {
                return Err(Refusal::NotFound);
            }
        };
        let picture = qr_svg(text).ok_or(Refusal::Failed)?;
        Ok((Change::default(), Reply { http_status: 200, content: Content::Svg(picture) }))
    }
}

fn qr_svg(text: &str) -> Option<String> {
    let code = qrcode::QrCode::new(text).ok()?;
    let drawn = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(240, 240).build();
    Some(drawn)
}
