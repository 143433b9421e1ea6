//! What the runner does, one step at a time.

use wikarta_core::money::Rupiah;
use wikarta_core::provider::Channel;
use wikarta_core::time::{Month, Timestamp};

use super::plan::Bill;
use super::story::{Attempt, ChargedBy, EXPIRY_KNOWN_AFTER, Payment, Story};

/// One thing that happens. Steps are ordered by time; steps of one instant keep their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// When, never after the plan's `now`.
    pub at: Timestamp,
    /// Whose: a place in [`super::World::customers`].
    pub customer: usize,
    /// What.
    pub what: StepKind,
}

/// What happens. `attempt` counts the charges of one bill from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Marketing enters the customer.
    RegisterCustomer,
    /// Marketing sells the customer's package.
    Subscribe,
    /// Finance drafts the bill of a month.
    DraftInvoice {
        /// The month billed.
        month: Month,
    },
    /// Finance issues it.
    IssueInvoice {
        /// The month billed.
        month: Month,
    },
    /// A payment code is asked for.
    Charge {
        /// The month billed.
        month: Month,
        /// Which charge of the bill.
        attempt: u8,
        /// Through which channel.
        channel: Channel,
        /// Who asks.
        by: ChargedBy,
        /// How the gateway's `pending` is told: `Normal`, or `Never` for one that is held back
        /// until a [`Delivery::Reversed`] act of the same attempt.
        deliver: Delivery,
    },
    /// The payer pays at the gateway.
    ///
    /// The attempt may have expired there (money that arrives late); see [`StepKind::Deadline`].
    Pay {
        /// The month billed.
        month: Month,
        /// Which charge of the bill.
        attempt: u8,
        /// How much arrives.
        amount: PaidAmount,
        /// How it is told.
        deliver: Delivery,
    },
    /// The attempt's time is up and nothing that we were told has ended it: the gateway expires it
    /// by its own clock and tells, our timer reads it at expiry + 5 minutes. Nothing has to be
    /// done but to let the clocks get here. A payment that nobody told us of is found now.
    Deadline {
        /// The month billed.
        month: Month,
        /// Which charge of the bill.
        attempt: u8,
    },
    /// The gateway cancels an unpaid attempt that we did not cancel.
    CancelAtGateway {
        /// The month billed.
        month: Month,
        /// Which charge of the bill.
        attempt: u8,
        /// How it is told.
        deliver: Delivery,
    },
    /// The bank takes a settlement back.
    Deny {
        /// The month billed.
        month: Month,
        /// Which charge of the bill.
        attempt: u8,
        /// How it is told.
        deliver: Delivery,
    },
    /// Money goes back to the payer at the gateway.
    RefundAtGateway {
        /// The month billed.
        month: Month,
        /// Which charge of the bill.
        attempt: u8,
        /// How much.
        amount: RefundAmount,
        /// How it is told.
        deliver: Delivery,
    },
}

impl StepKind {
    /// The bill that the step belongs to; none for what concerns the customer.
    #[must_use]
    pub const fn month(&self) -> Option<Month> {
        match self {
            Self::RegisterCustomer | Self::Subscribe => None,
            Self::DraftInvoice { month }
            | Self::IssueInvoice { month }
            | Self::Charge { month, .. }
            | Self::Pay { month, .. }
            | Self::Deadline { month, .. }
            | Self::CancelAtGateway { month, .. }
            | Self::Deny { month, .. }
            | Self::RefundAtGateway { month, .. } => Some(*month),
        }
    }
}

/// How much a payer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaidAmount {
    /// What was asked for.
    Exact,
    /// So much less.
    Short(Rupiah),
    /// So much more.
    Over(Rupiah),
}

/// How much goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundAmount {
    /// All that was paid.
    Full,
    /// Less than what was paid.
    Part(Rupiah),
}

/// How the gateway's notification of an act reaches us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Once, at once.
    Normal,
    /// Not at all: lost on the way.
    Never,
    /// This many times, at least 2.
    Copies(u8),
    /// Once, this many seconds late.
    DelayedBy(i64),
    /// Together with what was held back of this attempt, newest first.
    Reversed,
    /// First a forgery with a wrong signature, then the real one.
    Forged,
}

/// The steps of a bill up to the present, in order.
#[must_use]
pub fn steps_of(bill: &Bill, now: Timestamp) -> Vec<Step> {
    let mut telling = Telling { bill, steps: Vec::with_capacity(6), attempts: 0 };
    telling.add(bill.drafted_at, StepKind::DraftInvoice { month: bill.month });
    if bill.story != Story::DraftOnly {
        telling.add(bill.issued_at, StepKind::IssueInvoice { month: bill.month });
        telling.story(bill.story);
    }
    let mut steps = telling.steps;
    steps.sort_by_key(|step| step.at);
    steps.retain(|step| step.at <= now);
    steps
}

/// A story being turned into steps.
struct Telling<'a> {
    bill: &'a Bill,
    steps: Vec<Step>,
    attempts: u8,
}

impl Telling<'_> {
    fn add(&mut self, at: Timestamp, what: StepKind) {
        self.steps.push(Step { at, customer: self.bill.customer, what });
    }

    fn story(&mut self, story: Story) {
        match story {
            Story::DraftOnly | Story::NeverTries => {}
            Story::PaysBy(payment) => {
                self.payment(payment, PaidAmount::Exact);
            }
            Story::LetsExpireThenPays { first, then } => {
                self.runs_out(first);
                self.payment(then, PaidAmount::Exact);
            }
            Story::ExpiresAndNeverPays(attempt) | Story::PendingNow(attempt) => {
                self.runs_out(attempt);
            }
            Story::CancelledAtGateway { attempt, cancel_at } => {
                let number = self.charge(attempt, Delivery::Normal);
                let (month, deliver) = (self.bill.month, Delivery::Normal);
                self.add(cancel_at, StepKind::CancelAtGateway { month, attempt: number, deliver });
            }
            Story::PaidThenRefundedAtGateway { payment, refund_at } => {
                self.refunded(payment, refund_at, RefundAmount::Full);
            }
            Story::PartialRefund { payment, refund_at, amount } => {
                self.refunded(payment, refund_at, RefundAmount::Part(amount));
            }
            Story::ReversedPermata { payment, deny_at, again } => {
                let attempt = self.payment(payment, PaidAmount::Exact);
                let (month, deliver) = (self.bill.month, Delivery::Normal);
                self.add(deny_at, StepKind::Deny { month, attempt, deliver });
                if let Some(again) = again {
                    self.payment(again, PaidAmount::Exact);
                }
            }
            Story::WrongAmountPaid { wrong, amount, then } => {
                self.payment(wrong, amount);
                self.payment(then, PaidAmount::Exact);
            }
            Story::PaidTwice { first, second } => {
                self.payment(first, PaidAmount::Exact);
                self.payment(second, PaidAmount::Exact);
            }
            Story::LatePaymentAfterExpiry(payment) => {
                let attempt = self.runs_out(payment.attempt);
                self.pay(attempt, payment, PaidAmount::Exact);
            }
        }
    }

    fn charge(&mut self, attempt: Attempt, deliver: Delivery) -> u8 {
        let number = self.attempts;
        self.attempts = self.attempts.saturating_add(1);
        let Attempt { channel, charge_at, by } = attempt;
        let month = self.bill.month;
        self.add(charge_at, StepKind::Charge { month, attempt: number, channel, by, deliver });
        number
    }

    fn pay(&mut self, attempt: u8, payment: Payment, amount: PaidAmount) {
        let (month, deliver) = (self.bill.month, payment.delivery);
        self.add(payment.pay_at, StepKind::Pay { month, attempt, amount, deliver });
    }

    fn payment(&mut self, payment: Payment, amount: PaidAmount) -> u8 {
        let pending = match payment.delivery {
            Delivery::Reversed => Delivery::Never,
            _ => Delivery::Normal,
        };
        let attempt = self.charge(payment.attempt, pending);
        self.pay(attempt, payment, amount);
        if payment.delivery == Delivery::Never {
            self.deadline(attempt, payment.attempt);
        }
        attempt
    }

    fn runs_out(&mut self, attempt: Attempt) -> u8 {
        let number = self.charge(attempt, Delivery::Normal);
        self.deadline(number, attempt);
        number
    }

    fn deadline(&mut self, number: u8, attempt: Attempt) {
        let known_at = attempt.expires_at(self.bill.va_until).plus_seconds(EXPIRY_KNOWN_AFTER);
        self.add(known_at, StepKind::Deadline { month: self.bill.month, attempt: number });
    }

    fn refunded(&mut self, payment: Payment, refund_at: Timestamp, amount: RefundAmount) {
        let attempt = self.payment(payment, PaidAmount::Exact);
        let (month, deliver) = (self.bill.month, Delivery::Normal);
        self.add(refund_at, StepKind::RefundAtGateway { month, attempt, amount, deliver });
    }
}
