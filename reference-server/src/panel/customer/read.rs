//! What the page of a customer is filled from, as far as the reader may see it.

use wikarta_core::access::Permission;
use wikarta_core::account::{Invoice, PostingState};
use wikarta_core::command::{Command, CustomerCommand, PostingCommand};
use wikarta_core::customer::PersonalRecord;
use wikarta_core::id::{AccountId, PostingId};
use wikarta_core::package::PackageState;
use wikarta_store_sqlx::views::{
    Corrections, CustomerDetail, PackageRow, Priced, ReminderRow, Sold,
};

use super::{money, sale};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::panel::people::People;
use crate::panel::reminders;
use crate::panel::viewer::Viewer;
use crate::panel::why::{self, SOME_REASON, Weighed};

/// Bills on the page.
const BILLS: u32 = 12;

/// Whether personal values are shown whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As everybody sees them.
    Masked,
    /// Whole, for somebody who gave a reason.
    InFull,
}

/// One customer with everything around it.
#[derive(Debug)]
pub struct Read {
    /// The row with sums.
    pub detail: CustomerDetail,
    /// Personal values; `None` once erased.
    pub personal: Option<PersonalRecord>,
    /// Whether they are shown whole.
    pub shown: Shown,
    /// The newest bills.
    pub invoices: Vec<Invoice>,
    /// What was bought.
    pub sold: Vec<Sold>,
    /// Refunds, voids and payments by hand.
    pub corrections: Corrections,
    /// What can be sold, for those who may sell.
    pub packages: Vec<PackageRow>,
    /// Colleagues by id.
    pub people: People,
    /// What the forms would be answered: show in full, delete, post a payment, sell, erase.
    pub weighed: [Weighed; 5],
    /// What verifying, refusing and reversing each payment by hand would be answered.
    pub postings: Vec<(PostingId, [Weighed; 3])>,
    /// The newest reminders, for those who may see them.
    pub reminders: Vec<ReminderRow>,
    /// What taking a promise, and pausing or resuming reminders, would be answered.
    pub dunning: [Weighed; 2],
    /// Makes a double click one act.
    pub form_key: String,
}

impl Read {
    /// Reads a customer.
    ///
    /// # Errors
    /// 404 when there is none; the books did not answer.
    pub async fn of(
        app: &App,
        viewer: &Viewer,
        id: &AccountId,
        shown: Shown,
    ) -> Result<Self, Problem> {
        let missing = || Problem::of(&codes::NOT_FOUND);
        let detail = app.store.customer(id).await?.ok_or_else(missing)?;
        let may = |permission| viewer.scope(permission).is_some();
        let invoices = if may(Permission::InvoiceView) {
            app.store.invoices_of(id, None, BILLS).await?.rows
        } else {
            Vec::new()
        };
        let corrections = app.store.corrections_of_customer(id).await?;
        let packages = if may(Permission::SubscriptionChange) {
            app.store.packages_in(&[PackageState::OnSale], Priced::Either).await?
        } else {
            Vec::new()
        };
        let reminders = if may(Permission::DunningView) {
            app.store.reminders_of_customer(id, None, BILLS).await?.rows
        } else {
            Vec::new()
        };
        let examples = reminders::examples(viewer, (id, &detail.customer));
        let dunning = why::weigh(app, viewer, examples).await?;
        let dunning = dunning.try_into().map_err(|_| Problem::of(&codes::INTERNAL))?;
        let weighed = forms(app, viewer, id, &packages).await?;
        let postings = postings(app, viewer, &corrections).await?;
        Ok(Self {
            detail,
            personal: app.store.personal(id).await?,
            shown,
            invoices,
            sold: app.store.subscriptions_of(id).await?,
            corrections,
            packages,
            people: People::read(app).await?,
            weighed,
            postings,
            reminders,
            dunning,
            form_key: app.wikarta.host().fresh_id().to_string(),
        })
    }
}

async fn forms(
    app: &App,
    viewer: &Viewer,
    id: &AccountId,
    packages: &[PackageRow],
) -> Result<[Weighed; 5], Problem> {
    let (account, reason) = (id.clone(), SOME_REASON.to_owned());
    let reveal = CustomerCommand::Reveal { account: account.clone(), reason: reason.clone() };
    let delete = CustomerCommand::Delete { account: account.clone(), reason: reason.clone() };
    let erase = CustomerCommand::Erase { account, reason };
    let commands = [
        Command::Customer(reveal),
        Command::Customer(delete),
        money::example(viewer, id),
        sale::example(viewer, id, packages),
        Command::Customer(erase),
    ];
    let weighed = why::weigh(app, viewer, commands).await?;
    weighed.try_into().map_err(|_| Problem::of(&codes::INTERNAL))
}

async fn postings(
    app: &App,
    viewer: &Viewer,
    corrections: &Corrections,
) -> Result<Vec<(PostingId, [Weighed; 3])>, Problem> {
    let moves = |state| matches!(state, PostingState::Recorded | PostingState::Verified);
    let open: Vec<PostingId> = corrections
        .postings
        .iter()
        .filter(|posting| moves(posting.state))
        .take(12)
        .map(|posting| posting.id.clone())
        .collect();
    let acts = |posting: &PostingId| {
        let (posting, reason) = (posting.clone(), SOME_REASON.to_owned());
        [
            PostingCommand::Verify { posting: posting.clone() },
            PostingCommand::Reject { posting: posting.clone(), reason: reason.clone() },
            PostingCommand::Reverse { posting, reason },
        ]
    };
    let commands = open.iter().flat_map(acts).map(Command::Posting);
    let mut weighed = why::weigh(app, viewer, commands).await?.into_iter();
    let mut next = || weighed.next().ok_or_else(|| Problem::of(&codes::INTERNAL));
    open.into_iter().map(|id| Ok((id, [next()?, next()?, next()?]))).collect()
}
