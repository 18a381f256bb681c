//! Organisations by their number, from the register of legal entities (Enhetsregisteret).

mod get_organisation;
mod lookup;
mod made_up;
mod record;
mod source;

pub use self::{
    get_organisation::*,
    lookup::{Lookup, RegisterDown},
    source::{RegisterSource, RegisterUrl, WrongRegisterUrl},
};
