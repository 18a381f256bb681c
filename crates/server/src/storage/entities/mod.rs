//! The tables, as the migrations make them.

mod audit;
mod cases;
mod files;
mod forms;
mod keys;
mod people;

pub(super) use self::{
    audit::{audit_entry, audit_key, audit_mark, audit_waiting},
    cases::{case_event, case_file, email_receipt, submission_key},
    files::{attachment, attachment_part},
    forms::{draft, form_figure, open_draft},
    keys::{sealing_key, sealing_task},
    people::{device_key, pending_sign_in, person, session},
};
