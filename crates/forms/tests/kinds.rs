//! Every kind of field: what is accepted, what is refused and why, what is sent, how it is shown and described.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod support;

use forms::{
    Answer, AnswerRow, Answers, At, Attachment, Code, Context, FileRef, IdentityNumbers, Issue, Organisation,
    Point, Texts, author,
};
use locale::{Date, Language};
use serde_json::Value;
use support::{CONTEXT, answers, choosing, fitting, form_with, text};

type Outcome = Result<Option<Answer>, (Option<String>, Code)>;

fn outcome(field: &str, answer: Answer) -> Outcome {
    outcome_in(field, answer, &CONTEXT)
}

/// What is sent for an answer to a field, or which part of it is refused and why.
fn outcome_in(field: &str, answer: Answer, context: &Context) -> Outcome {
    let form = form_with(&[&format!("id = 'it'\n{field}")]);
    let given = answers([("it", answer)]);
    match form.validate(&given, context).into_iter().next() {
        Some(issue) => Err((issue.part, issue.code)),
        None => Ok(form.to_submit(&given, context).remove("it")),
    }
}

fn sent(field: &str, typed: &str) -> String {
    match outcome(field, text(typed)) {
        Ok(Some(Answer::Text(text))) => text,
        other => format!("{other:?}"),
    }
}

fn refused(field: &str, typed: &str) -> Code {
    outcome(field, text(typed)).expect_err(typed).1
}

fn day(text: &str) -> Date {
    Date::parse_iso(text).expect("a day")
}

#[test]
fn money_is_exact() {
    assert_eq!(sent("type = 'money'", "1 250,50"), "1250.5");
    assert_eq!(sent("type = 'money'", "1.250,50"), "1250.5");
    assert_eq!(refused("type = 'money'", "12,345"), Code::TooManyDecimals { max: 2 });
    assert_eq!(refused("type = 'money'\ndecimals = 0", "12,5"), Code::TooManyDecimals { max: 0 });
    assert_eq!(refused("type = 'money'\nmin = 0", "-1"), Code::TooSmall { min: 0 });
    assert_eq!(refused("type = 'money'", "kr 12"), Code::NotNumber);
}

#[test]
fn months_years_and_times() {
    assert_eq!(sent("type = 'month'", "8.2026"), "2026-08");
    assert_eq!(refused("type = 'month'", "13.2026"), Code::NotMonth);
    let earliest = day("2026-07-01");
    assert_eq!(refused("type = 'month'\nearliest_months = -1", "6.2026"), Code::TooEarly { earliest });
    let latest = day("2026-08-01");
    assert_eq!(refused("type = 'month'\nlatest_months = 0", "9.2026"), Code::TooLate { latest });
    assert_eq!(outcome("type = 'month'\noptional = true", text(".")), Ok(None));
    assert_eq!(sent("type = 'year'", " 1984 "), "1984");
    assert_eq!(refused("type = 'year'", "84"), Code::NotYear);
    assert_eq!(refused("type = 'year'\nlatest_years = 0", "2027"), Code::TooLarge { max: 2026 });
    assert_eq!(refused("type = 'year'\nearliest_years = -100", "1925"), Code::TooSmall { min: 1926 });
    assert_eq!(sent("type = 'time'", "kl. 9.30"), "09:30");
    assert_eq!(refused("type = 'time'", "24:00"), Code::NotTime);
    for written in ["24/8-26", "24 8 2026", "24. 8. 2026", "24.08.2026"] {
        assert_eq!(sent("type = 'date'\nmode = 'near'", written), "2026-08-24");
    }
}

#[test]
fn long_lists_and_countries() {
    let list = "type = 'combobox'\noptions = ['a', 'b']";
    assert_eq!(sent(list, "b"), "b");
    assert_eq!(refused(list, "c"), Code::UnknownOption);
    assert_eq!(sent("type = 'country'", " se "), "SE");
    assert_eq!(refused("type = 'country'", "Sverige"), Code::UnknownOption);
    let form = support::compiled(
        "[lists]\nplaces = ['konnerud', 'aaskollen']\n[[pages]]\nid = 'side'\n\
         [[pages.fields]]\nid = 'home'\ntype = 'select'\nlist = 'places'\n\
         [[pages.fields]]\nid = 'work'\ntype = 'checkboxes'\nlist = 'places'\nmax_choices = 1\n\
         [[pages.fields]]\nid = 'why'\ntype = 'text'\nshow_if = \"home == 'konnerud'\"\n",
    );
    let form = form.expect("a form");
    let given = answers([("home", text("konnerud")), ("work", support::choices(&["aaskollen", "x"]))]);
    let codes: Vec<Code> = form.validate(&given, &CONTEXT).into_iter().map(|issue| issue.code).collect();
    assert_eq!(codes, [Code::UnknownOption, Code::Required]);
}

#[test]
fn identity_numbers_are_real_unless_the_context_says_otherwise() {
    let field = "type = 'identity_number'";
    assert_eq!(sent(field, "020161 26007"), "02016126007");
    assert_eq!(refused(field, "0201612600"), Code::NotIdentityNumber);
    assert_eq!(refused(field, "02016126008"), Code::WrongIdentityNumber);
    assert_eq!(refused(field, "31029912345"), Code::WrongIdentityNumber);
    assert_eq!(refused(field, "10915596784"), Code::SyntheticIdentityNumber);
    let test = Context { identity_numbers: IdentityNumbers::RealAndSynthetic, ..CONTEXT };
    for number in ["10915596784", "13527248013", "02016126007"] {
        assert_eq!(outcome_in(field, text(number), &test), Ok(Some(text(number))), "{number}");
    }
}

#[test]
fn organisations_accounts_and_ibans() {
    let number = Organisation { number: "921234554".to_owned(), name: String::new() };
    let field = "type = 'organisation_number'";
    assert_eq!(outcome(field, text("921 234 554")), Ok(Some(Answer::Organisation(number.clone()))));
    let looked_up = Answer::Organisation(Organisation { name: "Drammen kommune".to_owned(), ..number });
    assert_eq!(outcome(field, looked_up.clone()), Ok(Some(looked_up)));
    assert_eq!(refused(field, "92123455"), Code::NotOrganisationNumber);
    assert_eq!(refused(field, "921234555"), Code::WrongOrganisationNumber);
    assert_eq!(sent("type = 'account_number'", "7694.05.12057"), "76940512057");
    assert_eq!(refused("type = 'account_number'", "7694051205"), Code::NotAccountNumber);
    assert_eq!(refused("type = 'account_number'", "76940512058"), Code::WrongAccountNumber);
    assert_eq!(sent("type = 'iban'", "no93 8601 1117 947"), "NO9386011117947");
    assert_eq!(sent("type = 'iban'", "GB82 WEST 1234 5698 7654 32"), "GB82WEST12345698765432");
    assert_eq!(refused("type = 'iban'", "93 8601"), Code::NotIban);
    assert_eq!(refused("type = 'iban'", "NO93 8601 1117 948"), Code::WrongIban);
}

fn file(name: &str, size: u64, media_type: &str) -> FileRef {
    let (name, media_type) = (name.to_owned(), media_type.to_owned());
    FileRef { id: "f1".to_owned(), name, size, media_type, sha256: "0a".repeat(32) }
}

fn attached(how: &str, by: &str, files: &[FileRef]) -> Answer {
    Answer::Attachment(Attachment { how: how.to_owned(), by: by.to_owned(), files: files.to_vec() })
}

#[test]
fn a_document_comes_now_or_in_another_way() {
    let field = "type = 'attachment'\nfile_types = ['pdf']\nmax_megabytes = 1\nmax_files = 1\nlatest_days = 14\n\
                 ways = ['now', 'later', 'someone_else']";
    let pdf = file("a.pdf", 1_000_000, "application/pdf");
    let good = attached("now", "", std::slice::from_ref(&pdf));
    assert_eq!(outcome(field, good.clone()), Ok(Some(good)));
    // What belongs to a way that was not chosen stays in the draft.
    let later = attached("later", "1.9.2026", std::slice::from_ref(&pdf));
    assert_eq!(outcome(field, later), Ok(Some(attached("later", "2026-09-01", &[]))));
    let someone = attached("someone_else", "..", &[]);
    assert_eq!(outcome(field, someone), Ok(Some(attached("someone_else", "", &[]))));
    let part = |part: &str, code: Code| Err((Some(part.to_owned()), code));
    let large = file("b.pdf", 1_000_001, "application/pdf");
    let image = file("c.pdf", 9, "image/jpeg");
    let broken = FileRef { sha256: "0A".repeat(32), ..pdf.clone() };
    for (answer, wrong) in [
        (attached("", "", &[]), Err((None, Code::Required))),
        (attached("already_sent", "", &[]), part("how", Code::UnknownOption)),
        (attached("now", "", &[]), part("files", Code::Required)),
        (attached("now", "", &[pdf.clone(), pdf]), part("files", Code::TooManyFiles { max: 1 })),
        (
            attached("now", "", &[large]),
            part("files", Code::FileTooLarge { max: 1, file: "b.pdf".to_owned() }),
        ),
        (attached("now", "", &[image]), part("files", Code::WrongFileType { file: "c.pdf".to_owned() })),
        (attached("now", "", &[broken]), part("files", Code::WrongFile)),
        (attached("later", "", &[]), part("by", Code::Required)),
        (attached("later", "31.2.2026", &[]), part("by", Code::NotDate)),
        (attached("later", "23.8.2026", &[]), part("by", Code::TooEarly { earliest: support::TODAY })),
        (attached("later", "8.9.2026", &[]), part("by", Code::TooLate { latest: day("2026-09-07") })),
        (text("now"), Err((None, Code::WrongKind))),
    ] {
        assert_eq!(outcome(field, answer.clone()), wrong, "{answer:?}");
    }
}

#[test]
fn a_place_is_a_point_or_words() {
    let point = |latitude: &str, longitude: &str, description: &str| {
        let [latitude, longitude, description] = [latitude, longitude, description].map(str::to_owned);
        Answer::Point(Point { latitude, longitude, description })
    };
    let field = "type = 'map_point'";
    assert_eq!(outcome(field, point("59,7440", "10.2", "")), Ok(Some(point("59.744", "10.2", ""))));
    assert_eq!(outcome(field, point("", "", " Bragernes torg ")), Ok(Some(point("", "", "Bragernes torg"))));
    assert_eq!(outcome(field, point("", " ", "")), Err((None, Code::Required)));
    let part = |part: &str, code: Code| Err((Some(part.to_owned()), code));
    assert_eq!(outcome(field, point("90.1", "10", "")), part("latitude", Code::NotCoordinate));
    assert_eq!(outcome(field, point("59", "øst", "")), part("longitude", Code::NotCoordinate));
    assert_eq!(outcome(field, point("59", "", "x")), part("longitude", Code::Required));
}

#[test]
fn a_consent_is_given_or_not() {
    assert_eq!(outcome("type = 'consent'", Answer::Flag(false)), Err((None, Code::Required)));
    assert_eq!(outcome("type = 'consent'", Answer::Flag(true)), Ok(Some(Answer::Flag(true))));
    assert_eq!(outcome("type = 'consent'\noptional = true", Answer::Flag(false)), Ok(None));
}

const CHILDREN: &str = "id = 'children'\ntype = 'rows'\nmin_rows = 1\nmax_rows = 3\n\
    [[pages.fields.fields]]\nid = 'child'\ntype = 'name'\n\
    [[pages.fields.fields]]\nid = 'school'\ntype = 'checkbox'\noptional = true\n\
    [[pages.fields.fields]]\nid = 'about_school'\ntype = 'group'\nshow_if = 'school'\n\
    [[pages.fields.fields.fields]]\nid = 'class'\ntype = 'number'\nmin = 1\nmax = 10\n";

fn row(id: &str, given: Answers) -> AnswerRow {
    AnswerRow { id: id.to_owned(), answers: given }
}

#[test]
fn rows_are_checked_one_by_one() {
    let form = form_with(&[CHILDREN]);
    let issue = |row: Option<&str>, field: &str, code: Code| Issue {
        row: row.map(str::to_owned),
        ..Issue::of(field, code)
    };
    let issues = |rows: Vec<AnswerRow>| form.validate(&answers([("children", Answer::Rows(rows))]), &CONTEXT);
    assert_eq!(form.validate(&Answers::default(), &CONTEXT), [issue(None, "children", Code::Required)]);
    let kari = || answers([("child", text("Kari"))]);
    assert_eq!(issues(vec![row("a", kari())]), []);
    let in_school = answers([("child", text(" ")), ("school", Answer::Flag(true)), ("class", text("11"))]);
    assert_eq!(
        issues(vec![row("a", kari()), row("b", in_school)]),
        [issue(Some("b"), "child", Code::Required), issue(Some("b"), "class", Code::TooLarge { max: 10 })]
    );
    let many: Vec<AnswerRow> = ["a", "b", "c", "d"].map(|id| row(id, kari())).to_vec();
    assert_eq!(issues(many), [issue(None, "children", Code::TooManyRows { max: 3 })]);
    assert_eq!(
        issues(vec![row("a", kari()), row("a", kari())]),
        [issue(None, "children", Code::RepeatedRow)]
    );
    assert_eq!(issues(vec![row("<a>", kari())]), [issue(None, "children", Code::WrongKind)]);
    // What is hidden in a row is not sent, and may not be.
    let hidden = answers([("child", text("Kari ")), ("class", text("3")), ("planet", text("x"))]);
    let given = answers([("children", Answer::Rows(vec![row("a", hidden)])), ("class", text("3"))]);
    assert_eq!(
        form.to_submit(&given, &CONTEXT),
        answers([("children", Answer::Rows(vec![row("a", kari())]))])
    );
    let surplus = form.surplus(&given, &CONTEXT);
    assert_eq!(
        (surplus.hidden, surplus.unknown),
        (vec!["class".to_owned()], vec!["class".to_owned(), "planet".to_owned()])
    );
    let view = form.view(&given, &CONTEXT);
    let seen: Vec<&str> = view.rows("children")[0].fields.iter().map(|field| field.id.as_str()).collect();
    assert_eq!(seen, ["child", "school"]);
    assert_eq!(view.issues_at(At::row("children", "a", "class")), []);
}

#[test]
fn what_is_advised_may_be_left_out() {
    let form =
        form_with(&["id = 'a'\ntype = 'text'\nadvised = true", "id = 'b'\ntype = 'text'\noptional = true"]);
    assert_eq!(form.validate(&Answers::default(), &CONTEXT), []);
    let empty = Answers::default();
    assert_eq!(form.view(&empty, &CONTEXT).warnings(), [Issue::of("a", Code::Advised)]);
    let given = answers([("a", text("x"))]);
    assert_eq!(form.view(&given, &CONTEXT).warnings(), []);
}

/// One field of every kind there is.
const EVERY: [&str; 31] = [
    "id = 'a_text'\ntype = 'text'\nmax_length = 10",
    "id = 'a_textarea'\ntype = 'textarea'",
    "id = 'a_name'\ntype = 'name'",
    "id = 'a_number'\ntype = 'number'\ndecimals = 2",
    "id = 'a_money'\ntype = 'money'\nmin = 0",
    "id = 'a_checkbox'\ntype = 'checkbox'",
    "id = 'a_consent'\ntype = 'consent'",
    "id = 'some_checkboxes'\ntype = 'checkboxes'\noptions = ['a', 'b']",
    "id = 'a_radio'\ntype = 'radio'\noptions = ['a', 'b']",
    "id = 'a_select'\ntype = 'select'\noptions = ['a', 'b']",
    "id = 'a_combobox'\ntype = 'combobox'\noptions = ['a', 'b']",
    "id = 'a_country'\ntype = 'country'",
    "id = 'a_date'\ntype = 'date'",
    "id = 'a_near_date'\ntype = 'date'\nmode = 'near'",
    "id = 'a_month'\ntype = 'month'",
    "id = 'a_year'\ntype = 'year'",
    "id = 'a_time'\ntype = 'time'",
    "id = 'an_email'\ntype = 'email'",
    "id = 'a_phone'\ntype = 'phone'",
    "id = 'an_identity_number'\ntype = 'identity_number'",
    "id = 'an_organisation_number'\ntype = 'organisation_number'",
    "id = 'an_account_number'\ntype = 'account_number'",
    "id = 'an_iban'\ntype = 'iban'",
    "id = 'an_address'\ntype = 'address'",
    "id = 'an_attachment'\ntype = 'attachment'\nways = ['now', 'later', 'not_relevant']",
    "id = 'a_group'\ntype = 'group'\n[[pages.fields.fields]]\nid = 'in_group'\ntype = 'text'\noptional = true",
    CHILDREN,
    "id = 'twice'\ntype = 'calculated'\nresult = 'money'\nvalue = 'a_money * 2.05'",
    "id = 'much'\ntype = 'calculated'\nresult = 'flag'\nvalue = 'a_money > 1000'",
    "id = 'an_info'\ntype = 'info'\nlevel = 'warning'",
    "id = 'a_map_point'\ntype = 'map_point'",
];

#[test]
fn every_kind_is_accepted_shown_and_described() {
    let form = form_with(&EVERY);
    let kinds: std::collections::BTreeSet<String> = form
        .fields()
        .map(|field| {
            serde_json::to_value(field).expect("json")["type"].as_str().unwrap_or_default().to_owned()
        })
        .collect();
    assert_eq!(kinds.len(), 29, "{kinds:?}");
    for seed in 0..50 {
        let given = fitting(&form, choosing(seed));
        assert_eq!(form.validate(&given, &CONTEXT), [], "{seed}");
        let sent = form.to_submit(&given, &CONTEXT);
        assert_eq!(form.to_submit(&sent, &CONTEXT), sent, "{seed}");
        // What travels comes back as it was.
        let json = serde_json::to_string(&sent).expect("json");
        assert_eq!(serde_json::from_str::<Answers>(&json).expect("answers"), sent);
        let definition = serde_json::to_string(form.definition()).expect("json");
        assert_eq!(author::parse_definition_json(&definition).expect("a definition"), *form.definition());
    }
    let given = fitting(&form, |_| 0);
    let words =
        [("countries.NO", "Norge"), ("fields.children.row", "Barn"), ("fields.a_radio.options.a", "Den ene")];
    let texts = Texts(words.map(|(key, text)| (key.to_owned(), text.to_owned())).into_iter().collect());
    let shown = |language| {
        let context = Context { language, ..CONTEXT };
        let summary = form.summary(&texts, &given, &context);
        let rows = summary.sections.iter().flat_map(|section| &section.rows);
        let line = |row: &forms::Row| {
            format!("{:?} {} {}: {}\n", row.kind, row.field, row.label, row.lines.join(" / "))
        };
        rows.map(line).collect::<String>()
    };
    insta::assert_snapshot!("every_kind_in_words", shown(Language::Nb));
    insta::assert_snapshot!("every_kind_in_english", shown(Language::En));
    let schema: Value = author::json_schema(&form, &texts);
    insta::assert_json_snapshot!("every_kind_in_json_schema", schema);
}

#[test]
fn the_bytes_of_a_summary_tell_everything_that_was_shown() {
    let form = form_with(&EVERY);
    let given = fitting(&form, |_| 0);
    let bytes = |answers: &Answers, language| {
        let summary = form.summary(&Texts::default(), answers, &Context { language, ..CONTEXT });
        summary.canonical_bytes(&form.definition().id, form.definition().version, language)
    };
    let first = bytes(&given, Language::Nb);
    assert!(first.starts_with(b"servicetorg-summary/1\n4:test\n1:1\n2:nb\n"));
    assert_eq!(first, bytes(&form.to_submit(&given, &CONTEXT), Language::Nb));
    assert_ne!(first, bytes(&given, Language::En));
    // A file with other contents, or another row, is another summary.
    let mut other = given.clone();
    let mut files = vec![file("vedlegg.pdf", 1234, "application/pdf")];
    files[0].sha256 = "cd".repeat(32);
    other.insert("an_attachment", attached("now", "", &files));
    assert_ne!(first, bytes(&other, Language::Nb));
    let mut other = given;
    other.set(At::row("children", "r1", "child"), Some(text("Ola")));
    assert_ne!(first, bytes(&other, Language::Nb));
}

/// The vectors that are shared by all who check identifiers; skipped where they are not.
#[test]
fn identifiers_agree_with_the_shared_vectors() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/identifiers-vectors.json");
    let Ok(json) = std::fs::read_to_string(path) else {
        assert!(std::env::var("CI").is_err(), "the shared vectors are missing");
        eprintln!("SKIPPED: the shared vectors are not here");
        return;
    };
    let vectors: Value = serde_json::from_str(&json).expect("json");
    let mut count = 0;
    let identity = &vectors["national_identity_number"];
    for group in ["ordinary", "from_2032", "d_number", "synthetic", "h_number", "invalid"] {
        for vector in identity[group].as_array().expect("a list") {
            let value = vector["value"].as_str().expect("a number");
            let taken = |kinds| forms::identity_number(value, kinds).is_ok();
            let real = vector["accepted_in_production"].as_bool().unwrap_or(false);
            assert_eq!(taken(IdentityNumbers::Real), real, "{value}");
            if let Some(lenient) = vector["check_lenient"].as_bool() {
                assert_eq!(taken(IdentityNumbers::RealAndSynthetic), lenient, "{value}");
            }
            count += 1;
        }
    }
    for (name, check) in [
        ("organisation_number", forms::is_organisation_number as fn(&str) -> bool),
        ("account_number", forms::is_account_number),
    ] {
        for (group, expected) in [("valid", true), ("invalid", false)] {
            for vector in vectors[name][group].as_array().expect("a list") {
                let value = vector["value"].as_str().expect("a number");
                assert_eq!(check(value), expected, "{name} {value}");
                count += 1;
            }
        }
    }
    assert!(count > 50, "{count}");
}
