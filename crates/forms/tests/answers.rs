//! What is accepted, what is refused and why, what is sent, and how it is shown.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod support;

use forms::{Answer, Answers, Code, Form, Issue, Prefilled, Summary, Texts};
use locale::{Date, Language};
use support::{CONTEXT, address, answers, choices, fitting, form_of_pack, form_with, text, texts_of_pack};

/// What is sent for an answer to a field, or why it is refused.
fn outcome(field: &str, answer: Answer) -> Result<Option<Answer>, Code> {
    let form = form_with(&[&format!("id = 'it'\n{field}")]);
    let given = answers([("it", answer)]);
    match form.validate(&given, &CONTEXT).first() {
        Some(issue) => Err(issue.code.clone()),
        None => Ok(form.to_submit(&given, &CONTEXT).remove("it")),
    }
}

fn day(text: &str) -> Date {
    Date::parse_iso(text).expect("a day")
}

#[test]
fn every_code_is_told_where_it_is_due() {
    let radio = "type = 'radio'\noptions = ['a', 'b', 'c']";
    let select = "type = 'select'\noptions = ['a', 'b', 'c']";
    let list = "type = 'checkboxes'\noptions = ['a', 'b', 'c']";
    let two = "type = 'checkboxes'\nmax_choices = 2\noptions = ['a', 'b', 'c']";
    let cases = [
        ("type = 'text'", text("  \t"), Code::Required),
        ("type = 'checkbox'", Answer::Flag(false), Code::Required),
        ("type = 'date'", text(".."), Code::Required),
        ("type = 'address'", address(" ", "", ""), Code::Required),
        (list, choices(&[]), Code::Required),
        ("type = 'text'", Answer::Flag(true), Code::WrongKind),
        ("type = 'checkbox'", text("true"), Code::WrongKind),
        (list, text("a"), Code::WrongKind),
        ("type = 'address'", text("Engene 1"), Code::WrongKind),
        ("type = 'date'", choices(&["2026-08-24"]), Code::WrongKind),
        ("type = 'text'\nmax_length = 3", text("blåbær"), Code::TooLong { max: 3, length: 6 }),
        ("type = 'text'", text(&"x".repeat(201)), Code::TooLong { max: 200, length: 201 }),
        ("type = 'textarea'", text(&"x".repeat(2001)), Code::TooLong { max: 2000, length: 2001 }),
        ("type = 'text'", text("a\nb"), Code::ForbiddenCharacter),
        ("type = 'textarea'", text("a\u{0}b"), Code::ForbiddenCharacter),
        ("type = 'name'", text("Ola\u{202e}Nordmann"), Code::ForbiddenCharacter),
        (radio, text("d"), Code::UnknownOption),
        (select, text("A"), Code::UnknownOption),
        (list, choices(&["a", "d"]), Code::UnknownOption),
        (two, choices(&["a", "b", "c"]), Code::TooManyChoices { max: 2 }),
        ("type = 'number'", text("tolv"), Code::NotNumber),
        ("type = 'number'", text("1e3"), Code::NotNumber),
        ("type = 'number'\ndecimals = 2", text("1,234"), Code::TooManyDecimals { max: 2 }),
        ("type = 'number'", text("1.5"), Code::TooManyDecimals { max: 0 }),
        ("type = 'number'\nmin = 2", text("1"), Code::TooSmall { min: 2 }),
        ("type = 'number'\nmax = 2\ndecimals = 1", text("2,1"), Code::TooLarge { max: 2 }),
        ("type = 'date'", text("31.2.2026"), Code::NotDate),
        ("type = 'date'", text("24.8"), Code::NotDate),
        ("type = 'date'", text("24..2026"), Code::NotDate),
        ("type = 'date'", text("24.8.126"), Code::NotDate),
        (
            "type = 'date'\nearliest_days = 3",
            text("26.8.2026"),
            Code::TooEarly { earliest: day("2026-08-27") },
        ),
        ("type = 'date'\nlatest_days = 0", text("25.8.2026"), Code::TooLate { latest: day("2026-08-24") }),
        ("type = 'email'", text("kari@example"), Code::NotEmail),
        ("type = 'phone'", text("1234"), Code::NotPhone),
        ("type = 'address'", address("Engene 1", "301", "Drammen"), Code::NotPostalCode),
    ];
    for (field, answer, code) in cases {
        assert_eq!(outcome(field, answer.clone()), Err(code), "{field}: {answer:?}");
    }
}

#[test]
fn what_is_left_out_must_be_answered_unless_it_is_optional() {
    let form = form_with(&[
        "id = 'a'\ntype = 'text'",
        "id = 'b'\ntype = 'text'\noptional = true",
        "id = 'c'\ntype = 'info'",
    ]);
    let missing = Issue::of("a", Code::Required);
    assert_eq!(form.validate(&Answers::default(), &CONTEXT), vec![missing.clone()]);
    assert_eq!(form.validate_page("side", &Answers::default(), &CONTEXT), vec![missing.clone()]);
    assert_eq!(form.validate_field("a", &Answers::default(), &CONTEXT), vec![missing]);
    for field in ["b", "c", "finnes_ikke"] {
        assert_eq!(form.validate_field(field, &Answers::default(), &CONTEXT), vec![], "{field}");
    }
    assert_eq!(form.validate_page("finnes-ikke", &Answers::default(), &CONTEXT), vec![]);
}

#[test]
fn each_part_of_an_address_is_checked() {
    let form = form_with(&["id = 'it'\ntype = 'address'\noptional = true"]);
    let codes = |answer| -> Vec<(Option<String>, Code)> {
        let issues = form.validate(&answers([("it", answer)]), &CONTEXT);
        issues.into_iter().map(|issue| (issue.part, issue.code)).collect()
    };
    let part = |part: &str| Some(part.to_owned());
    assert_eq!(codes(address("", "", " ")), vec![]);
    assert_eq!(
        codes(address("", "30a5", "")),
        vec![
            (part("street"), Code::Required),
            (part("postal_code"), Code::NotPostalCode),
            (part("city"), Code::Required)
        ]
    );
    let long = "x".repeat(201);
    assert_eq!(
        codes(address(&long, "", "Dra\u{7}mmen")),
        vec![
            (part("street"), Code::TooLong { max: 200, length: 201 }),
            (part("postal_code"), Code::Required),
            (part("city"), Code::ForbiddenCharacter)
        ]
    );
}

#[test]
fn answers_are_sent_in_one_form() {
    for (field, typed, sent) in [
        ("type = 'text'", "  Øvre\tgate ", "Øvre gate"),
        ("type = 'textarea'", "a\r\nb\rc\n", "a\nb\nc"),
        ("type = 'number'", " 1 234 ", "1234"),
        ("type = 'number'\ndecimals = 2", "\u{2212}12,50", "-12.5"),
        ("type = 'number'", "007", "7"),
        ("type = 'number'", "-0", "0"),
        ("type = 'date'", "24.8.2026", "2026-08-24"),
        ("type = 'date'", " 1. 2. 26 ", "2026-02-01"),
        ("type = 'date'", "2026-08-24", "2026-08-24"),
        ("type = 'phone'", "40 00 00 01", "+4740000001"),
        ("type = 'phone'", "+47 22-33-44-55", "+4722334455"),
        ("type = 'phone'", "0047 22 33 44 55", "+4722334455"),
        ("type = 'phone'", "(+46) 70 123 45 67", "+46701234567"),
        ("type = 'email'", " kari.nordmann+post@blåbær.example.no ", "kari.nordmann+post@blåbær.example.no"),
    ] {
        assert_eq!(outcome(field, text(typed)), Ok(Some(text(sent))), "{field}: {typed:?}");
    }
    let list = "type = 'checkboxes'\noptions = ['a', 'b', 'c']";
    assert_eq!(outcome(list, choices(&["c", "a", "c"])), Ok(Some(choices(&["a", "c"]))));
    assert_eq!(
        outcome("type = 'address'", address(" Engene 1 ", "3015 ", " Drammen")),
        Ok(Some(address("Engene 1", "3015", "Drammen")))
    );
    for (field, empty) in [
        ("type = 'text'", text(" ")),
        ("type = 'checkbox'", Answer::Flag(false)),
        ("type = 'date'", text("..")),
        (list, choices(&[])),
        ("type = 'address'", address("", " ", "")),
    ] {
        assert_eq!(outcome(&format!("{field}\noptional = true"), empty), Ok(None), "{field}");
    }
}

#[test]
fn phone_numbers_and_email_addresses_are_told_from_what_is_none() {
    for number in [
        "1234567",
        "12345678",
        "02345678",
        "123456789",
        "+47 12345678",
        "+4740",
        "0047400000",
        "+0701234567",
        "+123456",
        "+1234567890123456",
        "40 00 00 0x",
        "+",
        "00",
        "４０００００００",
    ] {
        assert_eq!(outcome("type = 'phone'", text(number)), Err(Code::NotPhone), "{number}");
    }
    for mail in [
        "kari",
        "@example.no",
        "kari@",
        "kari@@example.no",
        "kari@example.no@example.no",
        "kari nordmann@example.no",
        "kari@example..no",
        "kari@-example.no",
        "kari@example.n",
        "kari@192.168.0.1",
        ".kari@example.no",
        "kari.@example.no",
        "ka..ri@example.no",
        "kari@example.no,ola@example.no",
        "Kari <kari@example.no>",
        "kari@exam_ple.no",
    ] {
        assert_eq!(outcome("type = 'email'", text(mail)), Err(Code::NotEmail), "{mail}");
    }
}

#[test]
fn a_submission_may_hold_neither_hidden_nor_unknown_answers() {
    let form = form_with(&[
        "id = 'who'\ntype = 'radio'\noptions = ['me', 'other']",
        "id = 'name'\ntype = 'name'\nshow_if = \"who == 'other'\"",
        "id = 'notice'\ntype = 'info'",
    ]);
    let given = answers([
        ("who", text("me")),
        ("name", text("Ola")),
        ("notice", Answer::Flag(true)),
        ("is_admin", Answer::Flag(true)),
    ]);
    let surplus = form.surplus(&given, &CONTEXT);
    assert_eq!(surplus.hidden, ["name"]);
    assert_eq!(surplus.unknown, ["is_admin", "notice"]);
    assert_eq!(form.to_submit(&given, &CONTEXT), answers([("who", text("me"))]));
    // The draft keeps the hidden answer: it is there again when it is asked for.
    let mut back = given;
    back.insert("who", text("other"));
    assert_eq!(form.to_submit(&back, &CONTEXT).get("name"), Some(&text("Ola")));
}

#[test]
fn a_flood_of_answers_is_answered_shortly() {
    let form = form_with(&[
        "id = 'it'\ntype = 'checkboxes'\noptions = ['a', 'b']",
        "id = 'text'\ntype = 'textarea'",
    ]);
    let unknown = |number| (format!("unknown{number}{}", "x".repeat(100)), Answer::Flag(true));
    let mut given: Answers = (0..50_000).rev().map(unknown).collect();
    given.insert("it", Answer::Choices(vec!["b".to_owned(); 200_000]));
    given.insert("text", text(&"x".repeat(4_000_000)));
    let surplus = form.surplus(&given, &CONTEXT);
    assert_eq!((surplus.unknown.len(), surplus.hidden.len()), (10, 0));
    assert!(surplus.unknown.iter().all(|id| id.len() == 64));
    let too_long = Issue::of("text", Code::TooLong { max: 2000, length: 4_000_000 });
    assert_eq!(form.validate(&given, &CONTEXT), vec![too_long]);
    assert_eq!(form.to_submit(&given, &CONTEXT).get("it"), Some(&choices(&["b"])));
}

#[test]
fn what_the_registers_know_is_filled_in() {
    let form = form_of_pack("parkeringstillatelse");
    let known = Prefilled {
        name: Some("Kari Nordmann".to_owned()),
        email: Some(" ".to_owned()),
        phone: Some("+4740000001".to_owned()),
        address: None,
    };
    let expected = answers([("name", text("Kari Nordmann")), ("phone", text("+4740000001"))]);
    assert_eq!(form.prefill(&known), expected);
    assert_eq!(form.prefill(&Prefilled::default()), Answers::default());
}

fn lines(summary: &Summary) -> String {
    let mut out = String::new();
    for section in &summary.sections {
        out.push_str(&format!("# {}: {}\n", section.page, section.title));
        for row in &section.rows {
            out.push_str(&format!("{}: {} = {}\n", row.field, row.label, row.lines.join(" / ")));
        }
    }
    out
}

#[test]
fn answers_are_shown_in_words() {
    let form = form_with(&[
        "id = 'text'\ntype = 'text'",
        "id = 'area'\ntype = 'textarea'",
        "id = 'number'\ntype = 'number'\ndecimals = 2",
        "id = 'agrees'\ntype = 'checkbox'",
        "id = 'list'\ntype = 'checkboxes'\noptions = ['a', 'b']",
        "id = 'one'\ntype = 'radio'\noptions = ['a', 'b']",
        "id = 'day'\ntype = 'date'",
        "id = 'phone'\ntype = 'phone'",
        "id = 'home'\ntype = 'address'",
        "id = 'notice'\ntype = 'info'",
        "id = 'mail'\ntype = 'email'\noptional = true",
    ]);
    let words = [
        ("pages.side.title", "Om deg"),
        ("fields.one.options.b", "Den andre"),
        ("fields.list.options.a", "Den ene"),
    ];
    let texts = Texts(words.map(|(key, text)| (key.to_owned(), text.to_owned())).into_iter().collect());
    let given = answers([
        ("text", text(" Øvre gate ")),
        ("area", text("a\r\nb")),
        ("number", text("-12345,50")),
        ("agrees", Answer::Flag(true)),
        ("list", choices(&["b", "a"])),
        ("one", text("b")),
        ("day", text("24.8.26")),
        ("phone", text("+4722334455")),
        ("home", address("Engene 1", "3015", "Drammen")),
    ]);
    let shown = |language| lines(&form.summary(&texts, &given, &forms::Context { language, ..CONTEXT }));
    insta::assert_snapshot!(shown(Language::Nb));
    assert!(shown(Language::En).contains("= \u{2212}12,345.5\n") && shown(Language::En).contains("= Yes\n"));
    let wrong = answers([("day", text("31.2.2026")), ("agrees", text("ja")), ("number", text("tolv"))]);
    let shown = lines(&form.summary(&texts, &wrong, &CONTEXT));
    assert!(shown.contains("= 31.2.2026\n") && shown.contains("= tolv\n"), "{shown}");
}

#[test]
fn every_form_of_the_pack_is_summarised_in_every_language() {
    for id in support::FORMS {
        let form: Form = form_of_pack(id);
        let given = fitting(&form, |_| 0);
        for (language, texts) in texts_of_pack(id) {
            let shown = lines(&form.summary(&texts, &given, &forms::Context { language, ..CONTEXT }));
            // A key that shows through is a text that is missing.
            assert!(!shown.contains("fields.") && !shown.contains("pages."), "{id}, {language}:\n{shown}");
        }
    }
}

#[test]
fn answers_travel_as_plain_json() {
    let given = answers([
        ("agrees", Answer::Flag(true)),
        ("home", address("Engene 1", "3015", "Drammen")),
        ("list", choices(&["a"])),
        ("text", text("x")),
    ]);
    let json = r#"{"agrees":true,"home":{"street":"Engene 1","postal_code":"3015","city":"Drammen"},"list":["a"],"text":"x"}"#;
    assert_eq!(serde_json::to_string(&given).expect("json"), json);
    assert_eq!(serde_json::from_str::<Answers>(json).expect("answers"), given);
    for wrong in [r#"{"a":1}"#, r#"{"a":null}"#, r#"{"a":{"street":"x","owner":"y"}}"#, r#"{"a":[1]}"#] {
        assert!(serde_json::from_str::<Answers>(wrong).is_err(), "{wrong}");
    }
}
