//! The command line: serve, migrate, seed, backup, restore, keys, audit, sessions, person, check, health, figures, openapi, settings, limits, retention.

mod commands;

use std::{
    io::{Write, stderr},
    process::ExitCode,
};

use clap::Parser;

use self::commands::{Command, act};

/// Many small pieces on many threads: a tenth less work for a call than with the allocator of glibc.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match act(Command::parse().action) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            _ = writeln!(stderr(), "{fault}");
            ExitCode::FAILURE
        }
    }
}
