//! Any body as a notification: it is refused with a reason, or it is what it says.

use wikarta_midtrans::notification::{Limits, Notification};
use wikarta_midtrans::signature::{KeyRing, ServerKey};

/// What holds of any input.
pub fn run(body: &[u8]) {
    let Ok(key) = ServerKey::new("SB-Mid-server-TESTONLYwikarta0001") else { return };
    match Notification::parse(body, &Limits::DEFAULT) {
        Ok(parsed) => match parsed.verify(&KeyRing::new(key)) {
            Ok(verified) => {
                // What is believed has the form that the signature leaves open.
                let code = &verified.facts().status_code;
                assert!(code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit()));
                assert!(verified.reading().amount.get() >= 0);
                assert!(verified.order_id().as_str().len() <= 50);
                assert_eq!(verified.into_hint().event_key.len(), 64 + 1 + 16);
            }
            Err(error) => assert!(matches!(error.http_status(), 400 | 403)),
        },
        Err(error) => assert!(matches!(error.http_status(), 400 | 413)),
    }
}
