//! Holds what a visit loads against `budgets.toml`, and prints it. Over budget is an error.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    Outcome,
    build::Built,
    files, paths,
    server::Server,
    site::assets::{Sizes, compress, sizes},
};

/// `budgets.toml`: bytes after brotli.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budgets {
    /// At most, by what people call the file.
    files: BTreeMap<String, u64>,
    /// At most, for each file that is fetched later.
    lazy: u64,
    journeys: Vec<Journey>,
}

/// What one journey loads in all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Journey {
    name: String,
    limit: u64,
    #[serde(default)]
    pages: Vec<String>,
    #[serde(default)]
    files: Vec<String>,
    /// Parts of the app, with what they share with others.
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    answers: Vec<String>,
}

/// A line of the table.
struct Line {
    name: String,
    sizes: Sizes,
    budget: Option<u64>,
}

fn read() -> Outcome<Budgets> {
    toml::from_str(&files::read_text(&paths::root().join("budgets.toml"))?)
        .map_err(|error| format!("budgets.toml: {error}"))
}

/// Prints the table; the error names what is over budget.
pub(crate) fn check(built: &Built) -> Outcome {
    let budgets = read()?;
    let server = Server::start("debug", &paths::site())?;
    let mut lines = Vec::new();
    for asset in built.assets.all() {
        let budget = budgets.files.get(&asset.name).copied().or(Some(budgets.lazy));
        lines.push(Line { name: asset.name.clone(), sizes: asset.sizes(), budget });
    }
    let mut table = Vec::new();
    for journey in &budgets.journeys {
        let parts = journey_parts(journey, built, &server)?;
        let sizes = parts.iter().fold(Sizes::default(), |sum, part| sum.plus(part.sizes));
        table.extend(parts);
        table.push(Line { name: format!("= {}", journey.name), sizes, budget: Some(journey.limit) });
    }
    println!("\n{:<58} {:>9} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli", "budget");
    lines.iter().for_each(Line::print);
    println!("\n{:<58}", "journey");
    table.iter().for_each(Line::print);
    let over: Vec<_> =
        lines.iter().chain(&table).filter(|line| line.is_over()).map(|line| line.name.clone()).collect();
    if over.is_empty() { Ok(()) } else { Err(format!("over budget: {}", over.join(", "))) }
}

fn journey_parts(journey: &Journey, built: &Built, server: &Server) -> Outcome<Vec<Line>> {
    let line = |name: String, sizes| Line { name: format!("    {name}"), sizes, budget: None };
    let mut parts = Vec::new();
    let mut client = server.client()?;
    let folder = paths::work().join("answers");
    files::empty_folder(&folder)?;
    let mut answers = Vec::new();
    for (index, path) in journey.pages.iter().chain(&journey.answers).enumerate() {
        let answer = client.get(path, &[("accept-encoding", "identity")])?.succeeded(path)?;
        let file = folder.join(index.to_string());
        files::write(&file, &answer.body)?;
        answers.push((path, file));
    }
    compress(&answers.iter().map(|(_, file)| file.clone()).collect::<Vec<_>>())?;
    parts.extend(answers.iter().map(|(path, file)| line(format!("GET {path}"), sizes(file))));
    let mut names = journey.files.clone();
    for part in &journey.parts {
        let (_, chunks) = built.parts.iter().find(|(name, _)| name == part).ok_or_else(|| {
            let known: Vec<_> = built.parts.iter().map(|(name, _)| name.as_str()).collect();
            format!("budgets.toml: there is no part {part}; there are {}", known.join(", "))
        })?;
        names.extend(chunks.iter().cloned());
    }
    let mut seen = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            parts.push(line(name.clone(), built.assets.named(&name)?.sizes()));
            seen.push(name);
        }
    }
    Ok(parts)
}

impl Sizes {
    fn plus(self, other: Sizes) -> Sizes {
        Sizes { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

impl Line {
    fn is_over(&self) -> bool {
        self.budget.is_some_and(|budget| self.sizes.brotli > budget)
    }

    fn print(&self) {
        let budget = self.budget.map_or_else(String::new, |budget| budget.to_string());
        let verdict = if self.is_over() { "  OVER BUDGET" } else { "" };
        let Sizes { raw, gzip, brotli } = self.sizes;
        println!("{:<58} {raw:>9} {gzip:>9} {brotli:>9} {budget:>9}{verdict}", self.name);
    }
}
