//! What a refused person reads: what is wrong, and what would be possible, in both languages.

use wikarta_core::account::InvoiceStatus;
use wikarta_core::customer::CustomerError;
use wikarta_core::dunning::text::Language;
use wikarta_core::refusal::Refusal;

use super::{indonesian as words, policy};
use crate::text::{Lang, separation};

/// What is wrong, in Indonesian and in English.
pub(super) fn sentences(refusal: &Refusal) -> (String, String) {
    if let Refusal::Separation { rule, .. } = refusal {
        let said = |lang| separation::why(*rule, lang).to_owned();
        return (said(Lang::Id), said(Lang::En));
    }
    if let Refusal::NotFound { kind, .. } = refusal {
        // The same words whether the id is malformed, of another kind, or nobody's.
        return (indonesian(refusal), format!("There is no such {kind}."));
    }
    if let Refusal::Policy(flaws) = refusal {
        return (indonesian(refusal), policy::flaws(flaws, Language::En));
    }
    (indonesian(refusal), format!("{}.", words::begin(&refusal.to_string())))
}

fn indonesian(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Denied { .. } => "Anda tidak memiliki izin untuk tindakan ini.".to_owned(),
        Refusal::NotFound { kind, .. } => {
            format!("{} tidak ditemukan.", words::begin(words::kind(kind)))
        }
        Refusal::Exists { kind, .. } => {
            format!("{} ini sudah ada.", words::begin(words::kind(kind)))
        }
        Refusal::AlreadyBilled { period, .. } => format!("Periode {period} sudah ditagih."),
        Refusal::PeriodBeforeStart { period } => {
            format!("Periode {period} sebelum langganan mulai.")
        }
        Refusal::InvalidState { status, act, .. } => {
            format!("Tagihan berstatus {} tidak dapat {}.", status_word(*status), words::act(act))
        }
        Refusal::OtherCustomer(_) => {
            "Satu pembayaran hanya untuk tagihan satu pelanggan.".to_owned()
        }
        Refusal::InvoiceCount { max } => format!("Sebutkan 1 sampai {max} tagihan."),
        Refusal::StaleRead { .. } => "Pemeriksaan ini sudah didahului yang lain.".to_owned(),
        Refusal::KeyReused => "Idempotency-Key ini sudah dipakai untuk permintaan lain.".to_owned(),
        Refusal::Customer(error) => of_customer(error).to_owned(),
        Refusal::Invalid { field, problem } => {
            format!("{} {}.", words::field(field), words::problem(problem))
        }
        Refusal::Money(_) => "Jumlah di luar batas.".to_owned(),
        Refusal::Policy(flaws) => policy::flaws(flaws, Language::Id),
        _ => of_cases(refusal),
    }
}

const fn of_customer(error: &CustomerError) -> &'static str {
    match error {
        CustomerError::Code(_) => "Kode pelanggan harus 1 sampai 24 huruf besar, angka, atau -.",
        CustomerError::Text(_) => "Nama, alamat, dan pemilik rekening 1 sampai 200 karakter.",
        CustomerError::Phone => "Nomor ponsel tidak valid.",
        CustomerError::Payout => "Rekening memerlukan nama bank dan 5 sampai 34 digit.",
        CustomerError::Email => "Alamat email tidak valid.",
        _ => "Data pelanggan tidak dapat diterima.",
    }
}

fn of_cases(refusal: &Refusal) -> String {
    match refusal {
        Refusal::State { kind, state, act, .. } => format!(
            "{} berstatus {} tidak dapat {}.",
            words::begin(words::kind(kind)),
            words::state(state),
            words::act(act)
        ),
        Refusal::AlreadyApproved { kind, .. } => {
            format!("Anda sudah menyetujui {} ini; harus orang lain.", words::kind(kind))
        }
        Refusal::ContentChanged { kind, .. } => format!(
            "{} diubah setelah disetujui; harus disetujui lagi.",
            words::begin(words::kind(kind))
        ),
        Refusal::TooMuch { asked, left } => format!("{asked} lebih besar dari sisa {left}."),
        Refusal::SourceAmbiguous { .. } => {
            "Sebutkan pembayaran mana yang dikembalikan dananya.".to_owned()
        }
        Refusal::ApprovalsMissing { tier, needed, have } => format!(
            "Tingkat {tier} memerlukan {needed} persetujuan orang yang berbeda; baru ada {have}."
        ),
        Refusal::TooEarly(at) => format!("Belum boleh dijalankan sebelum {at}."),
        Refusal::Lapsed { kind, at, .. } => {
            format!("{} ini gugur pada {at}.", words::begin(words::kind(kind)))
        }
        Refusal::EvidenceMissing(what) => format!("Bukti belum ada: {}.", words::evidence(what)),
        Refusal::TaxLocked(_) => {
            "Faktur pajak sudah diunggah; batalkan faktur terlebih dahulu.".to_owned()
        }
        Refusal::Duplicate { kind, .. } => {
            format!("{} ini sudah tercatat.", words::begin(words::kind(kind)))
        }
        Refusal::Nothing(what) => format!("Tidak ada yang dapat {}.", words::nothing(what)),
        _ => of_access(refusal),
    }
}

fn of_access(refusal: &Refusal) -> String {
    match refusal {
        Refusal::RoleConflict(pair) => {
            format!("Peran {} tidak boleh digabung dengan peran {}.", pair.0, pair.1)
        }
        Refusal::PermissionConflict(pair) => {
            format!("Izin {} tidak boleh digabung dengan izin {}.", pair.0, pair.1)
        }
        Refusal::RoleForbids { role, permission } => {
            format!("Peran {role} tidak boleh digabung dengan izin {permission}.")
        }
        Refusal::NotYours { kind, .. } => {
            format!("Hanya pengaju {} ini yang boleh melakukannya.", words::kind(kind))
        }
        Refusal::LastHolder(role) => {
            format!("Harus tetap ada paling sedikit satu {role} yang aktif.")
        }
        Refusal::EmergencyActive(until) => {
            format!("Keadaan darurat sedang berlaku sampai {until}.")
        }
        _ => "Permintaan ditolak.".to_owned(),
    }
}

/// What would be possible, or who may; none where nothing helps.
pub(super) fn next(refusal: &Refusal) -> Option<(String, String)> {
    let allowed = refusal.allowed().join(", ");
    let said = |id: String, en: String| Some((id, en));
    match refusal {
        Refusal::Denied { .. } if !allowed.is_empty() => said(
            format!("Yang boleh: {allowed}."),
            format!("Whoever is one of these may: {allowed}."),
        ),
        Refusal::Separation { .. } => said(
            format!("Minta orang lain dengan peran {allowed}."),
            format!("Ask another person who is {allowed}."),
        ),
        Refusal::InvalidState { .. } | Refusal::State { .. } if !allowed.is_empty() => said(
            format!("Yang mungkin sekarang: {allowed}."),
            format!("What is possible now: {allowed}."),
        ),
        Refusal::AlreadyApproved { .. } => said(
            "Tunggu persetujuan orang lain.".to_owned(),
            "Wait for another person's approval.".to_owned(),
        ),
        Refusal::ContentChanged { .. } => said(
            "Muat ulang, periksa, lalu minta persetujuan lagi.".to_owned(),
            "Load it again, check it, and have it approved anew.".to_owned(),
        ),
        Refusal::TooMuch { left, .. } => {
            said(format!("Paling banyak {left}."), format!("At most {left}."))
        }
        Refusal::SourceAmbiguous { .. } => {
            said(format!("Pilih satu: {allowed}."), format!("Choose one: {allowed}."))
        }
        Refusal::ApprovalsMissing { needed, have, .. } => {
            let more = needed.saturating_sub(*have);
            said(
                format!("Masih perlu {more} persetujuan."),
                format!("{more} more approvals are needed."),
            )
        }
        Refusal::TooEarly(at) | Refusal::EmergencyActive(at) => {
            said(format!("Coba lagi setelah {at}."), format!("Try again after {at}."))
        }
        Refusal::Lapsed { .. } => said("Ajukan lagi.".to_owned(), "Ask anew.".to_owned()),
        Refusal::TaxLocked(_) => said(
            "Batalkan di Coretax, lalu catat pembatalannya.".to_owned(),
            "Cancel it in Coretax, then record that.".to_owned(),
        ),
        Refusal::Duplicate { id, .. } => said(format!("Lihat {id}."), format!("Look at {id}.")),
        Refusal::AlreadyBilled { invoice, .. } => {
            said(format!("Lihat {invoice}."), format!("Look at {invoice}."))
        }
        Refusal::KeyReused => said(
            "Pakai kunci baru untuk permintaan baru.".to_owned(),
            "Use a fresh key for a new request.".to_owned(),
        ),
        _ => None,
    }
}

const fn status_word(status: InvoiceStatus) -> &'static str {
    match status {
        InvoiceStatus::Draft => "Draf",
        InvoiceStatus::Issued => "Terbit",
        InvoiceStatus::Pending => "Menunggu pembayaran",
        InvoiceStatus::Paid => "Lunas",
        InvoiceStatus::Expired => "Kedaluwarsa",
        InvoiceStatus::Void => "Dibatalkan",
        InvoiceStatus::Refund => "Dana dikembalikan",
    }
}
