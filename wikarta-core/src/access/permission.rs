//! Every permission: one name, one yes or no.

use crate::words::words;

words! {
    /// What a role may be allowed to do. Requesting and approving are always two names.
    Permission {
        /// View: customers.
        CustomerView = "customer.view",
        /// Manage: customers.
        CustomerManage = "customer.manage",
        /// Delete: customers.
        CustomerDelete = "customer.delete",
        /// Reveal pii: customers.
        CustomerRevealPii = "customer.reveal_pii",
        /// Export pii: customers.
        CustomerExportPii = "customer.export_pii",
        /// View: packages.
        PackageView = "package.view",
        /// Manage: packages.
        PackageManage = "package.manage",
        /// Approve price: packages.
        PackageApprovePrice = "package.approve_price",
        /// Propose: promos.
        PromoPropose = "promo.propose",
        /// Approve: promos.
        PromoApprove = "promo.approve",
        /// View: subscriptions.
        SubscriptionView = "subscription.view",
        /// Change: subscriptions.
        SubscriptionChange = "subscription.change",
        /// Isolate: subscriptions.
        SubscriptionIsolate = "subscription.isolate",
        /// Request termination: subscriptions.
        SubscriptionRequestTermination = "subscription.request_termination",
        /// Approve termination: subscriptions.
        SubscriptionApproveTermination = "subscription.approve_termination",
        /// View: invoices.
        InvoiceView = "invoice.view",
        /// Create: invoices.
        InvoiceCreate = "invoice.create",
        /// Issue: invoices.
        InvoiceIssue = "invoice.issue",
        /// Send: invoices.
        InvoiceSend = "invoice.send",
        /// Request credit: invoices.
        InvoiceRequestCredit = "invoice.request_credit",
        /// Approve credit: invoices.
        InvoiceApproveCredit = "invoice.approve_credit",
        /// View: payments.
        PaymentView = "payment.view",
        /// Charge: payments.
        PaymentCharge = "payment.charge",
        /// Post manual: payments.
        PaymentPostManual = "payment.post_manual",
        /// Verify manual: payments.
        PaymentVerifyManual = "payment.verify_manual",
        /// Reverse: payments.
        PaymentReverse = "payment.reverse",
        /// Record: withholdings.
        WithholdingRecord = "withholding.record",
        /// View: reconciles.
        ReconcileView = "reconcile.view",
        /// Run: reconciles.
        ReconcileRun = "reconcile.run",
        /// Propose correction: reconciles.
        ReconcileProposeCorrection = "reconcile.propose_correction",
        /// Approve correction: reconciles.
        ReconcileApproveCorrection = "reconcile.approve_correction",
        /// View: refunds.
        RefundView = "refund.view",
        /// Request: refunds.
        RefundRequest = "refund.request",
        /// Verify: refunds.
        RefundVerify = "refund.verify",
        /// Approve: refunds.
        RefundApprove = "refund.approve",
        /// Execute: refunds.
        RefundExecute = "refund.execute",
        /// Request: voids.
        VoidRequest = "void.request",
        /// Approve: voids.
        VoidApprove = "void.approve",
        /// View: dunnings.
        DunningView = "dunning.view",
        /// Operate: dunnings.
        DunningOperate = "dunning.operate",
        /// Configure: dunnings.
        DunningConfigure = "dunning.configure",
        /// Approve template: dunnings.
        DunningApproveTemplate = "dunning.approve_template",
        /// View: webhooks.
        WebhookView = "webhook.view",
        /// Replay: webhooks.
        WebhookReplay = "webhook.replay",
        /// Finance: reports.
        ReportFinance = "report.finance",
        /// Sales: reports.
        ReportSales = "report.sales",
        /// Export: reports.
        ReportExport = "report.export",
        /// View: audits.
        AuditView = "audit.view",
        /// Verify: audits.
        AuditVerify = "audit.verify",
        /// Manage: users.
        UserManage = "user.manage",
        /// View: rbacs.
        RbacView = "rbac.view",
        /// Propose: rbacs.
        RbacPropose = "rbac.propose",
        /// Approve: rbacs.
        RbacApprove = "rbac.approve",
        /// View: settings.
        SettingView = "setting.view",
        /// Update: settings.
        SettingUpdate = "setting.update",
        /// Approve: settings.
        SettingApprove = "setting.approve",
    }
}
