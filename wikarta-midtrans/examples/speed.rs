//! How long it takes to parse and verify one notification, beside the same work in pure Python and
//! pure Node, and beside a bare SHA-512 of the signed bytes: ratios of one run on one machine.
//!
//! `cargo run --release -p wikarta-midtrans --example speed`; an interpreter that is not there is left
//! out. Each figure is the best of 200 short rounds: a round is over before a busy machine takes the
//! processor away.

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use sha2::{Digest as _, Sha512};
use wikarta_midtrans::notification::{Limits, Notification};
use wikarta_midtrans::signature::{KeyRing, ServerKey};

const KEY: &str = "SB-Mid-server-TESTONLYwikarta0001";
const BODY: &str = include_str!("speed/settlement.json");
const PYTHON: &str = include_str!("speed/verify.py");
const NODE: &str = include_str!("speed/verify.js");
const ROUNDS: u32 = 200;
const CALLS: u32 = 500;

/// Nanoseconds a call, the best of some rounds.
fn timed(mut work: impl FnMut()) -> u128 {
    let round = |_| {
        let started = Instant::now();
        for _ in 0..CALLS {
            work();
        }
        started.elapsed().as_nanos() / u128::from(CALLS)
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

/// What a script prints: nanoseconds a call.
fn interpreted(program: &str, flag: &str, script: &str) -> Option<u128> {
    let ran = Command::new(program).args([flag, script, BODY, KEY]).output().ok()?;
    String::from_utf8(ran.stdout).ok()?.trim().parse().ok()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ring = KeyRing::new(ServerKey::new(KEY)?);
    let once = || Some(Notification::parse(BODY.as_bytes(), &Limits::DEFAULT).ok()?.verify(&ring));
    if once().is_none_or(|verified| verified.is_err()) {
        return Err("the body does not verify".into());
    }
    let ours = timed(|| {
        black_box(once());
    });
    let signed = format!("INV-2026-000123200275000.00{KEY}");
    let bare = timed(|| {
        black_box(Sha512::digest(black_box(signed.as_bytes())));
    });
    let mut rows = vec![("this crate", Some(ours)), ("bare SHA-512", Some(bare))];
    rows.push(("pure Python", interpreted("python3", "-c", PYTHON)));
    rows.push(("pure Node", interpreted("node", "-e", NODE)));
    eprintln!("one settlement of {} bytes, parsed and verified\n", BODY.trim().len());
    for (name, nanos) in rows {
        match nanos {
            Some(nanos) => {
                let hundredths = nanos * 100 / ours.max(1);
                let (whole, rest) = (hundredths / 100, hundredths % 100);
                eprintln!("{name:<14} {nanos:>8} ns   {whole}.{rest:02} ×");
            }
            None => eprintln!("{name:<14} (not there)"),
        }
    }
    Ok(())
}
