INSERT INTO person (id, subject, identity_number, name, created_at) VALUES (@6, 'open:6', NULL, '', 1700000000000);
INSERT INTO open_draft (person_id, form, code_hash, opened_at) VALUES (@6, 'uten-innlogging', 'kode-hash', 1700000000000);
