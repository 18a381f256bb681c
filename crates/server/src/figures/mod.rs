//! How far people come in forms. Nothing is known of anybody: browsers tell what happens on pages, without cookie
//! or id, and it is added to counts at once.

mod count_steps;
mod get_figures;
mod table;
mod withhold;

pub use self::{count_steps::*, get_figures::*, table::table};
