//! Joins wasm-bindgen's script, its snippets and the loader of chunks into one file: one request instead of
//! several, and no circle of names with hashes. The texts are those that the pinned tools write; anything
//! else in an import or export is refused rather than guessed at.

use crate::Outcome;

/// The script in one piece, with the modules it imports inside; ends with the start of the app.
pub(crate) fn join(script: &str, modules: &[(String, String)]) -> Outcome<String> {
    let mut body = String::with_capacity(script.len());
    let mut inside = String::new();
    for line in script.lines() {
        if !line.starts_with("import ") {
            body.push_str(line);
            body.push('\n');
            continue;
        }
        let import = Import::parse(line)?;
        let (_, source) = modules
            .iter()
            .find(|(path, _)| same_path(path, import.path))
            .ok_or_else(|| format!("the script imports {}, which nothing provides", import.path))?;
        inside.push_str(&format!("const {} = {};\n", import.pattern()?, as_expression(source)?));
    }
    let start = r#"__wbg_init({ module_or_path: new URL("./app_bg.wasm", import.meta.url) });"#;
    Ok(tighten(&format!("{body}{inside}{start}\n")))
}

/// `import * as name from "path"` or `import { a, b as c } from 'path'`.
struct Import<'a> {
    what: &'a str,
    path: &'a str,
}

impl<'a> Import<'a> {
    fn parse(line: &'a str) -> Outcome<Import<'a>> {
        let parts = line.strip_prefix("import ").and_then(|rest| rest.rsplit_once(" from "));
        let (what, path) = parts.ok_or_else(|| format!("unknown form of import: {line}"))?;
        Ok(Import { what: what.trim(), path: path.trim_matches([' ', ';', '"', '\'']) })
    }

    /// What stands left of `=` when the module is an object.
    fn pattern(&self) -> Outcome<String> {
        if let Some(name) = self.what.strip_prefix("* as ") {
            return Ok(name.to_owned());
        }
        if self.what.starts_with('{') && self.what.ends_with('}') {
            return Ok(self.what.replace(" as ", ": "));
        }
        Err(format!("unknown form of import: {}", self.what))
    }
}

fn same_path(one: &str, other: &str) -> bool {
    one.trim_start_matches("./") == other.trim_start_matches("./")
}

/// A module as an expression that gives an object of its exports.
fn as_expression(source: &str) -> Outcome<String> {
    let mut body = String::new();
    let mut names = Vec::new();
    for line in source.lines() {
        if line.starts_with("import ") {
            let import = Import::parse(line)?;
            if !same_path(import.path, "app.js") {
                return Err(format!(
                    "a snippet imports {}; only the app's own script is in reach",
                    import.path
                ));
            }
            continue;
        }
        let Some(declaration) = line.strip_prefix("export ") else {
            body.push_str(line);
            body.push('\n');
            continue;
        };
        if let Some(list) = declaration.strip_prefix('{') {
            let list = list.trim_end().trim_end_matches(';').trim_end_matches('}');
            names.extend(list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(exported));
            continue;
        }
        let name = declaration
            .trim_start_matches("async ")
            .split_once(' ')
            .filter(|(kind, _)| ["const", "let", "var", "function", "function*", "class"].contains(kind))
            .map(|(_, rest)| {
                rest.chars().take_while(|sign| sign.is_alphanumeric() || "_$".contains(*sign)).collect()
            })
            .filter(|name: &String| !name.is_empty())
            .ok_or_else(|| format!("unknown form of export: {line}"))?;
        names.push(name);
        body.push_str(declaration);
        body.push('\n');
    }
    Ok(format!("(() => {{\n{body}return {{ {} }};\n}})()", names.join(", ")))
}

/// `a as b` is exported under the name `b`.
fn exported(name: &str) -> String {
    name.split_once(" as ").map_or_else(|| name.to_owned(), |(own, outer)| format!("{outer}: {own}"))
}

/// Leaves out comments on lines of their own, indentation and empty lines; the inside of a template literal
/// that spans lines stays as it is.
fn tighten(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let (mut in_comment, mut in_template) = (false, false);
    for line in script.lines() {
        if in_template {
            in_template = line.matches('`').count() % 2 == 0;
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let line = line.trim();
        in_comment |= line.starts_with("/*");
        if in_comment {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            in_template = line.matches('`').count() % 2 == 1;
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{join, tighten};

    #[test]
    fn modules_go_into_the_script() {
        let script = "import * as import1 from \"./link.js\"\nimport { a, b as c } from './snippets/x/inline0.js';\nuse(import1, a, c);\n";
        let modules = [
            (
                "./link.js".to_owned(),
                "import { initSync } from \"./app.js\";\nexport const load = wrap();\n".to_owned(),
            ),
            (
                "./snippets/x/inline0.js".to_owned(),
                "export function a() {}\nfunction d() {}\nexport { d as b };\n".to_owned(),
            ),
        ];
        let joined = join(script, &modules).unwrap();
        assert!(!joined.contains("import "), "{joined}");
        assert!(!joined.contains("export "), "{joined}");
        assert!(
            joined.contains("const import1 = (() => {\nconst load = wrap();\nreturn { load };\n})();"),
            "{joined}"
        );
        assert!(
            joined.contains(
                "const { a, b: c } = (() => {\nfunction a() {}\nfunction d() {}\nreturn { a, b: d };"
            ),
            "{joined}"
        );
        assert!(joined.trim_end().ends_with("import.meta.url) });"), "{joined}");
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(join("import x from 'y';\n", &[]).is_err());
        assert!(join("import * as x from 'y';\n", &[]).is_err());
        assert!(
            join("import * as x from 'y';\n", &[("y".to_owned(), "export default 1;\n".to_owned())]).is_err()
        );
        assert!(join("import * as x from 'y';\n", &[("y".to_owned(), "import 'z';\n".to_owned())]).is_err());
    }

    #[test]
    fn only_layout_and_comments_are_left_out() {
        let script =
            "  a();\n\n  /** text\n   * more */\n  // note\n  b(`x\n    // kept\n  `);\n  c('//');\n";
        assert_eq!(tighten(script), "a();\nb(`x\n    // kept\n  `);\nc('//');\n");
    }
}
