INSERT INTO attachment (id, person_id, for_case_id, field, name, metadata, endings, length, received, state, attempts,
    leased_until, created_at, changed_at)
VALUES (@8, @1, @3, 'vedlegg', 'gammel-ettersending.pdf', 'filename ZXR0ZXI=', 'pdf', 12, 0, 'uploading', 0, 0,
    1795400000000, 1795400000000);
