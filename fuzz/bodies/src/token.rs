//! Any text as a bearer token, and any header and claims under our own signature: a token is taken
//! only for what it says, and nobody without the key writes one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wikarta_core::time::Timestamp;
use wikarta_server::auth::jwt::{sign, verify};
use wikarta_server::config::SecretKey;

/// What holds of any input: a header, a line end, claims.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let Ok(root) = SecretKey::from_text("a root that only fuzzing has: 0123456789") else { return };
    let (key, now) = (root.derive("token"), Timestamp::clamped(1_800_000_000_000_000));
    assert!(verify(&key, text, now).is_err(), "nobody here holds the key");
    let (header, claims) = text.split_once('\n').unwrap_or((text, ""));
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let mac = URL_SAFE_NO_PAD.encode(key.mac_plain(signed.as_bytes()));
    let Ok(bearer) = verify(&key, &format!("{signed}.{mac}"), now) else { return };
    assert!(claims.contains(bearer.session.expose()) || claims.contains('\\'));
    let own = sign(&key, &bearer.user, &bearer.session, now);
    assert!(verify(&key, &own, now).is_ok_and(|again| again.user == bearer.user));
    assert!(verify(&root.derive("other"), &own, now).is_err(), "a key has one use");
}
