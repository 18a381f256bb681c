//! What a person does while the server comes and goes: sends a form, tries again until it is answered, and asks for an
//! e-mail about it.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{Chance, PATIENCE};
use crate::{
    Outcome,
    http::{Answer, Client},
    progress::now,
};

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// Between two errands, at the most, in milliseconds.
const LONGEST_PAUSE: u64 = 60;

/// Somebody who is signed in.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) cookie: String,
    /// Whether the contact register vouches for an address.
    has_mail: bool,
}

/// What was sent, and answered in the end.
pub(super) struct Errand {
    pub(super) reference: String,
    pub(super) asked_for_mail: bool,
    /// The case was there before the answer that told of it.
    pub(super) answer_was_lost: bool,
}

/// An answer, and whether there were tries without.
pub(super) struct Answered {
    pub(super) answer: Answer,
    pub(super) tries: usize,
}

/// All people of the demo, signed in.
pub(super) fn people(address: SocketAddr) -> Outcome<Vec<Person>> {
    let mut client = Client::connect(address)?;
    let people = parsed(&client.get("/api/v1/demo/people", &[])?.succeeded("the demo's people")?)?;
    let ids = people["people"].as_array().into_iter().flatten().filter_map(|person| person["id"].as_str());
    ids.map(|id| {
        let body = json!({ "person": id }).to_string();
        let headers = [("content-type", "application/json")];
        let answer =
            client.send("POST", "/api/v1/demo/sign-in", &headers, body.as_bytes())?.succeeded("sign-in")?;
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let cookie = cookie.ok_or("sign-in set no cookie")?.to_owned();
        // Who may have an e-mail is told when one is asked for.
        Ok(Person { name: id.to_owned(), cookie, has_mail: matches!(id, "ingrid" | "jonas") })
    })
    .collect()
}

/// Sends forms until told to stop; each to its end.
pub(super) fn errands(
    address: SocketAddr,
    person: &Person,
    mut chance: Chance,
    stop: &AtomicBool,
) -> Outcome<Vec<Errand>> {
    let mut done = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let key = format!("errand-{}-{}", person.name, done.len());
        done.push(errand(address, person, &key)?);
        thread::sleep(Duration::from_millis(chance.below(LONGEST_PAUSE)));
    }
    Ok(done)
}

/// Sends a form, once.
pub(super) fn send(address: SocketAddr, person: &Person, key: &str) -> Outcome<Answer> {
    let answers = json!({ "navn": "Kari Nordmann", "for_hvem": "meg", "beskrivelse": key });
    let body = json!({ "version": 2, "language": "nb", "answers": answers }).to_string();
    let headers =
        [("cookie", person.cookie.as_str()), ("content-type", "application/json"), ("idempotency-key", key)];
    Client::connect(address)?.send("POST", "/api/v1/forms/prove/submissions", &headers, body.as_bytes())
}

fn errand(address: SocketAddr, person: &Person, key: &str) -> Outcome<Errand> {
    let sent = until_answered(|| send(address, person, key))?;
    // Made anew is 201; 200 tells of one that was there.
    let answer_was_lost = sent.answer.status == 200;
    if answer_was_lost && sent.tries == 1 {
        return Err(format!("{key} was there before it was sent"));
    }
    let receipt = parsed(&sent.answer.succeeded(key)?)?;
    let reference = receipt["reference"].as_str().ok_or("a receipt has no reference")?.to_owned();
    if person.has_mail {
        let path = format!("/api/v1/cases/{reference}/email-receipt?lang=nb");
        let asked = until_answered(|| {
            Client::connect(address)?.send("POST", &path, &[("cookie", &person.cookie)], b"")
        })?;
        asked.answer.succeeded(&path)?;
    }
    Ok(Errand { reference, asked_for_mail: person.has_mail, answer_was_lost })
}

/// Whether the case says that its e-mail has been sent.
pub(super) fn mail_is_sent(address: SocketAddr, person: &Person, reference: &str) -> Outcome<bool> {
    let path = format!("/api/v1/cases/{reference}?lang=nb");
    let case = until_answered(|| Client::connect(address)?.get(&path, &[("cookie", &person.cookie)]))?;
    Ok(parsed(&case.answer.succeeded(&path)?)?["email"]["state"] == "sent")
}

/// Tries again, as a client does, while nobody answers or the answer is to come back later. Nothing else is tried
/// again: a server that comes and goes must not answer with anything worse than 503.
pub(super) fn until_answered(ask: impl Fn() -> Outcome<Answer>) -> Outcome<Answered> {
    let started = now();
    for tries in 1.. {
        match ask() {
            Ok(answer) if matches!(answer.status, 429 | 503 | 504) => {}
            Ok(answer) if answer.status >= 500 => {
                return Err(format!("answered {}: {}", answer.status, answer.text()));
            }
            Ok(answer) => return Ok(Answered { answer, tries }),
            Err(_) => {}
        }
        if started.elapsed() > PATIENCE {
            return Err("nobody answers".to_owned());
        }
        thread::sleep(PAUSE);
    }
    Err("never tried".to_owned())
}

fn parsed(answer: &Answer) -> Outcome<Value> {
    serde_json::from_slice(&answer.body).map_err(|error| format!("{error}: {}", answer.text()))
}
