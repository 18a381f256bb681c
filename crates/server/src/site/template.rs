//! `index.html` with its placeholders, as the site build leaves it.

/// The placeholders that the server fills in. The build has filled in all others.
const KNOWN: [&str; 4] = ["lang", "title", "shell", "front"];

/// A text with placeholders.
pub struct Template<'a> {
    pieces: Vec<Piece<'a>>,
}

enum Piece<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

/// What goes into the placeholders, each already in the form the place needs.
pub struct Filling<'a> {
    /// The language's code.
    pub lang: &'a str,
    /// The title, escaped.
    pub title: &'a str,
    /// Markup.
    pub shell: &'a str,
    /// JSON without `<`.
    pub front: &'a str,
}

impl<'a> Template<'a> {
    /// Finds the placeholders.
    ///
    /// # Errors
    /// Which are missing or unknown.
    pub fn parse(source: &'a str) -> Result<Self, String> {
        let (mut pieces, mut rest) = (Vec::new(), source);
        while let Some((text, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}").ok_or("a placeholder is not closed")?;
            if !KNOWN.contains(&name) {
                return Err(format!("unknown placeholder `{name}`; build the site with `cargo xtask build`"));
            }
            pieces.extend([Piece::Text(text), Piece::Placeholder(name)]);
            rest = after;
        }
        pieces.push(Piece::Text(rest));
        let has =
            |known| pieces.iter().any(|piece| matches!(piece, Piece::Placeholder(name) if *name == known));
        match KNOWN.iter().find(|known| !has(**known)) {
            Some(missing) => Err(format!("the placeholder `{missing}` is missing")),
            None => Ok(Self { pieces }),
        }
    }

    /// Fills it in. What is filled in is not searched for placeholders.
    #[must_use]
    pub fn fill(&self, filling: &Filling<'_>) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => *text,
                Piece::Placeholder("lang") => filling.lang,
                Piece::Placeholder("title") => filling.title,
                Piece::Placeholder("shell") => filling.shell,
                Piece::Placeholder(_) => filling.front,
            })
            .collect()
    }
}

/// Text as HTML shows it, in elements and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Filling, Template, escape};

    const PAGE: &str = r#"<html lang="{{lang}}"><title>{{title}}</title>{{shell}}<script>{{front}}</script>"#;

    #[test]
    fn what_is_filled_in_stays_as_it_is() {
        let filling = Filling { lang: "nn", title: "{{shell}}", shell: "<p>{{front}}</p>", front: "{}" };
        let page = Template::parse(PAGE).unwrap().fill(&filling);
        assert_eq!(page, r#"<html lang="nn"><title>{{shell}}</title><p>{{front}}</p><script>{}</script>"#);
    }

    #[test]
    fn a_template_that_is_not_built_is_refused() {
        assert!(Template::parse("{{lang}}{{css}}").is_err_and(|fault| fault.contains("css")));
        assert!(Template::parse("{{lang}}{{title}}{{shell}}").is_err_and(|fault| fault.contains("front")));
        assert!(Template::parse("{{lang").is_err());
    }

    #[test]
    fn text_is_never_markup() {
        assert_eq!(escape(r#"<a href="x">&'"#), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
    }
}
