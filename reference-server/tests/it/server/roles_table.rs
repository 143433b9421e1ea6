//! Who may use which endpoint, written from the permission matrix of the product's documents, not
//! from the code, and one good body for each change.

use serde_json::{Value, json};

/// Who may: `all` is anybody at all, signed in or not; else the roles, in the order of the documents.
#[rustfmt::skip]
pub const TABLE: &[(&str, &str)] = &[
    ("GET /healthz", "all"),
    ("GET /readyz", "all"),
    ("GET /robots.txt", "all"),
    ("GET /aset/{file}", "all"),
    ("GET /bahasa/{lang}", "all"),
    ("POST /api/tokens", "all"),
    ("POST /api/webhooks/midtrans", "all"),
    ("GET /api/customers", "superuser supervisor keuangan marketing teknisi auditor"),
    ("GET /api/packages", "superuser supervisor keuangan marketing teknisi auditor"),
    ("GET /api/invoices", "superuser supervisor keuangan marketing teknisi auditor"),
    ("POST /api/invoices", "keuangan"),
    ("GET /api/invoices/{id}", "superuser supervisor keuangan marketing teknisi auditor"),
    ("POST /api/invoices/{id}/issue", "keuangan"),
    ("POST /api/invoices/{id}/transactions", "keuangan"),
    ("GET /api/audit-logs", "superuser supervisor keuangan auditor"),
    ("GET /masuk", "all"),
    ("POST /masuk", "all"),
    ("POST /keluar", "superuser supervisor keuangan marketing teknisi auditor"),
    ("GET /", "superuser supervisor keuangan marketing teknisi auditor"),
    ("GET /tagihan", "superuser supervisor keuangan marketing teknisi auditor"),
    ("GET /tagihan/{id}", "superuser supervisor keuangan marketing teknisi auditor"),
    ("POST /tagihan/{id}/terbitkan", "keuangan"),
    ("POST /tagihan/{id}/transaksi", "keuangan"),
    ("GET /pelanggan", "superuser supervisor keuangan marketing teknisi auditor"),
    ("GET /paket", "superuser supervisor keuangan marketing teknisi auditor"),
    ("GET /bayar/{token}", "all"),
    ("POST /bayar/{token}", "all"),
    ("POST /bayar/{token}/periksa", "all"),
    ("GET /bayar/{token}/status", "all"),
    ("POST /api/invoices/{id}/refund", "keuangan marketing"),
    ("GET /api/refunds", "superuser supervisor keuangan auditor"),
    ("GET /api/refunds/{id}", "superuser supervisor keuangan auditor"),
    ("POST /api/refunds/{id}/edit", "keuangan marketing"),
    ("POST /api/refunds/{id}/verify", "keuangan"),
    ("POST /api/refunds/{id}/approve", "supervisor"),
    ("POST /api/refunds/{id}/reject", "supervisor"),
    ("POST /api/refunds/{id}/withdraw", "keuangan marketing"),
    ("POST /api/refunds/{id}/execute", "keuangan"),
    ("POST /api/invoices/{id}/void", "keuangan"),
    ("GET /api/voids", "superuser supervisor keuangan auditor"),
    ("GET /api/voids/{id}", "superuser supervisor keuangan auditor"),
    ("POST /api/voids/{id}/verify", "keuangan"),
    ("POST /api/voids/{id}/approve", "supervisor"),
    ("POST /api/voids/{id}/reject", "supervisor"),
    ("POST /api/voids/{id}/withdraw", "keuangan"),
    ("POST /api/voids/{id}/execute", "keuangan"),
    ("POST /api/customers/{id}/payments", "keuangan"),
    ("GET /api/postings", "superuser supervisor keuangan teknisi auditor"),
    ("GET /api/postings/{id}", "supervisor keuangan auditor"),
    ("POST /api/postings/{id}/verify", "supervisor keuangan"),
    ("POST /api/postings/{id}/reject", "supervisor keuangan"),
    ("POST /api/postings/{id}/reverse", "supervisor"),
    ("POST /api/invoices/{id}/credit", "keuangan"),
    ("POST /api/invoices/{id}/withholding", "keuangan"),
    ("POST /api/invoices/{id}/slip", "keuangan"),
    ("POST /api/invoices/{id}/reject-withholding", "keuangan"),
    ("POST /api/invoices/{id}/tax-number", "keuangan"),
    ("POST /api/invoices/{id}/cancel-tax-number", "keuangan"),
    ("POST /api/invoices/{id}/discard", "keuangan"),
    ("POST /api/invoices/{id}/credit-notes", "keuangan"),
    ("GET /api/credit-notes", "superuser supervisor keuangan auditor"),
    ("POST /api/credit-notes/{id}/approve", "supervisor"),
    ("POST /api/credit-notes/{id}/reject", "supervisor"),
    ("GET /api/cases", "supervisor keuangan auditor"),
    ("GET /api/cases/{id}", "supervisor keuangan auditor"),
    ("POST /api/cases/{id}/close", "keuangan"),
    ("POST /api/cases/{id}/propose", "keuangan"),
    ("POST /api/cases/{id}/approve", "supervisor"),
    ("POST /api/cases/{id}/reject", "supervisor"),
    ("GET /api/suspense", "supervisor keuangan auditor"),
    ("GET /api/suspense/{order_id}", "supervisor keuangan auditor"),
    ("POST /api/suspense/{order_id}/propose", "keuangan"),
    ("POST /api/suspense/{order_id}/approve", "supervisor"),
    ("POST /api/suspense/{order_id}/reject", "supervisor"),
    ("POST /api/customers", "keuangan marketing"),
    ("GET /api/customers/{id}", "superuser supervisor keuangan marketing teknisi auditor"),
    ("POST /api/customers/{id}/change", "keuangan marketing"),
    ("POST /api/customers/{id}/delete", "supervisor"),
    ("POST /api/customers/{id}/reveal", "supervisor keuangan marketing teknisi"),
    ("POST /api/packages", "marketing"),
    ("GET /api/packages/{id}", "superuser supervisor keuangan marketing teknisi auditor"),
    ("POST /api/packages/{id}/price", "marketing"),
    ("POST /api/packages/{id}/approve-price", "supervisor"),
    ("POST /api/packages/{id}/reject-price", "supervisor"),
    ("POST /api/packages/{id}/describe", "marketing"),
    ("POST /api/packages/{id}/archive", "marketing"),
    ("GET /api/promos", "superuser supervisor keuangan marketing teknisi auditor"),
    ("POST /api/promos", "marketing"),
    ("POST /api/promos/{id}/approve", "supervisor"),
    ("POST /api/promos/{id}/reject", "supervisor"),
    ("POST /api/subscriptions", "marketing"),
    ("GET /api/subscriptions/{id}", "superuser supervisor keuangan marketing teknisi auditor"),
    ("POST /api/subscriptions/{id}/activate", "marketing"),
    ("POST /api/subscriptions/{id}/change-plan", "marketing"),
    ("POST /api/subscriptions/{id}/isolate", "supervisor keuangan"),
    ("POST /api/subscriptions/{id}/restore", "supervisor keuangan"),
    ("POST /api/subscriptions/{id}/request-termination", "keuangan marketing"),
    ("POST /api/subscriptions/{id}/approve-termination", "supervisor"),
    ("POST /api/subscriptions/{id}/reject-termination", "supervisor"),
    ("POST /api/subscriptions/{id}/promo", "marketing"),
    ("POST /api/subscriptions/{id}/fee", "marketing"),
    ("GET /api/users", "superuser supervisor auditor"),
    ("POST /api/users", "superuser"),
    ("GET /api/roles", "superuser supervisor auditor"),
    ("GET /api/access-changes", "superuser supervisor auditor"),
    ("POST /api/access-changes", "superuser"),
    ("POST /api/access-changes/{id}/approve", "supervisor"),
    ("POST /api/access-changes/{id}/reject", "supervisor"),
    ("POST /api/access-changes/{id}/withdraw", "superuser"),
    ("POST /api/emergency", "superuser"),
    ("POST /api/emergency/end", "superuser"),
    ("GET /api/access/explain", "superuser supervisor auditor"),
    ("POST /api/billing-runs", "keuangan"),
    ("GET /api/tax/coretax", "supervisor keuangan"),
    ("POST /tagihan/{id}/pengembalian", "keuangan marketing"),
    ("POST /tagihan/{id}/pembatalan", "keuangan"),
    ("GET /koreksi", "superuser supervisor keuangan auditor"),
    ("GET /koreksi/{id}", "superuser supervisor keuangan auditor"),
    ("POST /koreksi/{id}/verifikasi", "keuangan"),
    ("POST /koreksi/{id}/setujui", "supervisor"),
    ("POST /koreksi/{id}/tolak", "supervisor"),
    ("POST /koreksi/{id}/tarik", "keuangan marketing"),
    ("POST /koreksi/{id}/eksekusi", "keuangan"),
    ("POST /koreksi/{id}/ubah", "keuangan marketing"),
    ("POST /koreksi/{id}/setujui-batal", "supervisor"),
    ("POST /koreksi/{id}/tolak-batal", "supervisor"),
    ("POST /koreksi/{id}/tarik-batal", "keuangan"),
    ("POST /koreksi/{id}/eksekusi-batal", "keuangan"),
];

/// Ids that nothing has, in the shape of each kind.
pub fn concrete(path: &str) -> String {
    let of = [
        ("/api/invoices/", "inv_nosuch"),
        ("/api/refunds/", "ref_nosuch"),
        ("/api/voids/", "voi_nosuch"),
        ("/api/customers/", "cus_nosuch"),
        ("/api/postings/", "pst_nosuch"),
        ("/api/credit-notes/", "crn_nosuch"),
        ("/api/cases/", "cas_nosuch"),
        ("/api/packages/", "pkg_nosuch"),
        ("/api/promos/", "prm_nosuch"),
        ("/api/subscriptions/", "sub_nosuch"),
        ("/api/access-changes/", "acc_nosuch"),
        ("/tagihan/", "inv_nosuch"),
        ("/koreksi/", "ref_nosuch"),
    ];
    let id = of.iter().find(|(prefix, _)| path.starts_with(prefix)).map_or("x", |(_, id)| id);
    path.replace("{id}", id).replace("{order_id}", "ORDER-OF-NOBODY")
}

/// A good body for an endpoint; `n` keeps names apart.
pub fn body(endpoint: &str, n: u32) -> Value {
    const WHY: &str = "Diminta oleh pelanggan";
    let last = endpoint.rsplit('/').next().unwrap();
    match endpoint {
        "POST /api/customers" => json!({
            "code": format!("UJI-{n}"), "zone": "WIB",
            "personal": {"name": "Sri Wahyuni", "phone": "0812-0000-1234",
                "email": "sri@contoh.test", "address": "Jl. Melati 12"},
        }),
        "POST /api/customers/{id}/payments" => json!({
            "method": "cash", "amount": 1_000, "received_on": "2026-01-01", "evidence": "KW-1",
        }),
        "POST /api/packages" => json!({
            "code": format!("UJI{n}"), "name": "Uji", "description": "Paket uji", "mbps": 10,
            "price": 100_000, "pricing": "inclusive",
        }),
        "POST /api/packages/{id}/price" => {
            json!({"price": 1_000, "pricing": "inclusive", "reason": WHY})
        }
        "POST /api/packages/{id}/describe" => json!({"name": "Uji", "description": "Paket uji"}),
        "POST /api/promos" => json!({
            "code": format!("PROMO{n}"), "name": "Promo uji", "discount": {"amount": 1_000},
            "periods": 1, "from": "2026-01-01", "until": "2040-12-31",
        }),
        "POST /api/subscriptions" => json!({
            "customer_id": "cus_nosuch", "package_id": "pkg_nosuch", "starts_on": "2026-01-01",
        }),
        "POST /api/subscriptions/{id}/activate" => json!({"on": "2026-01-01"}),
        "POST /api/subscriptions/{id}/change-plan" => json!({"package_id": "pkg_nosuch"}),
        "POST /api/subscriptions/{id}/request-termination" => {
            json!({"on": "2026-01-01", "reason": WHY})
        }
        "POST /api/subscriptions/{id}/promo" => json!({"promo_id": "prm_nosuch"}),
        "POST /api/subscriptions/{id}/fee" => {
            json!({"kind": "other", "description": "Kabel", "amount": 1_000})
        }
        "POST /api/users" => json!({
            "email": format!("uji{n}@demo.test"), "name": "Uji", "roles": ["TEKNISI"],
        }),
        "POST /api/access-changes" => {
            json!({"user_id": "usr_nosuch", "roles": ["TEKNISI"], "reason": WHY})
        }
        "POST /api/emergency" => json!({"reason": WHY, "minutes": 5}),
        "POST /api/billing-runs" => json!({"date": "2026-01-01", "dry_run": true}),
        "POST /api/cases/{id}/close" => json!({"note": WHY}),
        "POST /api/cases/{id}/propose" => json!({"resolution": {"to": "credit"}, "reason": WHY}),
        "POST /api/suspense/{order_id}/propose" => {
            json!({"customer_id": "cus_nosuch", "resolution": {"to": "credit"}, "reason": WHY})
        }
        "POST /api/suspense/{order_id}/approve" => json!({"customer_id": "cus_nosuch"}),
        "POST /api/invoices/{id}/slip" => json!({
            "number": "BP-1", "date": "2026-01-01", "period": "2026-01", "evidence": "bp-1.pdf",
        }),
        "POST /api/invoices/{id}/tax-number" => json!({"number": "04002600000000001"}),
        _ => match last {
            "refund" | "credit-notes" | "edit" => json!({"amount": 1_000, "reason": WHY}),
            "void" | "reject" | "delete" | "reveal" | "isolate" | "restore" | "reverse"
            | "reject-price" | "reject-termination" | "reject-withholding"
            | "cancel-tax-number" => json!({"reason": WHY}),
            _ => json!({}),
        },
    }
}
