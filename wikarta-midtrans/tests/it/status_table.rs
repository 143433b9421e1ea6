//! `docs/status-table.md`: what every status × fraud status × way to pay does to a bill, printed from
//! the code. Each cell is a signed body of the vendor's, parsed, verified and played through the
//! engine, the gateway confirming it where the engine asks. `BLESS=1` writes the file anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Value, json};
use wikarta_core::access::{Actor, Role};
use wikarta_core::billing::{Pricing, TaxCode};
use wikarta_core::command::{
    CatalogueCommand, Command, DefinePackage, Envelope, Notified, RegisterCustomer,
};
use wikarta_core::customer::{CustomerKey, Personal};
use wikarta_core::decide::{Answer, Verdict};
use wikarta_core::engine::{Ports, Wikarta};
use wikarta_core::id::{AccountId, CommandId, InvoiceId, OrderId, TraceId, UserId};
use wikarta_core::money::Rupiah;
use wikarta_core::policy::Policy;
use wikarta_core::ports::Host as _;
use wikarta_core::provider::{Channel, Hint, ProviderStatus};
use wikarta_core::testkit::{Bank, CaptureNotifier, MemoryStore, VirtualHost};
use wikarta_midtrans::notification::{Limits, Notification};
use wikarta_midtrans::status::{FraudStatus, TransactionStatus};

use crate::facts::{ring, signed};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/status-table.md");

/// The ways to pay, by their own names, the channel we asked for, and what bodies say about them.
fn ways() -> [(&'static str, Channel, Value); 6] {
    let va = json!({"payment_type": "bank_transfer",
        "va_numbers": [{"bank": "bca", "va_number": "8808123456789"}]});
    let permata = json!({"payment_type": "bank_transfer", "permata_va_number": "8808123456789"});
    let bill = json!({"payment_type": "echannel", "biller_code": "70012", "bill_key": "123"});
    [
        ("BCA VA", Channel::BcaVa, va),
        ("Permata VA", Channel::PermataVa, permata),
        ("Mandiri bill", Channel::MandiriBill, bill),
        ("QRIS", Channel::Qris, json!({"payment_type": "qris"})),
        ("card", Channel::BcaVa, json!({"payment_type": "credit_card"})),
        ("GoPay", Channel::BcaVa, json!({"payment_type": "gopay"})),
    ]
}

struct Bill {
    wikarta: Wikarta,
    bank: Arc<Bank>,
    store: Arc<MemoryStore>,
    host: Arc<VirtualHost>,
    account: AccountId,
    invoice: InvoiceId,
    order_id: OrderId,
}

async fn told(wikarta: &Wikarta, host: &VirtualHost, actor: Actor, command: Command) -> Answer {
    let (id, at, trace) = (host.fresh_id(), host.now(), TraceId::new("table"));
    wikarta.send_and_charge(Envelope { id, actor, at, trace, command }).await.unwrap().answer
}

impl Bill {
    /// A bill of 100.000 whose code waits for its payer.
    async fn waiting(channel: Channel) -> Self {
        let (store, bank) = (Arc::new(MemoryStore::default()), Arc::new(Bank::default()));
        let host = Arc::new(VirtualHost::at("2026-08-01T03:00:00Z".parse().unwrap()));
        let ports = Ports {
            store: store.clone(),
            gateway: bank.clone(),
            notifier: Arc::new(CaptureNotifier::default()),
            host: host.clone(),
        };
        let wikarta = Wikarta::new(ports, Policy::indonesian_pkp().unwrap());
        let staff =
            |role: Role| Actor::staff(UserId::derived(&CommandId::new(role.as_str()), 0), [role]);
        let ask = async |role, command| told(&wikarta, &host, staff(role), command).await;
        let register = RegisterCustomer {
            code: "PLG-000001".parse().unwrap(),
            zone: wikarta_core::time::Zone::Wib,
            personal: Personal::new("Budi", "+6281200000001", "budi@contoh.test", "Jl. 1").unwrap(),
            key: CustomerKey::new([7; 32]),
            kind: wikarta_core::customer::Kind::Home,
            treatment: wikarta_core::customer::TaxTreatment::default(),
        };
        let register = Command::RegisterCustomer(Box::new(register));
        let Answer::Customer { id: account } = ask(Role::Marketing, register).await else {
            panic!()
        };
        let define = Command::DefinePackage(DefinePackage {
            code: "RUMAH20".to_owned(),
            name: "Rumah 20 Mbps".to_owned(),
            description: "Internet rumah".to_owned(),
            mbps: 20,
            price: Rupiah::new(100_000).unwrap(),
            pricing: Pricing::Inclusive,
            tax_code: TaxCode::Ppn04,
            installation_fee: wikarta_core::money::Rupiah::ZERO,
        });
        let Answer::Package { id: package } = ask(Role::Marketing, define).await else { panic!() };
        let approve = CatalogueCommand::ApprovePrice { package: package.clone() };
        ask(Role::Supervisor, Command::Catalogue(approve)).await;
        let starts_on = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let start = Command::StartSubscription { account: account.clone(), package, starts_on };
        let Answer::Subscription { id: subscription } = ask(Role::Marketing, start).await else {
            panic!()
        };
        let period = "2026-08".parse().unwrap();
        let draft = Command::DraftInvoice { subscription, period };
        let Answer::Invoice { id: invoice } = ask(Role::Keuangan, draft).await else { panic!() };
        ask(Role::Keuangan, Command::IssueInvoice { invoice: invoice.clone() }).await;
        let open = Command::OpenAttempt { invoices: vec![invoice.clone()], channel };
        let Answer::Attempt { order_id, .. } = ask(Role::Keuangan, open).await else { panic!() };
        Self { wikarta, bank, store, host, account, invoice, order_id }
    }

    /// The same bill, its code paid.
    async fn paid(channel: Channel) -> Self {
        let bill = Self::waiting(channel).await;
        bill.bank.set_status(&bill.order_id, ProviderStatus::Settled);
        let reading = bill.bank.holds(&bill.order_id).unwrap();
        let order_id = bill.order_id.clone();
        bill.hear(Hint { order_id, event_key: "paid before".to_owned(), reading, probe: false })
            .await;
        bill
    }

    /// A body of the vendor's about this bill, as the core takes it.
    fn hint(&self, status: TransactionStatus, fraud: FraudStatus, way: &Value) -> Hint {
        let order_id = self.order_id.as_str();
        let mut body = json!({
            "order_id": order_id, "transaction_id": format!("tx-{order_id}"),
            "status_code": code_of(status), "gross_amount": "100000.00", "currency": "IDR",
            "transaction_status": status.as_str(), "settlement_time": "2026-08-01 10:05:00",
        });
        let fields = body.as_object_mut().unwrap();
        fields.extend(way.as_object().unwrap().clone());
        if fraud != FraudStatus::Absent {
            fields.insert("fraud_status".to_owned(), fraud.as_str().into());
        }
        use TransactionStatus as T;
        let back = match status {
            T::Refund | T::Chargeback => Some("100000.00"),
            T::PartialRefund | T::PartialChargeback => Some("40000.00"),
            _ => None,
        };
        if let Some(amount) = back {
            let mut line = json!({"refund_chargeback_id": 1, "refund_amount": amount});
            if matches!(status, T::Refund | T::PartialRefund) {
                line["refund_key"] = "RF-1".into();
            }
            fields.insert("refund_amount".to_owned(), amount.into());
            fields.insert("refunds".to_owned(), json!([line]));
        }
        let body = signed(body).to_string();
        let parsed = Notification::parse(body.as_bytes(), &Limits::DEFAULT).unwrap();
        parsed.verify(&ring()).unwrap().into_hint()
    }

    async fn hear(&self, hint: Hint) -> Verdict {
        let (received_at, verified_at) = (self.host.now(), self.host.now());
        let notified =
            Notified { hint, payload: Vec::new(), received_at, verified_at, signed_by: 0 };
        let notify = Command::Notify(Box::new(notified));
        let answer = told(&self.wikarta, &self.host, Actor::Gateway, notify).await;
        let Answer::Notification { verdict } = answer else { panic!("{answer:?}") };
        for _ in 0..40 {
            let worked = self.wikarta.work(100).await.unwrap();
            if worked.effects + worked.notifications == 0 {
                return verdict;
            }
        }
        panic!("workers never come to rest");
    }

    /// The bill's status, its money where some went back, and the cases that people get.
    fn shown(&self) -> String {
        let account = self.store.account(&self.account).unwrap();
        let invoice = &account.invoices[&self.invoice];
        let mut shown = invoice.status.as_str().to_owned();
        if invoice.refunded.is_positive() {
            let _ = write!(shown, ", {} back", invoice.refunded.get());
        }
        let mut cases: Vec<_> = account.cases.values().map(|case| case.kind.as_str()).collect();
        cases.sort_unstable();
        for case in cases {
            let _ = write!(shown, "; case `{case}`");
        }
        shown
    }
}

/// Our state, what the notification alone does, the waiting bill and the paid bill afterwards.
type Cells = (ProviderStatus, String, String, String);

async fn played(
    status: TransactionStatus,
    fraud: FraudStatus,
    channel: Channel,
    way: &Value,
) -> Cells {
    let waiting = Bill::waiting(channel).await;
    let hint = waiting.hint(status, fraud, way);
    let ours = hint.reading.status;
    waiting.bank.set(&waiting.order_id, hint.reading.clone());
    let alone = match waiting.hear(hint).await {
        Verdict::Applied => "applied".to_owned(),
        Verdict::Parked(doubt) => format!("asks first ({doubt})"),
        other => format!("{other:?}").to_lowercase(),
    };
    let paid = Bill::paid(channel).await;
    let hint = paid.hint(status, fraud, way);
    paid.bank.set(&paid.order_id, hint.reading.clone());
    paid.hear(hint).await;
    (ours, alone, waiting.shown(), paid.shown())
}

const HEAD: &str = "# What the gateway says, and what becomes of the bill

Printed by `tests/it/status_table.rs` from the code: every cell is a signed notification, verified,
and played through the engine with the default policy. Where the engine *asks first*, the gateway was
asked and confirmed what the notification had claimed. The bill is of 100000; the way to pay that was
asked for is the one named, for cards and GoPay a virtual account (they come through the hosted page).
Rows with the same outcome stand as one.

| `transaction_status` | `fraud_status` | way to pay | our state | the notification alone | a bill that waited | a bill that was paid |
|---|---|---|---|---|---|---|
";

async fn table() -> String {
    let mut out = HEAD.to_owned();
    for status in TransactionStatus::ALL {
        // Outcomes in the order of their first appearance, each with the pairs that lead to it.
        let mut rows: Vec<(Cells, BTreeMap<usize, Vec<&str>>)> = Vec::new();
        for (index, fraud) in FraudStatus::ALL.into_iter().enumerate() {
            for (name, channel, way) in ways() {
                let cells = played(status, fraud, channel, &way).await;
                let known = rows.iter_mut().find(|(one, _)| *one == cells);
                match known {
                    Some((_, pairs)) => pairs.entry(index).or_default().push(name),
                    None => rows.push((cells, BTreeMap::from([(index, vec![name])]))),
                }
            }
        }
        for ((ours, alone, waiting, paid), pairs) in rows {
            let mut by_ways: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
            for (index, names) in pairs {
                let fraud = FraudStatus::ALL[index].as_str();
                match by_ways.iter_mut().find(|(one, _)| *one == names) {
                    Some((_, frauds)) => frauds.push(fraud),
                    None => by_ways.push((names, vec![fraud])),
                }
            }
            for (names, frauds) in by_ways {
                let any = |list: Vec<&str>, all| match list.len() == all {
                    true => "any".to_owned(),
                    false => list.join(", "),
                };
                let frauds = any(frauds, FraudStatus::ALL.len());
                let names = any(names, ways().len());
                let word = status.as_str();
                let _ = writeln!(
                    out,
                    "| {word} | {frauds} | {names} | {ours} | {alone} | {waiting} | {paid} |"
                );
            }
        }
    }
    out
}

#[tokio::test]
async fn the_printed_table_is_what_the_code_does() {
    let made = table().await;
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(FILE, &made).unwrap();
    }
    let printed = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(made == printed, "docs/status-table.md is out of date; run with BLESS=1:\n{made}");
}

/// The status code that the vendor signs with a status (`status_map.json` of the reference).
fn code_of(status: TransactionStatus) -> &'static str {
    use TransactionStatus as T;
    match status {
        T::Pending => "201",
        T::Deny | T::Cancel | T::Expire | T::Failure => "202",
        _ => "200",
    }
}
