//! The member of staff of a request, and what they may do.

use axum::{Json, extract::FromRequestParts};
use contract::{
    problem::Code,
    session::{StaffRole, StaffSession},
};
use http::request::Parts;

use super::{cookie::CookieUse, running::alive};
use crate::{
    openapi,
    problem::{Answer, Failure},
    state::AppState,
    storage::{StaffMember, StoredSession, Who},
};

/// Whoever of the staff is signed in, with one role at least; without, the handler is not reached.
pub struct SignedInStaff {
    /// Who.
    pub member: StaffMember,
    session: StoredSession,
}

impl SignedInStaff {
    /// Whether they have the role.
    ///
    /// # Errors
    /// [`Code::RoleRequired`] where not.
    pub fn require(&self, role: StaffRole) -> Answer<()> {
        if self.member.roles.contains(&role) { Ok(()) } else { Err(Code::RoleRequired.into()) }
    }
}

impl FromRequestParts<AppState> for SignedInStaff {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Self::Rejection> {
        let (_, session) = alive(app, parts, CookieUse::Staff).await?;
        match &session.who {
            Who::Staff(member) if member.roles.is_empty() => Err(Code::RoleRequired.into()),
            Who::Staff(member) => Ok(Self { member: member.clone(), session }),
            Who::Person(_) => Err(Code::SignInRequired.into()),
        }
    }
}

/// Who of the staff is signed in, and as what.
#[utoipa::path(
    get,
    path = "/staff/session",
    tag = "staff",
    responses((status = 200, body = StaffSession), openapi::Always, openapi::Personal, openapi::Guarded)
)]
pub async fn get_staff_session(staff: SignedInStaff) -> Json<StaffSession> {
    Json(StaffSession {
        name: staff.member.name,
        roles: staff.member.roles,
        idle_deadline: staff.session.idle_deadline,
        absolute_deadline: staff.session.absolute_deadline,
    })
}
