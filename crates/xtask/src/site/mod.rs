//! Builds the site: from cargo's WebAssembly to files with hashed names, step by step.

pub(crate) mod assets;
pub(crate) mod budgets;
pub(crate) mod icons;
pub(crate) mod merge;
pub(crate) mod page;
pub(crate) mod script;
pub(crate) mod styles;
pub(crate) mod wasm;
