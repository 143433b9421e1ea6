//! Packages, numbers, people, unknown orders, promotions, access and the policy.

use std::collections::BTreeSet;

use super::{
    FIRST, LAST, MOST, NASTY, come_back, ending, first_day, hand, last_day, silent_ending,
};
use crate::access::{CustomRole, Permission, Role, Scope};
use crate::aggregate::Aggregate;
use crate::billing::{DiscountKind, Pricing, TaxCode};
use crate::id::{AccessChangeId, CommandId, UserId};
use crate::money::Rate;
use crate::package::{Package, PackageState, PriceProposal};
use crate::policy::{Policy, PolicyBook, PolicyProposal};
use crate::ports::Subject;
use crate::promo::{Promo, PromoState};
use crate::provider::ProviderStatus;
use crate::roster::{AccessChange, AccessWhat, Emergency, Member, Roster};
use crate::series::Series;
use crate::staff::{Standing, User};
use crate::suspense::{Resolution, SuspenseItem, SuspenseMove};
use crate::testkit::conformance::Books;
use crate::testkit::conformance::broken::Told;
use crate::testkit::conformance::reading::write_new;
use crate::testkit::conformance::world::{
    account_id, invoice_id, order, package, promo, promo_id, role_code, roster, suspense_item, user,
};
use crate::time::Month;

pub(in super::super) async fn packages_come_back(books: &Books) -> Told {
    let proposal = PriceProposal {
        price: MOST,
        pricing: Pricing::Inclusive,
        reason: NASTY.to_owned(),
        by: hand(),
    };
    let full = Package {
        code: NASTY.to_owned(),
        name: NASTY.to_owned(),
        description: String::new(),
        mbps: u32::MAX,
        price: MOST,
        pricing: Pricing::Inclusive,
        tax_code: TaxCode::Exempt,
        proposal: Some(proposal),
        approved: Some(hand()),
        installation_fee: MOST,
        rejected: Some(ending()),
        ..package()
    };
    let mut states = vec![package(), full.clone()];
    states.extend(PackageState::ALL.iter().map(|state| Package { state: *state, ..full.clone() }));
    states.push(package());
    let states: Vec<_> = states.into_iter().map(Aggregate::Package).collect();
    come_back(books, &states, &[Subject::Package(package().id)]).await
}

pub(in super::super) async fn series_come_back(books: &Books) -> Told {
    for month in [Month::of(first_day()), Month::of(last_day())] {
        let states = [0, 1, u32::MAX].map(|last| Aggregate::Series(Series { month, last }));
        come_back(books, &states, &[Subject::Series(month)]).await?;
    }
    Ok(())
}

pub(in super::super) async fn users_come_back(books: &Books) -> Told {
    write_new(books, &[Aggregate::Roster(roster(&[(Permission::InvoiceView, Scope::All)]))])
        .await?;
    let bare = User { roles: BTreeSet::new(), ..user("a@demo.test") };
    let full = User {
        email: "\u{1f600}'\"@demo.test".to_owned(),
        name: NASTY.to_owned(),
        roles: Role::ALL.iter().copied().collect(),
        custom: BTreeSet::from([role_code("KASIR")]),
        standing: Standing::Disabled,
        ..bare.clone()
    };
    let states = [bare.clone(), full.clone(), bare].map(Aggregate::User);
    come_back(books, &states, &[Subject::User(full.id.clone())]).await?;
    // By an address, and by the one that it has now alone.
    let other = User { id: UserId::named("other"), ..full };
    let moved = User { email: "moved@demo.test".to_owned(), ..other.clone() };
    let email = |user: &User| Subject::Email(user.email.clone());
    let subjects = [email(&other), email(&moved)];
    come_back(books, &[other, moved].map(Aggregate::User), &subjects).await
}

pub(in super::super) async fn suspense_comes_back(books: &Books) -> Told {
    let decided = |resolution, approved| SuspenseMove {
        account: account_id(1),
        resolution,
        reason: NASTY.to_owned(),
        by: hand(),
        approved,
    };
    let invoices = vec![invoice_id("a"), invoice_id("b")];
    let full = SuspenseItem {
        amount: MOST,
        refunded: MOST,
        settled_at: Some(LAST),
        found_at: FIRST,
        reads: u32::MAX,
        proposal: Some(decided(Resolution::Invoices { invoices }, None)),
        refused: Some(NASTY.to_owned()),
        ..suspense_item("UNKNOWN")
    };
    let mut states = vec![suspense_item("UNKNOWN"), full.clone()];
    let others = ProviderStatus::ALL.iter().filter(|status| **status != full.status);
    states.extend(others.map(|status| SuspenseItem { status: *status, ..full.clone() }));
    states.push(suspense_item("UNKNOWN"));
    let moved = Some(decided(Resolution::Credit, Some(hand())));
    states.push(SuspenseItem { moved, ..full });
    let states: Vec<_> = states.into_iter().map(Aggregate::Suspense).collect();
    come_back(books, &states, &[Subject::Order(order("UNKNOWN"))]).await
}

pub(in super::super) async fn promos_come_back(books: &Books) -> Told {
    let full = Promo {
        code: NASTY.to_owned(),
        name: NASTY.to_owned(),
        periods: u16::MAX,
        from: first_day(),
        until: last_day(),
        proposed: hand(),
        decided: Some(hand()),
        reason: Some(String::new()),
        ..promo("hemat", 1)
    };
    let kinds = [
        DiscountKind::Percent(Rate::of_basis_points(9_999).unwrap_or(Rate::NONE)),
        DiscountKind::Amount(MOST),
        DiscountKind::FreeDays(u16::MAX),
        DiscountKind::FreeMonths(0),
        DiscountKind::InstallWaived,
    ];
    let mut states = vec![promo("hemat", 1)];
    states.extend(kinds.map(|kind| Promo { kind, ..full.clone() }));
    let decided = PromoState::ALL.iter().filter(|state| **state != full.state);
    states.extend(decided.map(|state| Promo { state: *state, ..full.clone() }));
    states.push(promo("hemat", 1));
    let states: Vec<_> = states.into_iter().map(Aggregate::Promo).collect();
    come_back(books, &states, &[Subject::Promo(promo_id("hemat"))]).await
}

fn full_roster() -> Roster {
    let person = user("b@demo.test").id;
    let (one, custom) = (role_code("KASIR"), BTreeSet::from([role_code("KASIR")]));
    let scope = |(permission, number): (&Permission, usize)| {
        (*permission, if number % 2 == 0 { Scope::All } else { Scope::Limited })
    };
    let role = CustomRole {
        code: one.clone(),
        name: NASTY.to_owned(),
        permissions: Permission::ALL.iter().zip(0..).map(scope).collect(),
    };
    let member = Member {
        roles: Role::ALL.iter().copied().collect(),
        custom: custom.clone(),
        standing: Standing::Disabled,
        customer: Some(account_id(1)),
        assigned: Some(hand()),
    };
    let whats = [
        AccessWhat::Assign { user: person.clone(), roles: BTreeSet::new(), custom },
        AccessWhat::Stand { user: person.clone(), standing: Standing::Active },
        AccessWhat::Define { role: role.clone() },
    ];
    let change = |(what, number): (AccessWhat, u32)| {
        let id = AccessChangeId::derived(&CommandId::new("full"), number);
        let (reason, ended) = (NASTY.to_owned(), (number > 0).then(silent_ending));
        (id.clone(), AccessChange { id, what, reason, proposed: hand(), ended })
    };
    Roster {
        members: [(person, member)].into(),
        roles: [(one, role)].into(),
        changes: whats.into_iter().zip(0..).map(change).collect(),
        emergency: Some(Emergency {
            begun: hand(),
            reason: NASTY.to_owned(),
            until: LAST,
            ended: Some(hand()),
        }),
    }
}

pub(in super::super) async fn the_roster_comes_back(books: &Books) -> Told {
    let bare = roster(&[(Permission::CustomerView, Scope::Limited)]);
    let states = [Roster::default(), full_roster(), bare, Roster::default()];
    come_back(books, &states.map(Aggregate::Roster), &[Subject::Roster]).await
}

pub(in super::super) async fn the_policy_comes_back(books: &Books) -> Told {
    let first = PolicyBook::seeded(Policy::indonesian_pkp()?, FIRST);
    let policy = Policy { terms_days: u16::MAX, stamp_above: MOST, ..first.current.clone() };
    let (reason, by) = (NASTY.to_owned(), hand());
    let proposal = PolicyProposal { number: u32::MAX, policy, reason, by };
    let waiting = PolicyBook {
        proposal: Some(proposal.clone()),
        proposals: u32::MAX,
        rejected: Some(ending()),
        limits_changed: vec![hand(), hand()],
        ..first.clone()
    };
    let adopted = waiting.adopting(&proposal, hand());
    let states = [first, waiting, adopted];
    let states = states.map(|book| Aggregate::Policy(Box::new(book)));
    come_back(books, &states, &[Subject::Policy]).await
}
