//! `/tagihan/{id}/penjelasan`: why a bill says what it says.

use wikarta_core::audit::Figure;

use super::Lang;

texts! {
    /// `/tagihan/{id}/penjelasan`
    ExplainTexts {
        title: "Jelaskan tagihan ini" | "Explain this invoice",
        about: "Setiap angka dan status: dari apa, oleh siapa, dan dengan aturan mana." | "Every figure and status: made of what, by whom, and by which rule.",
        made_of: "Terdiri dari" | "Made of",
        because: "Penyebab" | "Because",
        entry: "Catatan" | "Entry",
        statuses: "Perubahan status" | "Changes of status",
        rule: "Aturan" | "Rule",
        policy: "Versi kebijakan" | "Policy version",
        tax_rule: "Aturan PPN" | "VAT rule",
        when: "Waktu" | "When",
        from_credit: "Saldo pelanggan" | "Customer credit",
    }
}

sentences! {
    /// The tax rule of the day.
    tax_rule(rate, base, from): "{rate}% dari {base} harga, berlaku sejak {from}" | "{rate}% of {base} of the price, in force since {from}",
}

/// The name of a figure.
#[must_use]
pub const fn figure(lang: Lang, figure: Figure) -> &'static str {
    match figure {
        Figure::Base => lang.pick("Harga sebelum pajak", "Price before tax"),
        Figure::TaxBase => lang.pick("Dasar pengenaan pajak (DPP)", "Tax base (DPP)"),
        Figure::Tax => lang.pick("PPN", "VAT (PPN)"),
        Figure::Total => lang.pick("Total", "Total"),
        Figure::Credited => lang.pick("Nota kredit", "Credit notes"),
        Figure::Withheld => lang.pick("Dipotong pelanggan", "Withheld by the customer"),
        Figure::Paid => lang.pick("Terbayar", "Paid"),
        Figure::Refunded => lang.pick("Dikembalikan", "Refunded"),
        Figure::Open => lang.pick("Sisa", "Still open"),
    }
}
