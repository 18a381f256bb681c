//! What is wrong with documents and places: answers with parts.

use crate::{
    Attachment, AttachmentRules, Code, DateRules, FILE_TYPES, FileRef, Point, TEXT_LENGTH, Way,
    decimal::Decimal,
    validate::{Wrong, bounded, day, line},
};

/// The parts of an attachment that are wrong.
pub(crate) fn wrong(attachment: &Attachment, rules: &AttachmentRules, today: locale::Date) -> Vec<Wrong> {
    let part = |part: &'static str, code: Option<Code>| code.map(|code| (Some(part), code));
    let way = Way::of_key(&attachment.how).filter(|way| rules.ways().contains(way));
    let found = match way {
        None => part("how", Some(Code::UnknownOption)),
        Some(Way::Now) => part("files", files(&attachment.files, rules)),
        Some(Way::Later) => {
            let limits =
                DateRules { earliest_days: Some(0), latest_days: rules.latest_days, ..DateRules::default() };
            let is_empty = attachment.by.is_empty();
            part("by", if is_empty { Some(Code::Required) } else { day(&attachment.by, &limits, today) })
        }
        Some(Way::AlreadySent | Way::SomeoneElse | Way::NotRelevant) => None,
    };
    found.into_iter().collect()
}

fn files(files: &[FileRef], rules: &AttachmentRules) -> Option<Code> {
    if files.is_empty() {
        return Some(Code::Required);
    }
    if files.len() > rules.max_files() {
        return Some(Code::TooManyFiles { max: bounded(rules.max_files()) });
    }
    files.iter().find_map(|file| {
        let name = || file.name.chars().take(usize::from(TEXT_LENGTH)).collect();
        if !is_complete(file) {
            Some(Code::WrongFile)
        } else if file.size > rules.max_bytes() {
            let max = u32::try_from(rules.max_bytes() / 1_000_000).unwrap_or(u32::MAX);
            Some(Code::FileTooLarge { max, file: name() })
        } else if !rules.types().any(|extension| is_type(extension, &file.media_type)) {
            Some(Code::WrongFileType { file: name() })
        } else {
            None
        }
    })
}

fn is_complete(file: &FileRef) -> bool {
    let is_hash = file.sha256.len() == 64
        && file.sha256.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let is_id = (1..=64).contains(&file.id.len())
        && file.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_hash && is_id && file.size > 0 && !file.name.is_empty() && line(&file.name, TEXT_LENGTH).is_none()
}

fn is_type(extension: &str, media_type: &str) -> bool {
    FILE_TYPES.iter().any(|(other, known)| *other == extension && *known == media_type)
}

/// The parts of a place that are wrong: a point has both coordinates, and a place without them has words.
pub(crate) fn wrong_point(point: &Point) -> Vec<Wrong> {
    let is_described = point.latitude.is_empty() && point.longitude.is_empty();
    let degrees = |text: &str, most: i64| {
        let limit = Decimal::from_integer(most);
        let number = Decimal::parse(text);
        let fits = number.is_some_and(|number| {
            number <= limit && number.negated().is_some_and(|negated| negated <= limit)
        });
        match text {
            "" => Some(Code::Required),
            _ if fits => None,
            _ => Some(Code::NotCoordinate),
        }
    };
    let found = [
        ("latitude", degrees(&point.latitude, 90).filter(|_| !is_described)),
        ("longitude", degrees(&point.longitude, 180).filter(|_| !is_described)),
        ("description", line(&point.description, 1000)),
    ];
    found.into_iter().filter_map(|(part, code)| Some((Some(part), code?))).collect()
}
