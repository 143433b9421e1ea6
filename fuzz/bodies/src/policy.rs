//! Any text as a policy: it is refused at lines that there are, or it holds together and is written and
//! read back as the same policy.

use wikarta_core::policy::Policy;

/// What holds of any input.
pub fn run(text: &[u8]) {
    let Ok(text) = std::str::from_utf8(text) else { return };
    match Policy::from_toml(text) {
        Ok(policy) => {
            assert!(policy.check().is_ok());
            assert_eq!(Policy::from_toml(&policy.to_toml()), Ok(policy));
        }
        Err(error) => {
            let lines = text.matches('\n').count() + 1;
            assert!(!error.0.is_empty());
            assert!(error.0.iter().all(|problem| (1..=lines).contains(&problem.line)));
        }
    }
}
