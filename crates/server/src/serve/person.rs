//! What is kept of a person, at the command line.

use std::path::Path;

use super::{StartError, app};
use crate::{
    personal::{self, Sure},
    settings::Settings,
    storage::{Cases, Origin, within},
};

/// Writes the archive of the person with that identity number; what to say of it.
///
/// # Errors
/// Where content, database or files cannot be used, nobody has the number, or the archive cannot be written.
pub async fn export_person(settings: &Settings, number: &str, to: &Path) -> Result<String, StartError> {
    let app = app(settings).await?;
    let told = within(Origin::Command, personal::export_to(&app, number, to)).await;
    app.store.clone().close().await?;
    Ok(told?)
}

/// Deletes the person with that identity number, or says what would be deleted.
///
/// # Errors
/// Where content, database or files cannot be used, or nobody has the number.
pub async fn delete_person(
    settings: &Settings,
    number: &str,
    cases: Cases,
    sure: Sure,
) -> Result<String, StartError> {
    let app = app(settings).await?;
    let told = within(Origin::Command, personal::delete(&app, number, cases, sure)).await;
    app.store.clone().close().await?;
    Ok(told?)
}
