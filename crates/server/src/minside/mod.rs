//! Min side: the person's profile, cases and drafts.

mod awaited;
mod deliver_document;
mod get_case;
mod get_case_copy;
mod get_profile;
mod list_cases;
mod list_drafts;
mod send_email_receipt;

use contract::minside::CaseCard;
use locale::Language;

pub(crate) use self::{awaited::is_awaited, send_email_receipt::verified};
pub use self::{
    deliver_document::*, get_case::*, get_case_copy::*, get_profile::*, list_cases::*, list_drafts::*,
    send_email_receipt::*,
};
use crate::{state::App, storage::CaseHead};

/// The case by the service's name today; by the name at the time where the catalogue has dropped it.
fn card(app: &App, case: CaseHead, language: Language) -> CaseCard {
    let title = app.pack.service_title(&case.service, language).map(str::to_owned);
    CaseCard {
        reference: case.reference,
        title: title.unwrap_or(case.title),
        status: case.status,
        received: case.received,
        answer_by: case.answer_by,
    }
}
