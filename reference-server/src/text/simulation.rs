//! `/simulasi` and `wikarta simulate --story`: a simulated life in words.

use wikarta_core::testkit::simulate::{FaultKind, Port};

use super::Lang;

texts! {
    /// `/simulasi`
    SimulationTexts {
        title: "Simulasi" | "Simulation",
        about: "Hidup sebuah penyedia selama beberapa bulan, di memori, dengan mesin dan aturan yang sama. Buku di server ini tidak tersentuh." | "Months of a provider’s life, in memory, by the same engine and rules. The books of this server are not touched.",
        form: "Yang disimulasikan" | "What to simulate",
        customers: "Pelanggan" | "Customers",
        months: "Bulan" | "Months",
        seed: "Benih" | "Seed",
        faults: "Gangguan" | "Faults",
        faults_none: "tanpa gangguan" | "none",
        faults_all: "semua" | "all",
        subject: "Tentang" | "About",
        subject_hint: "Nomor pelanggan, order_id, atau ID lain" | "Customer number, order_id or other id",
        run: "Jalankan" | "Run",
        range_customers: "Tulis angka 1 sampai 12." | "Type a number from 1 to 12.",
        range_months: "Tulis angka 1 sampai 6." | "Type a number from 1 to 6.",
        range_seed: "Tulis bilangan bulat mulai 0." | "Type a whole number from 0 on.",
        unknown_fault: "Pilih salah satu." | "Choose one of them.",
        unknown_subject: "Paling banyak 60 huruf, angka dan tanda hubung." | "At most 60 letters, digits and hyphens.",
        begin: "Belum ada yang dijalankan." | "Nothing was run yet.",
        begin_why: "Pilih besarnya lalu tekan Jalankan. Benih yang sama selalu menceritakan hidup yang sama." | "Choose the size and press Run. The same seed always tells the same life.",
        laws: "Hukum" | "Laws",
        laws_held: "semua berlaku" | "all held",
        laws_broken: "dilanggar" | "broken",
        commands: "Perintah" | "Commands",
        refused: "Ditolak" | "Refused",
        struck: "Gangguan terjadi" | "Faults that struck",
        cut: "berhenti di batas langkah" | "stopped at the limit of steps",
        by_month: "Per bulan" | "By month",
        month: "Bulan" | "Month",
        issued: "Terbit" | "Issued",
        paid: "Diterima" | "Paid",
        refunds: "Pengembalian" | "Refunds",
        rest: "Penutup" | "Rest",
        story: "Cerita" | "Story",
        at: "Waktu" | "When",
        who: "Siapa" | "Who",
        what: "Kejadian" | "What",
        world: "dunia" | "the world",
        empty: "Tidak ada kejadian untuk saringan ini." | "Nothing happened that fits this filter.",
        empty_why: "Kosongkan kolom Tentang, atau salin nomor dari cerita." | "Empty the field About, or copy a number from the story.",
    }
}

sentences! {
    /// What was asked for and what came of it.
    asked(asked, came): "{asked} → {came}" | "{asked} → {came}",
    /// Who acted, in which role.
    who(name, roles): "{name} ({roles})" | "{name} ({roles})",
    /// A rule said no.
    refused(code): "ditolak: {code}" | "refused: {code}",
    /// A fault.
    struck(port, fault): "gangguan {port}: {fault}" | "fault at {port}: {fault}",
    /// A fault while something was asked for.
    struck_during(port, fault, asked): "gangguan {port}: {fault} (saat {asked})" | "fault at {port}: {fault} (during {asked})",
    /// A month is over.
    month_over(month): "bulan {month} berakhir" | "month {month} is over",
    /// A law was broken.
    broken(law, seen): "hukum {law} dilanggar: {seen}" | "law {law} broken: {seen}",
    /// A field before and after.
    change(field, before, after): "{field} {before} → {after}" | "{field} {before} → {after}",
    /// A field that had no value before.
    begins(field, after): "{field} {after}" | "{field} {after}",
    /// What is shown of a long story.
    capped(kept, told): "{kept} kejadian pertama dari {told}; selebihnya tidak disimpan" | "the first {kept} of {told} scenes; the rest is not kept",
    /// All of a story is shown.
    whole(told): "{told} kejadian" | "{told} scenes",
    /// The line that repeats a run.
    repeat(plan): "wikarta simulate {plan} --story" | "wikarta simulate {plan} --story",
    /// How many kinds.
    kinds(count): "{count} jenis" | "{count} kinds",
    /// How many times something was held against the laws.
    checked(count): "{count} kali diperiksa" | "checked {count} times",
}

/// It was answered with yes, and nothing had to be written.
#[must_use]
pub const fn nothing(lang: Lang) -> &'static str {
    lang.pick("tidak ada yang baru", "nothing new")
}

/// Nobody answered.
#[must_use]
pub const fn unanswered(lang: Lang) -> &'static str {
    lang.pick("tidak ada jawaban", "no answer")
}

/// Faults are over.
#[must_use]
pub const fn calm(lang: Lang) -> &'static str {
    lang.pick("gangguan berakhir; semua diselesaikan", "faults are off; everything comes to rest")
}

/// Where a fault strikes.
#[must_use]
pub const fn port(port: Port, lang: Lang) -> &'static str {
    match port {
        Port::Notifications => lang.pick("notifikasi", "notifications"),
        Port::Gateway => lang.pick("Midtrans", "the gateway"),
        Port::Bank => lang.pick("bank", "the bank"),
        Port::Store => lang.pick("basis data", "the database"),
        Port::Channel => lang.pick("saluran pesan", "the channel"),
        Port::Processes => lang.pick("proses server", "the processes"),
        Port::Clock => lang.pick("jam", "the clock"),
        Port::Callers => lang.pick("pemanggil", "the callers"),
    }
}

/// What goes wrong.
#[must_use]
pub const fn fault(fault: FaultKind, lang: Lang) -> &'static str {
    match fault {
        FaultKind::Duplicates => lang.pick("datang dua kali", "it comes again"),
        FaultKind::Delays => lang.pick("datang terlambat", "it comes late"),
        FaultKind::Reorders => lang.pick("saling mendahului", "they overtake each other"),
        FaultKind::Drops => lang.pick("tidak pernah datang", "it never comes"),
        FaultKind::ForgedClaims => lang.pick("isinya dipalsukan", "its content is forged"),
        FaultKind::LostReplies => lang.pick("jawaban hilang", "the answer is lost"),
        FaultKind::LateCharges => lang.pick("transaksi sampai terlambat", "a charge arrives late"),
        FaultKind::Outages => lang.pick("tidak menjawab sama sekali", "it answers nothing"),
        FaultKind::Refusals => lang.pick("menolak", "it says no"),
        FaultKind::Garbage => lang.pick("menjawab kata tak dikenal", "it answers an unknown word"),
        FaultKind::StatusResets => lang.pick("menjawab status lama", "it answers an old status"),
        FaultKind::LateMoney => {
            lang.pick("uang masuk setelah kode berakhir", "money after the end")
        }
        FaultKind::Reversals => lang.pick("uang ditarik kembali", "money is taken back"),
        FaultKind::WrongAmounts => lang.pick("jumlah lain yang masuk", "another amount arrives"),
        FaultKind::FoundRefunds => {
            lang.pick("pengembalian tak diminta", "a refund nobody asked for")
        }
        FaultKind::UnknownOrders => lang.pick("uang tanpa pesanan", "money under an unknown order"),
        FaultKind::StoreFails => lang.pick("gagal sebelum bekerja", "it fails before its work"),
        FaultKind::StoreLosesReplies => {
            lang.pick("tersimpan, jawaban hilang", "it commits, the answer is lost")
        }
        FaultKind::StoreClashes => lang.pick("ada yang mendahului", "somebody was first"),
        FaultKind::ChannelFails => lang.pick("gagal mengirim", "it fails"),
        FaultKind::ChannelLosesReplies => {
            lang.pick("terkirim, jawaban hilang", "it delivers, the answer is lost")
        }
        FaultKind::Crashes => lang.pick("sebuah proses mati", "a process dies"),
        FaultKind::TwoProcesses => lang.pick("dua proses bersamaan", "two work at once"),
        FaultKind::Repeats => lang.pick("permintaan diulang", "a request comes again"),
        FaultKind::ClockJumps => lang.pick("meloncat", "it jumps"),
        FaultKind::ForbiddenActs => {
            lang.pick("mencoba yang terlarang", "they try what is forbidden")
        }
    }
}
