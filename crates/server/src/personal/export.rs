//! Puts together all that is kept of a person.
//!
//! Files and copies come first and `mine-data.json` last, so that it can say of every file whether its bytes are there.
//! A store of files that does not answer breaks the archive off, and the person tries again; a file that is lost or
//! damaged for good does not keep the rest from anybody.

use std::io;

use content::{DemoMode, Pack};
use contract::{
    personal::{OwnCase, OwnContent, OwnDraft, OwnFile, PersonalData},
    session::SignInLevel,
    uploads::UploadState,
};
use futures_util::TryStreamExt;
use locale::{Language, Timestamp};
use sha2::{Digest, Sha256};
use tracing::warn;

use super::{
    archive::{Archive, Broken, Pieces, safe},
    document,
};
use crate::{
    copy,
    randomness::to_hex,
    state::{App, AppState},
    storage::{Overview, Person, StorageError, StoredAttachment, StoredCase},
    uploads::{self, Files},
};

/// What an archive is made of.
pub(crate) struct Export {
    person: Person,
    overview: Overview,
    /// The forms of the drafts.
    drafts: Vec<String>,
    now: Timestamp,
}

/// What is remembered of a case between its files and its place in the document.
struct Put {
    reference: String,
    copy: Option<String>,
    files: Vec<OwnFile>,
}

impl Export {
    /// Looks what there is; nothing where the person is not there any more.
    pub(crate) async fn of(app: &App, person: Person, now: Timestamp) -> Result<Option<Self>, StorageError> {
        // So that the log in it goes up to this moment.
        app.store.write_notes().await?;
        let Some(overview) = app.store.overview(person.id, now).await? else { return Ok(None) };
        let drafts = app.store.drafts(person.id, now).await?.into_iter().map(|(form, _)| form).collect();
        Ok(Some(Self { person, overview, drafts, now }))
    }

    /// The level of sign-in that all of it together needs.
    pub(crate) fn level(&self, pack: &Pack) -> Option<SignInLevel> {
        let drafts = self.drafts.iter().filter_map(|form| pack.form_level(form));
        let cases = self.overview.cases.iter().filter_map(|(_, service)| pack.service_level(service));
        drafts.chain(cases).max()
    }

    /// Begins to send it.
    pub(crate) fn send(self, app: AppState) -> Pieces {
        let (archive, pieces) = Archive::begin(self.now);
        let complaints = archive.complaints();
        tokio::spawn(async move {
            match self.write(&app, archive).await {
                Ok(()) | Err(Broken::Left) => {}
                Err(error) => {
                    warn!(cause = %error, "what is kept of a person could not be sent to its end");
                    // Gone meanwhile is fine.
                    _ = complaints.send(Err(io::Error::other("broken off"))).await;
                }
            }
        });
        pieces
    }

    async fn write(self, app: &App, mut archive: Archive) -> Result<(), Broken> {
        let Self { person, overview, drafts, now } = self;
        let whose = person.id;
        let store = &app.store;
        let mut own_drafts: Vec<OwnDraft> = Vec::new();
        for form in drafts {
            let Some(found) = store.draft(whose, &form, now).await? else { continue };
            let files = store.draft_attachments(whose, &form, now).await?;
            own_drafts.push(document::draft(found, put_files(app, &mut archive, files).await?));
        }
        let mut cases = Vec::with_capacity(overview.cases.len());
        for (reference, _) in overview.cases {
            let Some((found, _)) = store.case(whose, &reference).await? else { continue };
            let mut files = store.case_attachments(found.head.id).await?;
            files.extend(store.later_attachments(whose, found.head.id, now).await?);
            let copy = put_copy(app, &mut archive, found, now).await?;
            cases.push(Put { reference, copy, files: put_files(app, &mut archive, files).await? });
        }
        let (before, after) = document::around_cases(&PersonalData {
            made: now,
            municipality: app.pack.front(Language::Nb, now, DemoMode::Off).municipality.name,
            profile: document::profile(person, overview.known_since),
            sessions: overview.sessions,
            log: overview.log,
            left_out: overview.left_out,
            drafts: own_drafts,
            cases: Vec::new(),
        })?;
        archive.file("mine-data.json")?;
        archive.write(before.as_bytes()).await?;
        let mut comma = "";
        // One after the other: there may be many, and each may be long.
        for put in cases {
            let Some((found, events)) = store.case(whose, &put.reference).await? else { continue };
            let email_sent = store.email_sent_at(found.head.id).await?;
            let case = document::case(found);
            let case = OwnCase { events, email_sent, copy: put.copy, files: put.files, ..case };
            archive.write(comma.as_bytes()).await?;
            archive.write(&serde_json::to_vec(&case)?).await?;
            comma = ",";
        }
        archive.write(after.as_bytes()).await?;
        archive.end().await
    }
}

/// Puts the copy of a case in; its path. One that cannot be made keeps nothing else from the person.
async fn put_copy(
    app: &App,
    archive: &mut Archive,
    case: StoredCase,
    now: Timestamp,
) -> Result<Option<String>, Broken> {
    let language = case.language;
    let document = copy::document(&app.pack, case, language, now);
    let path = format!("cases/{}.pdf", safe(&document.reference));
    // Some milliseconds of work: not where other calls wait.
    let made = tokio::task::spawn_blocking(move || receipt::to_pdf(&document)).await;
    let pdf = match made {
        Ok(Ok(pdf)) => pdf,
        Ok(Err(error)) => {
            warn!(code = error.code(), "the copy of a case could not be made");
            return Ok(None);
        }
        Err(_) => return Err(io::Error::other("the copy of a case was broken off").into()),
    };
    archive.file(&path)?;
    archive.write(&pdf).await?;
    Ok(Some(path))
}

async fn put_files(
    app: &App,
    archive: &mut Archive,
    files: Vec<StoredAttachment>,
) -> Result<Vec<OwnFile>, Broken> {
    let mut put = Vec::with_capacity(files.len());
    for file in files {
        put.push(put_file(app, archive, file).await?);
    }
    Ok(put)
}

/// Puts the bytes of a file in, where there are any.
async fn put_file(app: &App, archive: &mut Archive, file: StoredAttachment) -> Result<OwnFile, Broken> {
    let (id, size, changed) = (file.id, file.size, file.changed);
    let told = |content, path, upload| Ok(OwnFile { upload, changed, content, path });
    let UploadState::Ready { sha256, .. } = &file.state else {
        return told(OwnContent::NotKept, None, uploads::told(file));
    };
    let kept = sha256.clone();
    let object = Files::kept(id, file.file_key.as_ref());
    let mut bytes = match app.uploads.files.find(&object, file.file_key.as_ref()).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            warn!(file = %id, "the bytes of a file are lost");
            return told(OwnContent::Missing, None, uploads::told(file));
        }
        Err(error) if error.is_passing() => return Err(error.into()),
        Err(error) => {
            warn!(file = %id, cause = %error, "a file cannot be read");
            return told(OwnContent::Damaged, None, uploads::told(file));
        }
    };
    // The id tells two of one name apart.
    let path = format!("files/{id}-{}", safe(&file.name));
    archive.file(&path)?;
    let mut length: u64 = 0;
    let mut hash = Sha256::new();
    loop {
        let piece = match bytes.try_next().await {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            Err(error) if error.is_passing() => return Err(error.into()),
            // What could be read is there, and is too short.
            Err(_) => break,
        };
        length += piece.len() as u64;
        hash.update(&piece);
        archive.write(&piece).await?;
    }
    let is_whole = length == size && to_hex(&hash.finalize()) == kept;
    if !is_whole {
        warn!(file = %id, "the bytes of a file are not those that were kept");
    }
    let content = if is_whole { OwnContent::Whole } else { OwnContent::Damaged };
    told(content, Some(path), uploads::told(file))
}
