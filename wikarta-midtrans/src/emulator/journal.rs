//! The emulator's disk: one file of JSON lines, one line a change, synced before anybody is answered.
//!
//! A line that was torn by a kill is the last one and has no line end: nobody was told about it, so
//! it is cut off at the next start. A bad line anywhere else means that somebody changed the file;
//! the emulator then refuses to start instead of guessing.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::record::Change;

/// Why a journal cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The file system said no.
    #[error("the emulator's journal `{}`: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the file system said.
        source: io::Error,
    },
    /// Another emulator has it open.
    #[error("the emulator's journal `{}` is in use by another process", .0.display())]
    InUse(PathBuf),
    /// A line before the last is not readable.
    #[error("the emulator's journal `{}` is damaged at line {line}; move it away to start anew", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
}

/// When a change is on the disk for sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncMode {
    /// Before the call is answered, as for real.
    Each,
    /// At the next explicit sync: for filling an emulator with thousands of transactions.
    Batch,
}

/// The open file.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    path: PathBuf,
    /// Where the last whole line ends.
    end: u64,
}

impl Journal {
    /// Opens or makes `journal.jsonl` in `dir` and hands every change in it to `replay`.
    pub(super) fn open(dir: &Path, mut replay: impl FnMut(Change)) -> Result<Self, JournalError> {
        let path = dir.join("journal.jsonl");
        let failed = |source| JournalError::Io { path: path.clone(), source };
        fs::create_dir_all(dir).map_err(failed)?;
        let mut file = owned_by_us().truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(JournalError::InUse(path)),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let end = read_lines(&file, &path, &mut replay)?;
        file.set_len(end).map_err(failed)?;
        file.seek(SeekFrom::Start(end)).map_err(failed)?;
        sync_dir(dir).map_err(failed)?;
        Ok(Self { file, path, end })
    }

    /// Writes one change, not yet synced. After an error nothing of it stays in the file.
    pub(super) fn append(&mut self, change: &Change) -> Result<(), JournalError> {
        let written = self.try_append(change);
        written.map_err(|source| {
            // Half a line in the middle would damage the file for good.
            let _ = self.file.set_len(self.end);
            let _ = self.file.seek(SeekFrom::Start(self.end));
            JournalError::Io { path: self.path.clone(), source }
        })
    }

    fn try_append(&mut self, change: &Change) -> io::Result<()> {
        let mut line = serde_json::to_vec(change)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.end += u64::try_from(line.len()).unwrap_or(0);
        Ok(())
    }

    /// Puts everything written so far on the disk.
    pub(super) fn sync(&self) -> Result<(), JournalError> {
        let failed = |source| JournalError::Io { path: self.path.clone(), source };
        self.file.sync_data().map_err(failed)
    }

    /// Replaces the file by one that holds just these changes: a start with a short journal.
    pub(super) fn rewrite(
        &mut self,
        changes: impl Iterator<Item = Change>,
    ) -> Result<(), JournalError> {
        let path = self.path.clone();
        let failed = |source| JournalError::Io { path: path.clone(), source };
        let fresh = path.with_extension("jsonl.new");
        let mut writer = Self {
            file: owned_by_us().truncate(true).open(&fresh).map_err(failed)?,
            path: fresh.clone(),
            end: 0,
        };
        writer.file.try_lock().map_err(|_| JournalError::InUse(fresh.clone()))?;
        for change in changes {
            writer.append(&change)?;
        }
        writer.sync()?;
        fs::rename(&fresh, &path).map_err(failed)?;
        if let Some(dir) = path.parent() {
            sync_dir(dir).map_err(failed)?;
        }
        *self = Self { path: path.clone(), ..writer };
        Ok(())
    }
}

/// Reading and writing, for nobody else on the machine: what payers were billed is nobody's business.
fn owned_by_us() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Hands every whole line over and tells where the last one ends.
fn read_lines(
    file: &File,
    path: &Path,
    replay: &mut impl FnMut(Change),
) -> Result<u64, JournalError> {
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    let mut end = 0_u64;
    for number in 1_usize.. {
        line.clear();
        let failed = |source| JournalError::Io { path: path.to_owned(), source };
        let len = reader.read_until(b'\n', &mut line).map_err(failed)?;
        if len == 0 || line.last() != Some(&b'\n') {
            break;
        }
        let damaged = |_| JournalError::Damaged { path: path.to_owned(), line: number };
        replay(serde_json::from_slice(&line).map_err(damaged)?);
        end += u64::try_from(len).unwrap_or(0);
    }
    Ok(end)
}

/// A new name in a directory is on the disk only when the directory is.
fn sync_dir(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}
