//! What is logged, and by whom it was done.

use std::fmt;

use locale::Timestamp;
use uuid::Uuid;

use super::origin;

/// Names of actions and of the kinds of things they are done to; both are kept for ever.
macro_rules! actions {
    ($($(#[doc = $means:literal])+ $action:ident = $name:literal, $kind:literal;)+) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum AuditAction {
            $($(#[doc = $means])+ $action,)+
        }

        impl AuditAction {
            /// All of them.
            pub const ALL: [Self; [$(stringify!($action)),+].len()] = [$(Self::$action),+];

            /// As it is kept.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$action => $name,)+ }
            }

            /// What kind of thing it is done to, as it is kept.
            #[must_use]
            pub const fn kind(self) -> &'static str {
                match self { $(Self::$action => $kind,)+ }
            }
        }
    };
}

actions! {
    /// Somebody was made known by a sign-in.
    PersonKnown = "person_known", "person";
    /// The name that the provider tells was taken over.
    PersonRenamed = "person_renamed", "person";
    /// The profile was read.
    ProfileRead = "profile_read", "person";
    /// What is kept of the person was counted for them.
    KeptCounted = "kept_counted", "person";
    /// What is kept of the person was fetched as a whole.
    PersonExported = "person_exported", "person";
    /// The person deleted all that had not been sent.
    UnsentDeleted = "unsent_deleted", "person";
    /// All that is kept of the person was deleted, the cases included.
    PersonDeleted = "person_deleted", "person";
    /// The secret that the person's devices seal with was read.
    DeviceKeyRead = "device_key_read", "person";
    /// A session began.
    SignedIn = "signed_in", "session";
    /// A session was ended before its time.
    SessionEnded = "session_ended", "session";
    /// The sessions were listed.
    SessionsListed = "sessions_listed", "session";
    /// A draft was begun; the thing is its form.
    DraftBegun = "draft_begun", "draft";
    /// A draft was read.
    DraftRead = "draft_read", "draft";
    /// A draft was changed.
    DraftSaved = "draft_saved", "draft";
    /// A draft was given up.
    DraftDeleted = "draft_deleted", "draft";
    /// A draft was deleted since its time was over.
    DraftExpired = "draft_expired", "draft";
    /// A draft was gone on with by its code.
    CodeEntered = "code_entered", "draft";
    /// The drafts were listed.
    DraftsListed = "drafts_listed", "draft";
    /// A file was announced.
    FileAnnounced = "file_announced", "file";
    /// What is known of a file was read.
    FileSeen = "file_seen", "file";
    /// Files were listed; the thing is the form or the case.
    FilesListed = "files_listed", "file";
    /// A file was looked at, and is kept.
    FileKept = "file_kept", "file";
    /// A file was looked at, and is not kept.
    FileRefused = "file_refused", "file";
    /// A file was fetched.
    FileRead = "file_read", "file";
    /// A file was taken away.
    FileDeleted = "file_deleted", "file";
    /// A file was given up since its time was over.
    FileExpired = "file_expired", "file";
    /// A form was sent, and became a case.
    CaseSent = "case_sent", "case";
    /// The cases were listed.
    CasesListed = "cases_listed", "case";
    /// A case was read.
    CaseRead = "case_read", "case";
    /// The copy of a case was fetched.
    CaseCopied = "case_copied", "case";
    /// A case got a document that it awaited.
    CaseDocumentSent = "case_document_sent", "case";
    /// The status of a case was changed.
    CaseStatusChanged = "case_status_changed", "case";
    /// An e-mail about a case was asked for.
    EmailAsked = "email_asked", "case";
    /// An e-mail about a case was sent.
    EmailSent = "email_sent", "case";
    /// Staff looked at the jobs that were given up.
    JobsListed = "jobs_listed", "job";
    /// Staff let a job run again.
    JobRunAgain = "job_run_again", "job";
    /// All entries were looked at, and are as they were written; the thing is the last number of them.
    LogVerified = "log_verified", "log";
    /// Old entries were deleted; the thing is the last number that is gone.
    LogShortened = "log_shortened", "log";
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The person whose data it is, signed in or by the code of a draft.
    Person,
    /// A member of staff, as the provider of staff names them.
    Staff(String),
    /// The server by itself: a job, a look at a file, the seed of a demo.
    Server,
    /// Somebody who gave a command on the server.
    Command,
}

/// An entry to be.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub(super) at: Timestamp,
    pub(super) actor: Actor,
    pub(super) action: AuditAction,
    pub(super) person: Option<Uuid>,
    pub(super) thing: Option<String>,
    pub(super) request: Option<Uuid>,
}

impl Actor {
    /// As it is kept.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Staff(_) => "staff",
            Self::Server => "server",
            Self::Command => "command",
        }
    }

    /// Which of the staff.
    pub(super) fn id(&self) -> Option<String> {
        match self {
            Self::Staff(subject) => Some(subject.clone()),
            Self::Person | Self::Server | Self::Command => None,
        }
    }
}

impl NewEntry {
    /// Done by whoever this task works for: see [`super::within`].
    #[must_use]
    pub fn new(action: AuditAction, at: Timestamp) -> Self {
        let (actor, request) = origin::current();
        Self { at, actor, action, person: None, thing: None, request }
    }

    /// On this person's data.
    #[must_use]
    pub fn of(self, person: Uuid) -> Self {
        Self { person: Some(person), ..self }
    }

    /// To the thing with this id; an id tells nothing of what people have told.
    #[must_use]
    pub fn to(self, thing: impl fmt::Display) -> Self {
        Self { thing: Some(thing.to_string()), ..self }
    }

    /// By somebody else than the one this task works for.
    #[must_use]
    pub fn by(self, actor: Actor) -> Self {
        Self { actor, ..self }
    }
}
