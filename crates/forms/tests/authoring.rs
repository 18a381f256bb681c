//! What authors are told about their files.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::collections::BTreeMap;

use forms::{Fault, Texts, author};
use locale::Language;
use support::{compiled, form_of_pack, texts_of_pack};

const HEAD: &str = "schema = 'skjema/1'\nid = 'test'\nversion = 1\nservice = 'test'\n";

fn told(fault: &Fault) -> String {
    format!("{}: {}. {}.\n", fault.place, fault.fault.trim(), fault.remedy)
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_line_and_column() {
    let page = "[[pages]]\nid = 'side'\n";
    let mut all = String::new();
    for rest in [
        "versjon = 2\n".to_owned(),
        "pages = 1".to_owned(),
        format!("{page}fields = []\ntitle = 'x'"),
        format!("{page}[[pages.fields]]\nid = 'a'\n"),
        format!("{page}[[pages.fields]]\nid = 'a'\ntype = 'texts'"),
        format!("{page}[[pages.fields]]\nid = 'a'\ntype = 'radio'"),
        format!("{page}[[pages.fields]]\nid = 'a'\ntype = 'text'\nmax_length = 'ten'"),
        format!("{page}[[pages.fields]]\nid = 'a'\ntype = 'text'\nmax_lenght = 10"),
        format!("{page}[[pages.fields]]\nid = 'a'\ntype = 'text'\nrequired = true"),
        format!("{page}[[pages.fields]]\nid = 'a'\ntype = 'email'\noptions = ['a']"),
        format!("{page}[[pages.fields]]\nid = 'a'\ntype = 'text'\nprefill = 'fnr'"),
        format!("{page}[[pages.fields]]\nid = 'a'\nid = 'b'"),
        "[draft]\nkeep_days = 'all'".to_owned(),
        "[draft]\ndays = 3".to_owned(),
        "\"".to_owned(),
    ] {
        let fault = author::parse_definition(&[HEAD, &rest].concat()).expect_err(&rest);
        assert!(fault.place.starts_with("line "), "{rest}: {fault:?}");
        all.push_str(&told(&fault));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn words_are_read_by_key() {
    let texts = author::parse_texts("title = 'Tittel'\n[fields.a]\nlabel = 'En'\noptions.x = 'Iks'\n")
        .expect("words");
    assert_eq!(texts.get("title"), Some("Tittel"));
    assert_eq!(texts.get("fields.a.options.x"), Some("Iks"));
    assert_eq!(texts.get("fields.a"), None);
    for (toml, place) in [
        ("title = 1", "line 1, column 9"),
        ("title = 'a'\n[fields]\na.label = ['b']", "line 3, column 11"),
        ("a.b = 'x'\n'a.b' = 'y'", "line 2, column 9"),
        ("title = 'a", "line 1, column 11"),
    ] {
        let fault = author::parse_texts(toml).expect_err(toml);
        assert_eq!(fault.place, place, "{toml}: {fault:?}");
    }
}

#[test]
fn files_of_any_size_or_depth_are_refused_in_time() {
    let large = format!("{HEAD}#{}", "x".repeat(1024 * 1024));
    assert_eq!(author::parse_definition(&large).expect_err("too large").fault, "it is larger than 1024 KB");
    let deep = format!("{HEAD}pages = {}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(author::parse_definition(&deep).is_err() && author::parse_texts(&deep).is_err());
    let dotted = "a.".repeat(100_000);
    for toml in [
        format!("{dotted}a = 1"),
        format!("[{dotted}a]"),
        format!("x = {{ {dotted}a = 'b' }}"),
        format!("[[pages]]\nid = 'side'\n{}[[pages{}]]\nid = 'a'", "", ".fields".repeat(50_000)),
    ] {
        assert!(author::parse_definition(&toml).is_err(), "{}", toml.len());
        assert!(author::parse_texts(&toml).is_err(), "{}", toml.len());
    }
    let json = author::parse_definition_json(&large).expect_err("too large");
    assert_eq!(json.fault, "it is larger than 1024 KB");
    let deep = "{\"pages\":[{\"id\":\"a\",\"fields\":[".to_owned()
        + &"{\"id\":\"a\",\"type\":\"group\",\"fields\":[".repeat(5000);
    let fault = author::parse_definition_json(&deep).expect_err("too deep");
    assert!(fault.fault.contains("recursion limit"), "{fault:?}");
}

#[test]
fn a_definition_with_wrong_ids_or_limits_is_refused() {
    let field = |rest: &str| format!("[[pages]]\nid = 'side'\n[[pages.fields]]\nid = 'a'\n{rest}\n");
    let mut all = String::new();
    for rest in [
        "[[pages]]\nid = 'oppsummering'\nfields = []\n".to_owned(),
        "[[pages]]\nid = 'Side 1'\nfields = []\n[[pages]]\nid = 'Side 1'\nfields = []\n".to_owned(),
        field("type = 'text'\n[[pages.fields]]\nid = 'a'\ntype = 'text'"),
        field("type = 'text'\n[[pages.fields]]\nid = 'today'\ntype = 'text'"),
        field("type = 'text'\n[conditions]\na = 'true'\nB = 'true'"),
        field("type = 'text'\nmax_length = 20000"),
        field("type = 'number'\nmin = 2\nmax = 1"),
        field("type = 'number'\ndecimals = 7"),
        field("type = 'date'\nearliest_days = 2\nlatest_days = 1"),
        field("type = 'radio'\noptions = []"),
        field("type = 'select'\noptions = ['a', 'a']"),
        field("type = 'checkboxes'\noptions = ['Ja']"),
        field("type = 'text'\n[draft]\nkeep_days = 0"),
        field("type = 'text'\n[draft]\nkeep_days = 91"),
        field("type = 'text'\n[draft]\noldest_version = 2"),
        "pages = []".to_owned(),
    ] {
        let faults = compiled(&rest).expect_err(&rest);
        all.extend(faults.iter().map(told));
    }
    let other = "schema = 'skjema/2'\nid = 'test'\nversion = 0\nservice = 'test'\npages = []";
    let faults =
        forms::Form::compile(author::parse_definition(other).expect("a definition")).expect_err("faults");
    all.extend(faults.iter().map(told));
    let many: String =
        (0..1001).map(|number| format!("[[pages.fields]]\nid = 'f{number}'\ntype = 'text'\n")).collect();
    let faults = compiled(&format!("[[pages]]\nid = 'side'\n{many}")).expect_err("too many");
    all.extend(faults.iter().map(told));
    insta::assert_snapshot!(all);
}

fn lint(rest: &str, words: [&str; 3]) -> String {
    let definition = author::parse_definition(&[HEAD, rest].concat()).expect("a definition");
    let texts: BTreeMap<Language, Texts> = Language::ALL
        .into_iter()
        .zip(words)
        .filter(|(_, words)| !words.is_empty())
        .map(|(language, words)| (language, author::parse_texts(words).expect("words")))
        .collect();
    author::lint(&definition, &texts).iter().map(told).collect()
}

#[test]
fn a_form_that_works_but_not_well_is_told_about() {
    let form = "[conditions]\nunused = 'agrees'\nlater = 'x'\n\
        [[pages]]\nid = 'en'\n\
        [[pages.fields]]\nid = 'many'\ntype = 'radio'\noptions = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']\n\
        [[pages.fields]]\nid = 'single'\ntype = 'select'\noptions = ['a']\n\
        [[pages.fields]]\nid = 'list'\ntype = 'checkboxes'\noptions = ['a', 'b']\nmax_choices = 3\n\
        [[pages.fields]]\nid = 'mail'\ntype = 'email'\nprefill = 'phone'\nshow_if = 'later'\n\
        [[pages.fields]]\nid = 'day'\ntype = 'date'\nprefill = 'name'\n\
        [[pages]]\nid = 'to'\nfields = []\n\
        [[pages]]\nid = 'tre'\n\
        [[pages.fields]]\nid = 'x'\ntype = 'checkbox'\n\
        [[pages.fields]]\nid = 'agrees'\ntype = 'checkbox'\n";
    let told = lint(form, ["", "", ""]);
    let of_form: String =
        told.lines().filter(|line| !line.starts_with("texts.")).map(|line| format!("{line}\n")).collect();
    insta::assert_snapshot!(of_form);
    assert_eq!(told.lines().filter(|line| line.starts_with("texts.")).count(), 3, "{told}");
}

#[test]
fn words_that_are_missing_or_hard_to_read_are_told_about() {
    let form = "[[pages]]\nid = 'en'\n\
        [[pages.fields]]\nid = 'a'\ntype = 'radio'\noptions = ['x', 'y']\n\
        [[pages.fields]]\nid = 'b'\ntype = 'text'\n";
    let hard = "Kommunestyret vedtok enstemmig reguleringsbestemmelsene vedrørende parkeringstillatelser \
        for forflytningshemmede innbyggere etter høringsuttalelser innkommet gjennom behandlingsperioden \
        herunder merknader tilknyttet gjennomføringsforskriftene og overgangsbestemmelsene \
        samt saksbehandlingsreglene for kommunale parkeringsmyndigheter og klagenemnder";
    let whole = "title = 'Tittel'\npages.en.title = 'Side'\n[fields]\na.label = 'En'\na.options.x = 'X'\na.options.y = 'Y'\nb.label = 'To'\n";
    let nb = format!("{whole}b.description = '{hard}'\n");
    let nn = "title = ' '\npages.en.title = 'Side'\n[fields]\na.label = 'Lik'\na.options.x = 'X'\na.optinos.y = 'Y'\nb.label = 'Lik'\n";
    insta::assert_snapshot!(lint(form, [&nb, nn, whole]));
    assert_eq!(lint(form, [whole, whole, whole]), "");
}

#[test]
fn the_schema_tells_what_is_sent() {
    let schema = author::json_schema(
        &form_of_pack("avfallsbeholder"),
        &texts_of_pack("avfallsbeholder")[&Language::Nb],
    );
    insta::assert_json_snapshot!(schema);
}

#[test]
fn the_schema_has_no_title_where_there_is_no_text() {
    for id in support::FORMS {
        let schema = author::json_schema(&form_of_pack(id), &Texts::default());
        assert!(!schema.to_string().contains("\"title\""), "{schema}");
    }
}

#[test]
fn conditions_that_make_no_difference_are_told() {
    let form = "[conditions]\nroad = \"what == 'road'\"\n[lists]\nspare = ['a', 'b']\n\
        [[pages]]\nid = 'en'\n\
        [[pages.fields]]\nid = 'what'\ntype = 'radio'\noptions = ['road', 'light']\n\
        [[pages.fields]]\nid = 'box'\ntype = 'checkbox'\noptional = true\n\
        [[pages.fields]]\nid = 'hole'\ntype = 'radio'\noptions = ['deep', 'flat']\nshow_if = 'road'\n\
        [[pages.fields]]\nid = 'never'\ntype = 'text'\nshow_if = \"what == 'road' and what == 'light'\"\n\
        [[pages.fields]]\nid = 'hidden_needed'\ntype = 'text'\nshow_if = \"hole == 'deep' and what == 'light'\"\n\
        [[pages.fields]]\nid = 'always'\ntype = 'text'\nshow_if = 'box or not box'\n\
        [[pages.fields]]\nid = 'unsure'\ntype = 'text'\nshow_if = 'number > 2 and number < 1'\n\
        [[pages.fields]]\nid = 'number'\ntype = 'number'\n\
        [[pages]]\nid = 'to'\nshow_if = \"hole == 'flat'\"\n\
        [[pages.fields]]\nid = 'reached'\ntype = 'text'\n\
        [[pages]]\nid = 'tre'\nshow_if = 'box'\n\
        [[pages.fields]]\nid = 'inner'\ntype = 'group'\nshow_if = 'box is empty'\n\
        [[pages.fields.fields]]\nid = 'unreached'\ntype = 'text'\n\
        [[pages.fields]]\nid = 'file'\ntype = 'attachment'\nmax_files = 10\nmax_megabytes = 50\n\
        [[pages.fields]]\nid = 'born'\ntype = 'text'\nautocomplete = 'birthday'\n\
        [[pages]]\nid = 'fire'\nshow_if = \"what != 'road' and road\"\n\
        [[pages.fields]]\nid = 'last'\ntype = 'text'\n\
        [[pages.fields]]\nid = 'first_name'\ntype = 'text'\n";
    let words = "[fields]\nfirst_name.label = 'Fornavn'\n";
    let faults: String = lint(form, [words, words, words])
        .lines()
        .filter(|line| !line.starts_with("nb:") && !line.starts_with("nn:") && !line.starts_with("en:"))
        .map(|line| format!("{line}\n"))
        .collect();
    insta::assert_snapshot!(faults);
}

#[test]
fn who_is_signed_in_is_only_asked_where_somebody_may_not_be() {
    let words = "title = 'Tittel'\npages.en.title = 'Side'\nfields.a.label = 'En'\n";
    let form = "[conditions]\nopen = 'not signed_in'\n[[pages]]\nid = 'en'\n\
        [[pages.fields]]\nid = 'a'\ntype = 'text'\nshow_if = 'open'\n";
    let told = lint(form, [words, words, words]);
    assert!(told.starts_with("sign_in: ") && told.lines().count() == 1, "{told}");
    assert_eq!(lint(&format!("sign_in = 'none'\n{form}"), [words, words, words]), "");
    let plain = form.replace("not signed_in", "today > 2026-01-01");
    assert_eq!(lint(&plain, [words, words, words]), "");
}

#[test]
fn groups_rows_lists_and_checks_have_limits() {
    let field = |rest: &str| format!("[[pages]]\nid = 'side'\n[[pages.fields]]\nid = 'a'\n{rest}\n");
    let deep: String = (1..7)
        .map(|depth| format!("[[pages{}]]\nid = 'g{depth}'\ntype = 'group'\n", ".fields".repeat(depth)))
        .collect();
    let mut all = String::new();
    for rest in [
        field("type = 'select'\nlist = 'unknown'"),
        field("type = 'money'\ndecimals = 3"),
        field("type = 'attachment'\nfile_types = ['exe']"),
        field("type = 'attachment'\nmax_megabytes = 200"),
        field("type = 'attachment'\nways = ['now', 'now']"),
        field("type = 'rows'\nfields = []"),
        field("type = 'rows'\nmin_rows = 30\n[[pages.fields.fields]]\nid = 'b'\ntype = 'text'"),
        field(
            "type = 'rows'\n[[pages.fields.fields]]\nid = 'b'\ntype = 'rows'\n[[pages.fields.fields.fields]]\nid = 'c'\ntype = 'text'",
        ),
        format!("[lists]\nl = []\nB = ['x']\n{}", field("type = 'text'")),
        format!("[[pages]]\nid = 'side'\n{deep}fields = []\n"),
    ] {
        let faults = compiled(&rest).expect_err(&rest);
        all.extend(faults.iter().map(told));
    }
    insta::assert_snapshot!(all);
}
