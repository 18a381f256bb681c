UPDATE person SET email_verified_at = 1700000000000 WHERE id = @1;
INSERT INTO email_receipt (case_id, claimed_at, sent_at) VALUES (@3, 1700000000000, 1700000000001);
