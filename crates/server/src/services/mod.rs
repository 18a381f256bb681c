//! The service catalogue.

mod get_service;
mod list_services;

pub use get_service::*;
pub use list_services::*;
