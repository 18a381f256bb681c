//! Parameters that many calls have.

use locale::Language;
use utoipa::{IntoParams, ToSchema};

/// In which language the answer is.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by `extract::Lang`; this describes it")]
pub struct InLanguage {
    /// The language of the answer; bokmål where it is left out.
    #[param(required = false, inline)]
    lang: Language,
}

/// The version of the upload protocol that the client speaks.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "read by `uploads::tus`; this describes it")]
pub struct InVersionOfTus {
    /// The version of the protocol.
    #[param(rename = "tus-resumable", inline)]
    version: VersionOfTus,
}

/// The one version there is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the value stands in the header")]
enum VersionOfTus {
    #[schema(rename = "1.0.0")]
    One,
}
