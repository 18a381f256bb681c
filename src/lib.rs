//! The app in the browser: slices named by what people see, and two shared layers beneath them
//! (`ui`, which knows nothing of the app, and `platform`, which knows nothing of the municipality).
#![recursion_limit = "256"]

mod app;
mod catalogue;
mod forms;
mod frame;
mod home;
mod minside;
mod platform;
mod routes;
mod services;
mod session;
mod texts;
mod ui;

pub use app::start;
