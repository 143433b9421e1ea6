//! The one table from a status to its word and tone. Nothing else decides a colour.

use super::Lang;

/// Colour and shape of a status chip; a closed set, the same in every list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Empty square: not begun.
    Plain,
    /// Ring: on its way.
    Info,
    /// Half disc: someone must act or wait.
    Wait,
    /// Disc: done, money is here.
    Ok,
    /// Diamond: lapsed or held back.
    Rust,
    /// Triangle: refused or failed.
    Bad,
    /// Left arrow: money went back.
    Plum,
    /// Struck square: void.
    Void,
}

impl Tone {
    /// The CSS class of a chip in this tone.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Info => "info",
            Self::Wait => "wait",
            Self::Ok => "ok",
            Self::Rust => "rust",
            Self::Bad => "bad",
            Self::Plum => "plum",
            Self::Void => "void",
        }
    }
}

/// Whose status it is; the same code may read differently elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Of {
    /// The seven computed invoice statuses, and `REFUND_PARTIAL`.
    Invoice,
    /// A payment attempt.
    Attempt,
    /// A customer's service.
    Subscription,
    /// What came of a webhook.
    Webhook,
    /// A case on the finance desk.
    Case,
    /// A package on the price list.
    Package,
    /// A refund or void case.
    Correction,
    /// A payment by hand.
    Posting,
    /// A promotion.
    Promo,
    /// What a provider told of a message.
    Receipt,
    /// A reminder.
    Reminder,
    /// A difference between the books.
    Finding,
}

struct Row(Of, &'static str, Tone, &'static str, &'static str);

const TABLE: &[Row] = &[
    Row(Of::Invoice, "DRAFT", Tone::Plain, "Draf", "Draft"),
    Row(Of::Invoice, "ISSUED", Tone::Info, "Terbit", "Issued"),
    Row(Of::Invoice, "PENDING", Tone::Wait, "Menunggu pembayaran", "Awaiting payment"),
    Row(Of::Invoice, "PAID", Tone::Ok, "Lunas", "Paid"),
    Row(Of::Invoice, "EXPIRED", Tone::Rust, "Kedaluwarsa", "Expired"),
    Row(Of::Invoice, "VOID", Tone::Void, "Dibatalkan", "Void"),
    Row(Of::Invoice, "REFUND", Tone::Plum, "Dana dikembalikan", "Refunded"),
    Row(Of::Invoice, "REFUND_PARTIAL", Tone::Plum, "Dikembalikan sebagian", "Partly refunded"),
    Row(Of::Attempt, "opened", Tone::Plain, "Dibuat", "Created"),
    Row(Of::Attempt, "pending", Tone::Wait, "Menunggu", "Waiting"),
    Row(Of::Attempt, "authorized", Tone::Wait, "Diotorisasi", "Authorised"),
    Row(Of::Attempt, "challenged", Tone::Wait, "Perlu diperiksa", "To be checked"),
    Row(Of::Attempt, "unknown", Tone::Wait, "Perlu diperiksa", "To be checked"),
    Row(Of::Attempt, "unrecognised", Tone::Wait, "Perlu diperiksa", "To be checked"),
    Row(Of::Attempt, "settled", Tone::Ok, "Berhasil", "Succeeded"),
    Row(Of::Attempt, "expired", Tone::Rust, "Kedaluwarsa", "Expired"),
    Row(Of::Attempt, "superseded", Tone::Void, "Diganti", "Superseded"),
    Row(Of::Attempt, "cancelled", Tone::Void, "Dibatalkan", "Cancelled"),
    Row(Of::Attempt, "denied", Tone::Bad, "Ditolak", "Denied"),
    Row(Of::Attempt, "refused", Tone::Bad, "Ditolak", "Refused"),
    Row(Of::Attempt, "failed", Tone::Bad, "Gagal", "Failed"),
    Row(Of::Attempt, "reversed", Tone::Plum, "Ditarik kembali", "Reversed"),
    Row(Of::Attempt, "refunded", Tone::Plum, "Dikembalikan", "Refunded"),
    Row(Of::Attempt, "partially_refunded", Tone::Plum, "Dikembalikan sebagian", "Partly refunded"),
    Row(Of::Attempt, "charged_back", Tone::Plum, "Ditarik bank", "Charged back"),
    Row(
        Of::Attempt,
        "partially_charged_back",
        Tone::Plum,
        "Ditarik sebagian",
        "Partly charged back",
    ),
    Row(Of::Subscription, "ACTIVE", Tone::Ok, "Aktif", "Active"),
    Row(Of::Subscription, "ISOLATED", Tone::Rust, "Diisolir", "Suspended"),
    Row(Of::Subscription, "TERMINATED", Tone::Void, "Berhenti", "Terminated"),
    Row(
        Of::Subscription,
        "PENDING_INSTALL",
        Tone::Plain,
        "Menunggu pemasangan",
        "Awaiting install",
    ),
    Row(Of::Webhook, "applied", Tone::Ok, "Diterapkan", "Applied"),
    Row(Of::Webhook, "duplicate", Tone::Plain, "Ulangan", "Duplicate"),
    Row(Of::Webhook, "stale", Tone::Plain, "Tidak baru", "Nothing new"),
    Row(Of::Webhook, "parked", Tone::Wait, "Menunggu dibaca", "Awaiting read"),
    Row(Of::Webhook, "refuted", Tone::Rust, "Tidak terbukti", "Not confirmed"),
    Row(Of::Webhook, "probe", Tone::Plain, "Uji coba", "Test"),
    Row(Of::Webhook, "dead", Tone::Bad, "Gagal permanen", "Dead letter"),
    Row(Of::Case, "open", Tone::Wait, "Perlu diperiksa", "To be checked"),
    Row(Of::Case, "closed", Tone::Ok, "Selesai", "Done"),
    Row(Of::Package, "PROPOSED", Tone::Wait, "Diusulkan", "Proposed"),
    Row(Of::Package, "ON_SALE", Tone::Ok, "Dijual", "On sale"),
    Row(Of::Package, "ARCHIVED", Tone::Void, "Arsip", "Archived"),
    Row(Of::Posting, "RECORDED", Tone::Wait, "Menunggu verifikasi", "Awaiting verification"),
    Row(Of::Posting, "VERIFIED", Tone::Ok, "Diverifikasi", "Verified"),
    Row(Of::Posting, "REJECTED", Tone::Bad, "Ditolak", "Rejected"),
    Row(Of::Posting, "REVERSED", Tone::Plum, "Dibalik", "Reversed"),
    Row(Of::Promo, "PROPOSED", Tone::Wait, "Diusulkan", "Proposed"),
    Row(Of::Promo, "APPROVED", Tone::Ok, "Disetujui", "Approved"),
    Row(Of::Promo, "REJECTED", Tone::Bad, "Ditolak", "Rejected"),
    Row(Of::Receipt, "queued", Tone::Wait, "Antre", "Queued"),
    Row(Of::Receipt, "sent", Tone::Info, "Terkirim", "Sent"),
    Row(Of::Receipt, "failed", Tone::Bad, "Gagal", "Failed"),
    Row(Of::Receipt, "delivered", Tone::Ok, "Sampai", "Delivered"),
    Row(Of::Receipt, "read", Tone::Ok, "Dibaca", "Read"),
    Row(Of::Reminder, "SCHEDULED", Tone::Wait, "Terjadwal", "Scheduled"),
    Row(Of::Reminder, "SENT", Tone::Info, "Terkirim", "Sent"),
    Row(Of::Reminder, "DELIVERED", Tone::Ok, "Diterima", "Delivered"),
    Row(Of::Reminder, "READ", Tone::Ok, "Dibaca", "Read"),
    Row(Of::Reminder, "FAILED", Tone::Bad, "Gagal", "Failed"),
    Row(Of::Reminder, "CANCELLED", Tone::Void, "Dibatalkan", "Cancelled"),
    Row(Of::Reminder, "SKIPPED", Tone::Void, "Dilewati", "Skipped"),
    Row(Of::Finding, "open", Tone::Bad, "Belum ditangani", "Open"),
    Row(Of::Finding, "case", Tone::Wait, "Dalam kasus", "In a case"),
    Row(Of::Finding, "corrected", Tone::Ok, "Dikoreksi", "Corrected"),
    Row(Of::Finding, "resolved", Tone::Ok, "Sudah cocok", "Resolved"),
    Row(Of::Correction, "REQUESTED", Tone::Plain, "Diajukan", "Requested"),
    Row(Of::Correction, "VERIFIED", Tone::Info, "Diverifikasi", "Verified"),
    Row(Of::Correction, "APPROVED", Tone::Info, "Disetujui", "Approved"),
    Row(Of::Correction, "REJECTED", Tone::Bad, "Ditolak", "Rejected"),
    Row(Of::Correction, "WITHDRAWN", Tone::Void, "Ditarik", "Withdrawn"),
    Row(Of::Correction, "EXPIRED", Tone::Rust, "Kedaluwarsa", "Expired"),
    Row(Of::Correction, "EXECUTING", Tone::Wait, "Diproses", "In progress"),
    Row(Of::Correction, "UNKNOWN", Tone::Wait, "Perlu diperiksa", "To be checked"),
    Row(
        Of::Correction,
        "MANUAL_PENDING",
        Tone::Wait,
        "Menunggu transfer manual",
        "Awaiting transfer by hand",
    ),
    Row(Of::Correction, "DONE", Tone::Ok, "Selesai", "Done"),
    Row(Of::Correction, "FAILED", Tone::Bad, "Gagal", "Failed"),
];

/// The word and tone of a status, by its canonical code (upper or lower case alike).
/// `None` when the code stands in no row: the caller then shows the code itself.
#[must_use]
pub fn word(of: Of, code: &str, lang: Lang) -> Option<(&'static str, Tone)> {
    TABLE
        .iter()
        .find(|row| row.0 == of && row.1.eq_ignore_ascii_case(code))
        .map(|Row(_, _, tone, id, en)| (lang.pick(id, en), *tone))
}

/// The canonical codes of one kind in the order of the table, for filters.
pub fn codes(of: Of) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |row| row.0 == of).map(|row| row.1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use wikarta_core::account::{AttemptState, CaseState, InvoiceStatus, PostingState, Stage};
    use wikarta_core::message::ReceiptState;
    use wikarta_core::package::PackageState;
    use wikarta_core::ports::InboxState;
    use wikarta_core::promo::PromoState;
    use wikarta_core::provider::ProviderStatus;
    use wikarta_core::subscription::SubscriptionStatus;

    use super::*;

    #[test]
    fn every_code_has_one_row_and_two_words() {
        let mut seen = BTreeSet::new();
        for Row(of, code, _, id, en) in TABLE {
            assert!(
                seen.insert((format!("{of:?}"), code.to_ascii_lowercase())),
                "{of:?} {code} twice"
            );
            assert!(!id.is_empty() && !en.is_empty());
        }
    }

    #[test]
    fn every_status_of_the_core_has_a_row() {
        let known = |of, code: &str| assert!(word(of, code, Lang::Id).is_some(), "{of:?} {code}");
        InvoiceStatus::ALL.iter().for_each(|status| known(Of::Invoice, status.as_str()));
        AttemptState::ALL.iter().for_each(|state| known(Of::Attempt, state.as_str()));
        ProviderStatus::ALL.iter().for_each(|status| known(Of::Attempt, status.as_str()));
        SubscriptionStatus::ALL.iter().for_each(|status| known(Of::Subscription, status.as_str()));
        CaseState::ALL.iter().for_each(|state| known(Of::Case, state.as_str()));
        InboxState::ALL.iter().for_each(|state| known(Of::Webhook, state.as_str()));
        PostingState::ALL.iter().for_each(|state| known(Of::Posting, state.as_str()));
        PackageState::ALL.iter().for_each(|state| known(Of::Package, state.as_str()));
        PromoState::ALL.iter().for_each(|state| known(Of::Promo, state.as_str()));
        ReceiptState::ALL.iter().for_each(|state| known(Of::Receipt, state.as_str()));
        Stage::ALL.iter().for_each(|stage| known(Of::Correction, stage.as_str()));
    }

    #[test]
    fn an_invoice_reads_as_agreed() {
        let read = |code| {
            let (id, tone) = word(Of::Invoice, code, Lang::Id)?;
            let (en, _) = word(Of::Invoice, code, Lang::En)?;
            Some(format!("{code}: {id} / {en} ({})", tone.class()))
        };
        let lines: Vec<_> = codes(Of::Invoice).filter_map(read).collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        DRAFT: Draf / Draft (plain)
        ISSUED: Terbit / Issued (info)
        PENDING: Menunggu pembayaran / Awaiting payment (wait)
        PAID: Lunas / Paid (ok)
        EXPIRED: Kedaluwarsa / Expired (rust)
        VOID: Dibatalkan / Void (void)
        REFUND: Dana dikembalikan / Refunded (plum)
        REFUND_PARTIAL: Dikembalikan sebagian / Partly refunded (plum)
        ");
    }

    #[test]
    fn case_of_the_code_does_not_matter_but_its_kind_does() {
        assert_eq!(word(Of::Invoice, "expired", Lang::En), Some(("Expired", Tone::Rust)));
        assert_eq!(word(Of::Invoice, "superseded", Lang::En), None);
    }
}
