//! Records of a CSV text: quoted where they hold a comma, a quote or a line's end.

use super::{SettlementError, SettlementProblem};

/// The records of a text, each with the line that it begins on. A line without any text is none.
pub(super) struct Records<'a> {
    rest: &'a str,
    line: u32,
}

impl<'a> Records<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { rest: text, line: 1 }
    }

    /// One cell, and what stands behind it.
    fn cell(&mut self) -> Result<(String, After), SettlementProblem> {
        let Some(mut quoted) = self.rest.strip_prefix('"') else {
            let end = self.rest.find([',', '\n', '\r']).unwrap_or(self.rest.len());
            let (cell, rest) = self.rest.split_at(end);
            self.rest = rest;
            if cell.contains('"') {
                return Err(SettlementProblem::Quote);
            }
            return Ok((cell.to_owned(), self.after()?));
        };
        let mut cell = String::new();
        loop {
            let Some(end) = quoted.find('"') else { return Err(SettlementProblem::Quote) };
            let (part, rest) = quoted.split_at(end);
            cell.push_str(part);
            let rest = rest.strip_prefix('"').unwrap_or(rest);
            match rest.strip_prefix('"') {
                Some(more) => {
                    cell.push('"');
                    quoted = more;
                }
                None => {
                    self.rest = rest;
                    self.line = self.line.saturating_add(breaks(&cell));
                    return Ok((cell, self.after()?));
                }
            }
        }
    }

    fn after(&mut self) -> Result<After, SettlementProblem> {
        let ends = ["\r\n", "\n", "\r"];
        if let Some(rest) = ends.iter().find_map(|end| self.rest.strip_prefix(end)) {
            self.rest = rest;
            self.line = self.line.saturating_add(1);
            return Ok(After::Line);
        }
        match self.rest.strip_prefix(',') {
            Some(rest) => {
                self.rest = rest;
                Ok(After::Cell)
            }
            None if self.rest.is_empty() => Ok(After::Line),
            None => Err(SettlementProblem::Quote),
        }
    }
}

enum After {
    Cell,
    Line,
}

fn breaks(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX)
}

/// The line that a byte is on, from 1.
pub(super) fn line_of(bytes: &[u8], at: usize) -> u32 {
    let before = bytes.get(..at).unwrap_or(bytes);
    let count = before.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1)
}

impl Iterator for Records<'_> {
    type Item = Result<(u32, Vec<String>), SettlementError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let line = self.line;
            let mut cells = Vec::new();
            loop {
                match self.cell() {
                    Ok((cell, after)) => {
                        cells.push(cell);
                        if matches!(after, After::Line) {
                            break;
                        }
                    }
                    Err(problem) => {
                        self.rest = "";
                        return Some(Err(SettlementError { line, column: None, problem }));
                    }
                }
            }
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Some(Ok((line, cells)));
            }
        }
        None
    }
}
