//! The calls that are made most, and a bounded number of connections that make them.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use serde_json::{Value, json};

use crate::{
    Outcome,
    bench::percentile,
    http::{Answer, Client},
    progress::now,
};

/// Connections at the same time, and requests of one round in all.
pub(super) const CONNECTIONS: usize = 8;
pub(super) const REQUESTS: usize = 4_000;
const WARM_UP: usize = 400;

/// Each connection saves a draft of its own: two of the same would be in conflict.
const FORMS: [&str; CONNECTIONS] = [
    "avfallsbeholder",
    "barnehageplass",
    "byggesak",
    "feiing",
    "innsyn",
    "kulturskole",
    "leie-lokale",
    "redusert-foreldrebetaling",
];

/// A call.
pub(super) enum Call {
    /// Of the bare route.
    Bare,
    Session,
    Cases,
    Case,
    Draft,
    SaveDraft,
}

/// What one round has measured.
pub(super) struct Round {
    pub(super) per_second: f64,
    pub(super) p50: f64,
    pub(super) p95: f64,
    pub(super) p99: f64,
}

/// Somebody with fifty cases, signed in, with a draft of each form.
pub(super) struct Visitor {
    cookie: String,
    /// Of the newest case.
    pub(super) reference: String,
    /// What is saved, by form.
    drafts: Vec<String>,
}

impl Call {
    pub(super) const ALL: [Self; 5] = [Self::Session, Self::Cases, Self::Case, Self::Draft, Self::SaveDraft];

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Bare => "bare route",
            Self::Session => "session",
            Self::Cases => "list of 50 cases",
            Self::Case => "one case",
            Self::Draft => "draft",
            Self::SaveDraft => "saving a draft",
        }
    }
}

impl Visitor {
    pub(super) fn arrive(address: SocketAddr) -> Outcome<Self> {
        let mut client = Client::connect(address)?;
        let cookie = sign_in(&mut client)?;
        let list = read(&mut client, &cookie, "/api/v1/cases?lang=nb")?;
        let cases = list["cases"].as_array().ok_or("there is no list of cases")?;
        if cases.len() != 50 {
            return Err(format!("the person has {} cases; the measurement is of fifty", cases.len()));
        }
        let reference = cases.first().and_then(|case| case["reference"].as_str());
        let reference = reference.ok_or("a case has no reference")?.to_owned();
        let mut drafts = Vec::new();
        for form in FORMS {
            let told = read(&mut client, &cookie, &format!("/api/v1/forms/{form}?lang=nb"))?;
            let definition = &told["definition"];
            let body = json!({ "version": definition["version"], "page": definition["pages"][0]["id"], "answers": {} });
            let body = body.to_string();
            save(&mut client, &cookie, form, ("if-none-match", "*"), &body)?;
            drafts.push(body);
        }
        Ok(Self { cookie, reference, drafts })
    }
}

/// Signs in as the made-up person with fifty cases; gives the cookie.
fn sign_in(client: &mut Client) -> Outcome<String> {
    let people = client.get("/api/v1/demo/people", &[])?.succeeded("the demo's people")?;
    let people: Value = serde_json::from_slice(&people.body).map_err(|error| error.to_string())?;
    let person =
        people["people"].as_array().into_iter().flatten().find(|person| person["story"] == "many_cases");
    let id = person.and_then(|person| person["id"].as_str()).ok_or("the demo has nobody with many cases")?;
    let body = json!({ "person": id }).to_string();
    let headers = [("content-type", "application/json")];
    let answer =
        client.send("POST", "/api/v1/demo/sign-in", &headers, body.as_bytes())?.succeeded("sign-in")?;
    let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
    cookie.map(str::to_owned).ok_or_else(|| "sign-in set no cookie".to_owned())
}

fn read(client: &mut Client, cookie: &str, path: &str) -> Outcome<Value> {
    let answer = client.get(path, &[("cookie", cookie)])?.succeeded(path)?;
    serde_json::from_slice(&answer.body).map_err(|error| error.to_string())
}

/// Gives the mark of what was saved.
fn save(
    client: &mut Client,
    cookie: &str,
    form: &str,
    condition: (&str, &str),
    body: &str,
) -> Outcome<String> {
    let path = format!("/api/v1/forms/{form}/draft");
    let headers = [("cookie", cookie), ("content-type", "application/json"), condition];
    let answer = client.send("PUT", &path, &headers, body.as_bytes())?.succeeded(&path)?;
    mark(&answer)
}

fn mark(answer: &Answer) -> Outcome<String> {
    Ok(answer.header("etag").ok_or("a draft has no mark")?.to_owned())
}

/// A round after some requests that do not count.
pub(super) fn round(address: SocketAddr, call: &Call, visitor: &Visitor) -> Outcome<Round> {
    requests(address, call, visitor, WARM_UP)?;
    let started = now();
    let times = requests(address, call, visitor, REQUESTS)?;
    let seconds = started.elapsed().as_secs_f64();
    let count = u32::try_from(times.len()).map_err(|error| error.to_string())?;
    let at = |hundredths| percentile(&times, hundredths);
    Ok(Round { per_second: f64::from(count) / seconds, p50: at(50), p95: at(95), p99: at(99) })
}

/// Milliseconds of each request; each connection asks again when it is answered.
fn requests(address: SocketAddr, call: &Call, visitor: &Visitor, count: usize) -> Outcome<Vec<f64>> {
    let left = AtomicUsize::new(count);
    let take = || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|number| {
                let take = &take;
                scope.spawn(move || {
                    let mut connection = Connection::open(address, call, visitor, number)?;
                    let mut times = Vec::new();
                    while take() {
                        let asked = now();
                        connection.ask()?;
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

/// One that makes the same call again and again.
struct Connection<'a> {
    client: Client,
    visitor: &'a Visitor,
    what: What<'a>,
}

enum What<'a> {
    Get(String),
    Save { form: &'a str, body: &'a str, mark: String },
}

impl<'a> Connection<'a> {
    fn open(address: SocketAddr, call: &Call, visitor: &'a Visitor, number: usize) -> Outcome<Self> {
        let mut client = Client::connect(address)?;
        let draft = format!("/api/v1/forms/{}/draft", FORMS[number]);
        let what = match call {
            Call::Bare => What::Get("/".to_owned()),
            Call::Session => What::Get("/api/v1/session".to_owned()),
            Call::Cases => What::Get("/api/v1/cases?lang=nb".to_owned()),
            Call::Case => What::Get(format!("/api/v1/cases/{}?lang=nb", visitor.reference)),
            Call::Draft => What::Get(draft),
            Call::SaveDraft => {
                let kept = client.get(&draft, &[("cookie", &visitor.cookie)])?.succeeded(&draft)?;
                What::Save { form: FORMS[number], body: &visitor.drafts[number], mark: mark(&kept)? }
            }
        };
        Ok(Self { client, visitor, what })
    }

    fn ask(&mut self) -> Outcome {
        match &mut self.what {
            What::Get(path) => {
                self.client.get(path, &[("cookie", &self.visitor.cookie)])?.succeeded(path)?;
            }
            What::Save { form, body, mark } => {
                *mark = save(&mut self.client, &self.visitor.cookie, form, ("if-match", mark), body)?;
            }
        }
        Ok(())
    }
}
