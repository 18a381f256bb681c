UPDATE case_file SET status = 'in_progress' WHERE id = @3;
