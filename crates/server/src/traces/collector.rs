//! Hands traces to the collector. One that is away is told of once, and nothing but the traces is lost.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use opentelemetry_http::{HttpClient, HttpError};
use reqwest::{Client, redirect::Policy};
use tokio::runtime::Handle;
use tracing::{info, warn};

/// What is handed over next waits behind this.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the collector to take traces.
#[derive(Debug)]
pub(super) struct Collector {
    client: Client,
    /// The thread that traces are gathered on has none.
    runtime: Handle,
    is_away: AtomicBool,
}

/// Why traces were not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Untaken {
    #[error("it cannot be reached")]
    Unreachable,
    #[error("it takes too long")]
    Slow,
    #[error("it answers {0}")]
    Refused(StatusCode),
    #[error("the server is at its end")]
    Ended,
}

impl Collector {
    pub(super) fn new(runtime: Handle) -> Result<Self, reqwest::Error> {
        let client =
            Client::builder().timeout(PATIENCE).redirect(Policy::none()).user_agent("Servicetorg").build()?;
        Ok(Self { client, runtime, is_away: AtomicBool::new(false) })
    }

    async fn hand_over(&self, request: Request<Bytes>) -> Result<StatusCode, Untaken> {
        let request = reqwest::Request::try_from(request).map_err(|_| Untaken::Unreachable)?;
        let client = self.client.clone();
        let asked = self.runtime.spawn(async move { client.execute(request).await });
        let answer = asked.await.map_err(|_| Untaken::Ended)?;
        let answer =
            answer.map_err(|error| if error.is_timeout() { Untaken::Slow } else { Untaken::Unreachable })?;
        match answer.status() {
            status if status.is_success() => Ok(status),
            status => Err(Untaken::Refused(status)),
        }
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let taken = self.hand_over(request).await;
        let was_away = self.is_away.swap(taken.is_err(), Ordering::Relaxed);
        match taken {
            Ok(status) => {
                if was_away {
                    info!("the collector takes traces again");
                }
                // What it says beside that is for nobody.
                let mut answer = Response::new(Bytes::new());
                *answer.status_mut() = status;
                Ok(answer)
            }
            Err(untaken) => {
                if !was_away {
                    warn!(cause = %untaken, "the collector takes no traces: they are lost until it does");
                }
                Err(untaken.into())
            }
        }
    }
}
