//! A person's own data: all of it to take along, and the deletion of what was not sent.

mod archive;
mod command;
mod delete_unsent;
mod document;
mod export;
mod get_export;
mod get_kept;

pub(crate) use self::document::Described;
pub use self::{
    command::{PersonFault, Sure, delete, export_to},
    delete_unsent::*,
    get_export::*,
    get_kept::*,
};
