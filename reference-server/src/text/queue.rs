//! `/antrian`: work that was given up; and warnings on the dashboard.

use super::Lang;
use crate::warnings::Warning;

texts! {
    /// `/antrian`
    QueueTexts {
        title: "Antrian yang gagal" | "Work that was given up",
        about: "Pekerjaan dan notifikasi yang berhenti dicoba. Perbaiki sebabnya, lalu jalankan ulang." | "Work and notifications that are not tried any more. Mend the cause, then send them round again.",
        what: "Pekerjaan" | "Work",
        reason: "Sebab" | "Reason",
        tries: "Percobaan" | "Tries",
        since: "Sejak" | "Since",
        given_up: "Berhenti" | "Given up",
        none: "Tidak ada yang gagal." | "Nothing was given up.",
        send: "Jalankan ulang" | "Send round again",
        sent: "Dijalankan ulang. Hasilnya terlihat di sini bila gagal lagi." | "Sent round again. It shows here should it fail once more.",
    }
}

sentences! {
    /// The title of a button.
    send(kind, about): "Jalankan ulang: {kind} {about}" | "Send round again: {kind} {about}",
    /// A warning of the dashboard about dead letters.
    given_up(count): "{count} pekerjaan berhenti dicoba. Lihat Antrian yang gagal (/antrian)." | "{count} pieces of work were given up. See Work that was given up (/antrian).",
}

/// What kind of work it is.
#[must_use]
pub fn kind(lang: Lang, kind: &str) -> String {
    let word = match kind {
        "charge" => lang.pick("Membuat transaksi", "Make a transaction"),
        "read" => lang.pick("Membaca status", "Read a status"),
        "cancel" => lang.pick("Membatalkan transaksi", "Cancel a transaction"),
        "refund" => lang.pick("Mengembalikan dana", "Give money back"),
        "send" => lang.pick("Mengirim pesan", "Send a message"),
        "notification" => lang.pick("Notifikasi Midtrans", "Midtrans notification"),
        other => other,
    };
    word.to_owned()
}

/// A warning in words.
#[must_use]
pub const fn warning(lang: Lang, warning: Warning) -> &'static str {
    match warning {
        Warning::SealNotMade => {
            lang.pick("Log audit tidak dapat disegel.", "The audit trail cannot be sealed.")
        }
        Warning::SealNotOutside => lang.pick(
            "Segel log audit tidak dapat disalin ke luar basis data.",
            "Seals of the audit trail cannot be copied outside the database.",
        ),
        Warning::WebhooksSilent => lang.pick(
            "Notifikasi Midtrans tidak masuk; pembayaran ditemukan dengan memeriksa status. Periksa alamat notifikasi di dasbor Midtrans.",
            "Midtrans notifications do not arrive; payments are found by asking. Check the notification address in the Midtrans dashboard.",
        ),
    }
}
