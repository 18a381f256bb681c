//! The settings that name places: the database and folders.

use super::known::Setting;

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 6] = [
    Setting {
        name: "database",
        variable: "DATABASE_URL",
        value: "URL",
        default: "sqlite://data/servicetorg.db?mode=rwc",
        means: "The database: `sqlite://…` or `postgres://…`",
    },
    Setting {
        name: "keys_file",
        variable: "SERVICETORG_KEYS_FILE",
        value: "FILE",
        default: "",
        means: "File with the keys of what is sealed in the database; a demo makes its own beside it",
    },
    Setting {
        name: "content",
        variable: "SERVICETORG_CONTENT",
        value: "FOLDER",
        default: "content/drammen",
        means: "Folder of the municipality's content",
    },
    Setting {
        name: "site",
        variable: "SERVICETORG_SITE",
        value: "FOLDER",
        default: "target/site",
        means: "Folder of the built site",
    },
    Setting {
        name: "files",
        variable: "SERVICETORG_FILES",
        value: "FOLDER|s3://BUCKET/PREFIX",
        default: "data/files",
        means: "Folder for the files that people attach, or the bucket of a store that speaks S3",
    },
    Setting {
        name: "mail",
        variable: "SERVICETORG_MAIL",
        value: "FOLDER",
        default: "data/mail",
        means: "Folder for the e-mails that a demo would send",
    },
];
