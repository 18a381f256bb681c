//! The settings for files: how large, how many.

use std::ops::RangeInclusive;

use super::Reader;
use crate::uploads::UploadRules;

/// A megabyte, as people count.
const MEGABYTE: u64 = 1_000_000;

impl Reader {
    pub(super) fn upload_rules(&mut self) -> Option<UploadRules> {
        let file = self.whole("file_megabytes", 1..=100);
        let field = self.whole("field_files", 1..=100);
        let draft = self.whole("draft_megabytes", 1..=1000);
        let person = self.whole("person_megabytes", 1..=10_000);
        Some(UploadRules {
            file_bytes: file? * MEGABYTE,
            field_files: u32::try_from(field?).ok()?,
            draft_bytes: draft? * MEGABYTE,
            person_bytes: person? * MEGABYTE,
            ..UploadRules::default()
        })
    }

    fn whole(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Option<u64> {
        let number = self.text(name).parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.fault(name, &format!("a whole number from {} to {}", range.start(), range.end()));
        }
        number
    }
}
