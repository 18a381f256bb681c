//! Reads Rust as far as the rules need it: code without comments and strings, and what paths name.

/// The code with comments, and the insides of string literals, made blank; lines stay where they are.
pub(super) fn code_only(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < signs.len() {
        let rest = &signs[at..];
        let end = match rest {
            ['/', '/', ..] => rest.iter().position(|sign| *sign == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => find(rest, &['*', '/']).map_or(rest.len(), |end| end + 2),
            ['r', '"', ..] | ['r', '#', '"' | '#', ..]
                if !is_word(at.checked_sub(1).map(|before| signs[before])) =>
            {
                raw_end(rest)
            }
            ['"', ..] => string_end(rest),
            // A quote or backslash as a character would start a string; a lifetime would not end one.
            ['\'', '\\', _, '\'', ..] => 4,
            ['\'', _, '\'', ..] => 3,
            _ => 0,
        };
        if end == 0 {
            out.push(signs[at]);
            at += 1;
            continue;
        }
        out.extend(rest[..end].iter().map(|sign| if *sign == '\n' { '\n' } else { ' ' }));
        at += end;
    }
    out
}

/// What `crate::…` names in code: the first part of each path, those of `crate::{…}` too, with their lines.
pub(super) fn crate_names(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, prefix) in code.match_indices("crate::") {
        if is_word(code[..at].chars().next_back()) || code[..at].ends_with('$') {
            continue;
        }
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + prefix.len()..];
        if rest.starts_with('{') {
            found.extend(group(rest).into_iter().map(|name| (line, name)));
        } else {
            found.push((line, word(rest)));
        }
    }
    found
}

/// The first parts in `{a, b::{c, d}, e}`.
fn group(text: &str) -> Vec<String> {
    let (mut depth, mut starts, mut names) = (0, false, Vec::new());
    for (at, sign) in text.char_indices() {
        match sign {
            '{' => {
                depth += 1;
                starts = depth == 1;
            }
            '}' => depth -= 1,
            ',' if depth == 1 => starts = true,
            sign if starts && !sign.is_whitespace() => {
                names.push(word(&text[at..]));
                starts = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// The name at the start of a text.
pub(super) fn word(text: &str) -> String {
    text.chars().take_while(|sign| is_word(Some(*sign))).collect()
}

/// Whether a name stands in a text as a whole word.
pub(super) fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        !is_word(text[..at].chars().next_back()) && !is_word(text[at + name.len()..].chars().next())
    })
}

pub(super) fn is_word(sign: Option<char>) -> bool {
    sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_')
}

fn find(signs: &[char], wanted: &[char]) -> Option<usize> {
    signs.windows(wanted.len()).position(|window| window == wanted)
}

/// Where a string that begins with `"` ends.
pub(super) fn string_end(signs: &[char]) -> usize {
    let mut at = 1;
    while let Some(sign) = signs.get(at) {
        match sign {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    signs.len()
}

/// Where a string that begins with `r"` or `r#"` ends; 0 where it is none.
fn raw_end(signs: &[char]) -> usize {
    let marks = signs[1..].iter().take_while(|sign| **sign == '#').count();
    if signs.get(1 + marks) != Some(&'"') {
        return 0;
    }
    let mut end = vec!['"'];
    end.extend(std::iter::repeat_n('#', marks));
    let start = 2 + marks;
    find(&signs[start..], &end).map_or(signs.len(), |at| start + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::{code_only, crate_names, names};

    #[test]
    fn comments_and_strings_are_blank() {
        assert_eq!(code_only("a // b\nc \"d // e\" f"), "a     \nc          f");
        assert_eq!(code_only("'\"' x r#\"a\"b\"# y '\\'' z"), "    x          y      z");
        assert_eq!(code_only("fn a<'a>(b: &'a str)"), "fn a<'a>(b: &'a str)");
    }

    #[test]
    fn paths_are_read_with_their_groups() {
        let code = "use crate::{platform::{dom, http}, routes,\n    ui::Tag};\nlet x = crate::session::now(); $crate::not";
        let found = crate_names(code);
        assert_eq!(
            found.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(),
            ["platform", "routes", "ui", "session"]
        );
        assert_eq!(found[3].0, 3);
    }

    #[test]
    fn a_name_is_a_whole_word() {
        assert!(names("a::TITLE.get()", "TITLE"));
        assert!(!names("a::TITLE_LONG.get()", "TITLE"));
    }
}
