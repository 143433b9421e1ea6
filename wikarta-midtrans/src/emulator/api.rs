//! The vendor's addresses, from the path to the step. No HTTP library is involved, so a test can
//! call without a socket.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::body;
use super::config::Merchant;
use super::desk::Desk;
use super::lifecycle::RefundForm;
use super::record::{Change, Code};
use super::reply::{Content, Refusal, Reply};
use super::store::Emulator;

/// One call of the vendor's API.
#[derive(Debug, Clone, Copy)]
pub struct ApiCall<'a> {
    /// `GET` or `POST`.
    pub method: &'a str,
    /// The path from the vendor's root, without a query, percent-encoded.
    pub path: &'a str,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

impl Emulator {
    /// Answers one call as the vendor would.
    #[must_use]
    pub fn answer(&self, call: &ApiCall<'_>) -> Reply {
        let answered = match route(call) {
            Ok(route) => self.step(Refusal::Failed, |desk| desk.take(route, call)),
            Err(no) => Err(no),
        };
        answered.unwrap_or_else(|no| no.reply(&self.refusal_id()))
    }
}

enum Route {
    Charge,
    Status(String),
    StatusList(String),
    Cancel(String),
    Expire(String),
    Refund(String, RefundForm),
    Picture(String),
}

fn route(call: &ApiCall<'_>) -> Result<Route, Refusal> {
    let decoded: Option<Vec<String>> =
        call.path.trim_start_matches('/').split('/').map(percent_decoded).collect();
    let segments = decoded.ok_or(Refusal::UnknownAddress)?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let (method, route) = match segments.as_slice() {
        ["v2", "charge"] => ("POST", Route::Charge),
        ["v2", id, "status"] => ("GET", Route::Status((*id).to_owned())),
        ["v2", id, "status", "b2b"] => ("GET", Route::StatusList((*id).to_owned())),
        ["v2", id, "cancel"] => ("POST", Route::Cancel((*id).to_owned())),
        ["v2", id, "expire"] => ("POST", Route::Expire((*id).to_owned())),
        ["v2", id, "refund"] => ("POST", Route::Refund((*id).to_owned(), RefundForm::Later)),
        ["v2", id, "refund", "online", "direct"] => {
            ("POST", Route::Refund((*id).to_owned(), RefundForm::Direct))
        }
        ["v2", "qris" | "gopay", id, "qr-code"] | ["v4", "qris", id, "qr-code"] => {
            ("GET", Route::Picture((*id).to_owned()))
        }
        _ => return Err(Refusal::UnknownAddress),
    };
    if call.method == method { Ok(route) } else { Err(Refusal::WrongMethod) }
}

/// `%2D` and friends; `None` when the bytes are no text.
fn percent_decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let high = char::from(rest.next()?).to_digit(16)?;
        let low = char::from(rest.next()?).to_digit(16)?;
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

impl Desk<'_> {
    fn take(&self, route: Route, call: &ApiCall<'_>) -> Result<(Change, Reply), Refusal> {
        if let Route::Picture(id) = &route {
            return self.picture(id).map(|reply| (Change::default(), reply));
        }
        let merchant = self.caller(call.authorization)?;
        match route {
            Route::Charge => self.charge(merchant, call.body),
            Route::Status(id) => self.status(merchant, &id),
            Route::StatusList(id) => self.status_list(merchant, &id),
            Route::Cancel(id) => self.cancel(merchant, &id),
            Route::Expire(id) => self.expire(merchant, &id),
            Route::Refund(id, form) => self.refund(merchant, &id, call.body, form),
            Route::Picture(_) => Err(Refusal::UnknownAddress),
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

    fn status_list(&self, merchant: &Merchant, id: &str) -> Result<(Change, Reply), Refusal> {
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
    fn picture(&self, id: &str) -> Result<Reply, Refusal> {
        let known = self.config.merchants.iter();
        let mut found = known.filter_map(|merchant| self.book.find(&merchant.merchant_id, id));
        let transaction = found.next().ok_or(Refusal::NotFound)?;
        let text = match &transaction.code {
            Code::Qr(text) | Code::Link(text) => text,
            Code::Va(_) | Code::Bill { .. } | Code::Payment(_) => return Err(Refusal::NotFound),
        };
        let picture = qr_svg(text).ok_or(Refusal::Failed)?;
        Ok(Reply { http_status: 200, content: Content::Svg(picture) })
    }
}

fn qr_svg(text: &str) -> Option<String> {
    let code = qrcode::QrCode::new(text).ok()?;
    let drawn = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(240, 240).build();
    Some(drawn)
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[test]
    fn segments_are_decoded_or_refused() {
        assert_eq!(percent_decoded("INV%2D1").as_deref(), Some("INV-1"));
        assert_eq!(percent_decoded("a%20b").as_deref(), Some("a b"));
        for bad in ["%", "%2", "%zz", "%ff"] {
            assert_eq!(percent_decoded(bad), None, "{bad}");
        }
    }
}
