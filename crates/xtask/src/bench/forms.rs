//! `cargo xtask bench forms`: what one key press costs in a form as large as the largest and among a thousand rows,
//! in native code and in a browser on a slow phone. It prints figures and decides nothing.

use serde::Deserialize;

use crate::{
    Outcome,
    bench::{Figure, percentile},
    build, e2e, files, paths,
    progress::step,
    run,
    server::Server,
    setup,
};

/// Key presses for each figure.
const PRESSES: &str = "40";

/// Milliseconds from the key press.
#[derive(Deserialize)]
struct Press {
    /// Until all that was to be done is done.
    worked: f64,
    /// Until it is painted; waits for the next frame, up to 16.7.
    painted: f64,
}

/// Milliseconds of the browser's main thread for each key press, saving and measuring included.
#[derive(Deserialize)]
struct Spent {
    script: f64,
    style: f64,
    layout: f64,
    all: f64,
}

#[derive(Deserialize)]
struct Measured {
    name: String,
    spent: Spent,
    presses: Vec<Press>,
}

/// Builds, measures and prints.
pub(crate) fn forms() -> Outcome {
    setup::site()?;
    e2e::ready()?;
    build::site()?;
    build::server("release")?;
    let bench = || {
        let mut cargo = run::program("cargo");
        cargo.args(["bench", "--quiet", "-p", "forms", "--features", "author", "--bench", "key_press", "--"]);
        cargo
    };
    run::run(&mut bench())?;
    let folder = paths::work().join("bench-forms");
    files::empty_folder(&folder)?;
    run::run(bench().arg("--write").arg(&folder))?;
    let server = Server::start("release", &paths::site())?;
    let address = format!("http://localhost:{}", server.address.port());
    let measured = step(&format!("press keys, {PRESSES} times each"), || {
        run::output(
            run::program("node")
                .current_dir(paths::root().join("end2end"))
                .args(["bench/forms.mjs", PRESSES, &address])
                .arg(&folder)
                .env("CHROMIUM", e2e::chromium()),
        )
    })?;
    let all: Vec<Measured> =
        serde_json::from_str(&measured).map_err(|error| format!("{error}: {measured}"))?;
    println!(
        "\nIn Chromium, CPU 4 times slower; ms from key press, median and 95th percentile of {PRESSES}\n"
    );
    println!("{:<56} {:>8} {:>8} {:>9} {:>8}", "", "work", "95 %", "painted", "95 %");
    for Measured { name, presses, .. } in &all {
        let figure = |value: Figure<Press>, hundredths| {
            percentile(&presses.iter().map(value).collect::<Vec<_>>(), hundredths)
        };
        let (worked, painted): (Figure<Press>, Figure<Press>) = (|press| press.worked, |press| press.painted);
        println!(
            "{name:<56} {:>8.1} {:>8.1} {:>9.1} {:>8.1}",
            figure(worked, 50),
            figure(worked, 95),
            figure(painted, 50),
            figure(painted, 95),
        );
    }
    println!("\nWhere the main thread's time goes, ms for each key press, saving and measuring included\n");
    println!("{:<56} {:>8} {:>8} {:>9} {:>8}", "", "script", "style", "layout", "other");
    for Measured { name, spent, .. } in &all {
        let other = spent.all - spent.script - spent.style - spent.layout;
        println!("{name:<56} {:>8.1} {:>8.1} {:>9.1} {other:>8.1}", spent.script, spent.style, spent.layout);
    }
    println!("\nAims: under 1 ms native, under 16 ms painted.");
    Ok(())
}
