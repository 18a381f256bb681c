INSERT INTO person (id, demo_key, subject, identity_number, name, address, email, phone, created_at)
VALUES (@1, 'ola', 'gammel:ola', '15859430179', 'Ola Nordmannsen', NULL, 'ola@example.no', '40000001', 1700000000000);
INSERT INTO session (key_hash, person_id, created_at, idle_deadline, absolute_deadline)
VALUES ('gammel-nokkel', @1, 1700000000000, 1700000100000, 1700000200000);
INSERT INTO draft (id, person_id, form, key, revision, version, page, answers, saved_at, deletes_at)
VALUES (@2, @1, 'prove', 'utkast-1', 3, 1, 'hva', '{"beskrivelse":"Et gammelt hull"}', 1700000000000, 4000000000000);
INSERT INTO case_file (id, reference, person_id, service, form, version, language, title, status, received_at, answer_by,
    answers, summary, next_steps)
VALUES (@3, 'AAAA-1111', @1, 'hull', 'prove', 1, 'nb', 'Hull i vei', 'received', 1700000000000, '2026-12-24',
    '{"beskrivelse":"Gammelt gatelys"}',
    '{"sections":[{"page":"hva","title":"Hva","rows":[{"field":"beskrivelse","label":"Hva","lines":["Gammelt gatelys"]}]}]}',
    '["Vi ser på saken"]');
INSERT INTO case_event (id, case_id, status, at) VALUES (@4, @3, 'received', 1700000000000);
INSERT INTO submission_key (person_id, key, request_hash, case_id, created_at)
VALUES (@1, 'innsending-1', 'gammel-hash-av-svarene', @3, 1700000000000);
