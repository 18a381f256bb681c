//! From the app's source to WebAssembly: compiled, split into parts, bound to JavaScript, optimised.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
};

use crate::{
    Outcome,
    build::quiet_unless_new,
    files, paths,
    progress::step,
    run,
    site::{merge, script},
    toolchain::{Library, TARGET, Toolchain},
};

/// The app before its files get their hashed names.
pub(crate) struct App {
    /// The JavaScript that loads and binds the app; names its chunks by their first names.
    pub(crate) script: String,
    pub(crate) main: Vec<u8>,
    /// The parts that are fetched when needed: the name of the file without ending, and the content.
    pub(crate) chunks: Vec<(String, Vec<u8>)>,
    /// The chunks that each part needs, by the name of the part.
    pub(crate) parts: Vec<(String, Vec<String>)>,
}

const BINARY: &str = "servicetorg";
const LINK_MODULE: &str = "./link.js";
const BINDINGS: &str = "app.js";
const SCRIPT: &str = "script.js";
const MAIN: &str = "app_bg.wasm";

/// The splitter reads the linker's notes.
const SPLITTABLE: &str = "-Clink-args=--emit-relocs";

/// One type for the framework's views instead of a copy of its code for each of them.
const ERASED: &str = "--cfg=erase_components";

/// What browsers of the last years have. `-all` would also use what they lack.
pub(crate) const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Taken apart in between, modules become one in a hundred smaller on the wire than by the first pass alone.
const PASSES: [&str; 4] = ["-Oz", "--flatten", "--rereloop", "-Oz"];

/// Starting the optimiser takes longer than what it saves in smaller modules.
const WORTH_IT: u64 = 2 * 1024;

/// The app as visitors get it.
pub(crate) fn build() -> Outcome<App> {
    make("wasm", Library::Smallest, |folder| {
        step("wasm-opt -Oz", || optimise(folder))?;
        modules(folder)?.iter().try_for_each(|module| {
            let exports = if module.ends_with(MAIN) { Exports::Used } else { Exports::Unused };
            files::write(module, stripped(&files::read(module)?, exports))
        })
    })
}

/// The app of `cargo xtask dev`: faster to compile, and not optimised. It is split too, since the app would
/// otherwise ask for parts that nobody has made.
pub(crate) fn build_for_development() -> Outcome<App> {
    make("wasm-dev", Library::Ready, |_| Ok(()))
}

/// Compiles with a profile, and makes the app of it where it is not the same as before.
fn make(profile: &str, library: Library, finish: impl FnOnce(&Path) -> Outcome) -> Outcome<App> {
    let compiled = compile(profile, library)?;
    let input = files::read(&compiled)?;
    let folder = paths::work().join(profile);
    let key = format!("{} {}", files::short_hash(&input), tool_stamp());
    if !is_current(&folder, &key) {
        files::empty_folder(&folder)?;
        step("split into parts", || split(&input, &folder, library))?;
        step("bind to JavaScript", || bind(&folder.join("main.wasm"), &folder))?;
        finish(&folder)?;
        files::write(&folder.join("key"), &key)?;
    }
    load(&folder)
}

fn compile(profile: &str, library: Library) -> Outcome<PathBuf> {
    let toolchain = Toolchain::ready()?;
    let made =
        toolchain.target_folder(library).join(TARGET).join(profile).join(BINARY).with_extension("wasm");
    step(&format!("cargo build --profile {profile} for the browser"), || {
        let mut cargo = toolchain.cargo("build", library, &[SPLITTABLE, ERASED]);
        cargo.args(["--profile", profile, "-p", BINARY, "--bin", BINARY]);
        run::run(quiet_unless_new(&mut cargo, &made))
    })?;
    Ok(made)
}

/// Another version of this tool makes other files of the same input.
fn tool_stamp() -> String {
    let tool = std::env::current_exe().and_then(fs::metadata);
    tool.map_or_else(|_| String::new(), |tool| format!("{} {:?}", tool.len(), tool.modified().ok()))
}

fn is_current(folder: &Path, key: &str) -> bool {
    fs::read_to_string(folder.join("key")).is_ok_and(|made_of| made_of == key)
}

fn split(input: &[u8], folder: &Path, library: Library) -> Outcome {
    let main = folder.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LINK_MODULE;
    options.main_module = "./app.js";
    let made =
        wasm_split_cli_support::transform(options).map_err(|error| format!("wasm split: {error:#}"))?;
    let mut parts: Vec<_> = made.prefetch_map.into_iter().collect();
    parts.sort();
    if library == Library::Smallest {
        merge::merge(folder, &mut parts)?;
    }
    let json = serde_json::to_string_pretty(&parts).map_err(|error| error.to_string())?;
    files::write(&folder.join("parts.json"), json)
}

/// Makes the script and the bound main module, with the link module and snippets within the script.
fn bind(input: &Path, folder: &Path) -> Outcome {
    let failed = |error: &dyn std::fmt::Display| format!("wasm-bindgen: {error:#}");
    let mut output = wasm_bindgen_cli_support::Bindgen::new()
        .input_path(input)
        .out_name("app")
        .web(true)
        .map_err(|error| failed(&error))?
        .typescript(false)
        .keep_lld_exports(true)
        .demangle(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .map_err(|error| failed(&error))?;
    for (name, sources) in output.snippets() {
        for (index, source) in sources.iter().enumerate() {
            files::write(&folder.join(format!("snippets/{name}/inline{index}.js")), source)?;
        }
    }
    for (path, source) in output.local_modules() {
        files::write(&folder.join("snippets").join(path), source)?;
    }
    files::write(&folder.join(BINDINGS), script::bindable(output.js()))?;
    let script = script::bundle(folder, BINDINGS, MAIN)?;
    let main = output.wasm_mut();
    // What the script does not name, nobody can call.
    let unused: Vec<_> = main
        .exports
        .iter()
        .filter(|export| !script.contains(&export.name))
        .map(|export| export.id())
        .collect();
    unused.into_iter().for_each(|export| main.exports.delete(export));
    files::write(&folder.join(MAIN), main.emit_wasm())?;
    files::write(&folder.join(SCRIPT), script)
}

/// Optimises the large modules in their places, two at a time. On the wire this saves next to nothing; the
/// browser has less to compile.
fn optimise(folder: &Path) -> Outcome {
    let mut large = modules(folder)?;
    large.retain(|path| fs::metadata(path).is_ok_and(|module| module.len() >= WORTH_IT));
    let work = Mutex::new(large);
    let faults = Mutex::new(Vec::new());
    let take = || work.lock().ok().and_then(|mut work| work.pop());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(module) = take() {
                    if let Err(fault) = optimise_module(&module)
                        && let Ok(mut faults) = faults.lock()
                    {
                        faults.push(fault);
                    }
                }
            });
        }
    });
    faults.into_inner().unwrap_or_default().into_iter().next().map_or(Ok(()), Err)
}

fn optimise_module(module: &Path) -> Outcome {
    let mut wasm_opt = run::program(paths::node_program("wasm-opt"));
    run::run_quietly(wasm_opt.args(FEATURES).args(PASSES).arg("-o").arg(module).arg(module))
}

/// Whether anybody asks for what a module exports: chunks know each other by the table of functions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exports {
    Used,
    Unused,
}

/// A module without its custom sections, and without exports that nobody uses. The splitter leaves the names of all
/// functions in each chunk, and they are most of a small one. What is not laid out as a module stays as it is.
fn stripped(module: &[u8], exports: Exports) -> Vec<u8> {
    const HEADER: usize = 8;
    const CUSTOM: u8 = 0;
    const EXPORT: u8 = 7;
    let mut out = module.get(..HEADER).unwrap_or(module).to_vec();
    let mut rest = module.get(HEADER..).unwrap_or_default();
    while let Some((id, after)) = rest.split_first() {
        let Some((section, next)) = section(after) else { return module.to_vec() };
        if *id != CUSTOM && (*id != EXPORT || exports == Exports::Used) {
            out.extend_from_slice(&rest[..=section]);
        }
        rest = next;
    }
    out
}

/// How long the size and the content of a section are, and what follows it. The size is LEB128.
fn section(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut size = 0_usize;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        size |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            let length = index + 1 + size;
            return Some((length, bytes.get(length..)?));
        }
    }
    None
}

/// The main module and its chunks, the smallest first (they are taken from the end).
fn modules(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut modules = files::below(folder)?;
    modules.retain(|path| {
        path.extension().is_some_and(|ending| ending == "wasm") && !path.ends_with("main.wasm")
    });
    modules.sort_by_key(|path| fs::metadata(path).map_or(0, |module| module.len()));
    Ok(modules)
}

fn load(folder: &Path) -> Outcome<App> {
    let mut chunks = Vec::new();
    for path in modules(folder)? {
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if !path.ends_with(MAIN) {
            chunks.push((name, files::read(&path)?));
        }
    }
    chunks.sort();
    let parts = files::read_text(&folder.join("parts.json"))?;
    Ok(App {
        script: files::read_text(&folder.join(SCRIPT))?,
        main: files::read(&folder.join(MAIN))?,
        chunks,
        parts: serde_json::from_str(&parts).map_err(|error| error.to_string())?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Exports, stripped};

    #[test]
    fn notes_go_and_the_rest_stays() {
        let module = b"\0asm\x01\0\0\0\0\x05\x04name\x01\x01\x60\0\x03\x02ab\x07\x01\x07";
        assert_eq!(stripped(module, Exports::Unused), b"\0asm\x01\0\0\0\x01\x01\x60");
        assert_eq!(stripped(module, Exports::Used), b"\0asm\x01\0\0\0\x01\x01\x60\x07\x01\x07");
        // Cut off in the middle of a section.
        assert_eq!(stripped(&module[..12], Exports::Unused), &module[..12]);
    }
}
