//! The settings for files: how large, how many.

use super::{Reader, known::Setting};
use crate::uploads::UploadRules;

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 4] = [
    Setting {
        name: "file_megabytes",
        variable: "SERVICETORG_FILE_MEGABYTES",
        value: "MEGABYTES",
        default: "30",
        means: "The largest file, in megabytes",
    },
    Setting {
        name: "field_files",
        variable: "SERVICETORG_FIELD_FILES",
        value: "COUNT",
        default: "20",
        means: "The most files of a field",
    },
    Setting {
        name: "draft_megabytes",
        variable: "SERVICETORG_DRAFT_MEGABYTES",
        value: "MEGABYTES",
        default: "100",
        means: "All files of a draft together, in megabytes",
    },
    Setting {
        name: "person_megabytes",
        variable: "SERVICETORG_PERSON_MEGABYTES",
        value: "MEGABYTES",
        default: "300",
        means: "All files of a person's drafts together, in megabytes",
    },
];

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
}
