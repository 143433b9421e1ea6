//! Four texts and a signature, cut out of the input at its line ends: nothing but the right one fits.

use wikarta_midtrans::signature::{KeyRing, ServerKey, Signature};

/// What holds of any input.
pub fn run(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else { return };
    let mut parts = input.splitn(5, '\n');
    let mut next = || parts.next().unwrap_or_default();
    let (order_id, code, amount, key, claimed) = (next(), next(), next(), next(), next());
    let Ok(key) = ServerKey::new(key) else { return };
    let right = Signature::of(order_id, code, amount, &key).to_hex();
    let ring = KeyRing::new(key);
    assert_eq!(ring.matching(order_id, code, amount, &right), Some(0));
    assert_eq!(ring.matching(order_id, code, amount, &right.to_uppercase()), Some(0));
    let fits = ring.matching(order_id, code, amount, claimed).is_some();
    assert_eq!(fits, claimed.eq_ignore_ascii_case(&right));
    // One digit changed is another signature.
    let other = if right.starts_with('0') { '1' } else { '0' };
    let changed = format!("{other}{}", right.get(1..).unwrap_or_default());
    assert_eq!(ring.matching(order_id, code, amount, &changed), None);
}
