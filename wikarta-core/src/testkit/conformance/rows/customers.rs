//! The account's own row, and what was sold.

use super::{LAST, LEAST, MOST, NASTY, come_back, ending, first_day, hand, last_day};
use crate::account::Account;
use crate::aggregate::Aggregate;
use crate::billing::{
    Anchor, BillingMode, Cycle, DiscountKind, LineKind, PeriodLength, Pricing, TaxCode,
};
use crate::customer::{
    Collector, Customer, CustomerCode, Deleted, Kind, OptOut, Paused, Promise, PromiseTaken,
    Reminding, Revealed, TaxTreatment, Withholds,
};
use crate::id::SubscriptionId;
use crate::message::MessageChannel;
use crate::money::Rate;
use crate::ports::Subject;
use crate::subscription::{
    Charge, FormerPlan, GivenPromo, Isolation, NextPlan, Plan, Subscription, SubscriptionStatus,
    Termination, Terms,
};
use crate::testkit::conformance::Books;
use crate::testkit::conformance::broken::Told;
use crate::testkit::conformance::reading::{stock, write_new};
use crate::testkit::conformance::world::{
    account, account_id, holding, invoice_id, key, package, promo, promo_id, subscription,
    subscription_id, user,
};
use crate::time::Zone;

fn reminding() -> Reminding {
    let out = |channel: &MessageChannel| OptOut {
        channel: *channel,
        at: LAST,
        by: (*channel == MessageChannel::Sms).then(|| user("a@demo.test").id),
    };
    let promise = |until| PromiseTaken {
        promise: Promise { given_at: LAST, until },
        by: user("a@demo.test").id,
        reason: NASTY.to_owned(),
    };
    Reminding {
        opted_out: MessageChannel::ALL.iter().map(out).collect(),
        paused: Some(Paused { by: hand(), reason: NASTY.to_owned() }),
        promises: vec![promise(first_day()), promise(last_day())],
    }
}

fn full_customer() -> Customer {
    let sealed = |field: &str| key(250).seal(field, NASTY);
    let deleted = || Deleted { by: hand(), reason: NASTY.to_owned() };
    Customer {
        code: CustomerCode::numbered(999_999),
        zone: Zone::Wit,
        name: sealed("name"),
        phone: sealed("phone"),
        email: sealed("email"),
        address: sealed("address"),
        registered_at: LAST,
        registered_by: Some(user("a@demo.test").id),
        kind: Kind::Corporate,
        treatment: TaxTreatment { withholds: Withholds::Pph23, collector: Collector::StateOwned },
        identity: Some(sealed("identity")),
        payout: Some(sealed("payout")),
        contact_changed: Some(hand()),
        payout_changed: Some(hand()),
        revealed: Some(Revealed { by: hand(), reason: NASTY.to_owned() }),
        deleted: Some(deleted()),
        erased: Some(deleted()),
        reminding: reminding(),
    }
}

pub(in super::super) async fn accounts_come_back(books: &Books) -> Told {
    stock(books).await?;
    let full = Account { customer: full_customer(), credit: LEAST, suspense: MOST, ..account(1) };
    let states = [account(1), full, account(1)].map(holding);
    come_back(books, &states, &[Subject::Account(account_id(1))]).await
}

fn plan() -> Plan {
    Plan {
        package: package().id,
        code: String::new(),
        name: NASTY.to_owned(),
        price: MOST,
        pricing: Pricing::Inclusive,
        tax_code: TaxCode::Exempt,
    }
}

fn given(kind: DiscountKind) -> GivenPromo {
    let (promo, name, since) = (promo_id("hemat"), NASTY.to_owned(), Some(last_day()));
    GivenPromo { promo, name, kind, periods: u16::MAX, used: u16::MAX, since }
}

fn charge(kind: LineKind) -> Charge {
    Charge {
        key: format!("{kind} {NASTY}"),
        kind,
        description: NASTY.to_owned(),
        from: first_day(),
        to: last_day(),
        amount: LEAST,
        pricing: Pricing::Inclusive,
        tax_code: TaxCode::NonPkp,
    }
}

fn full_subscription() -> Subscription {
    let anchor = Anchor::of(last_day());
    let length = PeriodLength::new(12).unwrap_or(PeriodLength::MONTH);
    let kinds = [
        DiscountKind::Percent(Rate::of_basis_points(1_234).unwrap_or(Rate::NONE)),
        DiscountKind::Amount(MOST),
        DiscountKind::FreeDays(u16::MAX),
        DiscountKind::FreeMonths(u8::MAX),
        DiscountKind::InstallWaived,
    ];
    let isolation = |until, bill| Isolation {
        from: first_day(),
        until,
        reason: NASTY.to_owned(),
        reopened: Some(String::new()),
        bill,
    };
    let requested = hand();
    let termination = Termination {
        on: last_day(),
        reason: NASTY.to_owned(),
        requested,
        approved: Some(hand()),
        refused: Some(ending()),
    };
    Subscription {
        package_code: NASTY.to_owned(),
        package_name: String::new(),
        price: MOST,
        pricing: Pricing::Inclusive,
        tax_code: TaxCode::OutOfScope,
        starts_on: first_day(),
        terms: Terms { cycle: Cycle::Anniversary { anchor }, length, mode: BillingMode::Postpaid },
        next_plan: Some(NextPlan { plan: plan(), from: last_day() }),
        promos: kinds.map(given).to_vec(),
        charges: LineKind::ALL.iter().map(|kind| charge(*kind)).collect(),
        deposit: MOST,
        isolations: vec![isolation(None, None), isolation(Some(last_day()), Some(invoice_id("a")))],
        termination: Some(termination),
        billed_periods: u32::MAX,
        billed_until: Some(last_day()),
        extra_bills: u16::MAX,
        former: Some(FormerPlan { plan: plan(), until: first_day() }),
        returned: MOST,
        ..subscription(1)
    }
}

pub(in super::super) async fn subscriptions_come_back(books: &Books) -> Told {
    stock(books).await?;
    write_new(books, &[Aggregate::Promo(promo("hemat", 1))]).await?;
    let mut full = account(1);
    full.subscriptions.insert(subscription_id(1), full_subscription());
    for status in SubscriptionStatus::ALL {
        let id = SubscriptionId::named(&format!("in-{}", status.as_str().replace('_', "-")));
        let in_state = Subscription { id: id.clone(), status: *status, ..subscription(1) };
        full.subscriptions.insert(id, in_state);
    }
    let mut bare = full.clone();
    bare.subscriptions.insert(subscription_id(1), subscription(1));
    let states = [account(1), full, bare].map(holding);
    come_back(books, &states, &[Subject::Subscription(subscription_id(1), None)]).await
}
