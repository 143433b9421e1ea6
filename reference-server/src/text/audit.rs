//! What happened, in a sentence; the fields that changed and the stages of a webhook, in words.

use wikarta_core::provider::ProviderStatus;

use super::Lang;

/// Words of a code: code, Indonesian, English.
type Row = (&'static str, &'static str, &'static str);

/// Kinds of events, as audit entries name their action.
const EVENTS: &[Row] = &[
    ("customer.registered", "Pelanggan didaftarkan", "Customer registered"),
    ("subscription.started", "Langganan dimulai", "Subscription started"),
    ("invoice.drafted", "Draf tagihan dibuat", "Draft invoice made"),
    ("invoice.issued", "Tagihan diterbitkan", "Invoice issued"),
    ("payment.opened", "Transaksi pembayaran dibuat", "Payment transaction made"),
    ("payment.accepted", "Midtrans memberi kode bayar", "Midtrans gave a payment code"),
    ("payment.refused", "Midtrans menolak membuat transaksi", "Midtrans refused the transaction"),
    (
        "payment.unknown",
        "Jawaban Midtrans tidak sampai; akan diperiksa otomatis",
        "Midtrans’ answer was lost; it will be checked automatically",
    ),
    ("payment.checked", "Status diperiksa ke Midtrans", "Status checked at Midtrans"),
    ("payment.pending", "Midtrans menunggu pembayaran", "Midtrans awaits the payment"),
    ("payment.challenged", "Pembayaran ditahan untuk diperiksa", "Payment held for a check"),
    ("payment.settled", "Pembayaran diterima", "Payment received"),
    ("payment.expired", "Kode bayar kedaluwarsa tanpa pembayaran", "Payment code expired unpaid"),
    ("payment.denied", "Pembayaran ditolak bank atau penerbit", "Payment denied by the bank"),
    ("payment.failed", "Pembayaran gagal di Midtrans", "Payment failed at Midtrans"),
    ("payment.cancelled", "Transaksi dibatalkan di Midtrans", "Transaction cancelled at Midtrans"),
    ("payment.reversed", "Pembayaran ditarik kembali oleh bank", "Payment reversed by the bank"),
    ("payment.refunded", "Dana dikembalikan kepada pembayar", "Money refunded to the payer"),
    (
        "payment.partially_refunded",
        "Sebagian dana dikembalikan kepada pembayar",
        "Part of the money refunded to the payer",
    ),
    ("case.opened", "Kasus dibuka: perlu diperiksa", "Case opened: to be checked"),
    ("reminder.planned", "Pengingat direncanakan", "Reminder planned"),
    ("reminder.handed_over", "Pengingat diserahkan ke penyedia", "Reminder handed to a provider"),
    ("reminder.answered", "Penyedia pesan menjawab", "The provider answered"),
    ("reminder.receipt_taken", "Kabar pengiriman diterima", "Receipt taken in"),
    ("reminder.ended", "Pengingat tidak jadi dikirim", "Reminder not sent after all"),
    ("customer.promised", "Janji bayar dicatat", "Promise to pay recorded"),
    (
        "customer.opted_out",
        "Pelanggan menolak pesan di satu saluran",
        "Customer opted out of a channel",
    ),
    ("customer.opted_in", "Pelanggan menerima pesan lagi", "Customer opted in again"),
    ("customer.reminders_paused", "Pengingat dijeda", "Reminders paused"),
    ("customer.reminders_resumed", "Pengingat dijalankan lagi", "Reminders resumed"),
    ("subscription.isolated", "Layanan diisolir", "Service suspended"),
    ("subscription.restored", "Layanan dibuka kembali", "Service re-opened"),
    ("package.defined", "Paket ditetapkan", "Package defined"),
    ("series.number_given", "Nomor tagihan diberikan", "Invoice number given"),
    ("policy.seeded", "Kebijakan awal ditetapkan", "First policy set"),
    ("policy.proposed", "Perubahan kebijakan diusulkan", "Change of the policy proposed"),
    ("policy.adopted", "Kebijakan baru berlaku", "New policy in force"),
    ("policy.rejected", "Usulan kebijakan ditolak", "Proposed policy refused"),
    ("policy.withdrawn", "Usulan kebijakan ditarik", "Proposed policy taken back"),
    ("user.added", "Pengguna ditambahkan", "User added"),
    ("suspense.seen", "Uang tanpa tagihan ditemukan", "Money without an invoice found"),
    ("customer.changed", "Data pelanggan diubah", "Customer data changed"),
    ("customer.deleted", "Pelanggan dihapus", "Customer deleted"),
    ("customer.revealed", "Data lengkap pelanggan ditampilkan", "Full customer data shown"),
    ("customer.erased", "Data pribadi pelanggan dihapus", "Personal data erased"),
    ("subscription.activated", "Layanan diaktifkan", "Service activated"),
    ("subscription.plan_changed", "Paket diganti", "Package changed"),
    ("subscription.termination_requested", "Penghentian diajukan", "Termination requested"),
    ("subscription.termination_refused", "Penghentian ditolak", "Termination refused"),
    ("subscription.terminated", "Langganan berhenti", "Subscription ended"),
    ("subscription.promo_given", "Promo diberikan", "Promotion given"),
    ("subscription.fee_added", "Biaya ditambahkan", "Fee added"),
    ("subscription.billed", "Langganan ditagih", "Subscription billed"),
    (
        "subscription.final_credit",
        "Sisa masa layanan menjadi saldo",
        "Unused service became credit",
    ),
    ("invoice.discarded", "Draf tagihan dibuang", "Draft invoice discarded"),
    ("invoice.withholding_noted", "Bukti potong dicatat", "Withholding recorded"),
    ("invoice.tax_number_noted", "Nomor faktur pajak dicatat", "Tax invoice number recorded"),
    ("invoice.late_fee_charged", "Denda keterlambatan ditagihkan", "Late fee charged"),
    ("credit.applied", "Saldo dipakai untuk tagihan", "Credit applied to an invoice"),
    ("credit_note.requested", "Nota kredit diajukan", "Credit note requested"),
    ("credit_note.approved", "Nota kredit disetujui", "Credit note approved"),
    ("credit_note.rejected", "Nota kredit ditolak", "Credit note refused"),
    ("posting.recorded", "Pembayaran manual dicatat", "Payment by hand recorded"),
    ("posting.verified", "Pembayaran manual diverifikasi", "Payment by hand verified"),
    ("posting.rejected", "Pembayaran manual ditolak", "Payment by hand refused"),
    ("posting.reversed", "Pembayaran manual dibalik", "Payment by hand reversed"),
    ("case.closed", "Kasus ditutup", "Case closed"),
    ("case.resolution_proposed", "Penyelesaian kasus diusulkan", "Resolution of a case proposed"),
    ("case.resolution_refused", "Penyelesaian kasus ditolak", "Resolution of a case refused"),
    ("suspense.received", "Uang tertahan diterima pelanggan", "Suspense received by the customer"),
    ("suspense.returned", "Uang tertahan dikembalikan", "Suspense returned"),
    ("suspense.move_proposed", "Pemindahan uang tertahan diusulkan", "Move of suspense proposed"),
    ("suspense.move_refused", "Pemindahan uang tertahan ditolak", "Move of suspense refused"),
    ("suspense.moved", "Uang tertahan dipindahkan ke pelanggan", "Suspense moved to a customer"),
    ("package.price_proposed", "Harga paket diusulkan", "Price of a package proposed"),
    ("package.price_approved", "Harga paket disetujui", "Price of a package approved"),
    ("package.price_rejected", "Harga paket ditolak", "Price of a package refused"),
    ("package.described", "Uraian paket diubah", "Description of a package changed"),
    ("package.archived", "Paket diarsipkan", "Package archived"),
    ("promo.proposed", "Promo diusulkan", "Promotion proposed"),
    ("promo.approved", "Promo disetujui", "Promotion approved"),
    ("promo.rejected", "Promo ditolak", "Promotion refused"),
    ("user.changed", "Data pengguna diubah", "User changed"),
    ("access.enrolled", "Pengguna masuk daftar akses", "User enrolled"),
    ("access.change_proposed", "Perubahan akses diusulkan", "Change of access proposed"),
    ("access.change_approved", "Perubahan akses disetujui", "Change of access approved"),
    ("access.change_rejected", "Perubahan akses ditolak", "Change of access refused"),
    ("access.change_withdrawn", "Perubahan akses ditarik", "Change of access taken back"),
    ("access.emergency_begun", "Keadaan darurat dinyatakan", "Emergency declared"),
    ("access.emergency_ended", "Keadaan darurat diakhiri", "Emergency ended"),
    ("refund.requested", "Pengembalian dana diajukan", "Refund requested"),
    ("refund.edited", "Pengembalian dana diubah", "Refund edited"),
    ("refund.verified", "Pengembalian dana diverifikasi", "Refund verified"),
    ("refund.approved", "Pengembalian dana disetujui", "Refund approved"),
    ("refund.rejected", "Pengembalian dana ditolak", "Refund refused"),
    ("refund.withdrawn", "Pengembalian dana ditarik", "Refund taken back"),
    ("refund.executing", "Pengembalian dana dijalankan", "Refund being carried out"),
    ("refund.expired", "Pengembalian dana kedaluwarsa", "Refund lapsed"),
    ("refund.reset", "Pengembalian dana kembali ke awal", "Refund back at its beginning"),
    ("refund.unknown", "Pengembalian dana belum diketahui hasilnya", "Refund of unknown outcome"),
    ("refund.done", "Pengembalian dana selesai", "Refund done"),
    ("refund.failed", "Pengembalian dana gagal", "Refund failed"),
    ("void.requested", "Pembatalan tagihan diajukan", "Void requested"),
    ("void.edited", "Pembatalan tagihan diubah", "Void edited"),
    ("void.verified", "Pembatalan tagihan diverifikasi", "Void verified"),
    ("void.approved", "Pembatalan tagihan disetujui", "Void approved"),
    ("void.rejected", "Pembatalan tagihan ditolak", "Void refused"),
    ("void.withdrawn", "Pembatalan tagihan ditarik", "Void taken back"),
    ("void.executing", "Pembatalan tagihan dijalankan", "Void being carried out"),
    ("void.expired", "Pembatalan tagihan kedaluwarsa", "Void lapsed"),
    ("void.reset", "Pembatalan tagihan kembali ke awal", "Void back at its beginning"),
    ("void.unknown", "Pembatalan tagihan belum diketahui hasilnya", "Void of unknown outcome"),
    ("void.done", "Pembatalan tagihan selesai", "Void done"),
    ("void.failed", "Pembatalan tagihan gagal", "Void failed"),
];

/// Fields of before → after rows, by entity and field. What is not here is not shown to people;
/// the API lists every field.
const FIELDS: &[Row] = &[
    ("invoice.status", "Status", "Status"),
    ("invoice.number", "Nomor", "Number"),
    ("invoice.total", "Total", "Total"),
    ("invoice.paid", "Terbayar", "Paid"),
    ("invoice.refunded", "Dikembalikan", "Refunded"),
    ("invoice.due_date", "Jatuh tempo", "Due date"),
    ("payment.state", "Percobaan", "Attempt"),
    ("payment.amount", "Jumlah", "Amount"),
    ("payment.expires_at", "Berlaku sampai", "Valid until"),
    ("customer.credit", "Saldo pelanggan", "Customer credit"),
    ("customer.suspense", "Uang tertahan", "Suspense"),
    ("case.state", "Kasus", "Case"),
    ("case.amount", "Jumlah kasus", "Case amount"),
    ("subscription.status", "Layanan", "Service"),
    ("subscription.price", "Harga", "Price"),
];

/// What a case is about.
const CASES: &[Row] = &[
    ("amount_mismatch", "Jumlah di Midtrans berbeda", "Midtrans holds another amount"),
    ("currency_mismatch", "Mata uang bukan rupiah", "Currency is not rupiah"),
    ("late_payment", "Uang masuk setelah kode berakhir", "Money came after its code had ended"),
    ("paid_twice", "Dibayar lebih dari tagihan", "More was paid than was owed"),
    ("paid_after_void", "Uang masuk setelah dibatalkan", "Money came for a void invoice"),
    ("gateway_cancelled", "Dibatalkan di Midtrans", "Cancelled at Midtrans"),
    ("reversal", "Pembayaran ditarik kembali", "Payment taken back by the bank"),
    ("refund_found", "Pengembalian tidak kita minta", "Refund that we did not ask for"),
    ("chargeback", "Dana ditarik bank kartu", "Money taken back by the card’s bank"),
    ("contradiction", "Notifikasi tidak terbukti", "Notification not confirmed"),
    ("unknown_status", "Status Midtrans tidak dikenal", "Unknown status at Midtrans"),
    ("charge_lost", "Transaksi tidak pernah sampai", "Transaction never arrived"),
    ("refund_unknown", "Hasil pengembalian tidak diketahui", "Outcome of a refund unknown"),
    ("isolation_due", "Layak diisolir", "Suspension is due"),
    ("still_pending", "Midtrans belum mengakhirinya", "Midtrans has not ended it"),
    ("mismatch", "Buku berbeda dengan Midtrans", "Our books differ from Midtrans’"),
    ("unknown_order", "order_id tidak dikenal", "Unknown order_id"),
];

/// Where the money of a case is meanwhile; kinds in which no money waits are not here.
const CASE_MONEY: &[Row] = &[
    ("amount_mismatch", "uangnya tertahan", "the money waits in suspense"),
    ("currency_mismatch", "uangnya tertahan", "the money waits in suspense"),
    ("unknown_order", "uangnya tertahan", "the money waits in suspense"),
    ("paid_twice", "menjadi saldo pelanggan", "became customer credit"),
    ("paid_after_void", "menjadi saldo pelanggan", "became customer credit"),
];

/// Why a notification waits for a status read, and what became of one that changed nothing.
const DOUBTS: &[Row] = &[
    ("unknown_order", "order_id tidak dikenal", "unknown order_id"),
    ("unknown_status", "status tidak dikenal", "unknown status"),
    ("currency", "mata uang bukan rupiah", "currency is not rupiah"),
    ("amount", "jumlah berbeda", "another amount"),
    ("transaction", "transaksi berbeda", "another transaction"),
    ("channel", "kanal berbeda", "another channel"),
    ("late", "kode sudah berakhir", "code had ended"),
    ("money_back", "uang keluar", "money would go back"),
    ("cancellation", "utang akan berakhir", "a debt would end"),
    ("against_money", "bertentangan dengan uang tercatat", "contradicts booked money"),
    ("against_read", "bertentangan dengan hasil baca", "contradicts our own read"),
    ("card", "pemeriksaan kartu", "card check"),
    ("policy", "kebijakan: selalu dibaca", "policy: always read"),
    ("nothing new", "tidak ada hal baru", "nothing new"),
    ("dashboard test", "uji coba dari dasbor Midtrans", "a test from Midtrans’ dashboard"),
    ("not confirmed", "Midtrans tidak membenarkannya", "Midtrans does not confirm it"),
];

/// What a notification claims, in Midtrans' own words.
#[must_use]
pub const fn claimed(status: ProviderStatus) -> &'static str {
    match status {
        ProviderStatus::Pending => "pending",
        ProviderStatus::Authorized => "authorize",
        ProviderStatus::Challenged => "capture (challenge)",
        ProviderStatus::Settled => "settlement",
        ProviderStatus::Expired => "expire",
        ProviderStatus::Failed => "failure",
        ProviderStatus::Denied => "deny",
        ProviderStatus::Cancelled => "cancel",
        ProviderStatus::PartiallyRefunded => "partial_refund",
        ProviderStatus::Refunded => "refund",
        ProviderStatus::PartiallyChargedBack => "partial_chargeback",
        ProviderStatus::ChargedBack => "chargeback",
        ProviderStatus::Unrecognised => "?",
    }
}

/// The six stages of a webhook and its dead end: code, Indonesian, English.
const STAGES: &[Row] = &[
    ("received", "Diterima", "Received"),
    ("signature_verified", "Tanda tangan sah", "Signature valid"),
    ("idempotency_checked", "Diperiksa", "Checked"),
    ("updated", "Diperbarui", "Updated"),
    ("audited", "Dicatat", "Recorded"),
    ("notified", "Diberitahukan", "Notified"),
    ("dead_letter", "Gagal permanen", "Dead letter"),
];

/// Who acted, when it was not a person: code, Indonesian, English.
const ACTORS: &[Row] = &[
    ("gateway", "Midtrans · notifikasi", "Midtrans · notification"),
    ("scheduler", "Sistem · penjadwal", "System · scheduler"),
    ("system", "Sistem", "System"),
    ("payer", "Pelanggan · halaman bayar", "Customer · pay page"),
];

fn look(table: &'static [Row], code: &str, lang: Lang) -> Option<&'static str> {
    table.iter().find(|row| row.0.eq_ignore_ascii_case(code)).map(|(_, id, en)| lang.pick(id, en))
}

/// What happened, in a sentence; an unknown kind reads as the kind itself.
#[must_use]
pub fn sentence(kind: &str, lang: Lang) -> &str {
    look(EVENTS, kind, lang).unwrap_or(kind)
}

/// The name of a changed field of an entity; `None` for fields that people are not shown.
#[must_use]
pub fn field(entity: &str, field: &str, lang: Lang) -> Option<&'static str> {
    look(FIELDS, &format!("{entity}.{field}"), lang)
}

/// Where a field stands among the changes of an event: what people look for first comes first.
#[must_use]
pub fn field_place(entity: &str, field: &str) -> usize {
    let code = format!("{entity}.{field}");
    FIELDS.iter().position(|row| row.0 == code).unwrap_or(FIELDS.len())
}

/// What a case is about, by the code of its kind; an unknown one reads as it is.
#[must_use]
pub fn case(kind: &str, lang: Lang) -> &str {
    look(CASES, kind, lang).unwrap_or(kind)
}

/// Where the money of a case is meanwhile; empty where none waits.
#[must_use]
pub fn case_money(kind: &str, lang: Lang) -> &'static str {
    look(CASE_MONEY, kind, lang).unwrap_or_default()
}

/// Why a notification waits or changed nothing, by the code of the reason; else as it is.
#[must_use]
pub fn doubt(code: &str, lang: Lang) -> &str {
    look(DOUBTS, code, lang).unwrap_or(code)
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

    use wikarta_core::account::CaseKind;
    use wikarta_core::decide::Doubt;

    use super::*;

    #[test]
    fn a_code_stands_once_and_has_two_texts() {
        for table in [EVENTS, FIELDS, CASES, CASE_MONEY, DOUBTS, STAGES, ACTORS] {
            let codes: BTreeSet<_> = table.iter().map(|row| row.0).collect();
            assert_eq!(codes.len(), table.len());
            assert!(table.iter().all(|(_, id, en)| !id.is_empty() && !en.is_empty()));
        }
    }

    #[test]
    fn every_case_and_doubt_of_the_core_has_words() {
        for kind in CaseKind::ALL {
            assert_ne!(case(kind.as_str(), Lang::Id), kind.as_str());
        }
        for reason in Doubt::ALL {
            assert_ne!(doubt(reason.as_str(), Lang::Id), reason.as_str());
        }
    }

    #[test]
    fn known_kinds_speak_and_unknown_ones_name_themselves() {
        assert_eq!(sentence("payment.settled", Lang::Id), "Pembayaran diterima");
        assert_eq!(sentence("payment.settled", Lang::En), "Payment received");
        assert_eq!(sentence("router.exploded", Lang::Id), "router.exploded");
        assert_eq!(field("invoice", "paid", Lang::Id), Some("Terbayar"));
        assert_eq!(field("invoice", "id", Lang::Id), None);
    }

    #[test]
    fn there_are_six_stages() {
        assert_eq!(stage_codes().count(), 6);
    }
}
