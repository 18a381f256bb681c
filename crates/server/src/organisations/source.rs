//! Where organisations are looked up: Enhetsregisteret over https, made-up ones in a demo, or nowhere.

use std::{str::FromStr, time::Duration};

use reqwest::{Client, Method, Response, StatusCode, redirect::Policy};
use tracing::Instrument;

use super::{lookup::RegisterDown, made_up, record::Record};
use crate::traces;

/// The open API, which needs no key.
const ENHETSREGISTERET: &str = "https://data.brreg.no/enhetsregisteret/api";

/// A person waits for the name while typing on: what takes longer comes too late.
const PATIENCE: Duration = Duration::from_secs(3);

/// The largest answer that is read, in bytes: a record is some thousands.
const RECORD_LIMIT: usize = 64 * 1024;

/// Where organisations are looked up.
#[derive(Clone, Debug)]
pub enum RegisterSource {
    /// Nowhere: the person writes the name.
    Off,
    /// Among the made-up organisations of the demo.
    MadeUp,
    /// In Enhetsregisteret.
    Register(RegisterClient),
}

/// The address of a register's API, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterUrl(String);

/// An address that cannot be a register's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an address that starts with https://")]
pub struct WrongRegisterUrl;

/// Asks the register.
#[derive(Clone, Debug)]
pub struct RegisterClient {
    client: Client,
    base: RegisterUrl,
}

impl Default for RegisterUrl {
    fn default() -> Self {
        Self(ENHETSREGISTERET.to_owned())
    }
}

impl FromStr for RegisterUrl {
    type Err = WrongRegisterUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_safe = ["https://", "http://127.0.0.1:", "http://localhost:"]
            .iter()
            .any(|start| text.starts_with(start) && text.len() > start.len());
        let is_plain = !text.contains(['?', '#', '@']) && text.parse::<http::Uri>().is_ok();
        if is_safe && is_plain {
            Ok(Self(text.trim_end_matches('/').to_owned()))
        } else {
            Err(WrongRegisterUrl)
        }
    }
}

impl RegisterUrl {
    fn host(&self) -> Option<String> {
        self.0.parse::<http::Uri>().ok()?.host().map(str::to_owned)
    }
}

impl RegisterSource {
    /// A client of the register at that address.
    ///
    /// # Errors
    /// Where this computer has no certificates to trust.
    pub fn register(base: RegisterUrl) -> Result<Self, RegisterDown> {
        let client = Client::builder()
            .timeout(PATIENCE)
            .redirect(Policy::none())
            .user_agent("Servicetorg")
            .build()
            .map_err(|error| RegisterDown(error.to_string()))?;
        Ok(Self::Register(RegisterClient { client, base }))
    }

    /// The organisation of that number, or that there is none.
    pub(super) async fn find(&self, number: &str) -> Result<Option<Record>, RegisterDown> {
        match self {
            Self::Off => Err(RegisterDown("no register is set".to_owned())),
            Self::MadeUp => Ok(made_up::find(number)),
            Self::Register(register) => register.find(number).await,
        }
    }
}

impl RegisterClient {
    /// People know the number of a branch as well as that of the organisation it belongs to.
    async fn find(&self, number: &str) -> Result<Option<Record>, RegisterDown> {
        match self.ask("enheter", number).await? {
            Some(record) => Ok(Some(record)),
            None => self.ask("underenheter", number).await,
        }
    }

    async fn ask(&self, kind: &str, number: &str) -> Result<Option<Record>, RegisterDown> {
        // Never the address: the number may be that of a person's own business.
        let down = |error: reqwest::Error| RegisterDown(error.without_url().to_string());
        let address = format!("{}/{kind}/{number}", self.base.0);
        let asked = async {
            let asked = self.client.get(address).header("accept", "application/json").send().await;
            traces::told(asked.as_ref().ok().map(Response::status));
            asked
        };
        let template = format!("/{kind}/{{number}}");
        let span = traces::asking(&Method::GET, self.base.host().as_deref(), Some(&template));
        let mut answer = asked.instrument(span).await.map_err(down)?;
        match answer.status() {
            StatusCode::OK => {}
            // Gone is what the law has had removed altogether.
            StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(None),
            status => return Err(RegisterDown(format!("it answered {}", status.as_u16()))),
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(down)? {
            if body.len() + chunk.len() > RECORD_LIMIT {
                return Err(RegisterDown("its answer is too large".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        let record: Record = serde_json::from_slice(&body)
            .map_err(|error| RegisterDown(format!("its answer cannot be read: {:?}", error.classify())))?;
        if record.organisasjonsnummer != number {
            return Err(RegisterDown("it answered for another number".to_owned()));
        }
        Ok(Some(record))
    }
}

#[cfg(test)]
mod tests {
    use super::RegisterUrl;

    #[test]
    fn only_addresses_that_nobody_listens_in_on() {
        for good in
            ["https://data.brreg.no/enhetsregisteret/api", "https://x.example/", "http://127.0.0.1:1/api"]
        {
            assert!(good.parse::<RegisterUrl>().is_ok(), "{good}");
        }
        for wrong in
            ["", "https://", "http://data.brreg.no", "data.brreg.no", "https://a@b", "https://a?b", "ftp://a"]
        {
            assert!(wrong.parse::<RegisterUrl>().is_err(), "{wrong}");
        }
    }
}
