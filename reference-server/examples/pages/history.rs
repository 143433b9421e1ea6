//! Timelines of the sample invoice.

use serde_json::Value as Json;
use wikarta_core::audit::FieldChange;
use wikarta_core::time::Zone;
use wikarta_server::pages::{
    ChainMark, Change, Entry, Hand, Link, Marker, Proof, Stage, StageState, Timeline,
};
use wikarta_server::text::{audit, format, say};

use crate::world::World;

/// Kind, hand, seconds ago, sequence number.
type Fact<'a> = (&'a str, Hand, i64, u64);

fn entry(world: &World, fact: Fact<'_>, actor: &str, detail: Option<&str>) -> Entry {
    let (kind, hand, ago, seq) = fact;
    let actor = audit::actor(actor, world.lang).unwrap_or(actor);
    Entry {
        marker: Marker::of(kind, hand),
        actor: actor.into(),
        at: world.when(ago),
        sentence: audit::sentence(kind, world.lang).into(),
        detail: detail.map(Into::into),
        changes: Vec::new(),
        stages: Vec::new(),
        folded: false,
        trace: "7f3a51b0c2d94e6fa8d1c91e".into(),
        proof: Some(Proof {
            seq,
            hash: format::short_hash("9b1c44ae7d20f3b5"),
            previous_hash: format::short_hash("3d70e2f815aac944"),
        }),
    }
}

fn change(world: &World, field: (&str, &str), before: Json, after: Json) -> Option<Change> {
    let (entity, field) = (field.0.to_owned(), field.1.to_owned());
    let change = FieldChange { entity, id: String::new(), field, before, after };
    Change::of(&change, Zone::Wib, world.lang)
}

fn status(world: &World, before: &str, after: &str) -> Option<Change> {
    change(world, ("invoice", "status"), before.into(), after.into())
}

fn stages(world: &World, ago: i64, reached: usize) -> Vec<Stage> {
    let first = format::millis(world.ago(ago), Zone::Wib, world.lang);
    let times = [first.as_str(), "+0,004", "+0,009", "+0,038", "+0,038", "+1,6"];
    audit::stage_codes()
        .zip(times)
        .enumerate()
        .map(|(index, (code, time))| Stage {
            name: audit::stage(code, world.lang).into(),
            state: if index < reached { StageState::Done } else { StageState::Ahead },
            when: if index < reached { time.into() } else { "–".into() },
        })
        .collect()
}

fn timeline(world: &World, entries: Vec<Entry>) -> Timeline {
    let newest = entries.first().and_then(|entry| entry.proof.as_ref());
    let last = newest.map_or(0, |proof| proof.seq);
    Timeline {
        entries,
        chain: ChainMark::Intact(say::chain_span(world.lang, 1, last)),
        older: Some(Link::new(say::older_events(world.lang, 2), "/tagihan/inv_3f7c?sebelum=4")),
    }
}

pub fn issued(world: &World) -> Timeline {
    let person = "Dimas Pratama · KEUANGAN";
    let mut made = entry(world, ("invoice.issued", Hand::Person, 1_123_200, 5), person, None);
    let changes = [
        status(world, "DRAFT", "ISSUED"),
        change(world, ("invoice", "number"), Json::Null, "INV/2026/11/000187".into()),
        change(world, ("invoice", "due_date"), Json::Null, "2026-11-20".into()),
    ];
    made.changes = changes.into_iter().flatten().collect();
    let mut drafted =
        entry(world, ("invoice.drafted", Hand::System, 1_130_000, 4), "scheduler", None);
    drafted.changes.extend(change(world, ("invoice", "total"), Json::Null, 250_000.into()));
    timeline(world, vec![made, drafted])
}

pub fn drafted(world: &World) -> Timeline {
    let entries = issued(world).entries.split_off(1);
    timeline(world, entries)
}

pub fn waiting(world: &World) -> Timeline {
    let order = "INV-2026-11-000187-03-x7k2q";
    let mut accepted = entry(
        world,
        ("payment.accepted", Hand::System, 52, 12),
        "gateway",
        Some("QRIS · INV-2026-11-000187-03-x7k2q"),
    );
    accepted.stages = stages(world, 52, 6);
    let opened = entry(
        world,
        ("payment.opened", Hand::Person, 60, 11),
        "Dimas Pratama · KEUANGAN",
        Some(&format!("QRIS · {order}")),
    );
    let lost = entry(world, ("payment.unknown", Hand::System, 3_700, 10), "system", Some("QRIS"));
    let mut chosen = entry(
        world,
        ("payment.opened", Hand::Person, 424_000, 8),
        "payer",
        Some("VA BCA •••• 1872"),
    );
    chosen.changes.extend(status(world, "ISSUED", "PENDING"));
    let mut entries = vec![accepted, opened, lost, chosen];
    entries.extend(issued(world).entries);
    timeline(world, entries)
}

pub fn paid(world: &World) -> Timeline {
    let mut settled = entry(
        world,
        ("payment.settled", Hand::System, 24, 14),
        "gateway",
        Some("QRIS · INV-2026-11-000187-03-x7k2q"),
    );
    let changes = [
        status(world, "PENDING", "PAID"),
        change(world, ("payment", "state"), "pending".into(), "settled".into()),
        change(world, ("invoice", "paid"), 0.into(), 250_000.into()),
    ];
    settled.changes = changes.into_iter().flatten().collect();
    settled.stages = stages(world, 24, 6);
    let mut hint = entry(
        world,
        ("payment.cancelled", Hand::System, 18, 15),
        "system",
        Some("VA BCA •••• 1872"),
    );
    hint.stages = stages(world, 18, 5);
    let mut entries = vec![hint, settled];
    entries.extend(waiting(world).entries);
    timeline(world, entries)
}
