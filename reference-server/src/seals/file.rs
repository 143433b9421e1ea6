//! The copy of the seals outside the database: one file of lines that only grows.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use wikarta_core::audit::{Seal, SealTextError};

/// The file's name inside its directory.
pub const FILE_NAME: &str = "seals.jsonl";

/// Why the copy cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SealFileError {
    /// The operating system said no.
    #[error("cannot use `{path}`: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A line is no seal.
    #[error("line {line} of `{path}`: {source}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong.
        source: SealTextError,
    },
}

/// Every seal of a file, in the order of its lines. A last line that was cut off while it was
/// written is none.
///
/// # Errors
/// [`SealFileError`].
pub fn read(path: &Path) -> Result<Vec<Seal>, SealFileError> {
    let io_error = |source| SealFileError::Io { path: path.to_owned(), source };
    let mut text = String::new();
    File::open(path).and_then(|mut file| file.read_to_string(&mut text)).map_err(io_error)?;
    let whole = text.rfind('\n').and_then(|end| text.get(..end)).unwrap_or_default();
    let lines = whole.lines().enumerate().filter(|(_, line)| !line.is_empty());
    let read = |(at, line): (usize, &str)| {
        let error = |source| SealFileError::Line { path: path.to_owned(), line: at + 1, source };
        Seal::read(line).map_err(error)
    };
    lines.map(read).collect()
}

/// The number of the newest seal of the copy; 0 when there is none yet.
pub(super) fn newest(directory: &Path) -> Result<u64, SealFileError> {
    let path = directory.join(FILE_NAME);
    match read(&path) {
        Ok(seals) => Ok(seals.iter().map(|seal| seal.number).max().unwrap_or_default()),
        Err(SealFileError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    }
}

/// Adds seals to the copy; they are on the disk when this returns.
pub(super) fn append(directory: &Path, seals: &[Seal]) -> Result<(), SealFileError> {
    if seals.is_empty() {
        return Ok(());
    }
    let path = directory.join(FILE_NAME);
    let text: String = seals.iter().map(|seal| format!("{}\n", seal.line())).collect();
    write(&path, &text).map_err(|source| SealFileError::Io { path, source })
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = open(path)?;
    file.lock()?; // another process may copy at the same moment
    let whole = whole_lines(&file)?;
    file.set_len(whole)?; // what a crash left of a line
    file.seek(SeekFrom::End(0))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The length up to the end of the last whole line.
fn whole_lines(file: &File) -> io::Result<u64> {
    let mut reader = BufReader::new(file);
    let (mut length, mut line) = (0, Vec::new());
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)?;
        if read == 0 || line.last() != Some(&b'\n') {
            return Ok(length);
        }
        length += read as u64;
    }
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wikarta_core::audit::{Head, SealKey, SealLink, SealedHead, Sealing};

    use super::*;

    fn seals(count: u64) -> Vec<Seal> {
        let mut after = SealLink::default();
        let mut made = Vec::new();
        for seq in 1..=count {
            let head = Head { seq, hash: [9; 32] };
            let sealing = Sealing {
                after,
                at: "2026-11-01T00:00:00Z".parse().unwrap(),
                all: BTreeMap::from([("roster:staff".to_owned(), head)]),
                changed: vec![SealedHead { aggregate: "roster:staff".parse().unwrap(), head }],
            };
            let seal = sealing.seal(&SealKey::new([1; 32])).unwrap();
            after = seal.link();
            made.push(seal);
        }
        made
    }

    #[test]
    fn the_copy_grows_and_a_line_cut_by_a_crash_is_written_anew() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(FILE_NAME);
        let all = seals(3);
        assert_eq!(newest(home.path()).unwrap(), 0);
        append(home.path(), &all[..1]).unwrap();
        append(home.path(), &[]).unwrap();
        append(home.path(), &all[1..2]).unwrap();
        assert_eq!(read(&path).unwrap(), all[..2]);
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str(&all[2].line()[..40]);
        std::fs::write(&path, &text).unwrap();
        assert_eq!(newest(home.path()).unwrap(), 2, "half a line is no seal");
        append(home.path(), &all[2..]).unwrap();
        assert_eq!(read(&path).unwrap(), all);
    }

    #[test]
    fn a_line_that_is_no_seal_is_named() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(FILE_NAME);
        append(home.path(), &seals(1)).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}hello\n")).unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(error.starts_with("line 2 of") && error.ends_with("is not a seal"), "{error}");
        let missing = read(&home.path().join("nowhere")).unwrap_err().to_string();
        assert!(missing.contains("nowhere"), "{missing}");
    }
}
