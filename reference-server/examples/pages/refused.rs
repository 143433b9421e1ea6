//! Refused, not found, conflict, our fault, too many.

use std::error::Error;

use wikarta_server::pages::{
    PlainProblemPage, Problem, ProblemPage, Refusal, Section, StatusChip, Theme, html,
};
use wikarta_server::text::say;
use wikarta_server::text::status::Of;

use crate::Pages;
use crate::world::World;

pub fn pages(world: &World) -> Result<Pages, Box<dyn Error>> {
    let lang = world.lang;
    let forbidden = Refusal {
        rule: "FORBIDDEN".into(),
        reason: say::needs_permission(lang, "payment.charge", "MARKETING"),
        allowed: vec![say::held_by(lang, "KEUANGAN")],
    };
    let state = Refusal {
        rule: "INVALID_STATE".into(),
        reason: say::not_payable(lang, StatusChip::of(Of::Invoice, "PAID", lang).word),
        allowed: vec![
            world
                .say("KEUANGAN mengajukan pengembalian dana.", "KEUANGAN may request a refund.")
                .into(),
        ],
    };
    let inside = |problem: Problem| {
        let chrome = world.chrome(&problem.title, Section::Invoices, "/tagihan/inv_3f7c");
        html(&ProblemPage { chrome, problem })
    };
    let outside = |problem: Problem| {
        html(&PlainProblemPage { theme: Theme::System, company: "Contoh Net".into(), problem })
    };
    Ok(vec![
        ("masalah-403", inside(Problem::forbidden(forbidden, lang))?),
        ("masalah-404", inside(Problem::not_found(lang))?),
        ("masalah-409", inside(Problem::conflict(state, "/tagihan/inv_3f7c".into(), lang))?),
        ("masalah-500", inside(Problem::our_fault("5b20c8e1-9f3d", lang))?),
        ("masalah-formulir", inside(Problem::stale_form("/tagihan/inv_3f7c".into(), lang))?),
        ("masalah-429", outside(Problem::too_many(42, lang))?),
        ("masalah-tautan", outside(Problem::unknown_link(lang))?),
    ])
}
