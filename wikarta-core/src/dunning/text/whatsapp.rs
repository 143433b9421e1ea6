//! A WhatsApp message: the name of a template that was approved, and its parameters in order.

use super::template::{Piece, Template};
use super::values::{Form, Values, Variable};
use super::{Language, TextError};

/// A message as it is handed over. `Debug` shows the template's name only.
#[derive(Clone, PartialEq, Eq)]
pub struct WhatsApp {
    /// The approved template, such as `tagihan_t7_v1`.
    pub template: String,
    /// Its language.
    pub language: Language,
    /// The parameters of the body, in order: one line each, none empty.
    pub parameters: Vec<String>,
    /// What the customer sees.
    pub preview: String,
}

impl std::fmt::Debug for WhatsApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WhatsApp({})", self.template)
    }
}

/// The variables that become parameters. The provider's name is fixed text of the approved template:
/// a body may not end with a parameter.
fn parameters_of(body: &Template) -> Vec<Variable> {
    body.variables().into_iter().filter(|variable| *variable != Variable::Isp).collect()
}

/// The body as it is handed in for approval: `{{1}}`, `{{2}}` … and the provider's name as fixed
/// text, which is added where the body would end with a parameter.
pub(super) fn for_approval(body: &Template, isp: &str) -> String {
    let parameters = parameters_of(body);
    let value = |variable| {
        let place = parameters.iter().position(|parameter| *parameter == variable);
        Ok::<_, std::convert::Infallible>(
            place.map_or_else(|| isp.to_owned(), |place| format!("{{{{{}}}}}", place + 1)),
        )
    };
    let Ok(text) = body.write("*", value);
    text + &ending(body, isp)
}

pub(super) fn whatsapp(
    template: &str,
    body: &Template,
    values: &Values,
    language: Language,
) -> Result<WhatsApp, TextError> {
    let text = |variable| values.text(variable, language, Form::Long);
    let parameters = parameters_of(body).into_iter().map(text).collect::<Result<_, _>>()?;
    let preview = body.write("*", text)? + &ending(body, &text(Variable::Isp)?);
    Ok(WhatsApp { template: template.to_owned(), language, parameters, preview })
}

fn ending(body: &Template, isp: &str) -> String {
    let last = body.pieces().iter().rev().find(|piece| **piece != Piece::Bold);
    match last {
        Some(Piece::Value(variable)) if *variable != Variable::Isp => format!(" {isp}"),
        Some(Piece::Value(_) | Piece::Words(_) | Piece::Bold) | None => String::new(),
    }
}

/// Whether the body begins with a parameter, which is not approved.
pub(super) fn begins_with_parameter(body: &Template) -> bool {
    let first = body.pieces().iter().find(|piece| **piece != Piece::Bold);
    matches!(first, Some(Piece::Value(variable)) if *variable != Variable::Isp)
}
