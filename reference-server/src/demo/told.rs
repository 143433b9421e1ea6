//! What the gateway is told to do, and what is told in its name.

use wikarta_core::money::Rupiah;

use super::step::PaidAmount;

pub(super) fn paid(amount: PaidAmount, asked: Rupiah) -> Option<Rupiah> {
    match amount {
        PaidAmount::Exact => None,
        PaidAmount::Short(less) => Some(asked.less(less)),
        PaidAmount::Over(more) => Some(asked.saturating_plus(more)),
    }
}

/// The same body with one digit of its signature turned.
pub(super) fn forged(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body).into_owned();
    let Some(at) = text.find("\"signature_key\":\"").map(|at| at + 17) else {
        return body.to_vec();
    };
    let (head, tail) = text.split_at(at.min(text.len()));
    let mut rest = tail.chars();
    let turned = if rest.next() == Some('0') { '1' } else { '0' };
    format!("{head}{turned}{}", rest.as_str()).into_bytes()
}
