//! The tables behind the program's back.

use std::path::Path;

use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, SqliteConnection};

use super::client::Bill;
use super::harness::until;

/// A connection of our own.
pub struct Books(SqliteConnection);

/// What is no business of the books: who is signed in, what was refused, how answers are kept.
const NOT_BUSINESS: [&str; 8] = [
    "sessions",
    "security_log",
    "security_counts",
    "sqlite_sequence",
    "reconcile_runs",
    "reconcile_findings",
    "reconcile_looks",
    "reconcile_settlements",
];

impl Books {
    pub async fn open(data: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(data.join("wikarta.db"));
        let options = options.busy_timeout(std::time::Duration::from_secs(10));
        Self(options.foreign_keys(false).connect().await.unwrap())
    }

    /// Changes something by hand; how many rows.
    pub async fn by_hand(&mut self, statement: &str) -> u64 {
        let statement = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()));
        self.0.execute(statement).await.unwrap().rows_affected()
    }

    /// The first column of every row, as text.
    pub async fn texts(&mut self, query: &str, about: &str) -> Vec<String> {
        let query = sqlx::query_scalar(AssertSqlSafe(query.to_owned()));
        query.bind(about.to_owned()).fetch_all(&mut self.0).await.unwrap()
    }

    /// One number.
    pub async fn number(&mut self, query: &str, about: &str) -> i64 {
        let query = sqlx::query_scalar(AssertSqlSafe(query.to_owned()));
        query.bind(about.to_owned()).fetch_one(&mut self.0).await.unwrap()
    }

    /// One digest over every row of every business table.
    pub async fn digest(&mut self) -> String {
        let tables =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ?1 ORDER BY name";
        let mut hash = Sha256::new();
        for table in self.texts(tables, "_sqlx_migrations").await {
            if NOT_BUSINESS.contains(&table.as_str()) {
                continue;
            }
            let columns =
                "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info(?1) ORDER BY cid";
            let whole = self.texts(columns, &table).await.join(" || ',' || ");
            let rows = format!("SELECT {whole} FROM \"{table}\" WHERE ?1 IS NOT NULL ORDER BY 1");
            hash.update(table.as_bytes());
            for row in self.texts(&rows, "").await {
                hash.update(row.as_bytes());
                hash.update(b"\n");
            }
        }
        wikarta_core::id::hex(&hash.finalize())
    }

    /// Waits until no worker has anything to do now or in the next seconds.
    pub async fn are_quiet(&mut self) {
        const WAITING: &str = "SELECT (SELECT count(*) FROM outbox WHERE state = 'waiting' AND due <= (unixepoch() + 5) * 1000000)
                 + (SELECT count(*) FROM webhook_events WHERE state = 'parked' AND due <= (unixepoch() + 5) * 1000000)
             WHERE ?1 IS NOT NULL";
        until("quiet", async || (self.number(WAITING, "").await == 0).then_some(())).await;
    }

    /// What holds for any books at rest, whatever happened to them.
    pub async fn agree(&mut self) {
        for (law, broken) in LAWS {
            let found = self.texts(&format!("{broken} AND ?1 IS NOT NULL"), "").await;
            assert!(found.is_empty(), "{law}: {found:?}");
        }
    }

    /// A bill that was paid exactly once: one credit, one entry of the trail, one receipt.
    pub async fn show_one_payment(&mut self, bill: &Bill) {
        let paid = self
            .number("SELECT paid FROM invoices WHERE id = ?1 AND status = 'PAID'", &bill.id)
            .await;
        assert_eq!(paid, bill.total);
        let booked =
            self.number("SELECT booked FROM payments WHERE order_id = ?1", &bill.order_id).await;
        assert_eq!(booked, bill.total);
        let turned = "SELECT count(*) FROM audit_logs l, json_each(l.changes) c
            WHERE c.value ->> 'entity' = 'invoice' AND c.value ->> 'id' = ?1
              AND c.value ->> 'field' = 'status' AND c.value ->> 'after' = 'PAID'";
        assert_eq!(self.number(turned, &bill.id).await, 1, "entries that made it paid");
        let receipts = "SELECT count(*) FROM notification_jobs
            WHERE invoice_id = ?1 AND kind = 'receipt'";
        assert_eq!(self.number(receipts, &bill.id).await, 1, "receipts");
        let sends = "SELECT count(*) FROM outbox WHERE inbox_order = ?1 AND kind = 'send'";
        assert_eq!(self.number(sends, &bill.order_id).await, 1, "planned receipts");
        let open = "SELECT count(*) FROM outbox WHERE inbox_order = ?1 AND state <> 'done'";
        assert_eq!(self.number(open, &bill.order_id).await, 0, "the outbox is drained");
    }

    /// How many notifications of money or of an end of an order are in a state.
    pub async fn events(&mut self, order_id: &str, state: &str) -> i64 {
        let query = format!(
            "SELECT count(*) FROM webhook_events WHERE order_id = ?1 AND state = '{state}'
                AND cast(payload AS TEXT) ->> 'transaction_status' <> 'pending'"
        );
        self.number(&query, order_id).await
    }
}

/// Each query finds what breaks the law in its name.
const LAWS: [(&str, &str); 7] = [
    (
        "what an invoice says it was paid is what was put on it",
        "SELECT id FROM invoices i WHERE paid <> (SELECT coalesce(sum(amount), 0) FROM allocations
            WHERE invoice_id = i.id)",
    ),
    (
        "money of an attempt is on invoices, or credit, never more than came",
        "SELECT order_id FROM payments p WHERE booked < (SELECT coalesce(sum(amount), 0)
            FROM allocations WHERE order_id = p.order_id)",
    ),
    (
        "what a customer paid and did not get back is on invoices, credit or in suspense",
        "SELECT id FROM accounts a WHERE
            (SELECT coalesce(sum(booked - refunded), 0) FROM payments WHERE account_id = a.id)
            + (SELECT coalesce(sum(amount), 0) FROM manual_payments
                WHERE account_id = a.id AND state = 'VERIFIED')
            + (SELECT coalesce(sum(amount - refunded), 0) FROM suspense_items
                WHERE body ->> '$.moved.account' = a.id)
            - (SELECT coalesce(sum(amount), 0) FROM refund_cases WHERE account_id = a.id
                AND stage = 'DONE' AND route <> 'credit' AND order_id IS NULL)
            <> a.credit + a.suspense + (SELECT coalesce(sum(l.amount - l.refunded), 0)
                FROM allocations l JOIN invoices i ON i.id = l.invoice_id WHERE i.account_id = a.id)",
    ),
    (
        "an invoice is paid when and only when it is covered",
        "SELECT id FROM invoices WHERE document = 'issued' AND refunded = 0
            AND (paid >= total) <> (status = 'PAID')",
    ),
    (
        "an invoice has at most one live attempt in each group",
        "SELECT invoice_id FROM (SELECT s.invoice_id, p.channel = 'qris' AS quick, count(*) AS live
            FROM payments p JOIN payment_invoices s USING (order_id)
            WHERE p.is_open = 1 AND p.superseded = 'no' GROUP BY 1, 2) WHERE live > 1",
    ),
    (
        "every applied notification has gone through its stages",
        "SELECT event_key FROM webhook_events WHERE state = 'applied'
            AND (checked_at IS NULL OR updated_at IS NULL OR audited_at IS NULL)",
    ),
    (
        "a chain ends where its aggregate says",
        "SELECT id FROM aggregates g WHERE seq <> (SELECT coalesce(max(seq), 0) FROM audit_logs
            WHERE aggregate = g.id)",
    ),
];
