//! The file in which the demo keeps the root of its keys.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::secret::{SecretKey, WeakKey};

/// The file's name inside the data directory.
pub const FILE_NAME: &str = "secret.key";

/// Why the key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The operating system said no.
    #[error("cannot use `{path}`: {source}")]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Others could read the key.
    #[error("`{path}` can be read by others (mode {mode:o}); run: chmod 600 {path}")]
    Readable {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// What stands in it is not a key.
    #[error("`{path}` does not hold a key: {source}; delete it to have a new one made")]
    NotAKey {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: WeakKey,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
}

/// Opens the key of a data directory, making directory and key at the first start.
///
/// The directory is made with mode 0700, the file with 0600; a file that others can read is
/// refused, because whoever read it can sign in as anybody.
pub fn open_or_make(directory: &Path) -> Result<SecretKey, KeyFileError> {
    let path = directory.join(FILE_NAME);
    make_directory(directory).map_err(|source| io_error(directory, source))?;
    match create_new(&path) {
        Ok(mut file) => write_key(&mut file, &path)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(source) => return Err(io_error(&path, source)),
    }
    read_key(&path)
}

fn io_error(path: &Path, source: io::Error) -> KeyFileError {
    KeyFileError::Io { path: path.to_owned(), source }
}

fn write_key(file: &mut File, path: &Path) -> Result<(), KeyFileError> {
    let text = SecretKey::fresh_text().map_err(|_| KeyFileError::NoRandomness)?;
    let written = file
        .write_all(text.expose().as_bytes())
        .and_then(|()| file.write_all(b"\n"))
        .and_then(|()| file.sync_all());
    written.map_err(|source| {
        // A file without a whole key would lock the directory; the next start makes a new one.
        let _ = fs::remove_file(path);
        io_error(path, source)
    })
}

fn read_key(path: &Path) -> Result<SecretKey, KeyFileError> {
    let file = File::open(path).map_err(|source| io_error(path, source))?;
    refuse_readable(&file, path)?;
    let mut text = zeroize::Zeroizing::new(String::new());
    file.take(4096).read_to_string(&mut text).map_err(|source| io_error(path, source))?;
    SecretKey::from_text(text.trim())
        .map_err(|source| KeyFileError::NotAKey { path: path.to_owned(), source })
}

#[cfg(unix)]
fn refuse_readable(file: &File, path: &Path) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = file.metadata().map_err(|source| io_error(path, source))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFileError::Readable { path: path.to_owned(), mode });
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_readable(_file: &File, _path: &Path) -> Result<(), KeyFileError> {
    Ok(())
}

#[cfg(unix)]
fn make_directory(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

#[cfg(not(unix))]
fn make_directory(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)
}

#[cfg(unix)]
fn create_new(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create_new(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn conf_09_the_key_is_made_once_and_for_its_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("deep/data");
        let first = open_or_make(&data).unwrap();
        assert_eq!(mode(&data), 0o700);
        assert_eq!(mode(&data.join(FILE_NAME)), 0o600);
        let again = open_or_make(&data).unwrap();
        assert_eq!(first.derive("x").expose(), again.derive("x").expose());
    }

    #[test]
    fn conf_09_a_key_that_others_can_read_is_refused() {
        let home = tempfile::tempdir().unwrap();
        open_or_make(home.path()).unwrap();
        let path = home.path().join(FILE_NAME);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let refusal = open_or_make(home.path()).unwrap_err().to_string();
        assert!(refusal.contains("chmod 600"), "{refusal}");
    }

    #[test]
    fn a_file_that_is_not_a_key_is_refused_without_showing_it() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(FILE_NAME);
        fs::write(&path, "hello there").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let refusal = open_or_make(home.path()).unwrap_err().to_string();
        assert!(refusal.contains("too short") && !refusal.contains("hello"), "{refusal}");
    }
}
