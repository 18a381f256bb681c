//! Calls to a provider: in time, of a size that can be read, to the address that was meant, and nowhere else.

use std::{pin::Pin, time::Duration};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, url::Url};
use reqwest::{Client, redirect::Policy};
use tracing::Instrument;

use super::{ProviderFault, registration::is_safe};
use crate::traces;

/// A person waits with an empty page: what takes longer comes too late.
const PATIENCE: Duration = Duration::from_secs(4);

/// The largest answer that is read, in bytes.
const ANSWER_LIMIT: usize = 256 * 1024;

/// Asks providers.
#[derive(Clone, Debug)]
pub(super) struct ProviderClient(Client);

impl ProviderClient {
    pub(super) fn new() -> Result<Self, ProviderFault> {
        Client::builder()
            .timeout(PATIENCE)
            // What proves who we are goes to the provider, and to nobody it points to.
            .redirect(Policy::none())
            .user_agent("Servicetorg")
            .build()
            .map(Self)
            .map_err(|_| ProviderFault::Down("no client can be made"))
    }

    /// One call.
    pub(super) async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, ProviderFault> {
        // Never its path or query: they have codes and tokens, and the tenant of whoever runs the provider.
        let span = traces::asking(request.method(), request.uri().host(), None);
        let exchanged = async {
            let exchanged = self.execute(request).await;
            traces::told(exchanged.as_ref().ok().map(HttpResponse::status));
            exchanged
        };
        exchanged.instrument(span).await
    }

    async fn execute(&self, request: HttpRequest) -> Result<HttpResponse, ProviderFault> {
        let is_meant = request.uri().to_string().parse::<Url>().is_ok_and(|url| is_safe(&url));
        if !is_meant {
            return Err(ProviderFault::Down("an address without https"));
        }
        let request = request.try_into().map_err(|_| ProviderFault::Down("a call that cannot be made"))?;
        let mut answer = self.0.execute(request).await.map_err(|error| down(&error))?;
        if answer.status().is_redirection() {
            return Err(ProviderFault::Down("it points elsewhere"));
        }
        if answer.status().is_server_error() {
            return Err(ProviderFault::Down("it answers that it cannot"));
        }
        let mut told = HttpResponse::new(Vec::new());
        *told.status_mut() = answer.status();
        *told.headers_mut() = answer.headers().clone();
        while let Some(chunk) = answer.chunk().await.map_err(|error| down(&error))? {
            if told.body().len() + chunk.len() > ANSWER_LIMIT {
                return Err(ProviderFault::Down("its answer is too large"));
            }
            told.body_mut().extend_from_slice(&chunk);
        }
        Ok(told)
    }
}

impl<'c> AsyncHttpClient<'c> for ProviderClient {
    type Error = ProviderFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, ProviderFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.exchange(request))
    }
}

fn down(error: &reqwest::Error) -> ProviderFault {
    ProviderFault::Down(if error.is_timeout() { "it takes too long" } else { "it cannot be reached" })
}
