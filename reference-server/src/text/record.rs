//! Pages of customers, packages, subscriptions and promotions, with their forms.

texts! {
    /// Words that pages of records share.
    RecordTexts {
        done: "Tercatat." | "Recorded.",
        none: "Belum ada." | "None yet.",
        since: "Sejak" | "Since",
        state: "Status" | "Status",
        amount: "Jumlah (Rp)" | "Amount (Rp)",
        who: "Oleh" | "By",
        approve: "Setujui" | "Approve",
        reject: "Tolak" | "Reject",
        save: "Simpan" | "Save",
        yes: "ya" | "yes",
        no: "tidak" | "no",
        day_hint: "Mis. 23/11/2026." | "Such as 23/11/2026.",
    }
}

texts! {
    /// `/pelanggan/{id}`, `/pelanggan/baru` and `/pelanggan/{id}/ubah`
    CustomerTexts {
        new: "Pelanggan baru" | "New customer",
        change: "Ubah" | "Change",
        change_title: "Ubah data pelanggan" | "Change customer data",
        change_about: "Yang kosong tidak berubah." | "What is left empty stays as it is.",
        deleted: "Dihapus" | "Deleted",
        open: "Tagihan terbuka" | "Open invoices",
        nothing_open: "tidak ada yang terbuka" | "nothing is open",
        credit: "Saldo" | "Credit",
        credit_detail: "milik pelanggan, dipakai tagihan berikut" | "the customer’s; pays the next invoice",
        deposit: "Uang jaminan" | "Deposit",
        deposit_detail: "dikembalikan saat berhenti" | "returned at the end",
        suspense: "Uang tertahan" | "Suspense",
        suspense_detail: "menunggu meja keuangan" | "waits for the finance desk",
        invoices: "Tagihan" | "Invoices",
        invoices_latest: "12 terbaru" | "latest 12",
        number: "Nomor" | "Number",
        period: "Periode" | "Period",
        total: "Total (Rp)" | "Total (Rp)",
        left: "Sisa (Rp)" | "Open (Rp)",
        subscriptions: "Langganan" | "Subscriptions",
        package: "Paket" | "Package",
        price: "Harga per bulan (Rp)" | "Price a month (Rp)",
        cases: "Pengembalian & pembatalan" | "Refunds & voids",
        case: "Pengajuan" | "Request",
        postings: "Pembayaran manual" | "Payments by hand",
        posting: "Bukti" | "Evidence",
        received: "Diterima" | "Received",
        identity: "Data pelanggan" | "Customer data",
        masked: "disamarkan" | "masked",
        in_full: "lengkap, hanya untuk halaman ini" | "in full, for this page only",
        name: "Nama" | "Name",
        code: "Nomor pelanggan" | "Customer number",
        code_hint: "A–Z, 0–9 dan tanda hubung, paling banyak 24." | "A–Z, 0–9 and hyphens, at most 24.",
        phone: "Telepon" | "Phone",
        phone_hint: "Mis. 081234567890." | "Such as 081234567890.",
        email: "Email" | "Email",
        address: "Alamat" | "Address",
        zone: "Zona waktu" | "Time zone",
        kind: "Jenis" | "Kind",
        kind_home: "rumah" | "home",
        kind_business: "usaha kecil" | "small business",
        kind_corporate: "badan" | "corporate",
        nik: "NIK" | "NIK",
        nik_hint: "16 digit." | "16 digits.",
        npwp: "NPWP" | "NPWP",
        npwp_hint: "16 digit, atau 15 digit lama untuk badan." | "16 digits, or the old 15 of a company.",
        bank: "Rekening pengembalian" | "Account for refunds",
        bank_name: "Bank" | "Bank",
        bank_number: "Nomor rekening" | "Account number",
        bank_holder: "Atas nama" | "Account holder",
        bank_hint: "Isi ketiganya, atau kosongkan ketiganya." | "Fill all three, or none of them.",
        bank_all: "Rekening perlu bank, nomor, dan atas nama." | "An account needs bank, number and holder.",
        withholds: "Memotong PPh 23" | "Withholds PPh 23",
        collector: "Pemungut PPN" | "Collects VAT",
        collector_none: "bukan" | "no",
        collector_gov: "instansi pemerintah" | "government office",
        collector_bumn: "BUMN" | "state-owned company",
        registered: "Terdaftar" | "Registered",
        not_known: "–" | "–",
        erased: "dihapus" | "erased",
        data_erased: "Data dihapus" | "Data erased",
        erase: "Hapus data pribadi" | "Erase personal data",
        erase_hint: "Tulis nomor pelanggan untuk menegaskan. Tidak dapat dibatalkan; tagihan dan jumlahnya tetap ada." | "Type the customer number to confirm. This cannot be undone; invoices and amounts stay.",
        reveal: "Tampilkan data lengkap" | "Show full data",
        reveal_hint: "Alasan dicatat bersama nama Anda." | "The reason is kept with your name.",
        revealed: "Data lengkap ditampilkan. Muat ulang halaman untuk menyamarkannya lagi." | "Full data are shown. Reload the page to mask them again.",
        post: "Catat pembayaran" | "Post a payment",
        method: "Cara" | "How",
        cash: "tunai" | "cash",
        transfer: "transfer" | "transfer",
        received_on: "Tanggal terima" | "Received on",
        evidence: "Referensi bank atau nomor kuitansi" | "Bank reference or receipt number",
        note: "Catatan" | "Note",
        oldest_first: "Melunasi tagihan terlama dulu; lebihnya menjadi saldo. Orang kedua memverifikasi." | "Pays the oldest due first; the rest becomes credit. A second person verifies.",
        verify: "Verifikasi" | "Verify",
        reverse: "Balik" | "Reverse",
        sell: "Jual paket" | "Sell a package",
        starts_on: "Mulai layanan" | "Service starts",
        installed: "Sudah terpasang" | "Installed already",
        cycle: "Siklus" | "Cycle",
        cycle_calendar: "bulan kalender" | "calendar months",
        cycle_anniversary: "tanggal mulai" | "day of the start",
        mode: "Bayar" | "Paid",
        mode_prepaid: "di muka" | "before",
        mode_postpaid: "di belakang" | "afterwards",
        deposit_field: "Uang jaminan (Rp)" | "Deposit (Rp)",
        sold: "Langganan dibuat." | "The subscription is made.",
        remove: "Hapus pelanggan" | "Delete the customer",
        nik_wrong: "NIK harus 16 digit dengan tanggal lahir yang benar." | "A NIK has 16 digits with a right date of birth.",
        npwp_wrong: "NPWP harus 16 digit." | "An NPWP has 16 digits.",
        phone_wrong: "Nomor ponsel tidak dapat dibaca. Mis. 081234567890." | "The phone number cannot be read. Such as 081234567890.",
    }
}

texts! {
    /// `/paket/{id}`, `/paket/baru` and `/promo`
    CatalogueTexts {
        new: "Paket baru" | "New package",
        new_about: "Dijual setelah harganya disetujui orang lain." | "On sale once another person has approved its price.",
        price_now: "Harga berlaku" | "Price in force",
        subscribers: "Pelanggan" | "Customers",
        keeps: "Harga baru tidak mengubah tagihan terbit dan langganan berjalan." | "A new price changes neither issued invoices nor running subscriptions.",
        facts: "Rincian" | "Details",
        description: "Uraian" | "Description",
        tax_code: "Kode pajak" | "Tax code",
        installation: "Biaya pemasangan" | "Installation fee",
        installation_field: "Biaya pemasangan (Rp)" | "Installation fee (Rp)",
        proposal: "Usulan harga" | "Proposed price",
        no_proposal: "Tidak ada usulan harga yang menunggu." | "No proposed price is waiting.",
        refused_last: "Usulan terakhir ditolak" | "The last proposal was refused",
        approved_by: "Disetujui" | "Approved",
        propose_price: "Usulkan harga" | "Propose a price",
        price_field: "Harga per bulan (Rp)" | "Price a month (Rp)",
        pricing: "PPN" | "VAT (PPN)",
        inside: "termasuk PPN" | "VAT included",
        on_top: "belum termasuk PPN" | "VAT added on top",
        reason: "Alasan" | "Reason",
        describe: "Ubah uraian" | "Change the words",
        archive: "Arsipkan" | "Archive",
        archive_why: "Tidak dijual lagi; langganan berjalan tetap." | "Not sold any more; running subscriptions go on.",
        waiting: "usulan menunggu" | "proposal waits",
        promos: "Promo" | "Promotions",
        promos_about: "Diusulkan Marketing, disetujui Supervisor, lalu diberikan pada langganan." | "Proposed by Marketing, approved by a supervisor, then given to subscriptions.",
        promo: "Promo" | "Promotion",
        takes_off: "Potongan" | "Takes off",
        periods: "Periode pertama" | "First periods",
        valid: "Berlaku diberikan" | "May be given",
        propose_promo: "Usulkan promo" | "Propose a promotion",
        code: "Kode" | "Code",
        name: "Nama" | "Name",
        kind: "Jenis" | "Kind",
        percent: "persen" | "percent",
        amount: "rupiah" | "rupiah",
        free_days: "hari gratis" | "free days",
        free_months: "bulan gratis" | "free months",
        install_waived: "gratis pemasangan" | "free installation",
        value: "Besarnya" | "How much",
        value_hint: "Persen, rupiah, hari, atau bulan; kosong untuk gratis pemasangan." | "Percent, rupiah, days or months; empty for free installation.",
        from: "Dari tanggal" | "From",
        until: "Sampai tanggal" | "Until",
        speed: "Kecepatan (Mbps)" | "Speed (Mbps)",
    }
}

texts! {
    /// `/langganan/{id}`
    SubscriptionTexts {
        facts: "Perjanjian" | "Agreement",
        plan: "Paket" | "Package",
        price: "Harga per bulan" | "Price a month",
        starts: "Mulai" | "Starts",
        cycle: "Siklus" | "Cycle",
        billed_until: "Sudah ditagih sampai" | "Billed until",
        not_billed: "belum ditagih" | "not billed yet",
        next_plan: "Paket berikut" | "Next package",
        deposit: "Uang jaminan" | "Deposit",
        promos: "Promo" | "Promotions",
        used: "Terpakai" | "Used",
        charges: "Menunggu tagihan berikut" | "Waiting for the next invoice",
        charge: "Uraian" | "What for",
        isolations: "Isolir" | "Suspensions",
        until: "Dibuka" | "Opened",
        still: "masih" | "still",
        reason: "Alasan" | "Reason",
        termination: "Penghentian" | "Termination",
        no_termination: "Tidak ada permintaan berhenti." | "Its end was not asked for.",
        last_day: "Hari terakhir" | "Last day",
        asked_by: "Diajukan" | "Requested",
        approved_by: "Disetujui" | "Approved",
        refused_by: "Ditolak" | "Refused",
        acts: "Tindakan" | "Acts",
        activate: "Aktifkan" | "Activate",
        activate_on: "Hari pertama layanan" | "First day of service",
        change_plan: "Ganti paket" | "Change package",
        to_package: "Ke paket" | "To package",
        when: "Mulai" | "From",
        next_period: "periode berikut" | "the next period",
        on_day: "tanggal tertentu" | "a certain day",
        day: "Tanggal, bila tertentu" | "Day, if a certain one",
        isolate: "Isolir" | "Suspend",
        restore: "Buka isolir" | "Re-open",
        request_end: "Ajukan berhenti" | "Request termination",
        approve_end: "Setujui berhenti" | "Approve termination",
        reject_end: "Tolak berhenti" | "Refuse termination",
        give_promo: "Beri promo" | "Give a promotion",
        no_promos: "Tidak ada promo yang disetujui." | "There is no approved promotion.",
        add_fee: "Tambah biaya" | "Add a fee",
        fee_kind: "Jenis" | "Kind",
        fee_installation: "pemasangan" | "installation",
        fee_device: "sewa perangkat" | "device rent",
        fee_other: "lainnya" | "other",
        fee_text: "Uraian di tagihan" | "Words on the invoice",
        fee_amount: "Jumlah sebelum PPN (Rp)" | "Amount before VAT (Rp)",
    }
}

use wikarta_core::customer::Kind;

use super::Lang;

sentences! {
    /// How many invoices are open, and the oldest due day.
    open_since(count, day): "{count} tagihan, terlama jatuh tempo {day}" | "{count} invoices, oldest due {day}",
    /// A verb with an amount and what it is about.
    verb_amount(verb, amount, what): "{verb} {amount} · {what}" | "{verb} {amount} · {what}",
    /// Who did something, when.
    by_at(who, when): "{who}, {when}" | "{who}, {when}",
    /// A price that is proposed.
    proposed(before, after): "{before} menjadi {after}" | "{before} becomes {after}",
    /// Approves a price.
    approve_price(price): "Setujui harga {price}" | "Approve the price {price}",
    /// Rejects a price.
    reject_price(price): "Tolak harga {price}" | "Reject the price {price}",
    /// Approves a promotion.
    approve_promo(code): "Setujui {code}" | "Approve {code}",
    /// Rejects a promotion.
    reject_promo(code): "Tolak {code}" | "Reject {code}",
    /// What a promotion takes off.
    off_percent(percent): "{percent}%" | "{percent}%",
    /// What a promotion takes off.
    off_days(days): "{days} hari gratis" | "{days} days free",
    /// What a promotion takes off.
    off_months(months): "{months} bulan gratis" | "{months} months free",
    /// A span of days.
    span(from, until): "{from} sampai {until}" | "{from} to {until}",
    /// How many of how many.
    of(part, whole): "{part} dari {whole}" | "{part} of {whole}",
    /// A plan from a day on.
    plan_from(plan, price, day): "{plan}, {price}, mulai {day}" | "{plan}, {price}, from {day}",
    /// A cycle by its anchor day.
    from_day(day): "tanggal {day}" | "from day {day}",
    /// A cycle in words.
    every(months, cycle, mode): "tiap {months} bulan · {cycle} · bayar {mode}" | "every {months} months · {cycle} · paid {mode}",
}

/// What kind of customer somebody is.
#[must_use]
pub const fn kind(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Home => lang.pick("rumah", "home"),
        Kind::Business => lang.pick("usaha kecil", "small business"),
        Kind::Corporate => lang.pick("badan", "corporate"),
    }
}
