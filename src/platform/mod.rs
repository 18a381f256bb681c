//! Browser and wire, without a word of the domain: language, titles and focus, calls, time.

mod address;
pub mod announce;
pub mod clipboard;
pub mod connection;
pub mod device;
pub mod dom;
pub mod failure;
pub mod fault;
pub mod http;
pub mod i18n;
pub mod live;
pub mod load;
pub mod markup;
pub mod opening;
pub mod page;
pub mod random;
pub mod router;
pub mod time;
pub mod tus;
pub mod waiting;
