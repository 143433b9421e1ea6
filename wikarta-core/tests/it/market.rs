//! What the stories about selling and billing share: short words for long commands.

use chrono::NaiveDate;
use wikarta_core::access::{Actor, Role};
use wikarta_core::account::Invoice;
use wikarta_core::billing::{BillingMode, Cycle, PeriodLength, Pricing, TaxCode};
use wikarta_core::command::{
    BillingCommand, CatalogueCommand, Command, DefinePackage, Installed, ProposePromo, Sell,
    SubscriptionCommand,
};
use wikarta_core::decide::Answer;
use wikarta_core::engine::{Run, RunMode, RunOutcome};
use wikarta_core::id::{AccountId, InvoiceId, PackageId, PromoId, SubscriptionId, TraceId, UserId};
use wikarta_core::subscription::Subscription;

use crate::world::{Client, World, month, now, rupiah};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub const WHY: &str = "diminta oleh pelanggan";

/// Somebody who holds several roles, as only a broken installation would have it.
pub fn one_person() -> Actor {
    let roles = [Role::Marketing, Role::Supervisor, Role::Keuangan];
    Actor::staff("usr_jack-of-all-trades".parse::<UserId>().unwrap(), roles)
}

/// A package without its tax inside.
pub fn plus_tax(code: &str, price: i64, installation: i64) -> Command {
    Command::DefinePackage(DefinePackage {
        code: code.to_owned(),
        name: format!("Paket {code}"),
        description: "Internet".to_owned(),
        mbps: 50,
        price: rupiah(price),
        pricing: Pricing::Exclusive,
        tax_code: TaxCode::Ppn04,
        installation_fee: rupiah(installation),
    })
}

/// Prepaid calendar months, from a day on.
pub fn order(account: &AccountId, package: &PackageId, starts_on: &str) -> Sell {
    Sell {
        account: account.clone(),
        package: package.clone(),
        starts_on: day(starts_on),
        installed: Installed::Yes,
        cycle: Cycle::Calendar,
        length: PeriodLength::MONTH,
        mode: BillingMode::Prepaid,
        promo: None,
        deposit: rupiah(0),
    }
}

pub fn sub(command: SubscriptionCommand) -> Command {
    Command::Subscription(command)
}

pub fn bill(command: BillingCommand) -> Command {
    Command::Billing(command)
}

impl World {
    pub fn sell(&self, order: Sell) -> Client {
        let account = order.account.clone();
        match self.tell(Role::Marketing, sub(SubscriptionCommand::Sell(order))).answer {
            Answer::Subscription { id: subscription } => Client { account, subscription },
            other => panic!("{other:?}"),
        }
    }

    /// A customer with a package of this price before tax, sold on some terms.
    pub fn buyer(&self, price: i64, starts_on: &str, terms: impl Fn(Sell) -> Sell) -> Client {
        let (account, package) =
            (self.customer("PLG-000001"), self.on_sale(plus_tax("BISNIS", price, 0)));
        self.sell(terms(order(&account, &package, starts_on)))
    }

    pub fn sold(&self, client: &Client) -> Subscription {
        self.account(client).subscriptions[&client.subscription].clone()
    }

    /// The clock stands at noon of a day in Jakarta.
    pub fn on(&self, day: &str) {
        self.host.set(crate::world::at(&format!("{day}T05:00:00Z")));
    }

    pub fn today(&self) -> NaiveDate {
        self.time().day_in(wikarta_core::time::Zone::Wib)
    }

    pub fn period_of(&self, subscription: &SubscriptionId, period: &str) -> Command {
        let (subscription, period, on) = (subscription.clone(), month(period), self.today());
        bill(BillingCommand::BillPeriod { subscription, period, on })
    }

    /// Bills a period in one step.
    pub fn bill_period(&self, client: &Client, period: &str) -> Invoice {
        let command = self.period_of(&client.subscription, period);
        let Answer::Billed { id, .. } = self.tell(Role::Keuangan, command).answer else {
            panic!("not billed")
        };
        self.invoice(client, &id)
    }

    pub fn bill_charges(&self, client: &Client) -> Invoice {
        let subscription = client.subscription.clone();
        let command = bill(BillingCommand::BillCharges { subscription });
        let Answer::Billed { id, .. } = self.tell(Role::Keuangan, command).answer else {
            panic!("not billed")
        };
        self.invoice(client, &id)
    }

    /// Runs the billing of today over a subscription as it stands now.
    pub fn run(&self, client: &Client, mode: RunMode) -> Vec<RunOutcome> {
        self.run_over(&[self.sold(client)], mode)
    }

    pub fn run_over(&self, subscriptions: &[Subscription], mode: RunMode) -> Vec<RunOutcome> {
        let (on, trace) = (self.today(), TraceId::new("run"));
        let run = Run { on, actor: Actor::Scheduler, trace, mode };
        let rows = now(self.wikarta.bill(subscriptions, &run));
        rows.into_iter().map(|row| row.outcome).collect()
    }

    /// An approved promotion of the whole of 2026.
    pub fn promo(&self, kind: wikarta_core::billing::DiscountKind, periods: u16) -> PromoId {
        let proposed = ProposePromo {
            code: "PROMO".to_owned(),
            name: "Promo awal tahun".to_owned(),
            kind,
            periods,
            from: day("2026-01-01"),
            until: day("2026-12-31"),
        };
        let command = Command::Catalogue(CatalogueCommand::ProposePromo(proposed));
        let Answer::Promo { id, .. } = self.tell(Role::Marketing, command).answer else { panic!() };
        let promo = id.clone();
        self.tell(Role::Supervisor, Command::Catalogue(CatalogueCommand::ApprovePromo { promo }));
        id
    }

    /// Pays a bill by a virtual account.
    pub fn pay(&self, client: &Client, invoice: &InvoiceId) {
        let order_id = self.charge(invoice, wikarta_core::provider::Channel::BcaVa);
        let attempt = self.attempt(client, &order_id);
        let settled = wikarta_core::provider::ProviderStatus::Settled;
        let reading = crate::claims::reading(&attempt, settled);
        self.truth(&order_id, &reading);
        self.deliver(&crate::claims::told(&attempt, settled));
        self.work();
        assert_eq!(self.status(client, invoice), "PAID");
    }
}

/// What a bill's lines come to, tax included, with their words.
pub fn lines(invoice: &Invoice) -> Vec<(String, i64)> {
    let line = |line: &wikarta_core::billing::Line| {
        (line.description.clone(), line.amount.get() + line.tax.get())
    };
    invoice.lines.iter().map(line).collect()
}

/// Amounts before tax.
pub fn bases(invoice: &Invoice) -> Vec<i64> {
    invoice.lines.iter().map(|line| line.amount.get()).collect()
}
