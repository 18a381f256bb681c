//! Ending sessions before their time.

use server::serve::{self, Named};
use tokio::runtime::Runtime;

use super::{line::SessionsAction, print, with_settings};

pub(super) fn sessions(action: SessionsAction) -> Result<(), String> {
    let SessionsAction::End { everybody: _, person, staff, flags } = action;
    let named = match (person, staff) {
        (Some(person), _) => Named::Person(person),
        (None, Some(subject)) => Named::Staff(subject),
        (None, None) => Named::Everybody,
    };
    with_settings(&flags, |settings| {
        let runtime = Runtime::new().map_err(|error| error.to_string())?;
        let ended = runtime.block_on(serve::end_sessions(settings, &named));
        match ended.map_err(|error| error.to_string())? {
            Some(count) => print(&format!("{count} sessions ended\n")),
            None => Err("--person: no case has this reference".to_owned()),
        }
    })
}
