//! Starts the app in the browser.

fn main() {
    servicetorg::start();
}
