//! Who may do what, changed by two people, neither of them the one it is about.

use std::collections::{BTreeMap, BTreeSet};

use wikarta_core::access::{
    Actor, CustomRole, Permission, Role, RoleCode, Scope, SeparationRule, authorize,
};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::command::{AccessCommand as C, Command};
use wikarta_core::decide::Answer;
use wikarta_core::engine::HandleError;
use wikarta_core::id::{AccessChangeId, UserId};
use wikarta_core::refusal::Refusal;
use wikarta_core::roster::{AccessWhat, Roster};
use wikarta_core::staff::Standing;

use crate::laws;
use crate::world::World;

const WHY: &str = "Pindah bagian bulan ini";

/// An installation with people: two superusers, two supervisors, two of finance, one technician.
struct House {
    world: World,
    people: BTreeMap<&'static str, UserId>,
}

impl House {
    fn new() -> Self {
        let mut house = Self { world: World::new(), people: BTreeMap::new() };
        for (name, role) in [
            ("su1", Role::Superuser),
            ("su2", Role::Superuser),
            ("sv1", Role::Supervisor),
            ("sv2", Role::Supervisor),
            ("ke1", Role::Keuangan),
            ("ke2", Role::Keuangan),
            ("tk1", Role::Teknisi),
        ] {
            let id = house.add(Actor::System, name, role).unwrap();
            house.people.insert(name, id);
        }
        house
    }

    fn add(&self, actor: Actor, name: &str, role: Role) -> Result<UserId, Refusal> {
        let (email, name) = (format!("{name}@demo.test"), name.to_owned());
        let command = Command::AddUser { email, name, roles: vec![role] };
        match self.send(actor, command)? {
            Answer::User { id } => Ok(id),
            other => panic!("{other:?}"),
        }
    }

    fn send(&self, actor: Actor, command: Command) -> Result<Answer, Refusal> {
        match self.world.ask(actor, command) {
            Ok(receipt) => Ok(receipt.answer),
            Err(HandleError::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{other}"),
        }
    }

    fn ask(&self, name: &str, command: C) -> Result<Answer, Refusal> {
        self.send(self.actor(name), Command::Access(command))
    }

    fn roster(&self) -> Roster {
        match self.world.store.aggregate(&AggregateId::Roster).unwrap() {
            Aggregate::Roster(roster) => roster,
            other => panic!("{other:?}"),
        }
    }

    fn id(&self, name: &str) -> UserId {
        self.people[name].clone()
    }

    /// The actor that a person is right now.
    fn actor(&self, name: &str) -> Actor {
        self.roster().actor_of(&self.people[name], self.world.time())
    }

    fn may(&self, name: &str, permission: Permission) -> bool {
        authorize(&self.actor(name), permission).is_ok()
    }

    fn propose(&self, by: &str, what: AccessWhat) -> Result<AccessChangeId, Refusal> {
        match self.ask(by, C::Propose { what, reason: WHY.to_owned() })? {
            Answer::Access { id } => Ok(id),
            other => panic!("{other:?}"),
        }
    }

    fn approve(&self, by: &str, id: &AccessChangeId, of: Option<&str>) -> Result<Answer, Refusal> {
        let subject = of.map(|name| self.id(name));
        self.ask(by, C::Approve { change: id.clone(), subject })
    }

    fn assign(&self, name: &str, roles: &[Role], custom: &[&str]) -> AccessWhat {
        AccessWhat::Assign {
            user: self.id(name),
            roles: roles.iter().copied().collect(),
            custom: custom.iter().map(|code| code.parse().unwrap()).collect(),
        }
    }

    fn stand(&self, name: &str, standing: Standing) -> AccessWhat {
        AccessWhat::Stand { user: self.id(name), standing }
    }
}

fn define(code: &str, permissions: &[(Permission, Scope)]) -> AccessWhat {
    let permissions = permissions.iter().copied().collect();
    let code: RoleCode = code.parse().unwrap();
    AccessWhat::Define { role: CustomRole { code, name: "Kasir".to_owned(), permissions } }
}

fn rule<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> &'static str {
    answer.unwrap_err().rule()
}

#[test]
fn roles_change_by_two_people_and_never_by_the_one_they_are_for() {
    let house = House::new();
    let what = house.assign("ke2", &[Role::Supervisor], &[]);
    let own = house.assign("su1", &[Role::Supervisor], &[]);
    assert_eq!(rule(house.propose("su1", own)), SeparationRule::SubjectDecides.as_str());
    assert_eq!(rule(house.propose("sv1", what.clone())), "access.matrix");
    let change = house.propose("su1", what.clone()).unwrap();
    assert_eq!(rule(house.propose("su2", what)), "evidence.unique", "one at a time");
    assert_eq!(rule(house.approve("su2", &change, Some("ke2"))), "access.matrix");
    assert_eq!(rule(house.approve("sv1", &change, Some("ke1"))), "input.values");
    assert_eq!(rule(house.approve("sv1", &change, None)), "input.values");
    assert!(!house.may("ke2", Permission::RefundApprove));
    house.approve("sv1", &change, Some("ke2")).unwrap();
    assert!(
        house.may("ke2", Permission::RefundApprove) && !house.may("ke2", Permission::RefundRequest)
    );
    let assigned = house.roster().members[&house.id("ke2")].assigned.clone().unwrap();
    assert_eq!((assigned.by, assigned.at), (house.id("su1"), house.world.time()));
    assert_eq!(rule(house.approve("sv1", &change, Some("ke2"))), "reference.exists");
    // Whoever got a role from somebody decides none of that person's cases for a day.
    let next = house.assign("ke1", &[Role::Marketing], &[]);
    let next = house.propose("su1", next).unwrap();
    assert_eq!(
        rule(house.approve("ke2", &next, Some("ke1"))),
        SeparationRule::RoleAssigner.as_str()
    );
    house.world.pass_seconds(24 * 3_600 - 1);
    assert_eq!(
        rule(house.approve("ke2", &next, Some("ke1"))),
        SeparationRule::RoleAssigner.as_str()
    );
    house.world.pass_seconds(1);
    house.approve("ke2", &next, Some("ke1")).unwrap();
    laws::check(&house.world);
    // A supervisor does not decide about herself.
    let about_her = house.assign("sv1", &[Role::Marketing], &[]);
    let about_her = house.propose("su2", about_her).unwrap();
    let answer = house.approve("sv1", &about_her, Some("sv1"));
    assert_eq!(rule(answer), SeparationRule::SubjectDecides.as_str());
    let no = C::Reject { change: about_her.clone(), reason: WHY.to_owned() };
    assert_eq!(rule(house.ask("sv1", no.clone())), SeparationRule::SubjectDecides.as_str());
    house.ask("sv2", no.clone()).unwrap();
    assert_eq!(rule(house.ask("sv2", no)), "case.state");
    let again = house.assign("sv1", &[Role::Marketing], &[]);
    let again = house.propose("su1", again).unwrap();
    let back = C::Withdraw { change: again };
    assert_eq!(rule(house.ask("su2", back.clone())), "case.own_request");
    house.ask("su1", back).unwrap();
    laws::check(&house.world);
}

#[test]
fn a_superuser_adds_a_person_without_any_role_and_a_supervisor_gives_it() {
    let mut house = House::new();
    let id = house.add(house.actor("su1"), "baru", Role::Keuangan).unwrap();
    house.people.insert("baru", id);
    assert!(!house.may("baru", Permission::RefundRequest));
    let changes = house.roster().changes;
    let change = changes.keys().next().unwrap();
    house.approve("sv1", change, Some("baru")).unwrap();
    assert!(house.may("baru", Permission::RefundRequest));
    let denied = house.add(house.actor("sv1"), "lain", Role::Keuangan);
    assert_eq!(rule(denied), "access.matrix");
    laws::check(&house.world);
}

#[test]
fn what_one_person_may_not_hold_is_refused_at_the_proposal() {
    let house = House::new();
    let refused = |what: AccessWhat| rule(house.propose("su1", what));
    let both = house.assign("ke1", &[Role::Keuangan, Role::Supervisor], &[]);
    assert_eq!(refused(both), "access.static_separation");
    let same = house.assign("ke1", &[Role::Keuangan], &[]);
    assert_eq!(refused(same), "input.effect");
    assert_eq!(refused(house.assign("ke1", &[], &["NOWHERE"])), "reference.exists");
    let all = Scope::All;
    let conflict = [(Permission::RefundRequest, all), (Permission::RefundApprove, all)];
    assert_eq!(refused(define("KASIR", &conflict)), "access.permission_separation");
    assert_eq!(refused(define("KASIR", &[])), "input.values");
    let mut wide = define("KASIR", &[(Permission::CustomerView, all)]);
    if let AccessWhat::Define { role } = &mut wide {
        role.name = String::new();
    }
    assert_eq!(refused(wide), "input.values");
    assert_eq!(
        refused(house.assign("ke1", &[Role::Superuser], &["KASIR"])),
        "reference.exists",
        "no such role yet"
    );
    laws::check(&house.world);
}

#[test]
fn a_role_made_here_is_checked_against_everybody_who_holds_it() {
    let house = House::new();
    let all = Scope::All;
    let done = |what: AccessWhat, of: Option<&str>| {
        let change = house.propose("su1", what)?;
        house.approve("sv1", &change, of)
    };
    done(define("KASIR", &[(Permission::ReportFinance, all)]), None).unwrap();
    done(house.assign("ke1", &[Role::Keuangan], &["KASIR"]), Some("ke1")).unwrap();
    done(house.assign("tk1", &[Role::Teknisi], &["KASIR"]), Some("tk1")).unwrap();
    assert!(house.may("tk1", Permission::ReportFinance));
    assert_eq!(house.actor("tk1").role_label(), "TEKNISI,KASIR");
    // Finance may not approve what it asks for, a technician has no financial act.
    let approving = define("KASIR", &[(Permission::RefundApprove, all)]);
    assert_eq!(rule(done(approving, None)), "access.permission_separation");
    let charging = define("KASIR", &[(Permission::PaymentCharge, all)]);
    assert_eq!(rule(done(charging, None)), "access.static_separation");
    let alone = house.assign("su2", &[Role::Superuser], &["KASIR"]);
    assert_eq!(rule(done(alone, Some("su2"))), "access.static_separation");
    let wider = define("SATPAM", &[(Permission::AuditView, all), (Permission::RbacView, all)]);
    done(wider, None).unwrap();
    done(define("KASIR", &[(Permission::ReportSales, all)]), None).unwrap();
    assert!(
        !house.may("tk1", Permission::ReportFinance) && house.may("tk1", Permission::ReportSales)
    );
    laws::check(&house.world);
}

#[test]
fn the_last_supervisor_and_the_last_superuser_stay() {
    let house = House::new();
    let done = |what: AccessWhat, by: &str, agreed: &str, of: &str| {
        let change = house.propose(by, what)?;
        house.approve(agreed, &change, Some(of))
    };
    done(house.stand("sv2", Standing::Disabled), "su1", "sv1", "sv2").unwrap();
    assert!(!house.may("sv2", Permission::RefundApprove), "a disabled person may nothing");
    let last = house.stand("sv1", Standing::Disabled);
    assert_eq!(rule(house.propose("su1", last)), "access.last_holder");
    let away = house.assign("sv1", &[Role::Marketing], &[]);
    assert_eq!(rule(house.propose("su1", away)), "access.last_holder");
    done(house.stand("su2", Standing::Disabled), "su1", "sv1", "su2").unwrap();
    assert_eq!(
        rule(house.propose("su1", house.assign("su1", &[], &[]))),
        "separation.subject_decides"
    );
    // Two proposals at once: the second one fails when it is agreed to.
    done(house.stand("sv2", Standing::Active), "su1", "sv1", "sv2").unwrap();
    let one = house.propose("su1", house.stand("sv1", Standing::Disabled)).unwrap();
    let two = house.propose("su1", house.stand("sv2", Standing::Disabled)).unwrap();
    house.approve("sv2", &one, Some("sv1")).unwrap();
    assert_eq!(rule(house.approve("sv2", &two, Some("sv2"))), "separation.subject_decides");
    assert_eq!(rule(house.approve("sv1", &two, Some("sv2"))), "access.matrix", "disabled");
    laws::check(&house.world);
    assert_eq!(house.roster().members.len(), BTreeSet::from_iter(house.people.values()).len());
}

#[test]
fn an_emergency_is_short_alone_and_never_about_money() {
    let house = House::new();
    let begin = |name: &str, reason: &str, minutes| {
        house.ask(name, C::BreakGlass { reason: reason.to_owned(), minutes })
    };
    assert_eq!(rule(begin("sv1", WHY, 30)), "access.matrix");
    assert_eq!(rule(begin("su1", "darurat", 30)), "input.values");
    assert_eq!(
        (rule(begin("su1", WHY, 0)), rule(begin("su1", WHY, 61))),
        ("input.values", "input.values")
    );
    assert!(!house.may("su1", Permission::SubscriptionIsolate));
    let until = house.world.time().plus_seconds(60 * 60);
    assert_eq!(begin("su1", WHY, 60).unwrap(), Answer::Emergency { until });
    assert!(house.may("su1", Permission::SubscriptionIsolate));
    assert!(!house.may("su2", Permission::SubscriptionIsolate), "only who declared it");
    assert!(
        !house.may("su1", Permission::RefundApprove)
            && !house.may("su1", Permission::PaymentCharge)
    );
    assert!(house.actor("su1").role_label().ends_with("EMERGENCY"));
    assert_eq!(rule(begin("su2", WHY, 5)), "access.one_emergency");
    house.world.pass_seconds(60 * 60 - 1);
    assert!(house.may("su1", Permission::SubscriptionIsolate));
    house.world.pass_seconds(1);
    assert!(!house.may("su1", Permission::SubscriptionIsolate), "nothing after its end");
    assert_eq!(rule(house.ask("su1", C::EndBreakGlass)), "input.effect");
    begin("su2", WHY, 5).unwrap();
    house.ask("su1", C::EndBreakGlass).unwrap();
    assert!(!house.may("su2", Permission::SubscriptionIsolate));
    laws::check(&house.world);
}
