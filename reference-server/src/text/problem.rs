//! What people read when something is refused or fails.

use super::Lang;

texts! {
    /// What people read when something is refused or fails.
    ProblemTexts {
        forbidden: "Anda tidak memiliki izin untuk tindakan ini." | "You do not have permission for this action.",
        allowed: "Yang boleh" | "What is allowed",
        rule: "Aturan" | "Rule",
        nothing_changed: "Tidak ada yang berubah." | "Nothing was changed.",
        not_found: "Halaman ini tidak ditemukan." | "This page was not found.",
        not_found_why: "Alamatnya mungkin salah ketik, atau datanya tidak terlihat oleh peran Anda." | "The address may be mistyped, or the record is not visible to your role.",
        conflict: "Data telah diubah pengguna lain." | "The record was changed by someone else.",
        conflict_why: "Muat ulang untuk melihat keadaan terbaru, lalu coba lagi." | "Reload to see its latest state, then try again.",
        to_record: "Kembali ke halaman tadi" | "Back to the page",
        reload: "Muat ulang" | "Reload",
        our_fault: "Ada kesalahan di pihak kami." | "Something went wrong on our side.",
        our_fault_why: "Yang sudah tersimpan tetap aman dan tidak akan tercatat dua kali. Muat ulang; bila terulang, sebutkan kode di bawah." | "What was saved is safe and will not be recorded twice. Reload; if it happens again, quote the code below.",
        trace: "Kode jejak" | "Trace code",
        too_many: "Terlalu banyak permintaan." | "Too many requests.",
        form_expired: "Formulir ini sudah tidak berlaku." | "This form is no longer valid.",
        form_expired_why: "Buka lagi halamannya, lalu kirim ulang." | "Open the page again, then send it once more.",
        gateway_down: "Midtrans tidak merespons. Transaksi akan diperiksa otomatis." | "Midtrans does not respond. The transaction will be checked automatically.",
        to_dashboard: "Ke dasbor" | "To the dashboard",
        to_invoices: "Ke daftar tagihan" | "To the invoices",
    }
}

/// What the core names as possible instead, as people read it; roles read as they are.
#[must_use]
pub fn act(code: &str, lang: Lang) -> &str {
    match code {
        "issue" => lang.pick("Terbitkan drafnya dulu.", "Issue the draft first."),
        "discard" => lang.pick("Buang drafnya.", "Discard the draft."),
        "refund" => lang.pick("Ajukan pengembalian.", "Request a refund."),
        "void" => lang.pick("Ajukan pembatalan.", "Request a void."),
        "edit" => lang.pick("Pengaju mengubahnya.", "Whoever asked changes it."),
        "verify" => lang.pick("Verifikasi oleh orang kedua.", "A second person verifies it."),
        "approve" => lang.pick("Setujui.", "Approve it."),
        "reject" => lang.pick("Tolak dengan alasan.", "Reject it with a reason."),
        "withdraw" => lang.pick("Pengaju menariknya.", "Whoever asked withdraws it."),
        "execute" => lang.pick("Eksekusi.", "Execute it."),
        "charge" => lang.pick("Buat transaksi untuk dibayar.", "Make a transaction to be paid."),
        other => other,
    }
}
