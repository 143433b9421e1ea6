//! What happened, in a sentence; the fields that changed and the stages of a webhook, in words.

use super::Lang;

/// One kind of event: code, Indonesian, English.
const EVENTS: &[(&str, &str, &str)] = &[
    ("account.registered", "Pelanggan didaftarkan", "Customer registered"),
    ("subscription.started", "Langganan dimulai", "Subscription started"),
    ("invoice.drafted", "Draf tagihan dibuat", "Draft invoice made"),
    ("invoice.issued", "Tagihan diterbitkan", "Invoice issued"),
    ("invoice.voided", "Tagihan dibatalkan", "Invoice voided"),
    ("attempt.opened", "Transaksi pembayaran dibuat", "Payment transaction made"),
    ("attempt.accepted", "Midtrans memberi kode bayar", "Midtrans gave a payment code"),
    ("attempt.refused", "Midtrans menolak membuat transaksi", "Midtrans refused the transaction"),
    (
        "attempt.unknown",
        "Jawaban Midtrans tidak sampai; akan diperiksa otomatis",
        "Midtrans’ answer was lost; it will be checked automatically",
    ),
    (
        "attempt.superseded",
        "Transaksi diganti dengan yang baru",
        "Transaction replaced by a newer one",
    ),
    ("attempt.settled", "Pembayaran diterima", "Payment received"),
    ("attempt.expired", "Kode bayar kedaluwarsa tanpa pembayaran", "Payment code expired unpaid"),
    (
        "attempt.denied",
        "Pembayaran ditolak bank atau penerbit",
        "Payment denied by the bank or issuer",
    ),
    ("attempt.failed", "Pembayaran gagal di Midtrans", "Payment failed at Midtrans"),
    ("attempt.cancelled", "Transaksi dibatalkan di Midtrans", "Transaction cancelled at Midtrans"),
    ("attempt.reversed", "Pembayaran ditarik kembali oleh bank", "Payment reversed by the bank"),
    ("attempt.refunded", "Dana dikembalikan kepada pembayar", "Money refunded to the payer"),
    ("attempt.read", "Status dibaca langsung dari Midtrans", "Status read directly from Midtrans"),
    ("money.allocated", "Uang dialokasikan ke tagihan", "Money allocated to the invoice"),
    ("money.credited", "Kelebihan uang menjadi saldo pelanggan", "Surplus became customer credit"),
    ("money.suspended", "Uang ditahan sampai diperiksa", "Money held until checked"),
    ("case.opened", "Kasus dibuka: perlu diperiksa", "Case opened: to be checked"),
    ("case.closed", "Kasus selesai diperiksa", "Case checked and closed"),
];

/// Field names of before → after rows: code, Indonesian, English.
const FIELDS: &[(&str, &str, &str)] = &[
    ("status", "Status", "Status"),
    ("number", "Nomor", "Number"),
    ("total", "Total", "Total"),
    ("amount", "Jumlah", "Amount"),
    ("amount_paid", "Terbayar", "Paid"),
    ("amount_refunded", "Dikembalikan", "Refunded"),
    ("open", "Sisa", "Open"),
    ("due_date", "Jatuh tempo", "Due date"),
    ("issued_on", "Tanggal terbit", "Issued on"),
    ("channel", "Kanal", "Channel"),
    ("expires_at", "Berlaku sampai", "Valid until"),
    ("va_number", "Nomor VA", "VA number"),
    ("biller_code", "Kode perusahaan", "Biller code"),
    ("bill_key", "Kode bayar", "Bill key"),
    ("credit", "Saldo", "Credit"),
    ("suspense", "Uang tertahan", "Suspense"),
    ("settled_at", "Waktu lunas", "Settled at"),
    ("transaction_id", "transaction_id", "transaction_id"),
    ("attempt", "Percobaan", "Attempt"),
    ("case", "Kasus", "Case"),
];

/// The six stages of a webhook and its dead end: code, Indonesian, English.
const STAGES: &[(&str, &str, &str)] = &[
    ("received", "Diterima", "Received"),
    ("signature_verified", "Tanda tangan sah", "Signature valid"),
    ("idempotency_checked", "Diperiksa", "Checked"),
    ("updated", "Diperbarui", "Updated"),
    ("audited", "Dicatat", "Recorded"),
    ("notified", "Diberitahukan", "Notified"),
    ("dead_letter", "Gagal permanen", "Dead letter"),
];

/// Who acted, when it was not a person: code, Indonesian, English.
const ACTORS: &[(&str, &str, &str)] = &[
    ("GATEWAY", "Midtrans · notifikasi", "Midtrans · notification"),
    ("SCHEDULER", "Sistem · penjadwal", "System · scheduler"),
    ("SYSTEM", "Sistem", "System"),
    ("PAYER", "Pelanggan · halaman bayar", "Customer · pay page"),
];

fn look(
    table: &'static [(&str, &'static str, &'static str)],
    code: &str,
    lang: Lang,
) -> Option<&'static str> {
    table.iter().find(|row| row.0.eq_ignore_ascii_case(code)).map(|(_, id, en)| lang.pick(id, en))
}

/// What happened, in a sentence; an unknown kind reads as the kind itself.
#[must_use]
pub fn sentence(kind: &str, lang: Lang) -> &str {
    look(EVENTS, kind, lang).unwrap_or(kind)
}

/// The name of a changed field; the last part of a dotted path decides, an unknown one reads as it is.
#[must_use]
pub fn field(name: &str, lang: Lang) -> &str {
    let last = name.rsplit('.').next().unwrap_or(name);
    look(FIELDS, last, lang).unwrap_or(name)
}

/// The name of a webhook stage; an unknown one reads as it is.
#[must_use]
pub fn stage(code: &str, lang: Lang) -> &str {
    look(STAGES, code, lang).unwrap_or(code)
}

/// The name of an actor that is not a person; `None` for anybody else.
#[must_use]
pub fn actor(code: &str, lang: Lang) -> Option<&'static str> {
    look(ACTORS, code, lang)
}

/// The codes of the six stages in order.
pub fn stage_codes() -> impl Iterator<Item = &'static str> {
    STAGES.iter().map(|row| row.0).filter(|code| *code != "dead_letter")
}

/// The codes of every event kind that has a sentence.
pub fn event_kinds() -> impl Iterator<Item = &'static str> {
    EVENTS.iter().map(|row| row.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_code_stands_once_and_has_two_texts() {
        for table in [EVENTS, FIELDS, STAGES, ACTORS] {
            let codes: BTreeSet<_> = table.iter().map(|row| row.0).collect();
            assert_eq!(codes.len(), table.len());
            assert!(table.iter().all(|(_, id, en)| !id.is_empty() && !en.is_empty()));
        }
    }

    #[test]
    fn known_kinds_speak_and_unknown_ones_name_themselves() {
        assert_eq!(sentence("attempt.settled", Lang::Id), "Pembayaran diterima");
        assert_eq!(sentence("attempt.settled", Lang::En), "Payment received");
        assert_eq!(sentence("router.exploded", Lang::Id), "router.exploded");
        assert_eq!(field("invoice.amount_paid", Lang::Id), "Terbayar");
        assert_eq!(field("invoice.colour", Lang::Id), "invoice.colour");
    }

    #[test]
    fn there_are_six_stages() {
        assert_eq!(stage_codes().count(), 6);
    }
}
