//! `cargo xtask faults`: the server is killed at moments of chance while people send forms and try again. Nothing that
//! was sent may be lost or be there twice, and no e-mail that was asked for may be forgotten. On SQLite, and on
//! PostgreSQL, which is itself stopped in the middle now and then.

mod errand;
mod full;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use crate::{
    Outcome, build,
    http::Client,
    postgres::Cluster,
    progress::{now, step},
    server::{Plan, Server},
};
use errand::{Errand, Person};

/// So many as the product promises to survive.
const KILLS: u32 = 200;

/// PostgreSQL is stopped at every so manieth.
const DATABASE_STOPS: u32 = 10;

/// From being ready to being killed, at the most, in milliseconds.
const LONGEST_LIFE: u64 = 500;

/// How long what was asked for may take to be done once nothing is killed any more.
const PATIENCE: Duration = Duration::from_secs(120);

/// A form of the tests' own: each call costs little.
const CONTENT: &str = "crates/server/tests/pack";

/// Chance that can be had again.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// Below `end`.
    fn below(&mut self, end: u64) -> u64 {
        // xorshift64*, which is enough to choose moments.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % end
    }
}

/// `faults [kills] [seed]`.
pub(crate) fn command(arguments: &[&str]) -> Outcome {
    let number = |place: usize, otherwise: u64| match arguments.get(place) {
        Some(text) => text.parse::<u64>().map_err(|_| format!("`{text}` is no number")),
        None => Ok(otherwise),
    };
    let kills = u32::try_from(number(0, u64::from(KILLS))?).map_err(|error| error.to_string())?;
    let seed = number(1, 1)?;
    build::server("dev")?;
    survive(kills, seed)
}

/// As many kills on each database; `seed` chooses the moments.
pub(crate) fn survive(kills: u32, seed: u64) -> Outcome {
    step(&format!("{kills} kills on SQLite, seed {seed}"), || run(kills, seed, None))?;
    if let Some(reason) = step("a disk that is full", full::survive)? {
        println!("  a disk that is full: NOT RUN, no file system can be mounted here: {reason}");
    }
    let cluster = Cluster::start()?;
    step(&format!("{kills} kills on PostgreSQL, seed {seed}"), || run(kills, seed, Some(&cluster)))
}

fn run(kills: u32, seed: u64, cluster: Option<&Cluster>) -> Outcome {
    let database = cluster.map(|cluster| cluster.url.as_str());
    let mut server = Server::of(&Plan { profile: "debug", content: CONTENT, site: None, database })?;
    let people = errand::people(server.address)?;
    let before = listed(&server, &people)?;
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let stop = AtomicBool::new(false);
    let mut seen = BTreeMap::new();
    let errands = thread::scope(|scope| {
        let workers: Vec<_> = people
            .iter()
            .map(|person| {
                let chance = Chance(chance.below(u64::from(u32::MAX)) | 1);
                let (address, stop) = (server.address, &stop);
                scope.spawn(move || errand::errands(address, person, chance, stop))
            })
            .collect();
        // Whatever comes of it, the workers are told: the scope waits for them.
        let survived = kill_in_turn(&mut server, kills, &mut chance, cluster, &people, &mut seen);
        stop.store(true, Ordering::Relaxed);
        let done: Vec<_> = workers.into_iter().map(|worker| worker.join()).collect();
        survived?;
        done.into_iter()
            .map(|done| done.map_err(|_| "a worker ended early".to_owned())?)
            .collect::<Outcome<Vec<Vec<Errand>>>>()
    })?;
    note(&mut seen, listed(&server, &people)?);
    let mut lost_answers = 0;
    for (person, errands) in people.iter().zip(&errands) {
        let made = expected(person, errands, &before)?;
        let there = seen.get(&person.name).cloned().unwrap_or_default();
        lost_answers += errands.iter().filter(|errand| errand.answer_was_lost).count();
        if made != there {
            let lost: Vec<_> = made.difference(&there).collect();
            let surplus: Vec<_> = there.difference(&made).collect();
            return Err(format!("{}: lost {lost:?}, there though nobody was told {surplus:?}", person.name));
        }
    }
    let mails = mails_come(&server, &people, &errands)?;
    let all: usize = errands.iter().map(Vec::len).sum();
    println!(
        "  {all} submissions, each there once ({lost_answers} had been written though the answer never came); {mails} e-mails, none forgotten"
    );
    if lost_answers == 0 {
        println!(
            "  no kill fell between writing and answering: more kills, or another seed, would show more"
        );
    }
    Ok(())
}

/// Kills and starts again; notes which cases there are each time, since the list shows the newest alone.
fn kill_in_turn(
    server: &mut Server,
    kills: u32,
    chance: &mut Chance,
    cluster: Option<&Cluster>,
    people: &[Person],
    seen: &mut BTreeMap<String, BTreeSet<String>>,
) -> Outcome {
    for turn in 1..=kills {
        thread::sleep(Duration::from_millis(chance.below(LONGEST_LIFE)));
        match cluster.filter(|_| turn % DATABASE_STOPS == 0) {
            // The server lives on, and finds the database again by itself.
            Some(cluster) => cluster.stop_and_start()?,
            None => {
                server.kill()?;
                server.start_again()?;
            }
        }
        note(seen, listed(server, people)?);
    }
    Ok(())
}

fn note(seen: &mut BTreeMap<String, BTreeSet<String>>, listed: BTreeMap<String, BTreeSet<String>>) {
    for (name, references) in listed {
        seen.entry(name).or_default().extend(references);
    }
}

/// The references of each person's newest cases.
fn listed(server: &Server, people: &[Person]) -> Outcome<BTreeMap<String, BTreeSet<String>>> {
    people
        .iter()
        .map(|person| {
            let answer = errand::until_answered(|| {
                Client::connect(server.address)?.get("/api/v1/cases?lang=nb", &[("cookie", &person.cookie)])
            })?;
            let list: serde_json::Value =
                serde_json::from_slice(&answer.answer.succeeded("the list of cases")?.body)
                    .map_err(|error| error.to_string())?;
            let cases = list["cases"].as_array().ok_or("a list of cases has no cases")?;
            let references =
                cases.iter().filter_map(|case| case["reference"].as_str()).map(str::to_owned).collect();
            Ok((person.name.clone(), references))
        })
        .collect()
}

/// What must be there: what was there before, and one case for each errand.
fn expected(
    person: &Person,
    errands: &[Errand],
    before: &BTreeMap<String, BTreeSet<String>>,
) -> Outcome<BTreeSet<String>> {
    let mut made = before.get(&person.name).cloned().unwrap_or_default();
    for errand in errands {
        if !made.insert(errand.reference.clone()) {
            return Err(format!("{}: two submissions have the reference {}", person.name, errand.reference));
        }
    }
    Ok(made)
}

/// Waits until each e-mail that was asked for has been sent; tells how many.
fn mails_come(server: &Server, people: &[Person], errands: &[Vec<Errand>]) -> Outcome<usize> {
    let started = now();
    let mut mails = 0;
    for (person, errands) in people.iter().zip(errands) {
        for errand in errands.iter().filter(|errand| errand.asked_for_mail) {
            while !errand::mail_is_sent(server.address, person, &errand.reference)? {
                if started.elapsed() > PATIENCE {
                    return Err(format!("the e-mail about {} never came", errand.reference));
                }
                thread::sleep(Duration::from_millis(100));
            }
            mails += 1;
        }
    }
    Ok(mails)
}
