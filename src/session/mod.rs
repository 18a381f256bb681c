//! Who is logged in: the account menu, the login page, and the end of the session.

mod account;
mod account_menu;
mod api;
mod session_watch;
mod sign_in_page;
mod test_people;

pub use account::Account;
pub use account_menu::AccountMenu;
pub use session_watch::SessionWatch;
pub use sign_in_page::sign_in_part;
