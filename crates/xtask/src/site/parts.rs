//! Puts lazy routes into one part of the app before it is split.
//!
//! Each lazy route would be a part of its own, and what some of them share one more for every set of routes
//! that shares it: seven routes made forty-seven files of mostly a kilobyte. Routes whose visitors go from
//! one to the other belong together. The splitter puts functions together whose symbols name the same
//! module, so the name is changed where the linker wrote it: imports, exports and the symbol table. Nothing
//! in those sections is at a fixed offset.

use std::collections::BTreeMap;

use crate::Outcome;

/// Part to routes, as in `budgets.toml`.
pub(crate) type Parts = BTreeMap<String, Vec<String>>;

/// `__wasm_split_00<route>00_import_…`: what is called across the border.
const CALL: &str = "__wasm_split_00";
const CALL_ENDS: [&str; 2] = ["00_import_", "00_export_"];

/// `__wasm_split_load_<route>`: what fetches a part.
const LOAD: &str = "__wasm_split_load_";

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
const CUSTOM: u8 = 0;
const SYMBOL_TABLE: u8 = 8;

/// The module with the names of parts instead of those of routes.
pub(crate) fn join(module: &[u8], parts: &Parts) -> Outcome<Vec<u8>> {
    let mut input = Reader { bytes: module, at: 0 };
    let mut out = input.take(8)?.to_vec();
    while !input.is_done() {
        let id = input.byte()?;
        let size = input.size()?;
        let content = input.take(size)?;
        let content = match id {
            IMPORTS => imports(content, parts)?,
            EXPORTS => exports(content, parts)?,
            CUSTOM => custom(content, parts)?,
            _ => content.to_vec(),
        };
        out.push(id);
        put_size(&mut out, content.len());
        out.extend(content);
    }
    Ok(out)
}

/// `__form_route_view_14591471984763085365` is `form_route`; `chunk_3`, which several share, stays as it is.
pub(crate) fn route_of(symbol: &str) -> &str {
    let name = symbol.trim_start_matches('_');
    if name.starts_with("chunk_") {
        return name;
    }
    let name = name.trim_end_matches(|sign: char| sign.is_ascii_digit()).trim_end_matches('_');
    name.strip_suffix("_view").unwrap_or(name)
}

fn renamed(name: &str, parts: &Parts) -> Option<String> {
    let part = |symbol: &str| {
        let route = route_of(symbol);
        parts.iter().find(|(_, routes)| routes.iter().any(|own| own == route)).map(|(part, _)| part.as_str())
    };
    if let Some(symbol) = name.strip_prefix(LOAD) {
        return part(symbol).map(|part| format!("{LOAD}{part}"));
    }
    let name = name.strip_prefix(CALL)?;
    let (end, (symbol, rest)) = CALL_ENDS.iter().find_map(|end| Some((end, name.split_once(end)?)))?;
    part(symbol).map(|part| format!("{CALL}{part}{end}{rest}"))
}

fn imports(content: &[u8], parts: &Parts) -> Outcome<Vec<u8>> {
    let (mut input, mut out) = (Reader { bytes: content, at: 0 }, Vec::new());
    let count = input.copy_size(&mut out)?;
    for _ in 0..count {
        let module = input.name()?;
        put_name(&mut out, module);
        input.copy_name(&mut out, parts)?;
        let kind = input.byte()?;
        out.push(kind);
        match kind {
            0 => {
                input.copy_size(&mut out)?;
            }
            1 => {
                out.push(input.byte()?);
                input.copy_limits(&mut out)?;
            }
            2 => input.copy_limits(&mut out)?,
            3 => out.extend(input.take(2)?),
            other => return Err(format!("an import of the unknown kind {other}")),
        }
    }
    Ok(out)
}

fn exports(content: &[u8], parts: &Parts) -> Outcome<Vec<u8>> {
    let (mut input, mut out) = (Reader { bytes: content, at: 0 }, Vec::new());
    let count = input.copy_size(&mut out)?;
    for _ in 0..count {
        input.copy_name(&mut out, parts)?;
        out.push(input.byte()?);
        input.copy_size(&mut out)?;
    }
    Ok(out)
}

fn custom(content: &[u8], parts: &Parts) -> Outcome<Vec<u8>> {
    let (mut input, mut out) = (Reader { bytes: content, at: 0 }, Vec::new());
    if input.name()? != b"linking" {
        return Ok(content.to_vec());
    }
    put_name(&mut out, b"linking");
    input.copy_size(&mut out)?;
    while !input.is_done() {
        let kind = input.byte()?;
        let size = input.size()?;
        let subsection = input.take(size)?;
        let subsection = if kind == SYMBOL_TABLE { symbols(subsection, parts)? } else { subsection.to_vec() };
        out.push(kind);
        put_size(&mut out, subsection.len());
        out.extend(subsection);
    }
    Ok(out)
}

/// The symbol table as the tool conventions of WebAssembly lay it out.
fn symbols(content: &[u8], parts: &Parts) -> Outcome<Vec<u8>> {
    const UNDEFINED: usize = 0x10;
    const EXPLICIT_NAME: usize = 0x40;
    let (mut input, mut out) = (Reader { bytes: content, at: 0 }, Vec::new());
    let count = input.copy_size(&mut out)?;
    for _ in 0..count {
        let kind = input.byte()?;
        out.push(kind);
        let flags = input.copy_size(&mut out)?;
        match kind {
            0 | 2 | 4 | 5 => {
                input.copy_size(&mut out)?;
                if flags & UNDEFINED == 0 || flags & EXPLICIT_NAME != 0 {
                    input.copy_name(&mut out, parts)?;
                }
            }
            1 => {
                input.copy_name(&mut out, parts)?;
                if flags & UNDEFINED == 0 {
                    for _ in 0..3 {
                        input.copy_size(&mut out)?;
                    }
                }
            }
            3 => {
                input.copy_size(&mut out)?;
            }
            other => return Err(format!("a symbol of the unknown kind {other}")),
        }
    }
    Ok(out)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn take(&mut self, count: usize) -> Outcome<&'a [u8]> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.bytes.len());
        let end = end.ok_or("the module ends too early")?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Outcome<u8> {
        Ok(self.take(1)?[0])
    }

    /// An unsigned LEB128 number.
    fn size(&mut self) -> Outcome<usize> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err("a number in the module is too long".to_owned())
    }

    fn name(&mut self) -> Outcome<&'a [u8]> {
        let size = self.size()?;
        self.take(size)
    }

    fn copy_size(&mut self, out: &mut Vec<u8>) -> Outcome<usize> {
        let value = self.size()?;
        put_size(out, value);
        Ok(value)
    }

    fn copy_name(&mut self, out: &mut Vec<u8>, parts: &Parts) -> Outcome {
        let name = self.name()?;
        match std::str::from_utf8(name).ok().and_then(|name| renamed(name, parts)) {
            Some(other) => put_name(out, other.as_bytes()),
            None => put_name(out, name),
        }
        Ok(())
    }

    fn copy_limits(&mut self, out: &mut Vec<u8>) -> Outcome {
        let flags = self.byte()?;
        out.push(flags);
        self.copy_size(out)?;
        if flags & 1 == 1 {
            self.copy_size(out)?;
        }
        Ok(())
    }
}

fn put_size(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn put_name(out: &mut Vec<u8>, name: &[u8]) {
    put_size(out, name.len());
    out.extend(name);
}

#[cfg(test)]
mod tests {
    use super::{Parts, Reader, join, put_name, put_size, renamed, route_of};

    fn parts() -> Parts {
        Parts::from([("minside".to_owned(), vec!["minside_route".to_owned(), "case_route".to_owned()])])
    }

    #[test]
    fn a_symbol_tells_its_route() {
        assert_eq!(route_of("__form_route_view_14591471984763085365"), "form_route");
        assert_eq!(route_of("minside"), "minside");
        assert_eq!(route_of("chunk_3"), "chunk_3");
    }

    #[test]
    fn symbols_of_listed_routes_name_the_part() {
        let renamed = |name: &str| renamed(name, &parts());
        assert_eq!(
            renamed("__wasm_split_load___case_route_view_17").as_deref(),
            Some("__wasm_split_load_minside")
        );
        assert_eq!(
            renamed("__wasm_split_00__case_route_view_1700_export_0a00_x").as_deref(),
            Some("__wasm_split_00minside00_export_0a00_x")
        );
        assert_eq!(renamed("__wasm_split_load___form_route_view_17"), None);
        assert_eq!(renamed("memory"), None);
    }

    #[test]
    fn only_names_change() {
        let mut exports = Vec::new();
        put_size(&mut exports, 1);
        put_name(&mut exports, b"__wasm_split_load___case_route_view_17");
        exports.extend([0, 5]);
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 2, 9, 9, 7]);
        put_size(&mut module, exports.len());
        module.extend(exports);
        let joined = join(&module, &parts()).unwrap();
        assert_eq!(&joined[..13], &module[..13]);
        let mut rest = Reader { bytes: &joined[13..], at: 0 };
        rest.size().unwrap();
        assert_eq!(rest.byte().unwrap(), 1);
        assert_eq!(rest.name().unwrap(), b"__wasm_split_load_minside");
        assert_eq!(rest.take(2).unwrap(), [0, 5]);
        assert!(join(&module[..20], &parts()).is_err());
    }
}
