//! Rules for single values: readability, phone numbers, addresses, identifiers.

/// Above this, most people find a text heavy.
pub(crate) const MAX_LIX: u32 = 45;

/// Fewer words than this say nothing about how heavy a text is.
const MIN_WORDS_FOR_LIX: usize = 25;

/// Readability by LIX: words a sentence plus the percentage of words longer than six letters. Nothing for
/// texts too short to tell.
pub(crate) fn lix(text: &str) -> Option<u32> {
    let words: Vec<&str> = text.split(|character: char| !character.is_alphanumeric()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if words.len() <= MIN_WORDS_FOR_LIX {
        return None;
    }
    let long = words.iter().filter(|word| word.chars().count() > 6).count();
    let sentences = sentences(text).max(1);
    let lix = (words.len() as f32 / sentences as f32) + 100.0 * long as f32 / words.len() as f32;
    Some(lix.round() as u32)
}

/// A sentence ends with `.`, `!`, `?` or `:` before a space, or with the line.
fn sentences(text: &str) -> usize {
    let ends = |line: &str| {
        let words = line.split_whitespace();
        let ended = words.clone().filter(|word| word.ends_with(['.', '!', '?', ':'])).count();
        let open_end = words.last().is_some_and(|word| !word.ends_with(['.', '!', '?', ':']));
        ended + usize::from(open_end)
    };
    text.lines().map(ends).sum()
}

/// E.164 with country code: `+4732040000`.
pub(crate) fn is_phone(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    let length = if digits.starts_with("47") { 10..=10 } else { 8..=15 };
    length.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `https` with a host that has a dot; nothing that would have to be escaped.
pub(crate) fn is_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_ok = host.split('.').count() > 1
        && host.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
    host_ok && rest.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>'))
}

pub(crate) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains('@')
            && text.bytes().all(|byte| byte.is_ascii_graphic())
    })
}

/// Lower-case ASCII letters, digits and hyphens: safe in addresses and file names.
pub(crate) fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Nine digits that start with 8 or 9; the last is the check digit by modulus 11.
pub(crate) fn is_organisation_number(text: &str) -> bool {
    if text.len() != 9 || !text.starts_with(['8', '9']) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = text
        .bytes()
        .zip([3, 2, 7, 6, 5, 4, 3, 2, 1])
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    sum.is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::{is_email, is_identifier, is_organisation_number, is_phone, is_url, lix};

    #[test]
    fn lix_counts_sentences_and_long_words() {
        assert_eq!(lix("Vi svarer deg."), None);
        // 36 words in 3 sentences, none long.
        let easy = "Vi gir deg et svar om to uker når du har sendt. ".repeat(3);
        assert_eq!(lix(&easy), Some(12));
        let heavy = "Kommunestyrets saksbehandlingsrutiner vedrørende innbyggerhenvendelser ".repeat(9);
        assert_eq!(lix(&heavy), Some(136));
    }

    #[test]
    fn phone_numbers_have_a_country_code() {
        assert!(is_phone("+4732040000") && is_phone("+46812345678"));
        assert!(!is_phone("32040000") && !is_phone("+47 32040000") && !is_phone("+473204000"));
    }

    #[test]
    fn addresses() {
        assert!(is_url("https://lovdata.no/lov/2005-06-17-64") && is_url("https://www.nav.no"));
        assert!(!is_url("http://www.nav.no") && !is_url("https://nav") && !is_url("https://nav.no/to ord"));
        assert!(is_email("kommunepost@drammen.kommune.no"));
        assert!(!is_email("kommunepost") && !is_email("a@b@c.no") && !is_email("@drammen.no"));
    }

    #[test]
    fn identifiers_and_organisation_numbers() {
        assert!(is_identifier("meld-feil-vei-lys-vann"));
        assert!(!is_identifier("Ærend") && !is_identifier("") && !is_identifier("-a"));
        assert!(is_organisation_number("921234554") && is_organisation_number("998447356"));
        assert!(!is_organisation_number("921234555") && !is_organisation_number("12345678"));
    }
}
