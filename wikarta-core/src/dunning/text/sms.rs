//! A text message: 7-bit alphabet, one part.

use super::gsm::{cost, septets, typewriter};
use super::template::Template;
use super::values::{Form, Values, Variable};
use super::{Language, TextError};

/// How much fits into one SMS.
pub const SMS_SEPTETS_MAX: usize = 160;

/// A text message as it is handed over. `Debug` shows its length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Sms {
    /// The text.
    pub text: String,
    /// What it takes of an SMS, at most [`SMS_SEPTETS_MAX`].
    pub septets: usize,
}

impl std::fmt::Debug for Sms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sms({} septets)", self.septets)
    }
}

/// Fills a template in. When it is too long the name is cut, and nothing else; quotes and dashes of
/// printers in the name become those of typewriters. What then is not in the alphabet is refused.
pub(super) fn sms(
    template: &Template,
    values: &Values,
    language: Language,
) -> Result<Sms, TextError> {
    let text = |variable| values.text(variable, language, Form::Short);
    let name = if template.variables().contains(&Variable::Nama) {
        typewriter(&text(Variable::Nama)?)
    } else {
        String::new()
    };
    septets(&name).map_err(|_| TextError::NotGsm(Variable::Nama))?;
    let mut names = 0;
    let without = template.write("", |variable| {
        if variable == Variable::Nama {
            names += 1;
            return Ok(String::new());
        }
        let text = text(variable)?;
        septets(&text).map_err(|_| TextError::NotGsm(variable))?;
        Ok(text)
    })?;
    // The words of the template were checked when it was read.
    let taken = without.chars().filter_map(cost).sum::<usize>();
    let free = SMS_SEPTETS_MAX.checked_sub(taken).ok_or(TextError::TooLong { septets: taken })?;
    let name = match names {
        0 => String::new(),
        names => cut(&name, free / names),
    };
    if names > 0 && name.is_empty() {
        return Err(TextError::TooLong { septets: taken });
    }
    let text = template.write("", |variable| match variable {
        Variable::Nama => Ok(name.clone()),
        other => text(other),
    })?;
    let septets = text.chars().filter_map(cost).sum();
    Ok(Sms { text, septets })
}

/// As many first characters as fit, without a space at the end.
fn cut(text: &str, free: usize) -> String {
    let mut taken = 0;
    let fits = |character: &char| {
        taken += cost(*character).unwrap_or(SMS_SEPTETS_MAX);
        taken <= free
    };
    text.chars().take_while(fits).collect::<String>().trim_end().to_owned()
}

/// What a template takes at the longest values: a name of 14 characters, a bill's number of 18, an
/// amount of 12, a date of 8, a link of 24, a provider's name of 10.
pub(super) fn longest(template: &Template) -> Result<usize, super::NotGsm> {
    let value = |variable| {
        let length = match variable {
            Variable::Nama => 14,
            Variable::NoInvoice => 18,
            Variable::Jumlah => 12,
            Variable::JatuhTempo => 8,
            Variable::Link => 24,
            Variable::Isp | Variable::IdPelanggan => 10,
            Variable::Periode => "September 2026".len(),
            Variable::Hari => 3,
            Variable::Cs => 13,
        };
        Ok("x".repeat(length))
    };
    septets(&template.write("", value)?)
}
