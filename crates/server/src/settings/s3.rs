//! The settings for files in a store that speaks S3: which bucket, and how to get at it.

use std::{net::IpAddr, path::PathBuf};

use http::Uri;

use super::{Reader, known::Setting};
use crate::uploads::{Addressing, S3Settings};

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 5] = [
    Setting {
        name: "s3_endpoint",
        variable: "SERVICETORG_S3_ENDPOINT",
        value: "URL",
        default: "",
        means: "The store: https:// and a host, or http:// on this computer",
    },
    Setting {
        name: "s3_region",
        variable: "SERVICETORG_S3_REGION",
        value: "REGION",
        default: "us-east-1",
        means: "The region that calls are signed for; stores without regions take any",
    },
    Setting {
        name: "s3_key_id",
        variable: "SERVICETORG_S3_KEY_ID",
        value: "ID",
        default: "",
        means: "What the store calls the key (access key id)",
    },
    Setting {
        name: "s3_secret_file",
        variable: "SERVICETORG_S3_SECRET_FILE",
        value: "FILE",
        default: "",
        means: "File with the key (secret access key)",
    },
    Setting {
        name: "s3_addressing",
        variable: "SERVICETORG_S3_ADDRESSING",
        value: "path|host",
        default: "path",
        means: "Where the bucket stands in an address: in its path, or before the host",
    },
];

/// What says that files are in a bucket.
const SCHEME: &str = "s3://";

/// Where the files are that people attach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilesSetting {
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket.
    S3(S3Settings),
}

impl Reader {
    pub(super) fn files(&mut self) -> Option<FilesSetting> {
        let place = self.text("files");
        let addressing =
            self.choice("s3_addressing", &[("path", Addressing::Path), ("host", Addressing::Host)]);
        let Some(bucket) = place.strip_prefix(SCHEME) else {
            for name in ["s3_endpoint", "s3_key_id", "s3_secret_file"] {
                if !self.text(name).is_empty() {
                    self.fault(name, "nothing unless `files` is s3://bucket or s3://bucket/prefix");
                }
            }
            if place.is_empty() || place.contains("://") {
                self.fault("files", "a folder, or s3://bucket/prefix");
                return None;
            }
            return Some(FilesSetting::Folder(place.into()));
        };
        let bucket = bucket_and_prefix(bucket);
        if bucket.is_none() {
            self.fault(
                "files",
                "s3://bucket or s3://bucket/prefix, in plain letters, digits, hyphens and full stops, without a slash \
                 at the end",
            );
        }
        let endpoint = Some(self.text("s3_endpoint")).filter(|text| is_endpoint(text));
        if endpoint.is_none() {
            self.fault(
                "s3_endpoint",
                "https:// and a host, such as https://s3.example.no, or http:// and an address of this computer, \
                 without a path",
            );
        }
        let region = self.needed("s3_region", "a region, such as us-east-1");
        let key_id = self.needed("s3_key_id", "what the store calls the key");
        let secret = std::fs::read_to_string(self.text("s3_secret_file"));
        let secret = secret.ok().map(|secret| secret.trim().to_owned()).filter(|secret| !secret.is_empty());
        if secret.is_none() {
            self.fault("s3_secret_file", "a file that can be read, with a secret in it");
        }
        let (bucket, prefix) = bucket?;
        Some(FilesSetting::S3(S3Settings {
            endpoint: endpoint?.trim_end_matches('/').to_owned(),
            region: region?,
            bucket,
            prefix,
            key_id: key_id?,
            secret: secret?,
            addressing: addressing?,
        }))
    }
}

fn bucket_and_prefix(text: &str) -> Option<(String, String)> {
    let (bucket, prefix) = match text.split_once('/') {
        Some((bucket, prefix)) => (bucket, Some(prefix)),
        None => (text, None),
    };
    let is_bucket_sign =
        |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || ".-".contains(sign);
    let is_bucket = (3..=63).contains(&bucket.len()) && bucket.chars().all(is_bucket_sign);
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "._-".contains(sign);
    let is_step = |step: &str| !matches!(step, "" | "." | "..") && step.chars().all(is_plain);
    let is_prefix = prefix.is_none_or(|prefix| prefix.split('/').all(is_step));
    (is_bucket && is_prefix).then(|| (bucket.to_owned(), prefix.unwrap_or_default().to_owned()))
}

/// What people attach does not cross a network in clear.
fn is_endpoint(text: &str) -> bool {
    let Ok(address) = text.parse::<Uri>() else { return false };
    let Some(authority) = address.authority() else { return false };
    let is_bare = matches!(address.path(), "" | "/") && address.query().is_none();
    let host = authority.host();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_here = host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback());
    let scheme = address.scheme_str();
    is_bare
        && !authority.as_str().contains('@')
        && (scheme == Some("https") || (scheme == Some("http") && is_here))
}
