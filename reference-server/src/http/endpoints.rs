//! The one table of endpoints. What has no row here cannot be mounted, and a row without a handler
//! stops the server at its start.

use wikarta_core::access::Permission;

use super::class::Class;
use super::limits::{
    API_SESSION, Limit, PAGE_SESSION, PAY_ADDRESS, PAY_CHARGE, PAY_TOKEN, SIGN_IN, WEBHOOK_REFUSED,
};

/// The methods that endpoints use. `GET` answers `HEAD` too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads; never changes anything.
    Get,
    /// Changes something.
    Post,
}

impl Method {
    /// The word of the request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// One endpoint: how it is asked, by whom, and how often.
#[derive(Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The method.
    pub method: Method,
    /// The path, with `{…}` for what varies.
    pub path: &'static str,
    /// Who it is for.
    pub class: Class,
    /// What a role must allow. The early no: the core asks again.
    pub permission: Option<Permission>,
    /// The buckets that it takes from.
    pub limits: &'static [&'static Limit],
    /// Whether the request must bring a key of its own.
    pub key: Key,
}

/// Whether a request must bring an `Idempotency-Key`. Every changing endpoint takes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// It may.
    Welcome,
    /// It must: money would move twice.
    Required,
}

impl Endpoint {
    /// `GET /api/invoices`: how handlers name their row.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.method.as_str(), self.path)
    }
}

const fn row(
    method: Method,
    path: &'static str,
    class: Class,
    permission: Option<Permission>,
    limits: &'static [&'static Limit],
) -> Endpoint {
    Endpoint { method, path, class, permission, limits, key: Key::Welcome }
}

/// A change that moves money, or leads to it, of a program.
const fn money(path: &'static str, permission: Permission) -> Endpoint {
    let (method, class, permission) = (Method::Post, Class::Api, Some(permission));
    Endpoint { method, path, class, permission, limits: API, key: Key::Required }
}

use Class::{Api, Door, Page, Payer, Public, Receipt, Upload, Webhook};
use Method::{Get, Post};
use Permission as P;

const API: &[&Limit] = &[&API_SESSION];
const PAGE: &[&Limit] = &[&PAGE_SESSION];
const PAY: &[&Limit] = &[&PAY_ADDRESS, &PAY_TOKEN];
const PAY_POST: &[&Limit] = &[&PAY_ADDRESS, &PAY_TOKEN, &PAY_CHARGE];

/// Every endpoint of the server.
#[rustfmt::skip]
pub const ENDPOINTS: &[Endpoint] = &[
    row(Get,  "/healthz",      Public, None, &[]),
    row(Get,  "/readyz",       Public, None, &[]),
    row(Get,  "/robots.txt",   Public, None, &[]),
    row(Get,  "/aset/{file}",   Public, None, &[]),
    row(Get,  "/bahasa/{lang}", Public, None, &[]),

    row(Post, "/api/tokens",             Public,  None, &[&SIGN_IN]),
    row(Post, "/api/webhooks/midtrans",  Webhook, None, &[&WEBHOOK_REFUSED]),
    row(Get,  "/api/notifications/receipts/{provider}", Receipt, None, &[&WEBHOOK_REFUSED]),
    row(Post, "/api/notifications/receipts/{provider}", Receipt, None, &[&WEBHOOK_REFUSED]),
    row(Post, "/api/notifications/receipts/{provider}/{secret}", Receipt, None, &[&WEBHOOK_REFUSED]),

    row(Get,  "/api/customers",          Api, Some(P::CustomerView), API),
    row(Get,  "/api/packages",           Api, Some(P::PackageView), API),
    row(Get,  "/api/invoices",           Api, Some(P::InvoiceView), API),
    row(Post, "/api/invoices",           Api, Some(P::InvoiceCreate), API),
    row(Get,  "/api/invoices/{id}",      Api, Some(P::InvoiceView), API),
    row(Get,  "/api/invoices/{id}/explanation", Api, Some(P::AuditView), API),
    row(Post, "/api/invoices/{id}/issue", Api, Some(P::InvoiceIssue), API),
    row(Post, "/api/invoices/{id}/transactions", Api, Some(P::PaymentCharge), API),
    row(Get,  "/api/audit-logs",         Api, Some(P::AuditView), API),

    money("/api/invoices/{id}/refund",   P::RefundRequest),
    row(Get,  "/api/refunds",            Api, Some(P::RefundView), API),
    row(Get,  "/api/refunds/{id}",       Api, Some(P::RefundView), API),
    money("/api/refunds/{id}/edit",      P::RefundRequest),
    money("/api/refunds/{id}/verify",    P::RefundVerify),
    money("/api/refunds/{id}/approve",   P::RefundApprove),
    money("/api/refunds/{id}/reject",    P::RefundApprove),
    money("/api/refunds/{id}/withdraw",  P::RefundRequest),
    money("/api/refunds/{id}/execute",   P::RefundExecute),
    money("/api/invoices/{id}/void",     P::VoidRequest),
    row(Get,  "/api/voids",              Api, Some(P::RefundView), API),
    row(Get,  "/api/voids/{id}",         Api, Some(P::RefundView), API),
    money("/api/voids/{id}/verify",      P::RefundVerify),
    money("/api/voids/{id}/approve",     P::VoidApprove),
    money("/api/voids/{id}/reject",      P::VoidApprove),
    money("/api/voids/{id}/withdraw",    P::VoidRequest),
    money("/api/voids/{id}/execute",     P::VoidRequest),

    money("/api/customers/{id}/payments", P::PaymentPostManual),
    row(Get,  "/api/postings",           Api, Some(P::PaymentView), API),
    row(Get,  "/api/postings/{id}",      Api, Some(P::ReconcileView), API),
    money("/api/postings/{id}/verify",   P::PaymentVerifyManual),
    money("/api/postings/{id}/reject",   P::PaymentVerifyManual),
    money("/api/postings/{id}/reverse",  P::PaymentReverse),
    money("/api/invoices/{id}/credit",   P::PaymentPostManual),
    money("/api/invoices/{id}/withholding", P::WithholdingRecord),
    row(Post, "/api/invoices/{id}/slip", Api, Some(P::WithholdingRecord), API),
    row(Post, "/api/invoices/{id}/reject-withholding", Api, Some(P::WithholdingRecord), API),
    row(Post, "/api/invoices/{id}/tax-number", Api, Some(P::InvoiceIssue), API),
    row(Post, "/api/invoices/{id}/cancel-tax-number", Api, Some(P::InvoiceIssue), API),
    row(Post, "/api/invoices/{id}/discard", Api, Some(P::InvoiceCreate), API),
    money("/api/invoices/{id}/credit-notes", P::InvoiceRequestCredit),
    row(Get,  "/api/credit-notes",       Api, Some(P::RefundView), API),
    money("/api/credit-notes/{id}/approve", P::InvoiceApproveCredit),
    money("/api/credit-notes/{id}/reject", P::InvoiceApproveCredit),
    row(Get,  "/api/cases",              Api, Some(P::ReconcileView), API),
    row(Get,  "/api/cases/{id}",         Api, Some(P::ReconcileView), API),
    row(Post, "/api/cases/{id}/close",   Api, Some(P::ReconcileProposeCorrection), API),
    money("/api/cases/{id}/propose",     P::ReconcileProposeCorrection),
    money("/api/cases/{id}/approve",     P::ReconcileApproveCorrection),
    money("/api/cases/{id}/reject",      P::ReconcileApproveCorrection),
    row(Get,  "/api/suspense",           Api, Some(P::ReconcileView), API),
    row(Get,  "/api/suspense/{order_id}", Api, Some(P::ReconcileView), API),
    money("/api/suspense/{order_id}/propose", P::ReconcileProposeCorrection),
    money("/api/suspense/{order_id}/approve", P::ReconcileApproveCorrection),
    money("/api/suspense/{order_id}/reject", P::ReconcileApproveCorrection),

    row(Post, "/api/reconcile",          Api, Some(P::ReconcileRun), API),
    row(Get,  "/api/reconcile/runs",     Api, Some(P::ReconcileView), API),
    row(Get,  "/api/reconcile/runs/{id}", Api, Some(P::ReconcileView), API),
    row(Get,  "/api/reconcile/month",    Api, Some(P::ReconcileView), API),
    row(Get,  "/api/reconcile/findings", Api, Some(P::ReconcileView), API),
    money("/api/reconcile/findings/{id}/propose", P::ReconcileProposeCorrection),
    money("/api/reconcile/findings/{id}/approve", P::ReconcileApproveCorrection),
    money("/api/reconcile/findings/{id}/reject", P::ReconcileApproveCorrection),
    row(Post, "/api/reconcile/settlements", Upload, Some(P::ReconcileRun), API),

    row(Post, "/api/customers",          Api, Some(P::CustomerManage), API),
    row(Get,  "/api/customers/{id}",     Api, Some(P::CustomerView), API),
    row(Post, "/api/customers/{id}/change", Api, Some(P::CustomerManage), API),
    row(Post, "/api/customers/{id}/delete", Api, Some(P::CustomerDelete), API),
    row(Post, "/api/customers/{id}/erase", Api, Some(P::CustomerDelete), API),
    row(Post, "/api/customers/{id}/reveal", Api, Some(P::CustomerRevealPii), API),
    row(Get,  "/api/customers/{id}/reminders", Api, Some(P::DunningView), API),
    row(Post, "/api/customers/{id}/promise", Api, Some(P::DunningOperate), API),
    row(Post, "/api/customers/{id}/opt-out", Api, Some(P::CustomerManage), API),
    row(Post, "/api/customers/{id}/opt-in", Api, Some(P::CustomerManage), API),
    row(Post, "/api/customers/{id}/pause", Api, Some(P::DunningOperate), API),
    row(Post, "/api/customers/{id}/resume", Api, Some(P::DunningOperate), API),
    row(Get,  "/api/reminders",          Api, Some(P::DunningView), API),
    row(Post, "/api/invoices/{id}/remind", Api, Some(P::DunningOperate), API),
    row(Get,  "/api/network-events",     Api, Some(P::SubscriptionView), API),
    row(Post, "/api/packages",           Api, Some(P::PackageManage), API),
    row(Get,  "/api/packages/{id}",      Api, Some(P::PackageView), API),
    row(Post, "/api/packages/{id}/price", Api, Some(P::PackageManage), API),
    row(Post, "/api/packages/{id}/approve-price", Api, Some(P::PackageApprovePrice), API),
    row(Post, "/api/packages/{id}/reject-price", Api, Some(P::PackageApprovePrice), API),
    row(Post, "/api/packages/{id}/describe", Api, Some(P::PackageManage), API),
    row(Post, "/api/packages/{id}/archive", Api, Some(P::PackageManage), API),
    row(Get,  "/api/promos",             Api, Some(P::PackageView), API),
    row(Post, "/api/promos",             Api, Some(P::PromoPropose), API),
    row(Post, "/api/promos/{id}/approve", Api, Some(P::PromoApprove), API),
    row(Post, "/api/promos/{id}/reject", Api, Some(P::PromoApprove), API),
    row(Post, "/api/subscriptions",      Api, Some(P::SubscriptionChange), API),
    row(Get,  "/api/subscriptions/{id}", Api, Some(P::SubscriptionView), API),
    row(Post, "/api/subscriptions/{id}/activate", Api, Some(P::SubscriptionChange), API),
    row(Post, "/api/subscriptions/{id}/change-plan", Api, Some(P::SubscriptionChange), API),
    row(Post, "/api/subscriptions/{id}/isolate", Api, Some(P::SubscriptionIsolate), API),
    row(Post, "/api/subscriptions/{id}/restore", Api, Some(P::SubscriptionIsolate), API),
    row(Post, "/api/subscriptions/{id}/request-termination", Api, Some(P::SubscriptionRequestTermination), API),
    row(Post, "/api/subscriptions/{id}/approve-termination", Api, Some(P::SubscriptionApproveTermination), API),
    row(Post, "/api/subscriptions/{id}/reject-termination", Api, Some(P::SubscriptionApproveTermination), API),
    row(Post, "/api/subscriptions/{id}/promo", Api, Some(P::SubscriptionChange), API),
    row(Post, "/api/subscriptions/{id}/fee", Api, Some(P::SubscriptionChange), API),

    row(Get,  "/api/users",              Api, Some(P::RbacView), API),
    row(Post, "/api/users",              Api, Some(P::RbacPropose), API),
    row(Get,  "/api/roles",              Api, Some(P::RbacView), API),
    row(Get,  "/api/access-changes",     Api, Some(P::RbacView), API),
    row(Post, "/api/access-changes",     Api, Some(P::RbacPropose), API),
    row(Post, "/api/access-changes/{id}/approve", Api, Some(P::RbacApprove), API),
    row(Post, "/api/access-changes/{id}/reject", Api, Some(P::RbacApprove), API),
    row(Post, "/api/access-changes/{id}/withdraw", Api, Some(P::RbacPropose), API),
    row(Post, "/api/emergency",          Api, Some(P::UserManage), API),
    row(Post, "/api/emergency/end",      Api, Some(P::UserManage), API),
    row(Get,  "/api/access/explain",     Api, Some(P::RbacView), API),
    row(Post, "/api/billing-runs",       Api, Some(P::InvoiceIssue), API),
    row(Get,  "/api/policy",             Api, Some(P::SettingView), API),
    row(Get,  "/api/policies/{version}", Api, Some(P::SettingView), API),
    row(Post, "/api/policy/proposals",   Api, Some(P::SettingUpdate), API),
    row(Post, "/api/policy/proposals/{number}/approve", Api, Some(P::SettingApprove), API),
    row(Post, "/api/policy/proposals/{number}/reject", Api, Some(P::SettingApprove), API),
    row(Post, "/api/policy/proposals/{number}/withdraw", Api, Some(P::SettingUpdate), API),
    row(Get,  "/api/tax/coretax",        Api, Some(P::ReportExport), API),
    row(Get,  "/api/dead-letters",       Api, Some(P::WebhookView), API),
    row(Post, "/api/dead-letters/{id}/redrive", Api, Some(P::WebhookReplay), API),

    row(Get,  "/api/reports/kpi",        Api, Some(P::ReportSales), API),
    row(Get,  "/api/reports/aging",      Api, Some(P::ReportFinance), API),
    row(Get,  "/api/reports/settlements", Api, Some(P::ReportFinance), API),
    row(Get,  "/api/reports/refunds",    Api, Some(P::ReportFinance), API),
    row(Get,  "/api/reports/daily-cash", Api, Some(P::ReportFinance), API),
    row(Get,  "/api/reports/tax",        Api, Some(P::ReportFinance), API),
    row(Get,  "/api/reports/withholding", Api, Some(P::ReportFinance), API),
    row(Get,  "/api/reports/security",   Api, Some(P::AuditView), API),
    row(Get,  "/api/reports/dunning",    Api, Some(P::ReportFinance), API),
    row(Get,  "/api/reports/mismatch",   Api, Some(P::ReportFinance), API),
    row(Get,  "/api/preview",            Api, Some(P::ReportFinance), API),

    row(Get,  "/masuk",                  Door, None, &[]),
    row(Post, "/masuk",                  Door, None, &[&SIGN_IN]),
    row(Post, "/keluar",                 Page, None, PAGE),
    row(Get,  "/",                       Page, None, PAGE),
    row(Get,  "/tagihan",                Page, Some(P::InvoiceView), PAGE),
    row(Get,  "/tagihan/{id}",           Page, Some(P::InvoiceView), PAGE),
    row(Get,  "/tagihan/{id}/penjelasan", Page, Some(P::AuditView), PAGE),
    row(Post, "/tagihan/{id}/terbitkan", Page, Some(P::InvoiceIssue), PAGE),
    row(Post, "/tagihan/{id}/transaksi", Page, Some(P::PaymentCharge), PAGE),
    row(Post, "/tagihan/{id}/pengembalian", Page, Some(P::RefundRequest), PAGE),
    row(Post, "/tagihan/{id}/pembatalan", Page, Some(P::VoidRequest), PAGE),
    row(Get,  "/koreksi",                Page, Some(P::RefundView), PAGE),
    row(Get,  "/koreksi/{id}",           Page, Some(P::RefundView), PAGE),
    row(Post, "/koreksi/{id}/verifikasi", Page, Some(P::RefundVerify), PAGE),
    row(Post, "/koreksi/{id}/setujui",   Page, Some(P::RefundApprove), PAGE),
    row(Post, "/koreksi/{id}/tolak",     Page, Some(P::RefundApprove), PAGE),
    row(Post, "/koreksi/{id}/tarik",     Page, Some(P::RefundRequest), PAGE),
    row(Post, "/koreksi/{id}/eksekusi",  Page, Some(P::RefundExecute), PAGE),
    row(Post, "/koreksi/{id}/ubah",      Page, Some(P::RefundRequest), PAGE),
    row(Post, "/koreksi/{id}/setujui-batal",  Page, Some(P::VoidApprove), PAGE),
    row(Post, "/koreksi/{id}/tolak-batal",    Page, Some(P::VoidApprove), PAGE),
    row(Post, "/koreksi/{id}/tarik-batal",    Page, Some(P::VoidRequest), PAGE),
    row(Post, "/koreksi/{id}/eksekusi-batal", Page, Some(P::VoidRequest), PAGE),
    row(Get,  "/rekonsiliasi",           Page, Some(P::ReconcileView), PAGE),
    row(Post, "/rekonsiliasi/jalankan",  Page, Some(P::ReconcileRun), PAGE),
    row(Post, "/rekonsiliasi/berkas",    Page, Some(P::ReconcileRun), PAGE),
    row(Post, "/rekonsiliasi/usulkan",   Page, Some(P::ReconcileProposeCorrection), PAGE),
    row(Post, "/rekonsiliasi/setujui",   Page, Some(P::ReconcileApproveCorrection), PAGE),
    row(Post, "/rekonsiliasi/tolak",     Page, Some(P::ReconcileApproveCorrection), PAGE),
    row(Get,  "/antrian",                Page, Some(P::WebhookView), PAGE),
    row(Post, "/antrian",                Page, Some(P::WebhookReplay), PAGE),
    row(Get,  "/pelanggan",              Page, Some(P::CustomerView), PAGE),
    row(Get,  "/pelanggan/baru",         Page, Some(P::CustomerManage), PAGE),
    row(Post, "/pelanggan/baru",         Page, Some(P::CustomerManage), PAGE),
    row(Get,  "/pelanggan/{id}",         Page, Some(P::CustomerView), PAGE),
    row(Get,  "/pelanggan/{id}/ubah",    Page, Some(P::CustomerManage), PAGE),
    row(Post, "/pelanggan/{id}/ubah",    Page, Some(P::CustomerManage), PAGE),
    row(Post, "/pelanggan/{id}/tampilkan", Page, Some(P::CustomerRevealPii), PAGE),
    row(Post, "/pelanggan/{id}/hapus",   Page, Some(P::CustomerDelete), PAGE),
    row(Post, "/pelanggan/{id}/hapus-data", Page, Some(P::CustomerDelete), PAGE),
    row(Post, "/pelanggan/{id}/pembayaran", Page, Some(P::PaymentPostManual), PAGE),
    row(Post, "/pelanggan/{id}/verifikasi", Page, Some(P::PaymentVerifyManual), PAGE),
    row(Post, "/pelanggan/{id}/tolak",   Page, Some(P::PaymentVerifyManual), PAGE),
    row(Post, "/pelanggan/{id}/balik",   Page, Some(P::PaymentReverse), PAGE),
    row(Post, "/pelanggan/{id}/jual",    Page, Some(P::SubscriptionChange), PAGE),
    row(Post, "/pelanggan/{id}/janji",   Page, Some(P::DunningOperate), PAGE),
    row(Post, "/pelanggan/{id}/jeda",    Page, Some(P::DunningOperate), PAGE),
    row(Post, "/pelanggan/{id}/lanjut",  Page, Some(P::DunningOperate), PAGE),
    row(Get,  "/notifikasi",             Page, Some(P::DunningView), PAGE),
    row(Get,  "/paket",                  Page, Some(P::PackageView), PAGE),
    row(Get,  "/paket/baru",             Page, Some(P::PackageManage), PAGE),
    row(Post, "/paket/baru",             Page, Some(P::PackageManage), PAGE),
    row(Get,  "/paket/{id}",             Page, Some(P::PackageView), PAGE),
    row(Post, "/paket/{id}/harga",       Page, Some(P::PackageManage), PAGE),
    row(Post, "/paket/{id}/setujui",     Page, Some(P::PackageApprovePrice), PAGE),
    row(Post, "/paket/{id}/tolak",       Page, Some(P::PackageApprovePrice), PAGE),
    row(Post, "/paket/{id}/uraian",      Page, Some(P::PackageManage), PAGE),
    row(Post, "/paket/{id}/arsip",       Page, Some(P::PackageManage), PAGE),
    row(Get,  "/promo",                  Page, Some(P::PackageView), PAGE),
    row(Post, "/promo",                  Page, Some(P::PromoPropose), PAGE),
    row(Post, "/promo/{id}/setujui",     Page, Some(P::PromoApprove), PAGE),
    row(Post, "/promo/{id}/tolak",       Page, Some(P::PromoApprove), PAGE),
    row(Get,  "/simulasi",               Page, Some(P::AuditVerify), PAGE),
    row(Get,  "/pengaturan",             Page, Some(P::SettingView), PAGE),
    row(Post, "/pengaturan",             Page, Some(P::SettingUpdate), PAGE),
    row(Post, "/pengaturan/{id}/setujui", Page, Some(P::SettingApprove), PAGE),
    row(Post, "/pengaturan/{id}/tolak",  Page, Some(P::SettingApprove), PAGE),
    row(Post, "/pengaturan/{id}/tarik",  Page, Some(P::SettingUpdate), PAGE),
    row(Get,  "/langganan/{id}",         Page, Some(P::SubscriptionView), PAGE),
    row(Post, "/langganan/{id}/aktifkan", Page, Some(P::SubscriptionChange), PAGE),
    row(Post, "/langganan/{id}/paket",   Page, Some(P::SubscriptionChange), PAGE),
    row(Post, "/langganan/{id}/isolir",  Page, Some(P::SubscriptionIsolate), PAGE),
    row(Post, "/langganan/{id}/buka",    Page, Some(P::SubscriptionIsolate), PAGE),
    row(Post, "/langganan/{id}/berhenti", Page, Some(P::SubscriptionRequestTermination), PAGE),
    row(Post, "/langganan/{id}/setujui", Page, Some(P::SubscriptionApproveTermination), PAGE),
    row(Post, "/langganan/{id}/tolak",   Page, Some(P::SubscriptionApproveTermination), PAGE),
    row(Post, "/langganan/{id}/promo",   Page, Some(P::SubscriptionChange), PAGE),
    row(Post, "/langganan/{id}/biaya",   Page, Some(P::SubscriptionChange), PAGE),
    row(Get,  "/laporan",                Page, None, PAGE),
    row(Get,  "/laporan/kpi",            Page, Some(P::ReportSales), PAGE),
    row(Get,  "/laporan/umur-piutang",   Page, Some(P::ReportFinance), PAGE),
    row(Get,  "/laporan/penyelesaian",   Page, Some(P::ReportFinance), PAGE),
    row(Get,  "/laporan/pengembalian",   Page, Some(P::ReportFinance), PAGE),
    row(Get,  "/laporan/kas-harian",     Page, Some(P::ReportFinance), PAGE),
    row(Get,  "/laporan/pajak",          Page, Some(P::ReportFinance), PAGE),
    row(Get,  "/laporan/bukti-potong",   Page, Some(P::ReportFinance), PAGE),
    row(Get,  "/laporan/keamanan",       Page, Some(P::AuditView), PAGE),
    row(Get,  "/laporan/pengingat",      Page, Some(P::ReportFinance), PAGE),
    row(Get,  "/laporan/selisih",        Page, Some(P::ReportFinance), PAGE),
    row(Get,  "/laporan/pratinjau",      Page, Some(P::ReportFinance), PAGE),

    row(Get,  "/kotak-pesan",            Page, Some(P::DunningView), PAGE),
    row(Get,  "/kotak-pesan/{id}",       Page, Some(P::DunningView), PAGE),

    row(Get,  "/s/{code}",               Payer, None, PAY),
    row(Get,  "/bayar/{token}",          Payer, None, PAY),
    row(Post, "/bayar/{token}",          Payer, None, PAY_POST),
    row(Post, "/bayar/{token}/periksa",  Payer, None, PAY_POST),
    row(Get,  "/bayar/{token}/status",   Payer, None, PAY),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::http::limits::KeyedBy;

    #[test]
    fn info_06_every_row_stands_once_and_says_what_it_needs() {
        let mut seen = BTreeSet::new();
        for row in ENDPOINTS {
            assert!(seen.insert(row.name()), "{} stands twice", row.name());
            assert!(row.path.starts_with('/'), "{}", row.path);
            let api = row.path.starts_with("/api/");
            let person = row.class.rules().reader == crate::http::class::Reader::Person;
            assert!(!(api && person), "{} would answer a program with a page", row.name());
            if matches!(row.class, Class::Api | Class::Upload) {
                assert!(row.permission.is_some(), "{} needs a permission", row.name());
            }
            if !row.class.wants_staff() {
                assert!(row.permission.is_none(), "{} knows no roles to ask", row.name());
                let session = |limit: &&&Limit| limit.key == KeyedBy::Session;
                assert_eq!(row.limits.iter().filter(session).count(), 0, "{}", row.name());
            }
        }
    }

    #[test]
    fn athn_08_no_endpoint_is_about_security_questions_or_registration() {
        for row in ENDPOINTS {
            for word in ["question", "register", "signup", "daftar-akun", "graphql"] {
                assert!(!row.path.contains(word), "{}", row.path);
            }
        }
    }
}
