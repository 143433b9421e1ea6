//! Amounts in Indonesian words, as receipts state them.

use crate::money::Rupiah;

const ONES: [&str; 12] = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
];

/// Powers of a thousand, greatest first. Ours end at one quadrillion.
const GROUPS: [(u64, &str); 5] = [
    (1_000_000_000_000_000, "kuadriliun"),
    (1_000_000_000_000, "triliun"),
    (1_000_000_000, "miliar"),
    (1_000_000, "juta"),
    (1_000, "ribu"),
];

/// An amount in words, without the currency. *Se-* stands for one only in *sepuluh, sebelas,
/// seratus, seribu*; a negative amount begins with *minus*.
///
/// ```
/// use wikarta_core::money::Rupiah;
/// use wikarta_core::terbilang::terbilang;
///
/// let words = terbilang(Rupiah::new(277_500)?);
/// assert_eq!(words, "dua ratus tujuh puluh tujuh ribu lima ratus");
/// # Ok::<(), wikarta_core::money::MoneyError>(())
/// ```
#[must_use]
pub fn terbilang(amount: Rupiah) -> String {
    let mut words = Vec::new();
    if amount.get() < 0 {
        words.push("minus");
    }
    let mut rest = amount.get().unsigned_abs();
    if rest == 0 {
        words.push("nol");
    }
    for (size, name) in GROUPS {
        match rest / size {
            0 => {}
            1 if size == 1_000 => words.push("seribu"),
            count => {
                below_thousand(count, &mut words);
                words.push(name);
            }
        }
        rest %= size;
    }
    below_thousand(rest, &mut words);
    words.join(" ")
}

/// An amount in words with its currency: *dua ratus lima puluh ribu rupiah*.
#[must_use]
pub fn terbilang_rupiah(amount: Rupiah) -> String {
    format!("{} rupiah", terbilang(amount))
}

/// Nothing for 0.
fn below_thousand(number: u64, words: &mut Vec<&'static str>) {
    let (hundreds, rest) = (number / 100, number % 100);
    match hundreds {
        0 => {}
        1 => words.push("seratus"),
        more => words.extend([one(more), "ratus"]),
    }
    match rest {
        0 => {}
        1..=11 => words.push(one(rest)),
        12..=19 => words.extend([one(rest - 10), "belas"]),
        _ => {
            words.extend([one(rest / 10), "puluh"]);
            if rest % 10 != 0 {
                words.push(one(rest % 10));
            }
        }
    }
}

fn one(number: u64) -> &'static str {
    usize::try_from(number).ok().and_then(|at| ONES.get(at)).copied().unwrap_or_default()
}
