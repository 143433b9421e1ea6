//! Reads variables one by one and keeps every fault for one list at the end.

use std::collections::BTreeMap;
use std::fmt;

use super::nearest::nearest;
use super::variables::{PREFIXES, Sight, VARIABLES, Variable};

/// What the process was given at its start.
#[derive(Clone, Default)]
pub struct Environment {
    values: BTreeMap<String, String>,
    unreadable: Vec<String>,
}

impl Environment {
    /// The environment of this process.
    #[must_use]
    pub fn of_process() -> Self {
        let mut environment = Self::default();
        for (name, value) in std::env::vars_os() {
            let Some(name) = name.to_str() else { continue };
            match value.to_str() {
                Some(value) => {
                    environment.values.insert(name.to_owned(), value.to_owned());
                }
                None => environment.unreadable.push(name.to_owned()),
            }
        }
        environment
    }

    /// The value of a variable.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(pairs: T) -> Self {
        let values = pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { values, unreadable: Vec::new() }
    }
}

// The values may be secrets of other programs too.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

/// One variable that is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {why}; expected: {expected}")]
pub struct ConfigError {
    /// The variable's name.
    pub variable: String,
    /// What is wrong with it; never the value of a secret.
    pub why: String,
    /// What a right value looks like.
    pub expected: String,
}

/// All faults of the environment, in the order of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl std::error::Error for ConfigErrors {}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the environment is not right:")?;
        self.0.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}

/// Collects values and faults; [`Reader::finish`] gives the faults back.
pub(super) struct Reader<'a> {
    environment: &'a Environment,
    errors: Vec<ConfigError>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(environment: &'a Environment) -> Self {
        let mut reader = Self { environment, errors: Vec::new() };
        reader.refuse_unknown_names();
        reader
    }

    /// A value that the command cannot do without.
    pub(super) fn required<T>(
        &mut self,
        variable: &Variable,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let before = self.errors.len();
        let value = self.optional(variable, parse);
        if value.is_none() && self.errors.len() == before {
            self.refuse(variable, "it is not set".to_owned());
        }
        value
    }

    /// A value that has a sensible default. An empty text counts as not set, but for a secret: there
    /// it is nearly always a look-up that failed.
    pub(super) fn optional<T>(
        &mut self,
        variable: &Variable,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        if self.environment.unreadable.iter().any(|name| name == variable.name) {
            self.refuse(variable, "it is not UTF-8".to_owned());
            return None;
        }
        let text = self.environment.get(variable.name)?;
        if text.is_empty() {
            if variable.sight == Sight::Secret {
                self.refuse(variable, "it is set but empty".to_owned());
            }
            return None;
        }
        match parse(text) {
            Ok(value) => Some(value),
            Err(why) => {
                self.refuse(variable, why);
                None
            }
        }
    }

    /// Whether a variable is set to something.
    pub(super) fn is_set(&self, variable: &Variable) -> bool {
        self.environment.get(variable.name).is_some_and(|text| !text.is_empty())
    }

    pub(super) fn refuse(&mut self, variable: &Variable, why: String) {
        let expected = variable.expected.to_owned();
        self.errors.push(ConfigError { variable: variable.name.to_owned(), why, expected });
    }

    pub(super) fn finish(self) -> Result<(), ConfigErrors> {
        if self.errors.is_empty() { Ok(()) } else { Err(ConfigErrors(self.errors)) }
    }

    // A misspelt name would otherwise mean that a setting silently does not hold.
    fn refuse_unknown_names(&mut self) {
        let known = || VARIABLES.iter().map(|variable| variable.name);
        let set = self.environment.values.keys().chain(&self.environment.unreadable);
        let ours = |name: &str| PREFIXES.iter().any(|prefix| name.starts_with(prefix));
        for unknown in set.filter(|name| ours(name) && !known().any(|k| k == *name)) {
            let expected = nearest(unknown, known().filter(|name| ours(name)))
                .map_or_else(|| "a name from `wikarta --help`".to_owned(), str::to_owned);
            let why = "no setting has this name".to_owned();
            self.errors.push(ConfigError { variable: unknown.clone(), why, expected });
        }
    }
}
