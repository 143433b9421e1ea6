//! Any body at a merchant's address: a transaction, a linked wallet, or a reason to refuse it; under two
//! keys, one of which has an end.

use wikarta_midtrans::notification::Limits;
use wikarta_midtrans::received::Received;
use wikarta_midtrans::signature::{KeyRing, ServerKey};

fn ring() -> Option<KeyRing> {
    let new = ServerKey::new("SB-Mid-server-new").ok()?;
    let old = ServerKey::new("SB-Mid-server-TESTONLYwikarta0001").ok()?;
    KeyRing::new(new).and_until(old, "2026-08-08T00:00:00Z".parse().ok()?).ok()
}

/// What holds of any input.
pub fn run(body: &[u8]) {
    let Some(ring) = ring() else { return };
    let (Ok(before), Ok(after)) = ("2026-08-07T23:59:59Z".parse(), "2026-08-08T00:00:00Z".parse())
    else {
        return;
    };
    let read = Received::read(body, &Limits::DEFAULT, &ring.at(before));
    match &read {
        Ok(Received::Transaction(verified)) => {
            assert!(verified.key_index() <= 1);
            assert!(verified.order_id().as_str().len() <= 50);
        }
        Ok(Received::PayAccount(notice)) => {
            assert!(notice.key_index <= 1 && !notice.account_id.is_empty());
        }
        Err(error) => assert!(matches!(error.http_status(), 400 | 403 | 413)),
    }
    // What only the old key signed is not believed once that key has ended.
    let signed_by_old = match &read {
        Ok(Received::Transaction(verified)) => verified.key_index() == 1,
        Ok(Received::PayAccount(notice)) => notice.key_index == 1,
        Err(_) => false,
    };
    if signed_by_old {
        assert!(Received::read(body, &Limits::DEFAULT, &ring.at(after)).is_err());
        assert!(Received::read(body, &Limits::DEFAULT, &ring).is_err());
    }
}
