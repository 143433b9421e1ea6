//! Changed inputs that repeat with their seed: enough to reach behind the first check of a parser on
//! any machine. libFuzzer finds more, because it sees which branches an input took.

/// An even source of choices.
#[derive(Debug, Clone)]
pub struct Mutator(u64);

/// Bytes that parsers treat in a way of their own.
const ODD: &[u8] = b"\0\t\n\r \"'+,-./0123456789:;=<>?@AZ[\\]_az{}~\x7f\x80\xc3\xff";

impl Mutator {
    /// The same seed makes the same changes.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let sides = u64::try_from(sides.max(1)).unwrap_or(u64::MAX);
        usize::try_from((mixed ^ (mixed >> 31)) % sides).unwrap_or(0)
    }

    fn odd(&mut self) -> u8 {
        let place = self.roll(ODD.len());
        ODD.get(place).copied().unwrap_or(0)
    }

    /// A piece of a text, at most 32 bytes.
    fn piece(&mut self, of: &[u8]) -> Vec<u8> {
        let from = self.roll(of.len());
        let length = 1 + self.roll(32);
        of.iter().skip(from).take(length).copied().collect()
    }

    /// One to four changes to an input; `other` lends pieces of itself.
    #[must_use]
    pub fn changed(&mut self, input: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = input.to_vec();
        for _ in 0..=self.roll(4) {
            let place = self.roll(bytes.len() + 1).min(bytes.len());
            match self.roll(6) {
                0 => {
                    let odd = self.odd();
                    bytes.insert(place, odd);
                }
                1 => {
                    let (odd, bit) = (self.odd(), 1 << self.roll(8));
                    let flips = self.roll(2) == 0;
                    if let Some(byte) = bytes.get_mut(place) {
                        *byte = if flips { *byte ^ bit } else { odd };
                    }
                }
                2 => {
                    let gone = place..(place + 1 + self.roll(32)).min(bytes.len());
                    bytes.drain(gone.start.min(gone.end)..gone.end);
                }
                3 => {
                    let again = self.piece(&bytes.clone());
                    bytes.splice(place..place, again);
                }
                4 => {
                    let lent = self.piece(other);
                    bytes.splice(place..place, lent);
                }
                _ => {
                    let lent = self.piece(other);
                    let end = (place + lent.len()).min(bytes.len());
                    bytes.splice(place..end, lent);
                }
            }
        }
        bytes
    }
}
