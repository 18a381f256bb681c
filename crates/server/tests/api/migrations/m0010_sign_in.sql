INSERT INTO session (key_hash, id, person_id, created_at, last_used_at, idle_deadline, absolute_deadline,
    is_shared_device, browser, system, rotated_at)
VALUES ('ny-nokkel', @7, @1, 1700000000000, 1700000000000, 1700000100000, 1700000200000, false, 'Firefox', 'Linux',
    1700000000000);
INSERT INTO pending_sign_in (state_hash, browser_hash, realm, nonce, verifier, return_to, language, is_shared_device,
    expires_at)
VALUES ('tilstand', 'nettleser', 'person', 'en', 'to', '/minside', 'nb', false, 1700000100000);
