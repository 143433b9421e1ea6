//! Keys out of PEM texts: just enough of DER to find an RSA key inside its envelope.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// The bytes between `-----BEGIN {label}-----` and its end.
pub(super) fn decoded(text: &str, label: &str) -> Option<Zeroizing<Vec<u8>>> {
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let (_, after) = text.split_once(&begin)?;
    let (inside, _) = after.split_once(&end)?;
    let plain: Zeroizing<String> =
        Zeroizing::new(inside.chars().filter(|c| !c.is_ascii_whitespace()).collect());
    Some(Zeroizing::new(STANDARD.decode(plain.as_bytes()).ok()?))
}

const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;
/// `AlgorithmIdentifier` of rsaEncryption: its object identifier, then NULL.
const RSA: [u8; 13] =
    [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// The RSA key inside a `SubjectPublicKeyInfo`.
pub(super) fn rsa_key(spki: &[u8]) -> Option<&[u8]> {
    let (outer, rest) = value(spki, SEQUENCE)?;
    let (algorithm, key) = value(outer, SEQUENCE)?;
    let (bits, behind) = value(key, BIT_STRING)?;
    // A bit string says first how many bits of its last byte do not count.
    let (unused, key) = bits.split_first()?;
    (rest.is_empty() && behind.is_empty() && algorithm == RSA && *unused == 0).then_some(key)
}

/// What a tag holds, and what follows it.
fn value(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (len, rest) = match *first {
        short @ 0..=0x7f => (usize::from(short), rest),
        0x81 => rest.split_first().map(|(len, rest)| (usize::from(*len), rest))?,
        0x82 => {
            let (len, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*len)), rest)
        }
        _ => return None,
    };
    (*found == tag).then_some(rest)?.split_at_checked(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_cut_of_an_envelope_is_no_key() {
        let text = include_str!("../../tests/fixtures/snap_bi_test_key.pub.pem");
        let spki = decoded(text, "PUBLIC KEY").unwrap();
        assert!(rsa_key(&spki).is_some());
        for len in 0..spki.len() {
            assert_eq!(rsa_key(&spki[..len]), None, "{len}");
        }
        let mut longer = spki.to_vec();
        longer.push(0);
        assert_eq!(rsa_key(&longer), None);
        assert_eq!(decoded(text, "PRIVATE KEY"), None);
    }
}
