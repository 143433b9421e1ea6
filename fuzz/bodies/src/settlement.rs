//! Any bytes as a settlement file: read or refused at a line, and a register names each line once.

use wikarta_core::fees::FeeTable;
use wikarta_core::reconcile::match_settlements;
use wikarta_midtrans::settlement::read;

/// What holds of any input.
pub fn run(input: &[u8]) {
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
}
