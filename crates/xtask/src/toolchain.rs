//! The compiler for WebAssembly: the pinned toolchain with rustup's target, or else Debian's `rustc-web`.
//! Both bring the standard library's sources.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Outcome, apt, paths, progress::step, run};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's packages of the fallback.
const DEBIAN: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// How the standard library comes into the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Library {
    /// As the toolchain brings it: quick to build with, and a panic has a message.
    Ready,
    /// Built anew with the app, for size: a panic stops the app without a message.
    Smallest,
}

const SMALLEST: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

const SMALLEST_FLAGS: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

/// A compiler that can build for WebAssembly.
pub(crate) enum Toolchain {
    /// The pinned toolchain; its target and the standard library's sources are installed.
    Pinned,
    /// Debian's compiler, which builds the standard library too; the pinned toolchain's linker.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// Finds the compiler, and installs what is missing.
    pub(crate) fn ready() -> Outcome<Toolchain> {
        if has_target() && has_sources() {
            return Ok(Toolchain::Pinned);
        }
        let added = step("rustup target add wasm32-unknown-unknown", || {
            run::run_quietly(run::program("rustup").args(["target", "add", TARGET]))?;
            run::run_quietly(run::program("rustup").args(["component", "add", "rust-src"]))
        });
        match added {
            Ok(()) if has_target() && has_sources() => Ok(Toolchain::Pinned),
            Ok(()) => Err(format!("rustup added {TARGET}, but the compiler in use does not see it")),
            Err(fault) => {
                eprintln!("{fault}\nrustup could not add the target; trying Debian's compiler instead.");
                debian()
            }
        }
    }

    /// `cargo build` for the browser, with this compiler and these flags for it; or another command of cargo's
    /// that builds.
    pub(crate) fn cargo(&self, builds: &str, library: Library, flags: &[&str]) -> Command {
        let mut flags = flags.to_vec();
        let mut command = match self {
            Toolchain::Pinned => run::program("cargo"),
            Toolchain::Debian { linker } => {
                let mut command = run::program("/usr/bin/cargo");
                command
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    .env_remove("RUSTUP_TOOLCHAIN");
                command
            }
        };
        command.args([builds, "--target", TARGET]);
        if library == Library::Smallest {
            command.args(SMALLEST);
            flags.extend(SMALLEST_FLAGS);
        } else if matches!(self, Toolchain::Debian { .. }) {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        if library == Library::Smallest || matches!(self, Toolchain::Debian { .. }) {
            // A folder of its own: what runs on this machine would be built anew for each change of the setting.
            command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", paths::app_target());
        }
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "));
        command
    }

    /// Where cargo puts what it has built so.
    pub(crate) fn target_folder(&self, library: Library) -> PathBuf {
        match (self, library) {
            (Toolchain::Pinned, Library::Ready) => paths::target(),
            (Toolchain::Pinned | Toolchain::Debian { .. }, _) => paths::app_target(),
        }
    }
}

/// The standard library's sources of the pinned toolchain.
fn has_sources() -> bool {
    run::output(run::program("rustc").args(["--print", "sysroot"])).is_ok_and(|folder| {
        Path::new(folder.trim()).join("lib/rustlib/src/rust/library/Cargo.lock").is_file()
    })
}

fn has_target() -> bool {
    run::output(run::program("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}

fn debian() -> Outcome<Toolchain> {
    let is_file = |path: &str| Path::new(path).is_file();
    let has_sources = || {
        ["/usr/lib/rustlib/src/rust/library", "/usr/src/rustc-web"]
            .iter()
            .any(|path| Path::new(path).is_dir())
    };
    let present = || is_file("/usr/bin/rustc") && is_file("/usr/bin/cargo") && has_sources();
    if !present() {
        apt::install(&DEBIAN).map_err(|fault| {
            format!(
                "no compiler for WebAssembly: rustup's server was not reached, and Debian's packages {} are not installed ({fault})",
                DEBIAN.join(", ")
            )
        })?;
    }
    Ok(Toolchain::Debian { linker: linker()? })
}

/// rustup's toolchain has a linker for WebAssembly also without the target.
fn linker() -> Outcome<PathBuf> {
    let sysroot = run::output(run::program("rustc").args(["--print", "sysroot"]))?;
    let host = run::output(run::program("rustc").arg("-vV"))?;
    let host =
        host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or("x86_64-unknown-linux-gnu");
    let own = Path::new(sysroot.trim()).join("lib/rustlib").join(host).join("bin/rust-lld");
    let places = [own, PathBuf::from("/usr/bin/rust-lld"), PathBuf::from("/usr/bin/wasm-ld")];
    places
        .into_iter()
        .find(|place| place.is_file())
        .ok_or_else(|| "no linker for WebAssembly: rust-lld is missing".to_owned())
}
