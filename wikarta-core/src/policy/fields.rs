//! Every field of a policy: its key, what it takes, and a line of comment in two languages. One
//! table, from which documents are read, written and checked.

#![cfg_attr(
    not(feature = "toml"),
    allow(dead_code, reason = "only what reads TOML asks for all of it")
)]

use super::{Confirm, Correct, FirstPeriod, OnGatewayCancel};
use crate::billing::SellerStatus;
use crate::dunning::{IsolationMode, JointLeave, RestoreOn, Shift, Tone};
use crate::fees::FeeClass;

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A whole number from the first to the second.
    Count(i64, i64),
    /// Whole rupiah, zero or more.
    Money,
    /// A rate such as 0.12.
    Rate,
    /// A part such as 11/12.
    Part,
    /// A civil day.
    Day,
    /// A local time of day.
    Time,
    /// Up to so many characters.
    Text(usize),
    /// The same; the empty text is none.
    Maybe(usize),
    /// One of these.
    Word(&'static [&'static str]),
    /// A day of the week.
    Weekday,
    /// A step of dunning.
    Stage,
    /// The name of a text.
    Template,
    /// A day of the week, or the first and the last of some days.
    PauseDays,
    /// Several on one line.
    List(&'static Self),
    /// Fields of their own.
    Table(&'static [Field]),
    /// Any number of such tables.
    Rows(&'static [Field]),
}

/// A field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// Its key, the same in TOML and in JSON.
    pub(super) key: &'static str,
    /// What it takes.
    pub(super) kind: Kind,
    /// When it must stand there.
    pub(super) need: Need,
    /// The comment in Indonesian.
    pub(super) id: &'static str,
    /// The comment in English.
    pub(super) en: &'static str,
}

/// When a field must stand in a table that is written anew.
#[derive(Debug, Clone, Copy)]
pub(super) enum Need {
    /// Always.
    Always,
    /// When its neighbour is this word.
    Beside(&'static str, &'static str),
}

const fn field(key: &'static str, kind: Kind, id: &'static str, en: &'static str) -> Field {
    Field { key, kind, need: Need::Always, id, en }
}

/// The words of the days of a week, Monday first.
pub(super) const WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const ZONES: &[&str] = &["WIB", "WITA", "WIT"];
const ISOLATED: &[&str] = &["continue", "pause"];

/// The whole policy but its version, which is given when it is adopted.
#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    field("zone", Kind::Word(ZONES), "zona penomoran dan akhir bulan", "the zone of numbering and month ends"),
    field("terms_days", Kind::Count(0, 365), "hari dari terbit sampai jatuh tempo tagihan prabayar yang terbit terlambat", "days from issue to due date of a prepaid bill that is issued late"),
    field("transfer_grace_days", Kind::Count(0, 120), "hari setelah jatuh tempo sampai VA kedaluwarsa", "days after the due date until a virtual account runs out"),
    field("transfer_hours_min", Kind::Count(1, 4_320), "umur VA paling pendek, jam", "the shortest life of a virtual account, in hours"),
    field("qris_minutes", Kind::Count(1, 10_080), "umur kode QR, menit", "the life of a QR code, in minutes"),
    field("confirm", Kind::Word(Confirm::TEXTS), "kapan gateway ditanya sebelum notifikasi dipakai", "when the gateway is asked before a notification is applied"),
    field("on_gateway_cancel", Kind::Word(OnGatewayCancel::TEXTS), "akibat pembatalan di gateway bagi tagihan", "what a cancellation at the gateway does to the bill"),
    field("charge_wait_seconds", Kind::Count(1, 3_600), "detik menunggu jawaban pembuatan pembayaran", "seconds to wait for the answer to a charge"),
    field("stamp_above", Kind::Money, "kuitansi di atas jumlah ini memerlukan meterai (UU 10/2020)", "a receipt above this needs a duty stamp (UU 10/2020)"),
    field("tax", Kind::Rows(TAX), "aturan PPN, yang terlama dulu", "rules of PPN, oldest first"),
    field("pph23", Kind::Table(PPH23), "PPh 23 yang dipotong pelanggan badan", "the tax that corporate customers keep back"),
    field("billing", Kind::Table(BILLING), "siklus penagihan", "when bills are made"),
    field("late_fee", Kind::Table(LATE_FEE), "denda keterlambatan", "what late bills cost more"),
    field("corrections", Kind::Table(CORRECTIONS), "batas refund dan void", "the limits of refunds and voids"),
    field("dunning", Kind::Table(DUNNING), "pengingat: tahap, jam kirim, jeda", "reminders: steps, hours, pauses"),
    field("isolation", Kind::Table(ISOLATION), "isolir", "when service is limited"),
    field("promise", Kind::Table(PROMISE), "janji bayar", "promises to pay"),
    field("fallback", Kind::Table(FALLBACK), "percobaan dan pergantian saluran", "tries and other channels"),
    field("reconcile", Kind::Table(RECONCILE), "pencocokan dengan gateway", "how the gateway's books are compared with ours"),
    field("fees", Kind::Rows(FEES), "biaya gateway menurut tanggal", "what the gateway keeps, by date"),
    field("seller", Kind::Table(SELLER), "penjual", "who sells"),
];

#[rustfmt::skip]
const TAX: &[Field] = &[
    field("from", Kind::Day, "berlaku mulai", "the first day on which it holds"),
    field("status", Kind::Word(SellerStatus::TEXTS), "status penjual", "what the seller is"),
    field("rate", Kind::Rate, "tarif", "the rate"),
    field("base", Kind::Part, "bagian harga yang dikenai (DPP nilai lain 11/12)", "the part of the price that is taxed"),
];

#[rustfmt::skip]
const PPH23: &[Field] = &[
    field("rate", Kind::Rate, "tarif", "the rate"),
];

#[rustfmt::skip]
const BILLING: &[Field] = &[
    field("prepaid_lead_days", Kind::Count(0, 60), "hari sebelum periode prabayar saat tagihan dibuat", "days before a prepaid period on which it is billed"),
    field("postpaid_terms_days", Kind::Count(1, 365), "hari dari terbit sampai jatuh tempo pascabayar", "days from issue to due date of a postpaid bill"),
    field("min_terms_days", Kind::Count(0, 60), "jarak terpendek dari terbit ke jatuh tempo", "the fewest days from issue to due date"),
    field("first_period", Kind::Word(FirstPeriod::TEXTS), "periode pertama yang terpotong", "a first period that is cut"),
    field("while_isolated", Kind::Table(WHILE_ISOLATED), "tagihan selama isolir", "bills while service is limited"),
];

#[rustfmt::skip]
const WHILE_ISOLATED: &[Field] = &[
    field("rule", Kind::Word(ISOLATED), "tetap ditagih atau berhenti", "bills go on or stop"),
    Field {
        need: Need::Beside("rule", "continue"),
        ..field("periods", Kind::Count(0, 24), "periode yang masih ditagih", "how many periods are still billed")
    },
];

#[rustfmt::skip]
const LATE_FEE: &[Field] = &[
    field("cap", Kind::Money, "denda paling banyak untuk satu tagihan", "the most that one bill can earn"),
    field("steps", Kind::Rows(LATE_STEP), "tahap denda", "the steps of lateness"),
];

#[rustfmt::skip]
const LATE_STEP: &[Field] = &[
    field("after_days", Kind::Count(0, 365), "setelah lebih dari sekian hari terlambat", "when it is late for more than so many days"),
    field("percent", Kind::Rate, "bagian dari yang terlambat", "of what is late"),
    field("min", Kind::Money, "paling sedikit", "at least this"),
];

#[rustfmt::skip]
const CORRECTIONS: &[Field] = &[
    field("refund_tier1_max", Kind::Money, "refund terbesar tingkat 1", "the largest refund of the first tier"),
    field("refund_tier2_max", Kind::Money, "refund terbesar tingkat 2", "the largest refund of the second tier"),
    field("cooling_off_hours", Kind::Count(0, 168), "jam jeda sebelum refund tingkat 3 dijalankan", "hours before a refund of the third tier is carried out"),
    field("lifetime_days", Kind::Count(1, 60), "hari sampai permintaan gugur", "days until a request runs out"),
    field("window_days", Kind::Count(1, 365), "hari penjumlahan refund seorang pelanggan", "days over which a customer's refunds are added up"),
    field("void_single_max", Kind::Money, "tagihan terbesar yang boleh dibatalkan satu supervisor", "the largest bill that one supervisor may void"),
];

#[rustfmt::skip]
const DUNNING: &[Field] = &[
    field("send_at", Kind::Time, "jam kirim", "when a step goes on its day"),
    field("opens", Kind::Time, "mulai boleh mengirim", "the first minute in which something is sent"),
    field("closes", Kind::Time, "jam tenang mulai", "the first minute in which nothing is sent any more"),
    field("days", Kind::List(&Kind::Weekday), "hari kirim", "the days on which something is sent"),
    field("joint_leave", Kind::Word(JointLeave::TEXTS), "cuti bersama", "what joint leave is"),
    field("window_hours", Kind::Count(1, 24), "jam setelah waktunya saat tahap masih boleh dikirim", "hours after its moment in which a step may still go"),
    field("notice_gap_hours", Kind::Count(0, 168), "tahap sedekat ini dengan pemberitahuan terbit dilewati, jam", "a step so close to the notice at issue is skipped, in hours"),
    field("stages", Kind::Rows(STAGES), "tahap, menurut waktu", "the steps, in the order of time"),
    field("pauses", Kind::Rows(PAUSES), "jeda tambahan", "further silence"),
];

#[rustfmt::skip]
const STAGES: &[Field] = &[
    field("stage", Kind::Stage, "tahap: ISSUE, T-7, T+3", "the step: ISSUE, T-7, T+3"),
    field("tone", Kind::Word(Tone::TEXTS), "nada", "how it speaks"),
    field("shift", Kind::Word(Shift::TEXTS), "bila jatuh pada hari libur", "where it goes from a day without sending"),
    field("template", Kind::Template, "teks", "the text"),
];

#[rustfmt::skip]
const PAUSES: &[Field] = &[
    field("days", Kind::PauseDays, "hari: fri, atau 2026-03-18/2026-03-25", "days: fri, or 2026-03-18/2026-03-25"),
    field("from", Kind::Time, "mulai", "the first minute of silence"),
    field("until", Kind::Time, "sampai", "the first minute after it"),
];

#[rustfmt::skip]
const ISOLATION: &[Field] = &[
    field("grace_days", Kind::Count(0, 90), "hari setelah jatuh tempo", "days after the due date"),
    field("from", Kind::Time, "paling pagi", "the first time of a day"),
    field("until", Kind::Time, "tidak lagi sejak", "the first time at which it is not any more"),
    field("until_on_friday", Kind::Time, "hari Jumat tidak lagi sejak", "the same on a Friday"),
    field("restore", Kind::Word(RestoreOn::TEXTS), "layanan dibuka bila", "what opens service again"),
    field("mode", Kind::Word(IsolationMode::TEXTS), "siapa yang mengisolir", "who limits it"),
];

#[rustfmt::skip]
const PROMISE: &[Field] = &[
    field("days_max", Kind::Count(0, 30), "hari paling lama", "days at most"),
    field("per_quarter", Kind::Count(0, 10), "kali dalam satu triwulan", "how many in a calendar quarter"),
];

#[rustfmt::skip]
const FALLBACK: &[Field] = &[
    field("tries_per_channel", Kind::Count(1, 20), "percobaan per saluran", "tries a channel"),
    field("tries_per_stage", Kind::Count(1, 60), "percobaan per tahap", "tries a step"),
    field("waits", Kind::List(&Kind::Count(1, 86_400)), "detik antara percobaan", "seconds between tries"),
    field("jitter_percent", Kind::Count(0, 90), "penyebaran jeda, persen", "by how many per cent a wait may differ"),
    field("email_proof_seconds", Kind::Count(60, 86_400), "email dianggap terkirim setelah, detik", "an e-mail counts as sent after, in seconds"),
    field("whatsapp_proof_seconds", Kind::Count(60, 86_400), "menyerah menunggu WhatsApp setelah, detik", "WhatsApp is given up after, in seconds"),
];

#[rustfmt::skip]
const SELLER: &[Field] = &[
    field("name", Kind::Text(120), "nama", "the name"),
    field("npwp", Kind::Text(16), "NPWP 16 angka; kosong bila tidak ada", "the npwp, 16 digits; empty without one"),
    field("nitku", Kind::Maybe(22), "NITKU 22 angka; kosong untuk kantor pusat", "the nitku, 22 digits; empty for the head office"),
    field("contact", Kind::Text(200), "alamat pengaduan di tagihan", "where complaints go, as a bill prints it"),
];

#[rustfmt::skip]
const RECONCILE: &[Field] = &[
    field("correct", Kind::Word(Correct::TEXTS), "bila gateway lebih tahu", "when the gateway knows better"),
    field("window_days", Kind::Count(1, 90), "hari ke belakang yang dibandingkan setiap hari", "days back that a daily run compares"),
    field("confirm_minutes", Kind::Count(0, 1_440), "menit sampai selisih dipastikan", "minutes until a mismatch is confirmed"),
    field("checks", Kind::List(&Kind::Count(1, 604_800)), "detik antara pemeriksaan pembayaran terbuka", "seconds between looks at an open attempt"),
    field("give_up_hours", Kind::Count(1, 720), "jam setelah berakhir sampai menjadi kasus", "hours after the end until it becomes a case"),
];

#[rustfmt::skip]
const FEES: &[Field] = &[
    field("class", Kind::Word(FeeClass::TEXTS), "cara bayar", "the way to pay"),
    field("from", Kind::Day, "berlaku mulai", "the first day of settlement"),
    field("fixed", Kind::Money, "bagian tetap", "a fixed part"),
    field("rate", Kind::Rate, "bagian dari jumlah kotor", "a part of the gross amount"),
    field("ppn", Kind::Rate, "PPN di atas biaya; nol bila sudah termasuk", "PPN on top of the fee; zero where it contains it"),
];
