INSERT INTO attachment (id, person_id, draft_id, case_id, field, name, metadata, endings, length, received, state,
    media_type, size, sha256, attempts, leased_until, created_at, changed_at)
VALUES (@5, @1, NULL, @3, 'vedlegg', 'gammel-legeerklaering.pdf', 'filename Z2FtbWVs', 'pdf', 12, 12, 'ready',
    'application/pdf', 12, 'ab12', 1, 0, 1700000000000, 1700000000000);
INSERT INTO attachment_part (attachment_id, start_at, length, object) VALUES (@5, 0, 12, 'parts/gammel');
