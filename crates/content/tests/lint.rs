//! Each fault in a pack is found and said with file, place, fault and remedy.
#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

use std::{fs, path::Path};

use content::Pack;
use tempfile::TempDir;

/// The smallest pack without a finding: one service, one theme, one channel.
const FILES: [(&str, &str); 5] = [
    (
        "municipality.toml",
        r#"
short_name = "Lillevik"
organisation_number = "998447356"
phone = "+4722334455"
postal_address = ["Postboks 1", "3015 Drammen"]
popular = ["bibliotekkort"]
[name]
nb = "Lillevik kommune"
nn = "Lillevik kommune"
en = "Lillevik municipality"
[[notices]]
id = "vann"
level = "disruption"
updated = "2026-11-23T06:40:00Z"
title = { nb = "Vannet er borte", nn = "Vatnet er borte", en = "No water" }
body = { nb = "Det er tilbake kl. 15.00.", nn = "Det er tilbake kl. 15.00.", en = "It is back at 15:00." }
"#,
    ),
    (
        "channels.toml",
        r#"
[[channels]]
id = "telefon"
kind = "phone"
target = "+4722334455"
name = { nb = "Telefon", nn = "Telefon", en = "Phone" }
response = { nb = "Mål: svar straks.", nn = "Mål: svar straks.", en = "Goal: an answer at once." }
hours = { monday = "09:00-15:00" }
exceptions = [{ date = "2026-12-24", hours = "09:00-12:00" }]
class = { information = "secondary", interaction = "primary", transaction = "secondary" }
"#,
    ),
    (
        "themes.toml",
        r#"
[[themes]]
id = "kultur-idrett-og-fritid"
name = { nb = "Kultur", nn = "Kultur", en = "Culture" }
summary = { nb = "Bibliotek", nn = "Bibliotek", en = "Library" }
"#,
    ),
    (
        "elsewhere.toml",
        r#"
[[elsewhere]]
url = "https://www.politiet.no/"
title = { nb = "Pass", nn = "Pass", en = "Passport" }
provider = { nb = "Politiet", nn = "Politiet", en = "The police" }
keywords = { nb = ["pass"], nn = ["pass"], en = ["passport"] }
"#,
    ),
    (
        "services/bibliotekkort.toml",
        r#"
themes = ["kultur-idrett-og-fritid"]
purpose = "transaction"
legal_resources = [{ name = "Folkebibliotekloven", url = "https://lovdata.no/lov/1985-12-20-108" }]
[processing_time]
amount = 1
unit = "working_days"
[nb]
title = "Lånekort"
summary = "Lån bøker gratis."
audience = ["Alle kan få kort."]
cost = "Gratis"
required_evidence = ["Legitimasjon"]
next_steps = ["Hent kortet."]
processing_note = "Du får det straks."
keywords = ["bøker"]
[nn]
title = "Lånekort"
summary = "Lån bøker gratis."
audience = ["Alle kan få kort."]
cost = "Gratis"
next_steps = ["Hent kortet."]
processing_note = "Du får det straks."
keywords = ["bøker"]
[en]
title = "Library card"
summary = "Borrow books for free."
audience = ["Everyone can get a card."]
cost = "Free"
next_steps = ["Collect the card."]
processing_note = "You get it at once."
keywords = ["books"]
"#,
    ),
];

/// In a file, some text and what stands there instead.
type Change<'a> = (&'a str, &'a str, &'a str);

const MUNICIPALITY: &str = "municipality.toml";
const CHANNELS: &str = "channels.toml";
const THEMES: &str = "themes.toml";
const ELSEWHERE: &str = "elsewhere.toml";
const SERVICE: &str = "services/bibliotekkort.toml";

/// All of the service's words in nynorsk.
const NYNORSK: &str = r#"[nn]
title = "Lånekort"
summary = "Lån bøker gratis."
audience = ["Alle kan få kort."]
cost = "Gratis"
next_steps = ["Hent kortet."]
processing_note = "Du får det straks."
keywords = ["bøker"]
"#;

fn pack(changes: &[Change<'_>]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (file, text) in FILES {
        let mut text = text.trim_start().to_owned();
        for (_, from, to) in changes.iter().filter(|change| change.0 == file) {
            assert!(text.contains(from), "`{from}` does not stand in {file}");
            text = text.replacen(from, to, 1);
        }
        write(folder.path(), file, &text);
    }
    folder
}

fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn findings(folder: &TempDir) -> String {
    let findings = Pack::load(folder.path()).err().unwrap_or_default();
    findings.iter().map(|finding| format!("{finding}\n")).collect()
}

#[test]
fn a_small_pack_without_faults_loads() {
    assert_eq!(findings(&pack(&[])), "");
}

#[test]
fn each_fault_is_named_with_its_remedy() {
    let long_text =
        "Kommunens saksbehandlingsrutiner forutsetter fullstendig innsendt dokumentasjon ".repeat(6);
    let long_audience = format!("audience = [\"{}\"]", long_text.trim());
    let long_summary = format!("summary = \"{}\"", "Lån bøker og spill. ".repeat(7).trim());
    let second_channel = "class = { information = \"secondary\", interaction = \"primary\", transaction = \
                          \"secondary\" }\n[[channels]]\nid = \"telefon\"\nkind = \"email\"\ntarget = \"post\"\n\
                          name = { nb = \"E-post\", nn = \"E-post\", en = \"E-mail\" }\nresponse = { nb = \"a\", \
                          nn = \"a\", en = \"a\" }\nclass = { information = \"unwanted\" }";
    let cases: Vec<(&str, Vec<Change<'_>>)> = vec![
        ("missing language", vec![(SERVICE, NYNORSK, "")]),
        ("missing language of a notice", vec![(MUNICIPALITY, ", en = \"No water\"", "")]),
        ("missing language of one section", vec![(THEMES, ", en = \"Culture\"", "")]),
        ("empty text", vec![(SERVICE, "\"Lån bøker gratis.\"", "\" \"")]),
        ("missing text", vec![(SERVICE, "cost = \"Gratis\"\n", "")]),
        ("empty list", vec![(SERVICE, "audience = [\"Alle kan få kort.\"]", "audience = []")]),
        ("empty item", vec![(SERVICE, "\"Hent kortet.\"", "\"\"")]),
        ("space at the end", vec![(SERVICE, "\"Lånekort\"", "\"Lånekort \"")]),
        ("long summary", vec![(SERVICE, "summary = \"Lån bøker gratis.\"", &long_summary)]),
        ("heavy text", vec![(SERVICE, "audience = [\"Alle kan få kort.\"]", &long_audience)]),
        ("unknown theme", vec![(SERVICE, "\"kultur-idrett-og-fritid\"", "\"kultur\"")]),
        ("unknown form", vec![(SERVICE, "[processing_time]", "form = \"kort\"\n[processing_time]")]),
        ("unknown popular service", vec![(MUNICIPALITY, "\"bibliotekkort\"", "\"bibliotek\"")]),
        ("unknown key", vec![(SERVICE, "cost = ", "price = ")]),
        ("unknown word", vec![(SERVICE, "\"working_days\"", "\"days\"")]),
        ("missing key", vec![(SERVICE, "purpose = \"transaction\"\n", "")]),
        ("not TOML", vec![(THEMES, "id = \"kultur-idrett-og-fritid\"", "id = kultur")]),
        ("no time", vec![(SERVICE, "amount = 1", "amount = 0")]),
        ("bad law address", vec![(SERVICE, "https://lovdata.no/lov", "lovdata.no/lov")]),
        ("bad phone", vec![(MUNICIPALITY, "+4722334455", "22 33 44 55")]),
        ("bad channel phone", vec![(CHANNELS, "+4722334455", "22334455")]),
        ("bad organisation number", vec![(MUNICIPALITY, "998447356", "998447357")]),
        ("bad address elsewhere", vec![(ELSEWHERE, "https://www.politiet.no/", "http://politiet")]),
        ("closes before it opens", vec![(CHANNELS, "\"09:00-15:00\"", "\"15:00-09:00\"")]),
        ("not a span", vec![(CHANNELS, "\"09:00-12:00\"", "\"9 til 12\"")]),
        (
            "same id, bad target, no class",
            vec![(
                CHANNELS,
                "class = { information = \"secondary\", interaction = \"primary\", transaction = \"secondary\" }",
                second_channel,
            )],
        ),
        (
            "no channel for the purpose",
            vec![(CHANNELS, "transaction = \"secondary\"", "transaction = \"unwanted\"")],
        ),
        ("no phone", vec![(CHANNELS, "kind = \"phone\"", "kind = \"letter\"")]),
    ];
    let mut all = String::new();
    for (name, changes) in cases {
        let found = findings(&pack(&changes));
        assert!(!found.is_empty(), "{name}");
        all.push_str(&format!("{name}\n{found}\n"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn missing_and_misplaced_files_are_named() {
    let folder = pack(&[]);
    fs::remove_file(folder.path().join(MUNICIPALITY)).expect("a file");
    fs::remove_file(folder.path().join(THEMES)).expect("a file");
    write(folder.path(), "services/notes.md", "");
    fs::rename(folder.path().join(SERVICE), folder.path().join("services/Bibliotek kort.toml"))
        .expect("a file");
    insta::assert_snapshot!(findings(&folder));
}

#[test]
fn forms_are_read_with_all_their_files() {
    let folder = pack(&[(SERVICE, "[processing_time]", "form = \"kort\"\n[processing_time]")]);
    write(folder.path(), "forms/kort/form.toml", "schema = \"skjema/1\"\nid = ");
    let found = findings(&folder);
    for file in ["form.toml", "texts.nb.toml", "texts.nn.toml", "texts.en.toml"] {
        assert!(found.contains(&format!("forms/kort/{file}")), "{file} is not in:\n{found}");
    }
}

#[test]
fn every_finding_of_every_file_is_reported_at_once() {
    let folder = pack(&[
        (MUNICIPALITY, "+4722334455", "22334455"),
        (CHANNELS, "09:00-15:00", "15:00-09:00"),
        (ELSEWHERE, "https://www.politiet.no/", "politiet"),
        (SERVICE, "\"kultur-idrett-og-fritid\"", "\"kultur\""),
        (SERVICE, "cost = \"Gratis\"", "cost = \"\""),
    ]);
    let findings = Pack::load(folder.path()).expect_err("findings");
    let files: Vec<&str> = findings.iter().map(|finding| finding.file.as_str()).collect();
    assert_eq!(files, [CHANNELS, ELSEWHERE, MUNICIPALITY, SERVICE, SERVICE]);
}
