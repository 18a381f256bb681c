//! One SVG file with the icons that `style/icons.txt` names, each a symbol to `<use>`.

use crate::{Outcome, files, paths};

const FOLDER: &str = "node_modules/@navikt/aksel-icons/dist/svg";

/// The sprite.
pub(crate) fn build() -> Outcome<Vec<u8>> {
    let list = files::read_text(&paths::root().join("style/icons.txt"))?;
    let mut symbols = String::new();
    for name in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let file = paths::root().join(FOLDER).join(name).with_extension("svg");
        let icon = files::read_text(&file)
            .map_err(|_| format!("style/icons.txt: there is no icon called {name}"))?;
        symbols.push_str(&symbol(name, &icon)?);
    }
    Ok(format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{symbols}</svg>\n").into_bytes())
}

fn symbol(name: &str, icon: &str) -> Outcome<String> {
    let unknown = || format!("the icon {name} is not laid out as the others are");
    let (head, rest) = icon.split_once('>').ok_or_else(unknown)?;
    let (inner, _) = rest.rsplit_once("</svg>").ok_or_else(unknown)?;
    let (_, view_box) = head.split_once("viewBox=\"").ok_or_else(unknown)?;
    let (view_box, _) = view_box.split_once('"').ok_or_else(unknown)?;
    Ok(format!("<symbol id=\"{name}\" viewBox=\"{view_box}\" fill=\"none\">{}</symbol>", inner.trim()))
}

#[cfg(test)]
mod tests {
    use super::symbol;

    #[test]
    fn an_icon_becomes_a_symbol() {
        let icon = "<svg width=\"1em\" viewBox=\"0 0 24 24\" fill=\"none\">\n<path d=\"M1\"/>\n</svg>\n";
        assert_eq!(
            symbol("Phone", icon).unwrap(),
            "<symbol id=\"Phone\" viewBox=\"0 0 24 24\" fill=\"none\"><path d=\"M1\"/></symbol>"
        );
        assert!(symbol("Phone", "no icon").is_err());
    }
}
