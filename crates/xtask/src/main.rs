//! `cargo xtask <command>`: all automation of the project. `cargo xtask` alone lists the commands.
#![expect(clippy::print_stdout, reason = "a tool for people at a terminal")]

mod api;
mod apt;
mod bench;
mod build;
mod deny;
mod dev;
mod e2e;
mod faults;
mod files;
mod http;
mod paths;
mod postgres;
mod progress;
mod python;
mod run;
mod screenshots;
mod serve;
mod server;
mod settings;
mod setup;
mod site;
mod test;
mod theme;
mod tidy;
mod toolchain;

use std::process::ExitCode;

/// What a command comes to: an error is a sentence for the person at the terminal.
type Outcome<T = ()> = Result<T, String>;

const HELP: &str = "\
cargo xtask <command>

  serve         install what is missing, build, and serve http://localhost:8080 with demo data
  dev           the same, rebuilding and reloading the browser on every change
  build         the site in target/site, with its budgets
  test          everything that must hold; `.ci/run` runs this
  e2e           the browser tests; arguments after -- go to Playwright
  api           made-up calls to the API, by its description
  faults        the server killed while people send forms; how often, and a seed for the moments
  deny          licences and origins of the crates of others
  screenshots   the pictures of the documentation
  theme         style/theme.css from designsystemet.config.json
  settings      docs/settings.md and docs/limits.md from the server
  tidy          the invariants of ARCHITECTURE.md
  bench page    how soon the front page is there on a slow phone, beside a static page
  bench api     the calls made most beside a bare route, on both databases, with few cases and with a million
  bench forms   one key press in a large form and among a thousand rows
  setup         only install what is missing
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["setup"] => setup::site(),
        ["build"] => build::command(),
        ["serve", rest @ ..] => serve::command(rest),
        ["dev", rest @ ..] => dev::command(rest),
        ["test"] => test::command(),
        ["e2e", rest @ ..] => e2e::command(after_dashes(rest)),
        ["screenshots", rest @ ..] => screenshots::command(after_dashes(rest)),
        ["faults", rest @ ..] => faults::command(rest),
        ["api"] => build::server("dev").and_then(|()| api::command()),
        ["deny"] => deny::command(),
        ["theme"] => theme::command(),
        ["settings"] => settings::command(),
        ["tidy"] => tidy::command(),
        ["bench", "page"] => bench::page(),
        ["bench", "api", rest @ ..] => bench::api(rest),
        ["bench", "forms"] => bench::forms(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => Err(format!("unknown command `{}`\n\n{HELP}", words.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("\nxtask: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// `cargo xtask e2e -- --grep x` and `cargo xtask e2e --grep x` mean the same.
fn after_dashes<'a>(arguments: &'a [&'a str]) -> &'a [&'a str] {
    match arguments {
        ["--", rest @ ..] => rest,
        all => all,
    }
}
