//! Forms: fetching one, keeping a draft, sending it.

mod code;
mod delete_draft;
mod enter_code;
mod get_draft;
mod get_form;
mod get_schema;
mod get_sent;
mod holder;
mod leave_draft;
mod save_draft;
mod submit;

use content::{FormEdition, Pack};
use contract::problem::Code;
use forms::FormDefinition;
use locale::{LocalDateTime, TimeOfDay, Timestamp};

pub use self::{
    delete_draft::*,
    enter_code::*,
    get_draft::*,
    get_form::*,
    get_schema::*,
    get_sent::*,
    holder::{Holder, Holders},
    leave_draft::*,
    save_draft::*,
    submit::*,
};
use crate::problem::Answer;

/// Problems name at most so many fields.
const FIELDS_NAMED: usize = 10;

/// The form of that version, or which version must be used instead.
fn edition<'a>(pack: &'a Pack, form: &str, version: u32) -> Answer<&'a FormEdition> {
    let latest = pack.newest_version(form).ok_or(Code::NotFound)?;
    let edition = pack.form(form, Some(version)).filter(|_| pack.is_accepted(form, version));
    Ok(edition.ok_or(Code::FormVersionUnknown { latest })?)
}

/// The first of the fields, for a problem.
fn named(mut fields: Vec<String>) -> Vec<String> {
    fields.truncate(FIELDS_NAMED);
    fields
}

/// The midnight, in Norway, at which a draft saved now is deleted.
pub(crate) fn deletes_at(form: &FormDefinition, saved: Timestamp) -> Timestamp {
    let date = saved.in_norway().date.add_days(i64::from(form.draft.keep_days));
    TimeOfDay::new(0, 0).map_or(saved, |time| Timestamp::from_norway(LocalDateTime { date, time }))
}
