//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use server::{settings::Flags, vault::KeyId};

/// The digital service square of a municipality.
#[derive(Parser)]
#[command(name = "servicetorg-server", version)]
pub(crate) struct Command {
    #[command(subcommand)]
    pub(crate) action: Action,
}

#[derive(Subcommand)]
pub(crate) enum Action {
    /// Serve the API and the site
    Serve(Flags),
    /// Bring the database up to date
    Migrate(Flags),
    /// Bring the database up to date and add the made-up people of the demo
    Seed(Flags),
    /// Copy an SQLite database while the server runs; PostgreSQL has pg_dump
    Backup {
        /// The file to write; nothing is written over
        to: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// Make the SQLite database of such a copy, where there is none
    Restore {
        /// The copy
        from: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// Make and change the keys of what is sealed in the database
    #[command(subcommand)]
    Keys(KeysAction),
    /// Verify and read the log of who read or changed what of whose
    #[command(subcommand)]
    Audit(AuditAction),
    /// End sessions before their time, on every server at once
    #[command(subcommand)]
    Sessions(SessionsAction),
    /// Fetch or delete what is kept of a person; their identity number is read from standard input
    #[command(subcommand)]
    Person(PersonAction),
    /// Check the municipality's content: names file, place, fault and remedy
    Check(Flags),
    /// Print how far people come in a form: pages reached, done and left, and what had to be mended
    Figures {
        /// The id of the form
        form: String,
        /// Such as 2026-11; that of yesterday unless you say otherwise
        #[arg(long, value_name = "MONTH")]
        month: Option<String>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Ask the server that runs here whether it is ready
    Health(Flags),
    /// Print the description of the API (OpenAPI, JSON)
    Openapi,
    /// Print the reference of all settings (Markdown)
    Settings,
    /// Print the reference of all limits (Markdown)
    Limits,
    /// Print the reference of how long what is kept (Markdown)
    Retention,
}

#[derive(Subcommand)]
pub(crate) enum KeysAction {
    /// Make the keys file or, where there is one, add a key to it; nothing is written over, and no key is shown
    New(Flags),
    /// Let another key of the file seal from the next start on
    Use {
        /// What the key is called
        key: KeyId,
        #[command(flatten)]
        flags: Flags,
    },
    /// Seal every row with that key, while servers run; may be stopped, and goes on where it was
    Rotate(Flags),
    /// Take a key out of the file that no row is sealed with
    Remove {
        /// What the key is called
        key: KeyId,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Subcommand)]
pub(crate) enum AuditAction {
    /// Say whether every entry is as it was written, and fail with the first number that is not
    Verify(Flags),
    /// Print what was read and changed of a person
    Show {
        /// The id of the person, or the reference of one of their cases
        #[arg(long, value_name = "PERSON")]
        person: String,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Subcommand)]
pub(crate) enum SessionsAction {
    /// End all sessions of somebody, or of everybody
    #[command(group = clap::ArgGroup::new("whose").required(true))]
    End {
        /// Of all people and all staff
        #[arg(long, group = "whose")]
        everybody: bool,
        /// The id of the person, or the reference of one of their cases
        #[arg(long, value_name = "PERSON", group = "whose")]
        person: Option<String>,
        /// What the provider of staff calls one of them (`sub`)
        #[arg(long, value_name = "SUBJECT", group = "whose")]
        staff: Option<String>,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Subcommand)]
pub(crate) enum PersonAction {
    /// Write the ZIP that the person can fetch in Min side
    Export {
        /// The file to write; nothing is written over
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// Say what would be deleted of a person and what would stay; delete it where told so
    Delete {
        /// Delete the cases as well, once the archive has taken them over or decided that they be destroyed
        #[arg(long)]
        with_cases: bool,
        /// Do it
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        flags: Flags,
    },
}
