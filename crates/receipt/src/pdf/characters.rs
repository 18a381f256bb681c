//! What becomes of each character of a text; the rule is told in the module above.

/// How a character is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// As itself, where the typeface has it.
    Drawn,
    /// Not at all: it only steers how others are set.
    LeftOut,
    /// As a box that also reads as a box, since it means nothing or must not stand in an archived document.
    Boxed,
    /// A place where a line may break.
    Space,
    /// The end of a line.
    LineEnd,
}

/// What is drawn in the place of a character that cannot be.
pub(super) const BOX: char = '\u{25a1}';

/// How a character is set.
pub(super) fn setting(character: char) -> Setting {
    match character {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Setting::LineEnd,
        ' '
        | '\t'
        | '\u{1680}'
        | '\u{2000}'..='\u{2006}'
        | '\u{2008}'..='\u{200a}'
        | '\u{205f}'
        | '\u{3000}' => Setting::Space,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Setting::LeftOut,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Setting::Boxed,
        _ if character.is_control() || is_noncharacter(character) => Setting::Boxed,
        _ => Setting::Drawn,
    }
}

fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe || (0xfff0..=0xfff8).contains(&code)
}

/// The hard lines of a text, a carriage return with line feed counting as one end.
pub(super) fn hard_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.char_indices().find(|(_, character)| setting(*character) == Setting::LineEnd);
        let Some((at, character)) = end else {
            rest = None;
            return Some(text);
        };
        let (line, after) = text.split_at_checked(at)?;
        let after = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(character));
        rest = after;
        Some(line)
    })
}

/// Whether nothing of a text would be seen.
pub(super) fn is_blank(text: &str) -> bool {
    let is_seen = |character| matches!(setting(character), Setting::Drawn | Setting::Boxed);
    !text.chars().any(is_seen)
}

/// A text as it is drawn, on one line: for titles, bookmarks and the description of the document, which hold
/// no glyphs. A dash where nothing would be seen, since they must not be empty.
pub(super) fn label(text: &str) -> String {
    if is_blank(text) {
        return "–".to_owned();
    }
    let as_drawn = |character| match setting(character) {
        Setting::Drawn => Some(character),
        Setting::LeftOut => None,
        Setting::Boxed => Some(BOX),
        Setting::Space | Setting::LineEnd => Some(' '),
    };
    text.chars().filter_map(as_drawn).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{hard_lines, label};

    #[test]
    fn every_kind_of_line_end_ends_one_line() {
        let lines: Vec<&str> = hard_lines("a\r\nb\n\nc\u{2028}d\r").collect();
        assert_eq!(lines, ["a", "b", "", "c", "d", ""]);
        assert_eq!(hard_lines("").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn a_label_is_one_line_that_says_something() {
        assert_eq!(label("a\r\nb\u{0}\u{200f}"), "a  b□");
        assert_eq!(label("\u{200b} \n"), "–");
    }
}
