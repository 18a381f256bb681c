//! What rules may depend on besides the answers.

use crate::IdentityNumbers;

/// What rules may depend on besides the answers. It comes in: nothing here looks at a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// Today in the municipality.
    pub today: locale::Date,
    /// The language of the words.
    pub language: locale::Language,
    pub access: Access,
    pub channel: Channel,
    pub identity_numbers: IdentityNumbers,
}

impl Context {
    /// Somebody who is signed in and fills in by themself; set the other fields where it is otherwise.
    #[must_use]
    pub const fn new(today: locale::Date, language: locale::Language) -> Self {
        Self {
            today,
            language,
            access: Access::SignedIn,
            channel: Channel::SelfService,
            identity_numbers: IdentityNumbers::Real,
        }
    }
}

/// Whether we know who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    #[default]
    SignedIn,
    Open,
}

/// Where the form is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Channel {
    /// On a device of their own.
    #[default]
    SelfService,
    /// With somebody of the municipality.
    Assisted,
    /// On a computer in a library or service centre.
    Terminal,
}

impl Channel {
    pub const ALL: [Self; 3] = [Self::SelfService, Self::Assisted, Self::Terminal];

    /// As it is written in expressions.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::SelfService => "self_service",
            Self::Assisted => "assisted",
            Self::Terminal => "terminal",
        }
    }
}
