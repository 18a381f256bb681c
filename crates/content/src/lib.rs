//! Loads and lints the municipality pack.
