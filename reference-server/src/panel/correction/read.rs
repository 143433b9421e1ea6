//! What the pages about one case are filled from.

use wikarta_core::account::{Account, CaseAct, Invoice, Proof};
use wikarta_core::id::{AccountId, UserId};
use wikarta_core::ports::Subject;

use super::case::{Case, CaseId, Typed};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::panel::people::{self, People};
use crate::panel::viewer::Viewer;
use crate::panel::why::{self, SOME_REASON, Weighed};

/// Acts that people take, in the order of their buttons.
const ACTS: [CaseAct; 6] = [
    CaseAct::Verify,
    CaseAct::Approve,
    CaseAct::Execute,
    CaseAct::Edit,
    CaseAct::Reject,
    CaseAct::Withdraw,
];

/// One case with everything around it.
#[derive(Debug)]
pub struct Read {
    /// The case.
    pub case: Case,
    /// Whose.
    pub account: AccountId,
    /// The customer's name, or the number once it is erased.
    pub customer: String,
    /// The bill's number, when it has one.
    pub number: Option<String>,
    /// The money side of the customer.
    pub books: Account,
    /// Colleagues by id.
    pub people: People,
    /// What each act would be answered.
    pub weighed: Vec<(CaseAct, Weighed)>,
    /// Who can carry it on now.
    pub able: Vec<UserId>,
    /// Makes a double click one act.
    pub form_key: String,
}

impl Read {
    /// Reads a case and asks the rules what is open to the reader and to colleagues.
    ///
    /// # Errors
    /// 404 when there is none; the books did not answer.
    pub async fn of(app: &App, viewer: &Viewer, id: &CaseId) -> Result<Self, Problem> {
        let missing = || Problem::of(&codes::NOT_FOUND);
        let (case, account, code, name, number) = match id {
            CaseId::Refund(id) => {
                let row = app.store.refund(id).await?.ok_or_else(missing)?;
                let case = Case::Refund(Box::new(row.item));
                (case, row.account, row.customer_code, row.customer_name, row.invoice_number)
            }
            CaseId::Void(id) => {
                let row = app.store.void(id).await?.ok_or_else(missing)?;
                let case = Case::Void(Box::new(row.item));
                (case, row.account, row.customer_code, row.customer_name, row.invoice_number)
            }
        };
        let subject = match id {
            CaseId::Refund(id) => Subject::Refund(id.clone()),
            CaseId::Void(id) => Subject::Void(id.clone()),
        };
        let books = app.wikarta.account_of(subject).await?.ok_or_else(missing)?;
        let people = People::read(app).await?;
        let weighed = weigh(app, viewer, &case).await?;
        let able = able(app, viewer, &case, &people).await?;
        let customer = if name.is_empty() { code } else { name };
        let form_key = app.wikarta.host().fresh_id().to_string();
        Ok(Self { case, account, customer, number, books, people, weighed, able, form_key })
    }

    /// The bill.
    #[must_use]
    pub fn invoice(&self) -> Option<&Invoice> {
        self.books.invoices.get(self.case.invoice()?)
    }

    /// What an act would be answered.
    #[must_use]
    pub fn answer(&self, act: CaseAct) -> Option<&Weighed> {
        self.weighed.iter().find(|(weighed, _)| *weighed == act).map(|(_, answer)| answer)
    }
}

/// Everything that a form would bring, so that only the rules about people and stages are asked.
pub(super) fn enough(case: &Case) -> Typed {
    let proof = || Proof { reference: "menimbang".into(), evidence: "menimbang".into() };
    let evidence = match case {
        Case::Refund(case) => case.evidence.clone().unwrap_or_default(),
        Case::Void(_) => String::new(),
    };
    Typed { amount: None, reason: SOME_REASON.to_owned(), evidence, proof: Some(proof()) }
}

async fn weigh(
    app: &App,
    viewer: &Viewer,
    case: &Case,
) -> Result<Vec<(CaseAct, Weighed)>, Problem> {
    let asked: Vec<_> =
        ACTS.iter().filter_map(|act| Some((*act, case.command(*act, enough(case))?))).collect();
    let acts: Vec<CaseAct> = asked.iter().map(|(act, _)| *act).collect();
    let commands = asked.into_iter().map(|(_, command)| command);
    let weighed = why::weigh(app, viewer, commands).await?;
    Ok(acts.into_iter().zip(weighed).collect())
}

/// Colleagues to whom the rules would say yes.
async fn able(
    app: &App,
    viewer: &Viewer,
    case: &Case,
    people: &People,
) -> Result<Vec<UserId>, Problem> {
    let Some(command) = case.onwards().and_then(|act| case.command(act, enough(case))) else {
        return Ok(Vec::new());
    };
    let active = people.active();
    let asked = active.iter().map(|user| (people::actor(user), command.clone()));
    let weighed = why::weigh_for(app, viewer, asked).await?;
    let yes = active.iter().zip(weighed).filter(|(_, answer)| answer.is_ok());
    Ok(yes.map(|(user, _)| user.id.clone()).collect())
}
