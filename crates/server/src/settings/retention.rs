//! The settings of how long what is kept. Why, and what else is deleted when, stands in `docs/retention.md`.

use super::{Reader, known::Setting};

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 1] = [Setting {
    name: "audit_years",
    variable: "SERVICETORG_AUDIT_YEARS",
    value: "YEARS",
    default: "5",
    means: "For how many years entries of the audit log are kept",
}];

impl Reader {
    pub(super) fn audit_years(&mut self) -> Option<u32> {
        u32::try_from(self.whole("audit_years", 1..=100)?).ok()
    }
}
