//! From a no of the core to what a caller is told: one table, both languages.

use axum::http::StatusCode;
use wikarta_core::account::InvoiceStatus;
use wikarta_core::engine::HandleError;
use wikarta_core::ports::Fault;
use wikarta_core::refusal::Refusal;

use super::problem::Problem;

/// Seconds after which a caller may come back when the world failed.
const COME_BACK_SECONDS: u32 = 2;

impl From<HandleError> for Problem {
    fn from(error: HandleError) -> Self {
        match error {
            HandleError::Refused(refusal) => refusal.into(),
            HandleError::Fault(fault) => fault.into(),
            HandleError::Contended => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy")
                .say(
                    "Data ini sedang banyak diubah. Kirim lagi sebentar lagi.",
                    "This record is changed by many at once. Send it again in a moment.",
                )
                .retry_after(COME_BACK_SECONDS),
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        tracing::error!(%fault, "the books did not answer");
        match fault {
            Fault::Passing(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "store_unavailable")
                .say(
                    "Pembukuan sedang tidak menjawab. Tidak ada yang berubah; coba lagi sebentar lagi.",
                    "The books do not answer now. Nothing has changed; try again in a moment.",
                )
                .retry_after(COME_BACK_SECONDS),
            Fault::Permanent(_) => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "store_failed").say(
                "Ada kesalahan di pihak kami. Tidak ada uang yang berpindah.",
                "Something is wrong on our side. No money has moved.",
            ),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (id, en) = sentences(&refusal);
        let problem = Self::new(status_of(&refusal), refusal.code())
            .say(id, en)
            .rule(refusal.rule())
            .allowed(refusal.allowed());
        match refusal {
            Refusal::Denied { permission, .. } => problem.member("permission", permission.as_str()),
            Refusal::Exists { id, .. } => problem.member("id", id),
            Refusal::AlreadyBilled { invoice, .. } => problem.member("id", invoice.as_str()),
            Refusal::InvalidState { status, .. } => {
                problem.member("invoice_status", status.as_str())
            }
            Refusal::Invalid { field, .. } => problem.field(field),
            _ => problem,
        }
    }
}

/// The HTTP status of each refusal.
const fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Denied { .. } => StatusCode::FORBIDDEN,
        Refusal::NotFound { .. } => StatusCode::NOT_FOUND,
        Refusal::Exists { .. }
        | Refusal::AlreadyBilled { .. }
        | Refusal::InvalidState { .. }
        | Refusal::NothingAwaited(_)
        | Refusal::StaleRead { .. }
        | Refusal::RoleConflict(_) => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// What is said, in Indonesian and in English.
fn sentences(refusal: &Refusal) -> (String, String) {
    let en = refusal.to_string();
    let id = match refusal {
        Refusal::Denied { .. } => "Anda tidak memiliki izin untuk tindakan ini.".to_owned(),
        Refusal::NotFound { .. } => "Data tidak ditemukan.".to_owned(),
        Refusal::Exists { .. } => "Data ini sudah ada.".to_owned(),
        Refusal::AlreadyBilled { period, .. } => format!("Periode {period} sudah ditagih."),
        Refusal::PeriodBeforeStart { period } => {
            format!("Periode {period} sebelum langganan mulai.")
        }
        Refusal::InvalidState { status, act, .. } => {
            format!("Tagihan berstatus {} tidak dapat {}.", status_word(*status), act_word(act))
        }
        Refusal::OtherCustomer(_) => {
            "Satu pembayaran hanya untuk tagihan satu pelanggan.".to_owned()
        }
        Refusal::InvoiceCount { max } => format!("Sebutkan 1 sampai {max} tagihan."),
        Refusal::NothingAwaited(_) => "Transaksi ini tidak menunggu jawaban.".to_owned(),
        Refusal::StaleRead { .. } => "Pemeriksaan ini sudah didahului yang lain.".to_owned(),
        Refusal::KeyReused => "Idempotency-Key ini sudah dipakai untuk permintaan lain.".to_owned(),
        Refusal::RoleConflict(pair) => {
            format!("Peran {} tidak boleh digabung dengan peran {}.", pair.0, pair.1)
        }
        Refusal::Customer(_) => "Data pelanggan tidak dapat diterima.".to_owned(),
        Refusal::Invalid { .. } => "Ada nilai yang tidak dapat diterima.".to_owned(),
        Refusal::Money(_) => "Jumlah di luar batas.".to_owned(),
        _ => "Permintaan ditolak.".to_owned(),
    };
    (id, en)
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

fn act_word(act: &str) -> &str {
    match act {
        "issued" => "diterbitkan",
        "charged" => "ditagihkan lewat Midtrans",
        other => other,
    }
}
