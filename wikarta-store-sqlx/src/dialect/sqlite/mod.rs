//! The statements of SQLite.

#[cfg(test)]
mod tests;

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $($file:literal)+;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = concat!($(include_str!($file)),+);)*

        /// Every statement with its name, for the tests that prepare and explain them all.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $name),)*];
    };
}

statements! {
    /// For wants that name a refund, void, posting, credit note, case or reminder.
    LOAD = "load/asked.sql" "load/rest.sql";
    /// The same for all other wants, as short as they are.
    LOAD_NOTHING_ASKED = "load/nothing_asked.sql" "load/rest.sql";
    GUARD = "guard.sql";
    WRITE_AGGREGATES = "write/aggregates.sql";
    WRITE_CUSTOMERS = "write/customers.sql";
    WRITE_PERSONAL = "write/personal.sql";
    ERASE_PERSONAL = "write/erased.sql";
    WRITE_PACKAGES = "write/packages.sql";
    WRITE_SUBSCRIPTIONS = "write/subscriptions.sql";
    WRITE_SERIES = "write/series.sql";
    WRITE_USERS = "write/users.sql";
    WRITE_INVOICES = "write/invoices.sql";
    TRIM_LINES = "write/lines_trim.sql";
    WRITE_LINES = "write/lines.sql";
    WRITE_ARRIVALS = "write/arrivals.sql";
    WRITE_SETTLED = "write/settled.sql";
    WRITE_PAYMENTS = "write/payments.sql";
    TRIM_SHARES = "write/shares_trim.sql";
    WRITE_SHARES = "write/shares.sql";
    TRIM_ALLOCATIONS = "write/allocations_trim.sql";
    WRITE_ALLOCATIONS = "write/allocations.sql";
    WRITE_REFUNDS = "write/refunds.sql";
    WRITE_CASES = "write/cases.sql";
    WRITE_POSTINGS = "write/postings.sql";
    WRITE_REFUND_CASES = "write/refund_cases.sql";
    WRITE_VOID_CASES = "write/void_cases.sql";
    WRITE_CREDIT_NOTES = "write/credit_notes.sql";
    WRITE_PROMOS = "write/promos.sql";
    WRITE_ROSTER = "write/roster.sql";
    WRITE_POLICY = "write/policy.sql";
    WRITE_REMINDERS = "write/reminders.sql";
    WRITE_REMINDER_MESSAGES = "write/reminder_messages.sql";
    WRITE_SUSPENSE = "write/suspense.sql";
    WRITE_AUDIT = "write/audit.sql";
    WRITE_ENTITIES = "write/entities.sql";
    WRITE_COMMANDS = "write/commands.sql";
    WRITE_DONE = "write/done.sql";
    WRITE_OUTBOX = "write/outbox.sql";
    HAS_EFFECTS = "queue/has_effects.sql";
    TAKE_EFFECTS = "queue/take_effects.sql";
    TAKE_EFFECT = "queue/take_effect.sql";
    END_EFFECT = "queue/end_effect.sql";
    RETRY_EFFECT = "queue/retry_effect.sql";
    BURY_EFFECT = "queue/bury_effect.sql";
    REDRIVE_EFFECT = "queue/redrive_effect.sql";
    HAS_PARKED = "queue/has_parked.sql";
    TAKE_PARKED = "queue/take_parked.sql";
    END_PARKED = "queue/end_parked.sql";
    RETRY_PARKED = "queue/retry_parked.sql";
    BURY_PARKED = "queue/bury_parked.sql";
    DEAD_LETTERS = "queue/dead_letters.sql";
    REDRIVE_PARKED = "queue/redrive_parked.sql";
    OVERDUE_ATTEMPTS = "queue/overdue_attempts.sql";
    LAPSED = "queue/lapsed.sql";
    DUNNING_DUE = "queue/dunning_due.sql";
    SERVICE_DUE = "queue/service_due.sql";
    ANSWER_OF = "memory/answer_of.sql";
    PERSONAL = "memory/personal.sql";
    BY_LOOKUP = "memory/by_lookup.sql";
    LAST_RUN = "memory/last_run.sql";
    NOTE_RUN = "memory/note_run.sql";
    NETWORK_EVENTS = "views/network_events.sql";
    REMINDERS = "views/reminders.sql";
    REMINDERS_OF_CUSTOMER = "views/reminders_of_customer.sql";
    DUNNED_BILLS = "views/dunned_bills.sql";
    DUNNED_REMINDERS = "views/dunned_reminders.sql";
    REMEMBER_ANSWER = "memory/remember_answer.sql";
    NOTE_SECURITY = "identity/note_security.sql";
    SECURITY_LOG = "identity/security_log.sql";
    SECURITY_COUNTS = "identity/security_counts.sql";
    OPEN_SESSION = "identity/open_session.sql";
    SESSION = "identity/session.sql";
    TOUCH_SESSION = "identity/touch_session.sql";
    END_SESSION = "identity/end_session.sql";
    END_SESSIONS_OF = "identity/end_sessions_of.sql";
    USER_BY_EMAIL = "identity/user_by_email.sql";
    USERS = "identity/users.sql";
    USER_BY_ID = "identity/user_by_id.sql";
    SET_PASSWORD = "identity/set_password.sql";
    MESSAGES_ABOUT = "messages/about.sql";
    CLAIM_MESSAGE = "messages/claim.sql";
    END_MESSAGE = "messages/end.sql";
    MESSAGES_OF_KEY = "messages/of_key.sql";
    MESSAGE_OF_RECEIPT = "messages/of_receipt.sql";
    NOTE_RECEIPT = "messages/note_receipt.sql";
    CAPTURE = "messages/capture.sql";
    CAPTURED = "messages/captured.sql";
    CAPTURED_OF = "messages/captured_of.sql";
    CAPTURED_ONE = "messages/captured_one.sql";
    UNTOLD = "messages/untold.sql";
    TELL = "messages/tell.sql";
    KEEP_LINK = "messages/keep_link.sql";
    LINK = "messages/link.sql";
    TRAIL = "views/trail.sql";
    CUSTOMERS_ONWARDS = "views/customers_onwards.sql";
    CUSTOMERS_BACKWARDS = "views/customers_backwards.sql";
    FIGURES = "views/figures.sql";
    STATUS_COUNTS = "views/status_counts.sql";
    AGING = "views/aging.sql";
    OPEN_SUSPENSE = "views/open_suspense.sql";
    HISTORY_OF_INVOICE = "views/history_of_invoice.sql";
    INVOICES_ONWARDS = "views/invoices_onwards.sql";
    INVOICES_BACKWARDS = "views/invoices_backwards.sql";
    INVOICE = "views/invoice.sql";
    ATTEMPTS_OF_INVOICE = "views/attempts_of_invoice.sql";
    PACKAGES = "views/packages.sql";
    RECENT_WEBHOOKS = "views/recent_webhooks.sql";
    WEBHOOKS_OF_INVOICE = "views/webhooks_of_invoice.sql";
    REFUNDS = "views/refunds.sql";
    REFUNDS_WAITING = "views/refunds_waiting.sql";
    REFUND = "views/refund.sql";
    VOIDS = "views/voids.sql";
    VOIDS_WAITING = "views/voids_waiting.sql";
    VOID = "views/void.sql";
    POSTINGS = "views/postings.sql";
    POSTINGS_WAITING = "views/postings_waiting.sql";
    POSTING = "views/posting.sql";
    CREDIT_NOTES = "views/credit_notes.sql";
    CREDIT_NOTES_WAITING = "views/credit_notes_waiting.sql";
    CREDIT_NOTES_APPROVED = "views/credit_notes_approved.sql";
    CREDIT_NOTE = "views/credit_note.sql";
    CASES = "views/cases.sql";
    CASES_WAITING = "views/cases_waiting.sql";
    CASE = "views/case.sql";
    CORRECTIONS_OF_INVOICE = "views/corrections_of_invoice.sql";
    CORRECTIONS_OF_CUSTOMER = "views/corrections_of_customer.sql";
    WAITING = "views/waiting.sql";
    SUSPENSE = "views/suspense.sql";
    PROMOS = "views/promos.sql";
    PROMO = "views/promo.sql";
    POLICIES = "views/policies.sql";
    POLICY = "views/policy.sql";
    PACKAGE = "views/package.sql";
    SUBSCRIPTION = "views/subscription.sql";
    SUBSCRIPTIONS = "views/subscriptions.sql";
    SUBSCRIPTIONS_OF_CUSTOMER = "views/subscriptions_of_customer.sql";
    SUBSCRIPTIONS_ENDING = "views/subscriptions_ending.sql";
    SUBSCRIPTIONS_TO_BILL = "views/subscriptions_to_bill.sql";
    ISSUED = "views/issued.sql";
    INVOICES_OF_CUSTOMER = "views/invoices_of_customer.sql";
    CUSTOMER = "views/customer.sql";
    STAFF = "identity/staff.sql";
    ROSTER = "identity/roster.sql";
    TO_RECONCILE = "reconcile/to_reconcile.sql";
    RECONCILE_POSITIONS = "reconcile/positions.sql";
    RECONCILE_RUN = "reconcile/run.sql";
    RECONCILE_RUNS = "reconcile/runs.sql";
    RECONCILE_KEEP_RUN = "reconcile/keep_run.sql";
    RECONCILE_LOOKS = "reconcile/looks.sql";
    RECONCILE_LOOKS_SINCE = "reconcile/looks_since.sql";
    RECONCILE_KEEP_LOOKS = "reconcile/keep_looks.sql";
    RECONCILE_KEEP_FINDINGS = "reconcile/keep_findings.sql";
    RECONCILE_MOVE_FINDINGS = "reconcile/move_findings.sql";
    RECONCILE_AGREED = "reconcile/agreed.sql";
    RECONCILE_FINDINGS = "reconcile/findings.sql";
    RECONCILE_FINDINGS_OPEN = "reconcile/findings_open.sql";
    RECONCILE_FINDING = "reconcile/finding.sql";
    RECONCILE_BOOKED_BETWEEN = "reconcile/booked_between.sql";
    RECONCILE_BOOKED_NAMED = "reconcile/booked_named.sql";
    RECONCILE_KEEP_SETTLEMENT = "reconcile/keep_settlement.sql";
    RECONCILE_SETTLEMENTS = "reconcile/settlements.sql";
    ENTRIES = "proof/entries.sql";
    CHAIN = "proof/chain.sql";
    REMEMBERED = "proof/remembered.sql";
    GONE = "proof/gone.sql";
    UNLISTED = "proof/unlisted.sql";
    LISTED_WRONGLY = "proof/listed_wrongly.sql";
    STARTS = "proof/starts.sql";
    EXCERPT = "proof/excerpt.sql";
    HEADS_TO_SEAL = "seal/heads.sql";
    SEALS = "seal/all.sql";
    LAST_SEAL = "seal/last.sql";
    PULSE = "views/pulse.sql";
    NEWEST_SEAL = "seal/newest.sql";
    KEEP_SEAL = "seal/keep.sql";
    REPORT_BOUNDARY = "report/boundary.sql";
    REPORT_LATER = "report/later.sql";
    REPORT_OPEN_BILLS = "report/open_bills.sql" "report/bills.sql";
    REPORT_ISSUED_BILLS = "report/issued_bills.sql" "report/bills.sql";
    REPORT_DUE_BILLS = "report/due_bills.sql" "report/bills.sql";
    REPORT_VOID_BILLS = "report/void_bills.sql" "report/bills.sql";
    REPORT_VOIDED_AT = "report/voided_at.sql";
    REPORT_SUBSCRIPTIONS = "report/subscriptions.sql";
    REPORT_SETTLEMENTS = "report/settlements.sql";
    REPORT_REFUNDS = "report/refunds.sql";
    REPORT_MOVES = "report/moves.sql";
    REPORT_CHANNELS = "report/channels.sql";
    REPORT_HELD = "report/held.sql";
    REPORT_CREDIT_DAYS = "report/credit_days.sql";
    REPORT_MONEY_DAYS = "report/money_days.sql";
    REPORT_WEBHOOK_DELAYS = "report/webhook_delays.sql";
    REPORT_SECURITY = "report/security.sql";
    REPORT_ACTS = "report/acts.sql";
    REPORT_REMINDERS = "report/reminders.sql";
    REPORT_OLDER_KEYS = "report/older_keys.sql";
}

/// The pieces of a commit, parents before children, each with the parameter that it needs: a piece
/// whose list is empty is left out.
pub(crate) const WRITE: &[(usize, &str)] = &[
    (1, WRITE_AGGREGATES),
    (2, WRITE_CUSTOMERS),
    (3, WRITE_PERSONAL),
    (32, ERASE_PERSONAL),
    (4, WRITE_PACKAGES),
    (5, WRITE_SUBSCRIPTIONS),
    (6, WRITE_SERIES),
    (28, WRITE_ROSTER),
    (7, WRITE_USERS),
    (27, WRITE_PROMOS),
    (31, WRITE_POLICY),
    (17, WRITE_SUSPENSE),
    (8, WRITE_INVOICES),
    (8, TRIM_LINES),
    (9, WRITE_LINES),
    (10, WRITE_ARRIVALS),
    (11, WRITE_SETTLED),
    (12, WRITE_PAYMENTS),
    (12, TRIM_SHARES),
    (13, WRITE_SHARES),
    (23, WRITE_POSTINGS),
    (8, TRIM_ALLOCATIONS),
    (14, WRITE_ALLOCATIONS),
    (15, WRITE_REFUNDS),
    (16, WRITE_CASES),
    (24, WRITE_REFUND_CASES),
    (25, WRITE_VOID_CASES),
    (26, WRITE_CREDIT_NOTES),
    (29, WRITE_REMINDERS),
    (30, WRITE_REMINDER_MESSAGES),
    (18, WRITE_AUDIT),
    (19, WRITE_ENTITIES),
    (20, WRITE_COMMANDS),
    (21, WRITE_DONE),
    (22, WRITE_OUTBOX),
];
