UPDATE person SET phone = '40000002' WHERE id = @1;
