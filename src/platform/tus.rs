//! Files on their way by the open protocol tus 1.0.0: announced, then sent piece by piece, from wherever the
//! last piece arrived.

use contract::{
    paths,
    uploads::{CHUNK_MEDIA_TYPE, TUS_VERSION},
};
use wasm_bindgen::JsCast;
use web_sys::Blob;

use super::{
    dom,
    http::{Failure, Headers, Method, transfer},
};

/// A file that the server expects.
pub struct Expected {
    /// Its id on the server.
    pub id: String,
    /// How many bytes have arrived.
    pub offset: u64,
}

/// Announces a file. The same metadata again give the same upload.
pub async fn announce(size: u64, metadata: &[(&str, &str)]) -> Result<Expected, Failure> {
    let pairs: Vec<String> = metadata
        .iter()
        .filter_map(|(name, value)| Some([name, " ", base64(value)?.as_str()].concat()))
        .collect();
    let headers = protocol(vec![("upload-length", size.to_string()), ("upload-metadata", pairs.join(","))]);
    let told = transfer(Method::Post, paths::UPLOADS, &headers, None).await?;
    let address = told.get("location").ok().flatten();
    let id = address.as_deref().and_then(|address| address.rsplit('/').next()).ok_or(Failure::Garbled)?;
    Ok(Expected { id: id.to_owned(), offset: offset(&told)? })
}

/// Sends the bytes from `from` up to `to`, and tells how many have arrived.
pub async fn append(id: &str, file: &Blob, from: u64, to: u64) -> Result<u64, Failure> {
    // Files are far smaller than what a float can count.
    let piece = file.slice_with_f64_and_f64(from as f64, to as f64).map_err(|_| Failure::Garbled)?;
    let headers = protocol(vec![("upload-offset", from.to_string())]);
    let bytes = Some((CHUNK_MEDIA_TYPE, piece.unchecked_ref()));
    offset(&transfer(Method::Patch, &paths::upload(id), &headers, bytes).await?)
}

/// The file is not wanted any more.
pub async fn delete(id: &str) -> Result<(), Failure> {
    transfer(Method::Delete, &paths::upload(id), &protocol(Vec::new()), None).await.map(drop)
}

fn protocol(mut headers: Vec<(&'static str, String)>) -> Headers {
    headers.push(("tus-resumable", TUS_VERSION.to_owned()));
    Headers(headers)
}

fn offset(told: &web_sys::Headers) -> Result<u64, Failure> {
    let offset = told.get("upload-offset").ok().flatten();
    offset.and_then(|offset| offset.parse().ok()).ok_or(Failure::Garbled)
}

/// The browser encodes bytes that are given to it as characters.
fn base64(text: &str) -> Option<String> {
    let bytes: String = text.bytes().map(char::from).collect();
    dom::window().btoa(&bytes).ok()
}
