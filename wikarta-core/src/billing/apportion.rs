//! Whole rupiah shared out so that the shares add up: the method of largest remainders.

/// The shares `numerator / denominator` as whole numbers that add up to `total`.
///
/// Each exact share is cut down, then what is missing to `total` goes, one rupiah each, to the
/// shares that lost most; of equal ones the earlier comes first. `total` must be the rounded sum of
/// the exact shares and `denominator` positive; otherwise what is missing cannot be handed out and
/// the shares stay cut.
pub(crate) fn apportion(total: i128, numerators: &[i128], denominator: i128) -> Vec<i128> {
    if denominator <= 0 {
        return vec![0; numerators.len()];
    }
    let cut = |numerator: &i128| numerator.div_euclid(denominator);
    let mut shares: Vec<i128> = numerators.iter().map(cut).collect();
    let missing = total - shares.iter().sum::<i128>();
    let lost = |numerator: &i128| numerator.rem_euclid(denominator);
    let mut by_loss: Vec<(i128, &mut i128)> =
        numerators.iter().map(lost).zip(shares.iter_mut()).collect();
    by_loss.sort_by_key(|(lost, _)| std::cmp::Reverse(*lost)); // stable: earlier first
    for (_, share) in by_loss.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        *share += 1;
    }
    shares
}
