//! Every problem as it goes over the wire.

use contract::problem::{Code, Problem};

fn every_code() -> Vec<Code> {
    let fields = vec!["navn".to_owned()];
    let issue = forms::Issue { field: "navn".to_owned(), part: None, code: forms::Code::Required };
    let codes = vec![
        Code::NotFound,
        Code::MethodNotAllowed,
        Code::MalformedJson,
        Code::UnsupportedMediaType,
        Code::BodyTooLarge { limit: 65_536 },
        Code::InvalidParameter { name: "lang".to_owned() },
        Code::CrossSite,
        Code::SignInRequired,
        Code::SessionExpired,
        Code::FormVersionUnknown { latest: 2 },
        Code::UnknownFields { fields: fields.clone() },
        Code::HiddenFields { fields },
        Code::InvalidAnswers { issues: vec![issue] },
        Code::PreconditionRequired,
        Code::DraftChanged { revision: 3 },
        Code::IdempotencyKeyRequired,
        Code::IdempotencyKeyReused,
        Code::Timeout,
        Code::Unavailable,
        Code::Internal,
    ];
    // A new code does not compile before it is in the list above.
    for code in &codes {
        match code {
            Code::NotFound
            | Code::MethodNotAllowed
            | Code::MalformedJson
            | Code::UnsupportedMediaType
            | Code::BodyTooLarge { .. }
            | Code::InvalidParameter { .. }
            | Code::CrossSite
            | Code::SignInRequired
            | Code::SessionExpired
            | Code::FormVersionUnknown { .. }
            | Code::UnknownFields { .. }
            | Code::HiddenFields { .. }
            | Code::InvalidAnswers { .. }
            | Code::PreconditionRequired
            | Code::DraftChanged { .. }
            | Code::IdempotencyKeyRequired
            | Code::IdempotencyKeyReused
            | Code::Timeout
            | Code::Unavailable
            | Code::Internal => {}
        }
    }
    codes
}

#[test]
fn every_problem_on_the_wire() {
    let problems: Vec<Problem> = every_code().into_iter().map(Problem::new).collect();
    insta::assert_json_snapshot!("problems", problems);
}

#[test]
fn a_problem_reads_back_as_it_was_written() {
    for code in every_code() {
        let name = code.name();
        let problem = Problem::new(code);
        let text = serde_json::to_string(&problem).unwrap();
        assert!(text.contains(&format!(r#""code":"{name}""#)), "{text}");
        assert_eq!(serde_json::from_str::<Problem>(&text).unwrap(), problem);
    }
}
