//! Amounts in words: the vectors of the domain reference, and a reader that reads them back.

use proptest::prelude::*;
use wikarta_core::money::Rupiah;
use wikarta_core::terbilang::{terbilang, terbilang_rupiah};

use crate::world::rupiah;

#[test]
fn vectors_of_the_reference() {
    for (amount, words) in [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1_000, "seribu"),
        (1_001, "seribu satu"),
        (1_100, "seribu seratus"),
        (11_000, "sebelas ribu"),
        (21_000, "dua puluh satu ribu"),
        (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"),
        (277_500, "dua ratus tujuh puluh tujuh ribu lima ratus"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (2_011_111, "dua juta sebelas ribu seratus sebelas"),
        (1_000_000_000, "satu miliar"),
        (1_000_000_000_000, "satu triliun"),
        (Rupiah::LIMIT, "satu kuadriliun"),
        (-125_000, "minus seratus dua puluh lima ribu"),
    ] {
        assert_eq!(terbilang(rupiah(amount)), words, "{amount}");
    }
    assert_eq!(terbilang_rupiah(rupiah(250_000)), "dua ratus lima puluh ribu rupiah");
}

/// Reads the words back, by their grammar and not by how they were made.
fn read(words: &str) -> i64 {
    let ones = "nol satu dua tiga empat lima enam tujuh delapan sembilan";
    let (mut total, mut group, mut digit, mut sign) = (0, 0, 0, 1);
    for word in words.split(' ') {
        match word {
            "minus" => sign = -1,
            "sepuluh" => group += 10,
            "sebelas" => group += 11,
            "seratus" => group += 100,
            "seribu" => total += 1_000,
            "belas" => (group, digit) = (group + 10 + digit, 0),
            "puluh" => (group, digit) = (group + 10 * digit, 0),
            "ratus" => (group, digit) = (group + 100 * digit, 0),
            _ => {
                let size = match word {
                    "ribu" => 1_000,
                    "juta" => 1_000_000,
                    "miliar" => 1_000_000_000,
                    "triliun" => 1_000_000_000_000,
                    "kuadriliun" => 1_000_000_000_000_000,
                    one => {
                        digit = ones.split(' ').position(|word| word == one).unwrap() as i64;
                        continue;
                    }
                };
                (total, group, digit) = (total + size * (group + digit), 0, 0);
            }
        }
    }
    sign * (total + group + digit)
}

#[test]
fn every_amount_below_ten_thousand_reads_back() {
    for amount in 0..10_000 {
        assert_eq!(read(&terbilang(rupiah(amount))), amount);
    }
}

proptest! {
    #[test]
    fn words_read_back(amount in -Rupiah::LIMIT..=Rupiah::LIMIT) {
        let words = terbilang(rupiah(amount));
        prop_assert_eq!(read(&words), amount, "{}", words);
        prop_assert!(!words.contains("sejuta") && !words.contains("  "));
        // "satu ribu" is right only at the end of a greater number: dua puluh satu ribu.
        prop_assert!(!words.starts_with("satu ribu") && !words.contains("juta satu ribu"));
    }
}
