//! What a kill may take, and what it may not.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::Value;
use wikarta_midtrans::emulator::{
    Action, Emulator, JournalError, ManualClock, OpenError, SyncMode,
};

use crate::world::{START, World, at, config};

fn open(dir: &Path) -> Result<World, OpenError> {
    let clock = ManualClock::at(at(START));
    let mut config = config(&clock);
    config.data_dir = Some(dir.to_owned());
    Ok(World { emulator: Emulator::open(config)?, clock })
}

/// Everything that can be seen from outside.
fn shown(world: &World) -> (Vec<Value>, Vec<Value>) {
    (world.emulator.transactions(100), world.emulator.deliveries(100))
}

#[test]
fn a_restart_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let before = {
        let world = open(dir.path()).unwrap();
        world.charge_bca("INV-1");
        world.charge_qris("INV-2");
        world.act("INV-2", Action::Pay);
        world.act_with(
            "INV-2",
            Action::Refund,
            &serde_json::json!({ "amount": 5, "deliver": false }),
        );
        world.drained();
        shown(&world)
    };
    let world = open(dir.path()).unwrap();
    assert_eq!(shown(&world), before);
    // And it goes on where it stopped.
    world.act("INV-1", Action::Pay);
    assert_eq!(world.status("INV-1"), "settlement");
}

/// The file cut at every byte: each whole line is there, the torn one is gone, nothing else.
#[test]
fn a_torn_last_line_is_ignored_wherever_it_tore() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.jsonl");
    {
        let world = open(dir.path()).unwrap();
        world.charge_bca("INV-1");
        world.act("INV-1", Action::Pay);
    }
    let whole = fs::read(&path).unwrap();
    let first_end = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for cut in (0..whole.len()).step_by(13).chain([first_end - 1, first_end, whole.len() - 1]) {
        fs::write(&path, &whole[..cut]).unwrap();
        let world = open(dir.path()).unwrap();
        let expected = if cut < first_end { "missing" } else { "pending" };
        assert_eq!(world.status("INV-1"), expected, "cut at {cut}");
        // Writing goes on behind the last whole line.
        world.charge_qris("INV-2");
        drop(world);
        assert_eq!(open(dir.path()).unwrap().status("INV-2"), "pending", "cut at {cut}");
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(open(dir.path()).unwrap().status("INV-1"), "settlement");
}

#[test]
fn a_damaged_line_in_the_middle_stops_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.jsonl");
    {
        let world = open(dir.path()).unwrap();
        world.charge_bca("INV-1");
        world.act("INV-1", Action::Pay);
    }
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("oops{text}")).unwrap();
    let error = open(dir.path()).err().unwrap();
    assert!(matches!(error, OpenError::Journal(JournalError::Damaged { line: 1, .. })), "{error}");
}

#[test]
fn two_emulators_never_share_a_journal() {
    let dir = tempfile::tempdir().unwrap();
    let _first = open(dir.path()).unwrap();
    let error = open(dir.path()).err().unwrap();
    assert!(matches!(error, OpenError::Journal(JournalError::InUse(_))), "{error}");
}

#[test]
fn a_batch_is_on_the_disk_after_its_sync() {
    let dir = tempfile::tempdir().unwrap();
    {
        let world = open(dir.path()).unwrap();
        world.emulator.set_sync_mode(SyncMode::Batch);
        for n in 0..20 {
            world.charge_bca(&format!("INV-{n}"));
        }
        world.emulator.sync().unwrap();
        world.emulator.set_sync_mode(SyncMode::Each);
    }
    assert_eq!(open(dir.path()).unwrap().emulator.transactions(100).len(), 20);
}

#[test]
fn a_long_history_is_written_short_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("journal.jsonl");
    {
        let world = open(dir.path()).unwrap();
        world.charge_bca("INV-1");
        world.drained();
    }
    let line = fs::read_to_string(&path).unwrap().lines().next().unwrap().to_owned();
    let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
    for _ in 0..1_200 {
        writeln!(file, "{line}").unwrap();
    }
    drop(file);
    let before = {
        let world = open(dir.path()).unwrap();
        world.act("INV-1", Action::Pay);
        shown(&world)
    };
    assert!(fs::read_to_string(&path).unwrap().lines().count() < 10);
    assert_eq!(shown(&open(dir.path()).unwrap()), before);
}

#[test]
fn the_journal_holds_no_key() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).unwrap().charge_bca("INV-1");
    let text = fs::read_to_string(dir.path().join("journal.jsonl")).unwrap();
    assert!(!text.contains(crate::facts::KEY));
}
