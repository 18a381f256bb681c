//! Breaking text into lines.

use super::{
    characters::{Setting, hard_lines, setting},
    face::{Face, Set},
};

/// The lines of a text in a column of `width` parts of the size of the text; always at least one, and one for
/// each blank line. A line that goes on after a space ends with it, so that words do not run together where
/// the text is read aloud or copied.
pub(super) fn lines(face: &Face, text: &str, width: f32) -> Vec<Set> {
    let mut lines = Vec::new();
    for hard_line in hard_lines(text.trim_end_matches(['\n', '\r'])) {
        if let Some(last) = lines.last_mut() {
            end_with_space(face, last);
        }
        break_line(face, hard_line, width, &mut lines);
    }
    if lines.iter().all(|line| line.glyphs.is_empty()) {
        // A cell or a heading without any content would be no part of the structure.
        return vec![face.set("–")];
    }
    lines
}

fn break_line(face: &Face, text: &str, width: f32, lines: &mut Vec<Set>) {
    let space = face.set(" ");
    let mut line = Set::default();
    let mut used = 0.0;
    for token in tokens(text.trim_end_matches(|character| setting(character) == Setting::Space)) {
        let Token::Word(word) = token else {
            used += space.width();
            line.append(space.clone());
            continue;
        };
        let mut word = face.set(word);
        let mut word_width = word.width();
        if used + word_width > width && !line.glyphs.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        while word_width > width {
            let start = word.split_off_start(width);
            if word.glyphs.is_empty() {
                word = start;
                break;
            }
            lines.push(start);
            word_width = word.width();
        }
        used += word_width;
        line.append(word);
    }
    lines.push(line);
}

fn end_with_space(face: &Face, line: &mut Set) {
    if !line.glyphs.is_empty() && !line.text.ends_with(' ') {
        line.append(face.set(" "));
    }
}

enum Token<'a> {
    Word(&'a str),
    Space,
}

/// After so many bytes a word is set in parts, lest the time it takes grow with the square of its length.
const LONGEST_PART: usize = 400;

/// Words and spaces. A word also ends after a hyphen, a dash or a slash inside it.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if setting(first) == Setting::Space {
            rest = rest.strip_prefix(first)?;
            return Some(Token::Space);
        }
        let mut before = None;
        let mut end = rest.len();
        for (index, character) in rest.char_indices() {
            let may_break = matches!(before, Some('-' | '/' | '–' | '—')) && character.is_alphanumeric();
            // Not before a mark that belongs to the letter, unless there is nothing but marks.
            let is_long = index >= LONGEST_PART && (character.is_alphanumeric() || index >= 2 * LONGEST_PART);
            if setting(character) == Setting::Space || (may_break && index > 1) || is_long {
                end = index;
                break;
            }
            before = Some(character);
        }
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(Token::Word(word))
    })
}
