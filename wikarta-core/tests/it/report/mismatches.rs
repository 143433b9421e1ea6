//! Disagreements of the books, counted by hand.

use wikarta_core::report::{Compared, Finding, MismatchKind, mismatches};
use wikarta_core::time::Zone;

use crate::world::{at, month};

/// order | when | what was found: ok, a kind, or a kind with `!` when the gateway's state is final.
const LOOKS: &str = "
O-1 | 2026-11-03T02:00:00Z | ok
O-2 | 2026-11-03T02:00:00Z | M1
O-2 | 2026-11-03T02:15:00Z | M1
O-2 | 2026-11-03T03:00:00Z | ok
O-3 | 2026-11-03T02:00:00Z | M1
O-3 | 2026-11-03T02:14:59Z | M1
O-4 | 2026-11-03T02:00:00Z | M1
O-4 | 2026-11-03T02:10:00Z | ok
O-4 | 2026-11-03T02:20:00Z | M1
O-5 | 2026-11-03T02:00:00Z | M3!
O-6 | 2026-11-03T02:00:00Z | M1
O-6 | 2026-11-03T02:20:00Z | M3
O-7 | 2026-11-30T16:50:00Z | M1
O-7 | 2026-11-30T17:10:00Z | M1
O-8 | 2026-12-01T02:00:00Z | M4!
O-9 | 2026-10-31T17:00:00Z | ok
O-5 | 2026-11-04T02:00:00Z | ok
O-5 | 2026-11-05T02:00:00Z | M5!
";

fn looks() -> Vec<Compared> {
    let parse = |line: &str| {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let finding = match parts[2].strip_suffix('!') {
            Some(kind) => Finding::DiffersFinally(kind.parse().unwrap()),
            None if parts[2] == "ok" => Finding::Agrees,
            None => Finding::Differs(parts[2].parse().unwrap()),
        };
        Compared { order_id: parts[0].parse().unwrap(), at: at(parts[1]), finding }
    };
    LOOKS.trim().lines().map(parse).collect()
}

#[test]
fn a_mismatch_counts_once_it_is_confirmed_in_the_month_of_that() {
    let mut looks = looks();
    for _ in 0..2 {
        let november = mismatches(&looks, month("2026-11"), Zone::Wib);
        // O-2 after 15 minutes; O-5 twice, but one order. O-7 is confirmed on 1 December in Jakarta.
        let orders: Vec<&str> = november.confirmed.keys().map(|order| order.as_str()).collect();
        assert_eq!(orders, ["O-2", "O-5"]);
        let kinds: Vec<_> = november.confirmed.values().flatten().copied().collect();
        let expected = [MismatchKind::SettledThere, MismatchKind::Amount, MismatchKind::Refund];
        assert_eq!(kinds, expected);
        assert_eq!(november.compared.len(), 8, "O-8 only in December, O-9 in November in Jakarta");
        assert_eq!(november.rate().percent(), "25,00 %");
        let december = mismatches(&looks, month("2026-12"), Zone::Wib);
        assert_eq!((december.confirmed.len(), december.compared.len()), (2, 2));
        assert_eq!(mismatches(&looks, month("2026-09"), Zone::Wib).rate().percent(), "–");
        looks.reverse();
    }
}
