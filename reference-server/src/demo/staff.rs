//! Who works at the demo's provider: enough people for every step to be another hand's.

use wikarta_core::access::Role;

/// One member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffPlan {
    /// The address to sign in with.
    pub email: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The one role.
    pub role: Role,
}

const fn person(email: &'static str, name: &'static str, role: Role) -> StaffPlan {
    StaffPlan { email, name, role }
}

/// Everybody, in the order in which the demo prints them. The first of a role lives through the
/// history.
#[rustfmt::skip]
pub const STAFF: [StaffPlan; 10] = [
    person("superuser@demo.test", "Galih Pranata", Role::Superuser),
    person("keuangan@demo.test", "Ratna Puspitasari, S.E.", Role::Keuangan),
    person("keuangan2@demo.test", "Bambang Prasetyo", Role::Keuangan),
    person("keuangan3@demo.test", "Ni Luh Ayu Lestari", Role::Keuangan),
    person("supervisor@demo.test", "Hj. Nurlaila Siregar", Role::Supervisor),
    person("supervisor2@demo.test", "Hendra Wijaya", Role::Supervisor),
    person("marketing@demo.test", "Dimas Anggoro", Role::Marketing),
    person("marketing2@demo.test", "Neneng Kurniasih", Role::Marketing),
    person("teknisi@demo.test", "I Wayan Sudarsana", Role::Teknisi),
    person("auditor@demo.test", "Yosepina Wanggai", Role::Auditor),
];
