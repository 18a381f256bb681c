//! Fills a database with the made-up people and what they have sent: the same people, cases and references
//! each time, with dates counted back from now.

use std::sync::Arc;

use content::Pack;
use contract::{
    forms_api::{DraftContent, Submission},
    minside::CaseStatus,
    session::DemoStory,
};
use forms::{Access, Answers, Context};
use locale::{Language, Timestamp};

use super::{
    example_answers::{address, example_answers},
    people::{MadeUp, PEOPLE},
};
use crate::{
    forms::new_case,
    problem::{Answer, Failure},
    randomness::{SeededRandomness, sha256},
    storage::{Expected, NewPerson, Person, Store, SubmissionKey, Submitted},
};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A case that was sent so many days ago, and what has happened to it how many days ago.
struct Past {
    sent: i64,
    events: &'static [(CaseStatus, i64)],
}

/// One of each status.
const SOME_CASES: [Past; 3] = [
    Past { sent: 3, events: &[] },
    Past { sent: 20, events: &[(CaseStatus::InProgress, 12)] },
    Past { sent: 75, events: &[(CaseStatus::InProgress, 70), (CaseStatus::Closed, 48)] },
];

const MANY_CASES: i64 = 50;

/// Adds the made-up people that are not there yet, each with a past.
///
/// # Errors
/// Where the database fails, or a form of the pack accepts no example answers.
pub async fn seed(pack: &Pack, store: &Store, now: Timestamp) -> Answer<()> {
    for person in &PEOPLE {
        if store.demo_person(person.key).await?.is_some() {
            continue;
        }
        let store = store.with_randomness(Arc::new(SeededRandomness::new(person.key)));
        let known = store.add_person(new_person(person, now), now).await?;
        let past = Seeder { pack, store: &store, person, known: &known, now };
        match person.story {
            DemoStory::NewHere | DemoStory::NoAddress => {}
            DemoStory::SomeCases => {
                for (turn, case) in SOME_CASES.iter().enumerate() {
                    past.case(turn, case).await?;
                }
                past.draft().await?;
            }
            DemoStory::ManyCases => {
                for turn in 0..MANY_CASES {
                    past.case(usize::try_from(turn).unwrap_or_default(), &one_of_many(turn)).await?;
                }
            }
        }
    }
    Ok(())
}

/// Younger cases wait, older ones are done.
const fn one_of_many(turn: i64) -> Past {
    let events: &[(CaseStatus, i64)] = match turn {
        0..=3 => &[],
        4..=9 => &[(CaseStatus::InProgress, 2)],
        _ => &[(CaseStatus::InProgress, 24), (CaseStatus::Closed, 10)],
    };
    Past { sent: 1 + turn * 3, events }
}

struct Seeder<'a> {
    pack: &'a Pack,
    store: &'a Store,
    person: &'a MadeUp,
    known: &'a Person,
    now: Timestamp,
}

impl Seeder<'_> {
    async fn case(&self, turn: usize, past: &Past) -> Answer<()> {
        let received = self.ago(past.sent);
        let context = Context::new(received.in_norway().date, Language::Nb);
        let ids: Vec<&str> = self.pack.form_ids().collect();
        // From this turn's form on, the first that can be sent without files. A pack may have none.
        let found = ids.iter().cycle().skip(turn % ids.len().max(1)).take(ids.len()).find_map(|form| {
            let edition = self.pack.form(form, None)?;
            let answers = example_answers(&edition.form, self.person, turn, &context)?;
            Some((*form, edition, answers))
        });
        let Some((form, edition, answers)) = found else { return Ok(()) };
        let version = edition.form.definition().version;
        let submission = Submission { version, language: Language::Nb, answers };
        let case = new_case(self.pack, self.known.id, Access::SignedIn, form, &submission, received)?;
        let key = format!("demo-{}-{turn}", self.person.key);
        let key = SubmissionKey { request_hash: sha256(key.as_bytes()), key };
        let Submitted::New(case) = self.store.submit(&case, &key).await? else { return Ok(()) };
        for (status, days) in past.events {
            self.store.set_case_status(case.head.id, *status, self.ago(*days)).await?;
        }
        Ok(())
    }

    /// The first page of the first form, answered.
    async fn draft(&self) -> Answer<()> {
        let form = self.pack.form_ids().next().map(str::to_owned);
        let Some(form) = form else { return Ok(()) };
        let edition =
            self.pack.form(&form, None).ok_or_else(|| Failure::internal("a form has no edition"))?;
        let context = Context::new(self.now.in_norway().date, Language::Nb);
        let all = example_answers(&edition.form, self.person, 0, &context)
            .ok_or_else(|| Failure::internal("no example answers fit the first form"))?;
        let pages = edition.form.visible(&all, &context);
        let first = pages.first().map(|page| page.fields.iter().map(|field| field.id.clone()).collect());
        let first: Vec<String> = first.unwrap_or_default();
        let answers = Answers(
            all.0
                .iter()
                .filter(|(id, _)| first.contains(id))
                .map(|(id, answer)| (id.clone(), answer.clone()))
                .collect(),
        );
        let Some(page) = pages.get(1).or(pages.first()) else { return Ok(()) };
        let definition = edition.form.definition();
        let content = DraftContent { version: definition.version, page: page.page.id.clone(), answers };
        let deletes_at = crate::forms::deletes_at(definition, self.now);
        let saved = self.ago(2);
        self.store.save_draft(self.known.id, &form, &content, Expected::Nothing, saved, deletes_at).await?;
        Ok(())
    }

    const fn ago(&self, days: i64) -> Timestamp {
        self.now.plus_millis(-days * DAY)
    }
}

fn new_person(person: &MadeUp, now: Timestamp) -> NewPerson<'_> {
    NewPerson {
        demo_key: person.key,
        subject: sha256(person.key.as_bytes())[..32].to_owned(),
        identity_number: person.identity_number,
        name: person.name,
        address: person.address.map(|_| address(person)),
        email: person.email.map(str::to_owned),
        email_verified: person.email_verified_days_ago.map(|days| now.plus_millis(-days * DAY)),
        phone: person.phone.map(str::to_owned),
    }
}
