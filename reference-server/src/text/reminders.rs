//! `/notifikasi`, and what a customer's page says about reminders.

use wikarta_core::message::MessageChannel;

use super::Lang;

texts! {
    /// `/notifikasi` and the reminders of a customer
    ReminderTexts {
        title: "Notifikasi" | "Notifications",
        about: "Pengingat tagihan: yang terkirim, yang tidak, dan sebabnya" | "Reminders of bills: what went out, what did not, and why",
        sla: "SLA 30 hari" | "SLA, 30 days",
        unreachable: "Tidak terjangkau" | "Unreachable",
        not_sent: "Tidak terkirim" | "Not sent",
        paid_after: "Dibayar setelah diingatkan" | "Paid after a reminder",
        target: "target 99 %" | "target 99 %",
        met: "Tercapai" | "Met",
        missed: "Di bawah target" | "Below target",
        ahead: "Tujuh hari ke depan" | "The next seven days",
        ahead_caption: "Pengingat yang jatuh tempo dalam tujuh hari" | "Reminders whose moment lies within seven days",
        ahead_note: "dihitung dari tagihan terbuka" | "computed from open bills",
        day: "Hari" | "Day",
        stage: "Tahap" | "Stage",
        count: "Jumlah" | "Count",
        stages: "Per tahap dan saluran, 30 hari" | "By stage and channel, 30 days",
        stages_caption: "Hasil pengingat per tahap dan saluran" | "What became of reminders, by stage and channel",
        channel: "Saluran" | "Channel",
        no_channel: "tanpa saluran" | "no channel",
        planned: "Direncanakan" | "Planned",
        sent: "Terkirim" | "Sent",
        arrived: "Diterima" | "Delivered",
        cancelled: "Batal" | "Cancelled",
        failed: "Gagal" | "Failed",
        recovered: "Uang masuk (Rp)" | "Recovered (Rp)",
        recent: "Terbaru" | "Newest",
        recent_caption: "Pengingat, terbaru dulu" | "Reminders, newest first",
        invoice: "Tagihan" | "Invoice",
        window: "Jadwal" | "Scheduled",
        none: "Tidak ada notifikasi terjadwal." | "Nothing is scheduled.",
        customer_title: "Pengingat" | "Reminders",
        promise: "Catat janji bayar" | "Record a promise to pay",
        until: "Membayar paling lambat" | "Pays by",
        until_hint: "Paling lama tiga hari, sekali dalam triwulan" | "At most three days, once a quarter",
        pause: "Jeda pengingat" | "Pause reminders",
        resume: "Jalankan lagi" | "Resume",
        paused: "Dijeda" | "Paused",
        runs: "Berjalan" | "Running",
        state: "Pengingat" | "Reminders",
        last_promise: "Janji bayar terakhir" | "Last promise to pay",
        opted_out: "Menolak pesan di" | "Takes no messages on",
    }
}

/// The name of a channel of messages.
#[must_use]
pub const fn channel(channel: MessageChannel, lang: Lang) -> &'static str {
    match (channel, lang) {
        (MessageChannel::Email, _) => "Email",
        (MessageChannel::WhatsApp, _) => "WhatsApp",
        (MessageChannel::Sms, _) => "SMS",
    }
}

/// Why a reminder was not sent, or not any more, in words.
#[must_use]
pub fn why(reason: &str, lang: Lang) -> &'static str {
    let (id, en) = match reason {
        "issued_late" => ("tagihan terbit setelah tahap ini", "issued after this stage"),
        "too_soon_after_notice" => {
            ("kurang dari 24 jam setelah terbit", "within 24 hours of issue")
        }
        "superseded" => ("tahap berikut di hari yang sama", "a later stage on the same day"),
        "no_moment" => ("tidak ada hari kirim", "no sending day"),
        "missed" => ("penjadwal tidak berjalan", "the scheduler stood still"),
        "paid" => ("lunas", "paid"),
        "void" => ("dibatalkan", "void"),
        "refunded" => ("dana dikembalikan", "refunded"),
        "not_issued" => ("belum terbit", "not issued"),
        "in_dispute" => ("sedang diperiksa", "being looked into"),
        "promised" => ("janji bayar berlaku", "a promise runs"),
        "open_charge" => ("pembayaran sedang berjalan", "a payment is under way"),
        "erased" => ("pelanggan dihapus", "customer deleted"),
        "window_closed" => ("lewat jam kirim", "the window closed"),
        "paused" => ("pengingat dijeda", "reminders paused"),
        "moved" => ("jatuh tempo dipindah", "due date moved"),
        "unreachable" => ("tidak ada saluran", "no channel"),
        "all_failed" => ("semua saluran gagal", "every channel failed"),
        "budget" => ("batas percobaan", "no tries left"),
        _ => ("", ""),
    };
    match lang {
        Lang::Id => id,
        Lang::En => en,
    }
}

sentences! {
    /// The parts of the SLA.
    sla_parts(sent, promised): "{sent} dari {promised} tepat waktu" | "{sent} of {promised} in time",
    /// How many of how many.
    of_planned(part, all): "{part} dari {all} tahap" | "{part} of {all} stages",
}
