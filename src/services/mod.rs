//! Finding a service and reading what it is.

mod channel_list;
mod service_page;
mod services_page;

pub use service_page::service_part;
pub use services_page::services_part;
