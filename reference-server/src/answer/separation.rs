//! The rules of separation of duties as people are told them.

use wikarta_core::access::SeparationRule as R;

/// What the rule says, in Indonesian and in English.
#[allow(clippy::too_many_lines, reason = "one line a rule; splitting would hide a missing one")]
pub(super) const fn sentence(rule: R) -> (&'static str, &'static str) {
    match rule {
        R::RequesterVerifies => (
            "Pengaju tidak boleh memverifikasi pengajuannya sendiri.",
            "Whoever asked may not check the request.",
        ),
        R::RequesterApproves => (
            "Pengaju tidak boleh menyetujui pengajuannya sendiri.",
            "Whoever asked may not decide about the request.",
        ),
        R::VerifierApproves => (
            "Yang memverifikasi tidak boleh menyetujui pengajuan yang sama.",
            "Whoever checked may not approve the same request.",
        ),
        R::ApproverVerifies => (
            "Yang menyetujui tidak boleh memverifikasi pengajuan yang sama.",
            "Whoever approved may not check the same request.",
        ),
        R::RequesterExecutes => (
            "Pengaju tidak boleh mengeksekusi pengajuannya sendiri.",
            "Whoever asked may not carry the request out.",
        ),
        R::ApproverExecutes => {
            ("Yang menyetujui tidak boleh mengeksekusi.", "Whoever approved may not carry it out.")
        }
        R::VerifierExecutes => (
            "Di atas tingkat 1, yang memverifikasi tidak boleh mengeksekusi.",
            "Above tier 1, whoever checked may not carry it out.",
        ),
        R::PosterDecides => (
            "Yang mencatat pembayaran ini tidak boleh memverifikasi atau menyetujui pengembaliannya.",
            "Whoever recorded this payment may neither check nor approve its refund.",
        ),
        R::PosterVerifies => (
            "Yang mencatat pembayaran tidak boleh memverifikasinya.",
            "Whoever recorded the payment may not verify it.",
        ),
        R::PosterReverses => (
            "Yang mencatat atau memverifikasi pembayaran tidak boleh membaliknya.",
            "Whoever recorded or verified the payment may not reverse it.",
        ),
        R::ContactChanger => (
            "Yang mengubah kontak pelanggan dalam 7 hari terakhir tidak boleh memutuskan pengembaliannya.",
            "Whoever changed the customer's contact data in the last 7 days may not decide the refund.",
        ),
        R::PayoutChanger => (
            "Yang mengubah rekening pengembalian tidak boleh menyetujui atau mengeksekusinya.",
            "Whoever changed the account for refunds may neither approve nor carry one out.",
        ),
        R::CustomerCreator => (
            "Yang mendaftarkan pelanggan tidak boleh menyetujui pengembalian dananya.",
            "Whoever registered the customer may not approve the customer's refund.",
        ),
        R::RoleAssigner => (
            "Selama 24 jam, yang diberi peran tidak boleh bertindak dalam kasus pemberi perannya.",
            "For 24 hours nobody acts in a case of the person who gave them their role.",
        ),
        R::LimitsChanger => (
            "Selama 24 jam, pengusul atau penyetuju batas baru tidak boleh menyetujui pengembalian atau pembatalan.",
            "For 24 hours nobody who moved the limits may approve a refund or void under them.",
        ),
        R::ProposerApproves => (
            "Pengusul tidak boleh menyetujui usulannya sendiri.",
            "Whoever proposed may not approve the proposal.",
        ),
        R::SubjectDecides => (
            "Tidak seorang pun memutuskan hak aksesnya sendiri.",
            "Nobody decides about their own access.",
        ),
        R::OwnAccount => (
            "Tidak seorang pun bertindak atas akun pelanggan miliknya sendiri.",
            "Nobody acts on their own customer account.",
        ),
        R::ApproverGone => (
            "Salah satu penyetuju tidak lagi berwenang; persetujuannya tidak dihitung.",
            "One of the approvers may not approve any more and does not count.",
        ),
        R::EmergencyDecides => (
            "Yang menyatakan keadaan darurat tidak boleh menyetujui hal yang tersentuh di dalamnya.",
            "Whoever declared an emergency may not approve anything touched in it.",
        ),
    }
}
