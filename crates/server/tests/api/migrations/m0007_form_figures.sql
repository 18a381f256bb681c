INSERT INTO form_figure (form, day, version, page, what, field, detail, count)
VALUES ('prove', '2026-11-01', 1, 'hva', 'reached', '', '', 7);
