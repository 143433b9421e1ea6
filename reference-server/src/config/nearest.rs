//! The name that was probably meant.

/// The candidate that differs in the fewest letters, when it differs in at most a third of them.
pub(crate) fn nearest<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = text.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| distance * 3 <= candidate.chars().count().max(3))
        .min()
        .map(|(_, candidate)| candidate)
}

// Levenshtein, one row at a time. Names are short; longer input is cut before it costs anything.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().take(64).enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        let mut next = vec![before];
        for (r, above) in right.iter().zip(row.iter().skip(1)) {
            let swapped = diagonal + usize::from(l != *r);
            before = swapped.min(above + 1).min(before + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        let names = ["WIKARTA_SECRET_KEY", "WIKARTA_LOG"];
        assert_eq!(nearest("WIKARTA_SECRETKEY", names), Some("WIKARTA_SECRET_KEY"));
        assert_eq!(nearest("wikarta_lgo", names), Some("WIKARTA_LOG"));
        assert_eq!(nearest("COMPLETELY_OTHER_THING", names), None);
    }
}
