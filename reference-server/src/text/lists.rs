//! `/tagihan`, `/pelanggan` and `/paket`

texts! {
    /// `/tagihan`
    InvoicesTexts {
        title: "Tagihan" | "Invoices",
        filter_form: "Saring tagihan" | "Filter invoices",
        query: "Nomor, pelanggan, atau order_id" | "Number, customer or order_id",
        status: "Status" | "Status",
        all_statuses: "Semua status" | "All statuses",
        unpaid: "Belum lunas" | "Unpaid",
        number: "Nomor" | "Number",
        draft_number: "(draf)" | "(draft)",
        customer: "Pelanggan" | "Customer",
        period: "Periode" | "Period",
        due: "Jatuh tempo" | "Due",
        channel: "Kanal" | "Channel",
        total: "Total (Rp)" | "Total (Rp)",
        open: "Sisa (Rp)" | "Open (Rp)",
        order: "Urut: jatuh tempo, terlama dulu" | "Order: due date, oldest first",
        caption: "Tagihan, jumlah dalam rupiah" | "Invoices, amounts in rupiah",
        table: "Tabel tagihan" | "Table of invoices",
        page_sum: "Halaman ini, tanpa draf dan batal" | "This page, without drafts and voids",
        empty_filter: "Tidak ada tagihan untuk saringan ini." | "No invoice matches this filter.",
        empty_filter_why: "Ubah kata cari atau status, atau mulai lagi tanpa saringan." | "Change the search words or the status, or start again without a filter.",
        part_paid: "dibayar sebagian" | "partly paid",
        part_refunded: "dikembalikan sebagian" | "partly refunded",
        empty: "Belum ada tagihan." | "No invoices yet.",
        empty_why: "Tagihan muncul di sini setelah draf pertama dibuat." | "Invoices appear here once the first draft is made.",
    }
}

texts! {
    /// `/pelanggan`
    CustomersTexts {
        title: "Pelanggan" | "Customers",
        filter_form: "Saring pelanggan" | "Filter customers",
        query: "Nama, ID, atau nomor telepon utuh" | "Name, ID or whole phone number",
        name: "Nama" | "Name",
        id: "ID" | "ID",
        area: "Wilayah" | "Area",
        zone: "Zona" | "Zone",
        package: "Paket" | "Package",
        service: "Layanan" | "Service",
        phone: "Telepon" | "Phone",
        email: "Email" | "Email",
        open: "Tagihan terbuka (Rp)" | "Open invoices (Rp)",
        caption: "Pelanggan, jumlah dalam rupiah" | "Customers, amounts in rupiah",
        table: "Tabel pelanggan" | "Table of customers",
        empty_filter: "Tidak ada pelanggan untuk pencarian ini." | "No customer matches this search.",
        masked: "Telepon dan email disamarkan." | "Phone numbers and email addresses are masked.",
        empty: "Belum ada pelanggan." | "No customers yet.",
        begin: "Pelanggan muncul di sini setelah didaftarkan." | "Customers appear here once they are registered.",
        empty_why: "Periksa ejaan nama, atau cari dengan ID." | "Check the spelling of the name, or search by ID.",
    }
}

texts! {
    /// `/paket`
    PackagesTexts {
        title: "Paket" | "Packages",
        code: "Kode" | "Code",
        name: "Nama" | "Name",
        speed: "Kecepatan (Mbps)" | "Speed (Mbps)",
        tax: "PPN" | "VAT (PPN)",
        tax_inside: "termasuk" | "included",
        tax_on_top: "belum termasuk" | "added on top",
        customers: "Pelanggan" | "Customers",
        price: "Harga per bulan (Rp)" | "Price a month (Rp)",
        status: "Status" | "Status",
        caption: "Paket, harga dalam rupiah" | "Packages, prices in rupiah",
        empty: "Belum ada paket." | "No packages yet.",
        empty_why: "Paket dibuat saat pemasangan awal." | "Packages are made when the system is set up.",
    }
}
