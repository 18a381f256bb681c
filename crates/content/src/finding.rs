//! What is wrong in a pack, said so that an editor can mend it.

use std::fmt;

/// One fault in one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Finding {
    /// Within the pack: `services/skolefritidsordning.toml`.
    pub file: String,
    /// `line:column` where the file cannot be read, otherwise the key: `nn.summary`. Empty for a whole file.
    pub place: String,
    /// What is wrong, without a full stop.
    pub fault: String,
    /// How to mend it: a sentence.
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, place, fault, remedy } = self;
        if place.is_empty() {
            write!(formatter, "{file}: {fault}. {remedy}")
        } else {
            write!(formatter, "{file}:{place}: {fault}. {remedy}")
        }
    }
}

/// Gathers the findings of one file.
pub(crate) struct Report<'a> {
    pub(crate) file: &'a str,
    pub(crate) findings: &'a mut Vec<Finding>,
}

impl Report<'_> {
    pub(crate) fn add(
        &mut self,
        place: impl Into<String>,
        fault: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.findings.push(Finding {
            file: self.file.to_owned(),
            place: place.into(),
            fault: fault.into(),
            remedy: remedy.into(),
        });
    }
}
