//! The reference data and small builders that the tests share.

use serde_json::Value;
use wikarta_midtrans::signature::{KeyRing, ServerKey, Signature};

/// The key that signed the fixtures.
pub const KEY: &str = "SB-Mid-server-TESTONLYwikarta0001";

/// A file of `tests/fixtures`.
pub fn fixture(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The test key as a key.
pub fn key() -> ServerKey {
    ServerKey::new(KEY).unwrap()
}

/// A ring with the test key alone.
pub fn ring() -> KeyRing {
    KeyRing::new(key())
}

/// One notification body of the fixtures.
pub fn notification(name: &str) -> Value {
    fixture("notifications.json")["notifications"][name]["body"].clone()
}

/// The same body with a signature that fits its own texts.
pub fn signed(mut body: Value) -> Value {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let made = Signature::of(
        &text(&body["order_id"]),
        &text(&body["status_code"]),
        &text(&body["gross_amount"]),
        &key(),
    );
    body["signature_key"] = made.to_hex().into();
    body
}

/// The same body with one field set.
pub fn with(mut body: Value, field: &str, value: impl Into<Value>) -> Value {
    body[field] = value.into();
    body
}
