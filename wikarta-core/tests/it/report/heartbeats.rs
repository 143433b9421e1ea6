//! Silence of the gateway: facts in a table, one line a case.

use wikarta_core::report::{Heartbeat, Pulse, heartbeat};
use wikarta_core::time::Timestamp;

/// Hours after the first of November, or nothing.
fn at(hours: Option<i64>) -> Option<Timestamp> {
    let start: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    hours.map(|hours| start.plus_seconds(hours * 3_600))
}

#[test]
fn silence_is_an_alarm_only_while_money_is_found_by_asking() {
    const PATIENCE: i64 = 6 * 3_600;
    // heard, found by asking since, first found; now; silent since
    let table = [
        ("nothing ever happened", None, 0, None, 100, None),
        ("a quiet night", Some(10), 0, None, 30, None),
        ("money found a moment after the last word", Some(10), 1, Some(11), 12, None),
        ("one second short", Some(10), 3, Some(11), 15, None),
        ("money found, nothing told for six hours", Some(10), 3, Some(11), 16, Some(10)),
        ("and it stays an alarm", Some(10), 3, Some(11), 99, Some(10)),
        ("never told anything, found just now", None, 1, Some(20), 21, None),
        ("never told anything, found six hours ago", None, 2, Some(20), 26, Some(20)),
        ("told again: what was found before does not count", Some(27), 0, None, 90, None),
    ];
    for (what, heard, found, first, now, silent) in table {
        let pulse = Pulse { heard: at(heard), found, first_found: at(first) };
        let said = heartbeat(&pulse, at(Some(now)).unwrap(), PATIENCE);
        let expected =
            at(silent).map_or(Heartbeat::Beating, |since| Heartbeat::Silent { since, found });
        assert_eq!(said, expected, "{what}");
    }
    let pulse = Pulse { heard: at(Some(10)), found: 1, first_found: at(Some(11)) };
    let almost = at(Some(16)).unwrap().plus_seconds(-1);
    assert_eq!(heartbeat(&pulse, almost, PATIENCE), Heartbeat::Beating);
}
