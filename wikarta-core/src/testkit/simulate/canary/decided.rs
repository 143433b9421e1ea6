//! Decisions that are changed before they are applied: as if the rule had decided so.

use super::{Canary, ruled};
use crate::access::Role;
use crate::account::{AccountEvent, CaseAct, Movement, Place, PostingAct, PostingState, Stage};
use crate::aggregate::Books;
use crate::command::Envelope;
use crate::decide::{Decision, decide, permit};
use crate::engine::Rules;
use crate::event::{Effect, Event};
use crate::money::Rupiah;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::roster::RosterAct;

type Decided = Result<Decision, Refusal>;

const ONE: Rupiah = Rupiah::clamped(1);

/// A canary that edits what was decided about accounts.
macro_rules! edits {
    ($name:literal, $breaks:literal, $faults:literal, |$events:ident, $books:ident, $envelope:ident| $edit:expr) => {{
        fn broken($books: &Books, $envelope: &Envelope, policy: &Policy) -> Decided {
            let mut decision = decide($books, $envelope, policy)?;
            let $events = &mut decision.events;
            $edit;
            Ok(decision)
        }
        ruled($name, $breaks, $faults, Rules { permit, decide: broken })
    }};
}

fn of_accounts(events: &mut [Event]) -> impl Iterator<Item = &mut AccountEvent> {
    events.iter_mut().filter_map(|event| match event {
        Event::Account(_, event) => Some(event),
        _ => None,
    })
}

fn movements(events: &mut [Event]) -> impl Iterator<Item = &mut Vec<Movement>> {
    of_accounts(events).filter_map(|event| match event {
        AccountEvent::Observed(seen) => Some(&mut seen.movements),
        _ => None,
    })
}

fn more(amount: &mut Rupiah, by: Rupiah) {
    *amount = amount.saturating_plus(by);
}

pub(super) fn all() -> Vec<Canary> {
    let mut all = money();
    all.extend(by_hand());
    all.extend(bills());
    all.extend(people());
    all.extend(effects());
    all
}

fn money() -> Vec<Canary> {
    vec![
        edits!("allocated-twice", "money is put on a bill twice", "none", |events, _b, _e| {
            for movement in movements(events).flatten() {
                if let Movement::Booked { placed, .. } = movement {
                    let again = placed.first().cloned();
                    placed.extend(again);
                }
            }
        }),
        edits!("surplus-lost", "what fits no bill is forgotten", "none", |events, _b, _e| {
            for movement in movements(events).flatten() {
                if let Movement::Booked { placed, .. } = movement {
                    placed.retain(|part| part.place != Place::Credit);
                }
            }
        }),
        edits!("a-rupiah-more", "one rupiah more is booked than came", "none", |events, _b, _e| {
            for movement in movements(events).flatten() {
                if let Movement::Booked { placed, amount, .. } = movement {
                    more(amount, ONE);
                    placed.iter_mut().take(1).for_each(|part| more(&mut part.amount, ONE));
                }
            }
        }),
        edits!(
            "reversal-ignored",
            "money that the bank took back stays",
            "reversals",
            |events, _b, _e| {
                for list in movements(events) {
                    list.retain(|movement| !matches!(movement, Movement::Reversed { .. }));
                }
            }
        ),
        edits!(
            "refund-unseen",
            "a refund found at the gateway is not booked",
            "found-refunds",
            |events, _b, _e| {
                for list in movements(events) {
                    list.retain(|movement| !matches!(movement, Movement::Refunded { .. }));
                }
            }
        ),
        edits!(
            "no-case-for-suspense",
            "money in suspense opens no case",
            "wrong-amounts",
            |events, _b, _e| {
                events.retain(|event| {
                    !matches!(event, Event::Account(_, AccountEvent::CaseOpened { .. }))
                });
            }
        ),
    ]
}

fn by_hand() -> Vec<Canary> {
    vec![
        edits!(
            "reversed-on-paper",
            "a reversed posting leaves its money",
            "none",
            |events, _b, _e| {
                for event in of_accounts(events) {
                    if let AccountEvent::PostingStepped {
                        act: PostingAct::Reverse, posting, ..
                    } = event
                    {
                        posting.placed.clear();
                    }
                }
            }
        ),
        edits!(
            "counts-unchecked",
            "money by hand counts before it is checked",
            "none",
            |events, _b, _e| {
                for event in of_accounts(events) {
                    if let AccountEvent::PostingStepped {
                        act: PostingAct::Record, posting, ..
                    } = event
                    {
                        posting.state = PostingState::Verified;
                    }
                }
            }
        ),
        edits!(
            "moved-twice",
            "money of an unknown order is put twice",
            "unknown-orders",
            |events, _b, _e| {
                for event in of_accounts(events) {
                    if let AccountEvent::SuspenseReceived { placed, .. } = event {
                        let again = placed.first().cloned();
                        placed.extend(again);
                    }
                }
            }
        ),
        edits!(
            "refund-from-nowhere",
            "a refund takes its money from no bill",
            "none",
            |events, _b, _e| {
                for event in of_accounts(events) {
                    if let AccountEvent::RefundStepped { gone: Some(gone), .. } = event {
                        gone.placed.clear();
                    }
                }
            }
        ),
    ]
}

fn bills() -> Vec<Canary> {
    vec![
        edits!("rounded-twice", "tax is a rupiah more than its lines", "none", |events, _b, _e| {
            for event in of_accounts(events) {
                if let AccountEvent::InvoiceDrafted { invoice } = event {
                    more(&mut invoice.tax.ppn, ONE);
                    more(&mut invoice.total, ONE);
                }
            }
        }),
        edits!(
            "number-not-counted",
            "a number is given and not counted",
            "none",
            |events, _b, _e| {
                events.retain(|event| !matches!(event, Event::NumberGiven(..)));
            }
        ),
        edits!(
            "shares-short",
            "an attempt asks for more than its bills",
            "none",
            |events, _b, _e| {
                for event in of_accounts(events) {
                    if let AccountEvent::AttemptOpened { attempt, .. } = event {
                        more(&mut attempt.amount, ONE);
                    }
                }
            }
        ),
    ]
}

fn people() -> Vec<Canary> {
    vec![
        edits!(
            "edit-keeps-approvals",
            "another amount keeps the approvals of the first",
            "none",
            |events, books, _e| {
                for event in of_accounts(events) {
                    if let AccountEvent::RefundStepped { act: CaseAct::Edit, refund, .. } = event
                        && let Some(account) = books.account_of_refund(&refund.id)
                        && let Some(known) = account.refunds.get(&refund.id)
                    {
                        refund.approvals = known.approvals.clone();
                        refund.verified = known.verified.clone();
                    }
                }
            }
        ),
        edits!("born-approved", "a refund begins as approved", "none", |events, _b, _e| {
            for event in of_accounts(events) {
                if let AccountEvent::RefundStepped { act: CaseAct::Request, refund, .. } = event {
                    refund.stage = Stage::Approved;
                }
            }
        }),
        edits!(
            "key-changes",
            "a refund whose answer was lost gets another key",
            "lost-replies,outages",
            |events, _b, _e| {
                for event in of_accounts(events) {
                    if let AccountEvent::RefundStepped { act: CaseAct::Lose, refund, .. } = event {
                        refund.key.push_str("-2");
                    }
                }
            }
        ),
        edits!(
            "everybody-approves",
            "a change of access makes finance supervisors",
            "none",
            |events, _b, _e| {
                for event in events.iter_mut() {
                    if let Event::RosterStepped(RosterAct::Approve, roster) = event {
                        for member in roster.members.values_mut() {
                            if member.roles.contains(&Role::Keuangan) {
                                member.roles.insert(Role::Supervisor);
                            }
                        }
                    }
                }
            }
        ),
        edits!("emergency-for-a-day", "an emergency lasts a day", "none", |events, _b, _e| {
            for event in events.iter_mut() {
                if let Event::RosterStepped(RosterAct::BreakGlass, roster) = event
                    && let Some(emergency) = &mut roster.emergency
                {
                    emergency.until = emergency.until.plus_seconds(86_400);
                }
            }
        }),
    ]
}

fn effects() -> Vec<Canary> {
    fn no_refund(books: &Books, envelope: &Envelope, policy: &Policy) -> Decided {
        let mut decision = decide(books, envelope, policy)?;
        decision.effects.retain(|planned| !matches!(planned.effect, Effect::Refund { .. }));
        Ok(decision)
    }
    vec![ruled(
        "refund-never-asked",
        "a refund is carried out and the gateway is not asked",
        "none",
        Rules { permit, decide: no_refund },
    )]
}
