//! Commands on the log of who read or changed what of whose.

use std::io::{BufWriter, Write, stdout};

use server::{serve, storage::Verified};
use tokio::runtime::Runtime;

use super::{line::AuditAction, print, with_settings};

pub(super) fn audit(action: &AuditAction) -> Result<(), String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    match action {
        AuditAction::Verify(flags) => with_settings(flags, |settings| {
            let verified = runtime.block_on(serve::verify_audit(settings));
            match verified.map_err(|error| error.to_string())? {
                Verified::Whole { deleted: 0, last } => {
                    print(&format!("{last} entries, all as they were written\n"))
                }
                Verified::Whole { deleted, last } => print(&format!(
                    "entries {} to {last}, all as they were written; those before are deleted by age\n",
                    deleted + 1
                )),
                Verified::Broken(number) => {
                    Err(format!("entry {number} of the audit log is missing or not as it was written"))
                }
                Verified::WaitingBroken(count) => Err(format!(
                    "{count} entries that wait to be chained in the audit log are not as they were written"
                )),
                Verified::EndBroken => {
                    Err("the sealed end of the audit log is not as it was written".to_owned())
                }
            }
        }),
        AuditAction::Show { person, flags } => with_settings(flags, |settings| {
            let mut out = BufWriter::new(stdout().lock());
            let shown = runtime.block_on(serve::show_audit(settings, person, &mut out));
            match shown.map_err(|error| error.to_string())? {
                Some(_) => out.flush().map_err(|error| error.to_string()),
                None => Err("--person: no case has this reference".to_owned()),
            }
        }),
    }
}
