//! Commands on the municipality's content, and on how its forms are filled in.

use std::io::{Write, stdout};

use locale::Date;
use server::{serve, settings::Settings};
use tokio::runtime::Runtime;

pub(super) fn check(settings: &Settings) -> Result<(), String> {
    let pack = serve::load(settings).map_err(|error| error.to_string())?;
    let (services, forms) = (pack.service_ids().count(), pack.form_ids().count());
    writeln!(stdout(), "{}: {services} services and {forms} forms without faults", settings.content.display())
        .map_err(|error| error.to_string())
}

/// How far people came in a form in a month, such as 2026-11.
pub(super) fn figures(settings: &Settings, form: &str, month: Option<&str>) -> Result<(), String> {
    let month = month.map(|month| Date::parse_iso(&format!("{month}-01")));
    let month = match month {
        Some(None) => return Err("--month: expected a month, such as 2026-11".to_owned()),
        Some(month) => month,
        None => None,
    };
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    let table = runtime.block_on(serve::figures(settings, form, month)).map_err(|error| error.to_string())?;
    write!(stdout(), "{table}").map_err(|error| error.to_string())
}
