INSERT INTO audit_waiting (place, at, actor, action, person_id, kind, key_id, signature)
VALUES (1, 1700000000000, 'person', 'profile_read', @1, 'person', @9, 'gammel-signatur');
