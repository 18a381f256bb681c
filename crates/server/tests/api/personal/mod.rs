//! A person's own data: fetched as a whole, and what was not sent deleted.

mod commands;
mod export;
mod gone;
mod unsent;

use std::{collections::BTreeMap, io::Read};

use contract::personal::PersonalData;
use zip::ZipArchive;

use super::{
    support::{Answered, Call, TestApp},
    uploads::{Place, Sender, case_of, pdf, ready_for_case},
};

/// The files of an archive by their paths; reading one checks its CRC.
pub(crate) fn opened(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert!(file.enclosed_name().is_some(), "{:?} leads elsewhere", file.name());
        let name = file.name().unwrap().into_owned();
        assert!(files.insert(name.clone(), bytes).is_none(), "{name} is there twice");
    }
    files
}

pub(crate) fn document(files: &BTreeMap<String, Vec<u8>>) -> PersonalData {
    serde_json::from_slice(&files["mine-data.json"]).unwrap()
}

async fn export(app: &TestApp, cookie: &str) -> Answered {
    app.send(Call::get("/api/v1/me/export").cookie(cookie)).await
}

async fn delete_unsent(app: &TestApp, cookie: &str) -> Answered {
    app.send(Call::delete("/api/v1/me/unsent").cookie(cookie)).await
}

/// Somebody with two cases, one of which has a file and awaits a document, a file for that, and a draft with a file.
pub(crate) struct Somebody {
    pub(crate) sender: Sender,
    pub(crate) awaiting: String,
    pub(crate) with_file: String,
}

impl Somebody {
    pub(crate) async fn on(place: Place) -> Option<Self> {
        use super::support::{answers, save_draft, submission};
        let sender = Sender::on(place).await?;
        let (_, told) = sender.ready("Sendt.pdf", &pdf(3000)).await;
        let mut all = answers();
        all["vedlegg"] = serde_json::json!({ "how": "now", "files": [named(&told)] });
        let sent = sender.app.send(submission("med-fil", &sender.cookie, &all)).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
        let with_file = sent.json()["reference"].as_str().unwrap().to_owned();
        let awaiting = case_of(&sender, "venter").await;
        ready_for_case(&sender, &awaiting, "../Attest.pdf", &pdf(2000)).await;
        let again = save_draft(&sender.cookie, ("if-none-match", "*"), &answers());
        assert_eq!(sender.app.send(again).await.status, 201);
        sender.ready("Utkast.pdf", &pdf(1000)).await;
        Some(Self { sender, awaiting, with_file })
    }

    pub(crate) fn app(&self) -> &TestApp {
        &self.sender.app
    }

    pub(crate) fn cookie(&self) -> &str {
        &self.sender.cookie
    }
}

/// A file as an answer names it.
fn named(told: &serde_json::Value) -> serde_json::Value {
    serde_json::json!({ "id": told["id"], "name": told["name"], "size": told["size"],
        "media_type": told["media_type"], "sha256": told["sha256"] })
}
