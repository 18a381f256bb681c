//! Everything that the server answers with, made from its settings.

use std::sync::Arc;

use content::{DemoMode, Pack};
use tracing::warn;

use super::{
    StartError,
    database::{fill, migrate},
};
use crate::{
    clock::{Clock, ShiftedClock, SystemClock},
    events::Streams,
    mail::{Mail, MailFolder, Mailer},
    metrics::Metrics,
    organisations::{Lookup, RegisterSource},
    randomness::{self, SystemRandomness},
    settings::{FilesSetting, OrganisationSetting, ScannerSetting, Settings},
    sign_in::Providers,
    site::check_site,
    state::{App, AppState, Serving},
    stopping::Stopping,
    tries::Tries,
    uploads::{Clamd, ExampleScanner, Files, Scanner, Uploads},
};

/// The municipality's content.
///
/// # Errors
/// Every finding in it, a line each.
pub fn load(settings: &Settings) -> Result<Pack, StartError> {
    Pack::load(&settings.content).map_err(|findings| {
        let lines: Vec<String> =
            findings.iter().map(|finding| format!("{}/{finding}", settings.content.display())).collect();
        StartError::Content(lines.join("\n"))
    })
}

pub(super) async fn app(settings: &Settings) -> Result<AppState, StartError> {
    let pack = load(settings)?;
    let store = migrate(settings).await?;
    let clock = clock(settings);
    if settings.demo == DemoMode::On {
        fill(&pack, &store, clock.as_ref()).await?;
    }
    let files = files(settings, clock.as_ref()).await?;
    let scanner: Arc<dyn Scanner> = match &settings.scanner {
        ScannerSetting::Example => Arc::new(ExampleScanner),
        ScannerSetting::Clamd(address) => Arc::new(Clamd(address.clone())),
    };
    let uploads = Uploads::new(files, scanner, settings.uploads);
    // Real delivery is another program's; a demo only shows what would be sent.
    let mailer: Option<Arc<dyn Mailer>> = match settings.demo {
        DemoMode::On => Some(Arc::new(MailFolder(settings.mail.clone()))),
        DemoMode::Off => None,
    };
    let mail = Mail { mailer, from: settings.mail_from.clone() };
    let site = match check_site(&settings.site) {
        Ok(()) => Some(settings.site.clone()),
        Err(fault) => {
            warn!("no site: {fault}");
            None
        }
    };
    let source = match &settings.organisations {
        OrganisationSetting::Off => RegisterSource::Off,
        OrganisationSetting::MadeUp => RegisterSource::MadeUp,
        OrganisationSetting::Register(address) => RegisterSource::register(address.clone())?,
    };
    let organisations = Lookup::new(source);
    let serving = Serving {
        demo: settings.demo,
        cookies: settings.cookies,
        session_idle: settings.session_idle,
        session_absolute: settings.session_absolute,
        base: settings.base.clone(),
        site,
        timeout: settings.timeout,
        audit_years: settings.audit_years,
        proxies: settings.defence.proxies.clone(),
    };
    let tries = Tries::new(settings.defence.rates);
    Ok(Arc::new(App {
        pack,
        store,
        clock,
        randomness: Arc::new(SystemRandomness),
        stopping: Stopping::default(),
        metrics: Metrics::new(tries.refused()),
        tries,
        streams: Streams::default(),
        organisations,
        uploads,
        mail,
        providers: Providers::new(&settings.providers)?,
        serving,
    }))
}

/// Where the bytes of files are, once it has shown that it takes and gives them.
async fn files(settings: &Settings, clock: &dyn Clock) -> Result<Files, StartError> {
    let files = match &settings.files {
        FilesSetting::Folder(folder) => Files::in_folder(folder)?,
        FilesSetting::S3(bucket) => Files::in_s3(bucket)?,
    };
    files.check(randomness::id(&SystemRandomness, clock.now())?).await?;
    Ok(files)
}

pub(super) fn clock(settings: &Settings) -> Arc<dyn Clock> {
    match settings.demo_clock {
        Some(start) => Arc::new(ShiftedClock::starting_at(start)),
        None => Arc::new(SystemClock),
    }
}
