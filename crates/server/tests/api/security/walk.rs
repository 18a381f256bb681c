//! Every route of the API, with somebody's own ids in its address.

use serde_json::{Value, json};

use crate::{
    support::{Answered, Call, Database, Setup, TestApp, answers, save_draft, submission},
    uploads::{Sender, pdf},
};

/// Routes whose answer is the same for everybody. A new route is personal unless it is listed here.
const PUBLIC: [&str; 9] = [
    "/api/v1/front",
    "/api/v1/services",
    "/api/v1/services/{service}",
    "/api/v1/forms/{form}",
    "/api/v1/forms/{form}/versions/{version}/schema",
    "/api/v1/forms/{form}/steps",
    "/api/v1/forms/{form}/figures",
    "/api/v1/organisations/{number}",
    "/api/v1/demo/people",
];

/// A call that the API describes.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) method: String,
    /// With the names of its ids.
    pub(crate) template: String,
    /// What the description says of it.
    pub(crate) call: Value,
}

/// All of them.
pub(crate) fn routes() -> Vec<Route> {
    let document: Value =
        serde_json::from_str(&server::openapi::to_text(&server::router::document()).unwrap()).unwrap();
    let mut routes = Vec::new();
    for (template, calls) in document["paths"].as_object().unwrap() {
        for (method, call) in calls.as_object().unwrap() {
            let route =
                Route { method: method.to_uppercase(), template: template.clone(), call: call.clone() };
            routes.push(route);
        }
    }
    assert!(routes.len() > 30, "the description has the API");
    routes
}

impl Route {
    pub(crate) fn is_public(&self) -> bool {
        PUBLIC.contains(&self.template.as_str())
    }

    pub(crate) fn needs_sign_in(&self) -> bool {
        self.call["responses"].get("401").is_some()
    }

    /// For who is signed in as staff: everybody else is sent to sign in, whatever the id.
    pub(crate) fn is_for_staff(&self) -> bool {
        self.template.starts_with("/api/v1/staff/")
    }

    pub(crate) fn changes(&self) -> bool {
        !matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }

    /// The call, for these ids.
    pub(crate) fn call(&self, ids: &Ids) -> Call {
        Call::new(&self.method, &self.path(ids))
            .header("tus-resumable", "1.0.0")
            .pipe(|call| self.dress(call))
    }

    fn path(&self, ids: &Ids) -> String {
        let mut path = self.template.clone();
        let kind = self.template.trim_start_matches("/api/v1/").split('/').next().unwrap();
        for (name, value) in [
            ("{form}", "prove"),
            ("{service}", "prove-tjeneste"),
            ("{number}", "974760673"),
            ("{version}", "2"),
            ("{reference}", &ids.reference),
            ("{id}", if kind == "sessions" { &ids.session } else { &ids.upload }),
        ] {
            path = path.replace(name, value);
        }
        assert!(!path.contains('{'), "say in `walk.rs` what stands for the id in {path}");
        match self.template.as_str() {
            "/api/v1/uploads" if self.method == "GET" => {
                format!("{path}?case={}&field=vedlegg", ids.reference)
            }
            _ => path,
        }
    }

    /// What the call needs to get as far as its id.
    fn dress(&self, call: Call) -> Call {
        let offset = "application/offset+octet-stream";
        match (self.method.as_str(), self.template.as_str()) {
            ("PATCH", _) => call.header("content-type", offset).header("upload-offset", "0").body("x"),
            ("POST", "/api/v1/uploads") => call
                .header("upload-length", "10")
                .header("upload-metadata", "filename YS5wZGY=,form cHJvdmU=,field dmVkbGVnZw=="),
            ("POST", "/api/v1/cases/{reference}/documents") => {
                call.json(&json!({ "field": "vedlegg", "files": [] }))
            }
            ("PUT", _) => call
                .header("if-match", "\"1\"")
                .json(&json!({ "version": 2, "page": "hvem", "answers": answers() })),
            ("POST", "/api/v1/forms/{form}/submissions") => call
                .header("idempotency-key", "walk")
                .json(&json!({ "version": 2, "language": "nb", "answers": answers() })),
            ("POST", "/api/v1/draft-code") => call.json(&json!({ "code": "C7KA-QX4M-3TRH-9WNE" })),
            ("POST", "/api/v1/demo/sign-in") => call.json(&json!({ "person": "jonas" })),
            ("POST", _) if self.call.get("requestBody").is_some() => call.json(&json!({})),
            _ => call,
        }
    }
}

trait Pipe: Sized {
    fn pipe<T>(self, next: impl FnOnce(Self) -> T) -> T {
        next(self)
    }
}

impl Pipe for Call {}

/// What somebody's addresses are made of.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    pub(crate) reference: String,
    pub(crate) upload: String,
    pub(crate) session: String,
}

/// Ingrid with a case that awaits a document, a draft, a file and two sessions; and Jonas, who has nothing.
pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) ingrid: String,
    pub(crate) jonas: String,
    pub(crate) ids: Ids,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::on(Database::Sqlite).await.unwrap()
    }

    pub(crate) async fn on(database: Database) -> Option<Self> {
        Self::with(Setup { database, ..Setup::default() }).await
    }

    pub(crate) async fn with(setup: Setup) -> Option<Self> {
        let sender = Sender::with(setup).await?;
        let mut all = answers();
        all["vedlegg"] = json!({ "how": "later", "by": "2026-12-01" });
        let sent = sender.app.send(submission("a", &sender.cookie, &all)).await;
        let reference = sent.json()["reference"].as_str().unwrap().to_owned();
        let again = save_draft(&sender.cookie, ("if-none-match", "*"), &answers());
        assert_eq!(sender.app.send(again).await.status, 201);
        let (path, _) = sender.ready("Attest.pdf", &pdf(2000)).await;
        let upload = path.rsplit('/').next().unwrap().to_owned();
        let (app, ingrid) = (sender.app, sender.cookie);
        app.sign_in("ingrid").await;
        let jonas = app.sign_in("jonas").await;
        let listed = app.send(Call::get("/api/v1/sessions").cookie(&ingrid)).await.json();
        let other = listed["sessions"].as_array().unwrap().iter().find(|session| session["is_this"] == false);
        let session = other.unwrap()["id"].as_str().unwrap().to_owned();
        Some(Self { app, ingrid, jonas, ids: Ids { reference, upload, session } })
    }

    pub(crate) async fn send(&self, route: &Route, ids: &Ids, cookie: &str) -> Answered {
        let call = route.call(ids);
        self.app.send(if cookie.is_empty() { call } else { call.cookie(cookie) }).await
    }

    /// All that is Ingrid's, as she sees it.
    pub(crate) async fn hers(&self) -> String {
        let Ids { reference, upload, .. } = &self.ids;
        let mut all = String::new();
        for path in [
            "/api/v1/sessions".to_owned(),
            "/api/v1/forms/prove/draft".to_owned(),
            "/api/v1/cases".to_owned(),
            format!("/api/v1/cases/{reference}"),
            format!("/api/v1/uploads/{upload}"),
            format!("/api/v1/uploads/{upload}/content"),
        ] {
            let answer = self.app.send(Call::get(&path).cookie(&self.ingrid)).await;
            assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
            all += &String::from_utf8_lossy(&answer.body);
        }
        all
    }
}
