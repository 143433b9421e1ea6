//! The page of the seller's policy.

use wikarta_core::dunning::text::Language;

use super::Lang;

texts! {
    /// `/pengaturan`
    PolicyTexts {
        title: "Pengaturan" | "Settings",
        about: "Kebijakan penjual: diusulkan satu orang, berlaku setelah disetujui orang lain." | "The seller’s policy: proposed by one person, in force when another agrees.",
        version: "Versi" | "Version",
        since: "Berlaku sejak" | "In force since",
        first: "kebijakan awal pemasangan" | "what the installation started with",
        proposed_by: "Diusulkan" | "Proposed by",
        approved_by: "Disetujui" | "Approved by",
        reason: "Alasan" | "Reason",
        general: "Umum" | "General",
        field: "Kunci" | "Key",
        value: "Nilai" | "Value",
        meaning: "Arti" | "Meaning",
        versions: "Semua versi" | "All versions",
        none: "Belum ada." | "None yet.",
        proposal: "Usulan yang menunggu" | "Proposal that waits",
        no_change: "Tidak ada yang berubah." | "Nothing changes.",
        before: "Berlaku" | "In force",
        after: "Usulan" | "Proposed",
        refused_last: "Usulan terakhir tidak jadi" | "The last proposal came to nothing",
        propose: "Usulkan perubahan" | "Propose a change",
        document: "Dokumen (TOML)" | "Document (TOML)",
        document_hint: "Yang tidak ditulis tetap seperti yang berlaku." | "What is left out stays as it is in force.",
        approve: "Setujui dan berlakukan" | "Approve and put in force",
        reject: "Tolak usulan" | "Refuse the proposal",
        withdraw: "Tarik usulan" | "Take the proposal back",
        wrong: "Yang perlu diperbaiki" | "What has to be mended",
        line: "Baris" | "Line",
        written: "Tertulis" | "Written",
        old: "Versi lama, tidak berlaku lagi." | "An old version, no longer in force.",
    }
}

sentences! {
    /// Names a version.
    version(number): "versi {number}" | "version {number}",
    /// Which policy made a bill.
    billed_under(number): "kebijakan versi {number}" | "policy version {number}",
}

/// The language of the core's own texts.
#[must_use]
pub const fn language(lang: Lang) -> Language {
    match lang {
        Lang::Id => Language::Id,
        Lang::En => Language::En,
    }
}
