-- What the auditor asks of every letter and every notice must not read the whole table.

-- From a letter to what it settles.
CREATE INDEX notice_letter ON notice (letter) WHERE letter IS NOT NULL;
