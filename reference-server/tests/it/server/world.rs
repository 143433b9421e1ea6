//! A story's world: a demo of its own, a person who bills, the gateway, and what must hold after
//! every story.

use serde_json::{Value, json};

use super::books::Books;
use super::client::{Bill, Person, text};
use super::gateway::Gateway;
use super::harness::{Home, Server, until};

/// One demo, one person who bills, and the gateway.
pub struct World {
    pub home: Home,
    pub server: Server,
    pub finance: Person,
    pub gateway: Gateway,
}

impl World {
    pub async fn begin() -> Self {
        let home = Home::seeded();
        let server = home.demo().await;
        let (finance, gateway) = (server.person("keuangan").await, server.gateway());
        Self { home, server, finance, gateway }
    }

    /// Somebody else of the demo's people.
    pub async fn person(&self, name: &str) -> Person {
        self.server.person(name).await
    }

    /// The status of a bill as the API says it.
    pub async fn status(&self, bill: &Bill) -> String {
        text(&self.finance.invoice(&bill.id).await["status"])
    }

    /// Waits for a status.
    pub async fn becomes(&self, bill: &Bill, status: &str) {
        until(status, async || (self.status(bill).await == status).then_some(())).await;
    }

    /// A bill that waits, the news of its code taken.
    pub async fn bill(&self, channel: &str) -> Bill {
        let bill = self.finance.bill(channel).await;
        self.gateway.all_delivered(&bill.order_id).await;
        bill
    }

    /// A bill that was paid and told of in the usual way.
    pub async fn paid(&self, channel: &str) -> Bill {
        let bill = self.bill(channel).await;
        self.gateway.act(&bill.order_id, "pay", json!({})).await.is(200);
        self.becomes(&bill, "PAID").await;
        self.gateway.all_delivered(&bill.order_id).await;
        bill
    }

    /// The tables, once nothing more is going on.
    pub async fn books(&self) -> Books {
        let mut books = self.home.books().await;
        books.are_quiet().await;
        books
    }

    /// Ends with what must hold after every story.
    pub async fn ends_well(self) {
        self.gateway.is_quiet().await;
        let mut books = self.books().await;
        books.agree().await;
        self.agrees_with_the_gateway(&mut books).await;
        drop(self.server);
        self.home.proves_its_trail();
    }

    /// To the rupiah: what the gateway settled is booked, or in suspense where nobody asked for it.
    async fn agrees_with_the_gateway(&self, books: &mut Books) {
        const BOOKED: &str =
            "SELECT (SELECT coalesce(sum(booked), 0) FROM payments WHERE order_id = ?1)
            + (SELECT coalesce(sum(amount), 0) FROM suspense_items WHERE order_id = ?1)";
        const GIVEN_BACK: &str = "SELECT coalesce(sum(amount), 0) FROM refunds WHERE order_id = ?1 AND origin <> 'offline'";
        for transaction in self.gateway.transactions().await {
            let order_id = text(&transaction["order_id"]);
            let money = ["settlement", "refund", "partial_refund"];
            let settled = money.contains(&text(&transaction["transaction_status"]).as_str());
            let expected = if settled { rupiah(&transaction["gross_amount"]) } else { 0 };
            let back = rupiah(&transaction["refund_amount"]);
            // A read that found nobody is tried again later than what counts as quiet.
            until(&format!("{expected} booked and {back} back: {transaction}"), async || {
                let booked = books.number(BOOKED, &order_id).await;
                let given_back = books.number(GIVEN_BACK, &order_id).await;
                ((booked, given_back) == (expected, back)).then_some(())
            })
            .await;
        }
    }
}

/// Whole rupiah of the gateway's text; nothing where there is none.
fn rupiah(text: &Value) -> i64 {
    text.as_str().map_or(0, |text| text.trim_end_matches(".00").parse().unwrap())
}
