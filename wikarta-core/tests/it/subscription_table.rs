//! Every state of a subscription against every act, played through the engine, and printed into
//! `docs/tables`.

use wikarta_core::access::Role;
use wikarta_core::billing::{DiscountKind, LineKind};
use wikarta_core::command::{ChangeWhen, Command, Installed, SubscriptionCommand as C};
use wikarta_core::engine::HandleError;
use wikarta_core::id::{PackageId, PromoId, SubscriptionId};
use wikarta_core::subscription::{SubscriptionAct as A, SubscriptionStatus as S, TABLE, step};

use crate::docs;
use crate::laws;
use crate::market::{WHY, order, plus_tax, sub};
use crate::world::{Client, World, rupiah, staff};

struct Stage {
    world: World,
    client: Client,
    other: PackageId,
    promo: PromoId,
}

impl Stage {
    fn new(state: S) -> Self {
        let world = World::new();
        let account = world.customer("PLG-000001");
        let package = world.on_sale(plus_tax("BISNIS", 250_000, 0));
        let other = world.on_sale(plus_tax("PRO", 450_000, 0));
        let promo = world.promo(DiscountKind::Amount(rupiah(10_000)), 1);
        let mut sale = order(&account, &package, "2026-08-01");
        if state == S::PendingInstall {
            sale.installed = Installed::No;
        }
        let client = world.sell(sale);
        let stage = Self { world, client, other, promo };
        match state {
            S::PendingInstall | S::Active => {}
            S::Isolated => stage.does(A::Isolate),
            S::Terminated => {
                stage.does(A::RequestTermination);
                stage.does(A::Terminate);
            }
        }
        assert_eq!(stage.state(), state);
        stage
    }

    fn state(&self) -> S {
        self.world.sold(&self.client).status
    }

    fn does(&self, act: A) {
        let (role, command) = self.command(act);
        self.world.tell(role, command);
    }

    fn command(&self, act: A) -> (Role, Command) {
        let subscription: SubscriptionId = self.client.subscription.clone();
        let reason = WHY.to_owned();
        let on = self.world.today();
        let (role, command) = match act {
            A::Activate => (Role::Marketing, C::Activate { subscription, on }),
            A::ChangePlan => {
                let (package, when) = (self.other.clone(), ChangeWhen::NextPeriod);
                (Role::Marketing, C::ChangePlan { subscription, package, when })
            }
            A::Isolate => (Role::Keuangan, C::Isolate { subscription, reason }),
            A::Restore => (Role::Keuangan, C::Restore { subscription, reason }),
            A::RequestTermination => {
                (Role::Marketing, C::RequestTermination { subscription, on, reason })
            }
            A::KeepRunning => (Role::Supervisor, C::RejectTermination { subscription, reason }),
            A::Terminate => (Role::Supervisor, C::ApproveTermination { subscription }),
            A::GivePromo => {
                (Role::Marketing, C::GivePromo { subscription, promo: self.promo.clone() })
            }
            A::AddFee => {
                let (kind, amount) = (LineKind::Other, rupiah(50_000));
                let description = "Perangkat tidak kembali".to_owned();
                (Role::Marketing, C::AddFee { subscription, kind, description, amount })
            }
            A::Bill => return (Role::Keuangan, self.world.period_of(&subscription, "2026-08")),
        };
        (role, sub(command))
    }
}

#[test]
fn every_state_against_every_act() {
    for state in S::ALL {
        for act in A::ALL {
            let stage = Stage::new(*state);
            if matches!(act, A::KeepRunning | A::Terminate) && *state != S::Terminated {
                stage.does(A::RequestTermination);
            }
            let (role, command) = stage.command(*act);
            let answer = stage.world.ask(staff(role), command);
            match (step(*state, *act), answer) {
                (Some(to), Ok(_)) => assert_eq!(stage.state(), to, "{state} {act}"),
                (None, Err(HandleError::Refused(refusal))) => {
                    assert_eq!(refusal.code(), "state_conflict", "{state} {act}");
                    assert_eq!(stage.state(), *state);
                }
                (wanted, answer) => panic!("{state} {act}: {wanted:?}, got {answer:?}"),
            }
            laws::check(&stage.world);
        }
    }
}

#[test]
fn the_table_is_printed_into_the_documents() {
    let states: Vec<String> = S::ALL.iter().map(ToString::to_string).collect();
    let acts: Vec<String> = A::ALL.iter().map(ToString::to_string).collect();
    let cell = |state: &str, act: &str| {
        TABLE
            .iter()
            .find(|(from, taken, _)| from.as_str() == state && taken.as_str() == act)
            .map_or_else(|| "-".to_owned(), |(.., to)| to.to_string())
    };
    let begun = |to: S| ("[*]".to_owned(), "sold".to_owned(), to.to_string());
    let rows =
        TABLE.iter().map(|(from, act, to)| (from.to_string(), act.to_string(), to.to_string()));
    let arrows: Vec<_> = rows.chain([begun(S::PendingInstall), begun(S::Active)]).collect();
    let text = format!(
        "# A subscription: states and acts\n\nPrinted by `wikarta-core/tests/it/subscription_table.rs` \
         from `subscription::TABLE`, the table that the rules read; the same test plays every pair \
         through the engine. `-`: refused with `state_conflict`.\n\n{}\n{}",
        docs::matrix(&states, &acts, cell),
        docs::diagram(&arrows),
    );
    docs::compare("subscription.md", &text);
}
