//! The rows.

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Milliseconds that somebody may take at the provider of sign-in.
pub const SIGN_IN_MILLIS: i64 = 15 * MINUTE;

/// Milliseconds for which a browser may go on without the code of a draft, from the last change, and for which the
/// receipt of what was sent without sign-in is shown.
pub const CODE_MILLIS: i64 = 2 * HOUR;

/// Milliseconds after the last bytes at which a file that is not whole is given up.
pub const UNFINISHED_FILE_MILLIS: i64 = DAY;

/// Milliseconds after which a file is given up that was sent for a case and not handed in.
pub const LATER_FILE_MILLIS: i64 = 7 * DAY;

/// Milliseconds for which the same submission again makes no second case.
pub const SUBMISSION_KEY_MILLIS: i64 = 90 * DAY;

/// Milliseconds for which a job that is done is remembered by its key.
pub const DONE_JOB_MILLIS: i64 = DAY;

/// Milliseconds for which a job that was given up may be run again.
pub const DEAD_JOB_MILLIS: i64 = 365 * DAY;

/// Milliseconds after which somebody who has nothing here is forgotten.
pub const UNSEEN_MILLIS: i64 = 365 * DAY;

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What people have begun and not sent.
    Draft,
    /// Files of drafts and cases that were never sent to their end.
    UnfinishedFile,
    /// Files that were sent for a case and not handed in.
    LaterFile,
    /// Who is signed in.
    Session,
    /// Who has gone to a provider to sign in.
    SignIn,
    /// Codes of drafts, and whoever has begun without sign-in.
    Code,
    /// By which the same submission is known again.
    SubmissionKey,
    /// Work that is done.
    DoneJob,
    /// Work that was given up.
    DeadJob,
    /// Who has read and changed what.
    AuditEntry,
    /// How often somebody has tried something.
    Tries,
    /// Who has signed in, and has nothing here.
    Unseen,
    /// Who has signed in, and has something here.
    Person,
    /// What was sent, with its files.
    Case,
    /// How far people come in forms.
    Figures,
}

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Milliseconds.
    For(i64),
    /// As the row itself says, which words tell.
    Until(&'static str),
    /// Nothing here deletes it, and who decides.
    Always(&'static str),
}

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Of what.
    pub kind: Kind,
    /// In words.
    pub name: &'static str,
    /// How long.
    pub kept: Kept,
    /// From when on.
    pub from: &'static str,
    /// Law or reason.
    pub why: &'static str,
    /// Settings that change it; empty where none does.
    pub setting: &'static str,
}

/// All of them.
pub const RULES: [Rule; 15] = [
    Rule {
        kind: Kind::Draft,
        name: "drafts, with their files",
        kept: Kept::Until("the midnight after `draft.keep_days` of its form, 28 unless it says otherwise"),
        from: "the last change",
        why: "what nobody sends is needed for nothing (GDPR article 5 (1) e); the person is told the day",
        setting: "",
    },
    Rule {
        kind: Kind::UnfinishedFile,
        name: "files that were not sent to their end",
        kept: Kept::For(UNFINISHED_FILE_MILLIS),
        from: "the last bytes",
        why: "time to go on with after a cut connection",
        setting: "",
    },
    Rule {
        kind: Kind::LaterFile,
        name: "files for a document of a case that were not handed in",
        kept: Kept::For(LATER_FILE_MILLIS),
        from: "when they were sent",
        why: "time to find the rest of them",
        setting: "",
    },
    Rule {
        kind: Kind::Session,
        name: "sessions",
        kept: Kept::Until("their end"),
        from: "the last sign of life, and the sign-in",
        why: "needed for nothing afterwards",
        setting: "session_idle_seconds, session_absolute_seconds",
    },
    Rule {
        kind: Kind::SignIn,
        name: "sign-ins that nobody came back from",
        kept: Kept::For(SIGN_IN_MILLIS),
        from: "when the browser left for the provider",
        why: "who is not back by then begins anew",
        setting: "",
    },
    Rule {
        kind: Kind::Code,
        name: "codes of what was sent without sign-in; people of whom nobody knows more than a draft",
        kept: Kept::For(CODE_MILLIS),
        from: "when it was sent; of a draft, with the draft and its files",
        why: "the receipt can be seen again for as long, on a computer that others use too",
        setting: "",
    },
    Rule {
        kind: Kind::SubmissionKey,
        name: "keys by which the same submission is known again",
        kept: Kept::For(SUBMISSION_KEY_MILLIS),
        from: "the submission",
        why: "longer than a browser holds on to what it could not send; of the answers there is a sealed hash",
        setting: "",
    },
    Rule {
        kind: Kind::DoneJob,
        name: "jobs that are done",
        kept: Kept::For(DONE_JOB_MILLIS),
        from: "when they were done",
        why: "so that the same is not done again at once",
        setting: "",
    },
    Rule {
        kind: Kind::DeadJob,
        name: "jobs that were given up",
        kept: Kept::For(DEAD_JOB_MILLIS),
        from: "when they were given up",
        why: "staff may run them again; after a year nobody waits for them",
        setting: "",
    },
    Rule {
        kind: Kind::AuditEntry,
        name: "entries of the audit log",
        kept: Kept::Until("as many years of 366 days as the setting says, 5 unless it says otherwise"),
        from: "the entry; the oldest first, never one before an older one",
        why: "as long as a grave breach of confidentiality can be punished (straffeloven §§ 210 and 86)",
        setting: "audit_years",
    },
    Rule {
        kind: Kind::Tries,
        name: "counts of tries and calls",
        kept: Kept::Until("the room has come back, a day at the most (limits.md)"),
        from: "the last try",
        why: "in memory only; a limit needs no more",
        setting: "",
    },
    Rule {
        kind: Kind::Unseen,
        name: "people who have signed in and have no case, draft, file or session, with the secret that their devices \
               seal with",
        kept: Kept::For(UNSEEN_MILLIS),
        from: "the last entry of the audit log about them",
        why: "nothing needs them (GDPR article 5 (1) e); who signs in again is made known again",
        setting: "",
    },
    Rule {
        kind: Kind::Person,
        name: "people who have cases, and the secret that their devices seal with",
        kept: Kept::Always("the municipality"),
        from: "",
        why: "cases belong to them; the municipality deletes who asks for it (operations.md)",
        setting: "",
    },
    Rule {
        kind: Kind::Case,
        name: "cases: answers, files, what has happened to them, that an e-mail was sent",
        kept: Kept::Always("the municipality's archive"),
        from: "",
        why: "archive material: arkivlova forbids to destroy it without a decision of the archive authorities",
        setting: "",
    },
    Rule {
        kind: Kind::Figures,
        name: "counts of how far people come in forms",
        kept: Kept::Always("the municipality"),
        from: "",
        why: "nothing of a person is in them (decision 0012)",
        setting: "",
    },
];
