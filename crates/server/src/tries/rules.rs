//! What is limited, and how far: one row each, from which `docs/limits.md` is made.

/// What must not be done too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tried {
    /// Any call of an address.
    AddressCall,
    /// A call of a session.
    SessionCall,
    /// A call of a person, in all their sessions.
    PersonCall,
    /// A code of a draft that does not exist.
    Code,
    /// Beginning a draft without sign-in.
    Draft,
    /// Asking the register of organisations.
    Organisation,
    /// Going out to sign in.
    SignIn,
    /// Telling of steps in forms.
    Steps,
    /// Fetching all that is kept of a person.
    Export,
    /// Files of people who are not signed in, in megabytes.
    OpenMegabyte,
    /// Files of a person, in megabytes.
    PersonMegabyte,
}

/// Who has a limit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An address on the network; of version 6 the 2⁶⁴ that a household has.
    Address,
    /// A session.
    Session,
    /// A person, whether signed in or with the code of a draft.
    Person,
}

/// A limit.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Of what.
    pub tried: Tried,
    /// In words.
    pub name: &'static str,
    /// Who has one each.
    pub subject: Subject,
    /// The most at once.
    pub most: u32,
    /// Seconds in which all that room comes back.
    pub seconds: u32,
    /// The setting that changes `most`; empty where none does.
    pub setting: &'static str,
    /// Why it is as it is.
    pub why: &'static str,
}

const MINUTE: u32 = 60;
const TEN_MINUTES: u32 = 10 * MINUTE;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * 60 * MINUTE;

/// All of them, in the order of the reference.
pub const RULES: [Rule; 11] = [
    Rule {
        tried: Tried::AddressCall,
        name: "calls, pages and files of the site included",
        subject: Subject::Address,
        most: 12_000,
        seconds: MINUTE,
        setting: "address_calls",
        why: "a school, a library or an office has one address for all: five hundred people who open a page in \
              the same minute are a dozen calls each",
    },
    Rule {
        tried: Tried::SessionCall,
        name: "personal calls of a session",
        subject: Subject::Session,
        most: 600,
        seconds: MINUTE,
        setting: "session_calls",
        why: "the app saves at most every 0.7 seconds and sends a file in a few calls; ten a second is a program",
    },
    Rule {
        tried: Tried::PersonCall,
        name: "personal calls of a person, on all devices or by code",
        subject: Subject::Person,
        most: 1200,
        seconds: MINUTE,
        setting: "person_calls",
        why: "two busy devices; more sessions give no more",
    },
    Rule {
        tried: Tried::Code,
        name: "wrong codes of drafts",
        subject: Subject::Address,
        most: 10,
        seconds: TEN_MINUTES,
        setting: "",
        why: "a code has 72 random bits; ten mistypings are human. Right ones count nothing",
    },
    Rule {
        tried: Tried::Draft,
        name: "drafts begun without sign-in",
        subject: Subject::Address,
        most: 100,
        seconds: TEN_MINUTES,
        setting: "",
        why: "each makes a row that lives for days; a class may begin at once",
    },
    Rule {
        tried: Tried::Organisation,
        name: "organisations asked for in the register",
        subject: Subject::Address,
        most: 100,
        seconds: TEN_MINUTES,
        setting: "",
        why: "the register is another's; what is known from before counts nothing",
    },
    Rule {
        tried: Tried::SignIn,
        name: "sign-ins begun",
        subject: Subject::Address,
        most: 300,
        seconds: TEN_MINUTES,
        setting: "",
        why: "each makes a row that lives for minutes; an office signs in in the morning",
    },
    Rule {
        tried: Tried::Steps,
        name: "counts of steps in forms",
        subject: Subject::Address,
        most: 600,
        seconds: TEN_MINUTES,
        setting: "",
        why: "a call or two a form; more would colour the figures",
    },
    Rule {
        tried: Tried::Export,
        name: "exports of all that is kept of a person",
        subject: Subject::Person,
        most: 10,
        seconds: HOUR,
        setting: "",
        why: "each reads every row, file and case of the person; who loses one to a cut connection fetches it again",
    },
    Rule {
        tried: Tried::OpenMegabyte,
        name: "megabytes of files without sign-in",
        subject: Subject::Address,
        most: 1000,
        seconds: TEN_MINUTES,
        setting: "",
        why: "each draft may have some, and an address many drafts",
    },
    Rule {
        tried: Tried::PersonMegabyte,
        name: "megabytes of files of a person",
        subject: Subject::Person,
        most: 1000,
        seconds: DAY,
        setting: "person_day_megabytes",
        why: "three times all that may be under way at once: files that are removed or sent leave room for others, \
              and looking at a file costs more than keeping it",
    },
];

impl Tried {
    /// Its name where refusals are counted.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AddressCall => "address_calls",
            Self::SessionCall => "session_calls",
            Self::PersonCall => "person_calls",
            Self::Code => "codes",
            Self::Draft => "drafts",
            Self::Organisation => "organisations",
            Self::SignIn => "sign_ins",
            Self::Steps => "steps",
            Self::Export => "exports",
            Self::OpenMegabyte => "open_megabytes",
            Self::PersonMegabyte => "person_megabytes",
        }
    }

    /// Its row.
    pub(super) fn rule(self) -> &'static Rule {
        // Every one has a row, which a test sees to; without one nothing at all would be let through.
        const NONE: Rule = Rule {
            tried: Tried::AddressCall,
            name: "",
            subject: Subject::Address,
            most: 1,
            seconds: DAY,
            setting: "",
            why: "",
        };
        RULES.iter().find(|rule| rule.tried == self).unwrap_or(&NONE)
    }
}

/// The limits that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallRates {
    /// [`Tried::AddressCall`] in a minute.
    pub address: u32,
    /// [`Tried::SessionCall`] in a minute.
    pub session: u32,
    /// [`Tried::PersonCall`] in a minute.
    pub person: u32,
    /// [`Tried::PersonMegabyte`] in a day.
    pub person_megabytes: u32,
}

impl Default for CallRates {
    fn default() -> Self {
        Self {
            address: Tried::AddressCall.rule().most,
            session: Tried::SessionCall.rule().most,
            person: Tried::PersonCall.rule().most,
            person_megabytes: Tried::PersonMegabyte.rule().most,
        }
    }
}

impl CallRates {
    pub(super) const fn most(&self, rule: &Rule) -> u32 {
        match rule.tried {
            Tried::AddressCall => self.address,
            Tried::SessionCall => self.session,
            Tried::PersonCall => self.person,
            Tried::PersonMegabyte => self.person_megabytes,
            _ => rule.most,
        }
    }
}
