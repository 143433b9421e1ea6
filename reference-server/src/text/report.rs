//! `/laporan` and everything below it.

use wikarta_core::report::MismatchKind;

use super::Lang;

texts! {
    /// `/laporan` and everything below it.
    ReportTexts {
        title: "Laporan" | "Reports",
        about: "Angka dari buku yang sama dengan layar lain" | "Figures from the same books as every other page",
        open: "Buka" | "Open",
        nothing_for_role: "Peran Anda tidak melihat laporan." | "Your role sees no reports.",
        money: "Uang masuk" | "Money that came",
        receivables: "Piutang" | "Receivables",
        control: "Pajak dan kendali" | "Tax and control",
        ahead: "Ke depan" | "Ahead",
        kpi: "Indikator kinerja" | "Key figures",
        kpi_about: "MRR, tertagih, diterima, tingkat penagihan, DSO" | "MRR, billed, collected, collection rate, DSO",
        aging: "Umur piutang" | "Receivables by age",
        aging_about: "Siapa berutang sejak kapan, per tanggal mana pun" | "Who owes since when, as of any day",
        settlements: "Penyelesaian Midtrans" | "Midtrans settlements",
        settlements_about: "Bruto, biaya, PPN biaya, dan neto tiap transaksi" | "Gross, fee, PPN on the fee and net of each payment",
        refunds: "Daftar pengembalian" | "Refund register",
        refunds_about: "Setiap pengajuan dengan orang dan waktunya" | "Every request with its people and times",
        daily_cash: "Kas harian" | "Daily cash",
        daily_cash_about: "Awal, masuk, keluar, akhir, per jalur dan kasir" | "Opening, in, out, closing, by way and cashier",
        tax: "Daftar pajak" | "Tax list",
        tax_about: "DPP, PPN, dan nomor faktur tiap tagihan" | "DPP, PPN and tax number of each invoice",
        withholding: "Bukti potong" | "Withholding slips",
        withholding_about: "Yang ditunggu dan yang sudah diterima" | "Expected and received",
        security: "Ringkasan keamanan" | "Security summary",
        security_about: "Yang ditolak, dan perubahan hak akses" | "What was refused, and changes of access",
        dunning: "Kinerja pengingat" | "Reminder performance",
        dunning_about: "Terkirim, SLA, dan yang dibayar sesudahnya" | "Sent, SLA, and what was paid after",
        mismatch: "Selisih dengan Midtrans" | "Mismatches with Midtrans",
        mismatch_about: "Order yang berbeda, dan tingkatnya" | "Orders that differ, and the rate",
        planned: "Jatuh waktu" | "Due",
        cancelled: "Dibatalkan" | "Cancelled",
        sent: "Terkirim" | "Sent",
        delivered: "Diterima" | "Delivered",
        read: "Dibaca" | "Read",
        not_sent: "Tidak terkirim" | "Not sent",
        unreachable: "Tak terjangkau" | "Unreachable",
        fallback: "Kanal cadangan" | "Fallback",
        sla: "SLA" | "SLA",
        sla_note: "terkirim dalam jendelanya; target 99%" | "taken within the window; target 99%",
        median: "Median (menit)" | "Median (minutes)",
        paid_after: "Dibayar sesudahnya" | "Paid after",
        recovered: "Terpulihkan (Rp)" | "Recovered (Rp)",
        mismatch_rate: "Tingkat selisih" | "Mismatch rate",
        mismatch_note: "target paling tinggi 0,5%" | "target 0.5% at most",
        compared: "Order dibandingkan" | "Orders compared",
        mismatch_kinds: "Jenis" | "Kinds",
        preview: "Pratinjau 7 hari" | "The next 7 days",
        preview_about: "Tagihan dan pengingat yang akan datang" | "Invoices and reminders to come",
        filter_form: "Saring laporan" | "Filter the report",
        month: "Bulan" | "Month",
        from: "Dari" | "From",
        to: "Sampai" | "To",
        day: "Tanggal" | "Day",
        as_of: "Per tanggal" | "As of",
        customer_kind: "Tipe pelanggan" | "Customer type",
        zone: "Wilayah waktu" | "Time zone",
        all: "Semua" | "All",
        show: "Tampilkan" | "Show",
        csv: "Unduh CSV" | "Download CSV",
        total: "Jumlah semua baris" | "Sum of all rows",
        empty: "Tidak ada baris untuk saringan ini." | "No rows for this filter.",
        empty_why: "Ubah tanggal atau saringannya." | "Change the dates or the filter.",
        scroll: "Tabel laporan" | "Report table",
        customer: "Pelanggan" | "Customer",
        customer_code: "Nomor pelanggan" | "Customer number",
        invoice: "Tagihan" | "Invoice",
        issued: "Terbit" | "Issued",
        due: "Jatuh tempo" | "Due",
        age_days: "Umur (hari)" | "Age (days)",
        bucket: "Kelompok" | "Bucket",
        invoice_total: "Total (Rp)" | "Total (Rp)",
        open_amount: "Sisa (Rp)" | "Open (Rp)",
        package: "Paket" | "Package",
        service: "Layanan" | "Service",
        overdue: "Lewat jatuh tempo" | "Overdue",
        open_total: "Total piutang" | "Total receivables",
        bills: "Tagihan terbuka" | "Open invoices",
        settled_at: "Waktu bayar" | "Paid at",
        order: "order_id" | "order_id",
        transaction: "transaction_id" | "transaction_id",
        channel: "Kanal" | "Channel",
        gross: "Bruto (Rp)" | "Gross (Rp)",
        fee: "Biaya (Rp)" | "Fee (Rp)",
        fee_tax: "PPN biaya (Rp)" | "PPN on fee (Rp)",
        net: "Neto (Rp)" | "Net (Rp)",
        back: "Kembali (Rp)" | "Back (Rp)",
        fee_note: "biaya menurut tabel biaya pada kebijakan" | "fees by the table of the policy",
        asked_at: "Diajukan" | "Requested",
        number: "Nomor" | "Number",
        reason: "Alasan" | "Reason",
        amount: "Jumlah (Rp)" | "Amount (Rp)",
        route: "Jalur" | "Route",
        tier: "Tier" | "Tier",
        requester: "Pemohon" | "Requested by",
        verifier: "Verifikator" | "Verified by",
        approvers: "Penyetuju" | "Approved by",
        executor: "Eksekutor" | "Executed by",
        executed_at: "Dieksekusi" | "Executed",
        reference: "Referensi" | "Reference",
        days: "Lama (hari)" | "Days",
        status: "Status" | "Status",
        way: "Jalur uang" | "Way",
        cashier: "Kasir" | "Cashier",
        count: "Kali" | "Times",
        opening: "Saldo awal" | "Opening",
        closing: "Saldo akhir" | "Closing",
        opening_note: "diterima dan belum keluar sebelum hari ini" | "came and had not gone out before this day",
        closing_note: "saldo awal + bruto − kembali" | "opening + gross − back",
        unknown_order: "Order tidak dikenal" | "Unknown order",
        transfer_out: "Transfer ke pelanggan" | "Transfer to customers",
        cash: "Tunai" | "Cash",
        transfer_in: "Transfer bank" | "Bank transfer",
        signatures: "Kasir: ____________________ · Diperiksa: ____________________" | "Cashier: ____________________ · Checked: ____________________",
        document: "Dokumen" | "Document",
        date: "Tanggal" | "Date",
        identity: "Identitas" | "Identity",
        price: "Harga (Rp)" | "Price (Rp)",
        dpp: "DPP (Rp)" | "DPP (Rp)",
        ppn: "PPN (Rp)" | "PPN (Rp)",
        tax_code: "Kode" | "Code",
        tax_number: "NSFP" | "NSFP",
        tax_invoice: "Tagihan" | "Invoice",
        credit_note: "Nota kredit" | "Credit note",
        stands: "berlaku" | "stands",
        taken_back: "dibatalkan" | "void",
        number_cancelled: "NSFP dibatalkan" | "NSFP cancelled",
        pph: "PPh 23 (Rp)" | "PPh 23 (Rp)",
        ppn_kept: "PPN dipungut (Rp)" | "PPN collected (Rp)",
        slip: "Nomor bukti" | "Slip number",
        slip_date: "Tanggal bukti" | "Slip date",
        tax_month: "Masa pajak" | "Tax month",
        awaited: "Belum diterima (Rp)" | "Not received (Rp)",
        expected: "Ditunggu" | "Expected",
        received: "Diterima" | "Received",
        rejected: "Ditolak" | "Rejected",
        event: "Kejadian" | "What happened",
        about_whom: "Siapa" | "About whom",
        last: "Terakhir" | "Last",
        older_keys: "Ditandatangani kunci lama" | "Signed with an older key",
        older_keys_note: "notifikasi Midtrans dalam rentang ini" | "Midtrans notifications in this span",
        indicator: "Indikator" | "Figure",
        value: "Nilai" | "Value",
        numerator: "Pembilang" | "Numerator",
        denominator: "Penyebut" | "Denominator",
        mrr: "MRR" | "MRR",
        mrr_note: "langganan berjalan, tanpa PPN" | "running subscriptions, without PPN",
        mrr_risk: "MRR berisiko" | "MRR at risk",
        mrr_risk_note: "bagian yang sedang diisolir" | "the part that is suspended",
        billed: "Tertagih" | "Billed",
        billed_note: "terbit, kurang nota kredit dan pembatalan" | "issued, less credit notes and voids",
        collected: "Diterima" | "Collected",
        collected_note: "menurut waktu bayar, kurang pengembalian" | "by time of payment, less refunds",
        collection: "Tingkat penagihan" | "Collection rate",
        collection_note: "dari tagihan yang jatuh tempo di rentang ini" | "of the invoices due in this span",
        cash_ratio: "Rasio kas" | "Cash ratio",
        cash_ratio_note: "diterima ÷ tertagih" | "collected ÷ billed",
        dso: "DSO (hari)" | "DSO (days)",
        dso_note: "piutang ÷ tertagih 90 hari × 90" | "receivables ÷ billed in 90 days × 90",
        on_time: "Tepat waktu" | "On time",
        on_time_note: "lunas pada jatuh temponya" | "paid by the due day",
        arpu: "ARPU" | "ARPU",
        arpu_note: "MRR ÷ rata-rata langganan berjalan" | "MRR ÷ average running subscriptions",
        churn: "Churn" | "Churn",
        churn_note: "berhenti ÷ berjalan di awal" | "ended ÷ running at the start",
        revenue_churn: "Churn pendapatan" | "Revenue churn",
        revenue_churn_note: "MRR yang berhenti ÷ MRR awal" | "MRR that ended ÷ MRR at the start",
        p95: "Webhook p95 (detik)" | "Webhook p95 (seconds)",
        p95_note: "target di bawah 5 detik" | "target below 5 seconds",
        met: "Tercapai" | "Met",
        missed: "Di bawah target" | "Below target",
        active: "Langganan berjalan" | "Running subscriptions",
        active_note: "aktif dan diisolir, di akhir rentang" | "active and suspended, at the end",
        from_to: "Rentang" | "Span",
        what: "Apa" | "What",
        when: "Kapan" | "When",
        next_bills: "Tagihan yang akan terbit" | "Invoices to come",
        next_bills_note: "dihitung dengan fungsi yang sama dengan penerbitan" | "computed by the functions that will make them",
        next_bills_none: "Tidak ada tagihan yang jatuh pada hari-hari ini." | "No invoice falls on these days.",
        next_reminders: "Pengingat yang akan jatuh waktunya" | "Reminders to come",
        next_reminders_note: "dari tagihan yang terbuka sekarang" | "of the invoices that are open now",
        next_reminders_none: "Tidak ada pengingat pada hari-hari ini." | "No reminder falls on these days.",
        stage: "Tahap" | "Stage",
        subscription: "Langganan" | "Subscription",
        period: "Periode" | "Period",
        final_account: "tagihan penutup" | "final account",
    }
}

sentences! {
    /// As of when a report is true, and in which zone days are counted.
    stamp(moment, zone): "Per {moment}; hari dihitung menurut {zone}" | "As of {moment}; days are those of {zone}",
    /// The span of a report with its stamp.
    span_stamp(span, stamp): "{span} · {stamp}" | "{span} · {stamp}",
    /// How many rows are shown of how many; the sums cover all of them.
    rows(first, last, all): "Baris {first}–{last} dari {all}; jumlah mencakup semuanya" | "Rows {first}–{last} of {all}; the sums cover all",
    /// A day that is still to come.
    too_late(day): "Tanggal tidak boleh setelah {day}." | "The day must not be after {day}.",
}

/// How two books can disagree, as people read it.
#[must_use]
pub const fn mismatch(kind: MismatchKind, lang: Lang) -> &'static str {
    match kind {
        MismatchKind::SettledThere => {
            lang.pick("M1 lunas di Midtrans saja", "M1 settled there only")
        }
        MismatchKind::PaidHere => lang.pick("M2 lunas di kami saja", "M2 paid here only"),
        MismatchKind::Amount => lang.pick("M3 jumlah berbeda", "M3 amounts differ"),
        MismatchKind::UnknownHere => lang.pick("M4 tidak dikenal di kami", "M4 unknown here"),
        MismatchKind::Refund => lang.pick("M5 pengembalian berbeda", "M5 refunds differ"),
        MismatchKind::PaidTwice => lang.pick("M6 dibayar dua kali", "M6 paid twice"),
        MismatchKind::MoneyAfterEnd => {
            lang.pick("M7 uang setelah berakhir", "M7 money after the end")
        }
        MismatchKind::UnknownThere => lang.pick("M8 tidak dikenal di Midtrans", "M8 unknown there"),
    }
}

/// What the security log and the trail call things, as people read it.
#[must_use]
pub fn security(code: &str, lang: Lang) -> String {
    let words = match code {
        "signed_in" => lang.pick("Masuk", "Signed in"),
        "signed_out" => lang.pick("Keluar", "Signed out"),
        "sign_in_failed" => lang.pick("Gagal masuk", "Failed sign-in"),
        "sign_in_held" => lang.pick("Masuk ditahan", "Sign-in held back"),
        "token_refused" => lang.pick("Token ditolak", "Token refused"),
        "denied" => lang.pick("Izin ditolak", "Permission denied"),
        "form_refused" => lang.pick("Formulir ditolak", "Form refused"),
        "signature_refused" => {
            lang.pick("Tanda tangan webhook ditolak", "Webhook signature refused")
        }
        "limit_reached" => lang.pick("Batas permintaan tercapai", "Request limit reached"),
        "emergency_begun" => lang.pick("Keadaan darurat dimulai", "Emergency declared"),
        "emergency_ended" => lang.pick("Keadaan darurat diakhiri", "Emergency ended"),
        "exported" => lang.pick("Laporan diunduh", "Report downloaded"),
        "customer.revealed" => lang.pick("Data pribadi ditampilkan", "Personal values shown"),
        "access.enrolled" => lang.pick("Pengguna dicatat", "Person enrolled"),
        "access.change_proposed" => {
            lang.pick("Perubahan akses diusulkan", "Change of access proposed")
        }
        "access.change_approved" => {
            lang.pick("Perubahan akses disetujui", "Change of access approved")
        }
        "access.change_rejected" => {
            lang.pick("Perubahan akses ditolak", "Change of access rejected")
        }
        "access.change_withdrawn" => {
            lang.pick("Perubahan akses ditarik", "Change of access withdrawn")
        }
        "access.emergency_begun" => lang.pick("Akses darurat dibuka", "Emergency access opened"),
        "access.emergency_ended" => lang.pick("Akses darurat ditutup", "Emergency access closed"),
        other => other,
    };
    words.to_owned()
}
