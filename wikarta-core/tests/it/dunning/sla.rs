//! The arithmetic of reminders, on tables counted by hand.

use wikarta_core::dunning::{
    Fate, MessageChannel, PaidAfter, Payment, SentStage, Sla, StageFate, Window, median_delay,
    paid_after, sla,
};
use wikarta_core::time::Timestamp;

use crate::world::{at, rupiah};

fn opens() -> Timestamp {
    at("2026-12-12T02:00:00Z")
}

fn of(fate: Fate) -> StageFate {
    StageFate { window: Window { opens: opens(), closes: opens().plus_seconds(14_400) }, fate }
}

fn accepted(seconds: i64) -> StageFate {
    let channel = MessageChannel::Email;
    of(Fate::Accepted { channel, at: opens().plus_seconds(seconds) })
}

fn cancelled(seconds: i64) -> StageFate {
    of(Fate::Cancelled { since: opens().plus_seconds(seconds) })
}

#[test]
fn the_rate_is_what_was_promised_and_kept() {
    // 200 planned: 12 paid before, 4 unreachable, 184 promised; 181 in time, 1 late, 1 paid while it
    // waited, 1 not sent. 181 ÷ 184 = 98,37 %.
    let mut fates = vec![accepted(30); 181];
    fates.push(accepted(14_400));
    fates.extend(vec![cancelled(-1); 12]);
    fates.push(cancelled(0));
    fates.extend(vec![of(Fate::Unreachable); 4]);
    fates.push(of(Fate::NotSent));
    let count = sla(&fates);
    let expected = Sla {
        due: 200,
        accepted_in_window: 181,
        accepted_late: 1,
        cancelled_before: 12,
        cancelled_in_window: 1,
        unreachable: 4,
        not_sent: 1,
    };
    assert_eq!(count, expected);
    assert_eq!(count.rate().percent(), "98,37 %");
    assert_eq!(count.rate().is_at_least_percent(99), Some(false));
    // 4 ÷ 188
    assert_eq!(count.unreachable_share().percent(), "2,13 %");
}

#[test]
fn nobody_reachable_is_no_success() {
    let count = sla(&[of(Fate::Unreachable), of(Fate::Unreachable)]);
    assert_eq!((count.rate().percent(), count.rate().is_at_least_percent(99)), ("–".into(), None));
    assert_eq!(count.unreachable_share().percent(), "100,00 %");
    assert_eq!(sla(&[]).rate().percent(), "–");
    assert_eq!(sla(&[accepted(-1)]).accepted_late, 1, "before its moment is not in the window");
}

#[test]
fn a_share_just_below_the_target_is_below_it() {
    // 98,998 % prints as 99,00 % and is not 99 %.
    let mut fates = vec![accepted(1); 98_998];
    fates.extend(vec![of(Fate::NotSent); 1_002]);
    let rate = sla(&fates).rate();
    assert_eq!((rate.percent().as_str(), rate.is_at_least_percent(99)), ("99,00 %", Some(false)));
}

#[test]
fn the_median_of_the_delays() {
    assert_eq!(median_delay(&[of(Fate::NotSent)]), None);
    assert_eq!(median_delay(&[accepted(9), accepted(1), accepted(5)]), Some(5));
    assert_eq!(median_delay(&[accepted(9), accepted(1), accepted(4), accepted(5)]), Some(5));
    assert_eq!(median_delay(&[accepted(7), cancelled(0)]), Some(7));
}

#[test]
fn paid_after_a_stage_ends_at_the_next_or_after_three_days() {
    const DAY: i64 = 86_400;
    let stage = |next: Option<i64>, paid: Option<i64>| SentStage {
        sent_at: opens(),
        next_stage_at: next.map(|days| opens().plus_seconds(days * DAY)),
        first_settlement: paid
            .map(|at| Payment { at: opens().plus_seconds(at), amount: rupiah(277_500) }),
    };
    let count = paid_after(&[
        stage(Some(4), Some(0)),           // before it went: no
        stage(Some(4), Some(1)),           // yes
        stage(Some(4), Some(3 * DAY)),     // yes, the last second
        stage(Some(4), Some(3 * DAY + 1)), // no
        stage(Some(2), Some(2 * DAY)),     // yes
        stage(Some(2), Some(2 * DAY + 1)), // after the next: no
        stage(None, Some(2 * DAY + 1)),    // yes
        stage(None, None),                 // no
    ]);
    assert_eq!(count, PaidAfter { sent: 8, paid: 4, recovered: rupiah(1_110_000) });
    assert_eq!(count.rate().percent(), "50,00 %");
    assert_eq!(paid_after(&[]).rate().percent(), "–");
}
