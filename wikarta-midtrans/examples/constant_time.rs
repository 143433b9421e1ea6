//! Whether the time of checking a signature tells where it is wrong: the test of *dudect* (Reparaz,
//! Balasch, Verbauwhede 2017), Welch's t over two classes of inputs in random order.
//!
//! `cargo run --release -p wikarta-midtrans --example constant_time [-- SAMPLES]`. On a quiet machine a
//! |t| above 4.5 is evidence of a leak. On a shared one the *control*, a class compared with itself, shows
//! what the harness cannot tell from nothing: read the other lines beside it. So the exit code looks at
//! sizes: a line may differ by 1 % of its time at most, and the *canary*, the same work with a comparison
//! that stops at the first wrong byte, must differ by more than 5 %.
#![allow(clippy::float_arithmetic, reason = "statistics of time, no money")]

use std::hint::black_box;
use std::time::Instant;

use wikarta_midtrans::signature::{KeyRing, ServerKey, Signature};

const KEY: &str = "SB-Mid-server-TESTONLYwikarta0001";
/// Different notifications, so that no branch predictor learns one by heart.
const BODIES: usize = 512;
/// The share of the slowest samples, in percent, that is the machine's noise and left out.
const NOISE: usize = 10;
/// The largest difference of two means that counts as none, and the smallest that a leak must show.
const NONE: f64 = 0.01;
const LEAK: f64 = 0.05;

/// A notification's signed texts, and two signatures that are wrong at two places.
struct Case {
    order_id: String,
    right: String,
    wrong: [String; 2],
}

/// The same digits but for the lowest bit of one: `0` becomes `1`, `b` becomes `a`.
fn flipped(hex: &str, at: usize) -> String {
    let flip =
        |c: char| c.to_digit(16).and_then(|digit| char::from_digit(digit ^ 1, 16)).unwrap_or(c);
    hex.chars().enumerate().map(|(n, c)| if n == at { flip(c) } else { c }).collect()
}

fn cases(key: &ServerKey, wrong: impl Fn(&str) -> [String; 2]) -> Vec<Case> {
    let case = |n| {
        let order_id = format!("INV-2026-{n:06}");
        let right = Signature::of(&order_id, "200", "275000.00", key).to_hex();
        let mut wrong = wrong(&right);
        // Where a text lies in memory shows too, so each class has both places equally often.
        if n % 2 == 1 {
            wrong.swap(0, 1);
        }
        Case { order_id, right, wrong }
    };
    (0..BODIES).map(case).collect()
}

/// xorshift64*: good enough to shuffle, and the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap_or(0) % sides
    }
}

/// Nanoseconds of each sample by class.
fn sampled(cases: &[Case], samples: usize, check: impl Fn(&Case, &str) -> bool) -> [Vec<u64>; 2] {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut times = [Vec::with_capacity(samples), Vec::with_capacity(samples)];
    // Both classes are read from one place: where a text lies must not count.
    let mut shown = String::with_capacity(128);
    for _ in 0..samples {
        let (class, at) = (dice.roll(2), dice.roll(cases.len()));
        let Some(case) = cases.get(at) else { continue };
        let Some(claimed) = case.wrong.get(class ^ (at & 1)) else { continue };
        shown.clear();
        shown.push_str(claimed);
        black_box(case.order_id.as_bytes());
        let started = Instant::now();
        black_box(check(black_box(case), black_box(&shown)));
        let nanos = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        if let Some(of_class) = times.get_mut(class) {
            of_class.push(nanos);
        }
    }
    times
}

/// Welch's t of what is left without the slowest share, and the two means in nanoseconds.
fn welch(times: &[Vec<u64>; 2]) -> (f64, f64, f64) {
    let mut all: Vec<u64> = times.iter().flatten().copied().collect();
    all.sort_unstable();
    let limit = all.get(all.len() * (100 - NOISE) / 100).copied().unwrap_or(u64::MAX);
    let moments = |times: &Vec<u64>| {
        let kept = times.iter().filter(|nanos| **nanos < limit).map(|nanos| *nanos as f64);
        let (mut n, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for x in kept {
            n += 1.0;
            let delta = x - mean;
            mean += delta / n;
            squares += delta * (x - mean);
        }
        (n, mean, squares / f64::max(n - 1.0, 1.0))
    };
    let [first, second] = times;
    let ((n1, mean1, var1), (n2, mean2, var2)) = (moments(first), moments(second));
    let t = (mean1 - mean2) / f64::sqrt(var1 / f64::max(n1, 1.0) + var2 / f64::max(n2, 1.0));
    (t, mean1, mean2)
}

/// What nobody should write.
fn leaky(key: &ServerKey, case: &Case, claimed: &str) -> bool {
    let right = Signature::of(&case.order_id, "200", "275000.00", key).to_hex();
    right.bytes().zip(claimed.bytes()).all(|(ours, theirs)| black_box(ours) == theirs)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let samples = std::env::args().nth(1).map_or(Ok(2_000_000), |text| text.parse::<usize>())?;
    let key = ServerKey::new(KEY)?;
    let ring = KeyRing::new(key.clone());
    let two = KeyRing::new(ServerKey::new("SB-Mid-server-another")?).and(key.clone())?;
    let ends = cases(&key, |right| [flipped(right, 0), flipped(right, 127)]);
    let many = cases(&key, |right| {
        let all = right.chars().map(|c| flipped(&c.to_string(), 0)).collect();
        [flipped(right, 64), all]
    });
    let same = cases(&key, |right| [flipped(right, 0), flipped(right, 0)]);
    let fits = |ring: &KeyRing, case: &Case, claimed: &str| {
        ring.matching(&case.order_id, "200", "275000.00", claimed).is_some()
    };
    if !ends.iter().all(|case| {
        fits(&ring, case, &case.right) && case.wrong.iter().all(|wrong| !fits(&ring, case, wrong))
    }) {
        return Err("the cases are not what they should be".into());
    }
    eprintln!("{samples} samples a line, the slowest {NOISE} % left out\n");
    eprintln!("{:<46} {:>10} {:>10} {:>9}", "", "ns", "ns", "t");
    let rows: [(&str, [Vec<u64>; 2], bool); 5] = [
        (
            "first digit wrong / last digit wrong",
            sampled(&ends, samples, |c, s| fits(&ring, c, s)),
            false,
        ),
        (
            "one digit wrong / all digits wrong",
            sampled(&many, samples, |c, s| fits(&ring, c, s)),
            false,
        ),
        (
            "first / last digit wrong, two keys",
            sampled(&ends, samples, |c, s| fits(&two, c, s)),
            false,
        ),
        (
            "control: the same digit wrong",
            sampled(&same, samples, |case, claimed| fits(&two, case, claimed)),
            false,
        ),
        (
            "canary: stops at the first wrong byte",
            sampled(&ends, samples, |c, s| leaky(&key, c, s)),
            true,
        ),
    ];
    let mut as_expected = true;
    for (name, times, leaks) in rows {
        let (t, first, second) = welch(&times);
        eprintln!("{name:<46} {first:>10.1} {second:>10.1} {t:>9.2}");
        let share = f64::abs(first - second) / f64::max(first, 1.0);
        as_expected &= if leaks { share > LEAK } else { share < NONE };
    }
    if as_expected { Ok(()) } else { Err("not as it should be; is the machine busy?".into()) }
}
