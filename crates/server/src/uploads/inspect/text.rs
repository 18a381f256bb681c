//! Plain text: readable by everybody, and nothing else in disguise.

use contract::uploads::Refusal;

use super::Kind;

/// Text in UTF-8, without signs that steer old terminals and printers.
pub(super) fn read(bytes: &[u8]) -> Result<Kind, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::NotText)?;
    let is_steering = |sign: char| sign.is_control() && !matches!(sign, '\t' | '\n' | '\r' | '\u{c}');
    if text.chars().any(is_steering) { Err(Refusal::NotText) } else { Ok(Kind::Txt) }
}
