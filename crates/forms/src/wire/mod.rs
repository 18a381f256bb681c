//! Fields, checks and answers as they are read: small code for the browser, and an error that names what does
//! not belong.

mod answer;
mod check;
mod field;

pub(crate) use check::FlatCheck;
pub(crate) use field::FlatField;
