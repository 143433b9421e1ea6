//! The one table of problem codes that the edge gives: code, status, and a title in both languages.
//!
//! Codes of refusals by the core are the core's own; they come through
//! [`Problem::new`](super::Problem::new) and find their title here if they stand in the table, or
//! else the title of their status.

use axum::http::StatusCode;

use crate::text::Lang;

/// A kind of problem: its stable code, its status and its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The stable name that programs read.
    pub code: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// The title in Indonesian.
    pub id: &'static str,
    /// The title in English.
    pub en: &'static str,
}

impl Code {
    /// The title in a language.
    #[must_use]
    pub const fn title(&self, lang: Lang) -> &'static str {
        lang.pick(self.id, self.en)
    }
}

macro_rules! codes {
    ($($name:ident = $code:literal, $status:ident, $id:literal | $en:literal;)*) => {
        $(
            #[doc = $en]
            pub const $name: Code =
                Code { code: $code, status: StatusCode::$status, id: $id, en: $en };
        )*

        /// Every code of the edge.
        pub const CODES: &[Code] = &[$($name,)*];
    };
}

codes! {
    BODY_EMPTY = "body_empty", BAD_REQUEST, "Isi permintaan kosong." | "The body is empty.";
    BODY_NOT_JSON = "body_not_json", BAD_REQUEST, "Isi permintaan bukan JSON." | "The body is not JSON.";
    BODY_NOT_OBJECT = "body_not_object", BAD_REQUEST, "Isi permintaan bukan objek JSON." | "The body is not a JSON object.";
    BODY_NOT_FORM = "body_not_form", BAD_REQUEST, "Isi permintaan bukan formulir." | "The body is not a form.";
    NOT_UTF8 = "not_utf8", BAD_REQUEST, "Isi permintaan bukan UTF-8." | "The body is not UTF-8.";
    TOO_DEEP = "too_deep", BAD_REQUEST, "Isi permintaan bersarang terlalu dalam." | "The body is nested too deeply.";
    DUPLICATE_KEY = "duplicate_key", BAD_REQUEST, "Satu nama disebut dua kali." | "A name stands twice.";
    UNKNOWN_FIELD = "unknown_field", BAD_REQUEST, "Ada nama yang tidak dikenal." | "A name is not known here.";
    UNKNOWN_FILTER = "unknown_filter", BAD_REQUEST, "Saringan tidak dikenal." | "The filter is not known here.";
    MISSING_FIELD = "missing_field", UNPROCESSABLE_ENTITY, "Ada yang wajib diisi." | "A required field is missing.";
    WRONG_TYPE = "wrong_type", UNPROCESSABLE_ENTITY, "Ada nilai yang salah bentuk." | "A value has the wrong form.";
    IDEMPOTENCY_KEY_INVALID = "idempotency_key_invalid", BAD_REQUEST, "Idempotency-Key tidak dapat dipakai." | "The Idempotency-Key cannot be used.";
    IDEMPOTENCY_KEY_MISSING = "idempotency_key_missing", BAD_REQUEST, "Idempotency-Key wajib ada." | "An Idempotency-Key is required.";
    HEADER_REPEATED = "header_repeated", BAD_REQUEST, "Satu header dikirim dua kali." | "A header was sent twice.";
    CONNECTION_BROKEN = "connection_broken", BAD_REQUEST, "Isi permintaan terputus." | "The body broke off.";
    SIGN_IN_FAILED = "sign_in_failed", UNAUTHORIZED, "Email atau kata sandi salah." | "Wrong email or password.";
    NOT_SIGNED_IN = "not_signed_in", UNAUTHORIZED, "Sesi berakhir. Silakan masuk kembali." | "Please sign in.";
    DENIED = "denied", FORBIDDEN, "Anda tidak memiliki izin untuk tindakan ini." | "You do not have permission for this action.";
    FORM_EXPIRED = "form_expired", FORBIDDEN, "Formulir ini sudah tidak berlaku." | "This form is no longer valid.";
    FOREIGN_ORIGIN = "foreign_origin", FORBIDDEN, "Permintaan datang dari situs lain." | "The request comes from another site.";
    SIGNATURE_REFUSED = "signature_refused", FORBIDDEN, "Tanda tangan tidak sah." | "The signature is not valid.";
    NOT_FOUND = "not_found", NOT_FOUND, "Tidak ditemukan." | "Not found.";
    METHOD_NOT_ALLOWED = "method_not_allowed", METHOD_NOT_ALLOWED, "Metode ini tidak dapat dipakai di sini." | "The method cannot be used here.";
    BODY_SLOW = "body_slow", REQUEST_TIMEOUT, "Isi permintaan datang terlalu lambat." | "The body came too slowly.";
    TOO_LARGE = "too_large", PAYLOAD_TOO_LARGE, "Isi permintaan terlalu besar." | "The body is too large.";
    UNSUPPORTED_TYPE = "unsupported_type", UNSUPPORTED_MEDIA_TYPE, "Jenis isi permintaan tidak didukung." | "The kind of body is not supported.";
    WRONG_HOST = "wrong_host", MISDIRECTED_REQUEST, "Nama host ini tidak dilayani." | "This host is not served here.";
    AMOUNT_INVALID = "amount_invalid", UNPROCESSABLE_ENTITY, "Jumlah tidak dapat diterima." | "The amount cannot be taken.";
    POLICY_TEXT = "policy_text", UNPROCESSABLE_ENTITY, "Dokumen kebijakan belum benar." | "The policy document is not right yet.";
    PASSWORD_POLICY = "password_policy", UNPROCESSABLE_ENTITY, "Kata sandi tidak memenuhi aturan." | "The password does not meet the rules.";
    RATE_LIMITED = "rate_limited", TOO_MANY_REQUESTS, "Terlalu banyak permintaan." | "Too many requests.";
    INTERNAL = "internal", INTERNAL_SERVER_ERROR, "Ada kesalahan di pihak kami." | "Something went wrong on our side.";
    BUSY = "busy", SERVICE_UNAVAILABLE, "Server sedang sibuk." | "The server is busy.";
    UNAVAILABLE = "unavailable", SERVICE_UNAVAILABLE, "Layanan sedang tidak tersedia." | "The service is not available just now.";
    TIMED_OUT = "timed_out", SERVICE_UNAVAILABLE, "Jawaban tidak selesai pada waktunya." | "The answer was not ready in time.";
}

/// The row of a code, if it is one of the edge's.
#[must_use]
pub fn find(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|row| row.code == code)
}

/// The title of a status, for codes that are not in the table.
#[must_use]
pub fn status_title(status: StatusCode, lang: Lang) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => lang.pick("Permintaan salah.", "The request is wrong."),
        StatusCode::UNAUTHORIZED => NOT_SIGNED_IN.title(lang),
        StatusCode::FORBIDDEN => DENIED.title(lang),
        StatusCode::NOT_FOUND => NOT_FOUND.title(lang),
        StatusCode::CONFLICT => lang.pick(
            "Tidak dapat dilakukan pada keadaan sekarang.",
            "Not possible in the present state.",
        ),
        StatusCode::PRECONDITION_FAILED | StatusCode::PRECONDITION_REQUIRED => {
            lang.pick("Data telah diubah pengguna lain.", "The record was changed by someone else.")
        }
        StatusCode::UNPROCESSABLE_ENTITY => WRONG_TYPE.title(lang),
        StatusCode::TOO_MANY_REQUESTS => RATE_LIMITED.title(lang),
        StatusCode::SERVICE_UNAVAILABLE => UNAVAILABLE.title(lang),
        other if other.is_server_error() => INTERNAL.title(lang),
        _ => lang.pick("Permintaan ditolak.", "The request was refused."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_stable_names_and_titles_are_sentences() {
        let mut seen = std::collections::BTreeSet::new();
        for row in CODES {
            assert!(seen.insert(row.code), "`{}` stands twice", row.code);
            assert!(row.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'8'));
            assert!(row.id.ends_with('.') && row.en.ends_with('.'), "{}", row.code);
            assert!(row.status.is_client_error() || row.status.is_server_error());
        }
    }
}
