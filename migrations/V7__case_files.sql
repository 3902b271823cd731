-- What a start has to know of the case files to begin watching before it has read them again: a file that looks as it
-- did when it was last read and found good is trusted until then. It is no source of facts: those stand in the file.

CREATE TABLE case_file (
    case_id TEXT NOT NULL PRIMARY KEY,
    -- The file's name, and what it looked like: inode, size, last change of the text, last change of the inode.
    file    TEXT NOT NULL,
    looked  TEXT NOT NULL,
    -- The same of its file of reports; NULL: there is none.
    reports TEXT,
    reports_looked TEXT,
    -- The names of people.toml that work on the case, in the order of the file, with spaces between.
    team    TEXT NOT NULL,
    CHECK ((reports IS NULL) = (reports_looked IS NULL))
) STRICT, WITHOUT ROWID;
