INSERT INTO job (id, kind, dedupe_key, payload, state, created_at, run_at, attempts, max_attempts, last_error, ended_at)
VALUES (@9, 'email_receipt', 'gammel-jobb', '{}', 'dead', 1700000000000, 1700000000000, 5, 5, 'failed', 1700000000000);
