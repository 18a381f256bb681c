//! `cargo xtask bench api`: the list of cases of a citizen with fifty, beside a bare route of the same
//! framework that makes one read in SQLite.

use std::{
    net::SocketAddr,
    process::{Child, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use crate::{
    Outcome,
    bench::{Figure, percentile},
    build,
    http::Client,
    paths,
    progress::{now, step},
    run,
    server::{Server, free_address},
    setup,
};

/// Connections at the same time, and requests in all of one round.
const CONNECTIONS: usize = 8;
const REQUESTS: usize = 4_000;
const WARM_UP: usize = 400;
const ROUNDS: usize = 3;

const CASES: &str = "/api/v1/cases?lang=nb";

/// What one round has measured.
struct Round {
    per_second: f64,
    p50: f64,
    p95: f64,
}

/// Measures both in turn, and prints both and the ratios.
pub(crate) fn api() -> Outcome {
    setup::site()?;
    build::site()?;
    build::server("release")?;
    step("cargo build --release of the bare route", || {
        run::run(run::program("cargo").args([
            "build",
            "--quiet",
            "--release",
            "-p",
            "server",
            "--example",
            "bare_route",
        ]))
    })?;
    let server = Server::start("release", &paths::site())?;
    let cookie = sign_in(&server)?;
    let cases = server.client()?.get(CASES, &[("cookie", &cookie)])?.succeeded(CASES)?;
    let listed: serde_json::Value = serde_json::from_slice(&cases.body).map_err(|error| error.to_string())?;
    let count = listed.get("cases").and_then(|cases| cases.as_array()).map_or(0, Vec::len);
    if count < 50 {
        return Err(format!("the person has {count} cases; the measurement is of fifty"));
    }
    let bare = Bare::start()?;
    let mut rounds = (Vec::new(), Vec::new());
    step(&format!("{ROUNDS} rounds of {REQUESTS} requests to each"), || {
        for _ in 0..ROUNDS {
            rounds.0.push(round(bare.address, "/", &[])?);
            rounds.1.push(round(server.address, CASES, &[("cookie", &cookie)])?);
        }
        Ok(())
    })?;
    println!(
        "\n{count} cases, {} bytes; {CONNECTIONS} connections, median of {ROUNDS} rounds in turn\n",
        cases.body.len()
    );
    println!("{:<20} {:>12} {:>15} {:>8}", "", "bare route", "list of cases", "ratio");
    let rows: [(&str, Figure<Round>); 3] = [
        ("requests/second", |round| round.per_second),
        ("median, ms", |round| round.p50),
        ("p95, ms", |round| round.p95),
    ];
    for (name, value) in rows {
        let median = |rounds: &[Round]| percentile(&rounds.iter().map(value).collect::<Vec<_>>(), 50);
        let (bare, own) = (median(&rounds.0), median(&rounds.1));
        println!("{name:<20} {bare:>12.2} {own:>15.2} {:>8.2}", own / bare);
    }
    Ok(())
}

/// Signs in as the made-up person with fifty cases; gives the cookie.
fn sign_in(server: &Server) -> Outcome<String> {
    let mut client = server.client()?;
    let people = client.get("/api/v1/demo/people", &[])?.succeeded("the demo's people")?;
    let people: serde_json::Value =
        serde_json::from_slice(&people.body).map_err(|error| error.to_string())?;
    let person =
        people["people"].as_array().into_iter().flatten().find(|person| person["story"] == "many_cases");
    let id = person.and_then(|person| person["id"].as_str()).ok_or("the demo has nobody with many cases")?;
    let body = serde_json::json!({ "person": id }).to_string();
    let headers = [("content-type", "application/json")];
    let answer =
        client.send("POST", "/api/v1/demo/sign-in", &headers, body.as_bytes())?.succeeded("sign-in")?;
    let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
    cookie.map(str::to_owned).ok_or_else(|| "sign-in set no cookie".to_owned())
}

/// A bounded number of requests over a bounded number of connections, each asking again when answered.
fn round(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Outcome<Round> {
    requests(address, path, headers, WARM_UP)?;
    let started = now();
    let times = requests(address, path, headers, REQUESTS)?;
    let seconds = started.elapsed().as_secs_f64();
    let count = u32::try_from(times.len()).map_err(|error| error.to_string())?;
    Ok(Round {
        per_second: f64::from(count) / seconds,
        p50: percentile(&times, 50),
        p95: percentile(&times, 95),
    })
}

/// Milliseconds of each request.
fn requests(address: SocketAddr, path: &str, headers: &[(&str, &str)], count: usize) -> Outcome<Vec<f64>> {
    let left = AtomicUsize::new(count);
    let take = || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(|| {
                    let mut client = Client::connect(address)?;
                    let mut times = Vec::new();
                    while take() {
                        let asked = now();
                        client.get(path, headers)?.succeeded(path)?;
                        times.push(asked.elapsed().as_secs_f64() * 1_000.0);
                    }
                    Outcome::Ok(times)
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.join().map_err(|_| "a connection's thread ended early".to_owned())??);
        }
        Ok(all)
    })
}

/// The bare route as a process; runs until it is dropped.
struct Bare {
    process: Child,
    address: SocketAddr,
}

impl Bare {
    fn start() -> Outcome<Bare> {
        let address = free_address()?;
        let process = run::program(paths::target().join("release/examples/bare_route"))
            .arg(address.to_string())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("bare_route: {error}"))?;
        let mut bare = Bare { process, address };
        let started = now();
        while started.elapsed() < Duration::from_secs(10) {
            if Client::connect(address)
                .and_then(|mut client| client.get("/", &[]))
                .is_ok_and(|answer| answer.status == 200)
            {
                return Ok(bare);
            }
            if bare.process.try_wait().map_err(|error| error.to_string())?.is_some() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err("the bare route did not start".to_owned())
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}
