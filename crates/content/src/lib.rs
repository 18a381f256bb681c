//! The municipality pack: loads it from a folder, lints all of it, and answers in the wire types.
//!
//! A pack with a fault is never served: [`Pack::load`] gives either a whole pack or every finding in it,
//! each with its file, its place in the file, what is wrong and how to mend it.

mod channels;
mod file;
mod finding;
mod forms_folder;
mod load;
mod pack;
mod rules;
mod services;
mod texts;

pub use finding::Finding;
pub use forms_folder::FormEdition;
pub use pack::{DemoMode, Pack};
