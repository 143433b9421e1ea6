//! Seeded chance in whole numbers: the same seed always draws the same.

/// A small generator (SplitMix64). Good enough to choose and to spread, not for anything secret.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// The dice of one subject, such as the bills of customer 12.
    ///
    /// Each (seed, topic, number) has a stream of its own, so that drawing more for one subject
    /// never changes another.
    #[must_use]
    pub fn of(seed: u64, topic: &str, number: u64) -> Self {
        let mut dice = Self { state: seed };
        for byte in topic.bytes() {
            dice.state = dice.draw() ^ u64::from(byte);
        }
        dice.state = dice.draw() ^ number;
        dice.state = dice.draw();
        dice
    }

    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `count - 1`; 0 when `count` is 0.
    pub fn below(&mut self, count: u64) -> u64 {
        let wide = u128::from(self.draw()) * u128::from(count);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included; `low` when the range is empty.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let Ok(width) = u64::try_from(high.saturating_sub(low)) else {
            return low;
        };
        low.saturating_add_unsigned(self.below(width.saturating_add(1)))
    }

    /// True in `per_mille` of a thousand draws.
    pub fn hits(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of the things, each as likely; none when there are none.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let place = usize::try_from(self.below(things.len() as u64)).unwrap_or(0);
        things.get(place)
    }

    /// One of the words; empty when there are none.
    pub fn word(&mut self, words: &[&'static str]) -> &'static str {
        self.pick(words).copied().unwrap_or("")
    }

    /// One of the things, each as likely as its weight says; none when all weights are 0.
    pub fn weighted<T: Copy>(&mut self, shares: &[(T, u32)]) -> Option<T> {
        let total: u64 = shares.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut mark = self.below(total);
        for (thing, weight) in shares {
            match mark.checked_sub(u64::from(*weight)) {
                Some(rest) => mark = rest,
                None => return Some(*thing),
            }
        }
        None
    }

    /// Puts things into a random order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).unwrap_or(last);
            things.swap(last, other);
        }
    }

    /// Exactly `count` things in random order, shared out by weight to the nearest whole
    /// (largest remainder); empty when all weights are 0.
    ///
    /// A stated mix thus holds in every world, not only on average.
    pub fn deal<T: Copy>(&mut self, shares: &[(T, u32)], count: usize) -> Vec<T> {
        let mut dealt = apportion(shares, count);
        self.shuffle(&mut dealt);
        dealt
    }
}

/// `count` things shared out by weight (largest remainder), in the order of `shares`.
#[must_use]
pub fn apportion<T: Copy>(shares: &[(T, u32)], count: usize) -> Vec<T> {
    let total: u64 = shares.iter().map(|(_, weight)| u64::from(*weight)).sum();
    if total == 0 {
        return Vec::new();
    }
    let count = count as u64;
    let mut parts: Vec<(T, u64, u64, usize)> = shares
        .iter()
        .enumerate()
        .map(|(place, (thing, weight))| {
            let exact = count * u64::from(*weight);
            (*thing, exact / total, exact % total, place)
        })
        .collect();
    let given: u64 = parts.iter().map(|part| part.1).sum();
    parts.sort_by_key(|part| (std::cmp::Reverse(part.2), part.3));
    let missing = usize::try_from(count - given).unwrap_or(0);
    for part in parts.iter_mut().take(missing) {
        part.1 += 1;
    }
    parts.sort_by_key(|part| part.3);
    let copies = |(thing, copies, ..): (T, u64, u64, usize)| {
        std::iter::repeat_n(thing, usize::try_from(copies).unwrap_or(0))
    };
    parts.into_iter().flat_map(copies).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_subject_draw_the_same() {
        let draw = |seed, topic, number| {
            let mut dice = Dice::of(seed, topic, number);
            [dice.below(1000), dice.below(1000), dice.below(1000), dice.below(1000)]
        };
        assert_eq!(draw(7, "bill", 3), draw(7, "bill", 3));
        assert_ne!(draw(7, "bill", 3), draw(8, "bill", 3));
        assert_ne!(draw(7, "bill", 3), draw(7, "bill", 4));
        assert_ne!(draw(7, "bill", 3), draw(7, "name", 3));
    }

    #[test]
    fn ranges_hold_and_reach_their_ends() {
        let mut dice = Dice::of(1, "range", 0);
        let drawn: Vec<i64> = (0..500).map(|_| dice.between(-2, 3)).collect();
        assert_eq!(drawn.iter().min(), Some(&-2));
        assert_eq!(drawn.iter().max(), Some(&3));
        assert_eq!(dice.between(5, 4), 5);
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.pick::<u8>(&[]), None);
        assert_eq!(dice.weighted(&[('a', 0), ('b', 0)]), None);
        assert!((0..200).all(|_| dice.weighted(&[('a', 0), ('b', 1), ('c', 0)]) == Some('b')));
    }

    #[test]
    fn sharing_out_is_exact_to_one() {
        let shares = [('a', 18), ('b', 30), ('c', 24), ('d', 14), ('e', 6), ('f', 5), ('g', 3)];
        for count in [0, 1, 7, 12, 100, 250, 1001] {
            let parts = apportion(&shares, count);
            assert_eq!(parts.len(), count);
            for (thing, weight) in shares {
                let got = parts.iter().filter(|part| **part == thing).count();
                let floor = count * weight as usize / 100;
                assert!(got == floor || got == floor + 1, "{thing}: {got} of {count}");
            }
        }
        assert!(apportion(&[('a', 0)], 5).is_empty());
    }
}
