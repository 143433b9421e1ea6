//! The tables of refunds and voids against what the engine does: every stage under every act. The
//! same tables are printed into `docs/tables`; `UPDATE_DOCS=1` prints them anew.

use wikarta_core::access::Actor;
use wikarta_core::account::{CaseAct, Proof, REFUND_TABLE, Stage, VOID_TABLE};
use wikarta_core::command::{Command, CorrectionCommand as C};
use wikarta_core::decide::Answer;
use wikarta_core::engine::HandleError;
use wikarta_core::event::Effect;
use wikarta_core::id::{InvoiceId, RefundId, VoidId};
use wikarta_core::provider::{Channel, GatewayRefusal, RefundOutcome};
use wikarta_core::refusal::Refusal;
use wikarta_core::testkit::Mood;

use crate::docs;
use crate::stories::corrections::{ask, keuangan, paid, requested, supervisor};
use crate::world::{Client, World, now, rupiah};

type Table = &'static [(Stage, CaseAct, &'static [Stage])];

struct Case {
    world: World,
    client: Client,
    refund: Option<RefundId>,
    void: Option<VoidId>,
}

impl Case {
    fn stage(&self) -> Stage {
        let account = self.world.account(&self.client);
        let refund = self.refund.as_ref().map(|id| account.refunds[id].stage);
        refund.or_else(|| self.void.as_ref().map(|id| account.voids[id].stage)).unwrap()
    }

    fn does(&self, actor: Actor, command: C) {
        ask(&self.world, actor, command).unwrap();
    }
}

/// A refund in a stage, by the shortest road that leads there.
fn refund_in(stage: Stage) -> Case {
    let world = World::new();
    let channel = if stage == Stage::ManualPending { Channel::BcaVa } else { Channel::Qris };
    let (client, invoice, _) = paid(&world, 200_000, channel);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 150_000);
    let case = Case { world, client, refund: Some(refund.clone()), void: None };
    let reason = || "Tidak jadi diperlukan".to_owned();
    let verify = || case.does(keuangan(2), C::VerifyRefund { refund: refund.clone() });
    let approve =
        || case.does(supervisor(1), C::ApproveRefund { refund: refund.clone(), reason: None });
    let execute = |proof| {
        case.does(keuangan(3), C::ExecuteRefund { refund: refund.clone(), proof });
    };
    match stage {
        Stage::Requested => {}
        Stage::Verified => verify(),
        Stage::Rejected => {
            case.does(supervisor(1), C::RejectRefund { refund: refund.clone(), reason: reason() });
        }
        Stage::Withdrawn => {
            case.does(keuangan(1), C::WithdrawRefund { refund: refund.clone(), reason: reason() });
        }
        Stage::Expired => {
            case.world.pass_seconds(8 * 86_400);
            now(case.world.wikarta.expire_cases(10)).unwrap();
        }
        Stage::Approved
        | Stage::Executing
        | Stage::Unknown
        | Stage::ManualPending
        | Stage::Done
        | Stage::Failed => {
            verify();
            approve();
            match stage {
                Stage::Executing | Stage::ManualPending => execute(None),
                Stage::Unknown => {
                    case.world.bank.lose_replies(1);
                    execute(None);
                    case.world.work();
                }
                Stage::Failed => {
                    case.world.bank.be(Mood::Refusing);
                    execute(None);
                    case.world.work();
                }
                Stage::Done => {
                    execute(None);
                    case.world.work();
                }
                _ => {}
            }
        }
    }
    assert_eq!(case.stage(), stage);
    case
}

fn refund_act(case: &Case, act: CaseAct) -> Option<Result<Answer, Refusal>> {
    let refund = case.refund.clone().unwrap();
    let reason = "Layanan mati lima hari".to_owned();
    let proof = Proof { reference: "BCA-1".to_owned(), evidence: "slip.pdf".to_owned() };
    let (actor, command) = match act {
        CaseAct::Edit => {
            let amount = rupiah(160_000);
            (keuangan(1), C::EditRefund { refund, amount, reason, evidence: None })
        }
        CaseAct::Verify => (keuangan(2), C::VerifyRefund { refund }),
        CaseAct::Approve => (supervisor(2), C::ApproveRefund { refund, reason: None }),
        CaseAct::Reject => (supervisor(2), C::RejectRefund { refund, reason }),
        CaseAct::Withdraw => (keuangan(1), C::WithdrawRefund { refund, reason }),
        CaseAct::Execute => (keuangan(3), C::ExecuteRefund { refund, proof: Some(proof) }),
        CaseAct::Expire => {
            case.world.pass_seconds(30 * 86_400);
            (Actor::Scheduler, C::ExpireRefund { refund })
        }
        CaseAct::Lose | CaseAct::Finish | CaseAct::Fail => return gateway_says(case, act),
        CaseAct::Request | CaseAct::Reset => return None,
    };
    Some(ask(&case.world, actor, command))
}

/// What the gateway answers; possible only while it is being asked. What may have been heard before
/// fails when each repeat was refused.
fn gateway_says(case: &Case, act: CaseAct) -> Option<Result<Answer, Refusal>> {
    let mut said = gateway_says_once(case, act)?;
    while act == CaseAct::Fail && case.stage() == Stage::Unknown {
        said = gateway_says_once(case, act)?;
    }
    Some(said)
}

fn gateway_says_once(case: &Case, act: CaseAct) -> Option<Result<Answer, Refusal>> {
    let refund = case.refund.clone().unwrap();
    let asked = |effect: &Effect| matches!(effect, Effect::Refund { refund: of } if *of == refund);
    let outbox = case.world.store.outbox();
    let (effect, _) = outbox.iter().find(|(_, effect)| asked(effect))?;
    let refusal = GatewayRefusal { code: "412".to_owned(), message: "no".to_owned() };
    let outcome = match act {
        CaseAct::Lose => RefundOutcome::Unknown { reason: "no answer".to_owned() },
        CaseAct::Finish => RefundOutcome::Accepted { amount: rupiah(150_000) },
        _ => RefundOutcome::Refused(refusal),
    };
    let command = C::AnswerRefund { refund, outcome, effect: effect.clone() };
    Some(ask(&case.world, Actor::System, command))
}

/// A void in a stage, by the shortest road that leads there.
fn void_in(stage: Stage) -> Option<Case> {
    let world = World::new();
    let (client, invoice) = world.bill(200_000);
    if matches!(stage, Stage::Executing | Stage::Failed) {
        world.charge(&invoice, Channel::BcaVa);
    }
    let void = requested_void(&world, &invoice);
    let case = Case { world, client, refund: None, void: Some(void.clone()) };
    let reason = "Tidak jadi diperlukan".to_owned();
    let approve = || case.does(supervisor(1), C::ApproveVoid { void: void.clone(), reason: None });
    let execute = || case.does(keuangan(2), C::ExecuteVoid { void: void.clone() });
    match stage {
        Stage::Requested => {}
        Stage::Verified => case.does(keuangan(2), C::VerifyVoid { void: void.clone() }),
        Stage::Approved => approve(),
        Stage::Rejected => {
            case.does(supervisor(1), C::RejectVoid { void: void.clone(), reason });
        }
        Stage::Withdrawn => {
            case.does(keuangan(1), C::WithdrawVoid { void: void.clone(), reason });
        }
        Stage::Expired => {
            case.world.pass_seconds(8 * 86_400);
            now(case.world.wikarta.expire_cases(10)).unwrap();
        }
        Stage::Executing | Stage::Done => {
            approve();
            execute();
        }
        Stage::Failed => {
            approve();
            let order = case.world.invoice(&case.client, &invoice).current.unwrap();
            let settled = wikarta_core::provider::ProviderStatus::Settled;
            case.world.bank.set_status(&order, settled);
            execute();
            case.world.work();
        }
        Stage::Unknown | Stage::ManualPending => return None,
    }
    assert_eq!(case.stage(), stage);
    Some(case)
}

fn requested_void(world: &World, invoice: &InvoiceId) -> VoidId {
    let reason = "Salah paket, diganti".to_owned();
    let command = C::RequestVoid { invoice: invoice.clone(), reason };
    match ask(world, keuangan(1), command).unwrap() {
        Answer::Void { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

fn void_act(case: &Case, act: CaseAct) -> Option<Result<Answer, Refusal>> {
    let void = case.void.clone().unwrap();
    let reason = "Tidak jadi diperlukan".to_owned();
    let (actor, command) = match act {
        CaseAct::Verify => (keuangan(2), C::VerifyVoid { void }),
        CaseAct::Approve => (supervisor(2), C::ApproveVoid { void, reason: None }),
        CaseAct::Reject => (supervisor(2), C::RejectVoid { void, reason }),
        CaseAct::Withdraw => (keuangan(1), C::WithdrawVoid { void, reason }),
        CaseAct::Execute => (keuangan(2), C::ExecuteVoid { void }),
        CaseAct::Expire => {
            case.world.pass_seconds(30 * 86_400);
            (Actor::Scheduler, C::ExpireVoid { void })
        }
        // The gateway ends what it waits for, or money is faster: both come through a read.
        CaseAct::Finish if case.stage() == Stage::Executing => {
            case.world.work();
            let (id, stage) = (void, case.stage());
            return Some(Ok(Answer::Void { id, stage, tier: 1 }));
        }
        CaseAct::Fail if case.stage() == Stage::Executing => {
            let account = case.world.account(&case.client);
            for order in account.attempts.keys() {
                let settled = wikarta_core::provider::ProviderStatus::Settled;
                case.world.bank.set_status(order, settled);
            }
            case.world.work();
            let (id, stage) = (void, case.stage());
            return Some(Ok(Answer::Void { id, stage, tier: 1 }));
        }
        _ => return None,
    };
    Some(ask(&case.world, actor, command))
}

fn compare(
    table: Table,
    make: impl Fn(Stage) -> Option<Case>,
    act_on: impl Fn(&Case, CaseAct) -> Option<Result<Answer, Refusal>>,
) {
    let (mut played, mut allowed) = (0, 0);
    for stage in Stage::ALL {
        for act in CaseAct::ALL {
            let Some(case) = make(*stage) else { continue };
            let Some(answer) = act_on(&case, *act) else { continue };
            played += 1;
            let row = table.iter().find(|(from, taken, _)| from == stage && taken == act);
            match (row, answer) {
                (Some((_, _, to)), Ok(_)) => {
                    allowed += 1;
                    let after = case.stage();
                    assert!(to.contains(&after), "{stage} {act} leads to {after}");
                }
                (Some(_), Err(refusal)) => panic!("{stage} takes {act}, refused: {refusal}"),
                (None, Ok(_)) => panic!("{stage} does not take {act}, but it was done"),
                (None, Err(Refusal::State { state, .. })) => assert_eq!(state, stage.as_str()),
                (None, Err(other)) => panic!("{stage} {act}: {other}"),
            }
        }
    }
    assert!(played > 50 && allowed > 10, "{played} pairs, {allowed} allowed");
}

#[test]
fn every_stage_of_a_refund_under_every_act() {
    compare(REFUND_TABLE, |stage| Some(refund_in(stage)), refund_act);
}

#[test]
fn every_stage_of_a_void_under_every_act() {
    compare(VOID_TABLE, void_in, void_act);
}

/// An effect that asks twice, or an answer that comes twice, is answered and changes nothing.
#[test]
fn an_answer_to_a_refund_that_ended_changes_nothing() {
    let case = refund_in(Stage::Done);
    let refund = case.refund.clone().unwrap();
    let before = case.world.account(&case.client);
    let command = C::AnswerRefund {
        refund,
        outcome: RefundOutcome::Accepted { amount: rupiah(150_000) },
        effect: "eff_unheardof".parse().unwrap(),
    };
    match case.world.ask(Actor::System, Command::Correction(command)) {
        Ok(receipt) => assert_eq!(receipt.answer, Answer::Taken),
        Err(HandleError::Refused(refusal)) => panic!("{refusal}"),
        Err(other) => panic!("{other}"),
    }
    assert_eq!(case.world.account(&case.client), before);
}

#[test]
fn the_tables_are_printed_into_the_documents() {
    docs::stages("refund", "A refund", REFUND_TABLE);
    docs::stages("void", "A void", VOID_TABLE);
}
