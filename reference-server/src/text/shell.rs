//! The frame around every page, and words many pages share.

texts! {
    /// The frame around every page, and words many pages share.
    ShellTexts {
        skip: "Langsung ke isi" | "Skip to content",
        home: ", beranda" | ", home",
        menu: "Menu" | "Menu",
        main_nav: "Utama" | "Main",
        group_billing: "Penagihan" | "Billing",
        group_customers: "Pelanggan" | "Customers",
        dashboard: "Dasbor" | "Dashboard",
        invoices: "Tagihan" | "Invoices",
        customers: "Pelanggan" | "Customers",
        packages: "Paket" | "Packages",
        quick_search: "Cari cepat" | "Quick search",
        search_label: "Cari nomor tagihan, pelanggan, atau order_id" | "Search invoice number, customer or order_id",
        search_hint: "Cari tagihan, pelanggan, order_id…" | "Search invoice, customer, order_id…",
        sandbox: "Midtrans: mode uji" | "Midtrans: sandbox",
        role: "Peran" | "Role",
        language: "Bahasa" | "Language",
        theme: "Tampilan" | "Appearance",
        theme_system: "Ikuti sistem" | "System",
        theme_light: "Terang" | "Light",
        theme_dark: "Gelap" | "Dark",
        sign_out: "Keluar" | "Sign out",
        becomes: "menjadi" | "becomes",
        copy: "Salin" | "Copy",
        copied: "Tersalin" | "Copied",
        previous: "← Sebelumnya" | "← Previous",
        next: "Berikutnya →" | "Next →",
        pages: "Halaman" | "Pages",
        filter: "Saring" | "Filter",
        reset: "Atur ulang" | "Reset",
        applied: "Saringan:" | "Filters:",
        remove_filter: "Hapus saringan" | "Remove filter",
        scrollable: "dapat digulir" | "scrollable",
    }
}
