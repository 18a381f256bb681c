//! One row a setting: from it come the flag, the variable, the key in the file, the default and the reference.

use super::{
    defence, demo, files, log, outside, places, retention, s3, serving, sessions, sign_in, watching,
};

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key in the file; with hyphens for underscores its flag.
    pub name: &'static str,
    /// Its variable in the environment.
    pub variable: &'static str,
    /// What stands for its value, such as `FILE` or `text|json`.
    pub value: &'static str,
    /// Empty where it means none.
    pub default: &'static str,
    /// A sentence or two, in the reference and in `--help`.
    pub means: &'static str,
}

/// Settings that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// What the reference calls them.
    pub title: &'static str,
    /// In the order of the reference.
    pub settings: &'static [Setting],
}

/// All of them, in the order of the reference. Each group is in a file of its own.
pub const GROUPS: [Group; 12] = [
    Group { title: "Where it listens, and how", settings: &serving::SETTINGS },
    Group { title: "Where its things are", settings: &places::SETTINGS },
    Group { title: "Files that people attach", settings: &files::SETTINGS },
    Group { title: "Files in an S3 store", settings: &s3::SETTINGS },
    Group { title: "Sessions", settings: &sessions::SETTINGS },
    Group { title: "Defence", settings: &defence::SETTINGS },
    Group { title: "Sign-in by providers", settings: &sign_in::SETTINGS },
    Group { title: "Others that are asked", settings: &outside::SETTINGS },
    Group { title: "How long what is kept", settings: &retention::SETTINGS },
    Group { title: "The log", settings: &log::SETTINGS },
    Group { title: "Who watches the server", settings: &watching::SETTINGS },
    Group { title: "A demo", settings: &demo::SETTINGS },
];

impl Setting {
    /// Without the two hyphens before it.
    #[must_use]
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }

    /// Whether the flag alone, without a value, means `true`.
    pub(super) fn is_switch(&self) -> bool {
        self.value == SWITCH
    }
}

/// What stands for the value of a setting that is on or off.
pub(super) const SWITCH: &str = "true|false";

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Setting> {
    GROUPS.iter().flat_map(|group| group.settings)
}
