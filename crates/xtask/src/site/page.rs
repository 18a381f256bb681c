//! `index.html`: the template for the server, with the names of the files in it.

use crate::{
    Outcome, files, paths,
    site::assets::{Asset, Assets},
};

/// What the build fills in; the rest of the placeholders is the server's.
const OWN: [&str; 4] = ["{{css}}", "{{js}}", "{{wasm}}", "{{icons}}"];

/// What the server fills in for each request.
const SERVERS: [&str; 4] = ["{{lang}}", "{{title}}", "{{shell}}", "{{front}}"];

/// The template with the names of the build's files.
pub(crate) fn build(assets: &Assets, extra_head: &str) -> Outcome<String> {
    let source = files::read_text(&paths::root().join("index.html"))?;
    let values = [
        stylesheet(assets.named("main.css")?),
        format!("{}{extra_head}", script(assets.named("app.js")?)),
        preload(assets.named("app.wasm")?),
        assets.named("icons.svg")?.address.clone(),
    ];
    fill(&source, &values)
}

fn fill(source: &str, values: &[String; 4]) -> Outcome<String> {
    let missing: Vec<_> =
        OWN.iter().chain(&SERVERS).filter(|name| !source.contains(**name)).copied().collect();
    if !missing.is_empty() {
        return Err(format!("index.html lacks {}", missing.join(", ")));
    }
    Ok(OWN.iter().zip(values).fold(source.to_owned(), |page, (name, value)| page.replace(name, value)))
}

fn stylesheet(asset: &Asset) -> String {
    format!(r#"<link rel="stylesheet" href="{}" integrity="{}">"#, asset.address, asset.integrity)
}

fn script(asset: &Asset) -> String {
    format!(r#"<script type="module" src="{}" integrity="{}"></script>"#, asset.address, asset.integrity)
}

/// Fetched beside the script that asks for it, but not before the styles, which the shell is shown with.
fn preload(asset: &Asset) -> String {
    format!(
        r#"<link rel="preload" as="fetch" type="application/wasm" fetchpriority="low" crossorigin href="{}">"#,
        asset.address
    )
}

#[cfg(test)]
mod tests {
    use super::fill;

    const PAGE: &str = "{{css}}{{js}}{{wasm}}{{icons}}{{lang}}{{title}}{{shell}}{{front}}";

    #[test]
    fn the_servers_placeholders_stay() {
        let values = ["a", "b", "c", "d"].map(str::to_owned);
        assert_eq!(fill(PAGE, &values).unwrap(), "abcd{{lang}}{{title}}{{shell}}{{front}}");
    }

    #[test]
    fn a_missing_placeholder_is_told() {
        let fault = fill(&PAGE.replace("{{shell}}", ""), &Default::default()).unwrap_err();
        assert_eq!(fault, "index.html lacks {{shell}}");
    }
}
