INSERT INTO audit_entry (number, at, actor, action, person_id, kind, key_id, hash)
VALUES (1, 1700000000000, 'person', 'profile_read', @1, 'person', @9, 'gammel-hash');
