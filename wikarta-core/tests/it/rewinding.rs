//! A row as it stood before some changes.

use serde_json::{Value, json};
use wikarta_core::audit::{FieldChange, rewound};

fn change(field: &str, before: Value, after: Value) -> FieldChange {
    let (entity, id) = ("suspense".to_owned(), "INV-1".to_owned());
    FieldChange { entity, id, field: field.to_owned(), before, after }
}

fn before(change: FieldChange) -> Option<Value> {
    rewound(json!({"order_id": "INV-1", "note": "x", "amount": 5}), &[change])
}

#[test]
fn a_row_ends_where_it_was_given_its_name() {
    for field in ["id", "order_id"] {
        assert_eq!(before(change(field, Value::Null, json!("INV-1"))), None, "{field}");
    }
}

#[test]
fn what_only_looks_like_the_name_is_a_field_like_any_other() {
    let held = |change| before(change).expect("the row was there before");
    let note = held(change("note", Value::Null, json!("INV-1")));
    assert_eq!(note, json!({"order_id": "INV-1", "amount": 5}), "a text that reads like its name");
    let other = held(change("order_id", Value::Null, json!("INV-2")));
    assert_eq!(other, json!({"note": "x", "amount": 5}), "another order's name");
    let renamed = held(change("order_id", json!("INV-0"), json!("INV-1")));
    assert_eq!(renamed, json!({"order_id": "INV-0", "note": "x", "amount": 5}));
}

#[test]
fn changes_are_undone_newest_first() {
    let steps = [change("amount", json!(1), json!(3)), change("amount", json!(3), json!(5))];
    assert_eq!(rewound(json!({"amount": 5}), &steps), Some(json!({"amount": 1})));
    assert_eq!(rewound(json!(5), &[]), None, "no row");
}
