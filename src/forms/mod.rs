//! Filling in a form: its pages, its draft, its summary and its receipt.
//!
//! The rules are those of the crate `forms`; this slice shows them. What a person has answered lives in
//! [`FormMemory`], outside the pages, so that neither a change of page nor a login costs an answer.

mod answering;
mod api;
mod code;
mod differing;
mod document_input;
mod email_receipt;
mod field_input;
mod figures;
mod filling;
mod form_page;
mod form_route;
mod issue_words;
mod memory;
mod on_device;
mod part_inputs;
mod question;
mod rare;
mod receipt;
mod save_status;
mod saving;
mod summary_page;
mod uploads;

pub use code::go_on_part;
pub use form_route::form_part;
pub use memory::FormMemory;
pub use uploads::hand_in_part;
