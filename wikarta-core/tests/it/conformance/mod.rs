//! The suite over the store in memory, and over stores that break one promise each.

mod broken;
mod queues;
mod records;

use std::sync::Arc;

use async_trait::async_trait;
use wikarta_core::ports::{Fault, Store};
use wikarta_core::testkit::MemoryStore;
use wikarta_core::testkit::conformance::{Books, Fresh, Violation, at_once, cases};

struct InMemory;

#[async_trait(?Send)]
impl Fresh for InMemory {
    async fn books(&self) -> Result<Books, Fault> {
        Ok(Books::of(Arc::new(MemoryStore::default())))
    }
}

mod in_memory {
    wikarta_core::store_conformance!(super::InMemory, super::at_once);
}

/// A store with one broken promise, in front of one that keeps them all.
struct Spoilt(fn(Books) -> Books);

#[async_trait(?Send)]
impl Fresh for Spoilt {
    async fn books(&self) -> Result<Books, Fault> {
        Ok((self.0)(InMemory.books().await?))
    }
}

/// Books whose store stands behind another.
fn behind<S: Store + 'static>(books: Books, front: impl FnOnce(Arc<dyn Store>) -> S) -> Books {
    Books { store: Arc::new(front(Arc::clone(&books.store))), ..books }
}

/// Insists that the case finds the broken promise and says what came instead.
fn found(name: &str, spoil: fn(Books) -> Books, case: &str) {
    let all = cases();
    let broken: Vec<Violation> =
        all.iter().filter_map(|one| at_once(one.run(&Spoilt(spoil))).err()).collect();
    let names: Vec<_> = broken.iter().map(|violation| violation.case).collect();
    let violation = broken.iter().find(|violation| violation.case == case);
    let violation = violation.unwrap_or_else(|| panic!("{name}: found by {names:?}, not {case}"));
    let told = violation.to_string();
    assert!(told.contains(violation.promise) && !violation.promise.is_empty(), "{told}");
    assert!(told.contains("expected") && told.contains("came"), "{told}");
    // It breaks one promise, not all of them: a store that does nothing would prove nothing.
    assert!(names.len() * 3 < all.len() * 2, "{name} is found by {} cases", names.len());
}

#[test]
fn every_case_has_a_name_and_a_promise_of_its_own() {
    use std::collections::BTreeSet;
    let all = cases();
    let names: BTreeSet<_> = all.iter().map(|case| case.name).collect();
    let promises: BTreeSet<_> = all.iter().map(|case| case.promise).collect();
    assert_eq!((names.len(), promises.len()), (all.len(), all.len()));
}

#[test]
fn what_waits_for_an_executor_is_said_so() {
    let waits = Box::pin(std::future::pending());
    let told = at_once(waits).unwrap_err().to_string();
    assert!(told.contains("executor"), "{told}");
    let unknown = wikarta_core::testkit::conformance::check("no_such", &InMemory, at_once);
    assert!(unknown.unwrap_err().to_string().contains("no case of this name"));
}
