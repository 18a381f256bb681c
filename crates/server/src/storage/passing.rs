//! Which faults of the database pass by themselves: the call may be made again, and the client is told so.

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, error::DatabaseError},
};

/// Whether the same call may succeed a little later.
pub(super) fn is_passing(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            driver_is_passing(error)
        }
        _ => false,
    }
}

fn driver_is_passing(error: &sqlx::Error) -> bool {
    match error {
        // The connection broke, or there is none.
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => database_is_passing(error.as_ref()),
        _ => false,
    }
}

fn database_is_passing(error: &dyn DatabaseError) -> bool {
    let code = error.code().unwrap_or_default();
    // SQLSTATE has five characters; the numbers of SQLite have four at the most.
    match code.parse() {
        Ok(number) if code.len() < 5 => is_passing_in_sqlite(number),
        _ => is_passing_in_postgres(&code),
    }
}

/// Locked by another program, the disk failing or full, or the file not to be opened
/// (<https://www.sqlite.org/rescode.html>).
const fn is_passing_in_sqlite(code: u32) -> bool {
    const BUSY: u32 = 5;
    const LOCKED: u32 = 6;
    const IO: u32 = 10;
    const FULL: u32 = 13;
    const CANNOT_OPEN: u32 = 14;
    matches!(code & 0xff, BUSY | LOCKED | IO | FULL | CANNOT_OPEN)
}

/// Classes of the connection, of two that stood in each other's way, of a disk or a memory that is full, of an operator
/// who stops the database, and of its system (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn is_passing_in_postgres(code: &str) -> bool {
    const CLASSES: [&str; 5] = ["08", "40", "53", "57", "58"];
    const LOCK_NOT_AVAILABLE: &str = "55P03";
    code == LOCK_NOT_AVAILABLE || CLASSES.iter().any(|class| code.starts_with(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_sqlite() {
        // Busy, busy while recovering, full, an error while writing; and a key that is there already, a wrong type.
        for (code, expected) in [(5, true), (261, true), (13, true), (778, true), (2067, false), (20, false)]
        {
            assert_eq!(is_passing_in_sqlite(code), expected, "{code}");
        }
    }

    #[test]
    fn codes_of_postgres() {
        // Stopped by its operator, starting, full, a deadlock; and a key that is there already, a wrong statement.
        for (code, expected) in [
            ("57P01", true),
            ("57P03", true),
            ("53100", true),
            ("40P01", true),
            ("55P03", true),
            ("23505", false),
            ("42601", false),
        ] {
            assert_eq!(is_passing_in_postgres(code), expected, "{code}");
        }
    }
}
