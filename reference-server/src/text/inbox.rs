//! `/kotak-pesan`

use wikarta_core::message::{MessageChannel, MessageKind};

use super::Lang;

texts! {
    /// `/kotak-pesan`
    InboxTexts {
        title: "Kotak pesan" | "Captured messages",
        about: "Pesan ke pelanggan disimpan di sini, tidak dikirim." | "Messages to customers are kept here, not sent.",
        all: "Semua" | "All",
        whatsapp: "WhatsApp" | "WhatsApp",
        email: "Email" | "E-mail",
        sms: "SMS" | "SMS",
        caption: "Pesan, terbaru di atas" | "Messages, newest first",
        message: "Pesan" | "Message",
        kind: "Jenis" | "Kind",
        channel: "Saluran" | "Channel",
        to: "Kepada" | "To",
        at: "Waktu" | "Time",
        told: "Kabar" | "Receipt",
        waiting: "Menunggu kabar" | "No receipt yet",
        customer: "Pelanggan" | "Customer",
        of_customer: "Semua pesan pelanggan ini" | "All messages to this customer",
        invoice: "Tagihan" | "Invoice",
        key: "Kunci" | "Key",
        template: "Templat" | "Template",
        subject: "Judul" | "Subject",
        as_seen: "Seperti dilihat pelanggan" | "As the customer sees it",
        plain: "Versi teks" | "Plain text",
        empty: "Belum ada pesan." | "No messages yet.",
        empty_why: "Pesan muncul di sini saat pengingat atau kuitansi keluar." | "Messages appear here when a reminder or receipt goes out.",
        receipt: "Pembayaran diterima" | "Payment received",
        reminder: "Pengingat" | "Reminder",
        isolated: "Layanan dibatasi" | "Service limited",
        reopened: "Layanan aktif kembali" | "Service open again",
    }
}

/// The channel as staff read it.
#[must_use]
pub const fn channel(channel: MessageChannel, lang: Lang) -> &'static str {
    let t = &lang.texts().inbox;
    match channel {
        MessageChannel::Email => t.email,
        MessageChannel::WhatsApp => t.whatsapp,
        MessageChannel::Sms => t.sms,
    }
}

/// What kind of message, as staff read it.
#[must_use]
pub const fn kind(kind: MessageKind, lang: Lang) -> &'static str {
    let t = &lang.texts().inbox;
    match kind {
        MessageKind::Receipt => t.receipt,
        MessageKind::Reminder => t.reminder,
        MessageKind::Isolated => t.isolated,
        MessageKind::Reopened => t.reopened,
    }
}
