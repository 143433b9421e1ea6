//! `/`

texts! {
    /// `/`
    DashboardTexts {
        title: "Dasbor" | "Dashboard",
        kpi: "Indikator bulan ini" | "This month's figures",
        billed: "Tertagih" | "Billed",
        billed_note: "tagihan yang terbit bulan ini, tanpa yang dibatalkan" | "invoices issued this month, voids left out",
        collected: "Diterima" | "Collected",
        outstanding: "Sisa piutang" | "Outstanding",
        aging: "Umur piutang" | "Receivables by age",
        aging_note: "dihitung dari jatuh tempo" | "counted from the due date",
        age: "Umur" | "Age",
        share: "Bagian" | "Share",
        invoices: "Tagihan" | "Invoices",
        open: "Sisa (Rp)" | "Open (Rp)",
        not_due: "Belum jatuh tempo" | "Not yet due",
        days_1_30: "1–30 hari" | "1–30 days",
        days_31_60: "31–60 hari" | "31–60 days",
        days_61_90: "61–90 hari" | "61–90 days",
        days_over_90: "> 90 hari" | "> 90 days",
        aging_total: "Total piutang" | "Total receivables",
        cases: "Perlu diperiksa" | "To be checked",
        cases_none: "Tidak ada yang perlu diperiksa." | "Nothing needs checking.",
        cases_none_why: "Setiap rupiah dari Midtrans sudah punya tempat." | "Every rupiah from Midtrans has its place.",
        webhooks: "Notifikasi Midtrans terakhir" | "Latest Midtrans notifications",
        webhooks_caption: "Notifikasi Midtrans, terbaru dulu" | "Midtrans notifications, newest first",
        received: "Diterima" | "Received",
        order: "order_id" | "order_id",
        says: "Isi" | "Says",
        result: "Hasil" | "Result",
        stage: "Tahap" | "Stage",
        webhooks_none: "Belum ada notifikasi dari Midtrans." | "No notification from Midtrans yet.",
        webhooks_none_why: "Notifikasi pertama datang setelah sebuah transaksi dibuat." | "The first one comes after a transaction is made.",
        nothing_for_role: "Peran Anda tidak melihat angka keuangan." | "Your role does not see financial figures.",
        nothing_for_role_why: "Buka Tagihan atau Pelanggan dari menu." | "Open Invoices or Customers from the menu.",
    }
}
