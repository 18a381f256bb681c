//! What people tell is sealed in the database: on its way in and out of a row, and again where a key is changed.
//!
//! A row is sealed with one key, all its values alike, and names it in `sealed_with`. That alone tells what is left to
//! do when a key is changed, and when rows are sealed that are older than sealing: both can be stopped anywhere.
//! Readers take nothing that is not sealed.

mod keys;
mod pass;
mod rows;
mod wipe;

pub(super) use self::rows::{SealedRow, identity_hashes};
pub use self::{
    keys::{KeyUse, WrongKeysFile},
    pass::Resealed,
};
