//! Why somebody who has had a hand in a case may not have the next: one sentence a rule.

use wikarta_core::access::SeparationRule as R;

use super::Lang;

/// The rule in words, said to the person whom it stops.
#[must_use]
#[allow(clippy::too_many_lines, reason = "one line a rule; splitting would hide a missing one")]
pub const fn why(rule: R, lang: Lang) -> &'static str {
    let (id, en) = match rule {
        R::RequesterVerifies => (
            "Anda mengajukan ini; orang lain yang memeriksa.",
            "You asked for this; somebody else checks it.",
        ),
        R::RequesterApproves => (
            "Pengaju tidak boleh menyetujui atau menolak pengajuannya sendiri.",
            "Who asked may neither approve nor reject it.",
        ),
        R::VerifierApproves => (
            "Anda memverifikasi ini; orang lain yang menyetujui.",
            "You verified this; somebody else approves it.",
        ),
        R::ApproverVerifies => (
            "Anda menyetujui ini; orang lain yang memeriksa.",
            "You approved this; somebody else checks it.",
        ),
        R::RequesterExecutes => (
            "Anda mengajukan ini; orang lain yang mengeksekusi.",
            "You asked for this; somebody else executes it.",
        ),
        R::ApproverExecutes => (
            "Anda menyetujui ini; orang lain yang mengeksekusi.",
            "You approved this; somebody else executes it.",
        ),
        R::VerifierExecutes => (
            "Di atas tier 1, pemverifikasi tidak boleh mengeksekusi.",
            "Above tier 1 whoever verified may not execute.",
        ),
        R::PosterDecides => (
            "Anda mencatat pembayarannya; orang lain yang memeriksa dan menyetujui pengembaliannya.",
            "You posted the payment; somebody else checks and approves its refund.",
        ),
        R::PosterVerifies => (
            "Anda mencatat pembayaran ini; orang lain yang memverifikasi.",
            "You posted this payment; somebody else verifies it.",
        ),
        R::PosterReverses => (
            "Pencatat dan pemverifikasi tidak boleh menarik kembali pembayaran ini.",
            "Who posted or verified this payment may not reverse it.",
        ),
        R::ContactChanger => (
            "Anda mengubah data kontak atau rekening pelanggan ini dalam 7 hari terakhir.",
            "You changed this customer’s contact or payout data in the last 7 days.",
        ),
        R::PayoutChanger => (
            "Anda mengubah rekening tujuan pelanggan ini.",
            "You changed this customer’s bank account for refunds.",
        ),
        R::CustomerCreator => (
            "Anda mendaftarkan pelanggan ini; orang lain yang menyetujui.",
            "You took this customer in; somebody else approves.",
        ),
        R::RoleAssigner => (
            "Peran Anda baru diberikan oleh pengaju; tunggu 24 jam atau minta orang lain.",
            "Whoever asked gave you your role just now; wait 24 hours or let somebody else act.",
        ),
        R::LimitsChanger => (
            "Anda ikut mengubah batasnya; selama 24 jam orang lain yang menyetujui.",
            "You had a hand in the new limits; for 24 hours somebody else approves.",
        ),
        R::ProposerApproves => (
            "Anda mengusulkan ini; orang lain yang menyetujui.",
            "You proposed this; somebody else approves it.",
        ),
        R::SubjectDecides => (
            "Ini tentang hak akses Anda sendiri; orang lain yang memutuskan.",
            "This is about your own access; somebody else decides.",
        ),
        R::OwnAccount => (
            "Ini akun pelanggan Anda sendiri; orang lain yang bertindak.",
            "This is your own customer account; somebody else acts.",
        ),
        R::ApproverGone => (
            "Salah satu penyetuju tidak lagi berwenang; perlu persetujuan baru.",
            "An approver may not approve any more; another approval is needed.",
        ),
        R::EmergencyDecides => (
            "Ini tersentuh selama keadaan darurat yang Anda nyatakan; orang lain yang menyetujui.",
            "This was touched in the emergency that you declared; somebody else approves.",
        ),
    };
    lang.pick(id, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_sentence_in_both_languages() {
        for rule in R::ALL {
            let (id, en) = (why(*rule, Lang::Id), why(*rule, Lang::En));
            assert!(id.ends_with('.') && en.ends_with('.') && id != en, "{rule}");
        }
    }
}
