//! The trail as a text that stands alone: JSON lines, proved without the database.
//!
//! A header, the seals, where chains begin and end, every entry chain by chain, and an end that
//! tells whether a line was changed, dropped or added since.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::canon::Canon;
use super::chain::{Entry, Head};
use super::prove::{Ends, Evidence, TrailFault, TrailProof, TrailProver};
use super::seal::{Seal, SealKey, SealLine};
use crate::aggregate::AggregateId;
use crate::id::{CommandId, TraceId, hex, unhex};
use crate::time::Timestamp;

const FORM: &str = "wikarta-export-1";

/// The time that an export covers. A chain is exported from its first entry of that time to its last
/// one, without gaps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// From this instant on; from the beginning when absent.
    pub from: Option<Timestamp>,
    /// Up to and without this instant; up to the present when absent.
    pub to: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    Header { form: String, at: i64, from: Option<i64>, to: Option<i64> },
    Seal { seal: SealLine },
    Start(HeadLine),
    Head(HeadLine),
    Entry(EntryLine),
    End { lines: u64, hash: String, key: Option<String>, mac: Option<String> },
}

#[derive(Serialize, Deserialize)]
struct HeadLine {
    aggregate: AggregateId,
    seq: u64,
    hash: String,
}

#[derive(Serialize, Deserialize)]
struct EntryLine {
    aggregate: AggregateId,
    seq: u64,
    at: i64,
    actor: String,
    roles: String,
    action: String,
    command: String,
    trace: String,
    data: String,
    changes: String,
    hash: String,
}

/// Writes the lines of an export, each ending with a line feed, in the order of its methods.
#[derive(Debug, Default)]
pub struct ExportWriter {
    hash: Sha256,
    lines: u64,
}

impl ExportWriter {
    /// The first line.
    pub fn header(&mut self, window: Window, at: Timestamp) -> String {
        let (from, to) = micros(window);
        self.write(&Line::Header { form: FORM.to_owned(), at: at.as_micros(), from, to })
    }

    /// A seal, in the order of the numbers.
    pub fn seal(&mut self, seal: &Seal) -> String {
        self.write(&Line::Seal { seal: SealLine::of(seal) })
    }

    /// The entry before the first one of a chain that is not exported from its beginning.
    pub fn start(&mut self, aggregate: AggregateId, start: Head) -> String {
        self.write(&Line::Start(HeadLine::of(aggregate, start)))
    }

    /// Where a chain ends, as its aggregate remembers.
    pub fn head(&mut self, aggregate: AggregateId, head: Head) -> String {
        self.write(&Line::Head(HeadLine::of(aggregate, head)))
    }

    /// An entry, chain by chain, oldest first.
    pub fn entry(&mut self, entry: &Entry) -> String {
        self.write(&Line::Entry(EntryLine {
            aggregate: entry.aggregate.clone(),
            seq: entry.seq,
            at: entry.at.as_micros(),
            actor: entry.actor.clone(),
            roles: entry.roles.clone(),
            action: entry.action.clone(),
            command: entry.command.as_str().to_owned(),
            trace: entry.trace.as_str().to_owned(),
            data: entry.data.clone(),
            changes: entry.changes.clone(),
            hash: entry.hash_hex(),
        }))
    }

    /// The last line: what the lines before it hash to, under the key when there is one.
    #[must_use]
    pub fn end(mut self, key: Option<&SealKey>) -> String {
        let hash: [u8; 32] = self.hash.clone().finalize().into();
        let lines = self.lines;
        let mac = key.map(|key| hex(&mac(&hash, key)));
        let key = key.map(|key| hex(&key.id()));
        self.write(&Line::End { lines, hash: hex(&hash), key, mac })
    }

    fn write(&mut self, line: &Line) -> String {
        let mut text = serde_json::to_string(line).unwrap_or_default(); // plain data serialises
        text.push('\n');
        self.hash.update(text.as_bytes());
        self.lines += 1;
        text
    }
}

impl HeadLine {
    fn of(aggregate: AggregateId, head: Head) -> Self {
        Self { aggregate, seq: head.seq, hash: hex(&head.hash) }
    }
}

fn micros(window: Window) -> (Option<i64>, Option<i64>) {
    (window.from.map(Timestamp::as_micros), window.to.map(Timestamp::as_micros))
}

fn mac(hash: &[u8; 32], key: &SealKey) -> [u8; 32] {
    Canon::begin(FORM).part(hash).mac(key.bytes())
}

/// Something in an export that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportFault {
    /// A line that cannot stand where it does.
    #[error("line {number}: {why}")]
    Line {
        /// Its number, from 1.
        number: u64,
        /// What is wrong.
        why: &'static str,
    },
    /// The text ends before its last line.
    #[error("the export is cut off: its end line is missing")]
    Cut,
    /// The lines are not those that were written.
    #[error("the lines of the export were changed since it was written")]
    Altered,
    /// The end was written by somebody without the key.
    #[error("the end of the export was not made with the key")]
    Mac,
    /// The end names another key than the one at hand, or none.
    #[error("the export was not made under the secret key that is set")]
    Key,
    /// The trail in it.
    #[error(transparent)]
    Trail(#[from] TrailFault),
}

/// What was proved of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportProof {
    /// The time that it says to cover.
    pub window: Window,
    /// What was proved of the trail in it.
    pub trail: TrailProof,
    /// What does not fit, the trail's findings included.
    pub faults: Vec<ExportFault>,
}

/// Proves an export line by line, in bounded memory but for seals and heads.
#[derive(Debug)]
pub struct ExportProver<'a> {
    outside: Option<&'a [Seal]>,
    key: Option<&'a SealKey>,
    hash: Sha256,
    lines: u64,
    stage: Stage,
    window: Window,
    seals: Vec<Seal>,
    starts: BTreeMap<AggregateId, Head>,
    heads: BTreeMap<AggregateId, Head>,
    trail: Option<TrailProver>,
    faults: Vec<ExportFault>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Nothing,
    Opened,
    Entries,
    Ended,
}

impl<'a> ExportProver<'a> {
    /// Waits for lines; `outside` are seals kept elsewhere, `key` that of the seals.
    #[must_use]
    pub fn new(outside: Option<&'a [Seal]>, key: Option<&'a SealKey>) -> Self {
        Self {
            outside,
            key,
            hash: Sha256::new(),
            lines: 0,
            stage: Stage::Nothing,
            window: Window::default(),
            seals: Vec::new(),
            starts: BTreeMap::new(),
            heads: BTreeMap::new(),
            trail: None,
            faults: Vec::new(),
        }
    }

    /// Proves the next line, given without its line feed.
    pub fn line(&mut self, text: &str) {
        let number = self.lines + 1;
        let why = match serde_json::from_str(text) {
            Ok(line) => self.take(line).err(),
            Err(_) => Some("it is not a line of an export"),
        };
        self.faults.extend(why.map(|why| ExportFault::Line { number, why }));
        self.hash.update(text.as_bytes());
        self.hash.update(b"\n");
        self.lines = number;
    }

    fn take(&mut self, line: Line) -> Result<(), &'static str> {
        const PLACE: &str = "it stands at the wrong place";
        let bytes = |text: &str| unhex(text).ok_or("a hash is not 64 hexadecimal digits");
        match (line, self.stage) {
            (Line::Header { form, from, to, .. }, Stage::Nothing) => {
                if form != FORM {
                    return Err("the form of the export is not known here");
                }
                let instant = |micros: Option<i64>| {
                    let read = micros.map(Timestamp::from_micros).transpose();
                    read.map_err(|_| "an instant is none")
                };
                self.window = Window { from: instant(from)?, to: instant(to)? };
                self.stage = Stage::Opened;
            }
            (Line::Seal { seal }, Stage::Opened) => {
                self.seals.push(seal.seal().map_err(|_| "it is not a seal")?);
            }
            (Line::Start(line), Stage::Opened) => {
                let start = Head { seq: line.seq, hash: bytes(&line.hash)? };
                self.starts.insert(line.aggregate, start);
            }
            (Line::Head(line), Stage::Opened) => {
                let head = Head { seq: line.seq, hash: bytes(&line.hash)? };
                self.heads.insert(line.aggregate, head);
            }
            (Line::Entry(line), Stage::Opened | Stage::Entries) => {
                self.stage = Stage::Entries;
                let entry = line.entry()?;
                self.prover().entry(&entry);
            }
            (Line::End { lines, hash, key, mac }, Stage::Opened | Stage::Entries) => {
                self.stage = Stage::Ended;
                self.end(lines, &hash, (key, mac));
            }
            (_, _) => return Err(PLACE),
        }
        Ok(())
    }

    fn end(&mut self, lines: u64, hash: &str, (id, mac_text): (Option<String>, Option<String>)) {
        let now: [u8; 32] = self.hash.clone().finalize().into();
        if lines != self.lines || unhex(hash) != Some(now) {
            self.faults.push(ExportFault::Altered);
        }
        let Some(key) = self.key else { return };
        if id != Some(hex(&key.id())) {
            self.faults.push(ExportFault::Key);
        } else if mac_text != Some(hex(&mac(&now, key))) {
            self.faults.push(ExportFault::Mac);
        }
    }

    fn prover(&mut self) -> &mut TrailProver {
        let ends = if self.window.to.is_some() { Ends::Before } else { Ends::AtHeads };
        let (outside, key) = (self.outside, self.key);
        self.trail.get_or_insert_with(|| {
            TrailProver::new(Evidence {
                heads: std::mem::take(&mut self.heads),
                starts: std::mem::take(&mut self.starts),
                ends,
                seals: &self.seals,
                outside,
                key,
            })
        })
    }

    /// What was proved.
    #[must_use]
    pub fn finish(mut self) -> ExportProof {
        self.prover(); // an export without entries has seals and heads all the same
        let trail = self.trail.map(TrailProver::finish).unwrap_or_default();
        let mut faults = self.faults;
        if self.stage != Stage::Ended {
            faults.push(ExportFault::Cut);
        }
        faults.extend(trail.faults.iter().cloned().map(ExportFault::Trail));
        ExportProof { window: self.window, trail, faults }
    }
}

impl EntryLine {
    fn entry(self) -> Result<Entry, &'static str> {
        let entry = Entry {
            aggregate: self.aggregate,
            seq: self.seq,
            at: Timestamp::from_micros(self.at).map_err(|_| "an instant is none")?,
            actor: self.actor,
            roles: self.roles,
            action: self.action,
            command: CommandId::new(self.command.as_str()),
            trace: TraceId::new(&self.trace),
            data: self.data,
            changes: self.changes,
            hash: unhex(&self.hash).ok_or("a hash is not 64 hexadecimal digits")?,
        };
        if entry.command.as_str() != self.command || entry.trace.as_str() != self.trace {
            return Err("its command or trace is none");
        }
        Ok(entry)
    }
}
