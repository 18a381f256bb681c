//! Forms made at random: every kind of dependency, and none that goes in a circle.

use forms::Form;

use super::{choosing, compiled};

/// What a random expression may name.
#[derive(Clone, Default)]
struct Known {
    numbers: Vec<String>,
    radios: Vec<String>,
    boxes: Vec<String>,
    lists: Vec<String>,
    dates: Vec<String>,
    /// Repeating groups, each with a number in it.
    rows: Vec<(String, String)>,
    conditions: Vec<String>,
}

struct Maker<P> {
    pick: P,
    toml: String,
    next: usize,
    known: Known,
    /// Whether a row is being made, whose fields no named condition can see.
    inside: bool,
}

/// The form that a seed stands for.
pub fn form(seed: u64) -> Form {
    let toml = toml(seed);
    compiled(&toml).unwrap_or_else(|faults| panic!("{toml}\n{faults:?}"))
}

fn toml(seed: u64) -> String {
    let mut maker =
        Maker { pick: choosing(seed), toml: String::new(), next: 0, known: Known::default(), inside: false };
    let pages = 1 + (maker.pick)(3);
    let mut body = String::new();
    for page in 0..pages {
        body.push_str(&format!("[[pages]]\nid = 'p{page}'\n"));
        if (maker.pick)(3) == 0 {
            let test = maker.test(2);
            body.push_str(&format!("show_if = \"{test}\"\n"));
        }
        for _ in 0..1 + (maker.pick)(6) {
            maker.toml.clear();
            maker.field("pages", true, true);
            body.push_str(&maker.toml);
        }
    }
    // Conditions only name what stands in the form; those that fields use are made as they are needed.
    let conditions = maker.known.conditions.iter().enumerate();
    let conditions: String = conditions.map(|(index, test)| format!("c{index} = \"{test}\"\n")).collect();
    format!("[conditions]\n{conditions}{body}")
}

impl<P: FnMut(usize) -> usize> Maker<P> {
    fn id(&mut self, letter: char) -> String {
        self.next += 1;
        format!("{letter}{}", self.next)
    }

    fn one(&mut self, all: &[String]) -> Option<String> {
        if all.is_empty() { None } else { Some(all[(self.pick)(all.len())].clone()) }
    }

    fn field(&mut self, path: &str, may_group: bool, may_repeat: bool) {
        let header = format!("[[{path}.fields]]\n");
        let show = match (self.pick)(2) {
            0 => String::new(),
            _ => format!("show_if = \"{}\"\n", self.test(2)),
        };
        match (self.pick)(9) {
            0 | 1 => {
                let id = self.id('n');
                self.toml.push_str(&format!("{header}id = '{id}'\ntype = 'number'\noptional = true\n{show}"));
                self.known.numbers.push(id);
            }
            2 | 3 => {
                let id = self.id('r');
                self.toml.push_str(&format!(
                    "{header}id = '{id}'\ntype = 'radio'\noptions = ['a', 'b', 'c']\n{show}"
                ));
                self.known.radios.push(id);
            }
            4 => {
                let id = self.id('b');
                self.toml.push_str(&format!("{header}id = '{id}'\ntype = 'checkbox'\n{show}"));
                self.known.boxes.push(id);
            }
            5 => {
                let id = self.id('l');
                self.toml.push_str(&format!(
                    "{header}id = '{id}'\ntype = 'checkboxes'\noptions = ['a', 'b']\n{show}"
                ));
                self.known.lists.push(id);
            }
            6 => {
                let id = self.id('d');
                self.toml.push_str(&format!("{header}id = '{id}'\ntype = 'date'\n{show}"));
                self.known.dates.push(id);
            }
            7 => {
                let (id, value) = (self.id('v'), self.number(3));
                self.toml.push_str(&format!(
                    "{header}id = '{id}'\ntype = 'calculated'\nvalue = \"{value}\"\n{show}"
                ));
                self.known.numbers.push(id);
            }
            _ if may_repeat && (self.pick)(2) == 0 => self.rows(&header, path, &show),
            _ if may_group => {
                let id = self.id('g');
                self.toml.push_str(&format!("{header}id = '{id}'\ntype = 'group'\n{show}"));
                for _ in 0..1 + (self.pick)(3) {
                    self.field(&format!("{path}.fields"), false, may_repeat);
                }
            }
            _ => {
                let id = self.id('t');
                self.toml.push_str(&format!("{header}id = '{id}'\ntype = 'text'\n{show}"));
            }
        }
    }

    /// What stands in rows sees its own row and what is outside; from outside only the repeating group is seen.
    fn rows(&mut self, header: &str, path: &str, show: &str) {
        let (id, number) = (self.id('w'), self.id('n'));
        self.toml.push_str(&format!("{header}id = '{id}'\ntype = 'rows'\n{show}"));
        self.toml.push_str(&format!(
            "[[{path}.fields.fields]]\nid = '{number}'\ntype = 'number'\noptional = true\n"
        ));
        let outside = self.known.clone();
        self.known.numbers.push(number.clone());
        self.inside = true;
        for _ in 0..1 + (self.pick)(4) {
            self.field(&format!("{path}.fields"), true, false);
        }
        self.inside = false;
        let conditions = std::mem::take(&mut self.known.conditions);
        self.known = Known { conditions, ..outside };
        self.known.rows.push((id, number));
    }

    fn test(&mut self, depth: usize) -> String {
        let known = self.known.clone();
        let next = depth.saturating_sub(1);
        match (self.pick)(if depth == 0 { 6 } else { 13 }) {
            0 => self.one(&known.radios).map(|radio| format!("{radio} == 'a'")),
            1 => self.one(&known.radios).map(|radio| format!("{radio} in ['a', 'b']")),
            2 => self.one(&known.boxes),
            3 => self.one(&known.lists).map(|list| format!("{list} contains 'a'")),
            4 => self.one(&known.numbers).map(|number| format!("{number} is not empty")),
            5 => self.one(&known.dates).map(|date| format!("age_at({date}, today) >= 18")),
            6 => Some(format!("({} and {})", self.test(next), self.test(next))),
            7 => Some(format!("({} or not ({}))", self.test(next), self.test(next))),
            8 => Some(format!("({} > {})", self.number(next), self.number(next))),
            9 if !known.rows.is_empty() => {
                let (rows, number) = known.rows[(self.pick)(known.rows.len())].clone();
                let word = ["any", "all"][(self.pick)(2)];
                Some(format!("{word}({rows}, {number} > {})", (self.pick)(4)))
            }
            10 => self.one(&known.lists).map(|list| format!("count({list}) == 2")),
            11 if !self.inside => {
                let test = self.test(next);
                self.known.conditions.push(test);
                Some(format!("c{}", self.known.conditions.len() - 1))
            }
            _ => Some(format!("(({}) == ({}))", self.test(next), self.test(next))),
        }
        .unwrap_or_else(|| "signed_in".to_owned())
    }

    fn number(&mut self, depth: usize) -> String {
        let known = self.known.clone();
        let next = depth.saturating_sub(1);
        match (self.pick)(if depth == 0 { 3 } else { 8 }) {
            0 | 1 => self.one(&known.numbers),
            2 => Some((self.pick)(5).to_string()),
            3 => Some(format!("({} + {})", self.number(next), self.number(next))),
            4 => Some(format!("({} * {})", self.number(next), self.number(next))),
            5 => Some(format!("round({} / {}, 2)", self.number(next), self.number(next))),
            6 => Some(format!(
                "(if {} then {} else {})",
                self.test(next),
                self.number(next),
                self.number(next)
            )),
            _ if !known.rows.is_empty() => {
                let (rows, number) = known.rows[(self.pick)(known.rows.len())].clone();
                Some(match (self.pick)(3) {
                    0 => format!("sum({rows}, {number})"),
                    1 => format!("count({rows})"),
                    _ => format!("count({rows}, {number} is empty)"),
                })
            }
            _ => Some(format!("max({}, {})", self.number(next), self.number(next))),
        }
        .unwrap_or_else(|| "1".to_owned())
    }
}
