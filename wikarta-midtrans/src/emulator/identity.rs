//! Ids and numbers that look random and are not: all follow from the seed and what they name.

use sha2::{Digest, Sha256};

/// Makes names from a seed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    seed: u64,
}

impl Names {
    pub(super) const fn new(seed: u64) -> Self {
        Self { seed }
    }

    fn digest(self, kind: &str, of: &str, n: u64) -> [u8; 32] {
        Sha256::new()
            .chain_update(self.seed.to_be_bytes())
            .chain_update(kind.as_bytes())
            .chain_update([0])
            .chain_update(of.as_bytes())
            .chain_update([0])
            .chain_update(n.to_be_bytes())
            .finalize()
            .into()
    }

    /// A UUID in the form of version 4.
    pub(super) fn uuid(self, kind: &str, of: &str, n: u64) -> String {
        let digest = self.digest(kind, of, n);
        let mut hex = wikarta_core::id::hex(&digest);
        hex.truncate(32);
        let mut out = String::with_capacity(36);
        for (index, digit) in hex.chars().enumerate() {
            if matches!(index, 8 | 12 | 16 | 20) {
                out.push('-');
            }
            out.push(match index {
                12 => '4',
                // The variant: one of 8, 9, a, b.
                16 => char::from_digit(8 + digit.to_digit(16).unwrap_or(0) % 4, 16).unwrap_or('8'),
                _ => digit,
            });
        }
        out
    }

    /// `len` decimal digits, at most 32.
    pub(super) fn digits(self, kind: &str, of: &str, n: u64, len: usize) -> String {
        let digest = self.digest(kind, of, n);
        digest.iter().take(len).map(|byte| char::from(b'0' + byte % 10)).collect()
    }

    /// A number from 0 to 99.
    pub(super) fn hundredth(self, kind: &str, n: u64) -> u8 {
        let [high, low, ..] = self.digest(kind, "", n);
        u8::try_from(u16::from_be_bytes([high, low]) % 100).unwrap_or(0)
    }

    /// A fraction of `whole` between a half and all of it.
    pub(super) fn shortened(self, kind: &str, n: u64, whole: i64) -> i64 {
        let [high, low, ..] = self.digest(kind, "", n);
        let share = i64::from(u16::from_be_bytes([high, low]));
        whole / 2 + whole * share / (2 * i64::from(u16::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_names_the_same_things() {
        let names = Names::new(7);
        assert_eq!(names.uuid("t", "INV-1", 1), Names::new(7).uuid("t", "INV-1", 1));
        for other in [
            names.uuid("t", "INV-1", 2),
            names.uuid("t", "INV-2", 1),
            Names::new(8).uuid("t", "INV-1", 1),
        ] {
            assert_ne!(names.uuid("t", "INV-1", 1), other);
        }
    }

    #[test]
    fn uuids_have_the_form_of_version_4() {
        for n in 0..64 {
            let uuid = Names::new(1).uuid("t", "", n);
            let parts: Vec<_> = uuid.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{uuid}");
            assert_eq!(&uuid[14..15], "4");
            assert!("89ab".contains(&uuid[19..20]), "{uuid}");
        }
    }

    #[test]
    fn a_shift_stays_between_half_and_whole() {
        for n in 0..64 {
            let shifted = Names::new(1).shortened("retry", n, 120);
            assert!((60..=120).contains(&shifted), "{shifted}");
        }
    }
}
