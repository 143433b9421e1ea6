//! A policy read from TOML: everything that is wrong is told at once, with line and key.

mod elsewhere;
mod problem;
mod scalar;

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use problem::{PolicyProblem, PolicyTextError, TextFlaw, Wanted};

use super::check::{below, parts, row, rules};
use super::fields::{FIELDS, Field, Kind, Need};
use super::{Policy, PolicyFlaw};

/// More bytes than any policy has.
const BYTES_MAX: usize = 64 * 1_024;

impl Policy {
    /// Reads a policy; what the document leaves out is as in [`Policy::indonesian_pkp`].
    ///
    /// ```
    /// use wikarta_core::policy::Policy;
    ///
    /// let policy = Policy::from_toml("qris_minutes = 30\n[seller]\nname = \"PT Contoh\"\n")?;
    /// assert_eq!((policy.qris_minutes, policy.terms_days), (30, 10));
    ///
    /// let error = Policy::from_toml("qris_minute = 30\n").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "line 1, column 1, `qris_minute`: this key is not known; did you mean `qris_minutes`?"
    /// );
    /// # Ok::<(), wikarta_core::policy::PolicyTextError>(())
    /// ```
    ///
    /// # Errors
    /// [`PolicyTextError`] with everything that is wrong.
    pub fn from_toml(text: &str) -> Result<Self, PolicyTextError> {
        let wrong = |error: super::PolicyError| {
            let flaw = TextFlaw::Syntax(error.to_string());
            PolicyTextError(vec![PolicyProblem { line: 1, column: 1, key: String::new(), flaw }])
        };
        Self::indonesian_pkp().map_err(wrong)?.amended_by(text)
    }

    /// This policy with what a document says; what it leaves out stays. The version stays too: it is
    /// given when a policy is adopted. Lists of tables are replaced as a whole.
    ///
    /// # Errors
    /// [`PolicyTextError`] with everything that is wrong.
    pub fn amended_by(&self, text: &str) -> Result<Self, PolicyTextError> {
        if text.len() > BYTES_MAX {
            let flaw = TextFlaw::TooLong { max: BYTES_MAX };
            let problem = PolicyProblem { line: 1, column: 1, key: String::new(), flaw };
            return Err(PolicyTextError(vec![problem]));
        }
        let mut reader = Reader { text, places: BTreeMap::new(), problems: Vec::new() };
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let says = error.message().lines().collect::<Vec<_>>().join(", ");
            reader.tell(at, "", TextFlaw::Syntax(says));
        }
        let broken: Vec<usize> = reader.problems.iter().map(|problem| problem.line).collect();
        let before = serde_json::to_value(self).unwrap_or(Value::Null); // plain data
        let mut read = reader.table(FIELDS, document.get_ref(), before.as_object(), ("", 0));
        read.insert("version".to_owned(), Value::from(self.version));
        // What a broken line seems to say is not worth another word.
        let syntax = |flaw: &TextFlaw| matches!(flaw, TextFlaw::Syntax(_));
        reader.problems.retain(|it| syntax(&it.flaw) || !broken.contains(&it.line));
        reader.finish(Value::Object(read))
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Where each key was written.
    places: BTreeMap<String, usize>,
    problems: Vec<PolicyProblem>,
}

impl Reader<'_> {
    /// Notes what is wrong at a byte of the text.
    fn tell(&mut self, at: usize, key: &str, flaw: TextFlaw) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.problems.push(PolicyProblem { line, column, key: key.to_owned(), flaw });
    }

    /// A table as the policy keeps it: what is written, and from `before` what is not.
    fn table(
        &mut self,
        fields: &'static [Field],
        found: &DeTable<'_>,
        before: Option<&Map<String, Value>>,
        (path, at): (&str, usize),
    ) -> Map<String, Value> {
        let mut read = Map::new();
        for (key, value) in found {
            let name: &str = key.get_ref();
            let (path, at) = (below(path, name), key.span().start);
            let Some(field) = fields.iter().find(|field| field.key == name) else {
                self.unknown(fields, name, (&path, at));
                continue;
            };
            self.places.insert(path.clone(), at);
            let older = before.and_then(|before| before.get(field.key));
            if let Some(value) = self.value(&field.kind, value, older, &path) {
                read.insert(field.key.to_owned(), value);
            }
        }
        for field in fields {
            if found.contains_key(field.key) {
                continue;
            }
            let needed = match field.need {
                Need::Always => true,
                Need::Beside(key, word) => read.get(key).and_then(Value::as_str) == Some(word),
            };
            match before.and_then(|before| before.get(field.key)) {
                Some(older) => drop(read.insert(field.key.to_owned(), older.clone())),
                None if needed => self.tell(at, &below(path, field.key), TextFlaw::Missing),
                None => {}
            }
        }
        read
    }

    fn unknown(&mut self, fields: &'static [Field], name: &str, (path, at): (&str, usize)) {
        let allowed: Vec<&'static str> = fields.iter().map(|field| field.key).collect();
        let nearest = crate::words::nearest(name, allowed.iter().copied());
        let belongs = elsewhere::elsewhere(name);
        self.tell(at, path, TextFlaw::UnknownKey { nearest, belongs, allowed });
    }

    fn value(
        &mut self,
        kind: &Kind,
        found: &Spanned<DeValue<'_>>,
        before: Option<&Value>,
        path: &str,
    ) -> Option<Value> {
        let at = found.span().start;
        match (kind, found.get_ref()) {
            (Kind::Table(fields), DeValue::Table(table)) => {
                let before = before.and_then(Value::as_object);
                Some(Value::Object(self.table(fields, table, before, (path, at))))
            }
            (Kind::Rows(fields), DeValue::Array(items)) => {
                Some(self.items(items.iter(), path, |reader, item, path| {
                    let DeValue::Table(table) = item.get_ref() else {
                        reader.wrong(item, path, scalar::Wrong::Form(Wanted::Rows));
                        return None;
                    };
                    let at = item.span().start;
                    Some(Value::Object(reader.table(fields, table, None, (path, at))))
                }))
            }
            (Kind::List(inner), DeValue::Array(items)) => {
                Some(self.items(items.iter(), path, |reader, item, path| {
                    reader.value(inner, item, None, path)
                }))
            }
            (kind, value) => match scalar::scalar(kind, value) {
                Ok(value) => Some(value),
                Err(wrong) => {
                    self.wrong(found, path, wrong);
                    None
                }
            },
        }
    }

    fn items<'v, 'i: 'v>(
        &mut self,
        items: impl Iterator<Item = &'v Spanned<DeValue<'i>>>,
        path: &str,
        mut read: impl FnMut(&mut Self, &'v Spanned<DeValue<'i>>, &str) -> Option<Value>,
    ) -> Value {
        let mut values = Vec::new();
        for (index, item) in items.enumerate() {
            let path = row(path, index);
            self.places.insert(path.clone(), item.span().start);
            values.extend(read(self, item, &path));
        }
        Value::Array(values)
    }

    fn wrong(&mut self, found: &Spanned<DeValue<'_>>, path: &str, wrong: scalar::Wrong) {
        let span = found.span();
        let written = self.text.get(span.clone()).unwrap_or_default();
        self.tell(span.start, path, wrong.flaw(written));
    }

    /// The policy, unless something is wrong with it or does not fit together.
    fn finish(mut self, read: Value) -> Result<Policy, PolicyTextError> {
        if self.problems.is_empty() {
            let mut flaws = parts(&read);
            if flaws.is_empty() {
                match serde_json::from_value::<Policy>(read) {
                    Ok(policy) => {
                        flaws = rules(&policy);
                        if flaws.is_empty() {
                            return Ok(policy);
                        }
                    }
                    Err(error) => self.tell(0, "", TextFlaw::Syntax(error.to_string())),
                }
            }
            flaws.into_iter().for_each(|flaw| self.tell_of(flaw));
        }
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        Err(PolicyTextError(self.problems))
    }

    /// Notes a flaw where its key was written, or the table that it belongs to.
    fn tell_of(&mut self, flaw: PolicyFlaw) {
        let mut path = flaw.key.as_str();
        let at = loop {
            if let Some(at) = self.places.get(path) {
                break *at;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = path.get(..end).unwrap_or_default(),
                None => break 0,
            }
        };
        self.tell(at, &flaw.key, TextFlaw::Value(flaw.flaw));
    }
}
