//! Writes the receipt of the tests, to be looked at: `cargo run -p receipt --example sample -- receipt.pdf nb`.

#[path = "../tests/support/mod.rs"]
mod support;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name the file to write")?;
    let language = arguments.next().and_then(|tag| locale::Language::from_tag(&tag));
    let document = support::example(language.unwrap_or(locale::Language::Nb));
    Ok(std::fs::write(path, receipt::to_pdf(&document)?)?)
}
