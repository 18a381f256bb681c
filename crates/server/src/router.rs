//! Every route of the server, in one list.

use axum::{
    Router,
    middleware::map_response,
    routing::{get, post},
};
use contract::paths::API;
use utoipa::{
    OpenApi as _,
    openapi::{InfoBuilder, OpenApi, OpenApiBuilder},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    demo, events, figures, forms, front, health, jobs, middleware, minside, organisations, personal,
    personal::Described, services, session, sign_in, site, state::AppState, uploads,
};

/// The server as it listens.
pub fn router(app: &AppState) -> Router {
    let (api, _) = api().split_for_parts();
    let routes = api
        .merge(sign_in::routes())
        .route("/ansatt/jobber", get(jobs::staff_page))
        .route("/ansatt/jobber/{id}/kjor", post(jobs::run_from_page))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        // Pages and files of the site; below `/api` there is nothing but what stands above.
        .fallback(site::serve)
        .with_state(app.clone());
    middleware::around(routes, app)
}

/// The description of the API.
#[must_use]
pub fn document() -> OpenApi {
    api().into_openapi()
}

/// The API: what everyone may ask, then what belongs to the signed-in person.
fn api() -> OpenApiRouter<AppState> {
    let everyone = OpenApiRouter::default()
        .routes(routes!(front::get_front))
        .routes(routes!(services::list_services))
        .routes(routes!(services::get_service))
        .routes(routes!(forms::get_form))
        .routes(routes!(forms::get_schema))
        .routes(routes!(figures::count_steps))
        .routes(routes!(figures::get_figures))
        .routes(routes!(forms::enter_code))
        .routes(routes!(organisations::get_organisation))
        .routes(routes!(forms::leave_draft))
        .routes(routes!(session::get_session, session::sign_out))
        .routes(routes!(demo::list_people))
        .routes(routes!(demo::sign_in));
    let person = OpenApiRouter::default()
        .routes(routes!(session::extend_session))
        .routes(routes!(session::get_device_key))
        .routes(routes!(session::list_sessions, session::end_other_sessions))
        .routes(routes!(session::end_one_session))
        .routes(routes!(session::get_staff_session))
        .routes(routes!(jobs::list_jobs))
        .routes(routes!(jobs::run_job))
        .routes(routes!(events::get_events))
        .routes(routes!(minside::get_profile))
        .routes(routes!(personal::get_kept))
        .routes(routes!(personal::get_export))
        .routes(routes!(personal::delete_unsent))
        .routes(routes!(minside::list_drafts))
        .routes(routes!(forms::get_draft, forms::save_draft, forms::delete_draft))
        .routes(routes!(forms::submit))
        .routes(routes!(forms::get_sent))
        .routes(routes!(minside::list_cases))
        .routes(routes!(minside::get_case))
        .routes(routes!(minside::get_case_copy))
        .routes(routes!(minside::deliver_document))
        .routes(routes!(minside::send_email_receipt));
    let files = OpenApiRouter::default()
        .routes(routes!(uploads::list_uploads, uploads::announce_upload, uploads::describe_protocol))
        .routes(routes!(
            uploads::get_upload,
            uploads::head_upload,
            uploads::append_to_upload,
            uploads::delete_upload
        ))
        .routes(routes!(uploads::get_content))
        .layer(map_response(uploads::answer_in_protocol));
    let mut described = heading();
    // No answer names it: it is inside of one.
    described.merge(Described::openapi());
    OpenApiRouter::with_openapi(described).nest(API, everyone.merge(person).merge(files))
}

fn heading() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Servicetorg")
        .version("1")
        .description(Some(
            "The digital service square of a municipality. Problems are `application/problem+json` with a code.",
        ))
        .build();
    OpenApiBuilder::new().info(info).build()
}
