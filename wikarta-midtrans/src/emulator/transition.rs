//! Which state follows which: the state machine of the emulator, one table.

use crate::emulator::rail::{Rail, Refunds};
use crate::status::TransactionStatus;

/// What somebody wants to happen to a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// The payer pays.
    Pay,
    /// The deadline passes.
    Expire,
    /// The merchant cancels.
    Cancel,
    /// The provider refuses, or takes a settlement back where the rail can.
    Deny,
    /// The bank takes a settlement back, where the rail can.
    Reverse,
    /// The merchant gives money back.
    Refund,
    /// The card's bank takes money back.
    Chargeback,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 7] = [
        Self::Pay,
        Self::Expire,
        Self::Cancel,
        Self::Deny,
        Self::Reverse,
        Self::Refund,
        Self::Chargeback,
    ];

    /// The word in the control API's path.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Expire => "expire",
            Self::Cancel => "cancel",
            Self::Deny => "deny",
            Self::Reverse => "reverse",
            Self::Refund => "refund",
            Self::Chargeback => "chargeback",
        }
    }

    /// The action behind a word of the control API's path.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }
}

/// Which rails a step exists for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    Every,
    /// Where the bank may take a settlement back.
    Reversible,
    /// Where the gateway pays back.
    Refundable,
    /// Where the payer's bank may object for months.
    Cards,
}

/// The table: action, the state it leads to, the states it may start from, the rails.
///
/// Besides the documented arrows a payment may arrive *after* an end (expire, cancel, deny,
/// failure): the vendor draws no such arrow, yet banks confirm late, and a merchant has to survive
/// it. Whether a refund or a chargeback is only a part depends on the amount, so it stands here as the whole.
const STEPS: &[(Action, TransactionStatus, &[TransactionStatus], For)] = {
    use TransactionStatus as T;
    &[
        (
            Action::Pay,
            T::Settlement,
            &[T::Pending, T::Capture, T::Expire, T::Cancel, T::Deny, T::Failure],
            For::Every,
        ),
        (Action::Expire, T::Expire, &[T::Pending, T::Authorize], For::Every),
        (Action::Cancel, T::Cancel, &[T::Pending, T::Authorize, T::Capture], For::Every),
        (Action::Deny, T::Deny, &[T::Pending, T::Authorize], For::Every),
        (Action::Deny, T::Deny, &[T::Settlement], For::Reversible),
        (Action::Reverse, T::Deny, &[T::Settlement], For::Reversible),
        (Action::Refund, T::Refund, &[T::Settlement, T::PartialRefund], For::Refundable),
        (
            Action::Chargeback,
            T::Chargeback,
            &[T::Settlement, T::PartialRefund, T::PartialChargeback],
            For::Cards,
        ),
    ]
};

/// The state that an action leads to; `None` when the rail or the state does not allow it.
#[must_use]
pub fn next(rail: Rail, status: TransactionStatus, action: Action) -> Option<TransactionStatus> {
    let facts = rail.facts();
    let fits = |rails: For| match rails {
        For::Every => true,
        For::Reversible => facts.reversible,
        For::Refundable => facts.refunds != Refunds::No,
        For::Cards => rail == Rail::Card,
    };
    let step = STEPS
        .iter()
        .find(|(does, _, from, rails)| *does == action && from.contains(&status) && fits(*rails));
    step.map(|(_, to, _, _)| *to)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reference's arrows, documented and merely possible.
    fn known(from: TransactionStatus, to: TransactionStatus) -> bool {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/status_map.json");
        let text = std::fs::read_to_string(path).unwrap();
        let map: serde_json::Value = serde_json::from_str(&text).unwrap();
        ["documented_or_implied_transitions", "anomalous_but_must_be_handled"].iter().any(|kind| {
            let targets = map[kind][from.as_str()].as_array();
            targets.is_some_and(|targets| targets.iter().any(|target| target == to.as_str()))
        })
    }

    #[test]
    fn every_step_is_an_arrow_of_the_reference() {
        let mut steps = 0;
        for rail in Rail::ALL {
            for from in TransactionStatus::ALL {
                for action in Action::ALL {
                    if let Some(to) = next(rail, from, action) {
                        steps += 1;
                        assert!(known(from, to), "{from:?} {to:?}");
                    }
                }
            }
        }
        assert!(steps > 100, "{steps}");
    }

    #[test]
    fn only_some_rails_take_a_settlement_back_or_pay_back() {
        use TransactionStatus::Settlement;
        let allowed = |action: Action| -> Vec<Rail> {
            Rail::ALL.into_iter().filter(|rail| next(*rail, Settlement, action).is_some()).collect()
        };
        let reversible = [Rail::PermataVa, Rail::MandiriBill, Rail::Indomaret];
        assert_eq!(allowed(Action::Deny), reversible);
        assert_eq!(allowed(Action::Reverse), reversible);
        assert_eq!(
            allowed(Action::Refund),
            [Rail::QrisGopay, Rail::QrisShopee, Rail::Gopay, Rail::Shopeepay, Rail::Card]
        );
        assert_eq!(allowed(Action::Chargeback), [Rail::Card]);
    }

    #[test]
    fn words_and_actions_agree() {
        for action in Action::ALL {
            assert_eq!(Action::from_word(action.as_str()), Some(action));
        }
        assert_eq!(Action::from_word("Pay"), None);
    }
}
