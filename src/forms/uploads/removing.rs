//! Files that are not wanted any more are taken from the server: at once, or when the network is back.
//!
//! Which are left is kept in the tab's own storage too, so that a page which is opened anew neither forgets them nor
//! shows them again. An id of a file opens nothing without the session or the code that it belongs to.

use std::cell::{Cell, RefCell};

use leptos::task::spawn_local;

use crate::platform::{dom, time, tus};

/// Where the ids are, with spaces between.
const NAME: &str = "servicetorg-unwanted-files";

/// From a try that failed to the next; twice as long after each.
const RETRY_MILLIS: i32 = 2000;

/// Never longer than this.
const RETRY_MOST_MILLIS: i32 = 60_000;

thread_local! {
    /// As the tab's storage has them; nothing before that was read.
    static LEFT: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };

    static IS_UNDER_WAY: Cell<bool> = const { Cell::new(false) };
}

/// Notes that these are not wanted, until the server has let them go.
pub fn note(ids: &[String]) {
    let mut left = left();
    left.extend(ids.iter().filter(|id| !left.contains(id)).cloned().collect::<Vec<_>>());
    keep(&left);
}

/// Whether the server is to let it go.
pub fn is_unwanted(id: &str) -> bool {
    left().iter().any(|left| left == id)
}

/// Forgets which are left: whoever comes next cannot touch them.
pub fn forget() {
    keep(&[]);
}

/// Lets the server let go what is not wanted, unless that is under way; tries again until it has.
pub fn start() {
    if left().is_empty() || IS_UNDER_WAY.replace(true) {
        return;
    }
    spawn_local(async {
        let mut pause = RETRY_MILLIS;
        // A person who must sign in first comes back here by doing so.
        while tell().await == Told::NotNow {
            time::sleep(pause).await;
            pause = pause.saturating_mul(2).min(RETRY_MOST_MILLIS);
        }
        IS_UNDER_WAY.set(false);
    });
}

/// Tries all once; those that cannot go now stay noted.
pub async fn at_once() {
    if !IS_UNDER_WAY.replace(true) {
        let told = tell().await;
        IS_UNDER_WAY.set(false);
        if told == Told::NotNow {
            start();
        }
    }
}

#[derive(PartialEq, Eq)]
enum Told {
    All,
    NotNow,
    SignedOut,
}

async fn tell() -> Told {
    while let Some(id) = left().into_iter().next() {
        match tus::delete(&id).await {
            Err(failure) if failure.is_signed_out() => return Told::SignedOut,
            Err(failure) if failure.is_passing() => return Told::NotNow,
            // Gone, or never there.
            Ok(()) | Err(_) => {
                let mut rest = left();
                rest.retain(|other| *other != id);
                keep(&rest);
            }
        }
    }
    Told::All
}

fn left() -> Vec<String> {
    LEFT.with_borrow_mut(|left| left.get_or_insert_with(kept).clone())
}

fn keep(left: &[String]) {
    LEFT.with_borrow_mut(|known| *known = Some(left.to_vec()));
    // A browser that keeps nothing remembers for as long as the page is open.
    if let Ok(Some(kept)) = dom::window().session_storage() {
        _ = if left.is_empty() { kept.remove_item(NAME) } else { kept.set_item(NAME, &left.join(" ")) };
    }
}

fn kept() -> Vec<String> {
    let kept = dom::window().session_storage().ok().flatten().and_then(|kept| kept.get_item(NAME).ok());
    kept.flatten().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}
