//! What one key press costs: on a form as large as the largest that is published in Norway, and on a thousand rows.
//!
//! The first has the shape of NAV 02-08.07: 575 components, which are 24 pages and the fields on them, of the kinds
//! it has; 199 conditions, groups in groups, eleven repeating groups.
#![expect(clippy::expect_used, reason = "what cannot be set up cannot be measured")]
#![expect(clippy::print_stdout, reason = "the figures are what this is for")]
#![expect(clippy::disallowed_methods, reason = "measuring needs a clock")]

use std::{
    collections::BTreeMap,
    fs,
    hint::black_box,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use forms::{Answer, Answers, At, Context, Form, State, author};
use locale::{Date, Language};
use serde_json::json;

const CONTEXT: Context = Context::new(Date::EPOCH, Language::Nb);

/// Kinds and how many there are of each, in the order in which they are dealt out.
const KINDS: [(&str, usize); 19] = [
    ("text", 94),
    ("radio", 94),
    ("group", 101),
    ("textarea", 28),
    ("select", 16),
    ("country", 15),
    ("money", 15),
    ("checkbox", 13),
    ("date", 12),
    ("rows", 11),
    ("organisation_number", 11),
    ("info", 11),
    ("attachment", 7),
    ("checkboxes", 5),
    ("combobox", 4),
    ("name", 3),
    ("identity_number", 2),
    ("month", 1),
    ("email", 8),
];

const PAGES: usize = 24;
const CONDITIONS: usize = 199;

fn compiled(toml: &str) -> Arc<Form> {
    let head = "schema = 'skjema/1'\nid = 'bench'\nversion = 1\nservice = 'bench'\n";
    let definition = author::parse_definition(&[head, toml].concat()).expect("a definition");
    Arc::new(Form::compile(definition).expect("a form"))
}

/// Kinds are dealt so that each is spread over the form, as cards are.
fn kinds() -> Vec<&'static str> {
    let total: usize = KINDS.iter().map(|(_, count)| count).sum();
    let mut given = [0; KINDS.len()];
    let mut out = Vec::new();
    for dealt in 1..=total {
        let behind = |index: &usize| (KINDS[*index].1 * dealt) as i64 - (given[*index] * total) as i64;
        let next = (0..KINDS.len()).max_by_key(behind).unwrap_or_default();
        given[next] += 1;
        out.push(KINDS[next].0);
    }
    out
}

/// Half of the containers stand on the page, the others within; what follows a container stands in it.
fn large_form() -> (Arc<Form>, usize) {
    let all = kinds();
    let (mut toml, mut radios, mut conditions) = (String::new(), Vec::new(), 0);
    for (page, kinds) in all.chunks(all.len().div_ceil(PAGES)).enumerate() {
        toml.push_str(&format!("[[pages]]\nid = 'p{page}'\n"));
        let (mut path, mut left, mut in_rows) = ("pages".to_owned(), 0usize, false);
        for (position, kind) in kinds.iter().enumerate() {
            let is_container = matches!(*kind, "group" | "rows");
            if left == 0 {
                "pages".clone_into(&mut path);
                in_rows = false;
            }
            let kind = if is_container && (in_rows || path.len() > 20) { "text" } else { kind };
            let id = format!("f{page}_{position}");
            toml.push_str(&format!("[[{path}.fields]]\nid = '{id}'\ntype = '{kind}'\n"));
            match kind {
                "radio" | "select" | "combobox" | "checkboxes" => toml.push_str("options = ['ja', 'nei']\n"),
                "attachment" => toml.push_str("ways = ['now', 'later', 'already_sent']\n"),
                _ => {}
            }
            // A third hang on a radio group before, a few of them on several.
            if (page * 31 + position) % 13 < 6 && conditions < CONDITIONS && radios.len() > 2 {
                let radio = |back: usize| &radios[radios.len().saturating_sub(back)];
                let test = match conditions % 7 {
                    0 => format!("{} == 'ja' or {} == 'nei' and {} == 'ja'", radio(1), radio(2), radio(3)),
                    1 => format!("{} == 'ja' and {} != 'nei'", radio(1), radios[0]),
                    2 => format!("{} == 'ja'", radios[0]),
                    _ => format!("{} == 'ja'", radio(1)),
                };
                toml.push_str(&format!("show_if = \"{test}\"\n"));
                conditions += 1;
            }
            if is_container && kind != "text" {
                in_rows |= kind == "rows";
                path.push_str(".fields");
                left = 4;
                // A container needs a field whatever comes after it.
                toml.push_str(&format!("[[{path}.fields]]\nid = '{id}_a'\ntype = 'text'\noptional = true\n"));
            } else {
                if kind == "radio" && !in_rows {
                    radios.push(id);
                }
                left = left.saturating_sub(1);
            }
        }
    }
    let form = compiled(&toml);
    (form, conditions)
}

fn rows_form() -> Arc<Form> {
    compiled(
        "[[pages]]\nid = 'side'\n\
         [[pages.fields]]\nid = 'items'\ntype = 'rows'\nmax_rows = 1000\n\
         [[pages.fields.fields]]\nid = 'what'\ntype = 'text'\n\
         [[pages.fields.fields]]\nid = 'amount'\ntype = 'money'\n\
         [[pages.fields.fields]]\nid = 'paid_by'\ntype = 'radio'\noptions = ['me', 'other']\n\
         [[pages.fields.fields]]\nid = 'who'\ntype = 'name'\nshow_if = \"paid_by == 'other'\"\n\
         [[pages.fields.fields]]\nid = 'with_tax'\ntype = 'calculated'\nresult = 'money'\nvalue = 'round(amount * 1.25, 2)'\n\
         [[pages.fields]]\nid = 'total'\ntype = 'calculated'\nresult = 'money'\nvalue = 'sum(items, with_tax)'\n\
         [[pages.fields]]\nid = 'others'\ntype = 'calculated'\nvalue = \"count(items, paid_by == 'other')\"\n\
         [[pages.fields]]\nid = 'reason'\ntype = 'textarea'\nshow_if = 'total > 1000 and any(items, amount > 900)'\n",
    )
}

/// Writes both forms with words, and answers to the second, for `cargo xtask bench forms` to show in a browser.
fn write_for_browser(folder: &Path) {
    for (name, form) in [("large", large_form().0), ("rows", rows_form())] {
        let mut texts = BTreeMap::from([("title".to_owned(), "Måling".to_owned())]);
        for page in &form.definition().pages {
            texts.insert(format!("pages.{}.title", page.id), format!("Side {}", page.id));
        }
        for field in form.fields() {
            texts.insert(format!("fields.{}.label", field.id), format!("Spørsmål {}", field.id));
            texts.insert(format!("fields.{}.row", field.id), "Rad".to_owned());
            for option in form.definition().options(&field.kind) {
                texts.insert(forms::FormDefinition::option_key(field, option), format!("Valg {option}"));
            }
        }
        let answers =
            if name == "rows" { thousand_rows(form.clone()).into_answers() } else { Answers::default() };
        let all = json!({ "definition": form.definition(), "texts": texts, "answers": answers });
        fs::write(folder.join(format!("{name}.json")), all.to_string()).expect("a file");
    }
}

/// The second form with a thousand rows.
fn thousand_rows(form: Arc<Form>) -> State {
    let mut state = State::new(form, Answers::default(), CONTEXT);
    for row in 0..1000 {
        let id = format!("r{row}");
        state.add_row("items", &id);
        state.set(At::row("items", &id, "amount"), text("12,50"));
        state.set(At::row("items", &id, "paid_by"), text("me"));
    }
    state
}

/// Median and longest of many runs.
fn measure(name: &str, mut run: impl FnMut(usize)) {
    for turn in 0..50 {
        run(turn);
    }
    let mut times: Vec<Duration> = (0..500)
        .map(|turn| {
            let start = Instant::now();
            run(turn);
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let micros = |time: Duration| time.as_nanos() as f64 / 1000.0;
    println!("{name:<66} {:>9.2} µs median {:>9.2} µs longest", micros(times[250]), micros(times[499]));
}

fn text(text: &str) -> Option<Answer> {
    Some(Answer::Text(text.to_owned()))
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--write") {
        write_for_browser(Path::new(&arguments[place + 1]));
        return;
    }
    let (form, conditions) = large_form();
    let fields = form.fields().count();
    let tables = form.fields().filter(|field| matches!(field.kind, forms::FieldKind::Rows(_))).count();
    let pages = form.definition().pages.len();
    let all = pages + fields;
    println!(
        "{all} components: {pages} pages, {fields} fields, {tables} of them repeating groups; {conditions} conditions"
    );
    let answers = author::fitting(&form, &CONTEXT, |most| most - 1);
    let id = |wanted: fn(&forms::FieldKind) -> bool| {
        let fields = form.fields().filter(|field| wanted(&field.kind) && form.rows_of(&field.id).is_none());
        fields.map(|field| field.id.clone()).next().expect("a field")
    };
    let letters = id(|kind| matches!(kind, forms::FieldKind::Text(_)));
    let radio = id(|kind| matches!(kind, forms::FieldKind::Radio(_)));
    let mut state = State::new(form.clone(), answers.clone(), CONTEXT);
    let decided = state.set(At::field(&radio), text("ja")).decided;
    measure("large form: a letter in a text", |turn| {
        black_box(state.set(At::field(&letters), text(["abc", "abcd"][turn % 2])));
    });
    measure(&format!("large form: the radio that most depends on ({decided} decided)"), |turn| {
        black_box(state.set(At::field(&radio), text(["ja", "nei"][turn % 2])));
    });
    measure("large form: a letter, its issues, and all pages to be seen", |turn| {
        state.set(At::field(&letters), text(["abc", "abcd"][turn % 2]));
        black_box((state.issues_at(At::field(&letters)), state.view().pages()));
    });
    measure("large form: everything from scratch", |_| {
        black_box(State::new(form.clone(), answers.clone(), CONTEXT));
    });
    measure("large form: validation of all", |_| {
        black_box(state.view().issues());
    });

    let form = rows_form();
    let mut state = thousand_rows(form.clone());
    measure("1000 rows: a letter in a text of the last row", |turn| {
        black_box(state.set(At::row("items", "r999", "what"), text(["abc", "abcd"][turn % 2])));
    });
    measure("1000 rows: a digit in an amount that three totals depend on", |turn| {
        black_box(state.set(At::row("items", "r999", "amount"), text(["12", "123"][turn % 2])));
    });
    measure("1000 rows: adding and removing a row", |_| {
        state.add_row("items", "new");
        black_box(state.remove_row("items", "new"));
    });
    measure("1000 rows: everything from scratch", |_| {
        black_box(State::new(form.clone(), state.answers().clone(), CONTEXT));
    });
}
