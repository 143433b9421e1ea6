//! Who works at the demo's provider: one account for each role.

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

/// Everybody, in the order in which the demo prints them.
pub const STAFF: [StaffPlan; 5] = [
    StaffPlan { email: "superuser@demo.test", name: "Galih Pranata", role: Role::Superuser },
    StaffPlan {
        email: "keuangan@demo.test",
        name: "Ratna Puspitasari, S.E.",
        role: Role::Keuangan,
    },
    StaffPlan {
        email: "supervisor@demo.test",
        name: "Hj. Nurlaila Siregar",
        role: Role::Supervisor,
    },
    StaffPlan { email: "marketing@demo.test", name: "Dimas Anggoro", role: Role::Marketing },
    StaffPlan { email: "teknisi@demo.test", name: "I Wayan Sudarsana", role: Role::Teknisi },
];
