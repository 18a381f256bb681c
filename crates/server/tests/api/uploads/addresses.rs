//! A bucket over TLS, and one that stands before the host of its store: with the real program, which trusts whom its
//! computer trusts.

use std::{net::SocketAddr, path::Path, process::Output, sync::Arc};

use server::uploads::{Addressing, S3Settings};
use tokio::{
    net::{TcpListener, TcpStream},
    process::Command,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    },
};

use super::certificate::Certified;
use crate::{bucket::Bucket, support::pack_folder};

/// Where a store listens that speaks TLS, before one that does not.
async fn listen(certified: &Certified, store: SocketAddr) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let chain = vec![CertificateDer::from(certified.certificate.clone())];
    let key = PrivatePkcs8KeyDer::from(certified.key.clone());
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key.into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        loop {
            let (connection, _) = listener.accept().await.unwrap();
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // Who does not trust us hangs up.
                let Ok(mut connection) = acceptor.accept(connection).await else { return };
                let mut store = TcpStream::connect(store).await.unwrap();
                _ = tokio::io::copy_bidirectional(&mut connection, &mut store).await;
            });
        }
    });
    format!("https://{address}")
}

/// A command that tries the bucket as a server does before it starts.
async fn figures(folder: &Path, settings: &S3Settings, environment: (&str, &str)) -> Output {
    let addressing = match settings.addressing {
        Addressing::Path => "path",
        Addressing::Host => "host",
    };
    let secret = folder.join("secret");
    std::fs::write(&secret, &settings.secret).unwrap();
    Command::new(env!("CARGO_BIN_EXE_servicetorg-server"))
        .args(["figures", "prove", "--demo"])
        .env_clear()
        .env("DATABASE_URL", format!("sqlite://{}?mode=rwc", folder.join("test.db").display()))
        .env("SERVICETORG_CONTENT", pack_folder())
        .env("SERVICETORG_FILES", format!("s3://{}/{}", settings.bucket, settings.prefix))
        .env("SERVICETORG_S3_ENDPOINT", &settings.endpoint)
        .env("SERVICETORG_S3_KEY_ID", &settings.key_id)
        .env("SERVICETORG_S3_SECRET_FILE", &secret)
        .env("SERVICETORG_S3_ADDRESSING", addressing)
        .env(environment.0, environment.1)
        .output()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_store_is_believed_whose_authority_the_computer_trusts_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let bucket = Bucket::start(&folder.path().join("s3")).await;
    let plain = bucket.settings();
    let (ours, other) = (Certified::new(), Certified::new());
    let settings = S3Settings { endpoint: listen(&ours, bucket.address()).await, ..plain };
    let trusting = async |certified: &Certified| {
        let trusts = folder.path().join("authority.pem");
        std::fs::write(&trusts, &certified.authority_pem).unwrap();
        let environment = ("SSL_CERT_FILE", trusts.to_str().unwrap());
        let told = figures(folder.path(), &settings, environment).await;
        (told.status.success(), String::from_utf8(told.stderr).unwrap())
    };
    let (is_served, told) = trusting(&ours).await;
    assert!(is_served, "{told}");
    // It has put something there, and has removed it.
    assert!(bucket.folder().is_dir());
    let (is_served, told) = trusting(&other).await;
    assert!(!is_served && told.contains("the file store: "), "{told}");
}

#[tokio::test]
async fn a_bucket_may_stand_before_the_host_of_its_store() {
    let folder = tempfile::tempdir().unwrap();
    let bucket = Bucket::start_by_host(&folder.path().join("s3")).await;
    // Every call goes to the store, whatever host it names.
    let proxy = format!("http://{}", bucket.address());
    let good = bucket.settings();
    let told = figures(folder.path(), &good, ("http_proxy", &proxy)).await;
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    assert!(bucket.folder().is_dir());
    let wrong = S3Settings { addressing: Addressing::Path, ..good };
    let told = figures(folder.path(), &wrong, ("http_proxy", &proxy)).await;
    let fault = String::from_utf8(told.stderr).unwrap();
    assert!(!told.status.success() && fault.contains("no bucket before the host"), "{fault}");
}
