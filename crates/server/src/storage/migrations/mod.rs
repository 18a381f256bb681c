//! The steps that bring a database of any age up to date, forward only, alike on both databases.

mod m0001_foundation;
mod m0002_case_checksum;
mod m0004_devices;
mod m0006_attachments;
mod m0007_form_figures;
mod m0008_open_drafts;
mod m0009_email_verified;
mod m0010_sign_in;
mod m0011_later_documents;
mod m0012_sealed;
mod m0020_jobs;
mod m0021_audit;
mod m0023_audit_waiting;
mod m0024_file_keys;

use sea_orm_migration::prelude::*;

pub(super) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        // What is pending is known by name, not by place: one that was merged late runs where later ones have run.
        vec![
            Box::new(m0001_foundation::Migration),
            Box::new(m0002_case_checksum::Migration),
            Box::new(m0004_devices::Migration),
            Box::new(m0006_attachments::Migration),
            Box::new(m0007_form_figures::Migration),
            Box::new(m0008_open_drafts::Migration),
            Box::new(m0009_email_verified::Migration),
            Box::new(m0010_sign_in::Migration),
            Box::new(m0011_later_documents::Migration),
            Box::new(m0012_sealed::Migration),
            Box::new(m0020_jobs::Migration),
            Box::new(m0021_audit::Migration),
            Box::new(m0023_audit_waiting::Migration),
            Box::new(m0024_file_keys::Migration),
        ]
    }
}
