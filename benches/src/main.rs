//! How many notifications a second go from a socket to a durable commit.
//!
//! One process serves the real router twice over the same books: once as a server does (the
//! committer takes whatever queued into one transaction), once with each notification alone in a
//! transaction of its own. Both answer the same signed settlements of real pending attempts over
//! real connections, in turns, and the ratio is taken turn by turn.
//!
//! Run: `cargo run --release -p wikarta-benches`

mod books;
mod load;

use std::error::Error;
use std::net::SocketAddr;

use books::{Bench, Pending};
use load::Measured;

/// Connections, and how many notifications one turn sends over them.
const SHAPES: [(usize, usize); 3] = [(1, 200), (8, 800), (32, 1_600)];
/// Turns of each shape; each is one run of either door.
const TURNS: usize = 3;

#[derive(Debug, Clone, Copy)]
struct Turn {
    shared: Measured,
    alone: Measured,
}

#[expect(clippy::print_stdout, reason = "a bench answers on standard output")]
fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let needed: usize = SHAPES.iter().map(|(_, count)| count * 2 * (TURNS + 1)).sum();
        println!("making books with {needed} pending attempts");
        let mut bench = Bench::make(needed).await?;
        println!(
            "connections | committer n/s | alone n/s | ratio | p50 ms | alone | p99 ms | alone"
        );
        for (connections, count) in SHAPES {
            let mut turns = Vec::with_capacity(TURNS);
            for turn in 0..=TURNS {
                let measured = one_turn(&mut bench, connections, count).await?;
                if turn > 0 {
                    turns.push(measured); // the first warms caches and connections up
                }
            }
            println!("{}", row(connections, &turns));
        }
        bench.check().await?;
        println!("every attempt is settled once; the audit trail is whole");
        Ok(())
    })
}

async fn one_turn(
    bench: &mut Bench,
    connections: usize,
    count: usize,
) -> Result<Turn, Box<dyn Error>> {
    let (shared, alone) = (bench.shared, bench.alone);
    let shared = run(shared, bench.take(count), connections).await?;
    let alone = run(alone, bench.take(count), connections).await?;
    Ok(Turn { shared, alone })
}

async fn run(
    to: SocketAddr,
    work: Vec<Pending>,
    connections: usize,
) -> Result<Measured, Box<dyn Error>> {
    let requests = work.iter().map(|pending| pending.request(to)).collect();
    Ok(load::run(to, requests, connections).await?)
}

fn row(connections: usize, turns: &[Turn]) -> String {
    let of = |pick: &dyn Fn(&Turn) -> u64| median(turns.iter().map(pick).collect());
    let per_second = |measured: &Measured| measured.per_second;
    let ratio = of(&|turn| per_second(&turn.shared) * 1_000 / per_second(&turn.alone).max(1));
    format!(
        "{connections:11} | {:13} | {:9} | {:>5} | {:>6} | {:>5} | {:>6} | {:>5}",
        of(&|turn| turn.shared.per_second),
        of(&|turn| turn.alone.per_second),
        thousandths(ratio),
        thousandths(of(&|turn| turn.shared.p50_micros)),
        thousandths(of(&|turn| turn.alone.p50_micros)),
        thousandths(of(&|turn| turn.shared.p99_micros)),
        thousandths(of(&|turn| turn.alone.p99_micros)),
    )
}

fn median(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn thousandths(value: u64) -> String {
    format!("{}.{:02}", value / 1_000, value % 1_000 / 10)
}
