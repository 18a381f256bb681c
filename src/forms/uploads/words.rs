//! How far a file has come, and why it is not taken, in words.

use contract::uploads::Refusal;
use locale::{Language, file_size};

use super::{Reason, Stage, Upload};
use crate::{
    platform::{
        connection::{Connection, connection},
        http::Failure,
    },
    texts::forms as words,
};

/// How far it has come; tracked where the network matters.
pub fn stage_words(upload: &Upload, language: Language) -> String {
    let text = match &upload.stage {
        Stage::Queued => words::FILE_QUEUED,
        Stage::Sending(arrived) => return words::file_sending(language, &percent(*arrived, upload.size)),
        Stage::Waiting(failure) if failure.is_signed_out() => words::FILE_SIGNED_OUT,
        Stage::Waiting(Failure::Offline) if connection() == Connection::Offline => words::FILE_OFFLINE,
        Stage::Waiting(_) => words::FILE_BROKEN,
        Stage::Missing => words::FILE_MISSING,
        Stage::Scanning => words::FILE_SCANNING,
        Stage::Ready => words::FILE_READY,
        Stage::Refused(reason) => return refusal_words(reason, language),
    };
    text.in_language(language).to_owned()
}

fn percent(arrived: u64, size: u64) -> String {
    (arrived * 100 / size.max(1)).to_string()
}

/// Why a file is not taken, and what to do.
pub fn refusal_words(reason: &Reason, language: Language) -> String {
    let text = match reason {
        Reason::TooLarge(limit) => return words::refused_large(language, &file_size(*limit, language)),
        Reason::TooMany(limit) => return words::refused_many(language, &limit.to_string()),
        Reason::TooMuch(limit) => return words::refused_much(language, &file_size(*limit, language)),
        Reason::Failed => words::REFUSED_FAILED,
        Reason::Server(refusal) => match refusal {
            Refusal::Empty => words::REFUSED_EMPTY,
            // Phones have them, and most people do not know.
            Refusal::TypeNotAllowed { found: Some(found), .. } if is_heic(found) => words::REFUSED_HEIC,
            Refusal::TypeNotAllowed { allowed, .. } => {
                return words::refused_type(language, &listed(allowed));
            }
            Refusal::NameMismatch { endings } => return words::refused_name(language, &listed(endings)),
            Refusal::Ambiguous => words::REFUSED_AMBIGUOUS,
            Refusal::Damaged => words::REFUSED_DAMAGED,
            Refusal::Locked => words::REFUSED_LOCKED,
            Refusal::Macros => words::REFUSED_MACROS,
            Refusal::TooManyPixels { .. } => words::REFUSED_PIXELS,
            Refusal::TooManyPages { limit } => return words::refused_pages(language, &limit.to_string()),
            Refusal::NotText => words::REFUSED_TEXT,
            Refusal::UnpacksTooLarge { .. } => words::REFUSED_UNPACKS,
            Refusal::Harmful => words::REFUSED_HARMFUL,
            Refusal::NotScanned => words::REFUSED_NOT_SCANNED,
        },
    };
    text.in_language(language).to_owned()
}

/// Whether a media type is that of pictures as phones keep them.
fn is_heic(media_type: &str) -> bool {
    matches!(media_type, "image/heic" | "image/heif")
}

/// Endings as people know them: `PDF, JPG, PNG`. A kind with two endings is named once.
pub fn listed(endings: &[String]) -> String {
    let named: Vec<String> = endings
        .iter()
        .filter(|ending| !matches!(ending.as_str(), "jpeg" | "tif"))
        .map(|ending| ending.to_uppercase())
        .collect();
    named.join(", ")
}
