//! The emulator's memory: every record, and the ways to find one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wikarta_core::time::Timestamp;

use super::pay_account::PayAccount;
use super::payment_link::PaymentLink;
use super::record::{Change, Delivery, DeliveryState, Transaction};
use super::shelf::Shelf;
use super::snap::SnapPage;
use super::subscription::Subscription;

/// All records. Bounded: see [`Book::apply`].
#[derive(Debug)]
pub(super) struct Book {
    transactions: BTreeMap<u64, Transaction>,
    by_id: HashMap<String, u64>,
    /// The newest transaction of each order id; an order id may be used again after a cancel.
    by_order: HashMap<String, Vec<u64>>,
    open_codes: BTreeSet<String>,
    /// Open transactions by deadline.
    deadlines: BTreeSet<(Timestamp, u64)>,
    /// Payments that will come by themselves.
    promises: BTreeSet<(Timestamp, u64)>,
    /// Refunds that the provider has still to confirm.
    confirmations: BTreeSet<(Timestamp, u64)>,
    deliveries: BTreeMap<u64, Delivery>,
    due: BTreeSet<(Timestamp, u32, u64)>,
    pub(super) snaps: Shelf<SnapPage>,
    pub(super) links: Shelf<PaymentLink>,
    pub(super) subscriptions: Shelf<Subscription>,
    pub(super) accounts: Shelf<PayAccount>,
    max_transactions: usize,
    max_deliveries: usize,
}

/// Payment pages, subscriptions and linked wallets kept, of each.
const SHELF_MAX: usize = 10_000;

impl Book {
    pub(super) fn new(max_transactions: usize, max_deliveries: usize) -> Self {
        Self {
            transactions: BTreeMap::new(),
            by_id: HashMap::new(),
            by_order: HashMap::new(),
            open_codes: BTreeSet::new(),
            deadlines: BTreeSet::new(),
            promises: BTreeSet::new(),
            confirmations: BTreeSet::new(),
            deliveries: BTreeMap::new(),
            due: BTreeSet::new(),
            snaps: Shelf::new(SHELF_MAX),
            links: Shelf::new(SHELF_MAX),
            subscriptions: Shelf::new(SHELF_MAX),
            accounts: Shelf::new(SHELF_MAX),
            max_transactions,
            max_deliveries,
        }
    }

    /// Takes the records of a change, then forgets what is too much: the oldest transactions that
    /// have ended, and the oldest deliveries, finished ones first.
    pub(super) fn apply(&mut self, change: Change) {
        for transaction in change.transactions {
            self.put_transaction(transaction);
        }
        for delivery in change.deliveries {
            self.put_delivery(delivery);
        }
        change.snaps.into_iter().for_each(|page| self.snaps.put(page));
        change.links.into_iter().for_each(|link| self.links.put(link));
        change.subscriptions.into_iter().for_each(|one| self.subscriptions.put(one));
        change.accounts.into_iter().for_each(|account| self.accounts.put(account));
        self.forget_transactions();
        self.forget_deliveries();
    }

    fn put_transaction(&mut self, transaction: Transaction) {
        let number = transaction.number;
        self.drop_transaction(number);
        self.by_id.insert(transaction.transaction_id.clone(), number);
        let of_order = self.by_order.entry(transaction.order_id.clone()).or_default();
        of_order.push(number);
        of_order.sort_unstable();
        if transaction.is_open() {
            self.deadlines.insert((transaction.expires_at, number));
            self.open_codes.insert(transaction.code.text());
        }
        if let Some(promise) = transaction.promise {
            self.promises.insert((promise.at, number));
        }
        for refund in transaction.refunds.iter().filter(|refund| !refund.confirmed) {
            self.confirmations.insert((refund.confirms_at, number));
        }
        self.transactions.insert(number, transaction);
    }

    fn drop_transaction(&mut self, number: u64) {
        let Some(old) = self.transactions.remove(&number) else { return };
        self.by_id.remove(&old.transaction_id);
        if let Some(of_order) = self.by_order.get_mut(&old.order_id) {
            of_order.retain(|other| *other != number);
            if of_order.is_empty() {
                self.by_order.remove(&old.order_id);
            }
        }
        self.deadlines.remove(&(old.expires_at, number));
        if let Some(promise) = old.promise {
            self.promises.remove(&(promise.at, number));
        }
        if old.is_open() {
            self.open_codes.remove(&old.code.text());
        }
        for refund in &old.refunds {
            self.confirmations.remove(&(refund.confirms_at, number));
        }
    }

    fn put_delivery(&mut self, delivery: Delivery) {
        let id = delivery.id;
        self.drop_delivery(id);
        if let DeliveryState::Waiting { due, rank } = delivery.state {
            self.due.insert((due, rank, id));
        }
        self.deliveries.insert(id, delivery);
    }

    fn drop_delivery(&mut self, id: u64) {
        if let Some(Delivery { state: DeliveryState::Waiting { due, rank }, .. }) =
            self.deliveries.remove(&id)
        {
            self.due.remove(&(due, rank, id));
        }
    }

    fn forget_transactions(&mut self) {
        while self.transactions.len() > self.max_transactions {
            let ended = |transaction: &&Transaction| !transaction.is_open();
            let oldest = self.transactions.values().find(ended);
            let Some(number) = oldest.map(|transaction| transaction.number) else { break };
            self.drop_transaction(number);
        }
    }

    fn forget_deliveries(&mut self) {
        // In steps, so that a full book does not search at every change.
        if self.deliveries.len() <= self.max_deliveries + self.max_deliveries / 8 {
            return;
        }
        let surplus = self.deliveries.len() - self.max_deliveries;
        let finished = self.deliveries.values().filter(|delivery| !delivery.is_open());
        let open = self.deliveries.values().filter(|delivery| delivery.is_open());
        let ids: Vec<u64> =
            finished.chain(open).take(surplus).map(|delivery| delivery.id).collect();
        for id in ids {
            self.drop_delivery(id);
        }
    }

    /// Whether no further transaction fits: the book is full of open ones.
    pub(super) fn is_full(&self) -> bool {
        self.transactions.len() >= self.max_transactions
            && self.transactions.values().all(Transaction::is_open)
    }

    /// By the vendor's id, else the newest by order id; only the merchant's own.
    pub(super) fn find(&self, merchant_id: &str, id: &str) -> Option<&Transaction> {
        let own = |transaction: &&Transaction| transaction.merchant_id == merchant_id;
        let by_id = self.by_id.get(id).and_then(|number| self.transactions.get(number));
        by_id.filter(own).or_else(|| self.of_order(id).find(own))
    }

    /// All transactions of an order id, newest first, of any merchant.
    pub(super) fn of_order(&self, order_id: &str) -> impl Iterator<Item = &Transaction> {
        let numbers = self.by_order.get(order_id).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().rev().filter_map(|number| self.transactions.get(number))
    }

    /// Newest first.
    pub(super) fn transactions(&self) -> impl Iterator<Item = &Transaction> {
        self.transactions.values().rev()
    }

    pub(super) fn next_transaction(&self) -> u64 {
        self.transactions.last_key_value().map_or(1, |(number, _)| number + 1)
    }

    pub(super) fn is_code_open(&self, code: &str) -> bool {
        self.open_codes.contains(code)
    }

    /// The open transaction whose deadline is the earliest, if it has passed.
    pub(super) fn overdue(&self, now: Timestamp) -> Option<&Transaction> {
        let (deadline, number) = self.deadlines.first()?;
        if *deadline > now { None } else { self.transactions.get(number) }
    }

    /// The transaction whose promised payment is the earliest, if it is due.
    pub(super) fn promised(&self, now: Timestamp) -> Option<&Transaction> {
        let (at, number) = self.promises.first()?;
        if *at > now { None } else { self.transactions.get(number) }
    }

    /// A transaction with a refund that the provider confirms by now.
    pub(super) fn to_confirm(&self, now: Timestamp) -> Option<&Transaction> {
        let (at, number) = self.confirmations.first()?;
        if *at > now { None } else { self.transactions.get(number) }
    }

    /// Newest first.
    pub(super) fn deliveries(&self) -> impl Iterator<Item = &Delivery> {
        self.deliveries.values().rev()
    }

    pub(super) fn delivery(&self, id: u64) -> Option<&Delivery> {
        self.deliveries.get(&id)
    }

    pub(super) fn next_delivery(&self) -> u64 {
        self.deliveries.last_key_value().map_or(1, |(id, _)| id + 1)
    }

    /// Deliveries that should leave by now, in their order.
    pub(super) fn due(&self, now: Timestamp) -> impl Iterator<Item = &Delivery> {
        let due = self.due.iter().take_while(move |(due, _, _)| *due <= now);
        due.filter_map(|(_, _, id)| self.deliveries.get(id))
    }

    /// Every record, for writing a journal anew.
    pub(super) fn snapshot(&self) -> impl Iterator<Item = Change> {
        let none = Change::default;
        let transactions = self.transactions.values();
        let transactions =
            transactions.map(move |one| Change { transactions: vec![one.clone()], ..none() });
        let deliveries = self.deliveries.values();
        let deliveries =
            deliveries.map(move |one| Change { deliveries: vec![one.clone()], ..none() });
        let snaps = self.snaps.iter().map(move |one| Change { snaps: vec![one.clone()], ..none() });
        let links = self.links.iter().map(move |one| Change { links: vec![one.clone()], ..none() });
        let subscriptions = self.subscriptions.iter();
        let subscriptions =
            subscriptions.map(move |one| Change { subscriptions: vec![one.clone()], ..none() });
        let accounts = self.accounts.iter();
        let accounts = accounts.map(move |one| Change { accounts: vec![one.clone()], ..none() });
        let pages = snaps.chain(links);
        transactions.chain(deliveries).chain(pages).chain(subscriptions).chain(accounts)
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        let pages = self.snaps.len() + self.links.len();
        let shelves = pages + self.subscriptions.len() + self.accounts.len();
        self.transactions.len() + self.deliveries.len() + shelves
    }
}
