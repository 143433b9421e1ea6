//! Living through the plan: every step done by the real use cases on a clock that is set.
//!
//! The gateway is the emulator in the same process, its notifications come through the same mouth
//! as over HTTP, and the outbox is worked as a worker would. Nothing is written past the door.

use std::collections::BTreeMap;
use std::sync::Arc;

use wikarta_core::access::{Actor, Role};
use wikarta_core::command::{CatalogueCommand, Command, DefinePackage, Envelope, RegisterCustomer};
use wikarta_core::customer::{CustomerError, CustomerKey, Personal};
use wikarta_core::decide::Answer;
use wikarta_core::engine::{HandleError, Handled, Wikarta};
use wikarta_core::id::{
    AccountId, CommandId, IdError, InvoiceId, OrderId, PackageId, SubscriptionId, TraceId, UserId,
};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::{Fault, Host};
use wikarta_core::provider::Channel;
use wikarta_core::time::Month;
use wikarta_midtrans::emulator::{
    Action, ControlError, Emulator, JournalError, Plan as Telling, SendOrder, Tell, Wish,
};
use wikarta_store_sqlx::SqlxStore;

use super::plan::World;
use super::reminding::{first_look, next_look};
use super::step::{Delivery, RefundAmount, Step, StepKind};
use super::story::ChargedBy;
use super::told::{forged, paid};
use crate::intake::{Intake, NotKept};
use crate::notify::ear::Ear;
use crate::workers::SystemHost;
use crate::workers::timer::OVERDUE_GRACE_SECONDS;

/// Steps done between two looks at the progress.
pub(super) const BATCH: usize = 64;

/// Everything that the runner drives.
pub struct Runner<'a> {
    /// The plan.
    pub world: &'a World,
    /// The door.
    pub wikarta: &'a Wikarta,
    /// The mouth.
    pub intake: &'a Intake,
    /// The gateway.
    pub emulator: &'a Emulator,
    /// The books, to read.
    pub store: &'a SqlxStore,
    /// What providers tell.
    pub ear: &'a Ear,
    /// The clock, standing.
    pub host: &'a Arc<SystemHost>,
}

/// Why the world could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// A use case refused or failed: the plan and the rules disagree.
    #[error("step {step} of the plan was not carried out: {source}")]
    Step {
        /// Which.
        step: String,
        /// What was said.
        source: Box<HandleError>,
    },
    /// The emulator refused.
    #[error("the emulator did not do its part: {0}")]
    Emulator(#[from] ControlError),
    /// The emulator's journal could not be written.
    #[error("the emulator's journal cannot be written: {0}")]
    Journal(#[from] JournalError),
    /// A notification was not kept.
    #[error("a notification was not kept: {0}")]
    Notification(#[from] NotKept),
    /// The books failed.
    #[error(transparent)]
    Store(#[from] Fault),
    /// A planned customer has values that the core does not take.
    #[error(transparent)]
    Customer(#[from] CustomerError),
    /// A planned id does not fit.
    #[error(transparent)]
    Id(#[from] IdError),
    /// Something that an earlier step should have made is not there.
    #[error("the plan speaks of {0} that no earlier step made")]
    Missing(&'static str),
}

/// What earlier steps made.
#[derive(Default)]
struct Made {
    packages: BTreeMap<&'static str, PackageId>,
    accounts: BTreeMap<usize, AccountId>,
    subscriptions: BTreeMap<usize, SubscriptionId>,
    invoices: BTreeMap<(usize, Month), InvoiceId>,
    attempts: BTreeMap<(usize, Month, u8), OrderId>,
}

/// The people whose names the history carries.
pub(super) struct Cast {
    marketing: Actor,
    pub(super) finance: Actor,
    supervisor: Actor,
}

impl Runner<'_> {
    /// Lives through the whole plan; `progress` hears how many of how many steps are done.
    ///
    /// # Errors
    /// The first [`SeedError`]; what is made so far is to be thrown away.
    pub async fn run(&self, mut progress: impl FnMut(usize, usize)) -> Result<(), SeedError> {
        self.host.set(self.world.starts_at);
        let cast = self.hire().await?;
        let mut made = Made::default();
        self.stock(&cast, &mut made).await?;
        let total = self.world.steps.len();
        let mut rest = self.world.steps.as_slice();
        let mut look = first_look(self.world.starts_at, self.world.settings.now);
        while let Some(first) = rest.first() {
            while look <= first.at {
                self.remind(look, &cast).await?;
                look = next_look(look);
            }
            let before_look = |step: &&Step| plain(step) && step.at < look;
            let alike = rest.iter().take(BATCH).take_while(before_look).count();
            let (group, later) = rest.split_at_checked(alike.max(1)).unwrap_or((rest, &[]));
            if plain(first) {
                self.plain_steps(group, &cast, &mut made).await?;
            } else {
                for step in group {
                    self.gateway_step(step, &cast, &mut made).await?;
                }
            }
            rest = later;
            progress(total - rest.len(), total);
            if rest.len().is_multiple_of(BATCH) {
                self.emulator.sync()?;
            }
        }
        while look <= self.world.settings.now {
            self.remind(look, &cast).await?;
            look = next_look(look);
        }
        self.host.set(self.world.settings.now);
        self.settle().await?;
        self.emulator.sync()?;
        Ok(())
    }

    async fn hire(&self) -> Result<Cast, SeedError> {
        let mut cast =
            Cast { marketing: Actor::System, finance: Actor::System, supervisor: Actor::System };
        for person in self.world.staff {
            let command = Command::AddUser {
                email: person.email.to_owned(),
                name: person.name.to_owned(),
                roles: vec![person.role],
            };
            let name = format!("staff {}", person.email);
            let answer = self.send(&name, Actor::System, command).await?;
            let Answer::User { id } = answer else { return Err(SeedError::Missing("a user")) };
            let actor = |id: UserId| Actor::staff(id, [person.role]);
            match person.role {
                Role::Marketing if cast.marketing == Actor::System => cast.marketing = actor(id),
                Role::Keuangan if cast.finance == Actor::System => cast.finance = actor(id),
                Role::Supervisor if cast.supervisor == Actor::System => {
                    cast.supervisor = actor(id);
                }
                _ => {}
            }
        }
        Ok(cast)
    }

    async fn stock(&self, cast: &Cast, made: &mut Made) -> Result<(), SeedError> {
        for package in self.world.packages {
            let command = Command::DefinePackage(DefinePackage {
                code: package.code.to_owned(),
                name: package.name.to_owned(),
                description: package.description.to_owned(),
                mbps: package.mbps,
                price: package.price(),
                pricing: package.pricing,
                tax_code: wikarta_core::billing::TaxCode::Ppn04,
                installation_fee: wikarta_core::money::Rupiah::ZERO,
            });
            let name = format!("package {}", package.code);
            let answer = self.send(&name, cast.marketing.clone(), command).await?;
            if let Answer::Package { id } = answer {
                let approve = CatalogueCommand::ApprovePrice { package: id.clone() };
                let name = format!("price {}", package.code);
                let command = Command::Catalogue(approve);
                self.send(&name, cast.supervisor.clone(), command).await?;
                made.packages.insert(package.code, id);
            }
        }
        Ok(())
    }

    /// Steps that concern no gateway, in one batch, each at its own hour.
    async fn plain_steps(
        &self,
        steps: &[Step],
        cast: &Cast,
        made: &mut Made,
    ) -> Result<(), SeedError> {
        // A step may need what an earlier one of the batch makes: each kind goes as a run.
        let mut rest = steps;
        while let Some(first) = rest.first() {
            let same = |step: &&Step| {
                std::mem::discriminant(&step.what) == std::mem::discriminant(&first.what)
            };
            let run = rest.iter().take_while(same).count().max(1);
            let (group, later) = rest.split_at_checked(run).unwrap_or((rest, &[]));
            let mut envelopes = Vec::with_capacity(group.len());
            for step in group {
                envelopes.push(self.plain_envelope(step, cast, made)?);
            }
            if let Some(last) = group.last() {
                self.host.set(last.at);
            }
            for (step, handled) in group.iter().zip(self.wikarta.handle(&envelopes).await) {
                note(step, self.answered(&name(step), handled)?, made);
            }
            rest = later;
        }
        Ok(())
    }

    fn plain_envelope(&self, step: &Step, cast: &Cast, made: &Made) -> Result<Envelope, SeedError> {
        let customer =
            self.world.customers.get(step.customer).ok_or(SeedError::Missing("a customer"))?;
        let (actor, command) = match step.what {
            StepKind::RegisterCustomer => {
                let (phone, email) = (&customer.phone, &customer.email);
                let personal = Personal::new(&customer.name, phone, email, &customer.address)?;
                let order = RegisterCustomer {
                    code: customer.code.parse()?,
                    zone: customer.zone,
                    personal,
                    key: CustomerKey::new(self.host.fresh_key()),
                    kind: wikarta_core::customer::Kind::Home,
                    treatment: wikarta_core::customer::TaxTreatment::default(),
                };
                (&cast.marketing, Command::RegisterCustomer(Box::new(order)))
            }
            StepKind::Subscribe => {
                let account = made.accounts.get(&step.customer);
                let package = made.packages.get(customer.package.code);
                let command = Command::StartSubscription {
                    account: account.cloned().ok_or(SeedError::Missing("an account"))?,
                    package: package.cloned().ok_or(SeedError::Missing("a package"))?,
                    starts_on: customer.subscribed_on,
                };
                (&cast.marketing, command)
            }
            StepKind::DraftInvoice { month } => {
                let subscription = made.subscriptions.get(&step.customer).cloned();
                let subscription = subscription.ok_or(SeedError::Missing("a subscription"))?;
                (&cast.finance, Command::DraftInvoice { subscription, period: month })
            }
            StepKind::IssueInvoice { month } => {
                let invoice = made.invoice(step.customer, month)?;
                (&cast.finance, Command::IssueInvoice { invoice })
            }
            StepKind::Charge { .. }
            | StepKind::Pay { .. }
            | StepKind::Deadline { .. }
            | StepKind::CancelAtGateway { .. }
            | StepKind::Deny { .. }
            | StepKind::RefundAtGateway { .. } => return Err(SeedError::Missing("a plain step")),
        };
        Ok(envelope(&name(step), actor.clone(), step.at, command))
    }

    async fn gateway_step(
        &self,
        step: &Step,
        cast: &Cast,
        made: &mut Made,
    ) -> Result<(), SeedError> {
        self.catch_up(step).await?;
        match step.what {
            StepKind::Charge { month, attempt, channel, by, deliver } => {
                let act = Charging { month, attempt, channel, by };
                self.charge(step, act, cast, made).await?;
                if deliver == Delivery::Normal {
                    self.deliver(Delivery::Normal).await?;
                }
            }
            StepKind::Pay { month, attempt, amount, deliver } => {
                let order = made.order(step.customer, month, attempt)?;
                self.act(&order, Action::Pay, paid(amount, self.asked(&order)), deliver).await?;
            }
            StepKind::CancelAtGateway { month, attempt, deliver } => {
                let order = made.order(step.customer, month, attempt)?;
                self.act(&order, Action::Cancel, None, deliver).await?;
            }
            StepKind::Deny { month, attempt, deliver } => {
                let order = made.order(step.customer, month, attempt)?;
                self.act(&order, Action::Deny, None, deliver).await?;
            }
            StepKind::RefundAtGateway { month, attempt, amount, deliver } => {
                let order = made.order(step.customer, month, attempt)?;
                let amount = match amount {
                    RefundAmount::Full => None,
                    RefundAmount::Part(amount) => Some(amount),
                };
                self.act(&order, Action::Refund, amount, deliver).await?;
            }
            StepKind::Deadline { .. } => {
                self.wikarta.chase_overdue(OVERDUE_GRACE_SECONDS, 500).await?;
            }
            StepKind::RegisterCustomer
            | StepKind::Subscribe
            | StepKind::DraftInvoice { .. }
            | StepKind::IssueInvoice { .. } => return Err(SeedError::Missing("a gateway step")),
        }
        self.work().await
    }

    /// Lets what happened by itself until a step arrive: expiries, delayed and repeated notices.
    async fn catch_up(&self, step: &Step) -> Result<(), SeedError> {
        self.host.set(step.at);
        self.emulator.tick()?;
        self.deliver(Delivery::Normal).await
    }

    async fn charge(
        &self,
        step: &Step,
        act: Charging,
        cast: &Cast,
        made: &mut Made,
    ) -> Result<(), SeedError> {
        let invoice = made.invoice(step.customer, act.month)?;
        let actor = match act.by {
            ChargedBy::Payer => Actor::Payer { invoice: invoice.clone() },
            ChargedBy::Finance => cast.finance.clone(),
        };
        let command = Command::OpenAttempt { invoices: vec![invoice], channel: act.channel };
        let handled =
            self.wikarta.send_and_charge(envelope(&name(step), actor, step.at, command)).await;
        let answer = self.answered(&name(step), handled)?;
        if let Answer::Attempt { order_id, .. } = answer {
            made.attempts.insert((step.customer, act.month, act.attempt), order_id);
        }
        Ok(())
    }

    /// What the gateway was asked to collect.
    fn asked(&self, order: &OrderId) -> Rupiah {
        let text = self.emulator.transaction(order.as_str());
        let gross = text.as_ref().and_then(|value| value.get("gross_amount"));
        let gross = gross.and_then(|value| value.as_str()).unwrap_or_default();
        Rupiah::parse_typed(gross).unwrap_or(Rupiah::ZERO)
    }

    async fn act(
        &self,
        order: &OrderId,
        action: Action,
        amount: Option<Rupiah>,
        deliver: Delivery,
    ) -> Result<(), SeedError> {
        let plan = match deliver {
            Delivery::Normal | Delivery::Forged => Telling::default(),
            Delivery::Never => Telling { tell: Tell::Nobody, ..Telling::default() },
            Delivery::Copies(copies) => {
                Telling { copies: u32::from(copies.max(1)), ..Telling::default() }
            }
            Delivery::DelayedBy(seconds) => {
                let delay_ms = u32::try_from(seconds.saturating_mul(1_000)).unwrap_or(u32::MAX);
                Telling { delay_ms, ..Telling::default() }
            }
            Delivery::Reversed => Telling { order: SendOrder::Reverse, ..Telling::default() },
        };
        match self.emulator.act(order.as_str(), action, &Wish { amount, plan, ..Wish::default() }) {
            Ok(_) | Err(ControlError::NotPossible { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        self.deliver(deliver).await
    }

    /// Brings what the emulator has to tell by now to the mouth.
    async fn deliver(&self, how: Delivery) -> Result<(), SeedError> {
        for outgoing in self.emulator.drain() {
            let trace = TraceId::new(&format!("demo-{}", outgoing.id));
            if how == Delivery::Forged {
                let forged = forged(&outgoing.body);
                match self.intake.receive(&forged, trace.clone()).await {
                    Err(NotKept::Refused(_)) => {}
                    Ok(_) => return Err(SeedError::Missing("a refusal of a forged notification")),
                    Err(error) => return Err(error.into()),
                }
            }
            self.intake.receive(&outgoing.body, trace).await?;
        }
        Ok(())
    }

    pub(super) async fn work(&self) -> Result<(), SeedError> {
        loop {
            let worked = self.wikarta.work(BATCH as u32).await?;
            if worked.effects + worked.notifications == worked.again {
                return Ok(());
            }
        }
    }

    /// The last breath before the clock runs: everything that is due by now has happened.
    async fn settle(&self) -> Result<(), SeedError> {
        for _ in 0..3 {
            self.emulator.tick()?;
            self.deliver(Delivery::Normal).await?;
            self.wikarta.chase_overdue(OVERDUE_GRACE_SECONDS, 10_000).await?;
            self.work().await?;
        }
        Ok(())
    }

    async fn send(&self, name: &str, actor: Actor, command: Command) -> Result<Answer, SeedError> {
        let handled = self.wikarta.send(envelope(name, actor, self.host.now(), command)).await;
        self.answered(name, handled)
    }

    fn answered(&self, step: &str, handled: Handled) -> Result<Answer, SeedError> {
        handled
            .map(|receipt| receipt.answer)
            .map_err(|source| SeedError::Step { step: step.to_owned(), source: Box::new(source) })
    }
}

#[derive(Clone, Copy)]
struct Charging {
    month: Month,
    attempt: u8,
    channel: Channel,
    by: ChargedBy,
}

impl Made {
    fn invoice(&self, customer: usize, month: Month) -> Result<InvoiceId, SeedError> {
        self.invoices.get(&(customer, month)).cloned().ok_or(SeedError::Missing("an invoice"))
    }

    fn order(&self, customer: usize, month: Month, attempt: u8) -> Result<OrderId, SeedError> {
        let found = self.attempts.get(&(customer, month, attempt));
        found.cloned().ok_or(SeedError::Missing("an attempt"))
    }
}

fn note(step: &Step, answer: Answer, made: &mut Made) {
    match (step.what, answer) {
        (StepKind::RegisterCustomer, Answer::Customer { id }) => {
            made.accounts.insert(step.customer, id);
        }
        (StepKind::Subscribe, Answer::Subscription { id }) => {
            made.subscriptions.insert(step.customer, id);
        }
        (StepKind::DraftInvoice { month }, Answer::Invoice { id }) => {
            made.invoices.insert((step.customer, month), id);
        }
        _ => {}
    }
}

const fn plain(step: &Step) -> bool {
    matches!(
        step.what,
        StepKind::RegisterCustomer
            | StepKind::Subscribe
            | StepKind::DraftInvoice { .. }
            | StepKind::IssueInvoice { .. }
    )
}

fn name(step: &Step) -> String {
    format!("{:?} of customer {}", step.what, step.customer)
}

pub(super) fn envelope(
    name: &str,
    actor: Actor,
    at: wikarta_core::time::Timestamp,
    command: Command,
) -> Envelope {
    let id = CommandId::from_parts(&["demo", name]);
    let trace = TraceId::new(&format!("demo-{}", id.characters(0, 12)));
    Envelope { id, actor, at, trace, command }
}
