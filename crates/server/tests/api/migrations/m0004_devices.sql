INSERT INTO device_key (person_id, secret) VALUES (@1, 'gammel-enhetsnokkel');
