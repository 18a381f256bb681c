//! Expressions with their names and types known: what does not make sense is refused when a form is loaded,
//! and what is left can be evaluated without a fault.

mod call;
mod check;
mod evaluate;
mod node;
mod types;

pub(crate) use check::Checker;
pub(crate) use evaluate::{Scope, evaluate, holds, value_of};
pub(crate) use node::{Link, Named, Node, Period};
pub(crate) use types::type_of;
