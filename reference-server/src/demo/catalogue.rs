//! What is on sale in the demo.

use wikarta_core::billing::Pricing;
use wikarta_core::money::Rupiah;

/// A package of the demo's price list, billed by the calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackagePlan {
    /// Short name, unique.
    pub code: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// What it is, in a sentence for people.
    pub description: &'static str,
    /// Megabit per second.
    pub mbps: u32,
    /// Rupiah a month, more than zero.
    price: i64,
    /// Whether the price holds the PPN.
    pub pricing: Pricing,
    /// Customers out of 100 who have it.
    pub share: u32,
}

impl PackagePlan {
    /// The price of a month, more than zero.
    #[must_use]
    pub fn price(&self) -> Rupiah {
        Rupiah::new(self.price).unwrap_or(Rupiah::ZERO)
    }
}

/// The price list, cheapest first.
pub const CATALOGUE: [PackagePlan; 7] = [
    PackagePlan {
        code: "HEMAT10",
        name: "Hemat 10",
        description: "Internet rumah 10 Mbps untuk 1–2 perangkat.",
        mbps: 10,
        price: 150_000,
        pricing: Pricing::Inclusive,
        share: 18,
    },
    PackagePlan {
        code: "RUMAH20",
        name: "Rumah 20",
        description: "Internet rumah 20 Mbps untuk 3–4 perangkat.",
        mbps: 20,
        price: 199_000,
        pricing: Pricing::Inclusive,
        share: 30,
    },
    PackagePlan {
        code: "KELUARGA30",
        name: "Keluarga 30",
        description: "Internet rumah 30 Mbps untuk sekeluarga.",
        mbps: 30,
        price: 250_000,
        pricing: Pricing::Inclusive,
        share: 24,
    },
    PackagePlan {
        code: "CEPAT50",
        name: "Cepat 50",
        description: "Internet rumah 50 Mbps untuk menonton dan bekerja.",
        mbps: 50,
        price: 325_000,
        pricing: Pricing::Inclusive,
        share: 14,
    },
    PackagePlan {
        code: "PRO100",
        name: "Pro 100",
        description: "Internet rumah atau kos 100 Mbps.",
        mbps: 100,
        price: 450_000,
        pricing: Pricing::Inclusive,
        share: 6,
    },
    PackagePlan {
        code: "BISNIS100",
        name: "Bisnis 100",
        description: "Internet usaha 100 Mbps, harga belum termasuk PPN.",
        mbps: 100,
        price: 750_000,
        pricing: Pricing::Exclusive,
        share: 5,
    },
    PackagePlan {
        code: "DEDIKASI50",
        name: "Dedikasi 50",
        description: "Jalur khusus 50 Mbps 1:1, harga belum termasuk PPN.",
        mbps: 50,
        price: 5_000_000,
        pricing: Pricing::Exclusive,
        share: 3,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_price_list_is_whole() {
        assert_eq!(CATALOGUE.iter().map(|package| package.share).sum::<u32>(), 100);
        assert!(CATALOGUE.windows(2).all(|pair| pair[0].price() < pair[1].price()));
        assert!(CATALOGUE.iter().all(|package| package.price().is_positive()));
        let codes: std::collections::BTreeSet<_> = CATALOGUE.iter().map(|p| p.code).collect();
        assert_eq!(codes.len(), CATALOGUE.len());
    }
}
