//! A real clamd looks at the files, with a signature of the test's own.

use std::{
    fs,
    io::ErrorKind,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use server::uploads::{Clamd, ClamdAddress, resume_waiting};

use super::{PDF, Sender, pdf};
use crate::support::Setup;

/// What the signature looks for.
const MARKER: &[u8] = b"SERVICETORG-HARMFUL-EXAMPLE";

/// A clamd of the test, which ends with it.
struct Daemon {
    folder: tempfile::TempDir,
    process: Option<Child>,
}

impl Daemon {
    /// Nothing, told loudly, where there is no clamd; in continuous integration that fails.
    async fn start() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::create_dir(path.join("signatures")).unwrap();
        let hexadecimal: String = MARKER.iter().map(|byte| format!("{byte:02x}")).collect();
        fs::write(path.join("signatures/test.ndb"), format!("Servicetorg.Test:0:*:{hexadecimal}\n")).unwrap();
        let settings = format!(
            "Foreground yes\nLocalSocket {}\nDatabaseDirectory {}\nStreamMaxLength 1M\nMaxThreads 2\n",
            path.join("clamd.ctl").display(),
            path.join("signatures").display(),
        );
        fs::write(path.join("clamd.conf"), settings).unwrap();
        let mut daemon = Self { folder, process: None };
        daemon.up().await.then_some(daemon)
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn scanner(&self) -> Arc<Clamd> {
        Arc::new(Clamd(ClamdAddress::Unix(self.path().join("clamd.ctl"))))
    }

    /// Waits until it answers.
    async fn up(&mut self) -> bool {
        let mut clamd = Command::new("clamd");
        clamd.arg("--config-file").arg(self.path().join("clamd.conf"));
        match clamd.stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
            Ok(process) => self.process = Some(process),
            Err(error) if error.kind() == ErrorKind::NotFound && std::env::var_os("CI").is_none() => {
                eprintln!("NOT RUN: there is no clamd; install clamav-daemon");
                return false;
            }
            Err(error) => panic!("clamd: {error}"),
        }
        for _ in 0..600 {
            if tokio::net::UnixStream::connect(self.path().join("clamd.ctl")).await.is_ok() {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("clamd does not answer");
    }

    fn down(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
            _ = fs::remove_file(self.path().join("clamd.ctl"));
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.down();
    }
}

fn harmful() -> Vec<u8> {
    [PDF, b"\n% ", MARKER, b"\n"].concat()
}

#[tokio::test]
async fn what_clamd_finds_is_refused_and_what_it_cannot_look_at_is_not_served() {
    let Some(mut daemon) = Daemon::start().await else { return };
    let setup = Setup { scanner: daemon.scanner(), ..Setup::default() };
    let sender = Sender::with(setup).await.unwrap();
    sender.ready("Plantegning.pdf", PDF).await;
    assert_eq!(sender.refusal("Virus.pdf", &harmful()).await["reason"], "harmful");

    // It is gone: files wait, and none of them can be fetched.
    daemon.down();
    let waiting = sender.upload("Vedtak.pdf", PDF).await;
    let bad = sender.upload("Orm.pdf", &harmful()).await;
    for path in [&waiting, &bad] {
        sender.app.clock.advance(61_000);
        resume_waiting(&sender.app.app).await;
        assert_eq!(sender.get(path).await.json()["state"], "scanning");
        assert_eq!(sender.get(&format!("{path}/content")).await.problem(), "upload_not_ready");
    }

    // It is back: nobody has to do anything.
    assert!(daemon.up().await);
    sender.app.clock.advance(61_000);
    resume_waiting(&sender.app.app).await;
    assert_eq!(sender.decided(&waiting).await["state"], "ready");
    assert_eq!(sender.decided(&bad).await["refusal"]["reason"], "harmful");
}

#[tokio::test]
async fn a_file_larger_than_clamd_takes_is_refused_in_the_end() {
    let Some(daemon) = Daemon::start().await else { return };
    let setup = Setup { scanner: daemon.scanner(), ..Setup::default() };
    let sender = Sender::with(setup).await.unwrap();
    let path = sender.upload("Stor.pdf", &pdf(3_000_000)).await;
    for _ in 0..8 {
        sender.app.clock.advance(61_000);
        resume_waiting(&sender.app.app).await;
    }
    assert_eq!(sender.decided(&path).await["refusal"]["reason"], "not_scanned");
}
