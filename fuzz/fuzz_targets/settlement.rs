//! Any bytes as a settlement file: read or refused at a line, and a register names each line once.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wikarta_core::reconcile::match_settlements;
use wikarta_core::fees::FeeTable;
use wikarta_midtrans::settlement::read;

fuzz_target!(|input: &[u8]| {
    match read(input) {
        Ok(file) => {
            let Ok(fees) = FeeTable::published_2026() else { return };
            if let Ok(report) = match_settlements(&file.rows, &[], &fees) {
                assert_eq!(report.matched, 0);
                assert_eq!(report.register.len(), file.rows.len());
            }
        }
        Err(error) => assert!(error.line >= 1),
    }
});
