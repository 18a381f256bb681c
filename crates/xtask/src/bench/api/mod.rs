//! `cargo xtask bench api`: the calls that are made most, beside a bare route of the same framework that makes one read
//! of the same database; on SQLite and PostgreSQL, with the few cases of the demo and with a municipality's.

mod bare;
mod calls;

use crate::{
    Outcome,
    bench::{Figure, percentile},
    build, paths,
    postgres::Cluster,
    progress::step,
    run,
    server::{Plan, Server},
    setup,
};
use bare::Bare;
use calls::{Call, Round, Visitor};

/// Each call is measured so often, in turn with the bare route.
const ROUNDS: usize = 3;

/// How many people and cases a large municipality has after some years.
const CITIZENS: &str = "100000";
const CASES: &str = "1000000";

/// What was measured of one call.
struct Line {
    name: &'static str,
    own: Vec<Round>,
    bare: Vec<Round>,
}

/// `bench api [citizens] [cases]`. Measures and prints; decides nothing.
pub(crate) fn api(arguments: &[&str]) -> Outcome {
    let citizens = arguments.first().copied().unwrap_or(CITIZENS);
    let cases = arguments.get(1).copied().unwrap_or(CASES);
    setup::site()?;
    build::server("release")?;
    step("cargo build --release of what is beside it", || {
        let mut cargo = run::program("cargo");
        cargo.args(["build", "--quiet", "--release", "-p", "server"]);
        run::run(cargo.args(["--example", "bare_route", "--example", "many_cases"]))
    })?;
    on("SQLite", None, citizens, cases)?;
    let cluster = Cluster::start()?;
    on("PostgreSQL", Some(&cluster.url), citizens, cases)
}

fn on(name: &str, database: Option<&str>, citizens: &str, cases: &str) -> Outcome {
    let content = "content/drammen";
    let server = Server::of(&Plan { profile: "release", content, site: None, database })?;
    let visitor = Visitor::arrive(server.address)?;
    let bare = Bare::start(&server.database, &visitor.reference)?;
    let few = step(&format!("{name}: {ROUNDS} rounds of each call"), || measure(&server, &visitor, &bare))?;
    step(&format!("{name}: {cases} cases of {citizens} citizens"), || {
        let mut many = run::program(paths::target().join("release/examples/many_cases"));
        run::run(many.args([&server.database, citizens, cases]))
    })?;
    let many = step(&format!("{name}: {ROUNDS} rounds of each call"), || measure(&server, &visitor, &bare))?;
    tell(&format!("{name}, the demo's cases"), &few);
    tell(&format!("{name}, {cases} cases of {citizens} citizens"), &many);
    println!("\n{:<18} {:>30}", "", "p95, many beside few");
    for (few, many) in few.iter().zip(&many) {
        let p95 = |line: &Line| median(&line.own, |round| round.p95);
        println!("{:<18} {:>30.2}", few.name, p95(many) / p95(few));
    }
    Ok(())
}

fn measure(server: &Server, visitor: &Visitor, bare: &Bare) -> Outcome<Vec<Line>> {
    Call::ALL
        .into_iter()
        .map(|call| {
            let mut line = Line { name: call.name(), own: Vec::new(), bare: Vec::new() };
            for _ in 0..ROUNDS {
                line.bare.push(calls::round(bare.address, &Call::Bare, visitor)?);
                line.own.push(calls::round(server.address, &call, visitor)?);
            }
            Ok(line)
        })
        .collect()
}

fn median(rounds: &[Round], value: Figure<Round>) -> f64 {
    percentile(&rounds.iter().map(value).collect::<Vec<_>>(), 50)
}

fn tell(heading: &str, lines: &[Line]) {
    println!(
        "\n{heading}: {} connections, median of {ROUNDS} rounds of {} requests\n",
        calls::CONNECTIONS,
        calls::REQUESTS
    );
    println!(
        "{:<18} {:>8} {:>8} {:>8} {:>10} {:>12} {:>12}",
        "", "p50 ms", "p95 ms", "p99 ms", "calls/s", "bare calls/s", "ratio"
    );
    for line in lines {
        let own = |value| median(&line.own, value);
        let (per_second, bare) =
            (own(|round| round.per_second), median(&line.bare, |round| round.per_second));
        println!(
            "{:<18} {:>8.2} {:>8.2} {:>8.2} {per_second:>10.0} {bare:>12.0} {:>12.2}",
            line.name,
            own(|round| round.p50),
            own(|round| round.p95),
            own(|round| round.p99),
            per_second / bare
        );
    }
}
