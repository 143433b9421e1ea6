//! Why the rules say no, in both languages, for refusals that need more than their code.

use wikarta_core::refusal::Refusal as R;

use super::{Lang, format, separation};
use wikarta_core::time::Zone;

/// The refusal as a sentence; `None` where the shared table of answers has it.
#[must_use]
pub fn sentence(refusal: &R, lang: Lang) -> Option<String> {
    Some(match refusal {
        R::Separation { rule, .. } => separation::why(*rule, lang).to_owned(),
        R::State { state, .. } => state_conflict(lang, state),
        R::AlreadyApproved { .. } => already_approved(lang),
        R::ContentChanged { .. } => content_changed(lang),
        R::TooMuch { left, .. } if left.is_positive() => too_much(lang, left),
        R::TooMuch { .. } => nothing_left(lang),
        R::SourceAmbiguous { .. } => ambiguous(lang),
        R::ApprovalsMissing { tier, needed, have } => approvals_missing(lang, tier, needed, have),
        R::TooEarly(at) => too_early(lang, format::moment(*at, Zone::Wib, lang)),
        R::Lapsed { at, .. } => lapsed(lang, format::moment(*at, Zone::Wib, lang)),
        R::EvidenceMissing(_) => evidence_missing(lang),
        R::TaxLocked(number) => tax_locked(lang, number),
        R::Duplicate { id, .. } => duplicate(lang, id),
        R::LastHolder(role) => last_holder(lang, role),
        R::EmergencyActive(at) => emergency(lang, format::moment(*at, Zone::Wib, lang)),
        R::Nothing(_) => nothing(lang),
        R::Invalid { field: "reason", .. } => reason_short(lang),
        R::Invalid { field: "amount", .. } => amount_positive(lang),
        _ => return None,
    })
}

sentences! {
    /// The state of a case is against it.
    state_conflict(state): "Pada tahap {state} ini tidak dapat dilakukan." | "This cannot be done at the stage {state}.",
    /// The same person again.
    already_approved(): "Anda sudah menyetujui; perlu orang lain." | "You have approved already; another person has to.",
    /// What was agreed on is not what stands there now.
    content_changed(): "Isinya berubah sesudah disetujui; perlu disetujui lagi." | "It was changed after it was approved; it has to be approved anew.",
    /// More than there is.
    too_much(left): "Lebih dari sisa {left}." | "More than the {left} that is left.",
    /// Nothing to give back.
    nothing_left(): "Tidak ada lagi yang dapat dikembalikan." | "There is nothing left to give back.",
    /// Several payments could give it.
    ambiguous(): "Sebutkan pembayaran yang dikembalikan." | "Name the payment that is to be refunded.",
    /// Too few people agreed.
    approvals_missing(tier, needed, have): "Tier {tier} perlu {needed} penyetuju berbeda; baru {have}." | "Tier {tier} needs {needed} different approvals; there are {have}.",
    /// It has to wait.
    too_early(moment): "Baru boleh mulai {moment}." | "Not before {moment}.",
    /// Its time is over.
    lapsed(moment): "Sudah gugur pada {moment}; ajukan lagi." | "It fell away at {moment}; ask anew.",
    /// Proof is missing.
    evidence_missing(): "Bukti belum lengkap: tier 3 perlu bukti, transfer perlu referensi bank dan buktinya." | "Evidence is missing: tier 3 needs evidence, a transfer needs the bank’s reference and its slip.",
    /// A tax document stands for it.
    tax_locked(number): "Faktur pajak {number} sudah diunggah; batalkan faktur terlebih dahulu." | "Tax invoice {number} was uploaded; cancel it first.",
    /// It is there already.
    duplicate(id): "Sudah tercatat sebagai {id}." | "It is recorded already as {id}.",
    /// The last one.
    last_holder(role): "Harus tetap ada satu orang aktif dengan peran {role}." | "At least one active person must stay {role}.",
    /// One emergency at a time.
    emergency(moment): "Keadaan darurat masih berlaku sampai {moment}." | "An emergency is under way until {moment}.",
    /// Nothing would change.
    nothing(): "Tidak ada yang perlu diubah." | "There is nothing to change.",
    /// The reason is too short or too long.
    reason_short(): "Alasan minimal 10 karakter, paling banyak 500." | "The reason needs 10 to 500 characters.",
    /// Zero or less.
    amount_positive(): "Jumlah harus lebih dari nol." | "The amount must be more than zero.",
}
