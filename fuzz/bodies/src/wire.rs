//! Any bytes as a request from another language: refused with a place in it, or an envelope that is
//! written and read back equal. What the engine takes from outside, the rules alone take as well.

use wikarta_core::wire::{Door, Request};

/// What holds of any input.
pub fn run(input: &[u8]) {
    let inside = Request::parse(input, Door::Rules);
    match Request::parse(input, Door::Engine) {
        Ok(envelope) => assert_eq!(inside.as_ref().ok(), Some(&envelope)),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Ok(envelope) = inside {
        let printed = Request::print(&envelope);
        assert_eq!(Request::parse(printed.as_bytes(), Door::Rules).ok(), Some(envelope));
    }
}
