-- Who may look at the board. What opens a door is never kept, only its SHA-256: a stolen database opens nothing.
-- Every secret is 24 random bytes, so a plain hash of it cannot be searched.

-- One-time links that were handed out.
CREATE TABLE sign_in (
    hash    TEXT    NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
    -- A name of people.toml; that person must still be there when the link is used.
    person  TEXT    NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Browsers that are signed in.
CREATE TABLE session (
    hash    TEXT    NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
    person  TEXT    NOT NULL,
    began   INTEGER NOT NULL,
    -- The last request, give or take a minute.
    seen    INTEGER NOT NULL CHECK (began <= seen)
) STRICT, WITHOUT ROWID;

-- The address of a person's calendar; a new one takes the place of the old.
CREATE TABLE feed (
    person  TEXT    NOT NULL PRIMARY KEY,
    hash    TEXT    NOT NULL UNIQUE CHECK (length(hash) = 64),
    made    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
