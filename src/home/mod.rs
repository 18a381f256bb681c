//! The front page: what is going on, what people come for, how to get in touch.

mod contact;
mod home_page;
mod notices;

pub use home_page::home_page;
