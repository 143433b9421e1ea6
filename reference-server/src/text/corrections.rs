//! `/koreksi` and `/koreksi/{id}`: money that goes back and bills that are taken back.

use wikarta_core::account::{CaseAct, Route, Stage};

use super::Lang;

texts! {
    /// `/koreksi` and `/koreksi/{id}`
    CorrectionTexts {
        title: "Pengembalian & pembatalan" | "Refunds & voids",
        refund: "Pengembalian dana" | "Refund",
        void: "Pembatalan" | "Void",
        filter_form: "Saring pengajuan" | "Filter requests",
        stage: "Tahap" | "Stage",
        stages_open: "Berjalan" | "Under way",
        stages_all: "Semua tahap" | "All stages",
        tier: "Tier" | "Tier",
        tiers_all: "Semua tier" | "All tiers",
        mine: "Saya" | "Mine",
        mine_all: "Semua orang" | "Everybody",
        mine_turn: "Giliran saya" | "My turn",
        mine_asked: "Saya ajukan" | "Asked by me",
        request: "Pengajuan" | "Request",
        invoice: "Tagihan" | "Invoice",
        customer: "Pelanggan" | "Customer",
        age: "Umur" | "Age",
        turn: "Giliran" | "Next",
        amount: "Jumlah (Rp)" | "Amount (Rp)",
        caption: "Pengembalian dan pembatalan, terbaru dulu" | "Refunds and voids, newest first",
        table: "Tabel pengajuan" | "Table of requests",
        order: "Urut: terbaru dulu" | "Order: newest first",
        empty: "Tidak ada pengajuan." | "No requests.",
        empty_why: "Pengajuan dibuat dari halaman tagihannya." | "Requests are made on the page of an invoice.",
        empty_filter: "Tidak ada pengajuan untuk saringan ini." | "No request matches this filter.",
        empty_filter_why: "Ubah tahap, tier, atau orangnya." | "Change the stage, the tier or the person.",
        you: "Anda" | "You",
        gateway: "Midtrans" | "Midtrans",
        path: "Tahap" | "Stages",
        hands: "Siapa melakukan apa" | "Who did what",
        hands_caption: "Siapa melakukan apa, urut waktu" | "Who did what, in order of time",
        deed: "Tindakan" | "Act",
        who: "Siapa" | "Who",
        when: "Kapan" | "When",
        facts: "Rincian" | "Details",
        sum: "Jumlah" | "Amount",
        route: "Jalur" | "Route",
        source: "Uang dari" | "Money from",
        source_credit: "saldo pelanggan" | "the customer’s credit",
        source_posting: "pembayaran manual" | "a manual payment",
        source_suspense: "uang tertahan" | "suspense",
        reason: "Alasan" | "Reason",
        evidence: "Bukti" | "Evidence",
        no_evidence: "belum ada" | "none yet",
        effect: "Akibat" | "Effect",
        destination: "Tujuan" | "Destination",
        destination_known: "rekening pelanggan, tersegel saat diajukan" | "the customer’s bank account, sealed when asked",
        destination_none: "rekening pelanggan belum tercatat" | "no bank account of the customer is recorded",
        proof: "Bukti transfer" | "Proof of transfer",
        expires: "Kedaluwarsa" | "Falls away",
        not_before: "Boleh dieksekusi mulai" | "May be executed from",
        ended: "Berakhir karena" | "Ended because",
        who_can: "Yang dapat melanjutkan" | "Who can go on",
        nobody_can: "Saat ini tidak ada orang yang boleh melanjutkan. Pengajuan menunggu; sistem tidak pernah menyetujui sendiri." | "Nobody may go on at present. The request waits; the system never approves by itself.",
        finished: "Pengajuan ini sudah berakhir." | "This request has ended.",
        acts: "Tindakan Anda" | "What you can do",
        confirm_next: "Halaman berikut meminta konfirmasi." | "The next page asks for confirmation.",
        no_acts: "Tidak ada tindakan untuk Anda pada tahap ini." | "There is nothing for you to do at this stage.",
        lead_verify: "Anda menyatakan sudah mencocokkan alasan, jumlah, dan pembayarannya. Uang belum keluar." | "You state that you checked reason, amount and payment. No money leaves yet.",
        lead_approve: "Uang belum keluar saat Anda menyetujui. Bila jumlah atau tujuan berubah, persetujuan gugur." | "No money leaves when you approve. If amount or destination change, approvals drop.",
        lead_approve_void: "Tagihan belum batal saat Anda menyetujui; eksekusi menyusul." | "The invoice is not void yet when you approve; execution follows.",
        lead_reject: "Pengajuan berakhir. Pengaju dapat mengajukan lagi dengan data yang benar." | "The request ends. It can be asked for again with the right data.",
        lead_withdraw: "Pengajuan Anda berakhir tanpa uang keluar." | "Your request ends; no money leaves.",
        lead_gateway: "Midtrans diminta mengembalikan uang lewat jalur bayarnya. Ini tidak dapat ditarik kembali." | "Midtrans is asked to send the money back the way it came. This cannot be undone.",
        lead_again: "Midtrans ditanya lagi dengan kunci yang sama; uang tidak akan keluar dua kali." | "Midtrans is asked again under the same key; money cannot leave twice.",
        lead_offline: "Kanal ini tidak mendukung pengembalian otomatis. Transfer dulu, lalu catat referensi dan buktinya." | "This channel cannot be refunded automatically. Make the transfer, then record its reference and slip.",
        lead_credit: "Jumlah ini menjadi saldo pelanggan." | "This amount becomes the customer’s credit.",
        lead_void: "Kode bayar yang masih hidup dibatalkan dulu di Midtrans, lalu tagihan batal. Nomornya tetap terpakai." | "Live payment codes are cancelled at Midtrans first, then the invoice is void. Its number stays used.",
        lead_edit: "Pemeriksaan dan semua persetujuan gugur; pengajuan mulai lagi dari awal." | "The check and all approvals drop; the request starts anew.",
        note_field: "Catatan" | "Note",
        reason_field: "Alasan (minimal 10 karakter)" | "Reason (at least 10 characters)",
        amount_field: "Jumlah (Rp)" | "Amount (Rp)",
        amount_hint: "Boleh ditulis 1234567 atau Rp1.234.567." | "May be typed as 1234567 or Rp1.234.567.",
        evidence_field: "Bukti, mis. nama berkas" | "Evidence, such as a file name",
        evidence_hint: "Wajib sebelum tier 3 dapat disetujui." | "Required before tier 3 can be approved.",
        source_field: "Pembayaran yang dikembalikan" | "Payment to refund",
        to_field: "Dikembalikan ke" | "Goes back to",
        to_payer: "pembayar, lewat jalur bayarnya" | "the payer, the way it came",
        to_transfer: "rekening pelanggan, lewat transfer" | "the customer’s bank account, by transfer",
        to_credit: "saldo pelanggan" | "the customer’s credit",
        reference_field: "Nomor referensi bank" | "Bank reference",
        slip_field: "Bukti transfer, mis. nama berkas" | "Slip of the transfer, such as a file name",
        keep: "Kembali, jangan lanjutkan" | "Back, do not go on",
        ask_refund: "Ajukan pengembalian" | "Request a refund",
        ask_void: "Ajukan pembatalan" | "Request a void",
        box_title: "Pengembalian & pembatalan" | "Refunds & voids",
        box_caption: "Pengajuan untuk tagihan ini" | "Requests for this invoice",
        box_none: "Belum ada pengajuan untuk tagihan ini." | "No requests for this invoice yet.",
        asked: "Pengajuan tercatat; orang lain yang memeriksa." | "The request is recorded; somebody else checks it.",
        wrong: "Salah isi: periksa yang ditandai." | "Please correct what is marked.",
    }
}

/// What people do, as a button begins: `Setujui`, `Approve`.
#[must_use]
pub const fn verb(act: CaseAct, lang: Lang) -> &'static str {
    match act {
        CaseAct::Request => lang.pick("Ajukan", "Request"),
        CaseAct::Edit => lang.pick("Ubah", "Change"),
        CaseAct::Verify => lang.pick("Verifikasi", "Verify"),
        CaseAct::Approve => lang.pick("Setujui", "Approve"),
        CaseAct::Reject => lang.pick("Tolak", "Reject"),
        CaseAct::Withdraw => lang.pick("Tarik", "Withdraw"),
        CaseAct::Execute => lang.pick("Eksekusi", "Execute"),
        CaseAct::Expire | CaseAct::Reset | CaseAct::Lose | CaseAct::Finish | CaseAct::Fail => {
            act.as_str()
        }
    }
}

/// What a step of the path is called once it stands there: `Diajukan`, `Requested`.
#[must_use]
pub const fn done(act: CaseAct, lang: Lang) -> &'static str {
    match act {
        CaseAct::Request => lang.pick("Diajukan", "Requested"),
        CaseAct::Verify => lang.pick("Diverifikasi", "Verified"),
        CaseAct::Approve => lang.pick("Disetujui", "Approved"),
        CaseAct::Execute => lang.pick("Dieksekusi", "Executed"),
        CaseAct::Finish => lang.pick("Selesai", "Done"),
        CaseAct::Reject => lang.pick("Ditolak", "Rejected"),
        CaseAct::Withdraw => lang.pick("Ditarik", "Withdrawn"),
        CaseAct::Expire => lang.pick("Kedaluwarsa", "Fell away"),
        CaseAct::Fail => lang.pick("Gagal", "Failed"),
        CaseAct::Edit => lang.pick("Diubah", "Changed"),
        CaseAct::Reset | CaseAct::Lose => act.as_str(),
    }
}

/// How money goes back.
#[must_use]
pub const fn route(route: Route, lang: Lang) -> &'static str {
    match route {
        Route::Gateway => lang.pick("lewat Midtrans", "through Midtrans"),
        Route::Offline => lang.pick("transfer bank", "bank transfer"),
        Route::Credit => lang.pick("menjadi saldo pelanggan", "becomes the customer’s credit"),
    }
}

/// How a case ended, as the act that ended it; `None` while it runs.
#[must_use]
pub const fn ending(stage: Stage) -> Option<CaseAct> {
    match stage {
        Stage::Rejected => Some(CaseAct::Reject),
        Stage::Withdrawn => Some(CaseAct::Withdraw),
        Stage::Expired => Some(CaseAct::Expire),
        Stage::Failed => Some(CaseAct::Fail),
        Stage::Requested
        | Stage::Verified
        | Stage::Approved
        | Stage::Executing
        | Stage::Unknown
        | Stage::ManualPending
        | Stage::Done => None,
    }
}

sentences! {
    /// The title of a case.
    refund_of(amount): "Pengembalian {amount}" | "Refund of {amount}",
    /// The title of a case.
    void_of(number): "Pembatalan {number}" | "Void of {number}",
    /// A button or a question that repeats the amount.
    act_amount(verb, amount): "{verb} {amount}" | "{verb} {amount}",
    /// The title of a confirmation about a refund.
    ask_refund(verb, amount): "{verb} pengembalian {amount}?" | "{verb} the refund of {amount}?",
    /// The title of a confirmation about a void.
    ask_void(verb, number): "{verb} pembatalan {number}?" | "{verb} the void of {number}?",
    /// How many agreed.
    approvals(have, needed): "{have} dari {needed} setuju" | "{have} of {needed} approved",
    /// What a tier asks for.
    tier_needs(tier, needed): "Tier {tier}: {needed} penyetuju" | "Tier {tier}: approvals needed: {needed}",
    /// The third tier asks for more.
    tier_needs_more(tier, needed): "Tier {tier}: {needed} penyetuju, alasan dan bukti, lalu jeda sebelum eksekusi" | "Tier {tier}: approvals needed: {needed}, with reason and evidence, then a pause before execution",
    /// Who asked, when.
    asked_by(who, when): "diajukan {who}, {when}" | "requested by {who}, {when}",
    /// What a refund does to its invoice.
    refunded_effect(before, after, paid): "Dikembalikan dari tagihan ini: {before} menjadi {after}, dari {paid} yang dibayar" | "Refunded of this invoice: {before} becomes {after}, of {paid} paid",
    /// What a void does.
    void_effect(codes): "Tagihan menjadi Dibatalkan; kode bayar hidup yang dibatalkan: {codes}" | "The invoice becomes void; live payment codes to cancel: {codes}",
    /// The answer to what the reader just did.
    noted(done): "Tercatat: {done}." | "Recorded: {done}.",
    /// The number of rows and their sum.
    summary(rows, sum, mine): "{rows} pengajuan · {sum} · giliran Anda: {mine}" | "Requests: {rows} · {sum} · your turn: {mine}",
    /// What may still go back.
    left_to_refund(amount): "Paling banyak {amount}." | "At most {amount}.",
    /// Roles after a colleague was excluded.
    others(roles): "{roles} lain" | "another {roles}",
    /// A person with roles.
    person(name, roles): "{name} ({roles})" | "{name} ({roles})",
    /// Execution has to wait.
    from(moment): "mulai {moment}" | "from {moment}",
}
