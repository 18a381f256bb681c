//! `cargo xtask test`: everything that must hold, in the order of what is quickest to know.

use std::process::Command;

use crate::{
    Outcome, api, apt, build, deny, e2e, faults,
    postgres::Cluster,
    progress::{now, step},
    run, setup,
    site::budgets,
    tidy,
    toolchain::{Library, TARGET, Toolchain},
};

/// Tells the storage tests where PostgreSQL is.
const POSTGRES: &str = "SERVICETORG_TEST_POSTGRES";

/// Tells the comparison where the engine built for WebAssembly is.
const ENGINE: &str = "SERVICETORG_TEST_FORMS_WASM";

/// Packages that also run in the browser. Named, since the rest of the workspace does not build for it.
const BROWSER: [&str; 7] = ["servicetorg", "contract", "forms", "search", "hours", "json", "locale"];

/// Kills in every test run; `cargo xtask faults` has ten times as many.
const FEW_KILLS: u32 = 20;

/// A step's name and what came of it.
struct Told {
    name: &'static str,
    verdict: Verdict,
    seconds: f64,
}

enum Verdict {
    Passed,
    Failed(String),
    /// Not run, for want of a program that could not be installed. Only outside continuous integration.
    Skipped(String),
}

/// What has been told so far.
struct Run {
    told: Vec<Told>,
}

impl Run {
    /// A step that must pass.
    fn must<T>(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<T>) -> Option<T> {
        self.take(name, work, Verdict::Failed)
    }

    /// A step that installs or starts what later steps need: without it those are skipped, but not in
    /// continuous integration.
    fn can<T>(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<T>) -> Option<T> {
        self.take(name, work, if run::is_ci() { Verdict::Failed } else { Verdict::Skipped })
    }

    fn take<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Outcome<T>,
        otherwise: fn(String) -> Verdict,
    ) -> Option<T> {
        let started = now();
        let (verdict, made) = match step(name, work) {
            Ok(made) => (Verdict::Passed, Some(made)),
            Err(fault) => {
                eprintln!("{fault}");
                (otherwise(fault), None)
            }
        };
        self.told.push(Told { name, verdict, seconds: started.elapsed().as_secs_f64() });
        made
    }

    fn skip(&mut self, name: &'static str, reason: &str) {
        self.told.push(Told { name, verdict: Verdict::Skipped(reason.to_owned()), seconds: 0.0 });
    }
}

/// Runs every step, also after one has failed, and tells all at the end.
pub(crate) fn command() -> Outcome {
    let mut all = Run { told: Vec::new() };
    all.must("tools", setup::site);
    all.must("format", || run::run(cargo().args(["fmt", "--all", "--", "--check", "-l"])));
    all.must("tidy", tidy::command);
    match all.can("cargo-deny", deny::ready) {
        Some(_) => drop(all.must("crates of others", deny::command)),
        None => all.skip("crates of others", "there is no cargo-deny"),
    }
    all.must("clippy", || run::run(clippy().args(["--workspace", "--all-targets", "--", "-D", "warnings"])));
    all.must("clippy for the browser", || {
        run::run(clippy().args(["--target", TARGET]).args(packages()).args(["--", "-D", "warnings"]))
    });
    all.can("PDF tools", pdf_tools);
    all.can("clamd", clamd);
    let cluster = all.can("PostgreSQL", Cluster::start);
    all.must("tests", || tests(cluster.as_ref()));
    drop(cluster);
    all.must("traces", traces);
    all.must("the engine in WebAssembly", parity);
    let server = all.must("server", || build::server("dev"));
    let site = all.must("site", build::site);
    if server.is_some() {
        all.must("the server killed", || faults::survive(FEW_KILLS, 1));
    }
    match (server, site) {
        (Some(()), Some(site)) => {
            all.must("budgets", || budgets::check(&site));
            match all.can("schemathesis", api::ready) {
                Some(_) => drop(all.must("the API as it is described", api::command)),
                None => all.skip("the API as it is described", "there is no schemathesis"),
            }
            match all.can("browser", e2e::ready) {
                Some(()) => drop(all.must("browser tests", || e2e::playwright("tests", &[]))),
                None => all.skip("browser tests", "there is no browser"),
            }
        }
        _ => all.skip("budgets and browser tests", "there is no site to test"),
    }
    tell(&all.told)
}

/// The form engine as the browser has it gives the bytes that native code gives, for many forms and answers.
fn parity() -> Outcome {
    let toolchain = Toolchain::ready()?;
    let mut build = toolchain.cargo("rustc", Library::Ready, &[]);
    build.args([
        "--quiet",
        "--release",
        "-p",
        "forms",
        "--lib",
        "--features",
        "parity",
        "--crate-type",
        "cdylib",
    ]);
    run::run(&mut build)?;
    let module = toolchain.target_folder(Library::Ready).join(TARGET).join("release/forms.wasm");
    let mut test = cargo();
    test.args(["test", "--quiet", "-p", "forms", "--features", "author,parity", "--test", "parity"]);
    run::run(test.env(ENGINE, module))
}

/// What looks at the copies of receipts. Without it those tests say that they were not run.
fn pdf_tools() -> Outcome {
    if ["qpdf", "pdfinfo", "pdftotext"].into_iter().all(run::is_installed) {
        return Ok(());
    }
    apt::install(&["qpdf", "poppler-utils"])
}

/// What looks for harmful files. Its signatures are the tests' own, so that none are fetched.
fn clamd() -> Outcome {
    if run::is_installed("clamd") {
        return Ok(());
    }
    apt::install(&["clamav-daemon"])
}

/// The tests of all packages. Without PostgreSQL the storage tests run on SQLite alone; the step before has
/// then told so.
fn tests(cluster: Option<&Cluster>) -> Outcome {
    let mut command = cargo_test();
    if let Some(cluster) = cluster {
        command.env(POSTGRES, &cluster.url);
    }
    run::run(&mut command)
}

fn cargo_test() -> Command {
    let mut command = cargo();
    if run::is_installed("cargo-nextest") {
        command.args(["nextest", "run", "--workspace", "--no-tests=warn"]);
    } else {
        command.args(["test", "--workspace"]);
    }
    command
}

/// What only a server with the feature `otel` has. All other tests are of the server as it is delivered, without. With
/// the whole workspace, crates of others are the same as in those, and are not built again.
fn traces() -> Outcome {
    const ONLY: [&str; 4] = ["--features", "server/otel-tests", "--test", "traces"];
    run::run(clippy().args(["--workspace", "--lib", "--bins"]).args(ONLY).args(["--", "-D", "warnings"]))?;
    run::run(cargo_test().args(ONLY))
}

fn tell(told: &[Told]) -> Outcome {
    println!("\n{:<26} {:>8}", "step", "seconds");
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for Told { name, verdict, seconds } in told {
        let text = match verdict {
            Verdict::Passed => {
                passed += 1;
                "ok".to_owned()
            }
            Verdict::Failed(fault) => {
                failed += 1;
                format!("FAILED: {}", first_line(fault))
            }
            Verdict::Skipped(reason) => {
                skipped += 1;
                format!("NOT RUN: {}", first_line(reason))
            }
        };
        println!("{name:<26} {seconds:>8.1}  {text}");
    }
    let not_run = if skipped == 0 { String::new() } else { format!(", {skipped} NOT RUN") };
    println!("\n{passed} passed, {failed} failed{not_run}");
    if failed == 0 { Ok(()) } else { Err("not everything holds; the table above tells what".to_owned()) }
}

fn first_line(fault: &str) -> &str {
    fault.lines().next().unwrap_or_default()
}

fn packages() -> impl Iterator<Item = &'static str> {
    BROWSER.into_iter().flat_map(|name| ["-p", name])
}

fn cargo() -> Command {
    run::program("cargo")
}

fn clippy() -> Command {
    let mut command = cargo();
    command.args(["clippy", "--quiet"]);
    command
}
