//! The name that was meant.

/// The one of `names` that a text comes nearest to, if it comes near at all: a third of its letters
/// wrong at most, or one is the beginning of the other.
#[must_use]
pub fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = text.to_lowercase();
    let letters: Vec<char> = typed.chars().take(60).collect();
    let bound = (letters.len() / 3).max(1);
    let begins =
        |name: &str| letters.len() >= 3 && (name.starts_with(&typed) || typed.starts_with(name));
    let near = names.into_iter().map(|name| match distance(&letters, name) {
        far if far > bound && begins(name) => (bound, name),
        far => (far, name),
    });
    near.filter(|(far, _)| *far <= bound).min_by_key(|(far, _)| *far).map(|(_, name)| name)
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour.
fn distance(typed: &[char], name: &str) -> usize {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let mut older: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=name.len()).collect();
    for (i, letter) in typed.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, other) in name.iter().enumerate() {
            let at =
                |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(&last, j) + usize::from(letter != other))
                .min(at(&last, j + 1) + 1)
                .min(at(&next, j) + 1);
            let swapped = i > 0 && j > 0 && typed.get(i - 1) == Some(other);
            if swapped && name.get(j - 1) == Some(letter) {
                cost = cost.min(at(&older, j - 1) + 1);
            }
            next.push(cost);
        }
        older = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or(typed.len())
}
