//! Commands on the keys of what is sealed in the database.

use std::io::{Write, stdout};

use server::serve::{self, StartError};

use super::{line::KeysAction, run, with_settings};

pub(super) fn keys(action: &KeysAction) -> Result<(), String> {
    let told = |told: Result<String, StartError>| {
        let told = told.map_err(|error| error.to_string())?;
        writeln!(stdout(), "{told}").map_err(|error| error.to_string())
    };
    match action {
        KeysAction::New(flags) => with_settings(flags, |settings| told(serve::new_key(settings))),
        KeysAction::Use { key, flags } => {
            with_settings(flags, |settings| told(serve::use_key(settings, key)))
        }
        KeysAction::Rotate(flags) => with_settings(flags, |settings| {
            // A terminal that is gone ends no rotation.
            let mut tell = |line: &str| _ = writeln!(stdout(), "{line}");
            run(serve::rotate(settings, &mut tell))
        }),
        KeysAction::Remove { key, flags } => with_settings(flags, |settings| {
            run(async {
                let line = serve::remove_key(settings, key).await?;
                _ = writeln!(stdout(), "{line}");
                Ok(())
            })
        }),
    }
}
