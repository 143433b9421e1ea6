//! How a command ends.

use std::process::ExitCode;

/// Why a command failed, by whose fault: the number is part of the interface.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command was understood and the answer is no, or something else failed. Exit code 1.
    #[error("{0}")]
    Other(String),
    /// The arguments or the settings are wrong. Exit code 2.
    #[error("{0}")]
    Usage(String),
    /// A file, directory or socket cannot be used. Exit code 3.
    #[error("{0}")]
    File(String),
    /// The database cannot be used. Exit code 4.
    #[error("{0}")]
    Database(String),
}

impl Failure {
    /// The exit code.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Other(_) => 1,
            Self::Usage(_) => 2,
            Self::File(_) => 3,
            Self::Database(_) => 4,
        }
    }
}

impl From<Failure> for ExitCode {
    fn from(failure: Failure) -> Self {
        Self::from(failure.code())
    }
}

impl From<crate::config::ConfigErrors> for Failure {
    fn from(errors: crate::config::ConfigErrors) -> Self {
        Self::Usage(errors.to_string())
    }
}

impl From<crate::config::SettingsError> for Failure {
    fn from(error: crate::config::SettingsError) -> Self {
        match error {
            crate::config::SettingsError::Environment(errors) => errors.into(),
            crate::config::SettingsError::KeyFile(error) => Self::File(error.to_string()),
        }
    }
}

impl From<crate::http::RouteErrors> for Failure {
    fn from(errors: crate::http::RouteErrors) -> Self {
        Self::Other(errors.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_part_of_the_interface() {
        let text = String::new;
        let failures = [
            Failure::Other(text()),
            Failure::Usage(text()),
            Failure::File(text()),
            Failure::Database(text()),
        ];
        let codes: Vec<u8> = failures.iter().map(Failure::code).collect();
        assert_eq!(codes, [1, 2, 3, 4]);
    }
}
