//! The list of all cases, each with the promise that it tries.

use super::{
    Case, agenda, chains, dunning, effects, findings, keys, named, narrow, parked, personal,
    positions, races, rows, service, versions,
};

macro_rules! suite {
    ($d:tt $($room:ident { $($name:ident: $promise:literal;)* })*) => {
        /// Every case, in the order in which a new store is best made to pass them.
        #[must_use]
        pub fn cases() -> Vec<Case> {
            vec![$($(Case {
                name: stringify!($name),
                promise: $promise,
                story: |books| Box::pin($room::$name(books)),
            },)*)*]
        }

        /// One test of each case of [`conformance`](crate::testkit::conformance), over fresh books of
        /// a [`Fresh`](crate::testkit::conformance::Fresh) and run by a function that takes a
        /// [`Trial`](crate::testkit::conformance::Trial).
        #[macro_export]
        macro_rules! store_conformance {
            ($d fresh:expr, $d run:expr) => {
                $($(
                    #[test]
                    fn $name() -> ::core::result::Result<(), $d crate::testkit::conformance::Violation> {
                        $d crate::testkit::conformance::check(stringify!($name), &$d fresh, $d run)
                    }
                )*)*
            };
        }
    };
}

suite! { $
    versions {
        a_new_aggregate_is_written_once: "an aggregate is created at expected version 0, once";
        a_version_that_moved_on_clashes: "a change decided on another version than the aggregate has is a clash";
        nothing_asked_is_nothing_done: "no wants have no answers, no changes no outcomes, an empty change is done";
        only_the_change_that_clashes_is_dropped: "outcome i belongs to change i, and a clash leaves the other changes whole";
        a_change_that_clashes_leaves_nothing: "of a change that clashes nothing is written, of any kind";
        a_change_of_two_aggregates_wins_or_loses_whole: "the aggregates of a change win or lose together";
        an_aggregate_twice_in_one_call_is_refused: "an aggregate that occurs twice in one call is a permanent fault, nothing written";
        a_change_without_an_entry_leaves_the_chain: "the head is the end of the chain, also after a change without entries";
    }
    chains {
        entries_are_kept_in_order_up_to_the_head: "entries are kept in order and the head is the last of them";
        entries_come_back_byte_for_byte: "entries are kept as they were hashed, byte for byte";
        a_long_entry_is_kept_whole: "an entry is kept whole however long it is";
    }
    keys {
        a_command_is_known_by_its_key: "a command's request hash and answer are kept under its id, once";
        a_notification_is_known_by_its_key: "a notification's state is kept under its order and event key, once";
        an_effect_ends_once: "an effect is planned once and ended once";
        each_want_gets_its_own_record: "answer i belongs to want i, with what is remembered under its own key";
        a_key_twice_in_one_call_is_written_once: "of two changes with one key the first is done, the second a clash";
        a_parked_notification_is_settled_once: "only a parked notification is settled, and once";
        a_refuted_notification_gives_its_key_up: "a refuted notification is kept under key#n and gives its key up";
        a_customers_number_is_anothers_never: "a customer's number is one customer's";
        an_address_is_anothers_never: "an address of staff is one person's";
        a_packages_code_is_anothers_never: "a package's code is one package's, and finds it";
        an_order_is_anothers_never: "an order id is one account's";
        an_invoice_number_is_given_once: "an invoice number is one invoice's";
        a_period_is_billed_once: "a subscription has one bill of a month and sequence that is not void";
    }
    rows {
        accounts_come_back: "the row of an account comes back as it was written last";
        subscriptions_come_back: "subscriptions come back as they were written last";
        invoices_come_back: "invoices come back as they were written last";
        attempts_come_back: "attempts come back as they were written last";
        cases_come_back: "cases come back as they were written last";
        refunds_come_back: "refunds come back as they were written last";
        voids_come_back: "voids come back as they were written last";
        postings_come_back: "postings come back as they were written last";
        credit_notes_come_back: "credit notes come back as they were written last";
        reminders_come_back: "reminders come back as they were written last";
        packages_come_back: "packages come back as they were written last";
        series_come_back: "a month's numbers come back as they were written last";
        users_come_back: "members of staff come back as they were written last, by id and by address";
        suspense_comes_back: "money under an unknown order comes back as it was written last";
        promos_come_back: "promotions come back as they were written last";
        the_roster_comes_back: "everybody's access comes back as it was written last";
        the_policy_comes_back: "the policy comes back as it was written last";
    }
    narrow {
        what_does_not_exist_is_not_there: "what does not exist is not in the answer";
        an_account_comes_with_what_is_open: "an account comes with its open bills, their open and newest attempts, open cases and the reminders of these bills, and no more history";
        what_is_named_comes_too: "what a subject names comes with its account, open or closed";
        an_order_comes_with_its_closed_cases: "an order comes with all cases about it, closed ones too";
        reminders_come_with_their_bills: "the reminders of every bill that is loaded come with it";
        all_that_was_asked_comes_with_the_account: "refunds, voids, postings and credit notes come with their account";
        wants_of_one_account_carry_the_same: "an aggregate that several wants name is the same in each answer and shows what any of them names";
        an_unknown_order_is_no_account: "an unknown order brings its suspense item alone while it is nobody's";
        what_is_not_written_stays: "rows that a change leaves out stay as they were";
    }
    named {
        what_people_work_on_names_its_bills: "a refund, void, posting, credit note or case comes with its bills, and a named case though it is closed";
        what_people_work_on_names_its_attempts: "a named bill comes with all attempts that name it, a refund with the attempt whose money it takes";
        a_posting_brings_the_bills_that_it_paid: "a posting comes with the bills that its money is on";
        moved_money_names_whose_it_is: "an unknown order whose money is a customer's comes with that account, the bills that it is on and the cases about it";
        a_reminder_brings_the_bills_of_its_message: "a reminder or a message comes with every bill that it speaks of";
    }
    effects {
        an_effect_is_taken_under_a_lease: "an effect that is due is taken once until its lease is over";
        an_effect_comes_back_when_its_lease_is_over: "when a lease is over the effect is taken again, and each try counts";
        effects_are_taken_oldest_first: "effects are taken oldest first, at most as many as wanted";
        one_effect_is_taken_by_name: "one effect is taken by name, due or not, if nobody holds it and it is not done";
        effects_end_in_every_way: "a returned effect is done, tried again when it is due, or given up";
        an_effect_that_was_given_up_goes_round_again: "an effect that was given up waits again from its moment on; its tries count on";
        an_end_is_an_end: "the return of an effect that has ended changes nothing";
        every_kind_of_effect_comes_back: "effects come back as they were planned";
    }
    parked {
        a_parked_notification_is_taken_under_a_lease: "a parked notification is taken once until its lease is over, and each try counts";
        one_parked_notification_an_order: "at most one parked notification of an order is taken at a time, the oldest";
        parked_ones_are_taken_oldest_first: "parked notifications are taken oldest first, at most as many as wanted";
        parked_ones_end_in_every_way: "a returned notification is stale, tried again when it is due, or given up";
        a_notification_that_was_given_up_goes_round_again: "a notification that was given up is parked again from its moment on; its tries count on";
        what_is_settled_is_not_taken: "a notification that is settled or was never parked is not taken, whatever is returned later";
        a_hint_comes_back_as_it_came: "a notification comes back as it came";
    }
    personal {
        personal_values_are_kept_and_replaced: "personal values are kept beside the books and replaced whole";
        erasing_takes_the_values_and_nothing_else: "personal values are erased in the transaction of their change, after what it writes, and only those";
        erasing_loses_with_its_change: "a change that clashes erases nothing";
    }
    agenda {
        what_nobody_decided_lapses_oldest_first: "refunds and voids that nobody decided in time are found, oldest first";
        overdue_attempts_come_oldest_first: "open attempts whose time ran out are found, oldest first, but those that people were told of";
    }
    dunning {
        a_step_comes_by_zone_and_day: "a step has come for bills of its zone, due and issued until its bounds";
        a_step_comes_for_what_is_owed: "a step comes for bills on which something is owed";
        a_step_that_is_written_down_has_come: "a step that a reminder stands for, at this due date, has come";
        accounts_with_steps_come_page_by_page: "accounts with a step that has come are paged in the order of their ids";
    }
    service {
        service_is_due_for_the_oldest_late_bill: "an account with an active subscription whose bill is late comes with the bill that was due first";
        service_waits_while_a_notification_does: "an account of whose payments a notification waits for its confirmation is left out";
        service_waits_for_an_open_proposal: "an account for which somebody was asked already is left out";
        accounts_with_late_bills_come_page_by_page: "accounts with late bills are paged in the order of their ids";
    }
    findings {
        a_run_is_kept_as_it_stands: "a run is kept as it stands, without findings that its caller claims";
        a_finding_keeps_what_became_of_it: "a finding that is known keeps what became of it";
        what_agrees_is_corrected_or_resolved: "findings about orders that agree are corrected by their own run and resolved by another";
        a_look_is_kept_where_it_says_something: "a look is kept where it says something new";
        looks_come_order_by_order: "answer i of the looks belongs to order i";
    }
    positions {
        orders_of_a_span_are_compared: "the orders of a span are found in the order of their ids, page by page";
        a_position_is_what_the_books_say: "a position is what the books say about an order; answer i belongs to order i";
    }
    races {
        two_writers_lose_nothing: "of two writers on one aggregate one wins each version";
        sixteen_writers_lose_nothing: "of sixteen writers on one aggregate one wins each version";
        one_of_sixteen_makes_an_aggregate: "of sixteen who create one aggregate one wins";
        one_of_sixteen_uses_a_key: "of sixteen changes with one key one wins, whole";
        the_order_of_aggregates_stops_nobody: "changes of the same aggregates in any order never wait for each other for ever";
        a_load_sees_whole_changes: "a load shows one snapshot";
        an_effect_is_taken_by_one: "an effect is taken by one of sixteen takers";
        a_parked_notification_is_taken_by_one: "a parked notification is taken by one of sixteen takers, and one of each order";
    }
}
