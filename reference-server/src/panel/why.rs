//! Asking the rules beforehand, and saying in words why they refuse.

use wikarta_core::access::{Actor, Permission, Role, authorize, holders};
use wikarta_core::command::{Command, Envelope};
use wikarta_core::decide::Answer;
use wikarta_core::engine::Receipt;
use wikarta_core::refusal::Refusal as Rule;

use super::form_key;
use super::viewer::Viewer;
use crate::answer::Problem;
use crate::app::App;
use crate::pages::{ActBox, Form, Refusal};
use crate::text::{say, separation};

/// Reasons are asked for in the form; whoever only weighs an act gives this one.
pub const SOME_REASON: &str = "Hanya menimbang";

/// What a command would be answered.
pub type Weighed = Result<Answer, Rule>;

/// What each command would be answered if this reader sent it now.
///
/// # Errors
/// The books did not answer.
pub async fn weigh(
    app: &App,
    viewer: &Viewer,
    commands: impl IntoIterator<Item = Command>,
) -> Result<Vec<Weighed>, Problem> {
    let asked = commands.into_iter().map(|command| (viewer.actor.clone(), command));
    weigh_for(app, viewer, asked).await
}

/// What each command would be answered if its actor sent it now.
///
/// # Errors
/// The books did not answer.
pub async fn weigh_for(
    app: &App,
    viewer: &Viewer,
    asked: impl IntoIterator<Item = (Actor, Command)>,
) -> Result<Vec<Weighed>, Problem> {
    let host = app.wikarta.host();
    let envelope = |(actor, command)| Envelope {
        id: host.fresh_id(),
        actor,
        at: viewer.now,
        trace: viewer.trace.clone(),
        command,
    };
    let envelopes: Vec<Envelope> = asked.into_iter().map(envelope).collect();
    if envelopes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(app.wikarta.weigh(&envelopes).await?)
}

/// Sends a reader's command; the key in the form makes a double click one act.
///
/// # Errors
/// What the rules or the books say, in words.
pub async fn carry_out(
    app: &App,
    viewer: &Viewer,
    key: Option<String>,
    command: Command,
) -> Result<Receipt, Problem> {
    let key = form_key::read(key)?;
    Ok(app.carry_out(viewer.actor.clone(), &key, viewer.trace.clone(), command).await?)
}

/// Why the reader may not: the rule, the reason in this case, and who may or what is possible.
#[must_use]
pub fn told(viewer: &Viewer, rule: &Rule) -> Refusal {
    let lang = viewer.lang;
    let (reason, allowed) = match rule {
        Rule::Denied { permission, held_by } => {
            let reason = say::needs_permission(lang, permission, viewer.roles());
            (reason, vec![say::held_by(lang, listed(held_by))])
        }
        Rule::Separation { rule, held_by } => {
            (separation::why(*rule, lang).to_owned(), vec![say::held_by(lang, listed(held_by))])
        }
        other => {
            let problem = Problem::from(other.clone());
            let shown = problem.shown(lang, "");
            (shown.detail.to_owned(), shown.next.map(str::to_owned).into_iter().collect())
        }
    };
    Refusal { rule: rule.rule().to_owned(), reason, allowed }
}

/// Why the reader may not, if a permission is missing.
#[must_use]
pub fn missing(viewer: &Viewer, permission: Permission) -> Option<Refusal> {
    authorize(&viewer.actor, permission).err().map(|rule| told(viewer, &rule))
}

/// A form when the rules would say yes, else its button with the reason. Whoever lacks the
/// permission altogether is shown nothing, unless there is nobody else's work on the page.
#[must_use]
pub fn act_box(viewer: &Viewer, weighed: &Weighed, form: Form) -> ActBox {
    match weighed {
        Ok(_) => ActBox::Ready(form),
        Err(rule) => ActBox::Refused { words: form.submit, refusal: told(viewer, rule) },
    }
}

/// The roles that hold a permission, in words.
#[must_use]
pub fn roles_with(permission: Permission) -> String {
    listed(&holders(permission))
}

fn listed(roles: &[Role]) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ")
}
