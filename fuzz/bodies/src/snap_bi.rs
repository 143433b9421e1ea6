//! Any headers, keys and bodies of BI-SNAP. The first lines are the path, the time, the signature and
//! a key; the rest is the body.

use wikarta_core::time::Timestamp;
use wikarta_midtrans::answer::Answer;
use wikarta_midtrans::snap_bi::notification::Incoming;
use wikarta_midtrans::snap_bi::signature::{
    ClientSecret, MerchantKey, SignedCall, VendorKeys, minified,
};
use wikarta_midtrans::snap_bi::{answer, timestamp, timestamp_read};

const PUBLIC: &str =
    include_str!("../../../wikarta-midtrans/tests/fixtures/snap_bi_test_key.pub.pem");

/// What holds of any input.
pub fn run(input: &[u8]) {
    let mut parts = input.splitn(5, |byte| *byte == b'\n');
    let mut next = || parts.next().unwrap_or_default();
    let mut line = || String::from_utf8_lossy(next()).into_owned();
    let (path, stamp, signature, key) = (line(), line(), line(), line());
    let body = next();

    let once = minified(body);
    assert_eq!(minified(&once), once);
    if let Some(at) = timestamp_read(&stamp) {
        // A second is what our own form can carry.
        let again = timestamp_read(&timestamp(at));
        assert!(again.is_some_and(|again| (at.as_micros() - again.as_micros()).abs() < 1_000_000));
    }
    let _ = MerchantKey::from_pem(&key);
    let _ = VendorKeys::from_pem(&key);
    let (Ok(keys), Ok(now)) = (VendorKeys::from_pem(PUBLIC), Timestamp::from_micros(0)) else {
        return;
    };
    let incoming = Incoming { path: &path, timestamp: &stamp, signature: &signature, body };
    // Nobody here holds the private key.
    assert!(incoming.verify(&keys, now).is_err());
    if let Ok(secret) = ClientSecret::new(key) {
        let call = SignedCall { method: "POST", path: &path, token: "t", body, timestamp: &stamp };
        let right = secret.sign(&call);
        assert!(secret.verify(&call, &right));
        assert!(secret.verify(
            &SignedCall { body: &once, ..call },
            &secret.sign(&SignedCall { body: &once, ..call })
        ));
        assert_eq!(
            secret.verify(&call, &signature),
            signature == right || signature == secret.sign(&SignedCall { body: &once, ..call })
        );
    }
    let answer = Answer::new(200, body);
    let _ = answer::qris_reading(&answer);
    let _ = answer::va_reading(&answer);
    let _ = answer::qris_made("INV-1", &answer);
}
