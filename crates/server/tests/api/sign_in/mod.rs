//! Sign-in by a provider: what is believed, what is not, and what the person is told.

mod ended;
mod forged;
mod jobs;
mod journey;
mod keys;
mod outage;
mod provider;
mod redirects;
mod sessions;
mod sign_out;
mod staff;

use std::sync::LazyLock;

use contract::session::{SignInLevel, StaffRole};
use server::{
    oidc::{Provider, Registration},
    sign_in::{PersonProvider, Providers, StaffProvider},
};

use self::provider::{BASE, TestProvider, start_clock};
use super::support::{Answered, Call, Database, Setup, TestApp};

/// A server and the provider that it asks.
struct World {
    app: TestApp,
    provider: TestProvider,
}

/// A browser, as far as it matters here: its cookies.
#[derive(Default, Clone)]
struct Browser(Vec<(String, String)>);

impl Browser {
    fn cookies(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    async fn send(&mut self, app: &TestApp, call: Call) -> Answered {
        let call = if self.0.is_empty() { call } else { call.cookie(&self.cookies()) };
        let answer = app.send(call).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.0.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.0.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }
}

impl World {
    async fn new() -> Self {
        Self::on(Database::Sqlite).await.unwrap()
    }

    async fn on(database: Database) -> Option<Self> {
        Self::with(Setup { database, ..Setup::default() }).await
    }

    async fn with(setup: Setup) -> Option<Self> {
        let clock = start_clock();
        // Made here, so that no call waits for them.
        for key in [&keys::PROVIDER, &keys::OTHER] {
            LazyLock::force(key);
        }
        let provider = TestProvider::start(clock.clone()).await;
        let providers = providers(provider.registration(""), provider.registration("/staff"));
        let setup = Setup {
            demo: content::DemoMode::Off,
            providers,
            base: Some(BASE.parse().unwrap()),
            clock: Some(clock),
            ..setup
        };
        Some(Self { app: setup.start().await?, provider })
    }

    /// Out to the provider; where it is.
    async fn leave(&self, browser: &mut Browser, query: &str) -> String {
        let answer = browser.send(&self.app, Call::get(&format!("/auth/login?{query}"))).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("location").unwrap().to_owned()
    }

    /// Back from the provider, with a code.
    async fn come_back(&self, browser: &mut Browser, location: &str) -> Answered {
        let (state, code) = (self.provider.parameter(location, "state"), self.provider.code(location));
        browser.send(&self.app, Call::get(&self.back(&state, &code))).await
    }

    fn back(&self, state: &str, code: &str) -> String {
        let iss = self.provider.issuer.replace(':', "%3A").replace('/', "%2F");
        format!("/auth/callback?code={code}&state={state}&iss={iss}")
    }

    /// All the way.
    async fn sign_in(&self, browser: &mut Browser, query: &str) -> Answered {
        let location = self.leave(browser, query).await;
        self.come_back(browser, &location).await
    }

    async fn status(&self, browser: &mut Browser, path: &str) -> u16 {
        browser.send(&self.app, Call::get(path)).await.status.as_u16()
    }

    async fn is_signed_in(&self, browser: &mut Browser) -> bool {
        self.status(browser, "/api/v1/cases").await == 200
    }
}

fn providers(person: Registration, staff: Registration) -> Providers {
    Providers {
        person: Some(PersonProvider {
            provider: Provider::new(person).unwrap(),
            level: SignInLevel::Substantial,
        }),
        staff: Some(StaffProvider {
            provider: Provider::new(staff).unwrap(),
            acr: None,
            roles_claim: "groups".to_owned(),
            roles: vec![
                ("S-Saksbehandlere".to_owned(), StaffRole::CaseWorker),
                ("S-Servicetorg-administratorer".to_owned(), StaffRole::Administrator),
            ],
        }),
    }
}

/// The page that says what happened.
fn message(answer: &Answered) -> &str {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let location = answer.header("location").unwrap();
    let (page, rest) = location.split_once("?melding=").unwrap_or_else(|| panic!("{location}"));
    assert!(page == "/logg-inn" || page == "/ansatt", "{location}");
    rest.split('&').next().unwrap()
}
