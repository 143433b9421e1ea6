//! What every store promises, written against the port alone.

mod corrections;
mod keys;
mod narrow;
mod queues;
mod rows;
mod versions;

/// The stories of the suite, each over a fresh, empty store of either kind.
macro_rules! stories {
    (
        both { $($module:ident :: $story:ident,)* }
        in_tables_only { $($only_module:ident :: $only_story:ident,)* }
    ) => {
        mod in_tables {
            use wikarta_store_sqlx::SqlxStore;

            stories!(@each {
                let store = SqlxStore::open("sqlite::memory:").await.unwrap();
                store.migrate_up().await.unwrap();
                store
            } $($module :: $story,)* $($only_module :: $only_story,)*);
        }

        mod in_memory {
            use wikarta_core::testkit::MemoryStore;

            stories!(@each { MemoryStore::default() } $($module :: $story,)*);
        }
    };
    (@each $make:block $($module:ident :: $story:ident,)*) => {
        $(
            #[tokio::test]
            async fn $story() {
                let store = $make;
                super::$module::$story(&store).await;
            }
        )*
    };
}

stories! {
    both {
        versions::a_new_aggregate_is_written_once,
        versions::a_version_that_moved_on_clashes,
        versions::only_the_change_that_clashes_is_dropped,
        versions::a_change_of_two_aggregates_wins_or_loses_whole,
        versions::an_aggregate_twice_in_one_call_is_refused,
        versions::commits_side_by_side_lose_nothing,
        keys::a_command_is_known_by_its_key,
        keys::a_notification_is_known_by_its_key,
        keys::a_key_twice_in_one_call_is_written_once,
        keys::what_must_be_unique_clashes_alone,
        keys::an_order_of_another_account_stays_there,
        keys::an_effect_ends_once,
        keys::a_refuted_notification_gives_its_key_up,
        rows::every_kind_of_row_comes_back,
        rows::texts_come_back_byte_for_byte,
        narrow::what_does_not_exist_is_not_there,
        queues::an_effect_is_taken_under_a_lease,
        queues::an_effect_comes_back_when_its_lease_is_over,
        queues::work_is_taken_oldest_first,
        queues::one_effect_by_name,
        queues::effects_end_in_every_way,
        queues::one_parked_notification_an_order,
        queues::parked_ones_end_in_every_way,
        queues::overdue_attempts_are_found,
        corrections::all_that_was_asked_comes_with_the_account,
        corrections::what_was_asked_names_its_bills_and_attempts,
        corrections::a_posting_brings_the_bills_that_it_paid,
        corrections::moved_money_names_whose_it_is,
        corrections::promotions_and_access_come_back_as_they_were_last,
        corrections::unfinished_cases_lapse_oldest_first,
        corrections::a_refund_is_work_like_any_other,
    }
    // The store in memory shows a little more history than the port promises.
    in_tables_only {
        narrow::an_account_comes_with_what_is_open,
        narrow::what_is_named_comes_too,
        narrow::wants_of_one_account_carry_the_same,
        keys::one_bill_a_period_and_sequence,
    }
}
