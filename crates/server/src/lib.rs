//! The JSON API, the static site and the database.
