//! A search over command sequences: no group smaller than what is required moves money out, takes a
//! bill back, makes money count or changes access, in however many steps. Everybody in the group may
//! hold any legal set of roles at any moment, so that changes of roles help nobody; days may pass.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::{Account, CaseKind, PostingState, Proof, Resolution, Stage};
use wikarta_core::aggregate::{Aggregate, Books};
use wikarta_core::command::{
    AccessCommand, Command, CorrectionCommand as C, DeskCommand, PostingCommand, RefundTo,
    RequestRefund,
};
use wikarta_core::id::UserId;
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::roster::{AccessWhat, Roster};
use wikarta_core::staff::{Standing, User};
use wikarta_core::time::Timestamp;

use super::{after, ask, books, legal_sets, member, user};
use crate::claims::{hint, reading};
use crate::stories::{corrections, postings};
use crate::world::{World, policy, rupiah};

const WHY: &str = "Sudah dicek dengan pelanggan";
/// Days that may pass within a sequence.
const DAYS: usize = 2;

type Commands<'a> = &'a dyn Fn(&Books) -> Vec<Command>;
type Won<'a> = &'a dyn Fn(&Books) -> bool;

fn search(
    start: &(Books, Timestamp),
    people: usize,
    commands: Commands<'_>,
    won: Won<'_>,
) -> (usize, bool) {
    search_for(DAYS, start, people, commands, won)
}

/// What a group can reach: how many different situations, and whether one of them is won.
fn search_for(
    days: usize,
    start: &(Books, Timestamp),
    people: usize,
    commands: Commands<'_>,
    won: Won<'_>,
) -> (usize, bool) {
    let names: Vec<UserId> = (0..people).map(|n| user(&format!("person {n}"))).collect();
    let (mut seen, mut queue) = (BTreeSet::new(), VecDeque::new());
    let mut reached = false;
    queue.push_back((start.0.clone(), 0));
    seen.insert(key(&start.0, 0));
    let (sets, policy) = (legal_sets(), policy());
    while let Some((books, day)) = queue.pop_front() {
        reached |= won(&books);
        let at = start.1.plus_seconds(day as i64 * 25 * 3_600);
        let mut next = Vec::new();
        if day < days {
            next.push((books.clone(), day + 1));
        }
        for command in commands(&books) {
            for person in &names {
                let made = account(&books).refunds.len();
                let name = format!("{person} {day} {made} {command:?}");
                for roles in &sets {
                    let actor = Actor::staff(person.clone(), roles.iter().copied());
                    let step = ask(&books, (&name, actor, at), command.clone(), &policy);
                    if let Ok(decision) = step {
                        next.push((after(&books, &decision), day));
                        break; // which roles allowed it leaves no mark
                    }
                }
            }
        }
        for (books, day) in next {
            if seen.insert(key(&books, day)) {
                queue.push_back((books, day));
            }
        }
    }
    (seen.len(), reached)
}

/// A situation up to the names of people and of what they made: who is who makes no difference.
fn key(books: &Books, day: usize) -> String {
    let account = account(books);
    let invoices = account.invoices.values().map(|bill| (bill.status, bill.paid, bill.refunded));
    let text = format!(
        "{day} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        account.refunds.values().collect::<Vec<_>>(),
        account.voids.values().collect::<Vec<_>>(),
        account.postings.values().collect::<Vec<_>>(),
        account.cases.values().collect::<Vec<_>>(),
        invoices.collect::<Vec<_>>(),
        (account.credit, account.suspense),
        books.roster(),
    );
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    let kinds = ["usr_", "ref_", "voi_", "pst_", "acc_", "cas_"];
    while let Some(at) = kinds.iter().filter_map(|kind| rest.find(kind)).min() {
        plain.push_str(&rest[..at]);
        let end = rest[at..].find('"').map_or(rest.len(), |more| at + more);
        let count = names.len();
        let number = names.entry(rest[at..end].to_owned()).or_insert(count);
        plain.push_str(&format!("#{number}"));
        rest = &rest[end..];
    }
    plain + rest
}

fn account(books: &Books) -> &Account {
    books.account(&"cus_x".parse().unwrap()).unwrap()
}

/// Books with one account, which is found by a name of its own.
fn one_account(mut account: Account) -> Books {
    account.id = "cus_x".parse().unwrap();
    books(&account, &Roster::default())
}

/// Searches with groups of every size: the needed number reaches it, nobody fewer does.
fn prove(
    what: &str,
    needed: usize,
    start: &(Books, Timestamp),
    commands: Commands<'_>,
    won: Won<'_>,
) {
    for people in 1..=needed {
        let (states, reached) = search(start, people, commands, won);
        println!("{what}: {people} of {needed}: {states} situations, reached: {reached}");
        assert_eq!(reached, people == needed, "{what} by {people} people");
    }
}

/// A bill paid by hand long ago, by people outside the group.
fn paid() -> (Account, Timestamp) {
    let world = World::new();
    let (client, invoice) = world.bill(20_000_000);
    let posting = postings::recorded(&world, &client, 20_000_000, &[&invoice]);
    postings::ask(&world, corrections::keuangan(2), postings::verify(&posting)).unwrap();
    (world.account(&client), world.time())
}

/// Everything that can be said in a refund, and asking for some amounts as long as there are few.
fn refunds(amounts: &[i64], most: usize) -> impl Fn(&Books) -> Vec<Command> + '_ {
    move |books| {
        let account = account(books);
        let mut all = Vec::new();
        if account.refunds.len() < most {
            let invoice = account.invoices.keys().next().unwrap();
            all.extend(amounts.iter().map(|amount| {
                C::RequestRefund(RequestRefund {
                    invoice: invoice.clone(),
                    amount: rupiah(*amount),
                    reason: WHY.to_owned(),
                    evidence: Some("tiket.pdf".to_owned()),
                    source: None,
                    to: RefundTo::Payer,
                })
            }));
        }
        for refund in account.refunds.values().filter(|case| !case.stage.is_final()) {
            let (id, reason) = (refund.id.clone(), Some(WHY.to_owned()));
            let proof = Proof { reference: "BCA-1".to_owned(), evidence: "slip.pdf".to_owned() };
            all.extend([
                C::VerifyRefund { refund: id.clone() },
                C::ApproveRefund { refund: id.clone(), reason },
                C::ExecuteRefund { refund: id.clone(), proof: None },
                C::ExecuteRefund { refund: id.clone(), proof: Some(proof) },
                C::WithdrawRefund { refund: id.clone(), reason: String::new() },
            ]);
            for amount in amounts.iter().filter(|amount| **amount != refund.amount.get()) {
                let evidence = Some("tiket.pdf".to_owned());
                let (amount, reason) = (rupiah(*amount), WHY.to_owned());
                all.push(C::EditRefund { refund: id.clone(), amount, reason, evidence });
            }
        }
        all.into_iter().map(Command::Correction).collect()
    }
}

/// Rupiah that left, or that somebody has been told to send.
fn out(books: &Books) -> i64 {
    let gone = |stage| {
        matches!(stage, Stage::Executing | Stage::Unknown | Stage::ManualPending | Stage::Done)
    };
    account(books)
        .refunds
        .values()
        .filter(|case| gone(case.stage))
        .map(|case| case.amount.get())
        .sum()
}

#[test]
fn a_refund_needs_as_many_people_as_its_tier_says() {
    let (account, at) = paid();
    let start = (one_account(account), at);
    prove("refund of tier 1", 3, &start, &refunds(&[500_000], 1), &|books| out(books) > 0);
    prove("refund of tier 2", 5, &start, &refunds(&[5_000_000], 1), &|books| out(books) > 0);
    prove("refund of tier 3", 5, &start, &refunds(&[5_000_001], 1), &|books| out(books) > 0);
}

/// More than tier 1 allows, in two refunds of at most that.
fn split(people: usize) -> bool {
    let (account, at) = paid();
    let start = (one_account(account), at);
    let commands = |books: &Books| {
        let endless = |command: &Command| match command {
            Command::Correction(C::WithdrawRefund { .. }) => false,
            Command::Correction(C::ExecuteRefund { proof, .. }) => proof.is_none(),
            _ => true,
        };
        refunds(&[500_000], 2)(books).into_iter().filter(endless).collect()
    };
    let above = |books: &Books| out(books) > 500_000;
    let (states, reached) = search_for(0, &start, people, &commands, &above);
    println!("two refunds of tier 1: {people} of 5: {states} situations, reached: {reached}");
    reached
}

#[test]
fn splitting_gets_no_more_out_with_fewer_people() {
    assert!(!split(3) && !split(4));
}

/// What the search looks for can be reached: by the five people whom the second half needs.
#[test]
fn five_people_may_split_as_they_like() {
    use corrections::{ask, keuangan, requested, supervisor};
    let world = World::new();
    let (client, invoice, _) = corrections::paid(&world, 2_000_000, Channel::Qris);
    for (half, agree) in [(1, 1), (2, 2)] {
        let (refund, tier) = requested(&world, keuangan(1), &invoice, 500_000);
        assert_eq!(tier, half);
        ask(&world, keuangan(2), C::VerifyRefund { refund: refund.clone() }).unwrap();
        for n in 1..=agree {
            let approve = C::ApproveRefund { refund: refund.clone(), reason: None };
            ask(&world, supervisor(n), approve).unwrap();
        }
        ask(&world, keuangan(3), C::ExecuteRefund { refund, proof: None }).unwrap();
    }
    assert_eq!(out(&one_account(world.account(&client))), 1_000_000);
}

#[test]
fn editing_gets_no_more_out_with_fewer_people() {
    let (account, at) = paid();
    let start = (one_account(account), at);
    let above = |books: &Books| out(books) > 500_000;
    let (states, reached) = search_for(1, &start, 4, &refunds(&[1, 500_001], 1), &above);
    println!("a small refund made large: 4 of 5: {states} situations, reached: {reached}");
    assert!(!reached);
}

#[test]
fn a_void_needs_as_many_people_as_its_tier_says() {
    for (price, needed) in [(1_000_000, 2), (1_000_001, 3)] {
        let world = World::new();
        let (client, invoice) = world.bill(price);
        let start = (one_account(world.account(&client)), world.time());
        let commands = |books: &Books| {
            let account = account(books);
            let mut all = Vec::new();
            if account.voids.is_empty() {
                all.push(C::RequestVoid { invoice: invoice.clone(), reason: WHY.to_owned() });
            }
            for void in account.voids.values().filter(|case| !case.stage.is_final()) {
                let id = void.id.clone();
                all.extend([
                    C::VerifyVoid { void: id.clone() },
                    C::ApproveVoid { void: id.clone(), reason: None },
                    C::ExecuteVoid { void: id.clone() },
                    C::WithdrawVoid { void: id, reason: String::new() },
                ]);
            }
            all.into_iter().map(Command::Correction).collect()
        };
        let won =
            |books: &Books| account(books).voids.values().any(|case| case.stage == Stage::Done);
        prove(&format!("void of {price}"), needed, &start, &commands, &won);
    }
}

#[test]
fn money_by_hand_counts_for_two_and_is_taken_back_by_three() {
    let world = World::new();
    let (client, invoice) = world.bill(100_000);
    let start = (one_account(world.account(&client)), world.time());
    let own = crate::world::Client { account: "cus_x".parse().unwrap(), ..client };
    let commands = |books: &Books| {
        let account = account(books);
        let mut all = Vec::new();
        if account.postings.is_empty() {
            all.push(postings::cash(&own, 100_000, &[&invoice], "KW-1"));
        }
        for id in account.postings.keys() {
            let (posting, reason) = (id.clone(), WHY.to_owned());
            all.extend([
                postings::verify(id),
                postings::reverse(id),
                PostingCommand::Reject { posting, reason },
            ]);
        }
        all.into_iter().map(Command::Posting).collect()
    };
    let some = |state: PostingState| {
        move |books: &Books| account(books).postings.values().any(|one| one.state == state)
    };
    prove("money by hand", 2, &start, &commands, &some(PostingState::Verified));
    prove("taking it back", 3, &start, &commands, &some(PostingState::Reversed));
}

#[test]
fn money_in_suspense_moves_for_two() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let mut truth = reading(&world.attempt(&client, &order_id), ProviderStatus::Settled);
    truth.amount = rupiah(300_000);
    world.truth(&order_id, &truth);
    world.deliver(&hint(&order_id, &truth));
    world.work();
    let start = (one_account(world.account(&client)), world.time());
    let commands = |books: &Books| {
        let account = account(books);
        let found = account.cases.values().find(|case| case.kind == CaseKind::AmountMismatch);
        let (case, reason) = (found.unwrap().id.clone(), WHY.to_owned());
        let all = [
            DeskCommand::ProposeResolution {
                case: case.clone(),
                resolution: Resolution::Credit,
                reason: reason.clone(),
            },
            DeskCommand::ApproveResolution { case: case.clone() },
            DeskCommand::RejectResolution { case: case.clone(), reason: reason.clone() },
            DeskCommand::CloseCase { case, note: reason },
        ];
        all.into_iter().map(Command::Desk).collect()
    };
    prove("money in suspense", 2, &start, &commands, &|books| account(books).suspense.is_zero());
}

#[test]
fn access_changes_for_two_and_never_for_one_of_them() {
    let target = |name: &str| {
        let id = user(name);
        let roster = Roster {
            members: [(id.clone(), member(&BTreeSet::new()))].into(),
            ..Roster::default()
        };
        let world = World::new();
        let (client, _) = world.bill(100_000);
        let mut account = world.account(&client);
        account.id = "cus_x".parse().unwrap();
        let mut books = books(&account, &roster);
        books.put(Aggregate::User(User {
            id: id.clone(),
            email: "baru@demo.test".to_owned(),
            name: "Baru".to_owned(),
            roles: BTreeSet::new(),
            custom: BTreeSet::new(),
            standing: Standing::Active,
        }));
        (id, (books, world.time()))
    };
    let commands = |id: UserId| {
        move |books: &Books| {
            let roster = books.roster();
            let what = AccessWhat::Assign {
                user: id.clone(),
                roles: BTreeSet::from([Role::Keuangan]),
                custom: BTreeSet::new(),
            };
            let mut all = vec![];
            if roster.changes.is_empty() {
                all.push(AccessCommand::Propose { what, reason: WHY.to_owned() });
            }
            for change in roster.changes.keys() {
                let subject = Some(id.clone());
                all.push(AccessCommand::Approve { change: change.clone(), subject });
                all.push(AccessCommand::Withdraw { change: change.clone() });
            }
            all.into_iter().map(Command::Access).collect()
        }
    };
    let changed = |id: UserId| {
        move |books: &Books| books.user(&id).is_some_and(|user| !user.roles.is_empty())
    };
    let (id, start) = target("somebody outside");
    prove("access of another", 2, &start, &commands(id.clone()), &changed(id));
    let (id, start) = target("person 0");
    prove("access of one of them", 3, &start, &commands(id.clone()), &changed(id));
}
