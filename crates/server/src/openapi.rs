//! The description of the API: what handlers share in their answers.

mod parameters;

pub use parameters::{InLanguage, InVersionOfTus};

use contract::problem::{MEDIA_TYPE, Problem};
use utoipa::{
    IntoResponses, PartialSchema,
    openapi::{
        ContentBuilder, Header, HeaderBuilder, OpenApi, RefOr, Response, ResponseBuilder, ResponsesBuilder,
    },
};

/// What any call can answer.
pub struct Always;

/// What calls for a signed-in person can answer too.
pub struct Personal;

/// What calls that change something can answer too.
pub struct Changes;

/// What calls can answer that need a higher level of sign-in, or a role.
pub struct Guarded;

/// What calls with an id in the address can answer too.
pub struct Named;

/// What calls with a JSON body can answer too.
pub struct WithBody;

/// What calls that bring bytes of a file can answer too.
pub struct WithBytes;

/// What calls in the upload protocol can answer too.
pub struct InTus;

type Responses = std::collections::BTreeMap<String, RefOr<Response>>;

impl IntoResponses for Always {
    fn responses() -> Responses {
        problems(&[
            ("400", "`invalid_parameter`"),
            ("405", "`method_not_allowed`"),
            ("429", "`too_many_tries`"),
            ("500", "`internal`"),
            ("503", "`unavailable`"),
            ("504", "`timeout`"),
        ])
    }
}

impl IntoResponses for Personal {
    fn responses() -> Responses {
        problems(&[("401", "`sign_in_required` or `session_expired`")])
    }
}

impl IntoResponses for Changes {
    fn responses() -> Responses {
        problems(&[("403", "`cross_site`")])
    }
}

impl IntoResponses for Guarded {
    fn responses() -> Responses {
        problems(&[("403", "`cross_site`, `level_required` or `role_required`")])
    }
}

impl IntoResponses for Named {
    fn responses() -> Responses {
        problems(&[("404", "`not_found`")])
    }
}

impl IntoResponses for WithBody {
    fn responses() -> Responses {
        problems(&[
            ("400", "`malformed_json`, `invalid_parameter` or `idempotency_key_required`"),
            ("413", "`body_too_large`"),
            ("415", "`unsupported_media_type`"),
        ])
    }
}

impl IntoResponses for InTus {
    fn responses() -> Responses {
        problems(&[("412", "`tus_version_unknown`")])
    }
}

impl IntoResponses for WithBytes {
    fn responses() -> Responses {
        problems(&[
            ("413", "`file_too_large`, `files_too_large` or `body_too_large`"),
            ("415", "`unsupported_media_type`"),
            ("460", "`checksum_mismatch`"),
        ])
    }
}

/// The description in JSON, with a line break at its end.
///
/// # Errors
/// Never in practice: the document is plain data.
pub fn to_text(document: &OpenApi) -> Result<String, serde_json::Error> {
    document.to_pretty_json().map(|text| text + "\n")
}

fn problems(kinds: &[(&str, &str)]) -> Responses {
    let mut responses = ResponsesBuilder::new();
    for (status, description) in kinds {
        let content = ContentBuilder::new().schema(Some(reference())).build();
        let response = ResponseBuilder::new().description(*description).content(MEDIA_TYPE, content);
        let response = match *status {
            "429" => response.header("retry-after", seconds()),
            _ => response,
        };
        responses = responses.response(*status, response.build());
    }
    responses.build().responses.into_iter().collect()
}

fn seconds() -> Header {
    HeaderBuilder::new().schema(Some(u32::schema())).description(Some("Seconds until the next try")).build()
}

fn reference() -> RefOr<utoipa::openapi::Schema> {
    // The schema itself is among the components; naming it here keeps it there.
    _ = Problem::schema();
    RefOr::Ref(utoipa::openapi::Ref::from_schema_name("Problem"))
}
